"""`mapper bench`: how fast is it on this machine?"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.benchmarks import analyse as analyses
from mapper.cli.benchmarks import heatmap as heatmaps
from mapper.cli.benchmarks import import_layer as imports
from mapper.cli.benchmarks import pin as pins
from mapper.cli.benchmarks import start as starts
from mapper.cli.benchmarks import submit as submissions
from mapper.cli.benchmarks.document import write_document
from mapper.cli.benchmarks.report import Report
from mapper.settings import Settings, load_settings

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
Rows = Annotated[int, typer.Option(min=100, max=100_000_000, help="How many ideas are stored.")]
Objects = Annotated[int, typer.Option(min=100, max=1_000_000, help="Polygons in the file.")]

# Each with the command that repeats it.
_ALL: dict[str, Callable[[Settings], Report]] = {
    "mapper bench analyse --rows 1000000": lambda settings: analyses.measure(settings, 1_000_000),
    "mapper bench analyse --rows 10000000": lambda settings: analyses.measure(settings, 10_000_000),
    "mapper bench heatmap --rows 1000000": lambda settings: heatmaps.measure(settings, 1_000_000),
    "mapper bench heatmap --rows 10000000": lambda settings: heatmaps.measure(settings, 10_000_000),
    "mapper bench import --rows 100000": lambda settings: imports.measure(settings, 100_000),
    "mapper bench pin": pins.measure,
    "mapper bench start": starts.measure,
    "mapper bench submit": submissions.measure,
}


@app.command()
def analyse(rows: Rows = 1_000_000, as_json: AsJson = False) -> None:
    """What a planner waits for, against DuckDB, scikit-learn and esda."""
    _say(analyses.measure(load_settings(), rows), as_json)


@app.command()
def heatmap(rows: Rows = 1_000_000, as_json: AsJson = False) -> None:
    """The heatmap over HTTP, against a join with ST_HexagonGrid."""
    _say(heatmaps.measure(load_settings(), rows), as_json)


@app.command("import")
def import_(rows: Objects = 100_000, as_json: AsJson = False) -> None:
    """A shapefile becomes a layer on the map, against ogr2ogr and GeoPandas."""
    _say(imports.measure(load_settings(), rows), as_json)


@app.command()
def pin(as_json: AsJson = False) -> None:
    """From tap to form and from sending to the pin, in a browser with a small touch screen."""
    _say(pins.measure(load_settings()), as_json)


@app.command()
def start(as_json: AsJson = False) -> None:
    """From `mapper run` to the first answer and the first usable map."""
    _say(starts.measure(load_settings()), as_json)


@app.command()
def submit(as_json: AsJson = False) -> None:
    """Ideas a second from 1, 4 and 16 writers."""
    _say(submissions.measure(load_settings()), as_json)


@app.command(name="all")
def measure_all(
    as_json: AsJson = False,
    document: Annotated[
        Path | None, typer.Option(help="A Markdown file to write the figures into.")
    ] = None,
) -> None:
    """All of them, heatmap and analyses with 1 and 10 million ideas."""
    settings = load_settings()
    reports = {}
    for command, measure in _ALL.items():
        reports[command] = measure(settings)
        if not as_json:
            _say(reports[command], as_json=False)
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in reports.values()], ensure_ascii=False))
    if document:
        write_document(document, reports)


def _say(report: Report, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    rows = f", {report.rows:,} {report.counted}" if report.rows is not None else ""
    typer.echo(f"{report.bench}{rows}")
    for case in report.cases:
        figures = "  ".join(f"{name} {value}" for name, value in case.figures.items())
        missed = case.missed()
        verdict = f"  goal missed: {', '.join(missed)}" if missed else ""
        typer.echo(f"  {case.name:<16} {figures}{verdict}")
