"""Every service for staff refuses nobody and those without the right, before anything else.

They are found by looking: a new one that takes an office is asked like all others.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

import mapper.services
from mapper.db.engine import Sessions
from mapper.domain.statuses import Channel
from mapper.errors import ForbiddenError, SignInNeededError
from mapper.services.access import SignedIn, Who
from mapper.services.audit_search import AuditFilters
from mapper.services.backoffice import Backoffice
from mapper.services.decide_several import Decision
from mapper.services.desk import DeskDraft
from mapper.services.edit_rounds import RoundFields
from mapper.services.edit_texts import KINDS, BlockFields
from mapper.services.events import NewEvent
from mapper.services.personal_data import Search
from mapper.services.queue import Queue
from mapper.services.submit import submit
from tests.db.test_submit import INSIDE
from tests.db.world import build_world
from tests.staff import SECRET, add_account, office_on, signed_in

# Nobody is signed in yet who asks these; each says by itself whom it lets in.
WHILE_SIGNING_IN = {
    *("sign_in.sign_in", "sign_in.open_next", "sign_in.find_half_way", "sign_in.confirm_code"),
    *("sign_in.set_up_and_enter", "sign_in.sign_out", "vouched.enter", "reset.offer_own_reset"),
    *("staff_tokens.find_holder", "staff_tokens.set_password_by_token"),
    *("throttle.note_try", "throttle.note_success"),
}
# For everybody who is signed in, about herself.
ABOUT_ONESELF = "own_account."
# Answers everybody: what it counts follows from who asks.
FOR_EVERYBODY = {"plan.counting"}
# Says for each idea why it was refused.
ONE_BY_ONE = {"respond.respond_to_several"}

_TITLES = {"de": "Ein Titel", "en": "A title"}
# What is looked at before who asks must be right, so that who asks is what is refused.
FITTING: dict[str, Any] = {
    "filters": AuditFilters("", "", ""),
    "decision": Decision.PUBLISH,
    "entered": DeskDraft(INSIDE, Channel.SHOP),
    "moderation": "pre",
    "slug": "eine-runde",
    "kind": next(iter(KINDS)),
    "new": NewEvent("ideas", "Ein Stand am Markt"),
    "body": "# Impressum\n\nWer hier schreibt.",
    "lang": "de",
    "name": "imprint",
    "search": Search(login="moni"),
    "queue": next(iter(Queue)),
}


def services() -> Iterator[tuple[str, Callable[..., object]]]:
    """All services that take an office, by module and name."""
    for found in pkgutil.iter_modules(mapper.services.__path__):
        module = importlib.import_module(f"mapper.services.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = inspect.signature(function).parameters
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and any(one.annotation is Backoffice for one in takes.values()):
                yield f"{found.name}.{name}", function


SERVICES = dict(services())
FOR_STAFF = [name for name in SERVICES if name not in WHILE_SIGNING_IN | FOR_EVERYBODY]


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    """An office with one idea, which waits."""
    build_world(empty_sessions)
    return office_on(empty_sessions)


def call(name: str, office: Backoffice, who: Who) -> object:
    """Ask a service with arguments that fit as far as they are looked at."""
    done = submit(office.sessions, INSIDE, secret=SECRET, moderation="pre")
    fitting = {**FITTING, "number": done.public_id, "versions": {done.public_id: 0}}
    if name.startswith("edit_rounds."):
        fitting["fields"] = RoundFields(_TITLES)
    if name.startswith("edit_texts."):
        fitting["fields"] = BlockFields(_TITLES, _TITLES)
    function = SERVICES[name]
    given: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.annotation is Backoffice:
            given[parameter.name] = office
        elif parameter.name == "who":
            given["who"] = who
        elif (
            parameter.default is parameter.empty and parameter.kind is not parameter.VAR_POSITIONAL
        ):
            given[parameter.name] = fitting.get(parameter.name)
    answer = function(**given)
    if name in ONE_BY_ONE:
        raise next(iter(answer.values()))  # type: ignore[attr-defined]
    return answer


def test_they_were_found() -> None:
    assert {"decide.publish", "accounts.invite", "queue.list_queue"} <= set(FOR_STAFF)
    assert set(SERVICES) >= WHILE_SIGNING_IN | FOR_EVERYBODY | ONE_BY_ONE
    for name in FOR_STAFF:
        assert "who" in inspect.signature(SERVICES[name]).parameters, name


def test_nobody_is_let_in(office: Backoffice) -> None:
    lapsed = SignedIn("a token nobody holds")
    for name in FOR_STAFF:
        for who in (None, lapsed):
            with pytest.raises(SignInNeededError):
                print(name, call(name, office, who))


def test_somebody_without_a_role_may_nothing(office: Backoffice) -> None:
    who = signed_in(office.sessions, add_account(office.sessions, "nele"))
    for name in FOR_STAFF:
        if not name.startswith(ABOUT_ONESELF):
            with pytest.raises(ForbiddenError):
                print(name, call(name, office, who))


def test_a_disabled_account_is_nobody(office: Backoffice) -> None:
    gone = add_account(office.sessions, "gero", disabled_at=datetime.now(UTC))
    who = signed_in(office.sessions, gone)
    for name in FOR_STAFF:
        with pytest.raises(SignInNeededError):
            print(name, call(name, office, who))
