"""The command `mapper`: one sub-command a task, each in a module of its own."""

import sys
from importlib import import_module

import typer

from mapper.cli.failures import refuse, report_unexpected
from mapper.errors import MapperError

EXIT_REFUSED = 1

# Modules with an `app` of their own, and modules with one function of the command's name.
GROUPS = {
    "db": "Start, stop, migrate, back up and check the database.",
    "geodata": "Load districts, green spaces and the base map.",
    "layers": "Import files into layers, show and delete their versions.",
    "proposals": "List and publish ideas.",
    "users": "Make and change accounts of staff.",
    "privacy": "Erase what was kept long enough, hand out or erase one person's data.",
    "demo": "Add and remove sample ideas and accounts to try.",
    "bench": "Measure how fast it is on this machine.",
}
COMMANDS = {
    "run": "Start the app and keep it running until Ctrl-C.",
    "doctor": "Look through versions, disk, database and content; exit 1 when something is wrong.",
}


def build_app(only: str | None = None) -> typer.Typer:
    """The command line; ``only`` leaves out what one invocation does not need.

    Some commands import geometry libraries for a second or two, which the others need not
    wait for.
    """
    app = typer.Typer(
        name="mapper", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_ideenkarte)
    if only in GROUPS:
        group = import_module(f"mapper.cli.{only}").app
        app.add_typer(group, name=only, help=GROUPS[only], no_args_is_help=True)
    elif only in COMMANDS:
        run = getattr(import_module(f"mapper.cli.{only}"), only)
        app.command(only, help=COMMANDS[only])(run)
    else:
        # Nothing of this will run: help names the commands, and wrong usage is told.
        for name, told in {**COMMANDS, **GROUPS}.items():
            app.command(name, help=told)(_ideenkarte)
    return app


def main() -> None:
    """Run one command: 0 done, 1 refused with one line on stderr, 2 used wrongly."""
    try:
        build_app(sys.argv[1] if len(sys.argv) > 1 else None)()
    except MapperError as refused:
        refuse(refused.message)
    except Exception as unexpected:
        report_unexpected(unexpected)
    else:
        return
    sys.exit(EXIT_REFUSED)


def _ideenkarte() -> None:
    """Ideenkarte: ideas on a map, from the people who live there."""
