"""Whoever takes many rows slowly holds no connection, and gets each of them once, as it is now."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import delete, select, update

from mapper.db.engine import Sessions, make_engine, make_sessions, transaction
from mapper.db.short_reads import read_shortly
from mapper.db.tables import LayerVersion, Proposal
from mapper.db.views import PROPOSAL
from mapper.domain.filters import Filters
from mapper.domain.ogc import CRS84
from mapper.domain.roles import Right
from mapper.errors import NotFoundError
from mapper.services.audit_search import AuditFilters, export_audit
from mapper.services.explore import stream_published
from mapper.services.layer_geojson import layer_pieces
from mapper.services.layers import PublishedLayer, find_layer, find_shown
from mapper.services.ogc_collections import Collection
from mapper.services.ogc_items import Wanted, stream_items
from tests.db.ideas import add_idea
from tests.db.layers import add_layer, squares
from tests.staff import TESTER, office_on

SLUG = "fields"
MANY = 1_500
"""More than are read at once."""


def pieces(sessions: Sessions) -> Iterator[object]:
    """A layer, after the beginning of its GeoJSON."""
    found = layer_pieces(sessions, find_layer(sessions, SLUG))
    next(found)
    return found


def items(sessions: Sessions) -> Iterator[object]:
    """The same, item by item."""
    collection = Collection(SLUG, find_layer(sessions, SLUG))
    return stream_items(sessions, collection, Wanted(CRS84, MANY, 0))


STREAMS: dict[str, Callable[[Sessions], Iterator[object]]] = {
    "layer": pieces,
    "items": items,
    "ideas": lambda sessions: stream_published(sessions, Filters()),
    "audit": lambda sessions: export_audit(office_on(sessions), TESTER, AuditFilters()),
}


@pytest.mark.parametrize("name", STREAMS)
def test_slow_readers_hold_no_connection(world: Sessions, name: str) -> None:
    add_layer(world, SLUG, squares(3))
    add_idea(world)
    with office_on(world).acting(TESTER, Right.SEE_AUDIT) as act:
        act.record("audit.exported", "audit", "csv", {})
    engine = make_engine(world.kw["bind"].url.render_as_string(False), pool_size=1)
    few = make_sessions(engine)

    # One more than there are connections, and each of them has begun.
    readers = [STREAMS[name](few) for _ in range(3)]
    begun = [next(reader) for reader in readers]

    with transaction(few) as session:
        assert session.scalar(select(1)) == 1
    assert len(begun) == 3
    engine.dispose()


def test_rows_come_in_their_order_and_a_part_of_them_when_asked(world: Sessions) -> None:
    numbers = [add_idea(world) for _ in range(7)]
    query = select(PROPOSAL.c.public_id).order_by(PROPOSAL.c.id.desc())
    keys = query.with_only_columns(PROPOSAL.c.id)

    every = [[one.public_id for one in some] for some in read_shortly(world, query, keys, 3)]
    part = read_shortly(world, query, keys.limit(3).offset(2), 2)

    back = numbers[::-1]
    assert every == [back[:3], back[3:6], back[6:]]
    assert [[one.public_id for one in some] for some in part] == [back[2:4], back[4:5]]


def test_what_is_hidden_meanwhile_is_not_given_and_what_is_new_waits(world: Sessions) -> None:
    first, second, third = (add_idea(world) for _ in range(3))
    query = select(PROPOSAL.c.public_id, PROPOSAL.c.title).order_by(PROPOSAL.c.id)
    reading = read_shortly(world, query, query.with_only_columns(PROPOSAL.c.id), 1)
    seen = [one.public_id for one in next(reading)]

    with transaction(world) as session:
        of = Proposal.public_id
        session.execute(update(Proposal).where(of == second).values(moderation_status="hidden"))
        session.execute(update(Proposal).where(of == third).values(title="Two benches"))
    add_idea(world)

    assert seen == [first]
    rest = [(one.public_id, one.title) for some in reading for one in some]
    assert rest == [(third, "Two benches")]


def _replace(sessions: Sessions, _version: int) -> None:
    add_layer(sessions, SLUG, squares(1))


def _remove(sessions: Sessions, version: int) -> None:
    with transaction(sessions) as session:
        session.execute(delete(LayerVersion).where(LayerVersion.id == version))


def _of_everyone(sessions: Sessions) -> PublishedLayer:
    return find_layer(sessions, SLUG)


def _of_staff(sessions: Sessions) -> PublishedLayer:
    return find_shown(office_on(sessions), TESTER, SLUG)


@pytest.mark.parametrize(
    ("find", "change"), [(_of_everyone, _replace), (_of_everyone, _remove), (_of_staff, _remove)]
)
def test_half_a_layer_is_not_given_as_if_it_were_the_whole(
    world: Sessions,
    find: Callable[[Sessions], PublishedLayer],
    change: Callable[[Sessions, int], None],
) -> None:
    version = add_layer(world, SLUG, squares(MANY), public=find is _of_everyone)
    reading = layer_pieces(world, find(world))
    begun = next(reading) + next(reading)
    assert b'"A1"' in begun
    assert f'"A{MANY}"'.encode() not in begun

    change(world, version)

    with pytest.raises(NotFoundError):
        next(reading)
