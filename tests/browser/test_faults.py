"""Killed processes, lost connections, impatient fingers: each idea is stored once, none is lost."""

import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Page, Route, expect

from mapper.db import cluster
from tests.browser.app import App, running_app, wait_until_up
from tests.browser.citizen import CitizenMap, expect_filled, write
from tests.browser.ground import Place, ask, count_titled
from tests.browser.ideas import idea, post
from tests.browser.watch import Trap, Watch
from tests.processes import child_of, healthy, kill_cluster, wait_until

WRITERS = 8
EACH = 12
# "By itself within seconds": what a person waits before giving up, on a slow machine.
RECOVER_S = 30.0
# What Streamlit and the browser write to the console while nobody answers.
CONNECTION_LOST = (
    "WebSocket connection to",
    "Client Error in reaching server endpoint",
    "Is Streamlit still running",
    "Streamlit server is not responding",
    "503: ",
)
NO_CONNECTION = re.compile("Gerade besteht keine Verbindung|konnte gerade nicht gespeichert werden")


@pytest.fixture(scope="module")
def server(trap: Trap) -> Iterator[App]:
    """The application with a private cluster of its own, which may be killed."""
    with TemporaryDirectory(prefix="ideenkarte-") as folder:
        Path(folder).chmod(0o755)
        try:
            with running_app(Path(folder), proxy=trap.url) as app:
                yield app
        finally:
            cluster.stop(Path(folder), force=True)


@pytest.fixture
def watch(watch: Watch) -> Watch:
    """Connections are cut on purpose here; what the browser says of that is expected."""
    watch.expected.extend(CONNECTION_LOST)
    return watch


def kill_app(app: App) -> None:
    """End the web server at once; its parent stays."""
    os.kill(child_of(app.process.pid), signal.SIGKILL)


def kill_database(app: App) -> None:
    """End the cluster's first process at once."""
    kill_cluster(app.home)


def submit_until_thanked(app: App, number: int) -> tuple[str, str, int]:
    """Send one idea again and again, as a browser would, until it is answered with thanks.

    Returns
    -------
    tuple
        Its key, the number it was given, and how often it had to be sent.
    """
    body = idea(f"Unter Beschuss {number}", Place(12.58 + number * 1e-4, 52.14))
    for attempt in range(1, 400):
        try:
            status, receipt = post(app, "/api/proposals", body, timeout_s=10)
        except (OSError, HTTPException):
            # Refused, or cut in the middle: no thanks either way.
            time.sleep(0.1)
            continue
        assert status in (200, 201)
        return str(body["client_key"]), receipt["public_id"], attempt
    raise AssertionError("never answered with thanks")


def test_what_was_answered_with_thanks_is_there_exactly_once(server: App) -> None:
    before = ask(server, "select count(*) from proposal")[0][0]
    with ThreadPoolExecutor(WRITERS) as writers:
        pending = [
            writers.submit(submit_until_thanked, server, number) for number in range(WRITERS * EACH)
        ]
        wait_for_some(server, before + EACH)
        kill_database(server)
        wait_for_some(server, before + 3 * EACH)
        kill_app(server)
        thanked = [one.result(timeout=120) for one in pending]
    wait_until_up(server, RECOVER_S)

    rows = ask(
        server, "select client_key::text, public_id from proposal where title like 'Unter B%%'"
    )
    assert sorted(rows) == sorted((key, number) for key, number, _ in thanked)
    assert len({number for _, number, _ in thanked}) == WRITERS * EACH
    # The kills did hit submissions on their way.
    assert max(attempts for *_, attempts in thanked) > 1
    server.command("db", "check-rollup")


def wait_for_some(app: App, count: int) -> None:
    """Until so many ideas are stored, also while the database is away."""

    def stored() -> bool:
        with suppress(Exception):
            return int(ask(app, "select count(*) from proposal")[0][0]) >= count
        return False

    wait_until(stored, RECOVER_S)


@pytest.mark.parametrize("kill", [kill_app, kill_database])
def test_it_recovers_by_itself(server: App, kill: object) -> None:
    assert callable(kill)
    kill(server)
    down = time.monotonic() + 5
    while healthy(server.port) and time.monotonic() < down:
        time.sleep(0.02)
    began = time.monotonic()

    wait_until_up(server, RECOVER_S)

    print(f"{getattr(kill, '__name__', '')}: up again after {time.monotonic() - began:.1f} s")


@pytest.mark.parametrize("kill", [kill_app, kill_database])
def test_the_text_survives_a_kill_and_can_be_sent_after(
    page: Page, server: App, kill: object
) -> None:
    title = f"Überlebt {getattr(kill, '__name__', '')}"
    citizen = write(page, server, title)
    assert callable(kill)
    kill(server)
    citizen.form.get_by_role("button", name="Idee absenden").click()
    # Either nobody answers, and the form says so; or all is up again before the click arrives.
    again = citizen.form.get_by_role("button", name="Noch einmal absenden")
    expect(again.or_(page.get_by_role("heading", name="Danke!"))).to_be_visible()
    if again.is_visible():
        expect(citizen.form.get_by_role("alert")).to_contain_text(NO_CONNECTION)
        expect_filled(citizen, title)
        wait_until_up(server, RECOVER_S)
        again.click()
    citizen.thanks()

    assert count_titled(server, title) == 1


