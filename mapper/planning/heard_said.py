"""Who is heard, in sentences."""

from collections.abc import Callable, Mapping, Sequence

from mapper.geo.rates import LEAST_POPULATION
from mapper.i18n import Translator
from mapper.planning.rows import district_rows
from mapper.planning.words import FEW
from mapper.services.counting import DistrictCount
from mapper.services.heard import DistrictHeard, Heard

District = Callable[[DistrictCount], str]
"""A district's name on the screen."""

_MOST_NAMES = 40


def describe(one: DistrictCount, words: Translator) -> str:
    """A place in words, also where it has no district."""
    return district_rows([one], words)[0].place


def namer(names: Mapping[str, str], words: Translator) -> District:
    """Districts by these names, which tell two of the same name apart; others as they are."""
    return lambda one: names.get(one.district or "", describe(one, words))


def write_rate(value: float, words: Translator) -> str:
    """With one digit after the comma; two where it is below one."""
    if value == 0:
        return words.format_number(0)
    return words.format_number(value, digits=1 if value >= 1 else 2)


def say(heard: Heard, name: District, words: Translator) -> list[str]:
    """What stands out, the most important first."""
    return [
        *_on_rates(heard, name, words),
        *_on_silent(heard, name, words),
        *(line for one in heard.outside for line in _outside(one, words)),
    ]


def _on_rates(heard: Heard, name: District, words: Translator) -> list[str]:
    _ = words.gettext
    if heard.by_area:
        return [
            _(
                "Inhabitants are known of whole districts only. With an area chosen there are "
                "counts, but no rates."
            )
        ]
    if heard.overall is None:
        return [
            _("Of no district enough inhabitants are known. So there are counts, but no rates.")
        ]
    overall = write_rate(heard.overall, words)
    found = [_("{rate} ideas for every 1,000 inhabitants, all together.").format(rate=overall)]
    clear = [one for one in heard.districts if one.rate and one.stands_out]
    more = [one for one in clear if one.rate and one.rate.value > heard.overall]
    less = [one for one in clear if one.rate and one.rate.value < heard.overall]
    if more:
        found.append(
            _("Clearly more than that: {places}.").format(places=_names(more, name, words))
        )
    if less:
        found.append(
            _("Clearly fewer than that: {places}.").format(places=_names(less, name, words))
        )
    if not more and not less:
        found.append(_("No district differs clearly from that. Differences may be chance."))
    return found


def _on_silent(heard: Heard, name: District, words: Translator) -> list[str]:
    silent = heard.silent
    if not silent or len(silent) == len(heard.districts):
        return []
    sentence = words.ngettext(
        "There is no idea from {count} district: {places}.",
        "There is no idea from {count} districts: {places}.",
        len(silent),
    )
    places = _joined(sorted(map(name, silent)), words)
    return [sentence.format(count=words.format_number(len(silent)), places=places)]


def _outside(one: DistrictCount, words: Translator) -> list[str]:
    """Ideas that no district counts: of a town outside of its districts, elsewhere, or nowhere."""
    if one.municipality_name:
        sentence = words.ngettext(
            "{count} idea from {place} lies in no district.",
            "{count} ideas from {place} lie in no district.",
            one.proposals,
        )
        count = words.format_number(one.proposals)
        return [sentence.format(count=count, place=one.municipality_name)]
    nowhere = words.ngettext(
        "{count} idea names no particular place.",
        "{count} ideas name no particular place.",
        one.without_point,
    )
    elsewhere = words.ngettext(
        "{count} idea lies outside of every municipality.",
        "{count} ideas lie outside of every municipality.",
        one.proposals - one.without_point,
    )
    counts = (one.without_point, nowhere), (one.proposals - one.without_point, elsewhere)
    return [said.format(count=words.format_number(count)) for count, said in counts if count]


def notes_on_rates(heard: Heard, name: District, words: Translator) -> list[str]:
    """How to read the chart, with an example of its own."""
    _ = words.gettext
    notes = [
        _(
            "The thin line shows how far chance alone could move a number (95 % interval). Where "
            "it crosses the dashed line, the district may be like all together. We speak of a "
            "clear difference only where it is larger than chance makes it among so many districts."
        )
    ]
    few = min(
        (one for one in heard.districts if one.rate and 0 < one.count.proposals < FEW),
        key=lambda one: one.count.proposals,
        default=None,
    )
    if few and few.rate:
        sentence = words.ngettext(
            "An example: {place} has {count} idea. With so few, the rate may as well be between "
            "{lower} and {upper}.",
            "An example: {place} has {count} ideas. With so few, the rate may as well be between "
            "{lower} and {upper}.",
            few.count.proposals,
        )
        notes.append(
            sentence.format(
                place=name(few.count),
                count=words.format_number(few.count.proposals),
                lower=write_rate(few.rate.lower, words),
                upper=write_rate(few.rate.upper, words),
            )
        )
    without = sorted(name(one.count) for one in heard.districts if one.rate is None)
    if without:
        sentence = _(
            "Without a rate, because fewer than {least} people live there or nobody knows how "
            "many: {places}."
        )
        notes.append(sentence.format(least=LEAST_POPULATION, places=_joined(without, words)))
    return notes


def _names(districts: Sequence[DistrictHeard], name: District, words: Translator) -> str:
    ordered = sorted(districts, key=lambda one: -(one.rate.value if one.rate else 0))
    return _joined([name(one.count) for one in ordered], words)


def _joined(names: Sequence[str], words: Translator) -> str:
    """Names one after the other; of many the first, and how many more there are."""
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    more = len(names) - _MOST_NAMES
    rest = words.ngettext("{count} more", "{count} more", more)
    return ", ".join((*names[:_MOST_NAMES], rest.format(count=words.format_number(more))))
