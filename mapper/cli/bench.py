"""`mapper bench`: how fast is it on this machine?"""

import json
from typing import Annotated

import typer

from mapper.cli.benchmarks import heatmap as heatmaps
from mapper.cli.benchmarks.report import Report
from mapper.settings import load_settings

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
Rows = Annotated[int, typer.Option(min=1, max=100_000_000, help="How many ideas are stored.")]


@app.command()
def heatmap(rows: Rows = 1_000_000, as_json: AsJson = False) -> None:
    """The heatmap over HTTP, against a join with ST_HexagonGrid."""
    _say(heatmaps.measure(load_settings(), rows), as_json)


def _say(report: Report, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
        return
    rows = f", {report.rows:,} ideas" if report.rows is not None else ""
    typer.echo(f"{report.bench}{rows}")
    for case in report.cases:
        figures = "  ".join(f"{name} {value}" for name, value in case.figures.items())
        missed = case.missed()
        verdict = f"  goal missed: {', '.join(missed)}" if missed else ""
        typer.echo(f"  {case.name:<14} {figures}{verdict}")