def test_the_text_survives_a_kill_and_a_reload(page: Page, server: App) -> None:
    citizen = write(page, server, "Nach dem Neuladen")
    kill_app(server)
    wait_until_up(server, RECOVER_S)
    page.reload()
    citizen.wait_until_usable()
    expect(citizen.form).to_have_count(0)
    waiting = page.get_by_role("region", name="Angefangene Idee")
    expect(waiting).to_contain_text("Nach dem Neuladen")

    waiting.get_by_role("button", name="Weiterschreiben").click()
    expect_filled(citizen, "Nach dem Neuladen")
    expect(citizen.form.get_by_text("Ort:")).to_contain_text("Burg Eisenhardt")
    citizen.send()

    assert count_titled(server, "Nach dem Neuladen") == 1


def test_an_open_page_goes_on_after_a_kill(page: Page, server: App) -> None:
    with page.expect_response(re.compile("shell.js")):
        page.goto(f"{server.url}/impressum")
    expect(page.get_by_role("heading", name="Impressum")).to_be_visible()
    kill_app(server)
    wait_until_up(server, RECOVER_S)

    page.get_by_role("link", name="Über die Daten").first.click()

    expect(page.get_by_role("heading", name="Über die Daten", level=1)).to_be_visible(
        timeout=20_000
    )
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nobody_is_locked_out_while_the_server_is_away(page: Page, server: App) -> None:
    citizen = write(page, server, "Während der Störung")
    notice = page.get_by_role("status").filter(has_text="Gerade besteht keine Verbindung.")
    expect(notice).to_have_count(0)
    os.kill(server.process.pid, signal.SIGSTOP)
    kill_app(server)
    try:
        expect(notice).to_be_visible(timeout=20_000)
        # Streamlit opens its dialog a second later; it would say so in English, and lock the page.
        page.wait_for_timeout(3000)
        expect(page.get_by_text("Streamlit")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(1)
        assert not page.evaluate("document.getElementById('root').inert")
        citizen.form.get_by_label("Beschreibung").fill("Weitergeschrieben ohne Verbindung.")
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
    wait_until_up(server, RECOVER_S)
    expect(notice).to_have_count(0, timeout=20_000)
    citizen.send()

    stored = ask(server, "select body from proposal where title = 'Während der Störung'")
    assert stored == [("Weitergeschrieben ohne Verbindung.",)]


def test_pressing_twice_stores_one(page: Page, server: App) -> None:
    citizen = write(page, server, "Zweimal gedrückt")
    citizen.form.get_by_role("button", name="Idee absenden").dblclick()
    citizen.thanks()

    assert count_titled(server, "Zweimal gedrückt") == 1


def store_and_lose_the_answer(route: Route) -> None:
    """The server gets the idea and stores it; its answer never arrives."""
    assert route.fetch().status in (200, 201)
    route.abort("connectionreset")


def test_an_answer_lost_on_its_way_stores_one(page: Page, server: App) -> None:
    citizen = write(page, server, "Antwort verloren")
    page.route("**/api/proposals", store_and_lose_the_answer, times=1)
    citizen.form.get_by_role("button", name="Idee absenden").click()
    expect(citizen.form.get_by_role("alert")).to_contain_text(NO_CONNECTION)
    assert count_titled(server, "Antwort verloren") == 1

    citizen.form.get_by_role("button", name="Noch einmal absenden").click()
    number = citizen.thanks().number

    rows = ask(server, "select public_id from proposal where title = 'Antwort verloren'")
    assert rows == [(number,)]


def test_a_reload_before_the_answer_stores_one(page: Page, server: App) -> None:
    citizen = write(page, server, "Zu früh neu geladen")
    page.route("**/api/proposals", store_and_lose_the_answer, times=1)
    with page.expect_event("requestfailed", lambda one: one.url.endswith("/api/proposals")):
        citizen.form.get_by_role("button", name="Idee absenden").click()
    page.reload()
    citizen.wait_until_usable()

    page.get_by_role("button", name="Weiterschreiben").click()
    expect_filled(citizen, "Zu früh neu geladen")
    citizen.send()

    assert count_titled(server, "Zu früh neu geladen") == 1
    # The draft is gone: nothing waits to be sent a second time.
    page.reload()
    citizen.wait_until_usable()
    expect(page.get_by_role("region", name="Angefangene Idee")).to_have_count(0)


def test_without_a_connection_the_text_waits(page: Page, server: App) -> None:
    citizen = write(page, server, "Im Funkloch")
    page.context.set_offline(True)
    citizen.form.get_by_role("button", name="Idee absenden").click()
    expect(citizen.form.get_by_role("alert")).to_contain_text("Gerade besteht keine Verbindung")
    expect_filled(citizen, "Im Funkloch")
    assert count_titled(server, "Im Funkloch") == 0
    page.context.set_offline(False)

    citizen.form.get_by_role("button", name="Noch einmal absenden").click()
    citizen.thanks()

    assert count_titled(server, "Im Funkloch") == 1


def test_nothing_is_kept_on_the_device_before_the_first_letter(page: Page, server: App) -> None:
    citizen = CitizenMap(page, server).open()
    citizen.add.click()
    citizen.chooser.get_by_role("button", name="Hier ist es").click()
    expect(citizen.form).to_be_visible()
    kept = "Object.keys(localStorage).filter(key => key.startsWith('ideenkarte'))"

    assert page.evaluate(kept) == []
    citizen.form.get_by_label("Titel").press("B")
    assert page.evaluate(kept) == ["ideenkarte.draft"]
