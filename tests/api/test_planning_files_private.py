"""What planning's files give to whom: places and channels that not everybody may see."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from mapper.db.engine import transaction
from mapper.domain.roles import Role
from mapper.geo.crs import to_metres
from tests.api.conftest import Town
from tests.api.plan_files import (
    ENDINGS,
    NUMBER,
    READERS,
    add_idea,
    add_pending,
    get,
    numbers_of,
    read_csv,
    recount,
    unpacked,
)
from tests.api.web import check_refusal
from tests.staff import add_account, signed_in


@pytest.fixture(scope="module")
def planner(cookies: dict[Role, str]) -> str:
    return cookies[Role.PLANNER]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("public_precision", ["100m", "district"])
def test_nobody_is_given_a_place_that_the_author_keeps(
    town: Town, tmp_path: Path, planner: str, ending: str, public_precision: str
) -> None:
    number = add_idea(town, public_precision=public_precision, lon=12.59543, lat=52.14151)
    east, _ = to_metres(12.59543, 52.14151)
    lon, easting = ("Longitude", "Easting") if ending == "xlsx" else ("lon", "easting")

    def place(path: str, cookie: str) -> tuple[float | None, float | None]:
        records = READERS[ending](get(town.web, path, cookie), tmp_path)
        [one] = [r for r in records if r[NUMBER.get(ending, "public_id")] == number]
        values = [str(one[name] or "").replace(",", ".") for name in (lon, easting)]
        known = [float(value) if value not in ("", "nan") else None for value in values]
        return known[0], known[1]

    exact = place(f"ideas.{ending}?scope=internal", planner)
    for cookie in ("", planner):
        given = place(f"ideas.{ending}", cookie)
        if public_precision == "district":
            assert given == (None, None)
        else:
            assert given[0] != pytest.approx(12.59543, abs=1e-5)
            assert abs((given[1] or 0) - east) < 100
    assert exact == pytest.approx((12.59543, east), abs=0.001)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_for_planners_is_in_no_public_file(
    town: Town, tmp_path: Path, planner: str, ending: str
) -> None:
    mark = uuid4().hex
    add_pending(town, title=f"Noch geheim {mark}")
    name = f"Frau {mark}"
    number = add_idea(town, title=f"Offen {mark}", display_name=name)
    address = (
        "update proposal_contact set email = :email "
        "where proposal_id = (select id from proposal where public_id = :number)"
    )
    with transaction(town.sessions) as session:
        session.execute(text(address), {"email": f"{mark}@example.org", "number": number})

    public = unpacked(get(town.web, f"ideas.{ending}?text={mark}", planner))
    internal = unpacked(get(town.web, f"ideas.{ending}?text={mark}&scope=internal", planner))

    for content in (public, internal):
        assert mark.encode() in content
        for secret in (b"Noch geheim", name.encode(), f"{mark}@example.org".encode()):
            assert secret not in content
    channel = b"Channel" if ending == "xlsx" else b"channel"
    assert (channel in public, channel in internal) == (False, True)


def test_exact_places_are_for_planners_within_their_limits(
    town: Town, tmp_path: Path, cookies: dict[Role, str]
) -> None:
    path = "/api/planning/ideas.csv?scope=internal"
    check_refusal(town.web.get(path), 401, "sign_in_needed")
    refused = town.web.ask("GET", path, headers={"Cookie": cookies[Role.GIS]})
    check_refusal(refused, 403, "forbidden")
    login = f"limited-{uuid4().hex[:6]}"
    account = add_account(town.sessions, login, Role.PLANNER, action_fields=["green"])
    limited = f"ideenkarte={signed_in(town.sessions, account).token}"

    green = read_csv(get(town.web, "ideas.csv?scope=internal", limited), tmp_path)
    other = read_csv(
        get(town.web, "ideas.csv?scope=internal&action_field=mobility", limited), tmp_path
    )
    public = read_csv(get(town.web, "ideas.csv", limited), tmp_path)

    assert numbers_of(green, "csv") == recount(town, "a.key = 'green'")
    assert other == []
    assert numbers_of(public, "csv") == recount(town)


def test_who_took_exact_places_is_recorded(town: Town, planner: str) -> None:
    get(town.web, "cells.geojson?scope=internal&cell=250", planner)

    with transaction(town.sessions) as session:
        query = "select actor, subject_key from audit_event where kind = 'planning.exported'"
        assert ("a-planner", "cells") in {tuple(row) for row in session.execute(text(query))}


def test_internal_answers_are_kept_by_nobody_and_carry_no_licence(town: Town, planner: str) -> None:
    headers = {"Cookie": planner}
    public = town.web.ask("GET", "/api/planning/ideas.xlsx", headers=headers).headers
    internal = town.web.ask("GET", "/api/planning/ideas.xlsx?scope=internal", headers=headers)

    assert public["cache-control"] == "no-store"
    assert 'rel="license"' in public["link"]
    assert internal.headers["cache-control"] == "private, no-store"
    assert "link" not in internal.headers
    assert 'filename="ideen-intern.xlsx"' in internal.headers["content-disposition"]
    assert int(internal.headers["content-length"]) == len(internal.body)


def test_planners_filter_by_channel(town: Town, tmp_path: Path, planner: str) -> None:
    body = get(town.web, "ideas.csv?scope=internal&channel=online", planner)

    records = read_csv(body, tmp_path)

    assert numbers_of(records, "csv") == recount(town, "channel = 'online'")
    assert {one["channel"] for one in records} == {"online"}
