"""Files to import, an office with a room for them, and what became of it."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select, text, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, Feature, ImportJob, LayerVersion
from mapper.domain.imports import ImportOptions
from mapper.services.backoffice import Backoffice
from mapper.services.import_jobs import Import, NewImport, accept_import, begin_import, find_import
from mapper.services.import_room import ImportRoom
from mapper.services.run_imports import SILENT, run_import
from tests.db.world import SOUTH, WEST
from tests.staff import TESTER

Square = tuple[str, float, float, float]
"""Name, west and south of its corner in metres from that of the small world, side."""


def geojson(
    squares: Iterable[Square], *, crs: str | None = "EPSG::25833", **by_name: Mapping[str, object]
) -> bytes:
    """Squares in EPSG:25833, each with its name and the attributes it has by that."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, **{key: of.get(name) for key, of in by_name.items()}},
            "geometry": {"type": "Polygon", "coordinates": [_ring(west, south, side)]},
        }
        for name, west, south, side in squares
    ]
    return collection(features, crs)


def collection(features: Sequence[object], crs: str | None = "EPSG::25833") -> bytes:
    """A file of features, which may say in what system they are."""
    content: dict[str, object] = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs}"}}
    return json.dumps(content).encode()


def _ring(west: float, south: float, side: float) -> list[tuple[float, float]]:
    x, y = WEST + west, SOUTH + south
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


OF_THE_WORLD = 2
"""Versions that the small world has."""

PARKS = geojson([("Oak", 100, 100, 50), ("Elm", 400, 100, 50), ("Lime", 700, 100, 50)])
NEW = NewImport("parks", "Parks", "overlay", licence="CC0", attribution="The town")


def begin(
    office: Backoffice,
    room: ImportRoom,
    content: bytes = PARKS,
    *,
    new: NewImport = NEW,
    name: str = "parks.geojson",
    options: ImportOptions | None = None,
) -> Import:
    """An import that waits."""
    if options:
        new = replace(new, options=options)
    return begin_import(office, room, TESTER, new, [(name, io.BytesIO(content))])


def read(office: Backoffice, room: ImportRoom, content: bytes = PARKS, **how: object) -> Import:
    """An import that was read."""
    job = begin(office, room, content, **how)  # type: ignore[arg-type]
    assert run_import(office, room, job.id)
    return find_import(office, TESTER, job.id)


def take_over(
    office: Backoffice, room: ImportRoom, content: bytes = PARKS, **how: object
) -> Import:
    """An import that was read, accepted and stored."""
    job = read(office, room, content, **how)
    assert job.refusal == {}, job
    accept_import(office, TESTER, job.id, job.version)
    assert run_import(office, room, job.id)
    return find_import(office, TESTER, job.id)


def shown(sessions: Sessions, version: int) -> list[str | None]:
    """Names of the objects of a version."""
    query = select(Feature.attributes["name"].astext).where(Feature.layer_version_id == version)
    with transaction(sessions) as session:
        return sorted(session.scalars(query), key=str)


def states(sessions: Sessions) -> Sequence[tuple[int, str]]:
    """Versions made by imports, with what they are."""
    query = select(LayerVersion.id, LayerVersion.state).order_by(LayerVersion.id)
    with transaction(sessions) as session:
        rows = session.execute(query.where(LayerVersion.id > OF_THE_WORLD)).all()
    return [(row.id, row.state) for row in rows]


def public(sessions: Sessions, slug: str) -> list[str]:
    """Names of the objects that everybody sees of a layer."""
    query = text(
        "select attributes ->> 'name' from public_api.feature where layer = :slug order by 1"
    )
    with transaction(sessions) as session:
        return list(session.scalars(query, {"slug": slug}))


def audited(sessions: Sessions) -> list[str]:
    """Kinds of what was recorded, in order."""
    with transaction(sessions) as session:
        return list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.id)))


def unaccounted(sessions: Sessions) -> int:
    """Objects that no version accounts for."""
    known = select(LayerVersion.id)
    query = select(func.count()).where(Feature.layer_version_id.not_in(known))
    with transaction(sessions) as session:
        return session.scalar(query) or 0


def left(room: ImportRoom) -> list[Path]:
    """Files of imports that are still there."""
    return sorted(path for path in room.folder.rglob("*") if path.is_file())


def accepted(office: Backoffice, room: ImportRoom) -> Import:
    """An import that is to be stored."""
    job = read(office, room)
    return accept_import(office, TESTER, job.id, job.version)


def check_nothing(sessions: Sessions) -> None:
    """No version, no object, no layer of it."""
    assert (states(sessions), unaccounted(sessions), public(sessions, "parks")) == ([], 0, [])


def be_silent(sessions: Sessions) -> None:
    """As if the process at work had not been heard of for long."""
    past = func.now() - SILENT
    with transaction(sessions) as session:
        session.execute(update(ImportJob).values(seen_at=past, touched_at=past))
