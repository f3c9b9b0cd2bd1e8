"""Locks by name, for what is done by one at a time."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def wait_for_turn(session: Session, name: str) -> None:
    """Wait until nobody else holds this name, and keep others waiting until the commit."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))
