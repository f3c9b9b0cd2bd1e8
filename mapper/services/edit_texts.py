"""Text blocks that staff use again, edited by administrators."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from mapper.db.locks import wait_for_turn
from mapper.db.tables import TextBlock
from mapper.domain.profile import TEXT_BLOCK_KINDS
from mapper.domain.roles import Right
from mapper.domain.wording import make_slug, read_lines, read_texts
from mapper.errors import InvalidFieldError, NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import by_language, merged, move, set_values, spread, take_row

TITLE_MOST, BODY_MOST = 80, 2000


@dataclass(frozen=True, slots=True)
class BlockFields:
    """What may be edited of a text block; words by language."""

    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    active: bool = True


@dataclass(frozen=True, slots=True)
class ListedBlock:
    """A text block and the version an editor has seen."""

    key: str
    kind: str
    fields: BlockFields
    version: int


def list_blocks(office: Backoffice, who: Who) -> list[ListedBlock]:
    """All text blocks, kind by kind in their order."""
    query = select(TextBlock).order_by(TextBlock.kind, TextBlock.position, TextBlock.key)
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        return [_listed(row) for row in act.session.scalars(query)]


def add_block(office: Backoffice, who: Who, kind: str, fields: BlockFields) -> str:
    """Make a text block, the last of its kind; its key, made of its first title.

    Raises
    ------
    InvalidFieldError, TextMissingError, TextTooLongError
        Nothing was made.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        if kind not in TEXT_BLOCK_KINDS:
            raise InvalidFieldError("kind", f"one of {', '.join(TEXT_BLOCK_KINDS)}", kind)
        wait_for_turn(act.session, "text_block")
        values = _checked(fields)
        key = _free_key(act, next(iter(fields.titles.values()), ""))
        last = select(func.max(TextBlock.position)).where(TextBlock.kind == kind)
        found = act.session.scalar(last)
        position = 0 if found is None else found + 1
        act.session.add(TextBlock(kind=kind, key=key, position=position, **values))
        act.record("text_block.added", "text_block", key, spread({"kind": kind, **values}))
        return key


def change_block(office: Backoffice, who: Who, key: str, fields: BlockFields, version: int) -> None:
    """Make a text block what is given.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, TextMissingError, TextTooLongError
        Nothing was changed.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        row = take_row(
            act, select(TextBlock).where(TextBlock.key == key), "text_block", key, version
        )
        changes = set_values(row, _checked(fields, row))
        if changes:
            act.record("text_block.changed", "text_block", key, changes)


def move_block(office: Backoffice, who: Who, key: str, steps: int) -> None:
    """Move a text block up (negative) or down among those of its kind."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        wait_for_turn(act.session, "text_block")
        moved = act.session.scalar(select(TextBlock).where(TextBlock.key == key))
        if moved is None:
            raise NotFoundError("text_block", key)
        rows = act.session.scalars(
            select(TextBlock)
            .where(TextBlock.kind == moved.kind)
            .order_by(TextBlock.position, TextBlock.key)
        )
        for position, row in enumerate(move(rows, moved, steps)):
            row.position = position
        act.record("text_block.moved", "text_block", key, {"position": moved.position})


def _listed(row: TextBlock) -> ListedBlock:
    fields = BlockFields(by_language(row.titles), by_language(row.bodies), row.active)
    return ListedBlock(row.key, row.kind, fields, row.version)


def _checked(fields: BlockFields, row: TextBlock | None = None) -> dict[str, object]:
    titles = read_lines("titles", fields.titles, TITLE_MOST)
    bodies = read_texts("bodies", fields.bodies, BODY_MOST)
    return {
        "titles": merged(row.titles if row else {}, titles),
        "bodies": merged(row.bodies if row else {}, bodies),
        "active": fields.active,
    }


def _free_key(act: Act, title: str) -> str:
    """A key made of a title, with a number where it is taken."""
    base = make_slug(title) or "text"
    key, number = base, 1
    while act.session.scalar(select(exists().where(TextBlock.key == key))):
        number += 1
        key = f"{base}-{number}"
    return key
