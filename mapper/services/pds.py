"""Rounds and ideas as the Participatory Data Specification parts them: projects, contributions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from mapper.db.engine import Sessions
from mapper.db.plan_ideas import select_numbers, select_public
from mapper.db.public_proposals import newest_first
from mapper.db.short_reads import read_shortly
from mapper.db.views import PROPOSAL, ROUND
from mapper.domain.filters import Filters
from mapper.errors import NotFoundError
from mapper.services.backoffice import Backoffice
from mapper.services.explore import (
    PublicProposal,
    find_public,
    stream_proposals,
    stream_published,
)
from mapper.services.plan_export import ask_for
from mapper.services.plan_tables import What
from mapper.services.round_area import load_area
from mapper.services.rounds import Choices, FieldChoice, PlaceChoice, RoundChoice

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Project:
    """A round, and where it asks as a GeoJSON geometry in EPSG:4326, None where no layer knows.

    `fields` are the themes its ideas may have, also those that are offered no more. `numbers` are
    those of its published ideas, newest first, to be read once.
    """

    round: RoundChoice
    area: Mapping[str, Any] | None
    municipalities: tuple[PlaceChoice, ...]
    fields: tuple[FieldChoice, ...]
    numbers: Iterator[str]


def list_projects(
    sessions: Sessions, choices: Choices, slug: str | None = None
) -> Iterator[Project]:
    """All rounds, the standing one first, or the one with this slug.

    Raises
    ------
    NotFoundError
        There is no such round.
    """
    rounds = choices.rounds if slug is None else (find_round(choices, slug),)
    area_of = cache(lambda keys: load_area(sessions, keys))
    everywhere = tuple(one.key for one in choices.municipalities)
    for one in rounds:
        asked = {key.partition("/")[0] for key in one.area or everywhere}
        yield Project(
            one,
            area_of(one.area or everywhere),
            tuple(town for town in choices.municipalities if town.key in asked),
            _fields_of(one, choices, asked),
            _numbers_of(sessions, one.slug),
        )


def find_round(choices: Choices, slug: str) -> RoundChoice:
    """The round with this slug.

    Raises
    ------
    NotFoundError
    """
    for one in choices.rounds:
        if one.slug == slug:
            return one
    raise NotFoundError("round", slug)


def stream_round(sessions: Sessions, slug: str) -> Iterator[PublicProposal]:
    """The published ideas of a round, newest first, without holding them all in memory."""
    return stream_published(sessions, Filters(rounds=(slug,)))


def find_contribution(sessions: Sessions, slug: str, number: str) -> PublicProposal:
    """The published idea of a round.

    Raises
    ------
    NotFoundError
        There is none with this number, or it belongs to another round.
    """
    found = find_public(sessions, number)
    if found is None or found.round != slug:
        raise NotFoundError("proposal", number)
    return found


def stream_matching(office: Backoffice, filters: Filters) -> Iterator[PublicProposal]:
    """What the filters of planning match for everybody, as `stream_round` gives it.

    Raises
    ------
    InvalidFieldError
        A key is unknown, a layer is not public, or the channel is asked about.
    """
    with ask_for(office, None, What.IDEAS, filters, "public") as counter:
        criteria = counter.criteria(filters)
    if criteria is None:
        return iter(())
    numbers = select_numbers("public", criteria)
    return stream_proposals(office.sessions, select_public(criteria), numbers)


def _fields_of(one: RoundChoice, choices: Choices, asked: set[str]) -> tuple[FieldChoice, ...]:
    return tuple(
        field
        for field in choices.action_fields
        if (not one.action_fields or field.key in one.action_fields)
        and (not field.municipalities or asked.intersection(field.municipalities))
    )


def _numbers_of(sessions: Sessions, slug: str) -> Iterator[str]:
    rounds = select(ROUND.c.id).where(ROUND.c.slug == slug).scalar_subquery()
    query = newest_first(select(PROPOSAL.c.public_id)).where(PROPOSAL.c.round_id == rounds)
    numbers = query.with_only_columns(PROPOSAL.c.id)
    for rows in read_shortly(sessions, query, numbers, _AT_ONCE):
        yield from (row.public_id for row in rows)
