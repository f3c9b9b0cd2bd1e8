"""The ground that maps are drawn on: municipalities, districts and green spaces as they are shown.

It is read from the layers in use and kept until one of them changes.
"""

import threading
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.views import FEATURE
from mapper.services.layers import PublishedLayer, list_layers

MUNICIPALITIES, DISTRICTS, GREEN_SPACES = "municipalities", "districts", "green-spaces"
FINE_M = 5
"""Outlines are this exact, in metres: a picture of 3 km is not finer."""

_MOST_KEPT = 8
_kept: dict[tuple[str, ...], "Ground"] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Patch:
    """One municipality, district or green space; its polygons in EPSG:25833."""

    key: str
    name: str
    kind: str
    schematic: bool
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Ground:
    """What everybody may see, empty where a layer is not loaded, and the layers it is from."""

    municipalities: tuple[Patch, ...] = ()
    districts: tuple[Patch, ...] = ()
    green_spaces: tuple[Patch, ...] = ()
    layers: tuple[PublishedLayer, ...] = field(default=(), repr=False)

    @property
    def whole(self) -> BaseGeometry:
        """All municipalities, else all districts; empty where neither is loaded."""
        return shapely.union_all([one.shape for one in self.municipalities or self.districts])


def read_ground(sessions: Sessions) -> Ground:
    """The ground of the public layers in use, its outlines simplified by a few metres.

    Districts that meet keep meeting (`coarsen`).
    """
    slugs = (MUNICIPALITIES, DISTRICTS, GREEN_SPACES)
    layers = tuple(one for one in list_layers(sessions) if one.slug in slugs)
    versions = (str(sessions.kw["bind"].url), *(one.version for one in layers))
    with _lock:
        kept = _kept.get(versions)
    if kept is not None:
        return kept
    patches = {one.slug: _read(sessions, one) for one in layers}
    ground = Ground(
        patches.get(MUNICIPALITIES, ()),
        patches.get(DISTRICTS, ()),
        patches.get(GREEN_SPACES, ()),
        layers,
    )
    # A layer replaced meanwhile gives fewer objects under its old version: not kept.
    if all(len(patches[one.slug]) for one in layers if one.feature_count):
        with _lock:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[versions] = ground
    return ground


def coarsen(patches: tuple[Patch, ...], tolerance_m: float) -> list[BaseGeometry]:
    """The shapes with fewer corners, each line moved by about `tolerance_m` metres at most.

    A line that two of them share stays one line, so no gap opens between them. Source: GEOS,
    GEOSCoverageSimplifyVW, which weighs a corner by the triangle it makes with its neighbours
    (Visvalingam and Whyatt 1993).
    """
    if not patches:
        return []
    return list(shapely.coverage_simplify([one.shape for one in patches], tolerance_m))


def _read(sessions: Sessions, layer: PublishedLayer) -> tuple[Patch, ...]:
    columns = FEATURE.c
    query = (
        select(
            func.coalesce(columns.key, "").label("key"),
            func.coalesce(columns.name, "").label("name"),
            func.coalesce(columns.kind, "").label("kind"),
            columns.schematic,
            func.ST_AsBinary(func.ST_CollectionExtract(columns.geom, 3)).label("polygons"),
        )
        .where(columns.version_id == layer.version_id)
        .order_by(columns.id)
    )
    with transaction(sessions) as session:
        rows = session.execute(query).all()
    shapes = shapely.from_wkb([bytes(row.polygons) for row in rows])
    found = tuple(
        Patch(row.key, row.name, row.kind, bool(row.schematic), shape)
        for row, shape in zip(rows, shapes, strict=True)
        if not shape.is_empty
    )
    return tuple(
        Patch(one.key, one.name, one.kind, one.schematic, shape)
        for one, shape in zip(found, coarsen(found, FINE_M), strict=True)
    )
