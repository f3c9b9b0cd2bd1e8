"""Action fields, edited by administrators; what they say the profile no longer changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from sqlalchemy import func, select

from mapper.db.locks import wait_for_turn
from mapper.db.tables import (
    ActionField,
    Municipality,
    ParticipationRound,
    Proposal,
    StaffAccount,
)
from mapper.domain.colours import check_pin_colour
from mapper.domain.profile import SYMBOLS
from mapper.domain.roles import Right
from mapper.domain.wording import make_slug, read_lines
from mapper.errors import (
    ChangedMeanwhileError,
    InvalidFieldError,
    NotFoundError,
    TakenError,
)
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import (
    by_language,
    keep_named,
    keep_used,
    last_actor,
    merged,
    move,
    set_values,
    spread,
)

TITLE_MOST = 60


@dataclass(frozen=True, slots=True)
class ThemeFields:
    """What may be edited of an action field; `municipalities` holds AGS, empty for all."""

    titles: Mapping[str, str]
    colour: str
    symbol: str
    active: bool = True
    municipalities: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ListedTheme:
    """An action field with its number of ideas and the version an editor has seen."""

    key: str
    fields: ThemeFields
    ideas: int
    version: int


def list_themes(office: Backoffice, who: Who) -> list[ListedTheme]:
    """All action fields in their order, one for each key."""
    counted = select(func.count()).where(Proposal.action_field_id == ActionField.id)
    query = (
        select(ActionField, Municipality.ags, counted.scalar_subquery().label("ideas"))
        .outerjoin(Municipality, Municipality.id == ActionField.municipality_id)
        .order_by(ActionField.key, ActionField.id)
    )
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        rows = act.session.execute(query).all()
    themes = []
    for key, group in groupby(rows, key=lambda row: row.ActionField.key):
        found = list(group)
        first: ActionField = found[0].ActionField
        fields = ThemeFields(
            titles=by_language(first.titles),
            colour=first.colour,
            symbol=first.symbol,
            active=first.active,
            municipalities=tuple(row.ags for row in found if row.ags),
        )
        version = max(row.ActionField.version for row in found)
        ideas = sum(row.ideas for row in found)
        themes.append((first.position, ListedTheme(key, fields, ideas, version)))
    return [theme for _, theme in sorted(themes, key=lambda one: (one[0], one[1].key))]


def add_theme(office: Backoffice, who: Who, fields: ThemeFields) -> str:
    """Make an action field, the last in the order; its key, made of its first title.

    Raises
    ------
    InvalidFieldError, TextMissingError, TextTooLongError, PaleColourError, TakenError
        Nothing was made.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        wait_for_turn(act.session, "action_field")
        values = _checked(fields, {})
        titles = cast(dict[str, str], values["titles"])
        key = make_slug(next(iter(titles.values()))) or "theme"
        if act.session.scalar(select(ActionField.id).where(ActionField.key == key).limit(1)):
            raise TakenError("theme", next(iter(titles.values())))
        last = act.session.scalar(select(func.max(ActionField.position)))
        position = -1 if last is None else last
        for municipality_id in _owners(act, fields.municipalities):
            _insert(act, key, municipality_id, {**values, "position": position + 1})
        changes = {**values, "municipalities": list(fields.municipalities)}
        act.record("action_field.added", "action_field", key, spread(changes))
        return key


def change_theme(office: Backoffice, who: Who, key: str, fields: ThemeFields, version: int) -> None:
    """Make an action field what is given, in all municipalities that have it.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, InUseError
        InUseError: a municipality was left out whose ideas have this field.
    InvalidFieldError, TextMissingError, TextTooLongError, PaleColourError
        Nothing was changed.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        rows = _take(act, key, version)
        values = _checked(fields, rows[0].titles)
        changes: dict[str, object] = {}
        for row in rows:
            changes |= set_values(row, values)
        if _change_owners(act, rows, fields.municipalities, values):
            changes["municipalities"] = list(fields.municipalities)
        if changes:
            _mark(act, key, version + 1)
            act.record("action_field.changed", "action_field", key, changes)


def move_theme(office: Backoffice, who: Who, key: str, steps: int) -> None:
    """Move an action field up (negative) or down the order by so many places."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        wait_for_turn(act.session, "action_field")
        rows = act.session.scalars(
            select(ActionField).order_by(ActionField.position, ActionField.key)
        ).all()
        keys = list(dict.fromkeys(row.key for row in rows))
        if key not in keys:
            raise NotFoundError("theme", key)
        keys = move(keys, key, steps)
        for row in rows:
            if row.position != keys.index(row.key):
                row.position, row.edited_at = keys.index(row.key), func.now()
        act.record("action_field.moved", "action_field", key, {"position": keys.index(key)})


