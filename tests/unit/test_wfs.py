"""A WFS gives all of its features or none, from a real MapServer and from bad ones."""

import threading
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import orjson
import pytest

from mapper.domain.imports import ImportLimits, ImportReport
from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.imports.child import read_in_child
from mapper.imports.outgoing import Allowed
from mapper.imports.reading.request import Request
from mapper.imports.wfs import FeatureType, describe_wfs, fetch_features, open_question
from mapper.imports.wfs_pages import read_page
from tests.http_server import Served, Talk, http_server
from tests.map_server import FIELDS, make_fields, map_server
from tests.unit.loopback import seconds_at_most
from tests.wfs_server import REPORT, Service, page_of

VERSIONS = ["2.0.0", "1.1.0", "1.0.0"]


def _allowed(server: Served) -> Allowed:
    return Allowed(frozenset({server.place}))


def _fetch(
    server: Served, folder: Path, *, type_name: str | None = None, **limits: int
) -> FeatureType:
    return fetch_features(
        f"WFS:{server.url}/",
        folder / "job" / "given",
        type_name=type_name,
        limits=ImportLimits(**limits),
        allowed=_allowed(server),
    )


def _file(folder: Path) -> Path:
    (found,) = (folder / "job" / "given").iterdir()
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_service_tells_its_types(tmp_path: Path, version: str) -> None:
    with map_server(tmp_path, newest=version) as server:
        wfs = describe_wfs(f"{server.url}/?request=GetCapabilities&service=wfs", _allowed(server))

    (only,) = wfs.types
    assert (wfs.version, wfs.title, only.title) == (version, "Feldblöcke", "Felder")
    assert only.name.rpartition(":")[2] == "felder"
    assert only.crs is not None
    assert only.crs.endswith("25833")
    # The squares lie around 12.49 east, 52.14 north; MapServer's 1.0.0 gives metres instead.
    if version == "1.0.0":
        assert only.bbox is None
    else:
        assert only.bbox == pytest.approx((12.472, 52.125, 12.506, 52.147), abs=0.002)
    assert wfs.terms == "dl-de/by-2-0; © Amt Musterland"


@pytest.mark.parametrize("page", [7, FIELDS, 1000])
@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_all_pages_become_one_file(tmp_path: Path, version: str, page: int) -> None:
    """Also where the service gives exactly as many at once as there are."""
    with map_server(tmp_path, newest=version, page=page) as server:
        _fetch(server, tmp_path)

    found = gpd.read_file(_file(tmp_path)).to_crs(25833).sort_values("nummer")
    expected = make_fields()
    assert found["nummer"].tolist() == expected["nummer"].tolist()
    assert found["name"].tolist() == expected["name"].tolist()
    assert found.geometry.geom_equals_exact(expected.geometry, 0.01, align=False).all()


def test_oldest_version_is_read_where_it_gives_all_at_once(tmp_path: Path) -> None:
    with map_server(tmp_path, newest="1.0.0", page=1000) as server:
        _fetch(server, tmp_path)

    assert len(gpd.read_file(_file(tmp_path))) == FIELDS


def test_whole_import_gives_the_features(tmp_path: Path) -> None:
    rows: list[bytes] = []
    with map_server(tmp_path) as server:
        _fetch(server, tmp_path, type_name="felder")
        report = read_in_child(Request(tmp_path / "job", 7), rows.append)

    asked = orjson.loads((tmp_path / "job" / "wfs.json").read_bytes())
    assert (report.driver, report.features, report.rows_read) == ("GML", FIELDS, FIELDS)
    assert report.crs is not None
    assert report.crs.crs == "EPSG:25833"
    assert all(f"Große Wiese {i}".encode() in b"".join(rows) for i in range(1, FIELDS + 1))
    assert (asked["features"], asked["name"]) == (FIELDS, "ms:felder")


