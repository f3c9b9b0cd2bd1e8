"""`mapper geodata`: districts, municipalities and green spaces of the town profile."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from mapper.cli.database import engine
from mapper.db.engine import make_sessions
from mapper.db.migrate import migrate
from mapper.profile import load_profile
from mapper.services.load_geodata import DatasetReport, load_geodata
from mapper.settings import load_settings

app = typer.Typer()


@app.callback()
def geodata() -> None:
    """Load districts, green spaces and the base map."""


@app.command()
def load(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Bring the town profile's datasets into the database: from folder, network, or schematic."""
    settings = load_settings()
    profile = load_profile(settings.profile_dir)
    with engine(settings) as connected:
        migrate(connected)
        reports = load_geodata(
            make_sessions(connected),
            profile,
            geodata_dir=settings.geodata_dir,
            network=settings.network,
        )
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in reports], ensure_ascii=False))
    else:
        for report in reports:
            typer.echo(describe(report))
    if any(one.outcome == "failed" for one in reports):
        raise typer.Exit(1)


def describe(report: DatasetReport) -> str:
    """One line about a dataset."""
    if report.source is None:
        return f"{report.dataset}: nothing could be loaded. {' '.join(report.notes)}".strip()
    words = [
        f"{report.dataset}: {report.outcome},",
        f"{report.features} objects from {report.kind or 'an import'} ({report.source})",
    ]
    if report.schematic:
        words.append("- schematic, no official boundaries")
    if report.area_error is not None:
        words.append(f"- areas within {report.area_error:.2%} of the published ones")
    line = " ".join(words) + "."
    return " ".join([line, *(_sentence(note) for note in report.notes)])


def _sentence(note: str) -> str:
    return note if note.endswith(".") else f"{note}."
