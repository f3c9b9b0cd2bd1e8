"""Where a file's coordinate reference system is not known, those that fit are proposed."""

import numpy as np
import pytest
import shapely

from mapper.domain.imports import CrsFinding
from tests.geodesy import Floats, in_system
from tests.prj_texts import UNDECIDED
from tests.unit.finding import DISTRICTS, NOWHERE, SYSTEMS, WIDER, find


@pytest.mark.parametrize("code", SYSTEMS)
@pytest.mark.parametrize("swapped", [False, True])
def test_without_words_the_system_that_fits_is_proposed_and_not_chosen(
    code: str, swapped: bool
) -> None:
    sample = in_system(DISTRICTS, code)

    found = find(None, sample[:, ::-1] if swapped else sample)

    assert (found.state, found.crs, found.words) == ("missing", None, None)
    first = found.candidates[0]
    assert (first.crs, first.swapped, first.confidence) == (code, swapped, None)
    assert first.inside == 1
    assert first.shift_m == 0
    assert 0 < len(first.sample) <= 200
    near = shapely.box(*_around(DISTRICTS))
    assert shapely.contains_xy(near, np.array(first.sample)).all()


def _around(degrees: Floats) -> tuple[float, float, float, float]:
    (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
    return west - 0.02, south - 0.02, east + 0.02, north + 0.02


def test_what_the_file_says_itself_comes_last_with_its_distance() -> None:
    found = find("EPSG:25833", in_system(DISTRICTS, "EPSG:25832"))

    last = found.candidates[-1]
    assert (last.crs, last.confidence, last.inside) == ("EPSG:25833", 1.0, 0.0)
    # Six degrees of longitude at 52.14° north are 410 km.
    assert last.shift_m == pytest.approx(410_000, rel=0.01)


def test_bessel_and_krassowski_are_both_proposed_with_the_distance_between_them() -> None:
    found = find(None, in_system(DISTRICTS, "EPSG:31468"))

    first, second = found.candidates
    assert (first.crs, second.crs) == ("EPSG:31468", "EPSG:2398")
    apart = in_system(DISTRICTS, "EPSG:31468") - in_system(DISTRICTS, "EPSG:2398")
    assert second.shift_m == pytest.approx(float(np.median(np.hypot(*apart.T))), abs=3)
    assert second.accuracy_m == pytest.approx(0.1)


def test_two_systems_in_the_same_place_are_proposed_once() -> None:
    found = find(None, DISTRICTS)

    assert [one.crs for one in found.candidates] == ["EPSG:4326"]


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:25833", "EPSG:31468", "EPSG:25832"])
def test_swapped_axes_are_offered(code: str) -> None:
    found = find(code, in_system(DISTRICTS, code)[:, ::-1])

    assert found.state == "contradictory"
    assert (found.candidates[0].crs, found.candidates[0].swapped) == (code, True)
    assert found.candidates[0].confidence == 1.0


def test_a_zone_before_the_easting_that_the_file_hides_is_found() -> None:
    found = find("EPSG:25833", in_system(DISTRICTS, "EPSG:5650"))

    assert found.state == "contradictory"
    assert found.candidates[0].crs == "EPSG:5650"


def test_words_of_two_meanings_are_ranked_by_place_and_asked_about() -> None:
    words, _ = UNDECIDED["7 or 8 digits"]

    seven = find(words, in_system(DISTRICTS, "ESRI:102359"))
    eight = find(words, in_system(DISTRICTS, "EPSG:5650"))

    assert (seven.state, seven.crs, seven.words) == ("missing", None, words)
    assert [one.crs for one in seven.candidates] == ["ESRI:102359"]
    assert [one.crs for one in eight.candidates] == ["EPSG:5650"]
    assert seven.candidates[0].confidence == 0.5


@pytest.mark.parametrize("which", [one for one in WIDER if one != "a neighbour alone"])
@pytest.mark.parametrize("code", ["EPSG:25833", "EPSG:4326", "EPSG:5650", "EPSG:2398"])
def test_the_system_of_a_wider_file_is_proposed_first(which: str, code: str) -> None:
    found = find(None, in_system(WIDER[which], code))

    same_place = {"EPSG:2398": {"EPSG:2398", "EPSG:31468"}}
    assert found.state == "missing"
    assert found.candidates[0].crs in same_place.get(code, {code})
    assert not found.candidates[0].swapped


def test_without_known_municipalities_what_falls_on_germany_is_proposed() -> None:
    found = find(None, in_system(DISTRICTS, "EPSG:31468"), NOWHERE)

    assert {one.crs for one in found.candidates[:2]} == {"EPSG:31468", "EPSG:2398"}


@pytest.mark.parametrize(
    ("unit", "sample"),
    [
        ("gon", DISTRICTS * 40 / 36),
        ("kilometres", in_system(DISTRICTS, "EPSG:25833") / 1000),
        ("centimetres", in_system(DISTRICTS, "EPSG:31468") * 100),
        ("millimetres", in_system(DISTRICTS, "EPSG:25832") * 1000),
        (None, DISTRICTS + 100),
    ],
)
def test_units_that_no_system_has_are_named_and_nothing_is_proposed(
    unit: str | None, sample: Floats
) -> None:
    assert find(None, sample) == CrsFinding("missing", None, None, unit=unit)
