"""Everything that is refused, is refused in one shape."""

import string
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.web import Web, check_refusal

FILTERED = (
    *("/api/proposals.geojson", "/api/proposals.csv", "/api/proposals.gpkg"),
    *("/api/heatmap.geojson", "/api/pins.json"),
)
READ_ONLY = (
    *FILTERED,
    *("/api/places.json", "/api/layers/districts.geojson", "/tiles/heatmap/9/273/168.mvt"),
    *("/healthz", "/vendor/leaflet/leaflet.js", "/robots.txt"),
)


@pytest.mark.parametrize(
    "path",
    [
        *("/api", "/api/", "/api/nothing", "/api/proposals.pdf", "/api/proposals.geojson/"),
        *("/api/layers/nothing.geojson", "/api/layers/../../etc", "/api/%00", "/api/..%2f"),
        *("/tiles", "/tiles/heatmap", "/tiles/nothing/9/273/168.mvt", "/tiles/heatmap/1/0/0.png"),
        *("/ogc/nothing", "/ogc/collections/", "/vendor", "/vendor/", "/vendor/nothing.js"),
        *("/vendor/../settings.py", "/vendor/%2e%2e/settings.py", "/vendor/leaflet"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_unknown_addresses_answer_404(web: Web, path: str, method: str) -> None:
    answer = web.ask(method, path)

    assert answer.status == 404
    if method == "GET":
        check_refusal(answer, 404, "not_found")


@pytest.mark.parametrize("path", READ_ONLY)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_wrong_methods_answer_405_with_those_allowed(web: Web, path: str, method: str) -> None:
    answer = web.ask(method, path, b"{}")

    check_refusal(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/api/proposals", "/api/mine"])
def test_what_is_posted_cannot_be_read(web: Web, path: str) -> None:
    answer = web.get(path)

    check_refusal(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST, OPTIONS"


@pytest.mark.parametrize("path", FILTERED)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("bbox", bad) for bad in ("1,2,3", "a,b,c,d", "13,52,12,53", "nan,1,2,3", "0,0,inf,1")),
        *(("cell", bad) for bad in ("100", "-500", "500.0", "5e2", " ")),
        *(("from", bad) for bad in ("2026-02-30", "heute", "2026", "٢٠٢٦-٠١-٠١")),
        ("to", "2026-13-01"),
        *(("district", bad) for bad in ("nichts", "' or 1=1 --", "\x00", "x" * 5000)),
        *(("round", "nichts"), ("action_field", "nichts"), ("municipality", "00000000")),
        *(("response_status", "secret"), ("distrct", "x"), ("limit", "5"), ("", "x")),
    ],
)
def test_bad_parameters_are_named(web: Web, path: str, name: str, value: str) -> None:
    refusal = check_refusal(web.get(f"{path}?{urlencode({name: value})}"), 422, "invalid_field")

    assert refusal["parameter"] == name
    assert refusal["expected"]


def test_a_period_that_ends_before_it_begins_is_refused(web: Web) -> None:
    answer = web.get("/api/heatmap.geojson?from=2026-05-02&to=2026-05-01")

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == "to"


def test_a_parameter_given_twice_is_refused(web: Web) -> None:
    answer = web.get("/api/pins.json?action_field=green&action_field=social")

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == "action_field"


_names = st.sampled_from(
    ["bbox", "cell", "from", "to", "district", "municipality", "round", "action_field"]
)
_values = st.one_of(
    st.text(max_size=40),
    st.text(string.digits + ",.-", max_size=30),
    st.sampled_from(["500", "2026-01-01", "green", "12,52,13,53", "ihre-ideen", ""]),
)
_queries = st.dictionaries(st.one_of(_names, st.text(max_size=8)), _values, max_size=3)


@given(path=st.sampled_from([*FILTERED, "/tiles/heatmap/9/273/168.mvt"]), query=_queries)
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_query_is_answered_or_refused(web: Web, path: str, query: dict[str, str]) -> None:
    encodable = {
        name.encode("utf-8", "replace"): value.encode("utf-8", "replace")
        for name, value in query.items()
    }

    answer = web.get(f"{path}?{urlencode(encodable)}")

    if answer.status != 200:
        check_refusal(answer, 422, "invalid_field")


@pytest.mark.parametrize(
    ("tile", "parameter"),
    [
        *(("23/0/0", "z"), ("a/0/0", "z"), ("-1/0/0", "z"), ("9/512/0", "x"), ("9/0/512", "y")),
        *(("0/0/1", "y"), ("9/1e2/0", "x"), ("9/99999999999999/0", "x"), ("9/٣/0", "x")),
    ],
)
def test_a_tile_outside_the_scheme_is_refused(web: Web, tile: str, parameter: str) -> None:
    path = "".join(c if c.isascii() else "%D9%A3" for c in f"/tiles/heatmap/{tile}.mvt")

    assert check_refusal(web.get(path), 422, "invalid_field")["parameter"] == parameter
