"""Ideas follow the borders: those near a changed one are found as a set, and looked up anew.

Whatever else there is keeps its place: an idea's district depends on the areas that cover its
point, and its blurred position on the part of them in its cell of 100 m.
"""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

# A point that close to a changed border is looked up: cutting shapes rounds to nanometres.
_NEAR_M = 0.01

_CHANGED_PARTS = """
create temp table changed_part on commit drop as
with pair as (
  select o.geom as old, n.geom as new
    from (select key, geom from feature where layer_version_id = :old and key is not null) o
    full join (select key, geom from feature where layer_version_id = :new and key is not null) n
      on n.key = o.key
   where o.geom is null or n.geom is null or ST_AsBinary(o.geom) <> ST_AsBinary(n.geom)
)
select ST_Subdivide(coalesce(ST_SymDifference(old, new), old, new), 128) as geom from pair
"""
_NEAR = """
create temp table near_change on commit drop as
select p.id from changed_part c join proposal p on ST_DWithin(c.geom, p.geom, :near_m)
union
select p.id
  from changed_part c join proposal p on p.geom && ST_Expand(c.geom, 100)
 where p.public_precision = '100m'
   and ST_Intersects(c.geom, ST_MakeEnvelope(
         floor(ST_X(p.geom) / 100) * 100, floor(ST_Y(p.geom) / 100) * 100,
         floor(ST_X(p.geom) / 100) * 100 + 100, floor(ST_Y(p.geom) / 100) * 100 + 100, 25833))
"""
# The triggers on `proposal` do the work, the rollup included, and are not bothered for nothing.
_MOVE = """
with former as materialized (
  select p.id, p.district_id
    from proposal p
   cross join lateral place_of(p.geom) n
    left join district d on d.id = n.district_id
    left join municipality m on m.id = n.municipality_id
   where p.id in (select c.id from near_change c) and p.geom is not null
     and (p.district_id is distinct from n.district_id
          or p.municipality_id is distinct from n.municipality_id
          or p.public_geom is distinct from public_position(p.geom, p.public_precision,
               case p.public_precision when '100m' then
                 coalesce(area_of('districts', d.key), area_of('municipalities', m.ags)) end))
   order by p.id
     for update of p
), moved as (
  update proposal p set geom = p.geom from former f where p.id = f.id
  returning p.id, p.district_id
)
select count(*) from moved join former f using (id)
 where moved.district_id is distinct from f.district_id
"""


def reassign_proposals(session: Session, old: int | None, new: int) -> int:
    """Look up anew where ideas lie after a version of areas took another's place.

    Every idea has the municipality, district and public position then that it would get if it
    came in now. Only ideas for which something changes are written, and none counts a new version:
    nobody edited it.

    Returns
    -------
    int
        How many ideas have another district than before, or none any more, or now have one.
    """
    session.execute(select(func.set_config("work_mem", "64MB", True)))
    session.execute(text(_CHANGED_PARTS), {"old": old, "new": new})
    session.execute(text("analyze changed_part"))
    session.execute(text(_NEAR), {"near_m": _NEAR_M})
    moved = session.scalar(text(_MOVE)) or 0
    session.execute(text("drop table changed_part, near_change"))
    return int(moved)
