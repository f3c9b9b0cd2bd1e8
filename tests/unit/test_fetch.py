"""Downloads: only the pinned file is taken, and a network that is away costs under 5 seconds."""

import hashlib
import socket
from collections.abc import Iterator

import pytest

from mapper.errors import DatasetError
from mapper.imports.fetch import BUDGET_S, NetworkBudget, fetch
from tests.unit.loopback import misbehaving_server, seconds_at_most

BODY = b'{"type": "FeatureCollection", "features": []}' * 5000
DIGEST = hashlib.sha256(BODY).hexdigest()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with misbehaving_server(BODY) as address:
        yield address


def test_pinned_file_is_taken(server: str) -> None:
    assert fetch(f"{server}/whole/a.geojson", DIGEST, NetworkBudget()) == BODY


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("cut", "cut off after 112500 "),
        ("other", "not the file whose sha256 is pinned"),
        ("page", "a web page instead of data"),
        ("gone", "the server answers 404"),
    ],
)
def test_anything_else_is_refused_with_its_reason(server: str, behaviour: str, reason: str) -> None:
    with seconds_at_most(5), pytest.raises(DatasetError) as refused:
        fetch(f"{server}/{behaviour}/a.geojson", DIGEST, NetworkBudget())

    assert reason in refused.value.message
    assert f"{behaviour}/a.geojson" in refused.value.message


@pytest.mark.parametrize("behaviour", ["silent", "trickle"])
def test_network_that_never_ends_is_left_within_the_budget(server: str, behaviour: str) -> None:
    with seconds_at_most(5), pytest.raises(DatasetError, match="no answer in time"):
        fetch(f"{server}/{behaviour}", DIGEST, NetworkBudget())

    assert BUDGET_S < 5


def test_budget_is_shared_by_all_downloads(server: str) -> None:
    budget = NetworkBudget(0.4)

    with seconds_at_most(1.5):
        for _ in range(5):
            with pytest.raises(DatasetError, match="no answer in time"):
                fetch(f"{server}/silent", DIGEST, budget)

    assert budget.left_s() == 0


def test_nobody_listening_is_said_at_once() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with seconds_at_most(1), pytest.raises(DatasetError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/a", DIGEST, NetworkBudget())


def test_unknown_host_is_said_in_time() -> None:
    """The name `invalid` is reserved never to exist (RFC 2606)."""
    with seconds_at_most(5), pytest.raises(DatasetError):
        fetch("https://nowhere.invalid/a", DIGEST, NetworkBudget())
