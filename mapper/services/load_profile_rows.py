"""What the town profile says, written into the tables others refer to; nothing is deleted."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from mapper.db.tables import (
    ActionField,
    AuditEvent,
    District,
    Municipality,
    Office,
    ParticipationRound,
    TextBlock,
)
from mapper.domain.geodata import DistrictFact
from mapper.domain.profile import Round, TownProfile


def write_profile(session: Session, profile: TownProfile) -> None:
    """Insert what the profile says, or bring it to the profile's words.

    Action fields and rounds that staff have edited stay as they are, and those they have deleted
    stay away; so do all offices and text blocks that are there.
    """
    for one in profile.municipalities:
        values = {"name": one.name, "population": one.population}
        session.execute(
            upsert(Municipality)
            .values(ags=one.ags, **values)
            .on_conflict_do_update(index_elements=["ags"], set_=values)
        )
    _write_action_fields(session, profile)
    deleted = _deleted(session, "round")
    for round_ in profile.rounds:
        if round_.slug not in deleted:
            _write_round(session, round_)
    for position, office in enumerate(profile.offices):
        values = {"name": office.name, "outside": office.outside, "position": position}
        session.execute(upsert(Office).values(key=office.key, **values).on_conflict_do_nothing())
    for position, block in enumerate(profile.text_blocks):
        session.execute(
            upsert(TextBlock)
            .values(
                kind=block.kind,
                key=block.key,
                titles=block.titles,
                bodies=block.bodies,
                position=position,
            )
            .on_conflict_do_nothing()
        )


def write_districts(
    session: Session, profile: TownProfile, found: Collection[tuple[str, str, str]]
) -> None:
    """Insert the districts that were loaded, or bring them to their names of now.

    Parameters
    ----------
    found
        Key, name and kind per district. Its population comes from the profile's facts.
    """
    ids = municipality_ids(session)
    facts = {one.key: one for one in profile.facts.districts}
    for key, name, kind in found:
        fact = facts.get(key)
        values = {
            "name": name,
            "kind": kind,
            "population": fact.population if fact else None,
            "population_date": _population_day(fact),
        }
        session.execute(
            upsert(District)
            .values(key=key, municipality_id=ids[key.split("/")[0]], **values)
            .on_conflict_do_update(index_elements=["key"], set_=values)
        )


def municipality_ids(session: Session) -> dict[str, int]:
    """Ids of the municipalities by AGS."""
    return {one.ags: one.id for one in session.scalars(select(Municipality))}


def _population_day(fact: DistrictFact | None) -> date | None:
    """The day of a population; None where only a month or a year is known."""
    try:
        return date.fromisoformat(fact.population_date or "") if fact else None
    except ValueError:
        return None


def _write_action_fields(session: Session, profile: TownProfile) -> None:
    ids = municipality_ids(session)
    kept = _deleted(session, "action_field") | set(
        session.scalars(select(ActionField.key).where(ActionField.edited_at.is_not(None)))
    )
    for position, one in enumerate(profile.action_fields):
        if one.key in kept:
            continue
        values = {
            "titles": one.titles,
            "colour": one.colour,
            "symbol": one.symbol,
            "position": position,
        }
        owners: list[int | None] = [ids[ags] for ags in one.municipalities]
        for municipality_id in owners or [None]:
            session.execute(
                upsert(ActionField)
                .values(key=one.key, municipality_id=municipality_id, **values)
                .on_conflict_do_update(index_elements=["municipality_id", "key"], set_=values)
            )


def _deleted(session: Session, subject: str) -> set[str]:
    """Keys of what staff have deleted at some time; the record of changes knows."""
    kind = AuditEvent.kind == f"{subject}.deleted"
    query = select(AuditEvent.subject_key).where(AuditEvent.subject == subject, kind)
    return set(session.scalars(query))


def _write_round(session: Session, round_: Round) -> None:
    values = {
        "titles": round_.titles,
        "questions": round_.questions,
        "intros": round_.intros,
        "area": list(round_.area),
        "action_fields": list(round_.action_fields),
        "opens": round_.opens,
        "closes": round_.closes,
        "address": round_.address,
        "standing": round_.standing,
    }
    session.execute(
        upsert(ParticipationRound)
        .values(slug=round_.slug, **values)
        .on_conflict_do_update(
            index_elements=["slug"], set_=values, where=ParticipationRound.edited_at.is_(None)
        )
    )
