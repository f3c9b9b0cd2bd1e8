"""The tables of who is heard, as rows of finished texts."""

from mapper.domain.small_groups import LEAST_SHOWN, Guarded
from mapper.i18n import Translator
from mapper.i18n.labels import CHANNELS, label
from mapper.planning.heard_said import District, describe, write_rate
from mapper.services.heard import ByChannel, DistrictHeard, Heard

Row = tuple[str, list[str]]

_NONE = "–"


def district_heads(heard: Heard, words: Translator) -> list[str]:
    """What the columns of the table of districts hold."""
    _ = words.gettext
    heads = [_("District"), _("Ideas"), _("Supports"), _("Inhabitants")]
    if heard.overall is None:
        return heads
    return [*heads, _("per 1,000 inhabitants"), _("95 % interval")]


def district_table_rows(heard: Heard, name: District, words: Translator) -> list[Row]:
    """Every district, the most ideas first, then the places outside of all."""
    ordered = sorted(
        heard.districts,
        key=lambda one: (-one.count.proposals, -one.count.supports, name(one.count)),
    )
    counted = [
        *((name(one.count), one) for one in ordered),
        *((describe(one, words), DistrictHeard(one, None)) for one in heard.outside),
    ]
    rated = heard.overall is not None
    return [(place, _cells(one, words, rated=rated)) for place, one in counted]


def _cells(one: DistrictHeard, words: Translator, *, rated: bool) -> list[str]:
    count, rate = one.count, one.rate
    people = _NONE if count.population is None else words.format_number(count.population)
    cells = [words.format_number(count.proposals), words.format_number(count.supports), people]
    if not rated:
        return cells
    if rate is None:
        return [*cells, _NONE, _NONE]
    value, lower, upper = (write_rate(one, words) for one in (rate.value, rate.lower, rate.upper))
    return [*cells, value, f"{lower}–{upper}"]


def total_rows(by_channel: ByChannel, words: Translator) -> list[Row]:
    """Every channel that was used."""
    return [
        (label(CHANNELS, channel, words), [write_guarded(total, words)])
        for channel, total in zip(by_channel.channels, by_channel.totals, strict=True)
    ]


def channel_heads(by_channel: ByChannel, words: Translator) -> list[str]:
    """The channels that were used."""
    names = (label(CHANNELS, channel, words) for channel in by_channel.channels)
    return [words.gettext("District"), *names]


def channel_rows(by_channel: ByChannel, name: District, words: Translator) -> list[Row]:
    """Every place with ideas; none where the table may not be shown."""
    return [
        (name(place), [write_guarded(one, words) for one in line])
        for place, line in zip(by_channel.places, by_channel.table or (), strict=False)
    ]


def notes_on_channels(by_channel: ByChannel, words: Translator) -> list[str]:
    """Why some counts are not there; nothing where all are."""
    _ = words.gettext
    if by_channel.table is None:
        if len(by_channel.channels) == 1 or len(by_channel.places) == 1:
            return [_why(words)] if any(one.hidden for one in by_channel.totals) else []
        return [
            _(
                "There are too few ideas for a table by district and channel: it could show who "
                "handed in an idea."
            )
        ]
    return [_why(words)] if any(one.hidden for line in by_channel.table for one in line) else []


def _why(words: Translator) -> str:
    sentence = words.gettext(
        "Counts below {least} are not shown, so that nobody can be recognised. So that they cannot "
        "be computed from the totals either, some others are not shown exactly."
    )
    return sentence.format(least=LEAST_SHOWN)


def write_guarded(one: Guarded, words: Translator) -> str:
    """A count, or on which side of the least that is shown it lies."""
    if not one.hidden:
        return words.format_number(one.count)
    _ = words.gettext
    sentence = _("under {least}") if one.is_small else _("{least} or more")
    return sentence.format(least=LEAST_SHOWN)
