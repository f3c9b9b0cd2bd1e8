"""`mapper doctor`: look through everything the app stands on, one line a finding."""

import json
import platform
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.database import database
from mapper.cli.doctor_database import look_at_content
from mapper.cli.doctor_staff import look_at_services
from mapper.cli.findings import Finding, State, look
from mapper.db import cluster
from mapper.db.server import check_server
from mapper.errors import MapperError
from mapper.settings import PROJECT_ROOT, Settings, load_settings

PACKAGES = ("streamlit", "sqlalchemy", "psycopg", "geopandas", "shapely", "pyproj", "folium")
DISK_WRONG = 200 * 2**20
DISK_LOW = 2 * 2**30
BUILT = (
    "mapper/vendor/leaflet/leaflet.js",
    "mapper/mapview/component/dist/main.js",
    "mapper/mapview/component/dist/staff.js",
    "mapper/mapview/component/dist/upload.js",
)
SIGNS = {State.OK: "ok   ", State.NOTE: "note ", State.WRONG: "WRONG"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Look through versions, disk, database and content; exit 1 when something is wrong."""
    findings = list(examine(load_settings()))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            typer.echo(f"{SIGNS[one.state]}  {one.part}: {one.text}")
    if any(one.state is State.WRONG for one in findings):
        raise typer.Exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """All findings, from the ground up; a database that is not there ends the list."""
    yield _versions()
    yield _browser_files(PROJECT_ROOT)
    yield look("disk", lambda: _disk(settings.home))
    yield from look_at_services(settings)
    if settings.database_url is None:
        state = cluster.status(settings.home)
        yield _cluster(state, settings.home)
        if not state.exists:
            return
    try:
        with database(settings) as url:
            yield _server(url)
            yield from look_at_content(url)
    except MapperError as refused:
        yield Finding("database", State.WRONG, refused.message)


def _versions() -> Finding:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    text = f"mapper {version('mapper')}, Python {platform.python_version()}, {packages}"
    return Finding("versions", State.OK, text)


def _browser_files(top: Path) -> Finding:
    missing = [name for name in BUILT if not (top / name).exists()]
    if missing:
        return Finding(
            "browser files", State.WRONG, f"{', '.join(missing)} missing: run 'make setup'."
        )
    return Finding("browser files", State.OK, "built")


def _disk(home: Path) -> Finding:
    """Room where the data lie, or will lie once the folder is made."""
    place = home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    text = f"{free / 1e9:.1f} GB free at {home}"
    if free < DISK_WRONG:
        return Finding("disk", State.WRONG, f"{text}: too little to go on; free some space.")
    return Finding("disk", State.NOTE if free < DISK_LOW else State.OK, text)


def _cluster(state: cluster.ClusterStatus, home: Path) -> Finding:
    if not state.exists:
        text = f"none in {home} yet; 'mapper run' makes it"
        return Finding("cluster", State.NOTE, text)
    running = "running" if state.running else "stopped"
    used = ", in use" if state.in_use else ""
    return Finding("cluster", State.OK, f"PostgreSQL {state.version} in {home}, {running}{used}")


def _server(url: str) -> Finding:
    facts = check_server(url)
    text = f"PostgreSQL {facts.postgres}, PostGIS {facts.postgis}, {facts.database_mb} MB"
    return Finding("database", State.OK, f"{text} at {facts.server}")
