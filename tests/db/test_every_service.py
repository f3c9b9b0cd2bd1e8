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
from mapper.errors import ForbiddenError, SignInNeededError
from mapper.services.access import SignedIn, Who
from mapper.services.backoffice import Backoffice
from mapper.services.decide_several import Decision
from mapper.services.queue import Queue
from tests.staff import add_account, office_on, signed_in

# Nobody is signed in yet who asks these; each says by itself whom it lets in.
WHILE_SIGNING_IN = {
    *("sign_in.sign_in", "sign_in.open_full", "sign_in.find_half_way", "sign_in.confirm_code"),
    *("sign_in.set_up_and_enter", "sign_in.sign_out", "vouched.enter", "reset.offer_own_reset"),
    *("staff_tokens.find_holder", "staff_tokens.set_password_by_token"),
    *("throttle.note_try", "throttle.note_success"),
}
# For everybody who is signed in, about herself.
ABOUT_ONESELF = "own_account."
# Answer everybody: what they count or show follows from who asks.
FOR_EVERYBODY = {
    *("plan_export.export_ideas", "plan_export.export_cells", "plan_export.ask_for"),
    *("plan_clusters.export_clusters", "pds.stream_matching"),
    *("plan.counting", "plan.counting_at_once", "layers.find_shown", "layers.list_shown"),
    *("map_services.find_shown_service", "map_services.list_shown_services"),
}
# What the right that is asked for hangs on.
CHOOSING: dict[str, object] = {"decision": Decision.PUBLISH, "queue": Queue.WAITING}


class Unread:
    """An argument that nobody may look at before it is known who asks."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"'{name}' of an argument was looked at first")

    def _looked(self, *_: object) -> Any:
        raise AssertionError("an argument was looked at first")

    __bool__ = __len__ = __iter__ = __contains__ = __getitem__ = __eq__ = __lt__ = _looked
    __str__ = __repr__ = __format__ = __index__ = __int__ = __hash__ = __call__ = _looked


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


def call(name: str, office: Backoffice, who: Who) -> object:
    """Ask a service with arguments that fall apart when they are looked at."""
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
            given[parameter.name] = CHOOSING.get(parameter.name) or Unread()
    return function(**given)


@pytest.fixture
def office(empty_sessions: Sessions) -> Backoffice:
    """An office on an empty database."""
    return office_on(empty_sessions)


def test_they_were_found() -> None:
    assert {"decide.publish", "accounts.invite", "queue.list_queue"} <= set(FOR_STAFF)
    assert set(SERVICES) >= WHILE_SIGNING_IN | FOR_EVERYBODY
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
