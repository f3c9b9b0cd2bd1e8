"""What came out of rounds, as everybody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.views import PROPOSAL, ROUND_RESULT
from mapper.domain.statuses import ResponseStatus
from mapper.services.answers import PublicAnswer, public_answers_by_number
from mapper.services.round_figures import DECIDED, RoundFigures, SupportedIdea, from_json


@dataclass(frozen=True, slots=True)
class ResultTexts:
    """The town's words by language, as Markdown; `summaries` what came out, `next_steps` what next.

    A language without words is left out.
    """

    summaries: Mapping[str, str] = field(default_factory=dict)
    next_steps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """Words and figures as they were at that moment."""

    texts: ResultTexts
    figures: RoundFigures
    published_at: datetime


@dataclass(frozen=True, slots=True)
class NamedIdea:
    """A public idea as it is now; `supports` as the figures say."""

    number: str
    title: str
    response_status: ResponseStatus
    supports: int
    answers: tuple[PublicAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedIdeas:
    """Those of the figures' ideas that are still public, in the figures' order."""

    most_supported: tuple[NamedIdea, ...] = ()
    decided: tuple[NamedIdea, ...] = ()


def find_result(sessions: Sessions, slug: str) -> PublishedResult | None:
    """What was published of a round; None as long as nothing is."""
    query = select(ROUND_RESULT).where(ROUND_RESULT.c.round == slug)
    with transaction(sessions) as session:
        row = session.execute(query).first()
    return read_published(row.published, row.published_at) if row else None


def list_results(sessions: Sessions) -> dict[str, datetime]:
    """When a result was published, by the round's slug; rounds without one are left out."""
    with transaction(sessions) as session:
        rows = session.execute(select(ROUND_RESULT.c.round, ROUND_RESULT.c.published_at))
        return {row.round: row.published_at for row in rows}


def name_ideas(sessions: Sessions, figures: RoundFigures) -> NamedIdeas:
    """The ideas that figures name, with title, status and answers as they are at this moment.

    One that was hidden or erased since is left out: no word of it was kept. Of those decided, so is
    one that is neither planned nor done any more.
    """
    with transaction(sessions) as session:
        ideas = _read(session, figures)
    decided = map(ideas.get, figures.decided)
    return NamedIdeas(
        tuple(ideas[one.number] for one in figures.most_supported if one.number in ideas),
        tuple(one for one in decided if one and one.response_status in DECIDED),
    )


def read_published(published: Mapping[str, object], at: datetime) -> PublishedResult:
    """A result as its column keeps it."""
    texts = ResultTexts(published["summaries"], published["next_steps"])  # type: ignore[arg-type]
    return PublishedResult(texts, from_json(published["figures"]), at)  # type: ignore[arg-type]


def _read(session: Session, figures: RoundFigures) -> dict[str, NamedIdea]:
    supported = {one.number: one for one in figures.most_supported}
    numbers = {*supported, *figures.decided}
    columns = (PROPOSAL.c.public_id, PROPOSAL.c.title, PROPOSAL.c.response_status)
    rows = session.execute(
        select(*columns, PROPOSAL.c.support_count).where(PROPOSAL.c.public_id.in_(numbers))
    ).all()
    answers = public_answers_by_number(session, figures.decided)
    return {
        row.public_id: NamedIdea(
            row.public_id,
            row.title,
            ResponseStatus(row.response_status),
            supported.get(row.public_id, SupportedIdea("", row.support_count)).supports,
            tuple(answers.get(row.public_id, ())),
        )
        for row in rows
    }
