"""Rows of a dataset's file turned into features that may be stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from mapper.domain.geodata import (
    Dataset,
    DatasetSource,
    LayerRole,
    SourceFile,
    district_key,
)
from mapper.errors import DatasetError
from mapper.geo.crs import STORAGE_SRID, bbox_to_metres

_LEAST_AREA_M2 = 1.0


@dataclass(frozen=True, slots=True)
class CheckedFeature:
    """A polygon in EPSG:25833; `key` is a district's or a municipality's key."""

    key: str | None
    name: str
    kind: str
    municipality: str | None
    geometry: BaseGeometry
    attributes: Mapping[str, object] = field(default_factory=dict)


def read_file(
    content: Path | bytes,
    file: SourceFile,
    source: DatasetSource,
    dataset: Dataset,
    municipalities: Mapping[str, str],
) -> list[CheckedFeature]:
    """The features of one file, reprojected, valid, named and keyed.

    Parameters
    ----------
    content
        A path, or the bytes of a GeoJSON file.
    municipalities
        Names by AGS.

    Raises
    ------
    DatasetError
        The file cannot be read, tells no CRS or another one than the catalogue, lacks a column,
        or holds something that is no polygon, has no name, or lies in no municipality.
    """
    rows = _to_storage_crs(_read(content, file), file)
    features = []
    for number, row in enumerate(rows.to_dict("records"), start=1):
        where = f"{file.file_name}, object {number}"
        kind = _cell(row, file, "kind", where)
        features.append(
            _feature(
                name=_name(row, file, source, where),
                ags=_ags(row, file, municipalities, dataset.role, where),
                kind=source.kinds.get(kind, kind) if kind else None,
                geometry=_polygonal(row["geometry"], where),
                role=dataset.role,
            )
        )
    return features


def check_set(
    features: Iterable[CheckedFeature],
    dataset: Dataset,
    source: str,
    extent: tuple[float, float, float, float],
) -> list[CheckedFeature]:
    """All features of a dataset, ordered by key.

    Raises
    ------
    DatasetError
        There are none or not as many as expected, a key comes twice, or none touches the extent
        (west, south, east, north in EPSG:4326): then the CRS is most likely a wrong one.
    """
    found = sorted(features, key=lambda one: (one.key or "", one.name))
    if not found:
        raise DatasetError(source, "it holds no objects")
    expected = dataset.expected_features
    if expected is not None and len(found) != expected:
        raise DatasetError(source, f"it holds {len(found)} objects instead of {expected}")
    keys = [one.key for one in found if one.key is not None]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise DatasetError(source, f"it holds '{twice}' twice")
    box = shapely.box(*bbox_to_metres(extent))
    if not any(one.geometry.intersects(box) for one in found):
        raise DatasetError(source, "it lies outside the extent of town.toml, is its CRS right?")
    return found


def cut_overlaps(features: list[CheckedFeature]) -> tuple[list[CheckedFeature], float]:
    """Features without overlaps, and the area cut away in m².

    Where two overlap, the one with the lower key keeps the place: the rule that also decides
    for a point on a border.
    """
    kept: list[CheckedFeature] = []
    cut_m2 = 0.0
    for one in sorted(features, key=lambda feature: feature.key or ""):
        above = [other.geometry for other in kept if other.geometry.intersects(one.geometry)]
        left = polygons_of(one.geometry.difference(shapely.union_all(above))) if above else None
        if left is None or left.is_empty or left.area >= one.geometry.area - _LEAST_AREA_M2:
            kept.append(one)
            continue
        cut_m2 += one.geometry.area - left.area
        kept.append(replace(one, geometry=left))
    return kept, cut_m2


def polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry, made valid, without slivers under 1 m²; maybe empty."""
    valid = shapely.make_valid(shapely.force_2d(geometry))
    parts = shapely.get_parts(shapely.get_parts(valid)).tolist()
    polygons = [
        part for part in parts if isinstance(part, shapely.Polygon) and part.area >= _LEAST_AREA_M2
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _read(content: Path | bytes, file: SourceFile) -> gpd.GeoDataFrame:
    try:
        rows = gpd.read_file(content if isinstance(content, Path) else BytesIO(content))
    except GEOSException as broken:
        problem = str(broken).rpartition(": ")[2]
        raise DatasetError(file.file_name, f"it holds a broken geometry ({problem})") from None
    except (DataSourceError, DataLayerError, OSError, ValueError, CRSError):
        raise DatasetError(file.file_name, "it is no geodata file that can be read") from None
    if not isinstance(rows, gpd.GeoDataFrame):
        raise DatasetError(file.file_name, "it holds no geometry")
    for column in file.fields.values():
        if column not in rows.columns:
            raise DatasetError(file.file_name, f"it has no column '{column}'")
    return rows


def _to_storage_crs(rows: gpd.GeoDataFrame, file: SourceFile) -> gpd.GeoDataFrame:
    stated = CRS.from_epsg(file.srid) if file.srid else None
    declared = rows.crs
    if declared is None and stated is None:
        raise DatasetError(file.file_name, "neither it nor the catalogue tells its CRS")
    if declared is None:
        rows = rows.set_crs(stated)
    elif stated is not None and not declared.equals(stated, ignore_axis_order=True):
        raise DatasetError(
            file.file_name, f"it declares {declared.name}, the catalogue EPSG:{file.srid}"
        )
    return rows.to_crs(STORAGE_SRID)


def _cell(row: Mapping[str, object], file: SourceFile, column: str, where: str) -> str | None:
    field_name = file.fields.get(column)
    if field_name is None:
        return None
    value = row[field_name]
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not text:
        raise DatasetError(where, f"'{field_name}' is empty")
    return text


def _name(row: Mapping[str, object], file: SourceFile, source: DatasetSource, where: str) -> str:
    name = _cell(row, file, "name", where)
    if name is None:
        raise DatasetError(where, "the catalogue names no field with its name")
    return source.renames.get(name, name)


def _ags(
    row: Mapping[str, object],
    file: SourceFile,
    municipalities: Mapping[str, str],
    role: LayerRole,
    where: str,
) -> str | None:
    ags = _cell(row, file, "municipality", where) or file.municipality
    if ags is None and role in (LayerRole.DISTRICTS, LayerRole.MUNICIPALITIES):
        raise DatasetError(where, "the catalogue does not tell its municipality")
    if ags is not None and ags not in municipalities:
        raise DatasetError(where, f"its municipality '{ags}' is not in town.toml")
    return ags


def _polygonal(geometry: BaseGeometry | None, where: str) -> BaseGeometry:
    if geometry is None or geometry.is_empty:
        raise DatasetError(where, "it has no geometry")
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise DatasetError(where, "it has coordinates that are nowhere on this map")
    polygons = polygons_of(geometry)
    if polygons.is_empty:
        raise DatasetError(where, f"it is a {geometry.geom_type}, not a polygon")
    return polygons


def _feature(
    *, name: str, ags: str | None, kind: str | None, geometry: BaseGeometry, role: LayerRole
) -> CheckedFeature:
    key: str | None = None
    if role is LayerRole.DISTRICTS:
        key, kind = district_key(ags or "", name), kind or "district"
    elif role is LayerRole.MUNICIPALITIES:
        key, kind = ags, kind or "municipality"
    return CheckedFeature(key, name, kind or "other", ags, geometry)
