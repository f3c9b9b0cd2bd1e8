"""`mapper db`: the private cluster, migrations and backups."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.database import database, engine, sessions
from mapper.db import backup as backups
from mapper.db import cluster
from mapper.db.migrate import check_models as compare_models
from mapper.db.migrate import current_revision
from mapper.db.migrate import migrate as upgrade
from mapper.errors import SettingsError
from mapper.services.keep_counts import compare_rollups, rebuild_rollups
from mapper.settings import Settings, load_settings

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


@app.command()
def start() -> None:
    """Start the private cluster and leave it running until `mapper db stop`."""
    typer.echo(cluster.keep_running(_private().home))


@app.command()
def stop(
    force: Annotated[bool, typer.Option("--force", help="Also while the app uses it.")] = False,
) -> None:
    """Stop the private cluster."""
    stopped = cluster.stop(_private().home, force=force)
    typer.echo("The database is stopped." if stopped else "The database was not running.")


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say whether the private cluster exists, runs and is used."""
    found = cluster.status(_private().home)
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    if not found.exists:
        typer.echo("There is no database yet: 'mapper db start' or 'mapper run' makes it.")
        return
    state = "runs" if found.running else "is stopped"
    users = " and is in use" if found.in_use else ""
    typer.echo(f"The database (PostgreSQL {found.version}) {state}{users}.")


@app.command()
def migrate() -> None:
    """Bring the tables to this version of the software."""
    with engine(load_settings()) as connected:
        before = current_revision(connected)
        upgrade(connected)
        after = current_revision(connected)
    typer.echo(f"The tables are at {after}." if before == after else f"{before} → {after}")


@app.command()
def check_models() -> None:
    """Fail when the tables in the code differ from what the migrations make."""
    with engine(load_settings()) as connected:
        upgrade(connected)
        compare_models(connected)
    typer.echo("Models and migrations agree.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write the backup.")]) -> None:
    """Write the whole database into one file."""
    with database(load_settings()) as url:
        size = backups.backup(url, file)
    typer.echo(f"{file}: {size / 1e6:.1f} MB")


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A file of `mapper db backup`.")]) -> None:
    """Put a backup in place of everything the database holds now."""
    settings = load_settings()
    with engine(settings) as connected, database(settings) as url:
        # The roles that the backup grants rights to belong to the server, not to the backup.
        upgrade(connected)
        connected.dispose()
        backups.restore(url, file)
        upgrade(connected)
    typer.echo(f"The database holds what {file} held.")


def _private() -> Settings:
    settings = load_settings()
    if settings.database_url:
        raise SettingsError("DATABASE_URL names a server of its own: start and stop it there.")
    return settings


@app.command()
def check_rollup(as_json: AsJson = False) -> None:
    """Recount the rollups from the ideas and compare; exit 1 when they differ."""
    with sessions(load_settings()) as opened:
        found = compare_rollups(opened)
    typer.echo(json.dumps(found) if as_json else _describe(found))
    if any(found.values()):
        raise typer.Exit(1)


@app.command()
def rebuild_rollup() -> None:
    """Build the rollups anew from the ideas; everyone else waits meanwhile."""
    with sessions(load_settings()) as opened:
        rebuild_rollups(opened)
    typer.echo("The rollups are built anew.")


def _describe(differences: dict[str, int]) -> str:
    if not any(differences.values()):
        return "The rollups equal a recount."
    found = ", ".join(f"{count} rows of {name}" for name, count in differences.items() if count)
    return f"The rollups differ from a recount ({found}): run 'mapper db rebuild-rollup'."
