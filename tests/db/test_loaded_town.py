"""A town's profile and datasets, as they are in the database once loaded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select, update

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
)
from mapper.services.describe_data import describe_data
from mapper.services.load_geodata import DatasetReport, load_geodata
from tests.conftest import copied_database, opened
from tests.db.geodata import INVENTED, OWN, REAL


@pytest.fixture(scope="module")
def loaded(server_url: str, empty_template: str) -> Iterator[tuple[Sessions, list[DatasetReport]]]:
    """The own profile with the real districts, or the schematic ones where they are not at hand."""
    with copied_database(server_url, empty_template) as url, opened(url) as sessions:
        yield sessions, list(load_geodata(sessions, OWN, geodata_dir=REAL, network=False))


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
        .join(LayerVersion, LayerVersion.id == Feature.layer_version_id)
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
        session.execute(update(ParticipationRound).values(comments=True))

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
    assert rounds[0].comments
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
