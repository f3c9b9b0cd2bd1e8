"""Positions come out in EPSG:25833 where textbooks and official notices put them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from pyproj import datadir

from mapper.domain.imports import CrsFinding
from mapper.errors import ImportRefusedError
from mapper.imports.reading import systems_ways
from mapper.imports.reading.systems import projection
from mapper.imports.reading.systems_ways import GRID_FOLDERS, find_way, look_for_grids
from tests.geodesy import in_system

PLACES = np.array([(12.23, 52.01), (12.5956, 52.1422), (12.45, 52.2447), (12.81, 52.29)])
"""Lon, lat in ETRS89."""
EXACT = ["EPSG:25833", "EPSG:25832", "EPSG:5650", "EPSG:4647", "ESRI:102359", "EPSG:4258"]


@pytest.fixture
def without_grids(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = datadir.get_data_dir()
    _forget()
    monkeypatch.setattr(systems_ways, "GRID_FOLDERS", ())
    datadir.set_data_dir(before.split(":")[0])
    yield
    datadir.set_data_dir(before)
    _forget()


def _forget() -> None:
    find_way.cache_clear()
    look_for_grids.cache_clear()


def _off(code: str) -> float:
    """Metres between where a file in a system comes out and where it should."""
    way = find_way(code)
    assert way is not None
    got = way.projection()(in_system(PLACES, code))
    return float(np.hypot(*(got - in_system(PLACES, "EPSG:25833")).T).max())


@pytest.mark.parametrize("code", [*EXACT, "EPSG:4326", "EPSG:3857"])
def test_positions_are_exact_within_one_datum(code: str) -> None:
    assert _off(code) < 0.001


@pytest.mark.parametrize("code", ["EPSG:2398", "EPSG:2399"])
def test_the_triangulation_of_the_gdr_comes_out_by_its_published_parameters(code: str) -> None:
    way = find_way(code)

    assert way is not None
    assert way.accuracy_m == pytest.approx(0.1)
    assert _off(code) < 0.01


@pytest.mark.parametrize("code", ["EPSG:31467", "EPSG:31468"])
def test_bessels_ellipsoid_comes_out_within_its_stated_accuracy(code: str) -> None:
    """With the grid or without; the parameters themselves are stated to 3 m."""
    way = find_way(code)

    assert way is not None
    assert way.accuracy_m in (0.9, 3.0)
    assert _off(code) < 2


def test_without_the_grid_the_parameters_for_the_whole_country_are_used(
    without_grids: None,
) -> None:
    way = find_way("EPSG:31468")

    assert way is not None
    assert (way.operation, way.accuracy_m) == ("DHDN to ETRS89 (2)", 3.0)
    assert way.missing_grid == "de_adv_BETA2007.tif"
    assert _off("EPSG:31468") < 0.01


def test_bessels_ellipsoid_agrees_with_the_notice_on_an_official_map() -> None:
    """The survey of Brandenburg printed on a map of 13°35' E, 52°15' N (Potsdam Datum):
    WGS84/ETRS89 plus 6.38" of longitude and plus 4.96" of latitude gives that of the map.

    Source: https://www.geobasis-bb.de/geodaten/grundlag.htm
    """
    bessel = np.array([(13 + 35 / 60, 52.25)])
    etrs89 = bessel - np.array([(6.38 / 3600, 4.96 / 3600)])
    way = find_way("EPSG:4314")
    assert way is not None

    got = way.projection()(bessel.copy())

    # A hundredth of a second is 0.3 m, and the map's values are those of its middle.
    assert np.hypot(*(got - in_system(etrs89, "EPSG:25833")).T) < 1


def test_a_grid_on_this_machine_is_used() -> None:
    grids = [folder / "BETA2007.gsb" for folder in GRID_FOLDERS]
    here = any(grid.is_file() for grid in grids)

    way = find_way("EPSG:31468")

    assert way is not None
    assert way.operation == ("DHDN to ETRS89 (8)" if here else "DHDN to ETRS89 (2)")
    assert way.missing_grid == (None if here else "de_adv_BETA2007.tif")


def test_positions_off_a_grid_are_converted_without_it() -> None:
    """In the Atlantic, where no German grid reaches."""
    way = find_way("EPSG:4314")
    assert way is not None

    got = way.projection()(np.array([(12.6, 52.14), (-5.0, 48.0)]))

    assert np.isfinite(got).all()


def test_the_stored_system_is_not_touched() -> None:
    positions = np.array([(334_000.123456789, 5_779_000.987654321), (np.nan, np.inf)])
    way = find_way("EPSG:25833")
    assert way is not None

    got = way.projection()(positions)

    assert got is positions
    assert way.accuracy_m is None
    np.testing.assert_array_equal(got, [(334_000.123456789, 5_779_000.987654321), (np.nan, np.inf)])


def test_the_zone_before_the_easting_is_taken_off_and_nothing_else() -> None:
    way = find_way("EPSG:5650")
    assert way is not None

    got = way.projection()(np.array([(33_374_512.25, 5_777_001.5)]))

    np.testing.assert_array_equal(got, [(374_512.25, 5_777_001.5)])


def test_swapped_axes_are_put_right() -> None:
    finding = CrsFinding("chosen", "EPSG:25833", None, swapped=True)

    got = projection(finding)(np.array([(5_777_000.0, 374_000.0)]))

    np.testing.assert_array_equal(got, [(374_000.0, 5_777_000.0)])


def test_what_cannot_be_converted_is_infinite_and_hurts_nobody_else() -> None:
    way = find_way("EPSG:4326")
    assert way is not None

    got = way.projection()(
        np.array([(12.6, 52.14), (4_500_000.0, 5_700_000.0), (np.nan, 52.0), (np.inf, np.inf)])
    )

    assert np.isfinite(got[0]).all()
    assert not np.isfinite(got[1:]).any(axis=1).any()


@pytest.mark.parametrize("code", ["EPSG:25832", "EPSG:31468"])
def test_no_positions_at_all_are_no_fault(code: str) -> None:
    way = find_way(code)
    assert way is not None

    assert way.projection()(np.empty((0, 2))).shape == (0, 2)


def test_threads_may_share_a_projection() -> None:
    positions = np.tile(in_system(PLACES, "EPSG:25832"), (20_000, 1))
    pieces = np.array_split(positions.copy(), 8)
    way = find_way("EPSG:25832")
    assert way is not None
    project = way.projection()

    with ThreadPoolExecutor(4) as threads:
        got = np.concatenate(list(threads.map(project, pieces)))

    np.testing.assert_allclose(
        got, np.tile(in_system(PLACES, "EPSG:25833"), (20_000, 1)), atol=0.001
    )


def test_a_contiguous_array_is_changed_in_place() -> None:
    positions = in_system(PLACES, "EPSG:25832")
    way = find_way("EPSG:25832")
    assert way is not None

    assert way.projection()(positions) is positions


@pytest.mark.parametrize(
    "code",
    [
        "EPSG:5783",  # heights
        "EPSG:4008",  # an ellipsoid without a datum
    ],
)
def test_no_way_is_better_than_a_guess(code: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        projection(CrsFinding("chosen", code, None))

    assert refused.value.reason == "unusable_crs"


def test_a_way_made_for_another_place_says_that_nobody_knows_how_exact_it_is_here() -> None:
    """RD/83 is Saxony's; its parameters are for Saxony."""
    way = find_way("EPSG:3398", (12.1, 51.9, 12.9, 52.4))

    assert way is not None
    assert way.accuracy_m == -1
    assert find_way("EPSG:3398", (13.5, 51.0, 14.0, 51.1)).accuracy_m == pytest.approx(1)  # type: ignore[union-attr]


def test_grids_are_looked_for_where_debian_and_operators_put_them() -> None:
    assert Path("/usr/share/proj") in GRID_FOLDERS
    assert Path("/usr/local/share/proj") in GRID_FOLDERS
