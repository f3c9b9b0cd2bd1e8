"""`mapper proposals`: look through ideas, publish them or not, take them out."""

import getpass
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

import typer

from mapper.cli.database import sessions
from mapper.db.engine import Sessions
from mapper.domain.statuses import ModerationStatus
from mapper.services import publish as decisions
from mapper.settings import load_settings

app = typer.Typer()

Numbers = Annotated[list[str], typer.Argument(help="Numbers of ideas.")]


@app.command("list")
def list_(
    status: Annotated[
        ModerationStatus | None, typer.Option(help="Only ideas of this state.")
    ] = ModerationStatus.PENDING,
    everything: Annotated[bool, typer.Option("--all", help="Ideas of every state.")] = False,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """List ideas, the oldest first; those that wait for publication unless told otherwise."""
    with sessions(load_settings()) as opened:
        found = decisions.list_by_status(opened, None if everything else status, most)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], default=str, ensure_ascii=False))
        return
    for one in found:
        place = one.district or one.municipality or "-"
        state = f"{one.moderation_status}{' (sample)' if one.demo else ''}"
        typer.echo(f"{one.public_id}  {one.created_at:%Y-%m-%d}  {state}  {place}  {one.title}")
    typer.echo(f"{len(found)} ideas.", err=True)


@app.command()
def publish(numbers: Numbers) -> None:
    """Let everyone see these ideas."""
    _decide(decisions.publish, numbers, "published")


@app.command()
def reject(numbers: Numbers) -> None:
    """Decide that these ideas are not shown."""
    _decide(decisions.reject, numbers, "rejected")


@app.command()
def hide(numbers: Numbers) -> None:
    """Take these published ideas out of sight."""
    _decide(decisions.hide, numbers, "hidden")


Decision = Callable[..., None]


def _decide(decision: Decision, numbers: list[str], done: str) -> None:
    """One transaction an idea: the first that is refused ends it, those before stay decided."""
    with sessions(load_settings()) as opened:
        for number in numbers:
            _decide_one(opened, decision, number, done)


def _decide_one(opened: Sessions, decision: Decision, number: str, done: str) -> None:
    decision(opened, number, actor=f"cli:{getpass.getuser()}")
    typer.echo(f"{number} is {done}.")