def delete_theme(office: Backoffice, who: Who, key: str, version: int) -> None:
    """Remove an action field that nothing has or names.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, InUseError, StillNamedError
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        rows = _take(act, key, version)
        for row in rows:
            keep_used(act, "theme", key, Proposal.action_field_id == row.id)
        rounds = select(ParticipationRound.slug).where(
            ParticipationRound.action_fields.contains([key])
        )
        keep_named(act, "theme", key, rounds)
        logins = select(StaffAccount.login).where(StaffAccount.action_fields.contains([key]))
        keep_named(act, "theme", key, logins)
        for row in rows:
            act.session.delete(row)
        act.record("action_field.deleted", "action_field", key)


def _checked(fields: ThemeFields, old: Mapping[str, object]) -> dict[str, object]:
    if fields.symbol not in SYMBOLS:
        raise InvalidFieldError("symbol", f"one of {', '.join(SYMBOLS)}", fields.symbol)
    return {
        "titles": merged(old, read_lines("titles", fields.titles, TITLE_MOST)),
        "colour": check_pin_colour(fields.colour),
        "symbol": fields.symbol,
        "active": fields.active,
    }


def _take(act: Act, key: str, version: int) -> Sequence[ActionField]:
    """All rows of a key, locked."""
    wait_for_turn(act.session, "action_field")
    rows = act.session.scalars(
        select(ActionField).where(ActionField.key == key).order_by(ActionField.id).with_for_update()
    ).all()
    if not rows:
        raise NotFoundError("theme", key)
    if max(row.version for row in rows) != version:
        raise ChangedMeanwhileError("theme", key, last_actor(act, "action_field", key))
    return rows


def _owners(act: Act, municipalities: tuple[str, ...]) -> list[int | None]:
    """Ids of the municipalities; None for all of them."""
    if not municipalities:
        return [None]
    found = act.session.execute(
        select(Municipality.ags, Municipality.id).where(Municipality.ags.in_(municipalities))
    ).all()
    unknown = set(municipalities) - {row.ags for row in found}
    if unknown:
        raise InvalidFieldError("municipalities", "known keys", min(unknown))
    return [row.id for row in found]


def _change_owners(
    act: Act,
    rows: Sequence[ActionField],
    municipalities: tuple[str, ...],
    values: Mapping[str, object],
) -> bool:
    """Let the field be these municipalities' only; True when that changed something."""
    wanted = set(_owners(act, municipalities))
    had = {row.municipality_id for row in rows}
    for row in rows:
        if row.municipality_id not in wanted:
            keep_used(act, "theme", row.key, Proposal.action_field_id == row.id)
            act.session.delete(row)
    act.session.flush()
    for municipality_id in wanted - had:
        _insert(act, rows[0].key, municipality_id, {**values, "position": rows[0].position})
    return wanted != had


def _insert(act: Act, key: str, municipality_id: int | None, values: Mapping[str, object]) -> None:
    owned = {"key": key, "municipality_id": municipality_id, "edited_at": func.now()}
    act.session.add(ActionField(**owned, **values))
    act.session.flush()


def _mark(act: Act, key: str, version: int) -> None:
    """The rows of a key are one thing with one version, and no longer the profile's."""
    act.session.flush()
    for row in act.session.scalars(select(ActionField).where(ActionField.key == key)):
        row.version, row.edited_at = version, func.now()
