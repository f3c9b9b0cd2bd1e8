"""Items of the OGC API: paging, places in every system, boxes, spans of time, filters."""

import json
from urllib.parse import quote

import pytest

from mapper.domain.ogc import CRS84
from mapper.geo.crs import _transformer, to_metres
from tests.api.conftest import Town
from tests.api.ogc import COUNT, CRS, FIELDS, get, links, names, path_of
from tests.api.web import Web, check_refusal, new_idea
from tests.db.layers import add_layer, squares
from tests.db.world import SOUTH, WEST


def test_pages_follow_each_other_and_keep_what_was_asked(fields: Town) -> None:
    query = {"limit": "40", "kind": "wood", "crs": CRS["25833"]}
    content = get(fields.web, f"/collections/{FIELDS}/items", **query)
    found = names(content)
    while following := links(content, "next"):
        answer = fields.web.get(path_of(fields.web, following[0]))
        content = answer.json()
        assert answer.headers["content-crs"] == f"<{CRS['25833']}>"
        assert content["numberReturned"] == len(content["features"])
        found += names(content)

    # Every second square is a wood: A2, A4 … A250.
    assert found == [f"A{number}" for number in range(2, COUNT + 1, 2)]
    assert content["numberMatched"] == COUNT // 2
    back = fields.web.get(path_of(fields.web, links(content, "prev")[0])).json()
    assert names(back) == found[80:120]


def test_more_than_there_may_be_at_once_is_as_much_as_there_may_be(fields: Town) -> None:
    content = get(fields.web, f"/collections/{FIELDS}/items", limit="999999")

    assert len(content["features"]) == content["numberMatched"] == COUNT


@pytest.mark.parametrize("system", CRS)
def test_a_place_is_where_it_is_in_every_system(fields: Town, system: str) -> None:
    [item] = get(fields.web, f"/collections/{FIELDS}/items", name="A1", crs=CRS[system])["features"]
    corners = {(round(x, 7), round(y, 7)) for x, y in item["geometry"]["coordinates"][0]}
    [alone] = corners_of(fields.web, f"/collections/{FIELDS}/items/{item['id']}", system)

    east, north = WEST + 60, SOUTH + 60
    metres = [(WEST, SOUTH), (east, SOUTH), (east, north), (WEST, north)]
    srid, flipped = (4326, True) if system == "4326" else (4326, False)
    if system in ("25833", "3857"):
        srid = int(system)
    there = [_transformer(25833, srid).transform(*corner) for corner in metres]
    expected = [(y, x) if flipped else (x, y) for x, y in there]
    tolerance = 1e-7 if srid == 4326 else 0.01
    for corner in expected:
        assert any(corner == pytest.approx(one, abs=tolerance) for one in corners)
        assert any(corner == pytest.approx(one, abs=tolerance) for one in alone)


def corners_of(web: Web, path: str, system: str) -> list[set[tuple[float, float]]]:
    """The corners of one item asked for by its address."""
    answer = web.get(f"/ogc{path}?crs={quote(CRS[system])}")
    assert answer.headers["content-crs"] == f"<{CRS[system]}>"
    return [{(x, y) for x, y in answer.json()["geometry"]["coordinates"][0]}]


def boxes_around_a1() -> dict[str, str]:
    """A box that meets the first square and no other, in every system."""
    lon, lat = (float(one) for one in to_degrees_of(WEST + 30, SOUTH + 30))
    east, north = _transformer(4326, 3857).transform(lon, lat)
    return {
        "CRS84": f"{lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}",
        "4326": f"{lat - 1e-4},{lon - 1e-4},{lat + 1e-4},{lon + 1e-4}",
        "25833": f"{WEST + 20},{SOUTH + 20},{WEST + 40},{SOUTH + 40}",
        "3857": f"{east - 10},{north - 10},{east + 10},{north + 10}",
    }


def to_degrees_of(easting: float, northing: float) -> tuple[float, float]:
    """Longitude and latitude of a place in metres."""
    lon, lat = _transformer(25833, 4326).transform(easting, northing)
    return lon, lat


@pytest.mark.parametrize("system", CRS)
def test_a_box_finds_what_meets_it_in_every_system(fields: Town, system: str) -> None:
    path, box = f"/collections/{FIELDS}/items", boxes_around_a1()[system]
    found = get(fields.web, path, bbox=box, **{"bbox-crs": CRS[system]})

    assert names(found) == ["A1"]
    assert found["numberMatched"] == 1
    if system == "CRS84":
        west, south, east, north = box.split(",")
        high = f"{west},{south},-5,{east},{north},900"
        assert names(get(fields.web, path, bbox=high)) == ["A1"]


def test_a_box_over_the_antimeridian_goes_around_the_world(fields: Town) -> None:
    path = f"/collections/{FIELDS}/items"

    # From 1° E eastwards over 180° to 0°: everything; from 170° E to 0°: nothing of ours.
    assert get(fields.web, path, bbox="1,50,0,60")["numberMatched"] == COUNT
    assert get(fields.web, path, bbox="170,50,0,60")["numberMatched"] == 0
    assert get(fields.web, path, bbox="-180,-90,180,90")["numberMatched"] == COUNT


def test_what_has_no_place_lies_in_every_box(town: Town) -> None:
    nowhere = town.web.post(
        "/api/proposals", new_idea(place_certainty="none", lon=None, lat=None)
    ).json()["public_id"]
    town.app.command("proposals", "publish", nowhere)

    found = get(town.web, "/collections/ideas/items", bbox="1,1,2,2", limit="10000")

    assert nowhere in [item["id"] for item in found["features"]]
    assert {json.dumps(item["geometry"]) for item in found["features"]} == {"null"}


