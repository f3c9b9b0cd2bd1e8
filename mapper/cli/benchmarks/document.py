"""`docs/benchmarks.md`: the figures of one machine, each with the command that repeats it."""

from collections.abc import Mapping
from pathlib import Path

from mapper.cli.benchmarks.report import Case, Figure, Report

_LOAD = "load_before"
_HEAD = """# Benchmarks

Written by `mapper bench all --document docs/benchmarks.md` (or `make bench`); read the ratios
before the times, for times belong to one machine and one day. Every command works on a database
of its own, `bench_…`, on the server that is configured; the one with the ideas is not touched.
"""
_ABOUT = {
    "analyse": """\
What a signed-in planner waits for, asked by exact places, other filters at every repetition.
`aggregate` is an action field over 14 months at 500 m, against DuckDB over the same rows, loaded
into its memory beforehand and compared first. `polygon` is a drawn area of twelve corners and about
20 km² at 250 m, `text` one or two words of twenty different texts. `dbscan_100k` finds and
describes the clusters of about 100,000 ideas, against scikit-learn's DBSCAN over points that are in
memory.
`gi_star` is one hexagon of 250 m after the other in both municipalities, with correction, against
esda. `report_10k` is the whole report as PDF of about 10,000 ideas, 5,000 of them listed.
`tile` is a tile of hexagons over HTTP, against the statement by which tipg would answer with the
points. `redraw` is the whole page in Chromium, from a key to the map's new picture: `median_ms` for
a word that one idea in twenty has, `months_ms` for a period one month shorter.""",
    "heatmap": """\
From a request over HTTP on loopback to the last byte of the GeoJSON, not compressed,
against `ST_HexagonGrid` over the same proposals written in two ways, of which the faster one
counts: PostGIS's manual's join of grid and points, and one hexagon looked up per point. The peer
makes GeoJSON too, but answers without HTTP. Before anything is timed, both rollups are compared
with a recount, and each answer with the peer's. Filters differ from repetition to repetition, and
before each a support is added somewhere, so no result could come from a cache.
`none`, `field`, `period` (10 March to 20 September), `district` and `field_period` are the whole
area at 500 m; `window` is 4 by 3 km at 125 m.""",
    "import": """From a zipped shapefile of so many polygons with 30 corners each in EPSG:25832,
one in a hundred crossing itself, to a version that is shown: unpacked, reprojected, checked,
repaired, indexed. `polygons` is compared with `ogr2ogr`, which checks nothing, `geopandas` with
reading, `to_crs` and `to_postgis`. `peak_mb` is the most that the command, the process that reads
for it and PostgreSQL's process take together. `reassign` is the activation of a version of the
districts with a moved border while a million ideas are stored.""",
    "pin": """In Chromium, touch screen of 390 by 844: from the finger touching the button to the
picture that shows the result, medians of 20. `tap_to_form` begins with "This is the place",
`save_to_pin` with "Send the idea" and ends with one's own pin on the map.""",
    "start": """`first_start` also sets up an empty installation (cluster, tables, geodata, 300
samples). `cold_start` is `mapper run` to the first 200 of `/healthz`, `first_map` the first visitor
of a server just started, `next_map` a later one; each visitor comes with a new browser. `bytes` are
those over the wire, HTTP compressed and with headers, and frames of the websocket.""",
    "submit": """`POST /api/proposals` by 1, 4 and 16 writers: `post` publishes at once, so that the
rollups' work is included; `one_cell` puts every idea into one hexagon. Every idea that was answered
with thanks was found in the database afterwards, and the rollups equalled a recount.""",
}


def write_document(path: Path, reports: Mapping[str, Report]) -> None:
    """Write the figures of some reports, by the command that repeats each."""
    parts = [_HEAD]
    explained: set[str] = set()
    for command, report in reports.items():
        size = f", {report.rows:,} {report.counted}" if report.rows is not None else ""
        title = report.bench + size
        parts.append(f"## {title}\n\n    {command}\n")
        if report.bench not in explained:
            parts.append(_ABOUT[report.bench] + "\n")
            explained.add(report.bench)
        parts.append(_table(report))
        parts += _say_when_busy(report)
    machine = next(iter(reports.values())).machine
    facts = "\n".join(f"- {name}: {value}" for name, value in machine.items() if name != _LOAD)
    parts.append(f"## Machine\n\n{facts}\n")
    path.write_text("\n".join(parts), encoding="utf-8")


def _say_when_busy(report: Report) -> list[str]:
    """Times of a busy machine are longer than the software's own, and vary."""
    load, cores = report.machine.get(_LOAD, 0), report.machine.get("cores", 1)
    if not isinstance(load, int | float) or not isinstance(cores, int) or load <= cores / 2:
        return []
    return [f"Other programs kept the machine busy meanwhile: load {load} on {cores} cores.\n"]


def _table(report: Report) -> str:
    names = list(dict.fromkeys(name for case in report.cases for name in case.figures))
    rows = [
        ["case", *names, "goal"],
        ["---"] * (len(names) + 2),
        *(
            [case.name, *(_shown(case, name) for name in names), _goal(case)]
            for case in report.cases
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _shown(case: Case, name: str) -> str:
    figure: Figure = case.figures.get(name, "")
    return f"{figure:,}" if isinstance(figure, int) else str(figure)


def _goal(case: Case) -> str:
    if not case.goal:
        return ""
    parts = (
        f"{name} {'≥' if name in ('ratio', 'per_second') else '≤'} {value:,.0f}"
        for name, value in case.goal.items()
    )
    missed = case.missed()
    return ", ".join(parts) + (f" (missed: {', '.join(missed)})" if missed else " ✓")
