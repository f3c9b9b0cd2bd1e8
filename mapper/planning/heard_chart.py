"""The chart of who is heard: districts against all together."""

from mapper import charts
from mapper.i18n import Translator
from mapper.planning.charted import Chart
from mapper.planning.heard_said import District, say, write_rate
from mapper.services.heard import DistrictHeard, Heard

_MOST_BARS = 60


def chart_rates(heard: Heard, name: District, words: Translator) -> Chart | None:
    """A bar for each district with ideas and a rate, the highest first; None without any."""
    rated = [one for one in heard.districts if one.rate and one.count.proposals]
    if heard.overall is None or not rated:
        return None
    rated.sort(key=lambda one: (-(one.rate.value if one.rate else 0), name(one.count)))
    together = words.gettext("all together: {rate}")
    line = charts.Line(heard.overall, together.format(rate=write_rate(heard.overall, words)))
    bars = [_bar(one, name, words) for one in rated[:_MOST_BARS]]
    caption = words.gettext("Ideas per 1,000 inhabitants")
    says = " ".join((f"{caption}.", *say(heard, name, words)[:2]))
    return Chart(
        caption,
        says,
        lambda layout: charts.draw_bars(
            bars, layout, says=says, number=words.format_number, line=line
        ),
    )


def _bar(one: DistrictHeard, name: District, words: Translator) -> charts.Bar:
    rate = one.rate
    assert rate is not None
    place = name(one.count)
    told = words.ngettext(
        "{place}: {rate} per 1,000 inhabitants, {count} idea. "
        "By chance alone it could be between {lower} and {upper}.",
        "{place}: {rate} per 1,000 inhabitants, {count} ideas. "
        "By chance alone it could be between {lower} and {upper}.",
        one.count.proposals,
    ).format(
        place=place,
        rate=write_rate(rate.value, words),
        count=words.format_number(one.count.proposals),
        lower=write_rate(rate.lower, words),
        upper=write_rate(rate.upper, words),
    )
    return charts.Bar(
        place, rate.value, rate.lower, rate.upper, write_rate(rate.value, words), told
    )
