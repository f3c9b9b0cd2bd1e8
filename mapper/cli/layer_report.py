"""What an import found, as lines to read in a terminal."""

from collections.abc import Iterator

from mapper.domain.imports import Difference, ImportReport
from mapper.i18n import get_translator
from mapper.i18n.imports import CRS_STATES, ENCODING_SOURCES, GEOMETRIES, PROBLEMS
from mapper.i18n.systems import name_reading, tell_accuracy, tell_missing_grid

_PROBLEMS_SHOWN = 10
_MATCHES_SHOWN = 40
_SQUARE_KM = 1_000_000


def describe_report(report: ImportReport) -> Iterator[str]:
    """Objects, system, texts, fields, what was wrong, which districts were found."""
    shapes = ", ".join(
        f"{number:,} {GEOMETRIES.get(kind, kind)}" for kind, number in report.geometry_types.items()
    )
    layer = f", layer {report.source_layer}" if report.source_layer else ""
    yield f"Read:      {report.rows_read:,} rows, {report.driver}{layer}"
    yield f"Kept:      {report.features:,} objects{f' ({shapes})' if shapes else ''}"
    if report.crs:
        found = report.crs
        words = get_translator("en")
        name = name_reading(found.crs, words, swapped=found.swapped) if found.crs else "none"
        yield f"System:    {name}: {CRS_STATES.get(found.state, found.state)}"
        if found.accuracy_m is not None:
            yield f"           {tell_accuracy(found.accuracy_m, words)}"
        if found.missing_grid:
            yield f"           {tell_missing_grid(found.missing_grid, words)}"
    if report.encoding:
        texts = report.encoding
        source = ENCODING_SOURCES.get(texts.source, texts.source)
        umlauts = f": {', '.join(texts.umlauts[:5])}" if texts.umlauts else ""
        yield f"Texts:     {texts.encoding} ({source}){umlauts}"
    if report.fields:
        fields = ", ".join(f"{one.title} ({one.type})" for one in report.fields)
        yield f"Fields:    {fields}"
    if report.name_field:
        yield f"Names:     {report.name_field}"
    yield from _problems(report)
    yield from _districts(report)


def describe_difference(difference: Difference | None) -> Iterator[str]:
    """What changes against the version that is shown."""
    if difference is None:
        yield "Compared:  nothing is shown of this layer yet"
        return
    yield (
        f"Compared:  {difference.added:,} added, {difference.removed:,} removed, "
        f"{difference.moved:,} moved, {difference.changed:,} changed, "
        f"{difference.unchanged:,} unchanged (by {difference.matched_by}); "
        f"{difference.area_before / _SQUARE_KM:,.2f} -> "
        f"{difference.area_after / _SQUARE_KM:,.2f} km²"
    )
    for what, names in difference.examples.items():
        if names:
            yield f"  {what}: {', '.join(names)}"


def _problems(report: ImportReport) -> Iterator[str]:
    for reason, number in report.counts.items():
        yield f"  {number:,} {PROBLEMS.get(reason, reason)}"
    for one in report.problems[:_PROBLEMS_SHOWN]:
        name = f" ({one.name})" if one.name else ""
        lost = ", left out" if one.lost else ""
        yield f"  row {one.row}{name}: {one.reason}{lost}"
    more = len(report.problems) - _PROBLEMS_SHOWN
    if more > 0:
        yield f"  and {more:,} more"


def _districts(report: ImportReport) -> Iterator[str]:
    for one in report.districts[:_MATCHES_SHOWN]:
        yield f"  {one.name} -> {one.key or 'left out'} ({one.how})"
    if report.unmatched_districts:
        yield f"Without an area: {', '.join(report.unmatched_districts)}"
