"""Responsible offices, in the town hall and outside the town, edited by administrators."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from mapper.db.locks import wait_for_turn
from mapper.db.tables import Office
from mapper.domain.roles import Right
from mapper.domain.wording import make_slug, read_line
from mapper.errors import ChangedMeanwhileError, NotFoundError, TakenError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import last_actor, move, set_values, take_row

NAME_MOST = 120


@dataclass(frozen=True, slots=True)
class OfficeFields:
    """What may be edited of an office; `outside` when it is not the town's."""

    name: str
    outside: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class ListedOffice:
    """An office in the administrators' list."""

    key: str
    fields: OfficeFields


def list_offices(office: Backoffice, who: Who) -> list[ListedOffice]:
    """All offices in their order."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        return [ListedOffice(row.key, _fields(row)) for row in _ordered(act)]


def add_office(office: Backoffice, who: Who, fields: OfficeFields) -> str:
    """Make an office, the last in the order; its key, made of its name.

    Raises
    ------
    TextMissingError, TextTooLongError, TakenError
        Nothing was made.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        wait_for_turn(act.session, "office")
        values = _checked(fields)
        key = make_slug(str(values["name"])) or "office"
        named = (Office.key == key) | (func.lower(Office.name) == str(values["name"]).lower())
        if act.session.scalar(select(exists().where(named))):
            raise TakenError("office", str(values["name"]))
        position = len(_ordered(act))
        act.session.add(Office(key=key, position=position, **values))
        act.record("office.added", "office", key, values)
        return key


def change_office(
    office: Backoffice, who: Who, key: str, fields: OfficeFields, seen: OfficeFields
) -> None:
    """Make an office what is given.

    Parameters
    ----------
    seen
        What was looked at.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, TextMissingError, TextTooLongError
        Nothing was changed.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        row = take_row(act, select(Office).where(Office.key == key), "office", key)
        if _fields(row) != seen:
            raise ChangedMeanwhileError("office", key, last_actor(act, "office", key))
        changes = set_values(row, _checked(fields))
        if changes:
            act.record("office.changed", "office", key, changes)


def move_office(office: Backoffice, who: Who, key: str, steps: int) -> None:
    """Move an office up (negative) or down the order by so many places."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        wait_for_turn(act.session, "office")
        rows = _ordered(act)
        moved = next((row for row in rows if row.key == key), None)
        if moved is None:
            raise NotFoundError("office", key)
        for position, row in enumerate(move(rows, moved, steps)):
            row.position = position
        act.record("office.moved", "office", key, {"position": moved.position})


def _ordered(act: Act) -> list[Office]:
    return list(act.session.scalars(select(Office).order_by(Office.position, Office.key)))


def _fields(row: Office) -> OfficeFields:
    return OfficeFields(row.name, row.outside, row.active)


def _checked(fields: OfficeFields) -> dict[str, object]:
    name = read_line("name", fields.name, NAME_MOST)
    return {"name": name, "outside": fields.outside, "active": fields.active}
