"""The views of what is public, as SQLAlchemy sees them: all that may be read for the public."""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    Date,
    DateTime,
    Double,
    Integer,
    SmallInteger,
    TableClause,
    Text,
    column,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.sql.expression import ColumnClause

from mapper.db.tables import SCHEMA_API, STORAGE_SRID

CELL_COLUMNS = {size: f"public_cell_{size}" for size in (1000, 500, 250, 125)}


def _columns(kind: type[Integer | Text | SmallInteger], names: str) -> list[ColumnClause[object]]:
    return [column(name, kind()) for name in names.split()]


PROPOSAL = table(
    "public_proposal",
    *_columns(Text, "public_id title body display_name place_certainty public_precision"),
    *_columns(Text, "action_field district district_name municipality municipality_name"),
    *_columns(Text, "round response_status"),
    *_columns(Integer, "id action_field_id round_id municipality_id district_id support_count"),
    *_columns(Integer, " ".join(CELL_COLUMNS.values())),
    column("public_geom", Geometry("POINT", srid=STORAGE_SRID)),
    column("shape", Geometry(srid=STORAGE_SRID)),
    column("demo"),
    column("created_at", DateTime(timezone=True)),
    column("created_day", Date()),
)
RESPONSE = table(
    "public_response",
    *_columns(Integer, "id"),
    *_columns(Text, "public_id response_status body office council_paper_url"),
    column("decided_on", Date()),
    column("created_at", DateTime(timezone=True)),
)
MUNICIPALITY = table(
    "municipality",
    *_columns(Integer, "id population"),
    *_columns(Text, "ags name"),
    schema=SCHEMA_API,
)
DISTRICT = table(
    "district",
    *_columns(Integer, "id population"),
    *_columns(Text, "key name kind municipality"),
    schema=SCHEMA_API,
)
ACTION_FIELD = table(
    "action_field",
    *_columns(Integer, "id position"),
    *_columns(Text, "key colour symbol municipality"),
    column("titles", JSONB()),
    column("active"),
    schema=SCHEMA_API,
)
ROUND = table(
    "participation_round",
    *_columns(Integer, "id"),
    *_columns(Text, "slug address moderation"),
    *(column(name, JSONB()) for name in ("titles", "questions", "intros")),
    *(column(name, ARRAY(Text())) for name in ("area", "action_fields")),
    *(column(name, DateTime(timezone=True)) for name in ("opens", "closes")),
    column("standing"),
    schema=SCHEMA_API,
)
ROUND_RESULT = table(
    "round_result",
    *_columns(Text, "round"),
    column("published", JSONB()),
    column("published_at", DateTime(timezone=True)),
    schema=SCHEMA_API,
)
MERGED_PROPOSAL = table(
    "merged_proposal",
    *_columns(Text, "public_id into_public_id title body display_name"),
    column("created_at", DateTime(timezone=True)),
    schema=SCHEMA_API,
)
LAYER = table(
    "public_layer",
    *_columns(Integer, "id version_id feature_count position min_zoom"),
    *_columns(Text, "slug title role source licence attribution source_crs sha256"),
    *(column(name, JSONB()) for name in ("style", "report", "titles")),
    column("data_date", Date()),
    column("schematic"),
    column("activated_at", DateTime(timezone=True)),
)
FEATURE = table(
    "public_feature",
    *_columns(Integer, "id version_id"),
    *_columns(Text, "layer key name kind"),
    column("schematic"),
    column("attributes", JSONB()),
    column("geom", Geometry(srid=STORAGE_SRID)),
)
_COUNTED = "municipality_id district_id proposals supports"
ROLLUP = table(
    "rollup",
    *_columns(SmallInteger, "grain cell_size response_status"),
    *_columns(Integer, "round_id action_field_id period cell"),
    *_columns(Integer, _COUNTED),
    schema=SCHEMA_API,
)
ROLLUP_DELTA = table(
    "rollup_delta",
    *_columns(Integer, "id round_id action_field_id response_status"),
    *_columns(Integer, " ".join(CELL_COLUMNS.values())),
    *_columns(Integer, _COUNTED),
    column("day", Date()),
    schema=SCHEMA_API,
)


def _facts(name: str, *more: ColumnClause[Any]) -> TableClause:
    return table(
        name,
        *_columns(Integer, "proposal_id round_id action_field_id municipality_id district_id"),
        *_columns(Integer, "support_count cell_1000 cell_500 cell_250 cell_125"),
        *_columns(SmallInteger, "response_status"),
        *(column(name, Double()) for name in ("easting", "northing")),
        column("created_day", Date()),
        *more,
    )


FACT = _facts("public_fact")
SEARCHED_FACT = _facts("public_searched_fact", column("search", TSVECTOR()))
EXACT_SEARCHED_FACT = _facts("searched_fact", *_columns(Text, "channel"), column("search"))
"""Exact places: for planning only."""
