"""WMS and WMTS: what they offer, where a tile of ours is, and what is kept of it."""

import os
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from mapper.errors import ImportRefusedError
from mapper.imports.kept_pictures import FRESH_S, NOTHING_FRESH_S, KeptPictures
from mapper.imports.map_capabilities import MapOffer, describe_maps, link_on
from mapper.imports.map_pictures import get_picture, media_type_of, picture_address
from mapper.imports.outgoing import Allowed
from tests.http_server import Served, Talk, http_server
from tests.map_server import map_server
from tests.maps import PNG, wmts_capabilities

# Of zoom 13, over the squares of `make_fields`.
TILE = (13, 4380, 2700)


def _allowed(server: Served) -> Allowed:
    return Allowed(frozenset({server.place}))


def _offer(capabilities: bytes, path: str = "/wmts") -> tuple[MapOffer, str]:
    with http_server(lambda talk: talk.send(capabilities)) as server:
        return describe_maps(server.url + path, _allowed(server)), server.url


def _pixels(body: bytes) -> set[tuple[int, ...]]:
    with Image.open(BytesIO(body)) as picture:
        assert picture.size == (256, 256)
        raw = picture.convert("RGBA").tobytes()
    return {tuple(raw[at : at + 4]) for at in range(0, len(raw), 4)}


def test_wms_is_described_and_draws(tmp_path: Path) -> None:
    """MapServer draws the squares in their colour, and nothing where there is none."""
    with map_server(tmp_path) as server:
        offer = describe_maps(f"{server.url}/?service=wms&request=GetCapabilities",
                              _allowed(server))  # fmt: skip
        fields = next(one for one in offer.maps if one.name == "felder")
        url = picture_address("wms", fields.request, *TILE)
        assert url is not None
        body = get_picture(url, "wms", _allowed(server))

    assert body is not None
    assert (offer.kind, offer.title, offer.licence) == (
        "wms",
        "Feldblöcke",
        "dl-de/by-2-0; © Amt Musterland",
    )
    assert fields.title == "Felder"
    assert media_type_of(body) == "image/png"
    # The colour of the squares, and see-through around them.
    assert {(30, 107, 69, 255)} < _pixels(body)
    assert any(alpha == 0 for *_, alpha in _pixels(body))


def test_wmts_tiles_are_asked_for_by_query() -> None:
    offer, server = _offer(wmts_capabilities())
    (only,) = offer.maps
    url = picture_address("wmts", only.request, 13, 4379, 2693)
    assert url is not None
    asked = {name: value[0] for name, value in parse_qs(urlsplit(url).query).items()}

    assert url.startswith(f"{server}/wmts?")
    assert (offer.kind, only.title) == ("wmts", "Luftbild")
    assert (asked["TILEMATRIX"], asked["TILEROW"], asked["TILECOL"]) == ("z13", "2693", "4379")
    assert (asked["TILEMATRIXSET"], asked["LAYER"], asked["STYLE"], asked["FORMAT"]) == (
        "Web",
        "dop",
        "default",
        "image/jpeg",
    )


def test_wmts_tiles_are_asked_for_by_path() -> None:
    """On the server that was asked, whatever host stands in the capabilities."""
    template = "/dop/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.jpg"
    offer, server = _offer(wmts_capabilities(template), "/WMTSCapabilities.xml")
    url = picture_address("wmts", offer.maps[0].request, 13, 4379, 2693)

    assert url == f"{server}/dop/default/Web/z13/2693/4379.jpg"


def test_wmts_has_no_tiles_of_zooms_it_does_not_name() -> None:
    offer, _ = _offer(wmts_capabilities())

    assert picture_address("wmts", offer.maps[0].request, 15, 1, 1) is None


@pytest.mark.parametrize(
    "bent",
    [
        ("EPSG::3857", "EPSG::25833"),
        ("<TileWidth>256<", "<TileWidth>512<"),
        ("-20037508.342789244 20037508.342789244", "0 0"),
        ("image/jpeg", "image/tiff"),
    ],
)
def test_wmts_in_another_scheme_offers_no_map(bent: tuple[str, str]) -> None:
    offer, _ = _offer(wmts_capabilities().decode().replace(*bent).encode())

    assert (offer.maps, offer.others) == ((), 1)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>Hello</html>", "service_page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "service_answer"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "service_answer"),
        (b"", "service_answer"),
    ],
)
def test_what_is_no_map_service_is_told(body: bytes, reason: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        _offer(body)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>no picture</html>",
        b"GIF89a",
        b"RIFF....AVI ",
        b"",
    ],
)
def test_only_pictures_are_passed_on(body: bytes) -> None:
    """Whatever the other server calls it."""
    with (
        http_server(lambda talk: talk.send(body, "image/png")) as server,
        pytest.raises(ImportRefusedError) as refused,
    ):
        get_picture(server.url, "wms", _allowed(server))

    assert refused.value.reason == "service_picture"


@pytest.mark.parametrize("status", [204, 400, 404])
def test_a_tile_that_is_not_there_is_empty(status: int) -> None:
    def answer(talk: Talk) -> None:
        talk.begin(status)

    with http_server(answer) as server:
        assert get_picture(server.url, "wmts", _allowed(server)) is None


def _age(folder: Path, seconds: float) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            moment = path.stat().st_mtime - seconds
            os.utime(path, (moment, moment))


def test_kept_pictures_grow_old(tmp_path: Path) -> None:
    kept = KeptPictures(tmp_path, most_mb=1)
    kept.keep("http://a/1", PNG)
    kept.keep("http://a/2", b"")
    fresh = (kept.find("http://a/1"), kept.find("http://a/2"), kept.find("http://a/3"))
    _age(tmp_path, NOTHING_FRESH_S + 1)
    later = (kept.find("http://a/1"), kept.find("http://a/2"))
    _age(tmp_path, FRESH_S)

    assert fresh == (PNG, b"", None)
    assert later == (PNG, None)
    assert kept.find("http://a/1") is None
    assert kept.find("http://a/1", stale=True) == PNG


def test_kept_pictures_take_no_more_than_they_may(tmp_path: Path) -> None:
    """The oldest go: of 30 with 0.1 MB at most ten are left, the newest among them."""
    kept = KeptPictures(tmp_path, most_mb=1)
    for number in range(30):
        kept.keep(f"http://a/{number}", PNG + bytes(100_000))
        _age(tmp_path, 10)
    kept.make_room()
    left = [number for number in range(30) if kept.find(f"http://a/{number}")]
    none = KeptPictures(tmp_path / "none", 0)
    none.keep("http://a", PNG)

    assert 0 < len(left) <= 10
    assert left == list(range(30 - len(left), 30))
    assert none.find("http://a") is None
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("link", ["http://[::", "https://inner.example/wms", "", None])
def test_the_server_that_was_asked_is_asked_on_whatever_it_says(link: str | None) -> None:
    assert link_on("https://maps.example/wms", link) == "https://maps.example/wms"


def test_empty_pictures_do_not_fill_the_disk_with_files(tmp_path: Path) -> None:
    """Each takes a block of 4 kB at least: of 300 no more than 1 MB of blocks are left."""
    kept = KeptPictures(tmp_path, most_mb=1)
    for number in range(300):
        kept.keep(f"http://a/{number}", b"")
    kept.make_room()

    assert 0 < len(list(tmp_path.glob("*/*"))) <= 1_000_000 // 4096
