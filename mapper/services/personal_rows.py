"""Everything stored about an idea or an account, as plain values, every column by its name."""

import json
from collections.abc import Sequence
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import ColumnElement, LargeBinary, RowMapping, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from mapper.db.tables import (
    ActionField,
    AuditEvent,
    Base,
    Comment,
    District,
    Municipality,
    ParticipationEvent,
    ParticipationRound,
    Photo,
    Proposal,
    ProposalContact,
    ProposalMerge,
    ProposalOriginal,
    Remark,
    Report,
    Response,
    SavedView,
    StaffAccount,
    StaffSession,
    StaffToken,
    Support,
)

Personal = dict[str, Any]
"""Values that JSON knows, by the names of tables and columns."""

_HANGS_ON = (
    *(ProposalContact, ProposalOriginal, ProposalMerge, Photo),
    *(Comment, Response, Remark, Report, Support),
)
_WHOLE = aliased(Proposal)
_MORE: dict[type[Base], dict[str, ColumnElement[Any]]] = {
    ProposalMerge: {
        "into": select(_WHOLE.public_id)
        .where(_WHOLE.id == ProposalMerge.into_id)
        .correlate(ProposalMerge)
        .scalar_subquery()
    }
}
_BY_ID = {
    "round": (ParticipationRound.slug, ParticipationRound.id, Proposal.round_id),
    "action_field": (ActionField.key, ActionField.id, Proposal.action_field_id),
    "municipality": (Municipality.name, Municipality.id, Proposal.municipality_id),
    "district": (District.name, District.id, Proposal.district_id),
    "event": (ParticipationEvent.title, ParticipationEvent.id, Proposal.event_id),
}
LEFT_OUT = {
    "staff_account": {"password_hash", "recovery_hashes"},
    "proposal": {"client_key", "assigned_to"},
    "audit_event": {"digests"},
}
"""Secrets and colleagues; besides these, internal ids and all bytes (hashes, encrypted keys)."""


def proposal_rows(session: Session, number: str) -> Personal:
    """An idea, whatever its state, with everything that hangs on it; empty when it is gone."""
    names = {name: _named(*columns) for name, columns in _BY_ID.items()}
    ids = select(Proposal.id).where(Proposal.public_id == number)
    found = _rows(session, Proposal, Proposal.id.in_(ids), **names)
    if not found:
        return {}
    hanging = {
        table.__tablename__: _rows(
            session, table, table.proposal_id.in_(ids), **_MORE.get(table, {})
        )
        for table in _HANGS_ON
    }
    done = _audited(session, "proposal", number)
    for event in done:
        # Who decided is a colleague's personal data, not the citizen's.
        del event["actor"]
    return {**found[0], **hanging, "audit_event": done}


def account_rows(session: Session, login: str) -> Personal:
    """An account, what it has (sessions, links, views) and wrote, and the audit by and about it."""
    ids = select(StaffAccount.id).where(StaffAccount.login == login)
    [account] = _rows(session, StaffAccount, StaffAccount.id.in_(ids))
    written = {
        table.__tablename__: _rows(session, table, table.account_id.in_(ids))
        for table in (StaffSession, StaffToken, Remark, Response, SavedView)
    }
    done = _rows(session, AuditEvent, AuditEvent.actor == login)
    return {**account, **written, "audit_event": _audited(session, "account", login), "did": done}


def exported_columns(table: type[Base]) -> set[str]:
    """The columns that are handed out as they are stored."""
    return {name for name, column in _columns(table) if not _is_silent(table, name, column)}


def _audited(session: Session, subject: str, key: str) -> list[Personal]:
    about = (AuditEvent.subject == subject) & (AuditEvent.subject_key == key)
    return _rows(session, AuditEvent, about)


def _rows(
    session: Session, table: type[Base], which: ColumnElement[bool], **more: ColumnElement[Any]
) -> list[Personal]:
    names = exported_columns(table)
    values = [_value(column).label(name) for name, column in _columns(table) if name in names]
    extra = [column.label(name) for name, column in more.items()]
    query: Select[Any] = select(*values, *extra).where(which)
    ordered = query.order_by(*table.__table__.primary_key)
    return [_plain(row) for row in session.execute(ordered).mappings()]


def _columns(table: type[Base]) -> Sequence[tuple[str, ColumnElement[Any]]]:
    return list(table.__table__.columns.items())


def _is_silent(table: type[Base], name: str, column: ColumnElement[Any]) -> bool:
    internal = name == "id" or (name.endswith("_id") and name != "public_id")
    secret = isinstance(column.type, LargeBinary) or name in LEFT_OUT.get(table.__tablename__, ())
    return internal or secret


def _value(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, Geometry):
        return func.ST_AsGeoJSON(func.ST_Transform(column, 4326), 6)
    return column


def _named(
    name: InstrumentedAttribute[str],
    row_id: InstrumentedAttribute[int],
    wanted: InstrumentedAttribute[Any],
) -> ColumnElement[str]:
    return select(name).where(row_id == wanted).correlate(Proposal).scalar_subquery()


def _plain(row: RowMapping) -> Personal:
    return {name: _for_json(name, value) for name, value in row.items()}


def _for_json(name: str, value: Any) -> Any:
    if name in ("geom", "shape", "public_geom") and isinstance(value, str):
        return json.loads(value)
    return value if isinstance(value, str | int | bool | list | dict | None) else str(value)
