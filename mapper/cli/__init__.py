"""The command `mapper`: one sub-command a task, each in a module of its own."""

import sys
from importlib import import_module
from importlib.util import find_spec

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
COMMANDS = ("run", "doctor")


def build_app(only: str | None = None) -> typer.Typer:
    """The command line; ``only`` leaves out what one invocation does not need.

    Some commands import geometry libraries for a second or two, which the others need not
    wait for.
    """
    app = typer.Typer(
        name="mapper", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_ideenkarte)
    known = [name for name in (*COMMANDS, *GROUPS) if find_spec(f"mapper.cli.{name}")]
    for name in [only] if only in known else known:
        module = import_module(f"mapper.cli.{name}")
        if name in GROUPS:
            app.add_typer(module.app, name=name, help=GROUPS[name], no_args_is_help=True)
        else:
            app.command(name)(getattr(module, name))
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
