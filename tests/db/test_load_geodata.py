"""Datasets in the database: which source wins, and that nothing is ever half done."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
import shapely
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from mapper.db.engine import Sessions, transaction
from mapper.db.lookups import place_of_point
from mapper.db.tables import (
    ActionField,
    District,
    Feature,
    Layer,
    LayerVersion,
    Municipality,
    ParticipationRound,
    Proposal,
)
from mapper.domain.geodata import (
    Dataset,
    DatasetSource,
    DistrictFact,
    Facts,
    LayerRole,
    SourceFile,
    SourceKind,
)
from mapper.domain.profile import TownProfile
from mapper.domain.tokens import new_public_id
from mapper.geo.crs import to_metres
from mapper.profile import load_profile
from mapper.services.describe_data import describe_data
from mapper.services.load_geodata import DatasetReport, load_geodata
from tests.conftest import PROJECT, REAL_GEODATA, copied_database, opened
from tests.unit.loopback import misbehaving_server, seconds_at_most

OWN = load_profile(PROJECT / "geodata")
INVENTED = load_profile(PROJECT / "tests" / "data" / "profile_seengrund")
REAL = REAL_GEODATA if (REAL_GEODATA / "ortsteile_osm2021.geojson").is_file() else None

WEST = shapely.box(14.00, 52.70, 14.02, 52.72)
EAST = shapely.box(14.02, 52.70, 14.04, 52.72)
WHOLE = shapely.box(14.00, 52.70, 14.04, 52.72)


@pytest.fixture(scope="module")
def loaded(server_url: str, empty_template: str) -> Iterator[tuple[Sessions, list[DatasetReport]]]:
    """The own profile with the real districts, or the schematic ones where they are not at hand."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        yield sessions, list(load_geodata(sessions, OWN, geodata_dir=REAL, network=False))


