"""What an import's page shows besides the import: layers it may go to, and files made of it."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from mapper.db.tables import ImportJob, Layer, LayerVersion
from mapper.domain.roles import Right
from mapper.errors import NotFoundError
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import PREVIEW, PROBLEMS, ImportRoom


@dataclass(frozen=True, slots=True)
class Target:
    """A layer that a file may go to, with what its version in use says of itself."""

    slug: str
    title: str
    titles: dict[str, object]
    role: str
    licence: str | None
    attribution: str | None

    def title_in(self, lang: str) -> str:
        """The title in a language, else the one it was first given."""
        return str(self.titles.get(lang) or self.title)


def list_targets(office: Backoffice, who: Who) -> list[Target]:
    """All layers, by title."""
    active = (LayerVersion.layer_id == Layer.id) & (LayerVersion.state == "active")
    query = (
        select(
            Layer.slug,
            Layer.title,
            Layer.titles,
            Layer.role,
            LayerVersion.licence,
            LayerVersion.attribution,
        )
        .outerjoin(LayerVersion, active)
        .order_by(Layer.title, Layer.slug)
    )
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        return [Target(*row) for row in act.session.execute(query)]


def preview_file(office: Backoffice, room: ImportRoom, who: Who, job: UUID) -> Path:
    """The GeoJSON of what was read, simplified, in EPSG:4326.

    Raises
    ------
    NotFoundError
        Also before anything was read.
    """
    return _file(office, room, who, job, PREVIEW)


def problems_file(office: Backoffice, room: ImportRoom, who: Who, job: UUID) -> Path:
    """The table of all rows with which something was wrong; errors as for `preview_file`."""
    return _file(office, room, who, job, PROBLEMS)


def _file(office: Backoffice, room: ImportRoom, who: Who, job: UUID, name: str) -> Path:
    with office.acting(who, Right.MANAGE_LAYERS) as act:
        known = act.session.scalar(select(ImportJob.id).where(ImportJob.id == job))
    path = room.folder_of(job) / name
    if known is None or not path.is_file():
        raise NotFoundError("import", job)
    return path
