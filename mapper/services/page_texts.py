"""Legal texts as staff have written them: every version kept, the newest one shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from mapper.db.engine import Sessions, transaction
from mapper.db.locks import wait_for_turn
from mapper.db.tables import PageText, StaffAccount
from mapper.db.tables.moderation import PAGE_TEXTS
from mapper.domain.roles import Right
from mapper.domain.wording import read_text
from mapper.errors import ChangedMeanwhileError, InvalidFieldError, NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import last_actor

BODY_MOST = 60_000
NAMES = PAGE_TEXTS
_MOST_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version; an empty body says that the profile's text counts from then on."""

    id: int
    body: str
    created_at: datetime
    created_by: str


def read_page_texts(sessions: Sessions) -> dict[tuple[str, str], str]:
    """The newest text by name and language; those of the profile are left out."""
    newest = (
        select(PageText.name, PageText.lang, PageText.body)
        .ext(distinct_on(PageText.name, PageText.lang))
        .order_by(PageText.name, PageText.lang, PageText.id.desc())
    )
    with transaction(sessions) as session:
        rows = session.execute(newest).all()
    return {(row.name, row.lang): row.body for row in rows if row.body}


def list_newest(office: Backoffice, who: Who) -> dict[tuple[str, str], TextVersion]:
    """The newest version of each text, by name and language."""
    query = _with_author(PageText.name, PageText.lang).ext(
        distinct_on(PageText.name, PageText.lang)
    )
    ordered = query.order_by(PageText.name, PageText.lang, PageText.id.desc())
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        rows = act.session.execute(ordered).all()
    return {(row.name, row.lang): TextVersion(*row[2:]) for row in rows}


def list_versions(office: Backoffice, who: Who, name: str, lang: str) -> list[TextVersion]:
    """The versions of a text, the newest first; none while the profile's was never changed."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        query = (
            _with_author()
            .where(PageText.name == name, PageText.lang == lang)
            .order_by(PageText.id.desc())
            .limit(_MOST_VERSIONS)
        )
        return [TextVersion(*row) for row in act.session.execute(query)]


def _with_author(*columns: Any) -> Select[Any]:
    """The columns, then those of a `TextVersion`; the author by the name her account has now."""
    written_by = func.coalesce(StaffAccount.display_name, PageText.created_by)
    return select(
        *columns, PageText.id, PageText.body, PageText.created_at, written_by
    ).outerjoin_from(PageText, StaffAccount, StaffAccount.login == PageText.created_by)


def save_page_text(
    office: Backoffice, who: Who, name: str, lang: str, body: str, seen: int | None
) -> None:
    """Show this text from now on.

    Parameters
    ----------
    seen
        The id of the newest version that was looked at; None when there was none.

    Raises
    ------
    InvalidFieldError, TextMissingError, TextTooLongError, ChangedMeanwhileError
        Nothing was stored.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        body = read_text("page_text", body, BODY_MOST, lang=lang)
        if not body.partition("\n")[0].removeprefix("# ").strip() or not body.startswith("# "):
            raise InvalidFieldError("page_text", "a text that begins with a heading")
        _add(act, name, lang, body, seen, "page_text.changed")


def use_profile_text(office: Backoffice, who: Who, name: str, lang: str, seen: int | None) -> None:
    """Show the town profile's text again; ChangedMeanwhileError."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        _add(act, name, lang, "", seen, "page_text.reset")


def restore_page_text(
    office: Backoffice, who: Who, name: str, lang: str, version: int, seen: int | None
) -> None:
    """Show a former version again; NotFoundError, ChangedMeanwhileError."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        former = act.session.scalar(_versions(name, lang).where(PageText.id == version))
        if former is None:
            raise NotFoundError("version", version)
        _add(act, name, lang, former.body, seen, "page_text.restored")


def _versions(name: str, lang: str) -> Select[PageText]:
    return select(PageText).where(PageText.name == name, PageText.lang == lang)


def _add(act: Act, name: str, lang: str, body: str, seen: int | None, kind: str) -> None:
    if name not in PAGE_TEXTS:
        raise NotFoundError("text", name)
    wait_for_turn(act.session, "page_text")
    newest = act.session.scalar(_versions(name, lang).order_by(PageText.id.desc()).limit(1))
    if (newest.id if newest else None) != seen:
        raise ChangedMeanwhileError("text", name, last_actor(act, "page_text", f"{name}.{lang}"))
    if newest and newest.body == body:
        return
    act.session.add(PageText(name=name, lang=lang, body=body, created_by=act.actor.name))
    act.record(kind, "page_text", f"{name}.{lang}", {"page_text": body} if body else {})
