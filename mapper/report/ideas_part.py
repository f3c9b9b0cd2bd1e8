"""The list of the ideas themselves."""

from collections.abc import Mapping

from mapper.i18n import Translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.report.blocks import Block, Section, Table, Text
from mapper.report.gather import Gathered
from mapper.services.plan_lists import ListedIdea


def tell_ideas(gathered: Gathered) -> Section:
    """Title and facts of each, the most supported first; no texts, and no names."""
    view, words = gathered.view, gathered.view.words
    _, number = words.gettext, words.format_number
    heads = [
        _("Idea and its number"),
        _("Place"),
        _("Action field"),
        _("Processing status"),
        _("Supports"),
        _("Handed in on"),
    ]
    statuses = {key: label(RESPONSE_STATUSES, key, words) for key in RESPONSE_STATUSES}
    days = {
        day: words.format_date(day, "medium") for day in {one.created_on for one in gathered.ideas}
    }
    rows = [
        [
            f"{one.title}\n{one.public_id}",
            _place(one, view.names.districts, words),
            view.names.action_fields.get(one.action_field, one.action_field),
            statuses.get(one.response_status, one.response_status),
            number(one.supports),
            days[one.created_on],
        ]
        for one in gathered.ideas
    ]
    blocks: list[Block] = [Text(_lead(gathered, words))]
    caption = _("Ideas, the most supported first")
    blocks.append(Table(caption, heads, rows, (51, 28, 33, 22, 17, 22), numbers=(4,)))
    return Section(_("The ideas"), blocks)


def _lead(gathered: Gathered, words: Translator) -> str:
    _, number = words.gettext, words.format_number
    listed, matching = len(gathered.ideas), gathered.view.survey.matching
    how = _("Under its number everybody finds an idea on the website, with its whole text.")
    if listed == matching:
        return how
    sentence = _("Of {total} ideas these are the {count} with the most supports.")
    more = _("All of them are in the files of the section “Download” on the planning page.")
    return f"{sentence.format(total=number(matching), count=number(listed))} {more} {how}"


def _place(one: ListedIdea, districts: Mapping[str, str], words: Translator) -> str:
    """Its district by a name that no other has; else its municipality."""
    if one.district:
        return districts.get(one.district, one.district_name or "")
    return one.municipality_name or words.gettext("no particular place")
