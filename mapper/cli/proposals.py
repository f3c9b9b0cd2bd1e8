"""`mapper proposals`: look through ideas, publish them or not, take them out."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer

from mapper.cli.database import backoffice, operator
from mapper.domain.statuses import ModerationStatus
from mapper.services import decide
from mapper.services.backoffice import Backoffice
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
    wanted = None if everything else status
    with backoffice(load_settings()) as office:
        found = decide.list_by_status(office, operator(), wanted, most)
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
    _decide(decide.publish, numbers, "published")


@app.command()
def reject(
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help="What their authors read about it.")] = "",
) -> None:
    """Decide that these ideas are not shown; each needs a reason of at least 10 characters."""
    _decide(partial(decide.reject, reason=reason), numbers, "rejected")


@app.command()
def hide(numbers: Numbers) -> None:
    """Take these published ideas out of sight."""
    _decide(decide.hide, numbers, "hidden")


Decision = Callable[..., int]


def _decide(decision: Decision, numbers: list[str], done: str) -> None:
    """One transaction an idea: the first that is refused ends it, those before stay decided."""
    with backoffice(load_settings()) as office:
        for number in numbers:
            _decide_one(office, decision, number, done)


def _decide_one(office: Backoffice, decision: Decision, number: str, done: str) -> None:
    decision(office, operator(), number)
    typer.echo(f"{number} is {done}.")