def test_cancelled_import_leaves_nothing(tmp_path: Path) -> None:
    cancelled = threading.Event()
    with map_server(tmp_path) as server, pytest.raises(ImportCancelledError):
        fetch_features(
            f"WFS:{server.url}/",
            tmp_path / "job" / "given",
            type_name=None,
            limits=ImportLimits(),
            allowed=_allowed(server),
            progress=lambda *_: cancelled.set(),
            cancelled=cancelled.is_set,
        )

    assert [path.name for path in (tmp_path / "job").rglob("*")] == ["given"]


@pytest.mark.parametrize(
    "service",
    [
        Service(),
        Service(says=False),
        Service(announced="unknown"),
        Service(announced=10, says=False),
        Service(has=10, cap=10, announced=10),
        Service(has=9, starts=False),
        Service(has=30, cap=10),
    ],
    ids=["caps", "caps silently", "does not count", "counts to its cap", "one page", "no pages",
         "pages are full"],
)  # fmt: skip
def test_service_is_read_to_its_end(tmp_path: Path, service: Service) -> None:
    with http_server(service) as server:
        _fetch(server, tmp_path)

    assert gpd.read_file(_file(tmp_path))["nr"].tolist() == list(range(service.has))
    assert all("SRSNAME=http://www.opengis.net/def/crs/EPSG/0/25833" in one
               for one in server.asked if "GetFeature" in one)  # fmt: skip


def _spoil_second(answer: Callable[[Talk], object]) -> Callable[[Talk, int], bool]:
    """The second page is answered so."""

    def spoil(talk: Talk, start: int) -> bool:
        if start != 10:
            return False
        answer(talk)
        return True

    return spoil


