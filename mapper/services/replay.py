"""Erasures carried out again after a restore, so that no backup brings anybody's words back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, insert, select

from mapper.db import erasures
from mapper.db.erasures import Erased
from mapper.db.locks import wait_for_turn
from mapper.db.tables import (
    Erasure,
    Proposal,
    ProposalMerge,
    Report,
    StaffAccount,
    StaffSession,
    StaffToken,
)
from mapper.domain.erasures import Subject, account_key, is_ours, report_key
from mapper.domain.roles import Right
from mapper.domain.statuses import ModerationStatus
from mapper.services import erase, groups
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.merge import record_parted


@dataclass(frozen=True, slots=True)
class Replayed:
    """What carrying erasures out again came to.

    Parameters
    ----------
    known
        Erasures that the list beside the database holds.
    missing
        Those the database did not know: they happened after the backup was made.
    carried_out
        Those of them that found something to erase.
    hidden
        Ideas taken out of sight, because their words were blacked out after the backup.
    foreign
        Erasures of accounts noted with another secret key, which cannot be carried out.
    broken
        Lines of the list that cannot be read.
    """

    known: int = 0
    missing: int = 0
    carried_out: int = 0
    hidden: int = 0
    foreign: int = 0
    broken: int = 0


def bring_together(office: Backoffice, who: Who, other: Path | None = None) -> int:
    """Add to the list beside the database what the database, or another list, knows; how many.

    Done before a restore, since what is in the database then is about to go.
    """
    with office.acting(who, Right.PROTECT_DATA) as act:
        if act.erasures is None:
            return 0
        known = _settled(act) | (erasures.read(other).erased if other else frozenset())
        added = known - erasures.read(act.erasures).erased
        erasures.append(act.erasures, added)
        return len(added)


def replay(office: Backoffice, who: Who, *, dry_run: bool = False) -> Replayed:
    """Carry out again what the list beside the database knows and the database does not.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError, ErasureLogError
    """
    if not dry_run:
        bring_together(office, who)
    with office.acting(who, Right.PROTECT_DATA) as act:
        log = erasures.read(act.erasures) if act.erasures else erasures.ErasureLog()
        unknown = log.erased - _settled(act)
    if dry_run:
        return Replayed(len(log.erased), len(unknown), len(unknown), broken=log.broken)
    with office.acting(who, Right.PROTECT_DATA) as act:
        wait_for_turn(act.session, "replay")
        groups.hold_groups(act.session)
        missing = sorted(unknown - _in_database(act))
        found = [one for one in missing if _carry_out(act, one)]
        _remember(act, [one for one in missing if _can_be_carried_out(act, one)])
        return Replayed(
            known=len(log.erased),
            missing=len(missing),
            carried_out=len(found),
            hidden=sum(one.subject == Subject.WORDS for one in found),
            foreign=sum(_is_foreign(act, one) for one in missing),
            broken=log.broken,
        )


def end_restored_sessions(office: Backoffice, who: Who) -> int:
    """End what a backup brought back of sessions and links: sign-outs since are not in it."""
    with office.acting(who, Right.PROTECT_DATA) as act:
        gone = act.session.execute(delete(StaffSession).returning(StaffSession.id_hash)).all()
        act.session.execute(delete(StaffToken))
        act.record("privacy.restored", "database", "backup")
        return len(gone)


def count_erasures(office: Backoffice, who: Who) -> dict[str, int]:
    """How many erasures of each kind the database knows."""
    with office.acting(who, Right.PROTECT_DATA) as act:
        counted = select(Erasure.subject, func.count()).group_by(Erasure.subject)
        found: dict[str, int] = dict(act.session.execute(counted).all())
        return {subject.value: found.get(subject.value, 0) for subject in Subject}


def _settled(act: Act) -> frozenset[Erased]:
    """What the table knows, once erasures going on have been committed.

    They note last what they hold already; so whoever waits here may hold nothing, and takes hold
    of nothing else in this transaction, or both would wait for each other.
    """
    wait_for_turn(act.session, erase.NOTING)
    return _in_database(act)


def _in_database(act: Act) -> frozenset[Erased]:
    rows = act.session.execute(select(Erasure.at, Erasure.subject, Erasure.subject_key))
    return frozenset(Erased(*row) for row in rows)


def _remember(act: Act, missing: list[Erased]) -> None:
    if not missing:
        return
    rows = [{"at": one.at, "subject": one.subject, "subject_key": one.key} for one in missing]
    act.session.execute(insert(Erasure), rows)
    act.record("privacy.replayed", "erasure", len(missing))


def _carry_out(act: Act, one: Erased) -> bool:
    """True when there was something to erase; an unknown kind is from a newer version."""
    handler = _HANDLERS.get(one.subject)
    return handler is not None and handler(act, one.key)


def _proposal(act: Act, number: str) -> Proposal | None:
    return act.session.scalar(
        select(Proposal).where(Proposal.public_id == number).with_for_update()
    )


def _for_number(erasing: Callable[[Act, list[int]], int]) -> Callable[[Act, str], bool]:
    def carry_out(act: Act, number: str) -> bool:
        proposal = _proposal(act, number)
        return proposal is not None and erasing(act, [proposal.id]) > 0

    return carry_out


def _author(act: Act, number: str) -> bool:
    proposal = _proposal(act, number)
    if proposal is None:
        return False
    erase.forget_author(act, proposal)
    return True


def _words(act: Act, number: str) -> bool:
    """The words before they were blacked out are back: nobody sees them until it is done again."""
    proposal = _proposal(act, number)
    if proposal is None:
        return False
    _part(act, proposal)
    if proposal.moderation_status != ModerationStatus.PUBLISHED:
        return False
    proposal.moderation_status = ModerationStatus.HIDDEN.value
    act.record("proposal.hidden", "proposal", number, {"moderation_status": "hidden"})
    act.session.flush()
    return True


def _part(act: Act, proposal: Proposal) -> None:
    """Take an idea out of the one on whose page everybody reads its words."""
    row = act.session.get(ProposalMerge, proposal.id)
    if row is not None and row.former_status == ModerationStatus.PUBLISHED:
        into = act.session.get_one(Proposal, row.into_id).public_id
        groups.leave(act.session, proposal, row)
        record_parted(act, proposal.public_id, into)


def _report(act: Act, key: str) -> bool:
    number = key.partition("@")[0]
    report = act.session.get(Report, int(number)) if number.isdigit() else None
    if report is None or report_key(report.id, report.created_at) != key:
        return False
    return erase.erase_reports(act, [report.id]) > 0


def _account(act: Act, key: str) -> bool:
    accounts = act.session.execute(select(StaffAccount.id, StaffAccount.login))
    ids = [number for number, login in accounts if account_key(act.secret, login) == key]
    return bool(ids) and erase.forget_accounts(act, ids) > 0


def _can_be_carried_out(act: Act, one: Erased) -> bool:
    """Others are tried again at every run, until software or secret key suit them."""
    return one.subject in _HANDLERS and not _is_foreign(act, one)


def _is_foreign(act: Act, one: Erased) -> bool:
    return one.subject == Subject.ACCOUNT and not is_ours(act.secret, one.key)


_HANDLERS: Mapping[str, Callable[[Act, str], bool]] = {
    Subject.PROPOSAL: _for_number(erase.erase_proposals),
    Subject.AUTHOR: _author,
    Subject.WORDS: _words,
    Subject.ORIGINAL: _for_number(erase.forget_originals),
    Subject.CONTACT: _for_number(erase.forget_contacts),
    Subject.REPORT: _report,
    Subject.ACCOUNT: _account,
}
