"""Personal data taken out of an idea's words; the original is kept apart for a while."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from mapper.db.tables import Proposal, ProposalOriginal
from mapper.domain.black_out import is_blacked_out, normalize_marks
from mapper.domain.erasures import Subject
from mapper.domain.proposals import clean_line, clean_text
from mapper.domain.roles import Right
from mapper.errors import InvalidFieldError, NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.erase import note
from mapper.services.one_proposal import lock_proposal


@dataclass(frozen=True, slots=True)
class IdeaText:
    """What a citizen wrote."""

    title: str
    body: str
    display_name: str | None


@dataclass(frozen=True, slots=True)
class Original:
    """An idea's words before anything was taken out, and when they will be erased."""

    text: IdeaText
    erase_after: datetime


def black_out(
    office: Backoffice, who: Who, number: str, text: IdeaText, *, version: int | None = None
) -> tuple[str, ...]:
    """Let everyone see the idea with pieces taken out; the names of the fields that changed.

    Parameters
    ----------
    text
        The words as they are, with stretches replaced by `[…]`; a name may also be left out
        altogether. Nothing can be added that the citizen did not write.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, ChangedMeanwhileError
    InvalidFieldError
        A text is more than the old one with pieces taken out; its name is the parameter.
    """
    with office.acting(who, Right.MODERATE) as act:
        proposal = lock_proposal(act, number, version)
        changes = _changes(proposal, text)
        if not changes:
            return ()
        _keep_original(act, proposal)
        for name, value in changes.items():
            setattr(proposal, name, value)
        act.record("proposal.blacked_out", "proposal", number, changes)
        note(act, Subject.WORDS, [number])
        return tuple(sorted(changes))


def see_original(office: Backoffice, who: Who, number: str) -> Original:
    """The words before anything was taken out; that somebody looked is recorded.

    Raises
    ------
    NotFoundError
        Nothing was taken out, or the time to keep it is over.
    """
    with office.acting(who, Right.MODERATE) as act:
        proposal = lock_proposal(act, number, None)
        kept = _kept(act, proposal)
        act.record("proposal.original_seen", "proposal", number)
        text = IdeaText(kept.title, kept.body, kept.display_name)
        return Original(text, kept.erase_after)


def restore_original(
    office: Backoffice, who: Who, number: str, *, version: int | None = None
) -> None:
    """Put the words back as they were written; errors as for `black_out` and `see_original`."""
    with office.acting(who, Right.MODERATE) as act:
        proposal = lock_proposal(act, number, version)
        kept = _kept(act, proposal)
        changes: dict[str, object] = {}
        for name in ("title", "body", "display_name"):
            if getattr(proposal, name) != getattr(kept, name):
                changes[name] = getattr(kept, name)
                setattr(proposal, name, changes[name])
        act.session.execute(
            delete(ProposalOriginal).where(ProposalOriginal.proposal_id == proposal.id)
        )
        act.record("proposal.restored", "proposal", number, changes)


def _changes(proposal: Proposal, text: IdeaText) -> dict[str, str | None]:
    name = normalize_marks(clean_line(text.display_name or "")) or None
    wanted: dict[str, tuple[str | None, str | None]] = {
        "title": (proposal.title, normalize_marks(clean_line(text.title))),
        "body": (proposal.body, normalize_marks(clean_text(text.body))),
        "display_name": (proposal.display_name, name),
    }
    changes = {field: new for field, (old, new) in wanted.items() if old != new}
    for field, new in changes.items():
        old = wanted[field][0] or ""
        left_out = field == "display_name" and new is None
        if not left_out and not is_blacked_out(old, new or ""):
            raise InvalidFieldError(f"black_out_{field}", "the old text with pieces taken out")
    return changes


def _keep_original(act: Act, proposal: Proposal) -> None:
    """What was written first stays the original, however often pieces are taken out."""
    act.session.execute(
        upsert(ProposalOriginal)
        .values(
            proposal_id=proposal.id,
            title=proposal.title,
            body=proposal.body,
            display_name=proposal.display_name,
            erase_after=func.now() + act.rules.keep_originals,
        )
        .on_conflict_do_nothing()
    )


def _kept(act: Act, proposal: Proposal) -> ProposalOriginal:
    kept = act.session.scalar(
        select(ProposalOriginal).where(
            ProposalOriginal.proposal_id == proposal.id, ProposalOriginal.erase_after > func.now()
        )
    )
    if kept is None:
        raise NotFoundError("original of the idea", proposal.public_id)
    return kept
