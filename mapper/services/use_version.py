"""A version of a layer is written, and put to use in place of another, in one transaction."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from mapper.db.layer_versions import (
    AREA_ROLES,
    hold_layer,
    lock_layers,
    make_active,
    upsert_layer,
    use_areas,
)
from mapper.db.tables import Feature, Layer, LayerVersion
from mapper.domain.geodata import LayerRole
from mapper.domain.imports import Difference, ImportReport
from mapper.errors import ImportRefusedError
from mapper.services import audit

# A key that nobody knew is a new district; those that are known keep what the town calls them.
_NEW_DISTRICTS = text(
    "insert into district (municipality_id, key, name, kind) "
    "select m.id, f.key, coalesce(f.name, split_part(f.key, '/', 2)), 'district' "
    "from feature f join municipality m on m.ags = split_part(f.key, '/', 1) "
    "where f.layer_version_id = :version and split_part(f.key, '/', 2) <> '' "
    "on conflict do nothing"
)


@dataclass(frozen=True, slots=True)
class Activation:
    """A version that is shown now; `reassigned` ideas changed district with it.

    None for layers that assign nothing.
    """

    version_id: int
    reassigned: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from."""

    source: str
    file_name: str | None
    sha256: str | None
    licence: str | None
    attribution: str | None
    created_by: str


def take_layer(session: Session, slug: str, title: str, role: str) -> Layer:
    """The layer, made where there is none, for this transaction alone.

    Raises
    ------
    ImportRefusedError
        Another one writes into it, or it is of another kind.
    """
    if not hold_layer(session, slug):
        raise ImportRefusedError("busy_layer", layer=title)
    layer = upsert_layer(session, slug, title, role)
    if layer.role != role:
        raise ImportRefusedError("other_kind", layer=layer.title)
    return layer


def take_over(
    session: Session,
    secret: str,
    layer: Layer,
    version_id: int,
    origin: Origin,
    report: ImportReport,
    difference: Difference | None,
    *,
    by: str,
    activate: bool,
) -> ImportReport:
    """Make a version of features that are there already, and put it to use with `activate`.

    Returns
    -------
    ImportReport
        With the number of ideas that changed district.

    Raises
    ------
    ImportRefusedError
        Nothing was stored, or nothing that a layer of areas could be used for.
    """
    _add_version(session, layer, version_id, origin, report, difference)
    audit.record(
        session, secret, by, "layer.imported", "layer", layer.slug, {"version": version_id}
    )
    if not activate:
        return report
    used = put_to_use(session, layer, version_id, by)
    audit.record(
        session, secret, by, "layer.activated", "layer", layer.slug, {"version": version_id}
    )
    report = replace(report, reassigned=used.reassigned)
    kept = update(LayerVersion).where(LayerVersion.id == version_id)
    session.execute(kept.values(report=make_report(report, difference)))
    return report


def put_to_use(session: Session, layer: Layer, version_id: int, by: str) -> Activation:
    """Show a version in place of the one shown so far; its areas assign the ideas anew."""
    lock_layers(session)
    former = make_active(session, layer.id, version_id, by)
    if layer.role not in AREA_ROLES:
        return Activation(version_id)
    return Activation(version_id, use_areas(session, layer.role, former, version_id))


def to_json(report: ImportReport | Difference | None) -> dict[str, object]:
    """As a column keeps it; empty for None."""
    return {} if report is None else {**_storable(asdict(report))}


def make_report(report: ImportReport, difference: Difference | None) -> dict[str, object]:
    """What a version keeps of its import; rows of the table it has itself."""
    kept = to_json(report)
    del kept["rows"]
    return {"kind": "import", "import": kept, "difference": to_json(difference)}


def _storable(value: Any) -> Any:
    """The same without what the database's JSON cannot hold: zero bytes, infinite numbers."""
    match value:
        case str():
            return value.replace("\0", "")
        case float():
            return value if abs(value) < float("inf") else None
        case Mapping():
            return {str(_storable(key)): _storable(one) for key, one in value.items()}
        case list() | tuple():
            return [_storable(one) for one in value]
    return value


def _add_version(
    session: Session,
    layer: Layer,
    version_id: int,
    origin: Origin,
    report: ImportReport,
    difference: Difference | None,
) -> None:
    count, keyed = session.execute(
        select(func.count(), func.count(Feature.key)).where(Feature.layer_version_id == version_id)
    ).one()
    if layer.role in AREA_ROLES and not keyed:
        raise ImportRefusedError("no_districts")
    if not count:
        raise ImportRefusedError("no_features")
    if layer.role == LayerRole.DISTRICTS:
        session.execute(_NEW_DISTRICTS, {"version": version_id})
    crs = report.crs
    session.execute(
        insert(LayerVersion).values(
            id=version_id,
            layer_id=layer.id,
            state="staged",
            source_crs=crs.crs if crs else None,
            feature_count=count,
            report=make_report(report, difference),
            **asdict(origin),
        )
    )
