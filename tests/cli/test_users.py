"""`mapper users`: the first administrator gets in, and what is refused is one line."""

import json
import subprocess
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url, select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import AuditEvent, StaffAccount
from mapper.services.passwords import verify_password
from mapper.services.staff_tokens import find_holder
from tests.command import mapper
from tests.db.account_list import GOOD_PASSWORD
from tests.db.world import build_world
from tests.mail_server import mail_server
from tests.staff import office_on

BASE = "https://ideen.example.org"


@pytest.fixture
def installation(empty_url: str, tmp_path: object) -> dict[str, str]:
    return {
        "DATABASE_URL": empty_url,
        "MAPPER_HOME": str(tmp_path),
        "MAPPER_BASE_URL": BASE,
        "MAPPER_SMTP_HOST": "",
    }


def link_in(printed: str, path: str) -> str:
    """The token of the link that stands on a line of its own."""
    [line] = [line for line in printed.splitlines() if line.startswith(BASE)]
    parts = urlsplit(line)
    assert parts.path == path
    return parse_qs(parts.query)["token"][0]


def test_the_first_administrator_is_invited_by_a_printed_link(
    installation: dict[str, str], empty_sessions: Sessions
) -> None:
    done = mapper(
        *("users", "add", "anna", "--name", "Anna Berg", "--role", "admin", "--role", "planner"),
        **installation,
    )

    assert done.returncode == 0, done.stderr
    token = link_in(done.stdout, "/einladung")
    assert find_holder(office_on(empty_sessions), token, "invitation").display_name == "Anna Berg"
    with transaction(empty_sessions) as session:
        actors = set(session.scalars(select(AuditEvent.actor)))
    assert {actor.partition(":")[0] for actor in actors} == {"cli"}
    [listed] = json.loads(mapper("users", "list", "--json", **installation).stdout)
    assert (listed["login"], listed["roles"]) == ("anna", ["admin", "planner"])
    assert "hash" not in json.dumps(listed)


def test_before_the_first_start_the_missing_step_is_named(
    server_url: str, installation: dict[str, str]
) -> None:
    name = f"bare_{uuid4().hex[:8]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'create database "{name}"'.encode())
    bare = make_url(installation["DATABASE_URL"]).set(database=name)
    url = bare.render_as_string(hide_password=False)

    done = mapper("users", "list", **{**installation, "DATABASE_URL": url})

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "mapper db migrate" in done.stderr


def test_an_account_can_be_limited(installation: dict[str, str], empty_sessions: Sessions) -> None:
    build_world(empty_sessions)
    wanted = ("--municipality", "00000001", "--round", "plan", "--action-field", "green")

    wrong = mapper(
        *("users", "add", "bert", "--name", "Bert", "--role", "gis", "--round", "nowhere"),
        **installation,
    )
    done = mapper(
        *("users", "add", "bert", "--name", "Bert", "--role", "gis", *wanted), **installation
    )

    assert wrong.returncode == 1
    assert wrong.stderr.count("\n") == 1
    assert "nowhere" in wrong.stderr
    assert done.returncode == 0, done.stderr
    [listed] = json.loads(mapper("users", "list", "--json", **installation).stdout)
    assert listed["limits"] == {
        "municipalities": ["00000001"],
        "rounds": ["plan"],
        "action_fields": ["green"],
    }


def test_a_password_is_read_from_standard_input(
    installation: dict[str, str], empty_sessions: Sessions
) -> None:
    def add(login: str, password: str) -> "subprocess.CompletedProcess[str]":
        return mapper(
            *("users", "add", login, "--name", "Gisela", "--role", "gis", "--password-stdin"),
            typed=password + "\n",
            **installation,
        )

    weak, good = add("weak", "weak"), add("gisela", GOOD_PASSWORD)

    assert (weak.returncode, good.returncode) == (1, 0), good.stderr
    assert "/einladung" not in good.stdout
    with transaction(empty_sessions) as session:
        [account] = session.query(StaffAccount).all()
    assert account.login == "gisela"
    assert verify_password(account.password_hash, GOOD_PASSWORD)


def test_links_go_out_by_mail_where_that_is_set_up(installation: dict[str, str]) -> None:
    with mail_server() as server:
        installation |= server.settings()
        made = mapper(
            *("users", "add", "anna", "--name", "Anna", "--role", "admin"),
            *("--email", "anna@example.org"),
            **installation,
        )
        reset = mapper("users", "reset", "ANNA", **installation)
        server.refused["anna@example.org"] = "550 gone"
        refused = mapper("users", "invite", "anna", **installation)

    assert "It was sent to anna@example.org." in made.stdout
    invited, asked = server.letters
    assert link_in(made.stdout, "/einladung") in str(invited.get_content())
    assert link_in(reset.stdout, "/passwort") in str(asked.get_content())
    assert refused.returncode == 0
    assert link_in(refused.stdout, "/einladung")
    assert "refuses the address" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_accounts_are_disabled_and_enabled(installation: dict[str, str]) -> None:
    for login in ("anna", "berta"):
        mapper("users", "add", login, "--name", login, "--role", "admin", **installation)

    assert mapper("users", "disable", "anna", **installation).returncode == 0
    last = mapper("users", "disable", "berta", **installation)
    invited = mapper("users", "invite", "anna", **installation)
    assert mapper("users", "list", **installation).stdout.splitlines() == [
        "berta  admin  invited  berta",
        "anna  admin  disabled  anna",
    ]
    assert mapper("users", "enable", "anna", **installation).returncode == 0
    assert mapper("users", "reset-second-factor", "anna", **installation).returncode == 0

    assert (last.returncode, invited.returncode) == (1, 1)
    assert "last administrator" in last.stderr
    assert "disabled" in invited.stderr
    assert mapper("users", "disable", "nobody", **installation).returncode == 1
    assert (
        mapper("users", "add", "x1x", "--name", "X", "--role", "king", **installation).returncode
        == 2
    )
