"""`mapper db`: the private cluster, migrations and backups."""

import json
import signal
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli import readers
from mapper.cli.database import backoffice, database, engine, operator, sessions
from mapper.db import backup as backups
from mapper.db import cluster
from mapper.db import restore as restores
from mapper.db.errors import DatabaseInUseError
from mapper.db.migrate import check_models as compare_models
from mapper.db.migrate import current_revision
from mapper.db.migrate import migrate as upgrade
from mapper.errors import SettingsError
from mapper.services.import_retention import end_restored_imports
from mapper.services.keep_counts import compare_rollups, rebuild_rollups
from mapper.services.replay import Replayed, bring_together, end_restored_sessions, replay
from mapper.settings import Settings, load_settings

app = typer.Typer()
app.add_typer(readers.app, name="reader", help="Logins for QGIS that read what is public.")

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
    """Write the whole database into one file, while people work."""
    # Ended by either signal it takes its half-written file away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with database(load_settings()) as url:
        size = backups.backup(url, file)
    typer.echo(f"{file}: {size / 1e6:.1f} MB, read through from end to end")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file of `mapper db backup`.")],
    erasures: Annotated[
        Path | None, typer.Option(help="Also a list of erasures from another server.")
    ] = None,
) -> None:
    """Put a backup in place of everything; what was erased since is erased again."""
    settings = load_settings()
    if not settings.database_url and cluster.status(settings.home).in_use:
        raise DatabaseInUseError
    with database(settings) as url:
        restores.check_unused(url)
        _migrate(settings)
        with backoffice(settings) as office:
            bring_together(office, operator(), erasures)
        restores.restore(url, file)
        _migrate(settings)
        with backoffice(settings) as office:
            replayed = replay(office, operator())
            end_restored_sessions(office, operator())
            end_restored_imports(office, operator())
    typer.echo(f"The database holds what {file} held. Everybody signs in anew.")
    _say_replayed(replayed)


def _migrate(settings: Settings) -> None:
    """Before a restore the roles are needed that it grants rights to, after it the newest tables.

    Roles belong to the server, not to the backup.
    """
    with engine(settings) as connected:
        upgrade(connected)


def _say_replayed(done: Replayed) -> None:
    typer.echo(
        f"{_count(done.missing, 'erasure')} happened since the backup; "
        f"{done.carried_out} found something in it and were carried out again."
    )
    if done.hidden:
        was, hidden = ("was", "is") if done.hidden == 1 else ("were", "are")
        typer.echo(
            f"{_count(done.hidden, 'idea')} {was} blacked out after the backup and {hidden} "
            "hidden: black the words out again, then publish."
        )
    if not done.known:
        typer.echo(
            "There is no list of erasures here. If there is one on another server "
            "(erasures.jsonl), restore again with --erasures FILE.",
            err=True,
        )
    if done.foreign:
        typer.echo(
            f"{_count(done.foreign, 'erasure')} of accounts cannot be carried out: bring the "
            "secret_key of that server, then run 'mapper privacy run'.",
            err=True,
        )
    if done.broken:
        typer.echo(f"The list of erasures has {_count(done.broken, 'broken line')}.", err=True)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


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
