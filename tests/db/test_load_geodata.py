"""Datasets in the database: which source wins, and that nothing is ever half done."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import ActionField, District, LayerVersion, ParticipationRound, Proposal
from mapper.domain.geodata import DistrictFact, Facts
from mapper.domain.tokens import new_public_id
from mapper.geo.crs import to_metres
from mapper.services.load_geodata import load_geodata
from mapper.services.use_version import take_layer
from mapper.services.versions import roll_back
from tests.conftest import PROJECT
from tests.db.geodata import EAST, FROM_FOLDER, OWN, REAL, WEST, WHOLE, districts_file, versions
from tests.processes import wait_until
from tests.staff import TESTER, office_on


def pin(sessions: Sessions, lon: float, lat: float) -> int:
    """Store a published idea at a place; its id."""
    easting, northing = to_metres(lon, lat)
    with transaction(sessions) as session:
        return session.execute(
            insert(Proposal)
            .values(
                public_id=new_public_id(),
                client_key=uuid4(),
                round_id=session.scalar(select(func.min(ParticipationRound.id))),
                action_field_id=session.scalar(select(func.min(ActionField.id))),
                place_certainty="point",
                geom=f"SRID=25833;POINT({easting!r} {northing!r})",
                public_precision="exact",
                title="Eine Bank",
                body="Hier fehlt eine Bank.",
                moderation_status="published",
            )
            .returning(Proposal.id)
        ).scalar_one()


def district_of(sessions: Sessions, proposal_id: int) -> str | None:
    query = (
        select(District.key)
        .join(Proposal, Proposal.district_id == District.id)
        .where(Proposal.id == proposal_id)
    )
    with transaction(sessions) as session:
        return session.scalar(query)


def test_better_source_takes_over_and_stays(empty_sessions: Sessions) -> None:
    """Schematic first; real ones replace them; without the folder the real ones stay."""
    folder = REAL or PROJECT / "tests" / "data" / "profile_seengrund" / "layers"

    first = load_geodata(empty_sessions, OWN, network=False)
    second = load_geodata(empty_sessions, OWN, geodata_dir=folder, network=False)
    third = load_geodata(empty_sessions, OWN, network=False)

    assert first[0].schematic
    assert first[0].area_error is not None
    assert first[0].area_error < 0.03
    assert second[0].outcome == ("loaded" if REAL else "unchanged")
    assert third[0].outcome == ("kept" if REAL else "unchanged")
    assert third[0].schematic is (REAL is None)
    assert [one for one in versions(empty_sessions) if one[1] == "active"].count(
        ("districts", "active")
    ) == 1


def test_ideas_follow_their_districts(empty_sessions: Sessions, tmp_path: Path) -> None:
    load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path, Alt=WHOLE))
    there = pin(empty_sessions, 14.03, 52.71)
    before = district_of(empty_sessions, there)

    load_geodata(
        empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path, Alt=WEST, Neu=EAST)
    )

    assert before == "99000001/alt"
    assert district_of(empty_sessions, there) == "99000001/neu"
    assert versions(empty_sessions) == [("districts", "retired"), ("districts", "active")]


def test_facts_tell_the_core_town_where_the_file_does_not(
    empty_sessions: Sessions, tmp_path: Path
) -> None:
    core = DistrictFact("99000001", "Alt", "core_town", None, ((14.01, 52.71),), 812, "2024-12-31")
    profile = replace(FROM_FOLDER, facts=Facts(districts=(core,)))

    load_geodata(empty_sessions, profile, geodata_dir=districts_file(tmp_path, Alt=WEST, Neu=EAST))

    with transaction(empty_sessions) as session:
        old, new = session.scalars(select(District).order_by(District.key)).all()
    assert (old.kind, old.population, old.population_date) == ("core_town", 812, date(2024, 12, 31))
    assert (new.kind, new.population, new.population_date) == ("district", None, None)


def test_broken_file_leaves_what_is_there(empty_sessions: Sessions, tmp_path: Path) -> None:
    folder = districts_file(tmp_path, Alt=WHOLE)
    load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=folder)
    (folder / "districts.geojson").write_text("<html></html>", encoding="utf-8")

    (report,) = load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=folder)

    assert report.outcome == "kept"
    assert "no geodata file that can be read" in report.notes[0]
    assert versions(empty_sessions) == [("districts", "active")]


def test_nothing_usable_is_said_and_nothing_stored(
    empty_sessions: Sessions, tmp_path: Path
) -> None:
    (report,) = load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=tmp_path / "away")

    assert (report.outcome, report.features, report.source) == ("failed", 0, None)
    assert versions(empty_sessions) == []


def test_failure_while_storing_leaves_the_former_version(
    empty_sessions: Sessions, tmp_path: Path
) -> None:
    """The database itself refuses the second version's second feature."""
    load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path, Alt=WHOLE))
    with transaction(empty_sessions) as session:
        session.execute(
            text(
                "create function refuse() returns trigger language plpgsql as "
                "$$ begin raise exception 'no'; end $$"
            )
        )
        session.execute(
            text(
                "create trigger refuse before insert on feature for each row"
                " when (new.key = '99000001/neu') execute function refuse()"
            )
        )

    with pytest.raises(DBAPIError):
        load_geodata(
            empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path, Alt=WEST, Neu=EAST)
        )

    assert versions(empty_sessions) == [("districts", "active")]
    with transaction(empty_sessions) as session:
        assert session.scalars(select(District.name)).all() == ["Alt"]


