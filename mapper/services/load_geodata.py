"""The profile's places and datasets are brought into the database."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.layer_versions import (
    NewFeature,
    NewVersion,
    activate,
    active_polygons,
    active_version,
    hold_layer,
    lock_layers,
    upsert_layer,
)
from mapper.db.tables import LayerVersion
from mapper.domain.geodata import Dataset, LayerRole
from mapper.domain.profile import TownProfile
from mapper.errors import DatasetError, SchematicError
from mapper.imports.feature_sets import FeatureSet
from mapper.imports.fetch import NetworkBudget
from mapper.imports.offers import Offer, make_offer
from mapper.imports.surroundings import Districts, Provenance, Surroundings
from mapper.services.load_profile_rows import write_districts, write_profile

LOADED_BY = "mapper geodata load"
# What tells in a version's report which source of the catalogue it came from.
_SOURCE_KEYS = ("kind", "source_titles")


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """What became of a dataset.

    `outcome` is loaded (a new version is active), unchanged (the active one is the same), kept
    (the active one is better or was imported by hand) or failed (nothing could be used; what
    was active stays). `area_error` is the largest relative deviation of a district from its
    published area.
    """

    dataset: str
    outcome: str
    source: str | None
    kind: str | None
    features: int
    schematic: bool
    area_error: float | None
    notes: tuple[str, ...]


def load_geodata(
    sessions: Sessions,
    profile: TownProfile,
    *,
    geodata_dir: Path | None = None,
    network: bool = True,
) -> tuple[DatasetReport, ...]:
    """Write the profile's rows, then each dataset in a transaction of its own.

    Parameters
    ----------
    geodata_dir
        A folder looked into before the network.
    network
        False leaves the network alone.

    Returns
    -------
    tuple
        One report per dataset of the catalogue. Loading the same twice changes nothing. A
        schematic layer never replaces a real one, nor does anything replace an import by hand.
    """
    with transaction(sessions) as session:
        write_profile(session, profile)
    around = Surroundings(profile, geodata_dir, NetworkBudget() if network else None)
    reports = []
    for dataset in sorted(profile.datasets, key=lambda one: one.role is not LayerRole.DISTRICTS):
        with transaction(sessions) as session:
            hold_layer(session, dataset.slug, wait=True)
            lock_layers(session)
            around = replace(around, districts=_districts(session, profile))
            reports.append(_load(session, dataset, around))
    return tuple(reports)


def _load(session: Session, dataset: Dataset, around: Surroundings) -> DatasetReport:
    active = active_version(session, dataset.slug)
    if active is not None and active.created_by != LOADED_BY:
        return _report(dataset, "kept", active, ["it was imported by hand"])
    if active is not None and active.activated_by not in (None, LOADED_BY):
        return _report(dataset, "kept", active, ["it was chosen by hand"])
    notes: list[str] = []
    for rank, source in enumerate(dataset.sources):
        if active is not None and rank > _rank(dataset, active):
            return _report(dataset, "kept", active, notes)
        try:
            offer = make_offer(dataset, source, around)
            if offer is None:
                continue
            if active is not None and offer.digest == active.report.get("digest"):
                return _report(dataset, "unchanged", active, notes)
            found = offer.read()
        except (DatasetError, SchematicError) as refused:
            notes.append(refused.message)
            continue
        version = _version(dataset, offer, found, notes, around.profile.languages[0])
        return _store(session, dataset, around.profile, version, found)
    return _report(dataset, "kept" if active else "failed", active, notes)


def _rank(dataset: Dataset, active: LayerVersion) -> int:
    """Place of the active version's source in the catalogue; the last when it is gone from it."""
    for rank, source in enumerate(dataset.sources):
        if [source.kind.value, source.titles] == [active.report.get(key) for key in _SOURCE_KEYS]:
            return rank
    return len(dataset.sources)


def _store(
    session: Session,
    dataset: Dataset,
    profile: TownProfile,
    version: NewVersion,
    found: FeatureSet,
) -> DatasetReport:
    language = profile.languages[0]
    layer = upsert_layer(session, dataset.slug, dataset.titles[language], dataset.role.value)
    if dataset.role is LayerRole.DISTRICTS:
        keyed = [(one.key, one.name, one.kind) for one in found.features if one.key]
        write_districts(session, profile, keyed)
    features = [
        NewFeature(
            key=one.key,
            name=one.name,
            kind=one.kind,
            geometry=one.geometry,
            attributes={"municipality": one.municipality, **one.attributes},
        )
        for one in found.features
    ]
    active = activate(session, layer, version, features)
    return _report(dataset, "loaded", active, [])


def _version(
    dataset: Dataset, offer: Offer, found: FeatureSet, notes: list[str], language: str
) -> NewVersion:
    source, provenance = offer.source, offer.provenance
    return NewVersion(
        source=source.titles[language],
        file_name=", ".join(file.file_name for file in source.files) or None,
        sha256=offer.sha256,
        source_crs=next((f"EPSG:{file.srid}" for file in source.files if file.srid), None),
        licence=provenance.licence,
        attribution=provenance.attribution,
        data_date=_first_day(provenance.as_of),
        schematic=provenance.schematic,
        report={
            "digest": offer.digest,
            "kind": source.kind.value,
            "source_titles": source.titles,
            "titles": dataset.titles,
            "as_of": provenance.as_of,
            "schematic_notes": dict(provenance.note),
            "locations": [file.location for file in source.files],
            "area_error": found.area_error,
            "notes": [*notes, *found.notes],
        },
        created_by=LOADED_BY,
    )


def _report(
    dataset: Dataset, outcome: str, version: LayerVersion | None, notes: list[str]
) -> DatasetReport:
    report = version.report if version is not None else {}
    area_error = report.get("area_error")
    stored_notes = report.get("notes") if outcome == "loaded" else None
    return DatasetReport(
        dataset=dataset.slug,
        outcome=outcome,
        source=_source_title(version) if version else None,
        kind=str(report["kind"]) if "kind" in report else None,
        features=version.feature_count if version else 0,
        schematic=version.schematic if version else False,
        area_error=area_error if isinstance(area_error, float) else None,
        notes=tuple(stored_notes) if isinstance(stored_notes, list) else tuple(notes),
    )


def _source_title(version: LayerVersion) -> str:
    """The source's English title, for commands; its only one for an import by hand."""
    titles = version.report.get("source_titles")
    return str(titles.get("en", version.source)) if isinstance(titles, dict) else version.source


def _districts(session: Session, profile: TownProfile) -> Districts:
    """The districts in use, for datasets that are put together from them."""
    dataset = next((one for one in profile.datasets if one.role is LayerRole.DISTRICTS), None)
    active = active_version(session, dataset.slug) if dataset else None
    if active is None:
        return Districts()
    as_of, note = active.report.get("as_of"), active.report.get("schematic_notes")
    return Districts(
        polygons=active_polygons(session, active),
        digest=str(active.report.get("digest", f"version {active.id}")),
        provenance=Provenance(
            licence=active.licence,
            attribution=active.attribution or "",
            as_of=str(as_of) if as_of else None,
            schematic=active.schematic,
            note=note if isinstance(note, dict) else {},
        ),
    )


def _first_day(as_of: str | None) -> date | None:
    """The first day of a day, month or year such as 2021-11."""
    if as_of is None:
        return None
    year_month_day = [*as_of.split("-"), "01", "01"][:3]
    try:
        return date.fromisoformat("-".join(year_month_day))
    except ValueError:
        return None
