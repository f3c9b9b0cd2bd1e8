"""Files sent to a server without room for them: one sentence, and nothing half is left.

A really small disk takes root to mount, in a mount namespace of the server's own.
"""

import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import delete, select

from mapper.db.engine import transaction
from mapper.db.tables import ImportJob
from mapper.domain.roles import Role
from tests.api.conftest import Town
from tests.api.test_imports import layer_fields, multipart, send
from tests.api.web import Web, check_refusal
from tests.browser.app import running_app
from tests.conftest import copied_database, opened
from tests.db.imports import PARKS, check_nothing, geojson
from tests.db.world import build_world
from tests.processes import wait_until
from tests.staff import add_account, signed_in

MOUNT = 'mkdir "$0" && mount -t tmpfs -o size=3m small "$0" && exec "$@"'
SPOOLED, KEPT = 4_000_000, 2_000_000
"""Bytes for which there is no room while they come in, and none for both that and a copy."""

ROWS_GROW, PREVIEW_GROWS = 2000, 1400
"""Objects whose rows find no room, and those where only the preview beside them finds none."""


def long_names(count: int) -> bytes:
    return geojson((f"{number:0500}", number % 900, number % 70, 1) for number in range(count))


def inside(town: Town) -> Path:
    """The small disk, seen from outside."""
    return Path(f"/proc/{town.app.process.pid}/root{town.app.home}/imports")


def forget(town: Town) -> None:
    """Make room again."""
    with transaction(town.sessions) as session:
        session.execute(delete(ImportJob))
    for folder in inside(town).iterdir():
        shutil.rmtree(folder)


def left(town: Town) -> list[str]:
    """Files on the small disk."""
    return [path.name for path in inside(town).rglob("*") if path.is_file()]


def refusals(town: Town) -> list[tuple[str, object]]:
    """Stage of every import, and why."""
    with transaction(town.sessions) as session:
        rows = session.execute(select(ImportJob.stage, ImportJob.refusal)).all()
    return [(row.stage, row.refusal.get("reason")) for row in rows]


if os.geteuid() == 0:

    @pytest.fixture
    def town(server_url: str, empty_template: str) -> Iterator[Town]:
        """The small world on a server whose disk has room for three megabytes."""
        with (
            TemporaryDirectory(prefix="ideenkarte-small-") as folder,
            copied_database(server_url, empty_template) as url,
            opened(url) as sessions,
        ):
            build_world(sessions)
            place = f"{folder}/imports"
            through = shlex.join(("unshare", "--mount", "sh", "-c", MOUNT, place))
            with running_app(
                Path(folder), supervised=False, through=through, database_url=url, tmpdir=place
            ) as app:
                yield Town(app, Web(app.port), url, sessions)

    def test_without_room_nothing_is_half_kept_and_one_sentence_says_so(town: Town) -> None:
        account = add_account(town.sessions, "gis", Role.GIS)
        cookie = f"ideenkarte={signed_in(town.sessions, account).token}"
        for size in (SPOOLED, KEPT):
            body = multipart(layer_fields(), ("parks.geojson", b" " * size + PARKS))

            answer = send(town.web, cookie, body, **{"Accept-Language": "en"})

            check_refusal(answer, 503, "disk_full")
            assert (refusals(town), left(town)) == ([], [])
        for count in (ROWS_GROW, PREVIEW_GROWS):
            body = multipart(layer_fields(), ("parks.geojson", long_names(count)))

            assert send(town.web, cookie, body).status == 201

            wait_until(lambda: refusals(town) == [("failed", "disk_full")], 60, town.app.output)
            check_nothing(town.sessions)
            forget(town)
        assert "Unforeseen" not in town.app.output()