def test_import_by_hand_is_left_alone(empty_sessions: Sessions, tmp_path: Path) -> None:
    folder = districts_file(tmp_path, Alt=WHOLE)
    load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=folder)
    with transaction(empty_sessions) as session:
        session.execute(update(LayerVersion).values(created_by="somebody", report={}))

    (report,) = load_geodata(
        empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path, Neu=EAST)
    )

    assert report.outcome == "kept"
    assert report.notes == ("it was imported by hand",)
    assert versions(empty_sessions) == [("districts", "active")]


def test_a_version_chosen_by_hand_is_left_alone(empty_sessions: Sessions, tmp_path: Path) -> None:
    for shapes in ({"Alt": WHOLE}, {"Neu": EAST}):
        load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path, **shapes))
    roll_back(office_on(empty_sessions), TESTER, "districts")

    (report,) = load_geodata(
        empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path, Neu=EAST)
    )

    assert (report.outcome, report.notes) == ("kept", ("it was chosen by hand",))
    assert versions(empty_sessions) == [("districts", "active"), ("districts", "retired")]


def test_a_load_waits_for_an_import_into_the_same_layer(
    empty_sessions: Sessions, tmp_path: Path
) -> None:
    load_geodata(
        empty_sessions, FROM_FOLDER, geodata_dir=districts_file(tmp_path / "old", Alt=WHOLE)
    )
    folder = districts_file(tmp_path / "new", Alt=WEST, Neu=EAST)
    waiting = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")
    with ThreadPoolExecutor(1) as pool:
        with transaction(empty_sessions) as importing:
            take_layer(importing, "districts", "Districts", "districts")
            loading = pool.submit(load_geodata, empty_sessions, FROM_FOLDER, geodata_dir=folder)
            wait_until(lambda: loading.done() or importing.scalar(waiting) == 1)
            assert not loading.done()
            importing.execute(update(LayerVersion).values(created_by="gis", report={}))
        (report,) = loading.result()

    assert (report.outcome, report.notes) == ("kept", ("it was imported by hand",))
    assert versions(empty_sessions) == [("districts", "active")]


def test_two_loads_at_once_make_one_version(empty_sessions: Sessions, tmp_path: Path) -> None:
    folder = districts_file(tmp_path, Alt=WEST, Neu=EAST)
    load_geodata(empty_sessions, replace(FROM_FOLDER, datasets=()))

    def load(_: int) -> str:
        return load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=folder)[0].outcome

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(load, range(4)))

    assert outcomes == ["loaded", "unchanged", "unchanged", "unchanged"]
    assert versions(empty_sessions) == [("districts", "active")]
