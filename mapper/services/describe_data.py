"""What is shown on the map, and where it comes from."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.views import LAYER
from mapper.domain.geodata import LayerRole

# Readers look for the ground first, then for what lies on it.
_ORDER = tuple(LayerRole)


@dataclass(frozen=True, slots=True)
class DataDescription:
    """A public layer in use, its `version` imported at `imported_at` from `source_crs`.

    `titles`, `source_titles` and `schematic_note` hold texts by language, maybe none: `title`
    and `source` are always there, and only schematic geometry has a note. `date` is the first
    day of the period the data is of, `as_of` the period as its source gives it (`2021-11`).
    `locations` are file names or addresses. `area_error` is the largest relative deviation of a
    district from its published area.
    """

    slug: str
    role: str
    title: str
    titles: dict[str, str]
    source: str
    source_titles: dict[str, str]
    source_kind: str | None
    licence: str | None
    attribution: str | None
    date: date | None
    as_of: str | None
    features: int
    schematic: bool
    schematic_note: dict[str, str]
    area_error: float | None
    locations: tuple[str, ...]
    sha256: str | None
    source_crs: str | None = None
    version: int | None = None
    imported_at: datetime | None = None


def describe_data(sessions: Sessions) -> tuple[DataDescription, ...]:
    """Every public layer with an active version; districts and municipalities first."""
    names = (
        *("slug", "title", "role", "source", "licence", "attribution", "data_date", "schematic"),
        *("feature_count", "sha256", "report", "titles", "source_crs", "version_id"),
        "activated_at",
    )
    with transaction(sessions) as session:
        rows = session.execute(select(*(LAYER.c[name] for name in names))).all()
    described = [_describe(dict(row._mapping)) for row in rows]
    return tuple(sorted(described, key=lambda one: (_ORDER.index(LayerRole(one.role)), one.slug)))


def _describe(row: dict[str, object]) -> DataDescription:
    report = row["report"] if isinstance(row["report"], dict) else {}
    area_error = report.get("area_error")
    day = row["data_date"]
    return DataDescription(
        slug=str(row["slug"]),
        role=str(row["role"]),
        title=str(row["title"]),
        titles={**_texts(report.get("titles")), **_texts(row["titles"])},
        source=str(row["source"]),
        source_titles=_texts(report.get("source_titles")),
        source_kind=_optional(report.get("kind")),
        licence=_optional(row["licence"]),
        attribution=_optional(row["attribution"]),
        date=day if isinstance(day, date) else None,
        as_of=_optional(report.get("as_of")),
        features=int(str(row["feature_count"])),
        schematic=bool(row["schematic"]),
        schematic_note=_texts(report.get("schematic_notes")),
        area_error=area_error if isinstance(area_error, float) else None,
        locations=tuple(str(one) for one in report.get("locations", [])),
        sha256=_optional(row["sha256"]),
        source_crs=_optional(row["source_crs"]),
        version=int(str(row["version_id"])),
        imported_at=moment if isinstance(moment := row["activated_at"], datetime) else None,
    )


def _optional(value: object) -> str | None:
    return str(value) if value else None


def _texts(value: object) -> dict[str, str]:
    return {str(lang): str(text) for lang, text in value.items()} if isinstance(value, dict) else {}
