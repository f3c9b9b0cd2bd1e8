"""Words for what imports of layers are about: stages, kinds, licences, problems."""

from collections.abc import Mapping

from mapper.i18n.translator import N_

STAGES: Mapping[str, str] = {
    "waiting": N_("waiting to be read"),
    "reading": N_("being read"),
    "asking": N_("waiting for your decision"),
    "ready": N_("ready to be looked at"),
    "accepted": N_("waiting to be stored"),
    "storing": N_("being stored"),
    "done": N_("taken over"),
    "failed": N_("not possible"),
    "cancelled": N_("given up"),
}

KINDS: Mapping[str, str] = {
    "overlay": N_("Further content (play areas, plans, paths …)"),
    "green_spaces": N_("Green spaces"),
    "districts": N_("Districts (ideas are assigned to them)"),
    "municipalities": N_("Municipalities (the area of the town)"),
    "base": N_("Ground (roads, buildings, waters)"),
}
"""Roles of layers as they are chosen for a new one, the usual one first."""

LICENCES: tuple[str, ...] = (
    "dl-de/by-2-0",
    "dl-de/zero-2-0",
    "CC BY 4.0",
    "CC0 1.0",
    "ODbL 1.0",
)
"""Licences of open geodata by the names people know."""

FIELD_TYPES: Mapping[str, str] = {
    "text": N_("text"),
    "integer": N_("whole number"),
    "number": N_("number"),
    "boolean": N_("yes or no"),
    "date": N_("day"),
    "moment": N_("moment"),
}

GEOMETRIES: Mapping[str, str] = {
    "Point": N_("points"),
    "MultiPoint": N_("groups of points"),
    "LineString": N_("lines"),
    "MultiLineString": N_("groups of lines"),
    "Polygon": N_("areas"),
    "MultiPolygon": N_("areas of several parts"),
    "GeometryCollection": N_("mixed shapes"),
}

ENCODING_SOURCES: Mapping[str, str] = {
    "chosen": N_("chosen by you"),
    "cpg": N_("named in the .cpg file"),
    "ldid": N_("named in the .dbf file"),
    "detected": N_("recognised from the texts"),
    "format": N_("fixed by the file format"),
}

CRS_STATES: Mapping[str, str] = {
    "chosen": N_("chosen by you"),
    "given": N_("named in the file"),
    "identified": N_("recognised from what the file says"),
    "missing": N_("the file names none"),
    "contradictory": N_("what the file says puts the data somewhere else"),
}

MATCHED: Mapping[str, str] = {
    "key": N_("by its key"),
    "name": N_("by its name"),
    "alike": N_("by a similar name"),
    "place": N_("by its place"),
    "chosen": N_("chosen by you"),
    "new": N_("none was known before"),
    "none": N_("not found"),
}
"""How a row of a file of districts was matched with a known one."""

PROBLEMS: Mapping[str, str] = {
    "no_geometry": N_("without a shape"),
    "empty_geometry": N_("with an empty shape"),
    "unreadable_geometry": N_("with a shape that cannot be read"),
    "surface_in_space": N_("bodies or surfaces in space, which no map can show"),
    "bad_coordinates": N_("with coordinates that lie nowhere on Earth"),
    "collapsed": N_("shrank to a line or a point when repaired"),
    "too_tangled": N_("too tangled to be repaired"),
    "repair_too_slow": N_("not repaired, because it took too long"),
    "self_crossing": N_("outline crossing itself, repaired"),
    "ring_closed": N_("open outline, closed"),
    "mixed_collection": N_("points, lines and areas in one; only areas or lines kept"),
    "sliver": N_("very thin or tiny"),
    "duplicate": N_("same shape as another row"),
    "outside": N_("outside the municipalities"),
    "clipped": N_("cut at the border of the municipalities"),
    "clipped_away": N_("outside the municipalities, left out"),
    "z_dropped": N_("heights left out"),
    "m_dropped": N_("measures along the line left out"),
    "digits_lost": N_("large whole numbers exact to 15 digits only"),
    "curves_linearised": N_("curves made short straight lines"),
    "no_district": N_("no known district or municipality"),
    "left_out": N_("left out, as you decided"),
    "united": N_("united with other rows for the same area"),
    "overlap": N_("overlapping another area"),
    "no_polygon": N_("no area, as districts and municipalities have to be"),
    "unreadable_row": N_("cannot be read at all"),
    "no_position": N_("no coordinates that can be read"),
    "too_many_cells": N_("more cells than the table has columns"),
    "too_few_cells": N_("fewer cells than the table has columns"),
}
"""What was the matter with rows, after their number."""

CHANGES: Mapping[str, str] = {
    "added": N_("added"),
    "removed": N_("removed"),
    "moved": N_("moved or reshaped"),
    "changed": N_("with other attributes"),
    "unchanged": N_("unchanged"),
}

MATCHED_BY: Mapping[str, str] = {
    "key": N_("Objects were compared by their key."),
    "identity": N_("Objects were compared by the field you chose."),
    "name": N_("Objects were compared by their name."),
    "geometry": N_("Objects were compared by their shape."),
}

VERSION_STATES: Mapping[str, str] = {
    "active": N_("shown"),
    "retired": N_("former"),
    "staged": N_("stored, not shown yet"),
}
