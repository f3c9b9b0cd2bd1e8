"""Alembic's environment: the connection comes from `mapper.db.migrate`."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection

from mapper.db.tables import Base

FOREIGN = {"spatial_ref_sys"}


def include_object(
    obj: object, name: str | None, kind: str, reflected: bool, other: object
) -> bool:
    """PostGIS's own tables are not ours."""
    if kind == "table" and name in FOREIGN:
        return False
    return bool(alembic_helpers.include_object(obj, name, kind, reflected, other))


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_object=include_object,
    process_revision_directives=alembic_helpers.writer,
    render_item=alembic_helpers.render_item,
    compare_server_default=False,
    transaction_per_migration=False,
)
context.run_migrations()
