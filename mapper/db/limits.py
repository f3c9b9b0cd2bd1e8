"""An account's limits as conditions of a query over proposals."""

from sqlalchemy import ColumnElement, select

from mapper.db.tables import ActionField, Municipality, ParticipationRound, Proposal
from mapper.domain.roles import Limits


def within(limits: Limits, idea: type[Proposal] = Proposal) -> list[ColumnElement[bool]]:
    """Conditions on `Proposal`, or an alias of it; none for an account without limits."""
    conditions: list[ColumnElement[bool]] = []
    if limits.municipalities:
        ids = select(Municipality.id).where(Municipality.ags.in_(limits.municipalities))
        conditions.append(idea.municipality_id.in_(ids))
    if limits.rounds:
        rounds = select(ParticipationRound.id).where(ParticipationRound.slug.in_(limits.rounds))
        conditions.append(idea.round_id.in_(rounds))
    if limits.action_fields:
        fields = select(ActionField.id).where(ActionField.key.in_(limits.action_fields))
        conditions.append(idea.action_field_id.in_(fields))
    return conditions
