"""Who asks, and whether she may: the one place where access is decided."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import StaffAccount, StaffSession
from mapper.domain.roles import Actor, Limits, Right, Role, rights_of
from mapper.domain.rules import Rules
from mapper.domain.tokens import hash_token
from mapper.errors import ForbiddenError, SignInNeededError
from mapper.services.staff_sessions import is_live

_NOTED_EVERY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whoever holds this session token; it is looked up anew at every call."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Operator:
    """A command on the server itself (`cli:<account>`) or a job (`system:<job>`): all rights."""

    name: str


Who = SignedIn | Operator | None
"""Who asks for something; None is nobody."""


def authorize(session: Session, who: Who, right: Right | None, rules: Rules) -> Actor:
    """The person who asks, when she may do this now.

    Without a right it is enough to be signed in.

    Raises
    ------
    SignInNeededError
        Nobody is signed in: no session, or one that was ended, ran out or belongs to an account
        that was disabled.
    ForbiddenError
        Somebody is, without the right.
    """
    actor = identify(session, who, rules)
    if actor is None:
        raise SignInNeededError
    if right is not None and not actor.may(right):
        raise ForbiddenError(right)
    return actor


def find_actor(sessions: Sessions, who: Who, rules: Rules) -> Actor | None:
    """Who is signed in; None for nobody."""
    if who is None:
        return None
    with transaction(sessions) as session:
        return identify(session, who, rules)


def identify(session: Session, who: Who, rules: Rules) -> Actor | None:
    """Who is signed in, as of this moment; the session counts as used."""
    match who:
        case None:
            return None
        case Operator(name):
            return Actor(name, name, frozenset(Right), frozenset(Role))
        case SignedIn(token):
            return _holder(session, hash_token(token), rules)


def _holder(session: Session, id_hash: bytes, rules: Rules) -> Actor | None:
    row = session.execute(
        select(StaffAccount, StaffSession.seen_at, func.now().label("now"))
        .join(StaffSession, StaffSession.account_id == StaffAccount.id)
        .where(
            StaffSession.id_hash == id_hash,
            *is_live(rules),
            StaffAccount.disabled_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    if row.now - row.seen_at > _NOTED_EVERY:
        session.execute(
            update(StaffSession)
            .where(StaffSession.id_hash == id_hash)
            .values(seen_at=func.now())
            .execution_options(synchronize_session=False)
        )
    return actor_of(row.StaffAccount)


def actor_of(account: StaffAccount) -> Actor:
    """What an account may do, as a value."""
    roles = frozenset(Role(role) for role in account.roles)
    return Actor(
        name=account.login,
        display_name=account.display_name,
        rights=rights_of(roles),
        roles=roles,
        limits=Limits(
            tuple(account.municipalities), tuple(account.rounds), tuple(account.action_fields)
        ),
        account_id=account.id,
    )
