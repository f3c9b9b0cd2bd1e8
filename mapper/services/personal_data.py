"""One person's data: found, handed out, erased."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from mapper.db.limits import within
from mapper.db.tables import Proposal, ProposalContact, ProposalOriginal, Response, StaffAccount
from mapper.domain.erasures import Subject, account_key
from mapper.domain.proposals import clean_line
from mapper.domain.roles import Right
from mapper.domain.tokens import hash_token, is_public_id
from mapper.errors import InvalidFieldError
from mapper.services import erase
from mapper.services.access import Who
from mapper.services.account_rows import has_login, keep_an_administrator, lock_account
from mapper.services.backoffice import Act, Backoffice
from mapper.services.groups import hold_groups
from mapper.services.one_proposal import lock_proposal
from mapper.services.personal_rows import Personal, account_rows, proposal_rows

MOST_NUMBERS = 200
_TOKEN = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Search:
    """How a person is recognised; what matches any of these is hers.

    Nothing else leads from a person to her ideas: no name is searched for, since anybody may give
    any name.
    """

    numbers: tuple[str, ...] = ()
    token: str | None = None
    email: str | None = None
    login: str | None = None


@dataclass(frozen=True, slots=True)
class FoundIdea:
    """What is there of one idea, in short."""

    number: str
    title: str
    moderation_status: str
    created_at: datetime
    display_name: str | None
    has_email: bool
    has_original: bool
    answers: int


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account, in short."""

    login: str
    display_name: str
    email: str | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Ideas from the newest to the oldest, and accounts by login."""

    ideas: tuple[FoundIdea, ...] = ()
    accounts: tuple[FoundAccount, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ideas or self.accounts)


def read_token(text: str) -> str:
    """The token of a private link, given as a whole address or alone."""
    return clean_line(text).rpartition("#")[2]


def read_search(text: str) -> Search:
    """What somebody wrote into one field: numbers, a private link, an address or a login."""
    words = clean_line(text).replace(",", " ").split()
    rest = [word for word in words if not is_public_id(word.lower())]
    word = rest[-1] if rest else ""
    token = read_token(word) if "#" in word or _TOKEN.fullmatch(word) else None
    return Search(
        numbers=tuple(word.lower() for word in words if is_public_id(word.lower())),
        token=token,
        email=word if "@" in word and not token else None,
        login=word if word and not token else None,
    )


def find_person(office: Backoffice, who: Who, search: Search) -> Found:
    """What is stored of a person, within the account's limits; empty when nothing matches.

    Raises
    ------
    SignInNeededError, ForbiddenError
    InvalidFieldError
        Nothing was given to search by, or too many numbers.
    """
    with office.acting(who, Right.PROTECT_DATA) as act:
        if len(search.numbers) > MOST_NUMBERS or search == Search():
            raise InvalidFieldError(
                "search", f"a link, an e-mail address or 1 to {MOST_NUMBERS} numbers"
            )
        return Found(_ideas(act, search), _accounts(act, search))


def export_person(office: Backoffice, who: Who, search: Search) -> Personal:
    """Everything stored about a person; see `export_found`."""
    found = find_person(office, who, search)
    numbers = [idea.number for idea in found.ideas]
    return export_found(office, who, numbers, [account.login for account in found.accounts])


def export_found(
    office: Backoffice, who: Who, numbers: Sequence[str], logins: Sequence[str]
) -> Personal:
    """Everything stored about ideas and accounts, for JSON; each one handed out is audited.

    Those that are gone, or outside the account's limits, are left out. So are hashes, for they
    say nothing to anybody, and who reported something.
    """
    with office.acting(who, Right.PROTECT_DATA) as act:
        ideas = select(Proposal.public_id).where(
            Proposal.public_id.in_(numbers), *within(act.actor.limits)
        )
        numbers = act.session.scalars(ideas.order_by(Proposal.created_at.desc())).all()
        known = select(StaffAccount.login).where(StaffAccount.login.in_(logins))
        logins = act.session.scalars(known.order_by(StaffAccount.login)).all()
        for number in numbers:
            act.record("privacy.exported", "proposal", number)
        for login in logins:
            act.record("privacy.exported", "account", login)
        act.session.flush()
        return {
            "made_at": act.session.scalars(select(func.now())).one().isoformat(),
            "ideas": [proposal_rows(act.session, number) for number in numbers],
            "accounts": [account_rows(act.session, login) for login in logins],
        }


def erase_idea(office: Backoffice, who: Who, number: str, *, keep_idea: bool = False) -> None:
    """Erase an idea and everything that hangs on it, or, with `keep_idea`, whose it was.

    Audit rows about it stay: they hold its number, kinds of changes and keyed digests, no words.

    Raises
    ------
    SignInNeededError, ForbiddenError, ErasureLogError
    NotFoundError
        There is none (any more), or it lies outside the account's limits.
    """
    with office.acting(who, Right.PROTECT_DATA) as act:
        hold_groups(act.session)
        proposal = lock_proposal(act, number, None)
        if keep_idea:
            erase.forget_author(act, proposal)
            act.record("privacy.anonymised", "proposal", number)
            erase.note(act, Subject.AUTHOR, [number])
        else:
            erase.erase_proposals(act, [proposal.id])
            act.record("privacy.erased", "proposal", number)
            erase.note(act, Subject.PROPOSAL, [number])


def erase_account(office: Backoffice, who: Who, login: str) -> None:
    """Erase the person behind an account; the login stays as a pseudonym, closed for good.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError, ErasureLogError
    LastAdministratorError
        Nobody could manage accounts any more.
    """
    with office.acting(who, Right.PROTECT_DATA) as act:
        account = lock_account(act, login)
        keep_an_administrator(act, account)
        erase.forget_accounts(act, [account.id])
        act.record("privacy.erased", "account", account.login)
        erase.note(act, Subject.ACCOUNT, [account_key(act.secret, account.login)])


def _ideas(act: Act, search: Search) -> tuple[FoundIdea, ...]:
    original = exists().where(ProposalOriginal.proposal_id == Proposal.id)
    answers = select(func.count()).where(Response.proposal_id == Proposal.id).scalar_subquery()
    rows = act.session.execute(
        select(
            Proposal.public_id,
            Proposal.title,
            Proposal.moderation_status,
            Proposal.created_at,
            Proposal.display_name,
            func.coalesce(ProposalContact.email.is_not(None), False),
            original,
            answers,
        )
        .outerjoin(ProposalContact, ProposalContact.proposal_id == Proposal.id)
        .where(or_(*_hers(search)), *within(act.actor.limits))
        .order_by(Proposal.created_at.desc(), Proposal.id.desc())
    )
    return tuple(FoundIdea(*row) for row in rows)


def _hers(search: Search) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Proposal.public_id.in_([clean_line(number) for number in search.numbers])
    ]
    if search.token:
        conditions.append(ProposalContact.edit_token_hash == hash_token(search.token))
    if search.email:
        conditions.append(func.lower(ProposalContact.email) == clean_line(search.email).lower())
    return conditions


def _accounts(act: Act, search: Search) -> tuple[FoundAccount, ...]:
    conditions: list[ColumnElement[bool]] = []
    if search.login:
        conditions.append(has_login(clean_line(search.login)))
    if search.email:
        conditions.append(func.lower(StaffAccount.email) == clean_line(search.email).lower())
    if not conditions:
        return ()
    accounts = act.session.scalars(
        select(StaffAccount).where(or_(*conditions)).order_by(StaffAccount.login)
    )
    return tuple(
        FoundAccount(one.login, one.display_name, one.email, one.disabled_at is not None)
        for one in accounts
    )
