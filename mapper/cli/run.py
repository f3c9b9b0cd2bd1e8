"""`mapper run`: prepare the database, then keep app and private cluster up until told to stop."""

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from mapper.cli.database import database
from mapper.cli.port import check_port_free
from mapper.cli.prepare import prepare
from mapper.cli.signals import ignore_stop_signals
from mapper.cli.supervisor import AppProcess, Supervisor
from mapper.logs import set_up_logs
from mapper.settings import Settings, load_settings, secret_key

STOPPED_BY_SIGNAL = 0


def run(
    demo: Annotated[bool, typer.Option("--demo", help="Add samples and accounts first.")] = False,
) -> None:
    """Start the app and keep it running until Ctrl-C."""
    settings = load_settings()
    set_up_logs(settings.log_format)
    check_port_free(settings.address, settings.port)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    with database(settings) as url:
        secret_key(settings)
        prepare(settings, url, demo=demo)
        app = AppProcess(settings, url)
        home = None if settings.database_url else settings.home
        try:
            Supervisor(app, cluster_home=home, on_ready=lambda: _announce(settings)).run()
        finally:
            ignore_stop_signals()


def _announce(settings: Settings) -> None:
    typer.echo(f"Ideenkarte: {settings.public_url}")
    typer.echo(f"Data:       {data_place(settings)}")
    typer.echo("Ctrl-C stops it.")
    sys.stdout.flush()


def data_place(settings: Settings) -> Path | str:
    """Where the data lie, for people."""
    if settings.database_url is None:
        return settings.home
    return f"the server in DATABASE_URL; secrets and logs in {settings.home}"


def _leave(signum: int, frame: FrameType | None) -> NoReturn:
    """Leave while still preparing, by way of every `finally`."""
    del signum, frame
    ignore_stop_signals()
    sys.exit(STOPPED_BY_SIGNAL)
