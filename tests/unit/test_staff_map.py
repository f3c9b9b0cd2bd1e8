"""What a browser says was picked on the map is a place, or nothing at all."""

import pytest

from mapper.domain.statuses import PlaceCertainty
from mapper.mapview.staff_map import PickedPlace, read_picked

DISTRICTS = {"00000001/adorf"}


def point(lon: object, lat: object) -> dict[str, object]:
    return {"key": "k", "place_certainty": "point", "lon": lon, "lat": lat}


@pytest.mark.parametrize(
    ("told", "place"),
    [
        (point(12.5, 52), PickedPlace(PlaceCertainty.POINT, 12.5, 52.0)),
        (point(-180, 90), PickedPlace(PlaceCertainty.POINT, -180.0, 90.0)),
        (
            {"key": "k", "place_certainty": "district", "district": "00000001/adorf"},
            PickedPlace(PlaceCertainty.DISTRICT, district="00000001/adorf"),
        ),
        ({"key": "k", "place_certainty": "none", "lon": 1}, PickedPlace(PlaceCertainty.NONE)),
    ],
)
def test_a_place_is_taken_with_its_key(told: object, place: PickedPlace) -> None:
    assert read_picked(told, DISTRICTS) == ("k", place)


@pytest.mark.parametrize(
    "made_up",
    [
        *(None, "point", {}, {"key": 1, "place_certainty": "none"}),
        *(point(None, 52), point("12", "52"), point(True, 52), point([12], 52)),
        *(point(float("nan"), 52), point(12, float("inf")), point(10**400, 52)),
        *(point(180.1, 52), point(12, -90.1)),
        {"key": "k", "place_certainty": "district", "district": "00000001/nowhere"},
        {"key": "k", "place_certainty": "district", "district": ["00000001/adorf"]},
        {"key": "k", "place_certainty": "somewhere"},
    ],
)
def test_what_a_browser_made_up_is_nothing(made_up: object) -> None:
    assert read_picked(made_up, DISTRICTS) is None