@pytest.mark.parametrize(
    ("span", "found"),
    [
        *(("2026-11-01", True), ("2026-10-31", False), ("2026-11-01T12:00:00Z", True)),
        *(("2026-10-31T23:00:00Z", True), ("2026-10-31T22:59:59Z", False)),
        *(("../2026-10-31T12:00:00Z", False), ("../2026-11-01T00:00:00+01:00", True)),
        *(
            ("2026-11-02T00:00:00Z/..", False),
            ("2026-01-01/2027-01-01", True),
            ("2020-01-01/", True),
        ),
    ],
)
def test_a_layer_is_of_the_day_of_its_data(fields: Town, span: str, found: bool) -> None:
    content = get(fields.web, f"/collections/{FIELDS}/items", datetime=span, limit="1")

    assert content["numberMatched"] == (COUNT if found else 0)
    assert len(content["features"]) == (1 if found else 0)


def test_ideas_are_found_by_when_they_were_handed_in(town: Town) -> None:
    path = "/collections/ideas/items"
    items = get(town.web, path, limit="10000")["features"]
    moments = sorted(item["properties"]["created_at"] for item in items)
    middle = moments[len(moments) // 2]

    from_then = get(town.web, path, datetime=f"{middle}/..", limit="10000")
    until_then = get(town.web, path, datetime=f"../{middle}", limit="10000")

    # What is told is cut to seconds: an idea of that very second may lie behind its beginning.
    later = {item["id"] for item in items if item["properties"]["created_at"] >= middle}
    earlier = {item["id"] for item in items if item["properties"]["created_at"] < middle}
    assert {item["id"] for item in from_then["features"]} == later
    assert {item["id"] for item in until_then["features"]} >= earlier
    assert from_then["numberMatched"] == len(later)


def test_ideas_say_what_the_public_export_says(town: Town) -> None:
    exported = {one["id"]: one for one in town.web.get("/api/proposals.geojson").json()["features"]}
    items = get(town.web, "/collections/ideas/items", limit="10000")["features"]

    for item in items:
        assert item["properties"] == exported[item["id"]]["properties"]
    one = items[0]["properties"]
    found = get(
        town.web, "/collections/ideas/items", action_field=one["action_field"], limit="9999"
    )
    same = [i for i in items if i["properties"]["action_field"] == one["action_field"]]
    assert [item["id"] for item in found["features"]] == [item["id"] for item in same]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        *(
            ("limit=0", "limit"),
            ("limit=x", "limit"),
            ("limit=-1", "limit"),
            ("offset=-1", "offset"),
        ),
        *(("bbox=1,2,3", "bbox"), ("bbox=1,2,3,x", "bbox"), ("bbox=0,60,1,50", "bbox")),
        *(("bbox=0,0,nan,1", "bbox"), ("bbox=-999,0,1,1", "bbox"), ("bbox=", "bbox")),
        *(
            ("crs=EPSG:25833", "crs"),
            ("bbox-crs=x", "bbox-crs"),
            ("f=xml", "f"),
            ("lang=fr", "lang"),
        ),
        *(("datetime=gestern", "datetime"), ("datetime=2026-13-01", "datetime")),
        *(("datetime=2027-01-01/2026-01-01", "datetime"), ("datetime=../..", "datetime")),
        *(("datetime=a/b/c", "datetime"), ("colour=red", "colour"), ("title=x", "title")),
        *(
            ("name=%00", "name"),
            ("action_field=green", "action_field"),
            ("limit=1&limit=2", "limit"),
        ),
    ],
)
def test_what_cannot_be_used_is_named_and_refused(fields: Town, query: str, parameter: str) -> None:
    answer = fields.web.get(f"/ogc/collections/{FIELDS}/items?{query}")

    assert check_refusal(answer, 400, "invalid_field")["parameter"] == parameter
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_has_not_changed_is_not_sent_again(fields: Town) -> None:
    path = f"/ogc/collections/{FIELDS}/items?limit=5"
    first = fields.web.get(path)
    again = fields.web.get(path, if_none_match=first.headers["etag"])
    other = fields.web.get(f"{path}&kind=wood", if_none_match=first.headers["etag"])

    assert (again.status, again.body, other.status) == (304, b"", 200)
    assert first.headers["cache-control"] == "public, no-cache"


def test_another_version_has_other_items_under_the_same_address(town: Town) -> None:
    here = "/ogc/collections/ogc-neu/items"
    add_layer(town.sessions, "ogc-neu", squares(3))
    before = town.web.get(here)
    number = before.json()["features"][0]["id"]
    add_layer(town.sessions, "ogc-neu", squares(5))

    after = town.web.get(here, if_none_match=before.headers["etag"])

    assert (after.status, after.json()["numberMatched"]) == (200, 5)
    assert town.web.get(f"{here}/{number}").status == 404


def test_a_large_page_is_whole(town: Town) -> None:
    # 2,000 times 3,000 bytes are more than is sent at once.
    add_layer(town.sessions, "ogc-gross", squares(2000, note="ä" * 1500))

    answer = town.web.get("/ogc/collections/ogc-gross/items?limit=10000")

    assert len(answer.body) > 6_000_000
    assert len(answer.json()["features"]) == answer.json()["numberReturned"] == 2000


def test_a_default_is_degrees_with_longitude_first(fields: Town) -> None:
    answer = fields.web.get(f"/ogc/collections/{FIELDS}/items?name=A1")
    lon, lat = answer.json()["features"][0]["geometry"]["coordinates"][0][0]

    assert answer.headers["content-crs"] == f"<{CRS84.uri}>"
    assert to_metres(lon, lat) == pytest.approx((WEST, SOUTH), abs=60.1)
