"""What a database already holds, asked before adding it."""

from sqlalchemy import Select, exists, func, select

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
