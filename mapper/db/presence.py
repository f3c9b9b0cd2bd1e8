"""What a database already holds, asked before adding it."""

from sqlalchemy import ColumnElement, Select, column, exists, func, or_, select, table

from mapper.db.tables.base import APP, READER, SCHEMA_API
from mapper.db.tables.layers import Layer, LayerVersion
from mapper.db.tables.proposals import Proposal
from mapper.db.tables.staff import AuditEvent, StaffAccount
from mapper.domain.roles import Role

DEMO_MARK = "demo"
"""The field by which the record of changes knows an account that is there to try things out."""


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


def any_demo_account() -> Select[bool]:
    """True when there are accounts to try things out."""
    return select(select(StaffAccount.id).where(is_demo_account()).exists())


def is_demo_account() -> ColumnElement[bool]:
    """True for an account that was made to try things out, by the record of its making.

    The record holds the very moment at which the account was made, so that a real one of the same
    login is never taken for it.
    """
    made = select(AuditEvent.id).where(
        AuditEvent.subject == "account",
        AuditEvent.subject_key == StaffAccount.login,
        AuditEvent.kind == "account.added",
        AuditEvent.fields.contains([DEMO_MARK]),
        AuditEvent.at == StaffAccount.created_at,
    )
    return made.correlate(StaffAccount).exists()


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


def app_role() -> Select[bool, bool]:
    """Whether this account can work as the application's role, and what that may not; or no row."""
    role = table("pg_roles", column("oid"), column("rolname"))
    audit = AuditEvent.__tablename__
    return (
        select(
            func.pg_has_role(role.c.oid, "member").label("usable"),
            func.has_table_privilege(role.c.oid, audit, "update, delete").label("may_change_audit"),
        )
        .select_from(role)
        .where(role.c.rolname == APP)
    )


def count_administrators() -> Select[int]:
    """Enabled administrators who can sign in: by password or at the provider."""
    return select(func.count(StaffAccount.id)).where(
        StaffAccount.roles.contains([Role.ADMIN.value]),
        StaffAccount.disabled_at.is_(None),
        or_(StaffAccount.password_hash.is_not(None), StaffAccount.oidc_subject.is_not(None)),
    )
