"""Words of the moderation desk: lists, reports, what was done to an idea."""

from collections.abc import Mapping
from datetime import datetime

from mapper.domain.berlin import day_of, today
from mapper.i18n import N_, Translator
from mapper.services.queue import Queue, Whose

QUEUES: Mapping[str, str] = {
    Queue.WAITING: N_("Waiting"),
    Queue.REPORTED: N_("Reported"),
    Queue.OVERDUE: N_("Answer due"),
    Queue.PUBLISHED: N_("Published"),
    Queue.CLOSED: N_("Not public"),
}

EMPTY: Mapping[str, str] = {
    Queue.WAITING: N_("Nothing is waiting. Every idea has been looked at."),
    Queue.REPORTED: N_("Nobody has reported anything."),
    Queue.OVERDUE: N_("No answer is overdue."),
    Queue.PUBLISHED: N_("No idea is published yet."),
    Queue.CLOSED: N_("No idea was rejected, hidden or withdrawn."),
}

WHOSE: Mapping[str, str] = {
    Whose.ALL: N_("all"),
    Whose.MINE: N_("mine"),
    Whose.NOBODYS: N_("nobody's"),
}

REPORT_REASONS: Mapping[str, str] = {
    "personal_data": N_("Tells private things about somebody"),
    "insult": N_("Insults somebody"),
    "illegal": N_("Breaks the law"),
    "advertising": N_("Is advertising"),
    "other": N_("Another reason"),
}

HAPPENINGS: Mapping[str, str] = {
    "proposal.entered": N_("entered at the desk"),
    "proposal.published": N_("published"),
    "proposal.rejected": N_("not published"),
    "proposal.hidden": N_("hidden"),
    "proposal.kept": N_("looked at after a report, stays public"),
    "proposal.withdrawn": N_("withdrawn"),
    "proposal.merged": N_("made part of another idea"),
    "proposal.took_in": N_("took in another idea"),
    "proposal.parted": N_("on its own again, merge undone"),
    "proposal.let_go": N_("an idea in it is on its own again, merge undone"),
    "proposal.kept_apart": N_("found different from another idea"),
    "proposal.compared_again": N_("taken back that it is different from another idea"),
    "proposal.corrected": N_("put right"),
    "proposal.blacked_out": N_("personal data blacked out"),
    "proposal.original_seen": N_("original looked at"),
    "proposal.restored": N_("original restored"),
    "proposal.assigned": N_("taken or handed to a colleague"),
    "proposal.given_back": N_("given back"),
    "proposal.answered": N_("answered"),
    "proposal.answer_corrected": N_("answer put right"),
    "proposal.answer_taken_back": N_("answer taken back"),
    "proposal.remarked": N_("internal remark written"),
    "proposal.remark_deleted": N_("internal remark deleted"),
}

FIELDS: Mapping[str, str] = {
    "action_field_id": N_("Action field"),
    "round_id": N_("Participation round"),
    "place": N_("Place"),
    "public_precision": N_("Shown place"),
    "title": N_("Title"),
    "body": N_("Text"),
    "display_name": N_("Name"),
}

_SYSTEM, _COMMAND = "system:", "cli:"


def name_actor(name: str, words: Translator) -> str:
    """A colleague by her name; jobs and commands as what they are."""
    if name.startswith(_SYSTEM):
        return words.gettext("automatically")
    if name.startswith(_COMMAND):
        return words.gettext("by command on the server")
    return name


def name_fields(fields: tuple[str, ...], words: Translator) -> str:
    """The changed fields that people know by name, as a list in words."""
    return ", ".join(words.gettext(FIELDS[name]) for name in fields if name in FIELDS)


def days_since(moment: datetime) -> int:
    """Midnights on the towns' clocks between a moment and now."""
    return (today() - day_of(moment)).days


def describe_age(moment: datetime, words: Translator) -> str:
    """How long ago, in days: `today`, `yesterday`, `5 days ago`."""
    _ = words.gettext
    days = days_since(moment)
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    ago = words.ngettext("{count} day ago", "{count} days ago", days)
    return ago.format(count=words.format_number(days))


def describe_due(due_at: datetime, late: bool, words: Translator) -> str:
    """What was promised, and that it was not kept."""
    _ = words.gettext
    sentence = _("was due on {day}") if late else _("by {day} at the latest")
    return sentence.format(day=words.format_date(due_at))


def count_days(days: int, words: Translator) -> str:
    """`1 day`, `5 days`."""
    said = words.ngettext("{count} day", "{count} days", days)
    return said.format(count=words.format_number(days))