def districts_file(folder: Path, **areas: shapely.Polygon) -> Path:
    """A folder with districts.geojson, its districts in municipality 99000001."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "ags": "99000001"},
            "geometry": shapely.geometry.mapping(area),
        }
        for name, area in areas.items()
    ]
    folder.mkdir(exist_ok=True)
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "districts.geojson").write_text(content, encoding="utf-8")
    return folder


def source(kind: SourceKind, location: str, sha256: str | None = None) -> DatasetSource:
    file = SourceFile(
        location, sha256=sha256, fields={"name": "name", "municipality": "ags"}, srid=4326
    )
    return DatasetSource(
        kind=kind,
        titles={"de": f"Probe {kind}", "en": f"sample {kind}"},
        licence="CC0 1.0",
        attribution="nobody",
        files=(file,),
    )


def with_sources(*sources: DatasetSource) -> TownProfile:
    """The invented town with districts from these sources."""
    titles = {"de": "Ortsteile", "en": "Districts"}
    return replace(INVENTED, datasets=(Dataset("districts", LayerRole.DISTRICTS, titles, sources),))


FROM_FOLDER = with_sources(source(SourceKind.FOLDER, "districts.geojson"))


def versions(sessions: Sessions) -> list[tuple[str, str]]:
    """Slug and state of every stored version, in the order in which they were stored."""
    query = select(Layer.slug, LayerVersion.state).join(Layer).order_by(LayerVersion.id)
    with transaction(sessions) as session:
        return [(slug, state) for slug, state in session.execute(query)]


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


def test_all_districts_are_active(loaded: tuple[Sessions, list[DatasetReport]]) -> None:
    sessions, reports = loaded
    with transaction(sessions) as session:
        keys = session.scalars(select(District.key)).all()
        names = session.scalars(select(Municipality.name).order_by(Municipality.ags)).all()

    assert [one.dataset for one in reports] == ["districts", "municipalities", "green-spaces"]
    assert [one.features for one in reports] == [29, 2, 13]
    assert {one.outcome for one in reports} == {"loaded"}
    assert set(keys) == {one.key for one in OWN.facts.districts}
    assert names == [one.name for one in OWN.municipalities]


def test_every_settlement_is_found_in_its_district(
    loaded: tuple[Sessions, list[DatasetReport]],
) -> None:
    """True of the real districts and of the schematic ones."""
    sessions, _ = loaded
    with transaction(sessions) as session:
        for known in OWN.facts.districts:
            for lon, lat in known.points:
                municipality, district = place_of_point(session, lon, lat)
                assert municipality is not None
                assert district is not None
                assert (municipality.ags, district.key) == (known.municipality, known.key)


def test_districts_do_not_overlap_and_fill_the_municipalities(
    loaded: tuple[Sessions, list[DatasetReport]],
) -> None:
    """The real ones overlap by 9,287 m² of slivers, which go to the lower key."""
    sessions, reports = loaded
    area = func.sum(func.ST_Area(Feature.geom))
    union = func.ST_Area(func.ST_Union(Feature.geom))
    query = (
        select(Layer.slug, area, union)
        .select_from(Feature)
        .join(LayerVersion)
        .join(Layer)
        .where(Layer.slug != "green-spaces")
        .group_by(Layer.slug)
    )
    with transaction(sessions) as session:
        rows = {slug: (total, united) for slug, total, united in session.execute(query)}
        invalid = session.scalar(
            select(func.count()).where(~func.ST_IsValid(Feature.geom), Feature.id > 0)
        )

    assert invalid == 0
    for total, united in rows.values():
        assert total == pytest.approx(united, abs=1)
    assert rows["districts"][0] == pytest.approx(rows["municipalities"][0], rel=1e-4)
    # 456.344 km² is the sum of the published areas.
    assert rows["districts"][0] / 1e6 == pytest.approx(456.344, rel=1e-3)
    cut = "9287 m² of overlaps went to the lower key"
    assert (cut in reports[0].notes) is (REAL is not None)


def test_loading_again_changes_nothing(loaded: tuple[Sessions, list[DatasetReport]]) -> None:
    sessions, _ = loaded
    with transaction(sessions) as session:
        before = session.execute(select(Feature.id, Feature.key).order_by(Feature.id)).all()

    again = load_geodata(sessions, OWN, geodata_dir=REAL, network=False)

    with transaction(sessions) as session:
        after = session.execute(select(Feature.id, Feature.key).order_by(Feature.id)).all()
    assert [one.outcome for one in again] == ["unchanged"] * 3
    assert after == before


def test_data_in_use_is_described(loaded: tuple[Sessions, list[DatasetReport]]) -> None:
    sessions, _ = loaded

    districts, municipalities, green = describe_data(sessions)

    assert (districts.slug, municipalities.slug) == ("districts", "municipalities")
    assert districts.features == 29
    assert "© OpenStreetMap contributors" in (districts.attribution or "")
    assert districts.licence == "ODbL 1.0"
    assert districts.schematic is (REAL is None)
    assert bool(districts.schematic_note) is (REAL is None)
    assert municipalities.schematic is (REAL is None)
    if REAL:
        assert districts.date == date(2021, 11, 1)
        assert districts.locations == ("ortsteile_osm2021.geojson",)
    assert green.schematic
    assert "keine amtlichen Grenzen" in green.schematic_note["de"]
    assert green.titles["en"] == "Green spaces"


def test_profile_is_written_and_follows_its_words(empty_sessions: Sessions) -> None:
    load_geodata(empty_sessions, replace(INVENTED, datasets=()), network=False)
    renamed = replace(INVENTED.municipalities[0], name="Quellwerder/See", population=5301)
    with transaction(empty_sessions) as session:
        session.execute(update(ParticipationRound).values(results={"de": "Danke"}))

    load_geodata(
        empty_sessions,
        replace(INVENTED, datasets=(), municipalities=(renamed, *INVENTED.municipalities[1:])),
        network=False,
    )

    with transaction(empty_sessions) as session:
        first = session.scalar(select(Municipality).where(Municipality.ags == renamed.ags))
        rounds = session.scalars(select(ParticipationRound).order_by(ParticipationRound.id)).all()
        fields = session.scalars(select(ActionField).order_by(ActionField.position)).all()
    assert first is not None
    assert (first.name, first.population) == ("Quellwerder/See", 5301)
    assert [(one.slug, one.standing) for one in rounds] == [
        ("deine-ideen", True),
        ("moorpfad", False),
    ]
    assert rounds[1].area == ["99000003"]
    assert rounds[0].results == {"de": "Danke"}
    assert [one.key for one in fields] == ["water", "paths", "together", "moor"]
    assert [one.municipality_id is None for one in fields] == [True, True, True, False]


def test_town_without_districts_is_loaded_the_same_way(empty_sessions: Sessions) -> None:
    reports = load_geodata(empty_sessions, INVENTED, network=False)

    assert [(one.dataset, one.outcome, one.features) for one in reports] == [
        ("municipalities", "loaded", 3),
        ("green-spaces", "loaded", 2),
    ]
    with transaction(empty_sessions) as session:
        municipality, district = place_of_point(session, 14.03, 52.64)
        nowhere = place_of_point(session, 14.19, 52.61)
    assert municipality is not None
    assert municipality.name == "Hohenmoor"
    assert district is None
    assert nowhere == (None, None)


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


def test_two_loads_at_once_make_one_version(empty_sessions: Sessions, tmp_path: Path) -> None:
    folder = districts_file(tmp_path, Alt=WEST, Neu=EAST)
    load_geodata(empty_sessions, replace(FROM_FOLDER, datasets=()))

    def load(_: int) -> str:
        return load_geodata(empty_sessions, FROM_FOLDER, geodata_dir=folder)[0].outcome

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(load, range(4)))

    assert outcomes == ["loaded", "unchanged", "unchanged", "unchanged"]
    assert versions(empty_sessions) == [("districts", "active")]


def test_pinned_file_comes_from_the_network_once(empty_sessions: Sessions, tmp_path: Path) -> None:
    """The second load finds the pinned file in use and asks nobody: the server is gone by then."""
    body = (districts_file(tmp_path, Alt=WHOLE) / "districts.geojson").read_bytes()
    with misbehaving_server(body) as address:
        network = source(
            SourceKind.NETWORK, f"{address}/whole/d.geojson", hashlib.sha256(body).hexdigest()
        )
        profile = with_sources(network)
        (first,) = load_geodata(empty_sessions, profile)
        (off,) = load_geodata(empty_sessions, profile, network=False)
    (second,) = load_geodata(empty_sessions, profile)

    assert (first.outcome, first.kind, first.features) == ("loaded", "network", 1)
    assert off.outcome == "kept"
    assert (second.outcome, second.notes) == ("unchanged", ())


@pytest.mark.parametrize("behaviour", ["cut", "other", "page", "gone", "silent", "trickle"])
def test_schematic_set_steps_in_for_a_bad_network(
    empty_sessions: Sessions, tmp_path: Path, behaviour: str
) -> None:
    body = (districts_file(tmp_path, Alt=WHOLE) / "districts.geojson").read_bytes()
    districts = OWN.dataset("districts")
    assert districts is not None
    with misbehaving_server(body) as address:
        bad = source(
            SourceKind.NETWORK, f"{address}/{behaviour}/d", hashlib.sha256(body).hexdigest()
        )
        schematic = districts.sources[-1]
        profile = replace(OWN, datasets=(replace(districts, sources=(bad, schematic)),))
        # 4.5 s for the network at most, the rest for drawing and storing.
        with seconds_at_most(7):
            (report,) = load_geodata(empty_sessions, profile)

    assert (report.outcome, report.kind, report.features) == ("loaded", "schematic", 29)
    assert report.schematic
    assert f"/{behaviour}/d cannot be used" in report.notes[0]
