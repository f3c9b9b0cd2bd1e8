"""What is stored about a person is handed out to those who protect data, and to nobody else."""

import json

import pytest

from mapper.domain.roles import Role
from tests.api.conftest import Town
from tests.api.web import Answer, check_refusal, new_idea
from tests.db.ideas import count
from tests.staff import add_account, signed_in

ADDRESS = "/api/personal-data/export"


@pytest.fixture(scope="module")
def number(town: Town) -> str:
    sent = town.web.post("/api/proposals", new_idea(title="Ein <b>Zaun</b>", display_name="Änne"))
    return str(sent.json()["public_id"])


def ask(town: Town, role: Role | None, content: object, **headers: str) -> Answer:
    """Ask as somebody in this role would from our own page."""
    if role:
        login = f"{role}-{count(town.sessions, 'staff_account')}"
        token = signed_in(town.sessions, add_account(town.sessions, login, role)).token
        headers = {"cookie": f"ideenkarte={token}", "origin": town.app.url, **headers}
    return town.web.post(ADDRESS, content, **headers)


def test_an_administrator_gets_a_file(town: Town, number: str) -> None:
    wanted = {"numbers": [number, "nothing"], "logins": [], "format": "json"}

    as_json = ask(town, Role.ADMIN, wanted)
    as_text = ask(town, Role.ADMIN, {**wanted, "format": "text"}, accept_language="de")

    [idea] = json.loads(as_json.text())["ideas"]
    assert (idea["title"], idea["display_name"]) == ("Ein <b>Zaun</b>", "Änne")
    assert "Titel: Ein <b>Zaun</b>" in as_text.text()
    for answer in (as_json, as_text):
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
    exported = "kind = 'privacy.exported' and subject_key = :number"
    assert count(town.sessions, "audit_event", exported, number=number) == 2


@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.ADMIN)])
def test_nobody_else_gets_anything(town: Town, number: str, role: Role | None) -> None:
    answer = ask(town, role, {"numbers": [number], "format": "json"})

    if role is None:
        check_refusal(answer, 401, "sign_in_needed")
    else:
        check_refusal(answer, 403, "forbidden")
    assert "Zaun" not in answer.text()


def test_another_site_s_page_gets_nothing(town: Town, number: str) -> None:
    wanted = {"numbers": [number], "format": "json"}

    check_refusal(
        ask(town, Role.ADMIN, wanted, origin="https://evil.example"), 403, "foreign_origin"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"format": "xml"},
        {"format": "json", "numbers": "all"},
        {"format": "json", "numbers": [1]},
        {"format": "json", "numbers": ["x" * 5000]},
        {"format": "json", "numbers": ["a"] * 201},
        {"format": "json", "logins": [None]},
        {"format": "json", "everything": True},
    ],
)
def test_what_cannot_be_used_is_named(town: Town, wanted: dict[str, object]) -> None:
    check_refusal(ask(town, Role.ADMIN, wanted), 422, "invalid_field")
