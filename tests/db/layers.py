"""Layers for tests, as an import would leave them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

import shapely
from geoalchemy2.shape import from_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, insert, select, update

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import STORAGE_SRID, Feature, Layer, LayerVersion
from mapper.domain.imports import FieldInfo
from tests.db.world import SIDE, SOUTH, WEST

Object = tuple[str | None, str | None, Mapping[str, object], BaseGeometry]
"""Name, kind, attributes, geometry in EPSG:25833."""

ATTRIBUTION = "© Vermessung Überall"
LICENCE = "dl-de/by-2-0"


def add_layer(
    sessions: Sessions,
    slug: str,
    objects: Sequence[Object],
    *,
    fields: Sequence[FieldInfo] = (),
    title: str = "",
    **columns: object,
) -> int:
    """A layer with an active version that holds these objects; the version's id."""
    with transaction(sessions) as session:
        layer = session.scalar(select(Layer.id).where(Layer.slug == slug))
        if layer is None:
            values = {"slug": slug, "title": title or slug, "role": "overlay", **columns}
            layer = session.scalar(insert(Layer).values(**values).returning(Layer.id))
        session.execute(
            update(LayerVersion).where(LayerVersion.layer_id == layer).values(state="retired")
        )
        report = {"fields": [asdict(one) for one in fields]} if fields else {}
        version = session.scalar(
            insert(LayerVersion)
            .values(
                layer_id=layer,
                state="active",
                source="file",
                file_name=f"{slug}.zip",
                source_crs="EPSG:25832",
                licence=LICENCE,
                attribution=ATTRIBUTION,
                data_date=date(2026, 11, 1),
                feature_count=len(objects),
                report=report,
                created_by="test",
                activated_at=func.clock_timestamp(),
            )
            .returning(LayerVersion.id)
        )
        assert isinstance(version, int)
        session.execute(
            insert(Feature),
            [
                {
                    "layer_version_id": version,
                    "name": name,
                    "kind": kind,
                    "attributes": dict(attributes),
                    "geom": from_shape(geometry, srid=STORAGE_SRID),
                }
                for name, kind, attributes, geometry in objects
            ],
        )
        return version


def squares(count: int, side_m: float = 60, **attributes: object) -> list[Object]:
    """So many squares in rows over the small world, named A1, A2 …"""
    per_row = max(1, round(count**0.5))
    step = 3 * SIDE / per_row
    return [
        (
            f"A{number + 1}",
            ("field", "wood")[number % 2],
            {"number": number, **attributes},
            shapely.box(
                east := WEST + number % per_row * step,
                north := SOUTH + number // per_row * step * 2 / 3,
                east + side_m,
                north + side_m,
            ),
        )
        for number in range(count)
    ]
