"""Two sets of features, row by row: what came, went, moved, changed."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

MOVED_M = 1.0
"""An object whose centre lies further from where it was has moved."""

RESHAPED = 0.001
"""One whose area or outline is longer or shorter by more than this share has another shape.

Less comes of reading the same thing from another format or coordinate system.
"""

_MATCHES = {
    "key": "f.key",
    "identity": "f.attributes ->> :field",
    "name": "f.name",
    "geometry": "md5(ST_AsBinary(f.geom))",
}
# The same shape may be there twice: the first of one side is the first of the other.
_NTH = "row_number() over (partition by md5(ST_AsBinary(f.geom)) order by f.name, f.attributes)"

# Measures and digests instead of shapes and attributes: what is compared fits into memory.
_SIDE = """
  select ({match}) collate "C" as match, {nth} as nth, f.name, ST_Centroid(f.geom) as centre,
         ST_Area(f.geom) as area, ST_Length(f.geom) + ST_Perimeter(f.geom) as outline,
         ST_Dimension(f.geom) as dimension,
         md5(row(f.name, f.kind, f.attributes)::text) as words
    from {table} f where f.layer_version_id = :{version}
"""
_COMPARE = """
with old as materialized ({old}), new as materialized ({new}), pair as materialized (
  select coalesce(n.name, o.name, '') as name, o.area as old_area, n.area as new_area,
         case when o.nth is null then 'added'
              when n.nth is null then 'removed'
              when o.dimension <> n.dimension
                or ST_Distance(o.centre, n.centre) > :moved_m
                or abs(o.area - n.area) > :reshaped * greatest(o.area, n.area)
                or abs(o.outline - n.outline) > :reshaped * greatest(o.outline, n.outline)
              then 'moved'
              when o.words <> n.words then 'changed' else 'unchanged' end as what
    from old o full outer join new n on n.match = o.match and n.nth = o.nth
)
select what, count(*) as number, coalesce(sum(old_area), 0) as area_before,
       coalesce(sum(new_area), 0) as area_after,
       (array_agg(name order by name) filter (where name <> ''))[1:5] as examples
  from pair group by what
"""
_COUNTS = """
select count(*) as number, count({match}) as given, count(distinct {match}) as different
  from {table} f where f.layer_version_id = :version
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """How many objects of one kind of change, and their areas in square metres."""

    what: str
    number: int
    area_before: float
    area_after: float
    examples: tuple[str, ...]


def find_match(session: Session, table: str, old: int, new: int, field: str | None) -> str:
    """By what the objects of two versions can be told to be the same.

    The best of `key`, `identity` (the attribute `field`), `name` that every object has and no two
    share on either side; else `geometry`. `table` holds the new version.
    """
    for match in ("key", "identity", "name"):
        if (match != "identity" or field) and all(
            _tells(session, match, side, version, field)
            for side, version in (("feature", old), (table, new))
        ):
            return match
    return "geometry"


def _tells(session: Session, match: str, table: str, version: int, field: str | None) -> bool:
    query = text(_COUNTS.format(match=_MATCHES[match], table=table))
    given = {"version": version, "field": field} if match == "identity" else {"version": version}
    row = session.execute(query, given).one()
    return bool(row.number) and row.number == row.given == row.different


def compare(
    session: Session, table: str, old: int, new: int, match: str, field: str | None
) -> list[Compared]:
    """Numbers by kind of change: added, removed, moved, changed, unchanged."""
    how = {"match": _MATCHES[match], "nth": _NTH if match == "geometry" else "1"}
    query = text(
        _COMPARE.format(
            old=_SIDE.format(table="feature", version="old", **how),
            new=_SIDE.format(table=table, version="new", **how),
        )
    )
    given: dict[str, object] = {"old": old, "new": new, "moved_m": MOVED_M, "reshaped": RESHAPED}
    if match == "identity":
        given["field"] = field
    return [
        Compared(row.what, row.number, row.area_before, row.area_after, tuple(row.examples or ()))
        for row in session.execute(query, given)
    ]
