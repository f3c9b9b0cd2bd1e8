"""Words that staff use again, as they are offered while somebody decides."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mapper.db.tables import TextBlock
from mapper.domain.roles import Right
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.edited import by_language


@dataclass(frozen=True, slots=True)
class OfferedText:
    """A text block; title and body by language."""

    key: str
    titles: dict[str, str]
    bodies: dict[str, str]


def list_rejections(office: Backoffice, who: Who) -> tuple[OfferedText, ...]:
    """Reasons for not publishing, in the order administrators gave them; active ones only."""
    with office.acting(who, Right.MODERATE) as act:
        return offered(act.session, "rejection")


def offered(session: Session, kind: str) -> tuple[OfferedText, ...]:
    """The active text blocks of a kind, in the order administrators gave them."""
    query = (
        select(TextBlock.key, TextBlock.titles, TextBlock.bodies)
        .where(TextBlock.kind == kind, TextBlock.active)
        .order_by(TextBlock.position, TextBlock.key)
    )
    return tuple(
        OfferedText(row.key, by_language(row.titles), by_language(row.bodies))
        for row in session.execute(query)
    )
