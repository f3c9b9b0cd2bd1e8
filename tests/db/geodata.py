"""Datasets for the tests: the towns' own, and files and sources with invented districts."""

import json
from dataclasses import replace
from pathlib import Path

import shapely
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Layer, LayerVersion
from mapper.domain.geodata import Dataset, DatasetSource, LayerRole, SourceFile, SourceKind
from mapper.domain.profile import TownProfile
from mapper.profile import load_profile
from tests.conftest import PROJECT, REAL_GEODATA

OWN = load_profile(PROJECT / "geodata")
INVENTED = load_profile(PROJECT / "tests" / "data" / "profile_seengrund")
REAL = REAL_GEODATA if (REAL_GEODATA / "ortsteile_osm2021.geojson").is_file() else None

WEST = shapely.box(14.00, 52.70, 14.02, 52.72)
EAST = shapely.box(14.02, 52.70, 14.04, 52.72)
WHOLE = shapely.box(14.00, 52.70, 14.04, 52.72)


def districts_file(folder: Path, **areas: shapely.Polygon) -> Path:
    """A folder with districts.geojson, its districts in municipality 99000001."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "ags": "99000001"},
            "geometry": shapely.geometry.mapping(area),
        }
        for name, area in areas.items()
    ]
    folder.mkdir(exist_ok=True)
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "districts.geojson").write_text(content, encoding="utf-8")
    return folder


def source(kind: SourceKind, location: str, sha256: str | None = None) -> DatasetSource:
    file = SourceFile(
        location, sha256=sha256, fields={"name": "name", "municipality": "ags"}, srid=4326
    )
    return DatasetSource(
        kind=kind,
        titles={"de": f"Probe {kind}", "en": f"sample {kind}"},
        licence="CC0 1.0",
        attribution="nobody",
        files=(file,),
    )


def with_sources(*sources: DatasetSource) -> TownProfile:
    """The invented town with districts from these sources."""
    titles = {"de": "Ortsteile", "en": "Districts"}
    return replace(INVENTED, datasets=(Dataset("districts", LayerRole.DISTRICTS, titles, sources),))


FROM_FOLDER = with_sources(source(SourceKind.FOLDER, "districts.geojson"))


def versions(sessions: Sessions) -> list[tuple[str, str]]:
    """Slug and state of every stored version, in the order in which they were stored."""
    query = select(Layer.slug, LayerVersion.state).join(Layer).order_by(LayerVersion.id)
    with transaction(sessions) as session:
        return [(slug, state) for slug, state in session.execute(query)]