SECOND = page_of(range(10, 20), 25)


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (Service(announced=26), "service_short"),
        (Service(starts=False), "service_repeats"),
        (Service(starts=False, says=False, announced="unknown"), "service_repeats"),
        (Service(has=10, announced=10, starts=False), "service_repeats"),
        (Service(has=0), "no_features"),
        (Service(spoil=_spoil_second(lambda t: t.send(SECOND[:1500]))), "service_broken"),
        (Service(spoil=_spoil_second(lambda t: t.send(SECOND[:1500], length=9999))),
         "service_broken"),
        (Service(spoil=_spoil_second(lambda t: t.send(REPORT))), "service_says"),
        (Service(spoil=_spoil_second(lambda t: t.send(SECOND.replace(
            b"</wfs:FeatureCollection>", REPORT + b"</wfs:FeatureCollection>")))), "service_says"),
        (Service(spoil=_spoil_second(lambda t: t.send(
            b"<!DOCTYPE html><html><body>Wartung</body></html>", "text/html"))), "service_page"),
        (Service(spoil=_spoil_second(lambda t: t.send(b'{"type": "FeatureCollection"}'))),
         "service_answer"),
        (Service(spoil=_spoil_second(lambda t: t.send(
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'))),
         "service_answer"),
        (Service(spoil=_spoil_second(lambda t: t.send(b"<a>" * 100_000))), "service_answer"),
        (Service(spoil=_spoil_second(lambda t: t.send(page_of(range(10, 15), 25, 10)))),
         "service_short"),
        (Service(spoil=_spoil_second(lambda t: t.send(page_of(range(5, 15), 25)))),
         "service_repeats"),
        (Service(spoil=_spoil_second(lambda t: t.begin(503))), "service_status"),
        (Service(spoil=_spoil_second(
            lambda t: t.begin(302, Location="http://169.254.169.254/"))), "service_forbidden"),
    ],
)  # fmt: skip
def test_bad_service_gives_nothing(tmp_path: Path, service: Service, reason: str) -> None:
    with http_server(service) as server, pytest.raises(ImportRefusedError) as refused:
        _fetch(server, tmp_path)

    assert refused.value.reason == reason
    assert not [path for path in (tmp_path / "job").rglob("*") if path.is_file()]


def test_what_an_exception_report_says_is_told(tmp_path: Path) -> None:
    service = Service(spoil=_spoil_second(lambda talk: talk.send(REPORT)))
    with http_server(service) as server, pytest.raises(ImportRefusedError) as refused:
        _fetch(server, tmp_path)

    assert refused.value.fields["said"] == "Kein Speicher mehr"


def test_limits_hold_for_all_pages_together(tmp_path: Path) -> None:
    """1,000 points of 210 bytes are 0.2 MB a page, so the fifth page is beyond 1 MB."""
    with http_server(Service(has=9000, cap=1000, announced="unknown")) as server:
        with pytest.raises(ImportRefusedError) as large:
            _fetch(server, tmp_path, upload_mb=1)
        with pytest.raises(ImportRefusedError) as many:
            _fetch(server, tmp_path, features=3500)
    with http_server(Service(has=9000, cap=1000)) as server:
        with pytest.raises(ImportRefusedError) as counted:
            _fetch(server, tmp_path, features=3500)
        asked = len(server.asked)
    with (
        http_server(Service(spoil=_spoil_second(lambda talk: talk.drip(b"HTTP/1.1")))) as server,
        seconds_at_most(15),
        pytest.raises(ImportRefusedError) as slow,
    ):
        _fetch(server, tmp_path, seconds=2)

    assert (large.value.reason, large.value.fields["most"]) == ("service_large", 1)
    assert (many.value.reason, many.value.fields["most"]) == ("too_many_features", 3500)
    assert counted.value.fields["got"] == 9000
    # Capabilities and the number, no page.
    assert asked == 2
    assert (slow.value.reason, slow.value.fields["most"]) == ("service_slow", 2)


def test_type_must_be_one_of_the_service(tmp_path: Path) -> None:
    with http_server(Service(names=("nsg", "ffh"))) as server:
        with pytest.raises(ImportRefusedError) as unknown:
            _fetch(server, tmp_path, type_name="spa")
        with pytest.raises(ImportRefusedError) as open_:
            _fetch(server, tmp_path)
        question = open_question(describe_wfs(server.url, _allowed(server)))

    assert (unknown.value.reason, open_.value.reason) == ("no_such_type", "undecided_type")
    assert open_.value.fields["names"] == "app:nsg, app:ffh"
    assert isinstance(question, ImportReport)
    assert [one.name for one in question.layers] == ["app:nsg", "app:ffh"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda t: t.send(b"<html><body>Hello</body></html>", "text/html"), "service_page"),
        (lambda t: t.send(REPORT), "service_says"),
        (lambda t: t.send(b"<other/>"), "service_answer"),
        (lambda t: t.send(b"no XML"), "service_answer"),
        (lambda t: t.send(
            b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'), "service_answer"),
        (lambda t: t.begin(404), "service_status"),
    ],
)  # fmt: skip
def test_what_is_no_wfs_is_told(answer: Callable[[Talk], None], reason: str) -> None:
    with http_server(answer) as server, pytest.raises(ImportRefusedError) as refused:
        describe_wfs(server.url, _allowed(server))

    assert refused.value.reason == reason


@pytest.mark.parametrize("url", ["http://[::1", "https://[x]/wfs", "http://a\u2100b.example/wfs"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        describe_wfs(url, Allowed())

    assert refused.value.reason == "service_address"


@pytest.mark.parametrize("number", ["\N{SUPERSCRIPT TWO}", "9" * 5000, "-1", "many"])
def test_a_number_that_is_none_counts_as_untold(number: str) -> None:
    answer = f'<FeatureCollection numberMatched="{number}" numberReturned="{number}"/>'

    page = read_page([answer.encode()], "gis.example")

    assert (page.matched, page.returned) == (None, None)


def test_an_address_and_a_number_that_are_none_do_not_end_the_capabilities() -> None:
    def answer(talk: Talk) -> None:
        talk.send(
            '<WFS_Capabilities version="2.0.0"><Operation name="GetFeature"><Get href="http://[::"/>'
            '</Operation><Constraint name="CountDefault"><V>²</V></Constraint>'
            "</WFS_Capabilities>".encode()
        )

    with http_server(answer) as server:
        wfs = describe_wfs(f"{server.url}/wfs", _allowed(server))

    assert (wfs.url, wfs.page, wfs.types) == (f"{server.url}/wfs", None, ())
