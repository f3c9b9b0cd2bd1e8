"""An import of a layer: what is asked of it, what was found in the file, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LonLatBox = tuple[float, float, float, float]
"""West, south, east, north in EPSG:4326."""


class Stage(StrEnum):
    """How far an import has come."""

    WAITING = "waiting"
    """Its file is here and is to be read."""
    READING = "reading"
    ASKING = "asking"
    """Somebody must decide what the file leaves open, `ImportReport.question`."""
    READY = "ready"
    """It was read; its preview can be looked at, and it can be taken over."""
    ACCEPTED = "accepted"
    """It is to be stored."""
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


AT_WORK = (Stage.WAITING, Stage.READING, Stage.ACCEPTED, Stage.STORING)
"""The server has something to do."""
OVER = (Stage.DONE, Stage.FAILED, Stage.CANCELLED)


class Question(StrEnum):
    """What only a person can decide."""

    LAYER = "layer"
    CRS = "crs"
    COORDINATES = "coordinates"
    """Which columns of a table hold them."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person decided; None leaves it to the file.

    `crs` is `EPSG:n`. `renames` gives titles by field. `identity_field` tells which object of the
    former version an object is. `districts` gives keys of districts by the name in the file; an
    empty key leaves that object out. `clip` cuts to the municipalities.
    """

    source_layer: str | None = None
    crs: str | None = None
    swap_axes: bool = False
    encoding: str | None = None
    name_field: str | None = None
    kind_field: str | None = None
    identity_field: str | None = None
    x_field: str | None = None
    y_field: str | None = None
    clip: bool = False
    renames: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """The most that an import may take; each is refused with its number."""

    upload_mb: int = 200
    unpacked_mb: int = 2_000
    ratio: int = 200
    files: int = 2_000
    features: int = 1_000_000
    vertices: int = 20_000_000
    fields: int = 250
    seconds: int = 900
    memory_mb: int = 2_000


@dataclass(frozen=True, slots=True)
class Ground:
    """What a file is held against: where the municipalities lie and which districts are known.

    `area` is WKB in EPSG:25833 (None: nothing is known yet). `districts` are the known ones, and
    so are `municipalities`, whose key is their AGS.
    """

    area: bytes | None = None
    districts: tuple["KnownDistrict", ...] = ()
    municipalities: tuple["KnownDistrict", ...] = ()


@dataclass(frozen=True, slots=True)
class KnownDistrict:
    """A district of the database; `area` is WKB in EPSG:25833, None where it has none."""

    key: str
    name: str
    municipality: str
    area: bytes | None = None


@dataclass(frozen=True, slots=True)
class SourceLayer:
    """A layer inside a file; `features` is None where only reading tells."""

    name: str
    features: int | None
    geometry: str | None


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field as it is kept: text, integer, number, boolean, date or moment."""

    name: str
    title: str
    type: str
    nulls: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CrsCandidate:
    """A coordinate reference system that the data may be in.

    `confidence` 0 to 1 is how surely the file's own words mean it; None where it has none.
    `inside` is the share of the looked-at positions on or within 3 km of the municipalities,
    `shift_m` the distance to where the first candidate puts the data, `accuracy_m` that of the
    conversion (None: exact; below 0: nobody states it), `sample` some positions as lon, lat in
    EPSG:4326.
    """

    crs: str
    name: str
    swapped: bool
    confidence: float | None
    inside: float
    shift_m: float
    accuracy_m: float | None
    sample: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class CrsFinding:
    """How the coordinate reference system was found.

    `state` is `chosen` (by a person), `given` (an EPSG code in the file), `identified` (words
    that mean one), `missing` or `contradictory` (the file's own puts the data elsewhere).
    `words` is the name the file uses. `accuracy_m` is that of the conversion, stated by `operation`
    (None: exact; below 0: nobody states it); `missing_grid` names a file that would better it.
    `unit` is one in which the numbers would fit where they fit nowhere as they stand: kilometres,
    centimetres, millimetres or gon.
    """

    state: str
    crs: str | None
    words: str | None
    swapped: bool = False
    accuracy_m: float | None = None
    candidates: tuple[CrsCandidate, ...] = ()
    operation: str | None = None
    missing_grid: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class EncodingFinding:
    """How the texts were read; `source` is chosen, cpg, ldid, detected or format."""

    encoding: str
    source: str
    umlauts: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with one row, counted from 1.

    `lost` says that nothing of it is stored. Areas are in square metres, before and after a
    repair.
    """

    row: int
    reason: str
    lost: bool
    name: str | None = None
    area_before: float | None = None
    area_after: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What was mended or left out while opening; `mapper.errors.NOTES` has its sentence."""

    reason: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DistrictMatch:
    """A row of a file of districts and the known district it stands for.

    `how` is key, name, alike (spelled nearly so), place, chosen, new (none were known), or none.
    """

    row: int
    name: str
    key: str | None
    how: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was found in a file, as page, command and version tell it.

    `counts` gives numbers by reason (see `Problem.reason`), `problems` the first of them, `rows`
    the first rows of the table as they are kept. `vertices` are those stored. `outside` counts
    features off the municipalities, `clipped` those cut. `question` is what is still open.
    `reassigned` counts ideas that changed district when it was activated.
    """

    driver: str
    layers: tuple[SourceLayer, ...] = ()
    source_layer: str | None = None
    encoding: EncodingFinding | None = None
    crs: CrsFinding | None = None
    fields: tuple[FieldInfo, ...] = ()
    name_field: str | None = None
    geometry_types: Mapping[str, int] = field(default_factory=dict)
    rows_read: int = 0
    features: int = 0
    vertices: int = 0
    bbox: LonLatBox | None = None
    outside: int = 0
    clipped: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    districts: tuple[DistrictMatch, ...] = ()
    unmatched_districts: tuple[str, ...] = ()
    question: Question | None = None
    reassigned: int | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """How an import differs from the active version.

    `moved` objects lie elsewhere or have another shape, `changed` ones only other attributes.
    `matched_by` is key, identity, name or geometry; areas are in square metres. `examples` gives
    some names by kind of change.
    """

    matched_by: str
    added: int
    removed: int
    moved: int
    changed: int
    unchanged: int
    area_before: float
    area_after: float
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
