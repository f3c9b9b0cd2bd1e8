"""The features of a dataset, whichever way they come about, with what was found on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from mapper.domain.geodata import Dataset, DatasetSource, LayerRole, SourceFile
from mapper.geo.schematic import district_points, draw_districts
from mapper.geo.schematic_green import draw_green_spaces
from mapper.imports.checked_features import (
    CheckedFeature,
    check_set,
    cut_overlaps,
    polygons_of,
    read_file,
)
from mapper.imports.surroundings import Surroundings

_M2_PER_KM2 = 1_000_000.0
_M2_PER_HA = 10_000.0
# Smaller areas come from rounding.
_NOTED_M2 = 1.0
# Deviations from a published area up to this share go without a word.
_NOTED_AREA_ERROR = 0.03


@dataclass(frozen=True, slots=True)
class FeatureSet:
    """n features without overlaps among districts or municipalities.

    `area_error` is the largest relative deviation from a published area, None where none is
    published; `notes` are sentences for whoever loads.
    """

    features: tuple[CheckedFeature, ...]
    notes: tuple[str, ...] = ()
    area_error: float | None = None


def read_files(
    contents: Iterable[tuple[SourceFile, Path | bytes]],
    dataset: Dataset,
    source: DatasetSource,
    around: Surroundings,
) -> FeatureSet:
    """The features of all files of a source."""
    names = {one.ags: one.name for one in around.profile.municipalities}
    kinds = {one.key: one.kind for one in around.profile.facts.districts}
    features = []
    for file, content in contents:
        found = read_file(content, file, source, dataset, names)
        if dataset.role is LayerRole.DISTRICTS and "kind" not in file.fields:
            # Where a file does not tell the core town from the districts, the facts do.
            found = [replace(one, kind=kinds.get(one.key or "", one.kind)) for one in found]
        features += found
    return _finish(features, dataset, source, around)


def dissolve_districts(dataset: Dataset, source: DatasetSource, around: Surroundings) -> FeatureSet:
    """One municipality from the districts whose key begins with its AGS."""
    features = []
    for municipality in around.profile.municipalities:
        parts = [
            polygon
            for key, polygon in around.districts.polygons.items()
            if key.startswith(f"{municipality.ags}/")
        ]
        if not parts:
            continue
        features.append(
            CheckedFeature(
                key=municipality.ags,
                name=municipality.name,
                kind="municipality",
                municipality=municipality.ags,
                geometry=polygons_of(shapely.union_all(parts)),
            )
        )
    return _finish(features, dataset, source, around)


def draw_schematic_districts(
    dataset: Dataset, source: DatasetSource, around: Surroundings
) -> FeatureSet:
    """The districts of the facts as schematic cells."""
    facts = around.profile.facts
    features = [
        CheckedFeature(
            key=fact.key,
            name=fact.name,
            kind=fact.kind,
            municipality=fact.municipality,
            geometry=drawn.polygon,
        )
        for fact, drawn in zip(facts.districts, draw_districts(facts), strict=True)
    ]
    return _finish(features, dataset, source, around)


def draw_schematic_green_spaces(
    dataset: Dataset, source: DatasetSource, around: Surroundings
) -> FeatureSet:
    """The green spaces of the facts as blobs."""
    drawn = draw_green_spaces(around.profile.facts, around.districts.polygons)
    features = [
        CheckedFeature(
            key=None,
            name=one.fact.name,
            kind=one.fact.kind,
            municipality=one.fact.municipality,
            geometry=one.polygon,
            attributes={
                "area_ha": one.fact.area_ha,
                "area_assumed": one.area_assumed,
                "position": one.fact.position,
                "source": one.fact.source,
            },
        )
        for one in drawn
    ]
    notes = []
    assumed = sum(one.area_assumed for one in drawn)
    if assumed:
        notes.append(f"{assumed} areas are not published and assumed by kind")
    for one in drawn:
        drawn_ha = one.polygon.area / _M2_PER_HA
        if one.fact.area_ha and drawn_ha < one.fact.area_ha * (1 - _NOTED_AREA_ERROR):
            notes.append(
                f"'{one.fact.name}' is drawn with {drawn_ha:.0f} of {one.fact.area_ha:g} ha,"
                " the rest would leave its districts"
            )
    finished = _finish(features, dataset, source, around)
    return FeatureSet(finished.features, (*notes, *finished.notes))


def _finish(
    features: list[CheckedFeature], dataset: Dataset, source: DatasetSource, around: Surroundings
) -> FeatureSet:
    checked = check_set(features, dataset, source.title, around.profile.extent)
    notes = []
    if dataset.role in (LayerRole.DISTRICTS, LayerRole.MUNICIPALITIES):
        checked, cut_m2 = cut_overlaps(checked)
        if cut_m2 > _NOTED_M2:
            notes.append(f"{cut_m2:.0f} m² of overlaps went to the lower key")
    if dataset.role is not LayerRole.DISTRICTS:
        return FeatureSet(tuple(checked), tuple(notes))
    errors = _area_errors(checked, around)
    notes += [
        f"'{key}' is {error:+.1%} off its published area"
        for key, error in errors.items()
        if abs(error) > _NOTED_AREA_ERROR
    ]
    notes += _strangers(checked, around)
    return FeatureSet(tuple(checked), tuple(notes), max(map(abs, errors.values()), default=None))


def _area_errors(features: list[CheckedFeature], around: Surroundings) -> dict[str, float]:
    published = {one.key: one.area_km2 for one in around.profile.facts.districts if one.area_km2}
    return {
        one.key: one.geometry.area / (published[one.key] * _M2_PER_KM2) - 1
        for one in features
        if one.key in published
    }


def _strangers(features: list[CheckedFeature], around: Surroundings) -> list[str]:
    """Settlements whose point lies outside the district they are said to belong to."""
    if not around.profile.facts.districts:
        return []
    polygons = {one.key: one.geometry for one in features}
    return [
        f"a point of '{key}' lies outside it"
        for key, points in district_points(around.profile.facts).items()
        if key in polygons and not all(polygons[key].covers(point) for point in points)
    ]
