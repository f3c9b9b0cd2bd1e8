"""The weekly letter about what waits: numbers only, never what people wrote."""

from datetime import datetime

from mapper.domain.profile import TownProfile
from mapper.errors import MailError
from mapper.i18n import Translator, get_translator
from mapper.mail.letter import Letter
from mapper.mail.letters import write
from mapper.mail.smtp import send
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.digest import Digest, Pile, Work, list_digests
from mapper.services.jobs import done_since, note_run
from mapper.settings import Settings


def write_digests(
    settings: Settings, profile: TownProfile, office: Backoffice, who: Who
) -> list[tuple[Digest, Letter]]:
    """The letters there are to send now; none to people for whom nothing waits."""
    translator = get_translator(profile.languages[0], profile.address)
    return [
        (one, _letter(translator, profile.name, settings.public_url, one))
        for one in list_digests(office, who)
    ]


def send_digests(
    settings: Settings,
    profile: TownProfile,
    office: Backoffice,
    who: Who,
    due: datetime | None = None,
) -> tuple[int, list[MailError]]:
    """Send them; how many went out, and what stood in the way of others.

    Parameters
    ----------
    due
        Whoever has got hers since then is left out, so that a run that was cut off goes on where
        it was. None sends to everybody.
    """
    sent, failed = 0, list[MailError]()
    for digest, letter in write_digests(settings, profile, office, who):
        name = f"weekly_digest:{digest.account_id}"
        if due is not None and _has_got(office, name, due):
            continue
        try:
            send(settings, letter)
            sent += 1
        except MailError as problem:
            failed.append(problem)
            if not problem.permanent:
                continue
        if due is not None:
            note_run(office.sessions, name, done_at=due)
    return sent, failed


def _has_got(office: Backoffice, name: str, due: datetime) -> bool:
    with office.sessions() as session:
        return done_since(session, name, due)


def _letter(translator: Translator, town: str, address: str, digest: Digest) -> Letter:
    _ = translator.gettext
    parts = [_("Good day {name},").format(name=digest.display_name)]
    if digest.own:
        parts += [_("this is what waits for you:"), *_work(translator, digest.own)]
    for name, work in digest.stands_in:
        parts += [_("Standing in for {name}:").format(name=name), *_work(translator, work)]
    parts += [
        f"{address}/moderation",
        _("You can turn this weekly letter off here:") + f"\n{address}/konto",
    ]
    subject = _("{town}: what waits this week").format(town=town)
    return Letter(digest.email, subject, write(*parts))


def _work(translator: Translator, work: Work) -> list[str]:
    """Paragraphs: the counts as a list, then the numbers of the oldest ideas."""
    counts = [*_pending(translator, work.pending), *_reported(translator, work.reported)]
    counts += _overdue(translator, work.overdue)
    paragraphs = ["\n".join(f"- {line}" for line in counts)]
    for title, pile in (
        (translator.gettext("The oldest that wait for release:"), work.pending),
        (translator.gettext("The oldest without an answer:"), work.overdue),
    ):
        if pile.ideas:
            paragraphs.append("\n".join([title, *_oldest(translator, pile)]))
    return paragraphs


def _pending(translator: Translator, pile: Pile) -> list[str]:
    if not pile.ideas:
        return []
    waiting = translator.ngettext(
        "{count} idea waits for release.", "{count} ideas wait for release.", pile.ideas
    )
    lines = [_counted(translator, waiting, pile.ideas) + _who_has(translator, pile)]
    if pile.late:
        late = translator.ngettext(
            "For {count} of them the promised time has passed.",
            "For {count} of them the promised time has passed.",
            pile.late,
        )
        lines.append(_counted(translator, late, pile.late))
    return lines


def _reported(translator: Translator, ideas: int) -> list[str]:
    if not ideas:
        return []
    reported = translator.ngettext(
        "{count} idea was reported and should be looked at.",
        "{count} ideas were reported and should be looked at.",
        ideas,
    )
    return [_counted(translator, reported, ideas)]


def _overdue(translator: Translator, pile: Pile) -> list[str]:
    if not pile.ideas:
        return []
    overdue = translator.ngettext(
        "{count} idea has waited too long for an answer.",
        "{count} ideas have waited too long for an answer.",
        pile.ideas,
    )
    return [_counted(translator, overdue, pile.ideas) + _who_has(translator, pile)]


def _who_has(translator: Translator, pile: Pile) -> str:
    """Who has how many, the reader first; nothing where nobody has any."""
    _ = translator.gettext
    if all(one.holder is None for one in pile.held):
        return ""
    shares = [
        (
            _("you {count}")
            if one.is_me
            else "{name} {count}"
            if one.holder
            else _("nobody {count}")
        ).format(count=translator.format_number(one.ideas), name=one.holder)
        for one in pile.held
    ]
    return " " + _("Who has them: {shares}.").format(shares=", ".join(shares))


def _oldest(translator: Translator, pile: Pile) -> list[str]:
    _ = translator.gettext
    return [
        "- "
        + (
            _("{number}, since {day}, {holder}") if one.holder else _("{number}, since {day}")
        ).format(number=one.number, day=translator.format_date(one.since), holder=one.holder)
        for one in pile.oldest
    ]


def _counted(translator: Translator, sentence: str, count: int) -> str:
    return sentence.format(count=translator.format_number(count))
