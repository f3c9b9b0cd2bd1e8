"""`mapper privacy`: erase what was kept long enough, hand out or erase one person's data."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.database import backoffice, import_room, operator
from mapper.errors import MapperError, NotFoundError
from mapper.i18n import get_translator
from mapper.i18n.personal_data import describe_personal_data
from mapper.profile import load_profile
from mapper.services.backoffice import Backoffice
from mapper.services.import_retention import tidy_room
from mapper.services.personal_data import (
    Found,
    Search,
    erase_account,
    erase_idea,
    export_person,
    find_person,
    read_token,
)
from mapper.services.replay import count_erasures
from mapper.services.retention import run_retention
from mapper.settings import Settings, load_settings

app = typer.Typer()

Numbers = Annotated[list[str] | None, typer.Option("--number", help="Number of an idea.")]
Token = Annotated[
    str | None, typer.Option(help="Private link of an idea, or its end; - asks for it.")
]
Email = Annotated[str | None, typer.Option(help="E-mail address.")]
Account = Annotated[str | None, typer.Option(help="Login of an account of staff.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


@app.command()
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what is due.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase what was kept long enough; a line for each rule."""
    settings = load_settings()
    with backoffice(settings) as office:
        done = run_retention(office, operator(), dry_run=dry_run)
        done.append(tidy_room(office, operator(), import_room(settings), dry_run=dry_run))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in done]))
        return
    for one in done:
        typer.echo(f"{one.rule:<16}{one.count:>8}  {'due' if dry_run else 'erased'}")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write the JSON; a text lies beside it.")],
    number: Numbers = None,
    token: Token = None,
    email: Email = None,
    account: Account = None,
) -> None:
    """Write everything stored about one person into a JSON file, and a text to read."""
    settings = load_settings()
    with backoffice(settings) as office:
        data = export_person(office, operator(), _search(number, token, email, account))
    if not data["ideas"] and not data["accounts"]:
        raise NotFoundError("data", "this person")
    readable = file.with_name(f"{file.name}.txt")
    _write(file, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    _write(readable, _text(settings, data))
    typer.echo(
        f"{len(data['ideas'])} ideas and {len(data['accounts'])} accounts: {file}, {readable}"
    )


@app.command()
def erase(
    number: Numbers = None,
    token: Token = None,
    email: Email = None,
    account: Account = None,
    keep_idea: Annotated[
        bool,
        typer.Option("--keep-idea", help="Keep the words, forget whose they are."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask back.")] = False,
) -> None:
    """Erase one person's data: ideas with all that hangs on them, accounts but for the login."""
    with backoffice(load_settings()) as office:
        found = find_person(office, operator(), _search(number, token, email, account))
        if not found:
            raise NotFoundError("data", "this person")
        _list(found)
        if not yes:
            typer.confirm("Erase this for good?", abort=True)
        _erase(office, found, keep_idea=keep_idea)


@app.command()
def erasures(as_json: AsJson = False) -> None:
    """Count what was erased, by kind."""
    with backoffice(load_settings()) as office:
        counted = count_erasures(office, operator())
    if as_json:
        typer.echo(json.dumps(counted))
        return
    for subject, count in counted.items():
        typer.echo(f"{subject:<16}{count:>8}")


def _search(
    numbers: list[str] | None, token: str | None, email: str | None, account: str | None
) -> Search:
    if token == "-":  # noqa: S105 - what stands for asking
        token = sys.stdin.readline()
    return Search(tuple(numbers or ()), read_token(token) if token else None, email, account)


def _list(found: Found) -> None:
    for idea in found.ideas:
        answers = f", {idea.answers} answers" if idea.answers else ""
        typer.echo(f"{idea.number}  {idea.moderation_status}{answers}  {idea.title}")
    for account in found.accounts:
        typer.echo(f"account {account.login}  {account.display_name}")


def _erase(office: Backoffice, found: Found, *, keep_idea: bool) -> None:
    """One transaction each: the first that is refused ends it, those before stay erased."""
    for idea in found.ideas:
        erase_idea(office, operator(), idea.number, keep_idea=keep_idea)
        typer.echo(f"{idea.number} is {'anonymous' if keep_idea else 'erased'}.")
    for account in found.accounts:
        erase_account(office, operator(), account.login)
        typer.echo(f"The person behind the account {account.login} is forgotten.")


def _text(settings: Settings, data: dict[str, object]) -> str:
    profile = load_profile(settings.profile_dir)
    return describe_personal_data(get_translator(profile.languages[0], profile.address), data)


def _write(file: Path, content: str) -> None:
    """A new file that only its owner may read."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as refused:
        raise UnwritableFileError(file, refused.strerror or "cannot be written") from None
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as target:
        target.write(content)


class UnwritableFileError(MapperError):
    """A file cannot be written, or is there already."""

    code = "file"

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file} cannot be written: {reason}.", got=file)
