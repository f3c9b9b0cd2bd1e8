"""Versions of layers: listed, put to use again, deleted."""

from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mapper.db.layer_versions import AREA_ROLES, hold_layer
from mapper.db.tables import Layer, LayerVersion
from mapper.domain.imports import ImportReport
from mapper.domain.roles import Right
from mapper.domain.terms import Terms, read_terms
from mapper.errors import ChangedMeanwhileError, ImportRefusedError, NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import last_actor, set_values
from mapper.services.use_version import Activation, put_to_use

_REPORT = TypeAdapter(ImportReport)


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version of a layer; `report` is None for one that was not imported by hand."""

    id: int
    state: str
    source: str
    file_name: str | None
    sha256: str | None
    source_crs: str | None
    licence: str | None
    attribution: str | None
    features: int
    schematic: bool
    created_at: datetime
    created_by: str | None
    activated_at: datetime | None
    activated_by: str | None
    report: ImportReport | None
    shown_before: bool
    """Whether it is what was shown before the one that is shown now."""


def list_versions(office: Backoffice, who: Who, slug: str) -> list[ListedVersion]:
    """All versions of a layer, the newest first.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        layer = _layer(act.session, slug)
        query = (
            select(LayerVersion)
            .where(LayerVersion.layer_id == layer.id)
            .order_by(LayerVersion.id.desc())
        )
        before = _shown_before(act.session, layer)[-1:]
        return [_listed(row, row.id in before) for row in act.session.scalars(query)]


def change_terms(office: Backoffice, who: Who, version_id: int, terms: Terms, seen: Terms) -> None:
    """Say under which licence a version is, and whose data; everyone reads it at once.

    Parameters
    ----------
    seen
        What was stored when the editor looked.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, ImportRefusedError, TextTooLongError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        layer, version = _take(act, version_id)
        if (version.licence, version.attribution) != (seen.licence, seen.attribution):
            raise ChangedMeanwhileError("layer", layer.slug, last_actor(act, "layer", layer.slug))
        changes = set_values(version, asdict(read_terms(terms)))
        if changes:
            told = {"version": version_id, **changes}
            act.record("layer.terms_changed", "layer", layer.slug, told)


def activate_version(office: Backoffice, who: Who, version_id: int) -> Activation:
    """Show this version from now on; the one in use keeps being shown to the end of that.

    Raises
    ------
    NotFoundError, ImportRefusedError
        There is none; somebody else is writing into the layer.
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        layer, version = _take(act, version_id)
        if version.state == "active":
            return Activation(version_id)
        done = put_to_use(act.session, layer, version_id, act.actor.name)
        act.record("layer.activated", "layer", layer.slug, {"version": version_id})
        return done


def roll_back(office: Backoffice, who: Who, slug: str, expected: int | None = None) -> Activation:
    """Show again what was shown before the version in use; once more, what was shown before that.

    Parameters
    ----------
    expected
        The version that whoever asks was told this would be; None takes any.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, ImportRefusedError
        Nothing else was shown before, or nothing of that is left; it is another one by now.
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        layer = _hold(act.session, slug)
        before = _shown_before(act.session, layer)
        if not before:
            raise NotFoundError("version", slug)
        if expected not in (None, before[-1]):
            raise ChangedMeanwhileError("layer", slug, last_actor(act, "layer", slug))
        done = put_to_use(act.session, layer, before[-1], act.actor.name)
        layer.former_versions = before[:-1]
        act.record("layer.activated", "layer", slug, {"version": done.version_id})
        return done


def check_version(office: Backoffice, who: Who, slug: str, version_id: int) -> None:
    """Refuse the number of a version of another layer.

    Raises
    ------
    NotFoundError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        found = act.session.get(LayerVersion, version_id)
        if found is None or found.layer_id != _layer(act.session, slug).id:
            raise NotFoundError("version", version_id)


def delete_version(office: Backoffice, who: Who, version_id: int) -> None:
    """Delete a version that is not shown, with all its objects.

    Raises
    ------
    NotFoundError, ImportRefusedError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        layer, version = _take(act, version_id)
        if version.state == "active":
            raise ImportRefusedError("version_in_use", layer=layer.title)
        act.session.execute(delete(LayerVersion).where(LayerVersion.id == version_id))
        act.record("layer.version_deleted", "layer", layer.slug, {"version": version_id})


def delete_layer(office: Backoffice, who: Who, slug: str) -> None:
    """Delete a layer with all its versions; never districts and municipalities that are in use.

    Raises
    ------
    NotFoundError, ImportRefusedError
    """
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        layer = _hold(act.session, slug)
        used = select(LayerVersion.id).where(
            LayerVersion.layer_id == layer.id, LayerVersion.state == "active"
        )
        if layer.role in AREA_ROLES and act.session.scalar(used) is not None:
            raise ImportRefusedError("layer_needed", layer=layer.title)
        # By themselves, for the objects go with rows that are deleted in their own right.
        act.session.execute(delete(LayerVersion).where(LayerVersion.layer_id == layer.id))
        act.session.execute(delete(Layer).where(Layer.id == layer.id))
        act.record("layer.deleted", "layer", slug)


def _layer(session: Session, slug: str) -> Layer:
    """The layer as it is now."""
    query = select(Layer).where(Layer.slug == slug)
    layer = session.scalar(query.execution_options(populate_existing=True))
    if layer is None:
        raise NotFoundError("layer", slug)
    return layer


def _hold(session: Session, slug: str) -> Layer:
    """The layer, with nobody else writing into it; until then it may have been deleted."""
    found = _layer(session, slug)
    if not hold_layer(session, slug):
        raise ImportRefusedError("busy_layer", layer=found.title)
    return _layer(session, slug)


def _shown_before(session: Session, layer: Layer) -> list[int]:
    """Those shown one after the other before the present one, as far as they are still there."""
    query = select(LayerVersion.id, LayerVersion.state).where(LayerVersion.layer_id == layer.id)
    states = {row.id: row.state for row in session.execute(query)}
    before = [one for one in layer.former_versions if one in states]
    while before and states[before[-1]] == "active":
        before.pop()
    return before


def _take(act: Act, version_id: int) -> tuple[Layer, LayerVersion]:
    """A version and its layer, with nobody else writing into it."""
    of_version = LayerVersion.id == version_id
    slug = act.session.scalar(select(Layer.slug).join(LayerVersion).where(of_version))
    layer = _hold(act.session, slug) if slug else None
    version = act.session.scalar(select(LayerVersion).where(of_version))
    if layer is None or version is None:
        raise NotFoundError("version", version_id)
    return layer, version


def _listed(row: LayerVersion, shown_before: bool) -> ListedVersion:
    return ListedVersion(
        id=row.id,
        state=row.state,
        source=row.source,
        file_name=row.file_name,
        sha256=row.sha256,
        source_crs=row.source_crs,
        licence=row.licence,
        attribution=row.attribution,
        features=row.feature_count,
        schematic=row.schematic,
        created_at=row.created_at,
        created_by=row.created_by,
        activated_at=row.activated_at,
        activated_by=row.activated_by,
        report=_report(row.report.get("import")),
        shown_before=shown_before,
    )


def _report(kept: object) -> ImportReport | None:
    try:
        return _REPORT.validate_python(kept) if kept else None
    except ValidationError:
        return None
