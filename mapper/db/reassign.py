"""Proposals follow the borders: found set by set, changed one by one by their own triggers."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

# What is right already is most, and it is found without looking at a proposal twice: the piece
# that covers a point carries the key it has. All others are looked up as the trigger does it.
_FIND = """
create temp table moved_proposal on commit drop as
select p.id, p.geom
  from proposal p
  left join district d on d.id = p.district_id
  left join area_part a on a.role = 'districts' and ST_Covers(a.geom, p.geom)
 where p.geom is not null and a.key is distinct from d.key
"""
_FIND_UNDISTRICTED = """
insert into moved_proposal
select p.id, p.geom
  from proposal p
  left join municipality m on m.id = p.municipality_id
  left join area_part a on a.role = 'municipalities' and ST_Covers(a.geom, p.geom)
 where p.geom is not null and p.district_id is null and a.key is distinct from m.ags
"""
# A cell whose centre lies in its area is shown there; of the few at the border each cell is
# worked out once.
_FIND_BLURRED = """
insert into moved_proposal
with blurred as materialized (
  select p.id, p.geom, p.public_geom, coalesce(d.key, m.ags) as key,
         case when d.key is null then 'municipalities' else 'districts' end as role,
         floor(ST_X(p.geom) / 100) * 100 as west, floor(ST_Y(p.geom) / 100) * 100 as south
    from proposal p
    left join municipality m on m.id = p.municipality_id
    left join district d on d.id = p.district_id
   where p.geom is not null and p.public_precision = '100m'
), cell as materialized (
  select distinct role, key, west, south from blurred
), position as materialized (
  select c.*, public_position(ST_SetSRID(ST_MakePoint(west, south), 25833), '100m',
           case when exists (select from area_part a where a.role = c.role and a.key = c.key
                    and ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(west + 50, south + 50), 25833)))
                then null
                else coalesce(area_of(c.role, c.key), area_of('municipalities',
                                                              split_part(c.key, '/', 1))) end
         ) as public_geom
    from cell c
)
select b.id, b.geom
  from blurred b join position p
    on p.west = b.west and p.south = b.south and p.key is not distinct from b.key
   and p.role = b.role
 where b.public_geom is distinct from p.public_geom
"""
_CHANGE = """
with former as materialized (
  select p.id, p.district_id from proposal p
   where p.id in (select m.id from moved_proposal m)
   order by p.id for update
), changed as (
  update proposal p set geom = p.geom from former f where p.id = f.id
  returning p.id, p.district_id
)
select count(*) from changed c join former f using (id)
 where c.district_id is distinct from f.district_id
"""


def reassign_proposals(session: Session) -> int:
    """Look up municipality, district and public position of every point anew.

    Only ideas for which something changes are written; the triggers on `proposal` do that, the
    rollup included, and count no new version: nobody edited them.

    Returns
    -------
    int
        How many ideas have another district than before, or none any more, or now have one.
    """
    # Hashing a million ideas needs more than the few megabytes of an ordinary query.
    session.execute(select(func.set_config("work_mem", "64MB", True)))
    for statement in (_FIND, _FIND_UNDISTRICTED, _FIND_BLURRED):
        session.execute(text(statement))
    changed = session.scalar(text(_CHANGE)) or 0
    session.execute(text("drop table moved_proposal"))
    return int(changed)
