"""Layers of districts or municipalities: rows are gathered, matched, and united by key."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from mapper.domain.geodata import LayerRole
from mapper.domain.imports import DistrictMatch, Ground, ImportOptions, Problem
from mapper.imports.reading.districts import Matcher, Row, name_anew, overlaps
from mapper.imports.reading.keep import Rows
from mapper.imports.reading.parse_shapes import highest

_POLYGONAL = 2
_KIND = {LayerRole.DISTRICTS: "district", LayerRole.MUNICIPALITIES: "municipality"}


class Places:
    """Gathers all rows, for only all of them together tell what each stands for."""

    def __init__(self, role: LayerRole, ground: Ground, options: ImportOptions) -> None:
        self._kind = _KIND[role]
        self._ground = ground
        districts = role is LayerRole.DISTRICTS
        self._known = ground.districts if districts else ground.municipalities
        self._anew = districts and not ground.districts
        self._matcher = Matcher(self._known, options.districts)
        self._rows: list[Row] = []
        self._attributes: list[bytes] = []
        self._kinds: list[str | None] = []
        self.matches: tuple[DistrictMatch, ...] = ()
        self.unmatched: tuple[str, ...] = ()
        self.problems: list[Problem] = []

    def add(self, rows: Rows, values: Sequence[tuple[object, ...]]) -> None:
        """Keep the rows that are polygons."""
        for at, shape in enumerate(rows.shapes):
            number, name = rows.numbers[at], rows.names[at]
            if shapely.get_dimensions(shape) != _POLYGONAL:
                self.problems.append(Problem(number, "no_polygon", lost=True, name=name))
                continue
            self._rows.append(Row(number, name, values[at], shape))
            self._attributes.append(rows.attributes[at])
            self._kinds.append(rows.kinds[at])

    def unite(self) -> Rows:
        """One row per district, in the order of their keys."""
        if self._anew:
            matches = name_anew(self._rows, self._ground.municipalities)
        else:
            matches = self._matcher.match(self._rows)
        self.matches = tuple(matches)
        self.problems += [
            Problem(one.row, "left_out" if one.how == "chosen" else "no_district", True, one.name)
            for one in matches
            if one.key is None
        ]
        parts: defaultdict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(matches):
            if one.key is not None:
                parts[one.key].append(at)
        self.unmatched = tuple(one.key for one in self._known if one.key not in parts)
        return self._rows_of(dict(sorted(parts.items())))

    def _rows_of(self, parts: dict[str, list[int]]) -> Rows:
        known = {one.key: one.name for one in self._known}
        shapes = np.array([self._united(several) for several in parts.values()], dtype=object)
        firsts = [several[0] for several in parts.values()]
        rows = Rows(
            numbers=[self._rows[at].number for at in firsts],
            shapes=shapes,
            attributes=[self._attributes[at] for at in firsts],
            names=[
                known.get(key) or self._rows[at].name for key, at in zip(parts, firsts, strict=True)
            ],
            kinds=[self._kinds[at] or self._kind for at in firsts],
            keys=list(parts),
        )
        self._note_overlaps(rows)
        return rows

    def _united(self, several: list[int]) -> shapely.Geometry | None:
        shapes = [self._rows[at].shape for at in several]
        if len(shapes) == 1:
            return shapes[0]
        self.problems += [
            Problem(self._rows[at].number, "united", False, self._rows[at].name) for at in several
        ]
        return highest(shapely.union_all(shapes))

    def _note_overlaps(self, rows: Rows) -> None:
        for one, other, area in overlaps(rows.shapes):
            names = f"{rows.names[one]} / {rows.names[other]}"
            self.problems.append(
                Problem(rows.numbers[other], "overlap", False, names, area_before=area)
            )
