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
    "none": N_("not found"),
}
"""How a row of a file of districts was matched with a known one."""
