"""From a file to rows and a report."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from mapper.domain.geodata import LayerRole
from mapper.domain.imports import ImportReport, Problem, Question
from mapper.errors import ImportRefusedError
from mapper.imports.reading.ahead import ahead
from mapper.imports.reading.area import Area
from mapper.imports.reading.arrange import Arranged
from mapper.imports.reading.batches import Batch
from mapper.imports.reading.fields import AnyLayer, Fields, Table
from mapper.imports.reading.frames import Frames
from mapper.imports.reading.keep import Keeper, Rows, to_json
from mapper.imports.reading.kinds import TABLE
from mapper.imports.reading.open_table import TableLayer, open_table_layer
from mapper.imports.reading.opened import open_layer, sample_positions
from mapper.imports.reading.parse_shapes import Found, Shapes
from mapper.imports.reading.places import Places
from mapper.imports.reading.preview import Preview, to_box
from mapper.imports.reading.problems import ProblemList
from mapper.imports.reading.request import Request
from mapper.imports.reading.shapes import Shaper
from mapper.imports.reading.smooth import quicken
from mapper.imports.reading.sources import Source, find_source
from mapper.imports.reading.systems import find_crs, projection, words_of

_PLACES = (LayerRole.DISTRICTS, LayerRole.MUNICIPALITIES)


def read_source(request: Request, frames: Frames, laid: Arranged) -> ImportReport:
    """Send the rows of all features that can be kept, and tell what was found.

    Where only a person can decide something, the report asks, and no rows are sent.
    """
    source = find_source(laid, request.limits)
    report = ImportReport(driver=source.driver, layers=source.layers, notes=source.notes)
    name = request.options.source_layer
    if name is None and len(source.layers) > 1:
        return replace(report, question=Question.LAYER)
    name = name or source.layers[0].name
    layer = _open(source, name, request)
    _check_number(layer.total, request)
    report = replace(report, source_layer=name, encoding=layer.encoding)
    fields = Fields(layer, request.options, request.limits)
    if isinstance(layer, TableLayer) and not layer.placed:
        report = _described(report, fields, layer.unplaced())
        return replace(report, question=Question.COORDINATES)
    batches = layer.batches()
    head = _head(batches)
    first = head[-1]
    fields.settle(first, whole=0 < layer.total <= len(first))
    sample = sample_positions([first, *layer.spots()])
    words = words_of(layer.path, layer.crs)
    finding = find_crs(words, sample, request.options, request.ground)
    report = replace(report, crs=finding, name_field=fields.name_field)
    if finding.crs is None:
        return replace(_described(report, fields, first), question=Question.CRS)
    way = projection(finding, request.ground)
    shaper = Shaper(quicken(way, layer.box), request.limits.vertices)
    with ProblemList(request.folder) as problems:
        work = _Work(request, frames, layer, fields, shaper, problems)
        work.run(chain(head, batches))
        return work.report(report)


def _head(batches: Iterator[Batch]) -> list[Batch]:
    """The first batches, up to one that has rows."""
    head: list[Batch] = []
    for batch in batches:
        head.append(batch)
        if len(batch):
            return head
    raise ImportRefusedError("no_features")


def _open(source: Source, name: str, request: Request) -> AnyLayer:
    path = source.path_of(name)
    if source.driver == TABLE:
        return open_table_layer(path, request.options)
    return open_layer(path, name, source.driver, request.options)


def _described(report: ImportReport, fields: Fields, first: Batch) -> ImportReport:
    """With its fields and first rows, while nothing more can be read."""
    fields.settle(first, whole=True)
    fields.table(first)
    return replace(
        report, fields=fields.infos(), rows=tuple(fields.shown), name_field=fields.name_field
    )


def _check_number(number: int, request: Request) -> None:
    if number > request.limits.features:
        raise ImportRefusedError("too_many_features", got=number, most=request.limits.features)


class _Work:
    """Batch after batch: shapes are made fit in one thread while rows are written in another."""

    def __init__(
        self,
        request: Request,
        frames: Frames,
        layer: AnyLayer,
        fields: Fields,
        shaper: Shaper,
        problems: ProblemList,
    ) -> None:
        self._request, self._frames, self._layer = request, frames, layer
        self._fields, self._shaper, self._problems = fields, shaper, problems
        self._area = Area(request.ground.area, clip=request.options.clip)
        self._keeper = Keeper(request.version_id, frames, Preview() if request.preview else None)
        role = LayerRole(request.role)
        self._places = Places(role, request.ground, request.options) if role in _PLACES else None
        self._read = 0

    def run(self, batches: Iterator[Batch]) -> None:
        """Send all rows."""
        for batch, shapes, found in ahead(self._shaped(ahead(batches))):
            self._keep(batch, shapes, found)
            self._frames.progress(self._read, self._layer.total)
        if self._places is not None:
            self._keeper.send(self._places.unite())
            self._problems.add(self._places.problems)

    def report(self, report: ImportReport) -> ImportReport:
        """What was found, and the preview beside it."""
        keeper, places = self._keeper, self._places
        if not self._read:
            raise ImportRefusedError("no_features")
        if self._layer.curved:
            self._problems.count("curves_linearised", keeper.features)
        if self._layer.measured:
            self._problems.count("m_dropped", keeper.features)
        self._problems.count("digits_lost", self._fields.rounded)
        if keeper.preview is not None:
            keeper.preview.write(self._request.folder, keeper.bounds)
        return replace(
            report,
            fields=self._fields.infos(),
            geometry_types=dict(keeper.types),
            rows_read=self._read,
            features=keeper.features,
            vertices=keeper.vertices,
            bbox=to_box(keeper.bounds),
            outside=self._area.outside,
            clipped=self._area.clipped,
            counts=dict(self._problems.counts),
            problems=tuple(self._problems.first),
            rows=tuple(self._fields.shown),
            districts=places.matches if places else (),
            unmatched_districts=places.unmatched if places else (),
        )

    def _shaped(self, batches: Iterator[Batch]) -> Iterator[tuple[Batch, Shapes, Found]]:
        for batch in batches:
            shapes, found = self._shaper.shape(batch.wkb)
            self._area.look(shapes, found)
            yield batch, shapes, found

    def _keep(self, batch: Batch, shapes: Shapes, found: Found) -> None:
        self._problems.add(batch.problems)
        self._read += len(batch) + sum(one.lost for one in batch.problems)
        _check_number(self._read, self._request)
        self._problems.count("z_dropped", found.flattened)
        if not len(batch):
            return
        table = self._fields.table(batch)
        self._problems.add(_problems(batch, table, found))
        kept = np.flatnonzero(shapes != None).tolist()  # noqa: E711 - one by one
        rows = self._rows(batch, table, shapes, kept)
        if self._places is not None:
            values = [tuple(column[at] for column in table.values) for at in kept]
            self._places.add(rows, values)
            return
        twice = self._keeper.send(rows)
        names = dict(zip(rows.numbers, rows.names, strict=True))
        self._problems.add(Problem(row, "duplicate", False, names[row]) for row in twice)

    def _rows(self, batch: Batch, table: Table, shapes: Shapes, kept: list[int]) -> Rows:
        attributes = to_json(self._fields.names, table.values, len(batch))
        rows = Rows(batch.rows.tolist(), shapes, attributes, table.names, table.kinds)
        return rows if len(kept) == len(batch) else rows.only(kept)


def _problems(batch: Batch, table: Table, found: Found) -> list[Problem]:
    lost = {fault.index for fault in found.faults if fault.lost}
    faults = [fault for fault in found.faults if fault.lost or fault.index not in lost]
    faults.sort(key=lambda fault: fault.index)
    return [
        Problem(
            int(batch.rows[fault.index]),
            fault.reason,
            fault.lost,
            table.names[fault.index],
            fault.before,
            fault.after,
        )
        for fault in faults
    ]
