"""Views that planners keep: filters and display under a name, for oneself or for colleagues too."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import func, or_, select

from mapper.db.locks import wait_for_turn
from mapper.db.tables import SavedView, StaffAccount
from mapper.domain.roles import Right
from mapper.domain.wording import read_line
from mapper.errors import ForbiddenError, InvalidFieldError, NotFoundError, TakenError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import set_values

TITLE_MOST = 80
MOST_VIEWS = 200
"""Of one account."""
_QUERY_MOST = 8000


@dataclass(frozen=True, slots=True)
class ListedView:
    """A view as somebody may open it; `query` are the parameters of its address.

    `by` is the name of the colleague who shares it, None for one's own.
    """

    id: int
    title: str
    query: Mapping[str, str]
    shared: bool
    by: str | None


def list_views(office: Backoffice, who: Who) -> tuple[ListedView, ...]:
    """One's own views by title, then what colleagues share, by title and name."""
    with office.acting(who, Right.PLAN) as act:
        own = SavedView.account_id == act.actor.account_id
        others = SavedView.shared & StaffAccount.disabled_at.is_(None)
        query = (
            select(SavedView, StaffAccount.display_name, own)
            .join(StaffAccount, StaffAccount.id == SavedView.account_id)
            .where(or_(own, others))
            .order_by(own.desc(), SavedView.title, StaffAccount.display_name, SavedView.id)
        )
        return tuple(
            ListedView(
                row.id, row.title, dict(parse_qsl(row.query)), row.shared, None if mine else name
            )
            for row, name, mine in act.session.execute(query)
        )


def save_view(
    office: Backoffice, who: Who, title: str, query: Mapping[str, str], *, shared: bool = False
) -> int:
    """Keep a view under a name that none of one's own has; its number.

    Raises
    ------
    TextMissingError, TextTooLongError, TakenError
    InvalidFieldError
        There are too many already, or the address is too long.
    """
    with office.acting(who, Right.PLAN) as act:
        account = _account(act)
        values = {"title": _free_title(act, title), "query": _written(query), "shared": shared}
        kept = select(func.count()).where(SavedView.account_id == account)
        if (act.session.scalar(kept) or 0) >= MOST_VIEWS:
            raise InvalidFieldError("views", f"at most {MOST_VIEWS}", most=MOST_VIEWS)
        row = SavedView(account_id=account, **values)
        act.session.add(row)
        act.session.flush()
        act.record("view.saved", "view", row.id, values)
        return row.id


def change_view(
    office: Backoffice,
    who: Who,
    view_id: int,
    *,
    title: str | None = None,
    query: Mapping[str, str] | None = None,
    shared: bool | None = None,
) -> None:
    """Rename one of one's own views, put another in its place, share it; None leaves as it is.

    Raises
    ------
    NotFoundError
        There is none of this number (any more), or it is somebody else's.
    TextMissingError, TextTooLongError, TakenError, InvalidFieldError
    """
    with office.acting(who, Right.PLAN) as act:
        row = _own(act, view_id)
        given = {
            "title": None if title is None else _free_title(act, title, view_id),
            "query": None if query is None else _written(query),
            "shared": shared,
        }
        wanted = {name: value for name, value in given.items() if value is not None}
        changes = set_values(row, wanted)
        if changes:
            act.record("view.changed", "view", view_id, changes)


def delete_view(office: Backoffice, who: Who, view_id: int) -> None:
    """Delete one of one's own views.

    Raises
    ------
    NotFoundError
        There is none of this number (any more), or it is somebody else's.
    """
    with office.acting(who, Right.PLAN) as act:
        act.session.delete(_own(act, view_id))
        act.record("view.deleted", "view", view_id)


def _account(act: Act) -> int:
    """Whose views they are; her turn, so that two tabs do not save one name twice."""
    account = act.actor.account_id
    if account is None:
        raise ForbiddenError(Right.PLAN)
    wait_for_turn(act.session, f"saved_view:{account}")
    return account


def _own(act: Act, view_id: int) -> SavedView:
    mine = (SavedView.id == view_id) & (SavedView.account_id == _account(act))
    row = act.session.scalar(select(SavedView).where(mine))
    if row is None:
        raise NotFoundError("view", view_id)
    return row


def _free_title(act: Act, given: str, but: int | None = None) -> str:
    title = read_line("title", given, TITLE_MOST)
    taken = select(SavedView.id).where(
        SavedView.account_id == act.actor.account_id, SavedView.title == title, SavedView.id != but
    )
    if act.session.scalar(taken) is not None:
        raise TakenError("view", title)
    return title


def _written(query: Mapping[str, str]) -> str:
    written = urlencode(query)
    if len(written) > _QUERY_MOST:
        raise InvalidFieldError("filters", f"at most {_QUERY_MOST} signs")
    return written
