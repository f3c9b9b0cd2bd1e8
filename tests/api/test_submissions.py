"""Submissions and private links: what they answer, every field checked, one idea for one key."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import Proposal
from tests.api.conftest import Town
from tests.api.web import Web, check_refusal, new_idea

BAD_VALUES: dict[str, list[object]] = {
    "title": ["", "kurz", "x" * 121, 7, ["Titel"], "Ti\0tel", None, "  a  ", "halb \ud83d Zeichen"],
    "body": ["zu kurz", "x" * 4001, {"a": 1}, True],
    "display_name": ["x" * 81, 5, "a\0b"],
    "client_key": [None, "", "keiner", 5, "g" * 32],
    "lon": ["12.5", True, 181, -1e9, float("nan")],
    "lat": [float("inf"), float("-inf"), 91, [], 10**400],
    "place_certainty": [None, "Punkt", 1, []],
    "public_precision": [None, "50m", {}],
    "round": [None, "", "nichts", 5, "x" * 500],
    "action_field": [None, "nichts", [], "x" * 500],
    "moderation_status": ["published"],
}
BAD_PLACES: list[tuple[str, dict[str, object]]] = [
    ("lon,lat", {"lon": None}),
    ("lon,lat", {"lat": None}),
    ("district", {"place_certainty": "district"}),
    ("district", {"place_certainty": "district", "district": "nichts"}),
    ("municipality", {"place_certainty": "none", "municipality": "00000000"}),
]
BAD_FIELDS = BAD_PLACES + [
    (name, {name: value}) for name, values in BAD_VALUES.items() for value in values
]


def stored(sessions: Sessions, public_id: str) -> Proposal:
    with transaction(sessions) as session:
        return session.scalars(select(Proposal).where(Proposal.public_id == public_id)).one()


def test_a_new_idea_is_stored_and_waits(town: Town) -> None:
    answer = town.web.post("/api/proposals", new_idea())

    assert answer.status == 201
    receipt = answer.json()
    assert set(receipt) == {
        *("public_id", "url", "municipality", "district", "moderation_status", "edit_token"),
        "review_by",
    }
    assert receipt["moderation_status"] == "pending"
    assert receipt["district"].startswith(f"{receipt['municipality']}/")
    assert receipt["url"] == f"/idee?id={receipt['public_id']}"
    assert stored(town.sessions, receipt["public_id"]).title == "Eine Bank im Schatten"
    assert answer.headers["cache-control"] == "no-store"


def test_an_idea_sent_again_gets_the_same_answer(web: Web) -> None:
    idea = new_idea()

    first, second = web.post("/api/proposals", idea), web.post("/api/proposals", idea)

    assert (first.status, second.status) == (201, 200)
    assert first.json() == second.json()


def test_an_idea_may_have_a_district_or_no_place(town: Town) -> None:
    key = town.web.post("/api/proposals", new_idea()).json()["district"]

    district = new_idea(place_certainty="district", lon=None, lat=None, district=key)
    nowhere = new_idea(place_certainty="none", lon=None, lat=None)

    assert town.web.post("/api/proposals", district).json()["district"] == key
    assert town.web.post("/api/proposals", nowhere).json()["municipality"] is None


def test_texts_are_cleaned_and_names_may_be_left_out(town: Town) -> None:
    idea = new_idea(title="  Ein\tTitel \r\n", body="Zeile eins  \r\nZeile zwei", display_name=" ")

    kept = stored(town.sessions, town.web.post("/api/proposals", idea).json()["public_id"])

    assert (kept.title, kept.body) == ("Ein Titel", "Zeile eins\nZeile zwei")
    assert kept.display_name is None


def test_mine_shows_the_ideas_of_private_links_in_their_order(web: Web) -> None:
    ideas = [new_idea(title=f"Meine Idee {number}") for number in range(2)]
    tokens = [web.post("/api/proposals", idea).json()["edit_token"] for idea in ideas]

    found = web.post("/api/mine", {"tokens": [tokens[1], "0" * 40, tokens[0]]}).json()["proposals"]

    assert [(own["token_index"], own["title"]) for own in found] == [
        (0, "Meine Idee 1"),
        (2, "Meine Idee 0"),
    ]
    assert found[0]["moderation_status"] == "pending"
    assert found[0]["lon"] == pytest.approx(12.5954, abs=1e-9)


@pytest.mark.parametrize(("parameter", "changes"), BAD_FIELDS)
def test_a_bad_field_is_named_and_nothing_is_stored(
    town: Town, changes: dict[str, object], parameter: str
) -> None:
    idea = new_idea(**changes)

    refusal = check_refusal(town.web.post("/api/proposals", idea), 422, "invalid_field")

    assert refusal["parameter"] == parameter
    if isinstance(idea["client_key"], str) and len(idea["client_key"]) == 36:
        assert count_stored(town, str(idea["client_key"])) == 0


def count_stored(town: Town, client_key: str) -> int:
    with transaction(town.sessions) as session:
        found = select(func.count()).where(Proposal.client_key == client_key)
        return session.scalar(found) or 0


def test_a_place_outside_is_refused_in_the_readers_language(town: Town) -> None:
    idea = new_idea(lon=2.35, lat=48.86)

    german = town.web.post("/api/proposals", idea, accept_language="de-DE,de;q=0.9")
    english = town.web.post("/api/proposals", idea, accept_language="en")

    assert check_refusal(german, 422, "outside_area")["message"].startswith(
        "Dieser Ort liegt nicht in "
    )
    assert check_refusal(english, 422, "outside_area")["message"].startswith(
        "This place is not in "
    )
    assert count_stored(town, str(idea["client_key"])) == 0


@pytest.mark.parametrize("path", ["/api/proposals", "/api/mine"])
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 60_000, b"1" * 9999]
)
def test_a_body_that_is_no_json_object_is_refused(web: Web, path: str, body: bytes) -> None:
    check_refusal(web.post(path, body), 422, "invalid_json")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(web: Web, kind: str) -> None:
    answer = web.ask("POST", "/api/proposals", b"{}", {"Content-Type": kind})

    assert check_refusal(answer, 422, "invalid_field")["parameter"] == "Content-Type"


@pytest.mark.parametrize("path", ["/api/proposals", "/api/mine"])
def test_an_oversized_body_is_refused(web: Web, path: str) -> None:
    check_refusal(web.post(path, b" " * 65_537), 413, "too_large")


def test_a_body_without_a_length_is_refused_when_it_grows_too_large(web: Web) -> None:
    chunk = b"2000\r\n" + b" " * 0x2000 + b"\r\n"
    body = chunk * 9 + b"0\r\n\r\n"
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}

    check_refusal(web.ask("POST", "/api/mine", body, headers), 413, "too_large")


@pytest.mark.parametrize("tokens", [None, "x", {}, [1], ["x" * 121], ["ü"], ["x"] * 51, [None]])
def test_bad_lists_of_tokens_are_refused_without_repeating_one(web: Web, tokens: object) -> None:
    refusal = check_refusal(web.post("/api/mine", {"tokens": tokens}), 422, "invalid_field")

    assert refusal["parameter"] == "tokens"
    assert "xxx" not in str(refusal)


@pytest.mark.parametrize("path", ["/api/proposals", "/api/mine"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_other_sites_pages_are_refused(web: Web, path: str, headers: dict[str, str]) -> None:
    check_refusal(web.post(path, new_idea(), **headers), 403, "foreign_origin")


def test_our_own_pages_are_heard(web: Web) -> None:
    answer = web.post("/api/proposals", new_idea(), origin=f"http://127.0.0.1:{web.port}")

    assert answer.status == 201


def test_sixteen_at_once_store_one_idea(town: Town) -> None:
    idea = new_idea()
    together = threading.Barrier(16)

    def send(_number: int) -> tuple[int, str]:
        together.wait()
        answer = town.web.post("/api/proposals", idea)
        return answer.status, answer.text()

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, range(16)))

    assert sorted(status for status, _ in answers) == [200] * 15 + [201]
    assert len({text for _, text in answers}) == 1
    assert count_stored(town, str(idea["client_key"])) == 1
