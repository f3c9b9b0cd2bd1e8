"""What all tables share: the storage CRS, naming of constraints, common columns."""

from datetime import datetime
from typing import Annotated, ClassVar

from sqlalchemy import BigInteger, DateTime, Identity, MetaData, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

STORAGE_SRID = 25833
"""ETRS89 / UTM zone 33N, metres: a constant of the installation, checked at start."""

SCHEMA_API = "public_api"
"""The schema of views that define what is public."""

READER = "ideenkarte_reader"
"""The role for GIS programs: it reads those views and nothing else, and cannot log in by itself."""

APP = "ideenkarte_app"
"""The role the web server works as: it reads and writes rows, of the audit it only adds some."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base; datetimes carry a time zone, dicts are jsonb."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True), dict[str, object]: JSONB}


Id = Annotated[int, mapped_column(Identity(), primary_key=True)]
BigId = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Created = Annotated[datetime, mapped_column(server_default=func.now())]
