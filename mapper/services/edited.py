"""One row of what administrators edit: taken hold of, compared, changed, recorded."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select

from mapper.db.tables import AuditEvent, StaffAccount
from mapper.db.tables.base import Base
from mapper.errors import ChangedMeanwhileError, InUseError, NotFoundError, StillNamedError
from mapper.services.backoffice import Act

_MOST_NAMED = 5
Row = TypeVar("Row", bound=Base)
Item = TypeVar("Item")


def take_row(
    act: Act, query: Select[Row], subject: str, key: str, version: int | None = None
) -> Row:
    """The row a query finds, locked for this transaction.

    Parameters
    ----------
    version
        The version that was looked at; None takes it as it is now.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError
    """
    row = act.session.scalar(query.with_for_update())
    if row is None:
        raise NotFoundError(subject, key)
    if version is not None and row.version != version:  # type: ignore[attr-defined]
        raise ChangedMeanwhileError(subject, key, last_actor(act, subject, key))
    return row


def last_actor(act: Act, subject: str, key: str) -> str | None:
    """The name of whoever changed it last, as colleagues know her."""
    last = (
        select(func.coalesce(StaffAccount.display_name, AuditEvent.actor))
        .select_from(AuditEvent)
        .outerjoin(StaffAccount, StaffAccount.login == AuditEvent.actor)
        .where(AuditEvent.subject == subject, AuditEvent.subject_key == key)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return act.session.scalar(last)


def set_values(row: Base, values: Mapping[str, object]) -> dict[str, object]:
    """Give a row new values; what differs from before, texts by language one by one.

    Without a difference the row stays untouched; otherwise its version goes up by one.
    """
    before = {name: getattr(row, name) for name in values}
    changed = write_values(row, values)
    if not changed:
        return {}
    if hasattr(row, "version"):
        row.version += 1
    return spread(changed, before)


def write_values(row: Base, values: Mapping[str, object]) -> dict[str, object]:
    """Give a row new values; those that differ from before."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


def spread(
    values: Mapping[str, object], before: Mapping[str, object] | None = None
) -> dict[str, object]:
    """The values with each text of several languages on its own, as `titles.de`."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if not isinstance(value, dict):
            found[name] = value
            continue
        old = (before or {}).get(name)
        old = old if isinstance(old, dict) else {}
        texts = {lang: value.get(lang, "") for lang in sorted({*value, *old})}
        found |= {
            f"{name}.{lang}": text for lang, text in texts.items() if text != old.get(lang, "")
        }
    return found


def by_language(stored: Mapping[str, object]) -> dict[str, str]:
    """Texts by language, from how a column holds them."""
    return {lang: str(text) for lang, text in stored.items()}


def merged(old: Mapping[str, object], given: Mapping[str, str]) -> dict[str, object]:
    """Texts by language with those given in place of the old; empty ones go."""
    return {lang: text for lang, text in {**old, **given}.items() if text}


def move(order: Iterable[Item], one: Item, steps: int) -> list[Item]:
    """The order with one of it so many places further up (negative) or down, at most at an end."""
    rest = list(order)
    place = min(max(0, rest.index(one) + steps), len(rest) - 1)
    rest.remove(one)
    rest.insert(place, one)
    return rest


def keep_used(act: Act, what: str, key: str, using: ColumnElement[bool]) -> None:
    """Refuse to go on while ideas have it: those of which `using` is true.

    Raises
    ------
    InUseError
        It says how many.
    """
    count = act.session.scalar(select(func.count()).where(using)) or 0
    if count:
        raise InUseError(what, key, count)


def keep_named(act: Act, what: str, key: str, naming: Select[str]) -> None:
    """Refuse to go on while something still names it.

    Raises
    ------
    StillNamedError
        It says what: what the query finds.
    """
    found = act.session.scalars(naming.limit(_MOST_NAMED)).all()
    if found:
        raise StillNamedError(what, key, ", ".join(sorted(found)))
