"""The polynomial between two grids: as PROJ has it, or not used at all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.domain.imports import CrsFinding
from mapper.imports.reading.smooth import quicken
from mapper.imports.reading.systems import projection

COUNTY = {
    "EPSG:25832": (715_000.0, 5_760_000.0, 760_000.0, 5_800_000.0),
    "EPSG:5650": (33_310_000.0, 5_760_000.0, 33_350_000.0, 5_800_000.0),
    "EPSG:31468": (4_450_000.0, 5_760_000.0, 4_500_000.0, 5_800_000.0),
    "EPSG:2398": (4_450_000.0, 5_760_000.0, 4_500_000.0, 5_800_000.0),
    "EPSG:4326": (12.2, 51.9, 12.8, 52.4),
    "EPSG:3857": (1_360_000.0, 6_780_000.0, 1_430_000.0, 6_850_000.0),
    "EPSG:25833": (310_000.0, 5_760_000.0, 350_000.0, 5_800_000.0),
}


@pytest.mark.parametrize("crs", COUNTY)
def test_positions_come_out_as_proj_has_them_to_a_tenth_of_a_millimetre(crs: str) -> None:
    west, south, east, north = COUNTY[crs]
    exact = projection(CrsFinding("given", crs, None))
    quick = quicken(exact, COUNTY[crs])
    places = np.random.default_rng(3).uniform((west, south), (east, north), (5_000, 2))

    came, expected = quick(places.copy()), exact(places.copy())

    assert np.abs(came - expected).max() < 0.0001
    assert np.abs(expected - places).max() > 1000 or crs == "EPSG:25833"


def test_a_file_in_our_own_system_stays_as_it_is_to_the_last_bit() -> None:
    box = COUNTY["EPSG:25833"]
    quick = quicken(projection(CrsFinding("given", "EPSG:25833", None)), box)
    places = np.random.default_rng(3).uniform(box[:2], box[2:], (5_000, 2))

    assert np.array_equal(quick(places.copy()), places)


@settings(deadline=None)
@given(st.floats(-1e7, 1e7), st.floats(0, 1e7))
def test_positions_outside_the_stated_extent_are_left_to_proj(east: float, north: float) -> None:
    exact = projection(CrsFinding("given", "EPSG:25832", None))
    quick = quicken(exact, COUNTY["EPSG:25832"])
    places = np.array([[720_000.0, 5_770_000.0], [east, north]])

    assert np.allclose(quick(places.copy()), exact(places.copy()), rtol=0, atol=0.0001)


def test_an_extent_that_is_no_extent_changes_nothing() -> None:
    exact = projection(CrsFinding("given", "EPSG:25832", None))

    for box in (None, (0.0, 0.0, 0.0, 0.0), (np.nan, 0.0, 1.0, 1.0), (5.0, 5.0, 1.0, 1.0)):
        assert quicken(exact, box) is exact
