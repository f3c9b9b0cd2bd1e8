"""What a database already holds, asked before adding it."""

from sqlalchemy import Select, column, exists, func, select, table

from mapper.db.tables.base import READER, SCHEMA_API
from mapper.db.tables.layers import Layer, LayerVersion
from mapper.db.tables.proposals import Proposal


def active_slugs() -> Select[str]:
    """The slugs of the layers that have an active version."""
    return (
        select(Layer.slug)
        .join(LayerVersion, LayerVersion.layer_id == Layer.id)
        .where(LayerVersion.state == "active")
    )


def any_sample() -> Select[bool]:
    """True when there are sample ideas."""
    return select(exists().where(Proposal.demo))


def active_layers() -> Select[str, int, bool]:
    """Title, number of objects and whether schematic, of each published layer."""
    return (
        select(Layer.title, LayerVersion.feature_count, LayerVersion.schematic)
        .join(LayerVersion, LayerVersion.layer_id == Layer.id)
        .where(LayerVersion.state == "active")
        .order_by(Layer.title)
    )


def count_proposals() -> Select[int]:
    """All ideas, whatever their state."""
    return select(func.count(Proposal.id))


def reader_may_read() -> Select[bool]:
    """True when the read-only role exists and may use the public schema."""
    allowed = func.has_schema_privilege(column("rolname"), SCHEMA_API, "usage")
    return (
        select(func.coalesce(func.bool_or(allowed), False))
        .select_from(table("pg_roles", column("rolname")))
        .where(column("rolname") == READER)
    )
