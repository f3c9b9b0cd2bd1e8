"""What has been kept long enough is erased: rule by rule, in portions, beside people at work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from mapper.db.tables import (
    Base,
    ImportJob,
    Proposal,
    ProposalContact,
    ProposalOriginal,
    RateCount,
    Report,
    StaffAccount,
    StaffSession,
    StaffToken,
)
from mapper.domain.erasures import Subject, account_key, report_key
from mapper.domain.roles import Right
from mapper.domain.rules import Rules
from mapper.services import erase
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.groups import hold_groups
from mapper.services.replay import replay

_AT_ONCE = 500
_COUNTS_FOR = timedelta(days=2)
_IMPORTS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RetentionResult:
    """What one rule erased, or would erase."""

    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which rows of a table are due, and what becomes of them.

    `key` makes the name to note an erasure by, from the columns `named_by`; without a `subject`
    nothing is noted, for such rows hold nobody's words.
    """

    name: str
    table: type[Base]
    due: Callable[[Rules], list[ColumnElement[bool]]]
    erase: Callable[[Act, Sequence[Any]], object] | None = None
    subject: Subject | None = None
    named_by: tuple[InstrumentedAttribute[Any], ...] = ()
    key: Callable[[str, Sequence[Any]], str] = lambda _secret, names: str(names[0])

    @property
    def ids(self) -> list[Any]:
        return list(self.table.__table__.primary_key)

    def find(self, rules: Rules) -> Select[Any]:
        """Primary key, then what `key` needs, of every row that is due."""
        query = select(*self.ids, *self.named_by)
        if Proposal.public_id in self.named_by and self.table is not Proposal:
            query = query.join(Proposal, Proposal.id == self.table.proposal_id)  # type: ignore[attr-defined]
        return query.where(*self.due(rules))

    def carry_out(self, act: Act, rows: Sequence[Any]) -> None:
        """Erase these rows, and note it."""
        width = len(self.ids)
        ids = [row[0] if width == 1 else tuple(row[:width]) for row in rows]
        if self.erase:
            self.erase(act, ids)
        else:
            one = self.ids[0] if width == 1 else tuple_(*self.ids)
            act.session.execute(delete(self.table).where(one.in_(ids)))
        if self.subject:
            erase.note(act, self.subject, [self.key(act.secret, row[width:]) for row in rows])


_ENDED = ("rejected", "withdrawn")
_NUMBER = (Proposal.public_id,)
_RULES = (
    _Rule(
        name="originals",
        table=ProposalOriginal,
        due=lambda _: [ProposalOriginal.erase_after <= func.now()],
        erase=erase.forget_originals,
        subject=Subject.ORIGINAL,
        named_by=_NUMBER,
    ),
    _Rule(
        name="rejected_ideas",
        table=Proposal,
        due=lambda rules: [
            Proposal.moderation_status.in_(_ENDED),
            Proposal.touched_at <= func.now() - rules.keep_rejected,
        ],
        erase=erase.erase_proposals,
        subject=Subject.PROPOSAL,
        named_by=_NUMBER,
    ),
    _Rule(
        name="contacts",
        table=ProposalContact,
        due=lambda rules: [
            ProposalContact.email.is_not(None),
            Proposal.touched_at <= func.now() - rules.keep_contacts,
        ],
        erase=erase.forget_contacts,
        subject=Subject.CONTACT,
        named_by=_NUMBER,
    ),
    _Rule(
        name="reports",
        table=Report,
        due=lambda rules: [Report.looked_at <= func.now() - rules.keep_reports],
        erase=erase.erase_reports,
        subject=Subject.REPORT,
        named_by=(Report.id, Report.created_at),
        key=lambda _, names: report_key(*names),
    ),
    _Rule(
        name="accounts",
        table=StaffAccount,
        due=lambda rules: [
            StaffAccount.disabled_at <= func.now() - rules.keep_accounts,
            func.coalesce(StaffAccount.signed_in_at, StaffAccount.created_at)
            <= func.now() - rules.keep_accounts,
            or_(
                StaffAccount.display_name != StaffAccount.login,
                StaffAccount.email.is_not(None),
                StaffAccount.password_hash.is_not(None),
                StaffAccount.oidc_subject.is_not(None),
                StaffAccount.totp_secret.is_not(None),
            ),
        ],
        erase=erase.forget_accounts,
        subject=Subject.ACCOUNT,
        named_by=(StaffAccount.login,),
        key=lambda secret, names: account_key(secret, names[0]),
    ),
    _Rule(
        name="sessions",
        table=StaffSession,
        due=lambda rules: [
            or_(
                StaffSession.expires_at <= func.now(),
                StaffSession.seen_at <= func.now() - rules.session_idle,
            )
        ],
    ),
    _Rule(name="links", table=StaffToken, due=lambda _: [StaffToken.expires_at <= func.now()]),
    _Rule(
        name="imports",
        table=ImportJob,
        due=lambda _: [ImportJob.touched_at <= func.now() - _IMPORTS_FOR],
    ),
    _Rule(
        name="counts",
        table=RateCount,
        due=lambda _: [RateCount.window_start <= func.now() - _COUNTS_FOR],
    ),
)


def run_retention(office: Backoffice, who: Who, *, dry_run: bool = False) -> list[RetentionResult]:
    """Erase what is due; a result for each rule, also for those with nothing to do.

    First come erasures that the list beside the database knows and the database does not: a
    backup was put in place without carrying them out. Running twice, or twice at once, does no
    harm; an idea that somebody works at just now waits for the next run.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError, ErasureLogError
        Portions erased before stay erased.
    """
    again = replay(office, who, dry_run=dry_run).carried_out
    return [
        RetentionResult("again", again),
        *(RetentionResult(rule.name, _run(office, who, rule, dry_run)) for rule in _RULES),
    ]


def _run(office: Backoffice, who: Who, rule: _Rule, dry_run: bool) -> int:
    if dry_run:
        with office.acting(who, Right.PROTECT_DATA) as act:
            due = rule.find(act.rules).subquery()
            return act.session.scalar(select(func.count()).select_from(due)) or 0
    total = 0
    while True:
        done = _run_portion(office, who, rule)
        total += done
        if done < _AT_ONCE:
            return total


def _run_portion(office: Backoffice, who: Who, rule: _Rule) -> int:
    """One transaction; rows that somebody holds are left to the next run."""
    with office.acting(who, Right.PROTECT_DATA) as act:
        if rule.table is Proposal:
            hold_groups(act.session)
        due = rule.find(act.rules).order_by(*rule.ids).limit(_AT_ONCE)
        held = due.with_for_update(skip_locked=True, of=rule.table)
        rows = act.session.execute(held).all()
        if rows:
            rule.carry_out(act, rows)
            act.record("privacy.retention", "retention", f"{rule.name} {len(rows)}")
        return len(rows)
