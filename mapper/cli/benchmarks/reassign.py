"""A border moves a little: how long a million ideas take to follow."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from mapper.cli.benchmarks.database import bench_database
from mapper.cli.benchmarks.fill import fill_proposals
from mapper.cli.benchmarks.report import Case, median_ms
from mapper.db.engine import make_engine, make_sessions
from mapper.profile import load_profile
from mapper.services.access import Operator
from mapper.services.backoffice import Backoffice
from mapper.services.versions import activate_version
from mapper.settings import Settings

IDEAS = 1_000_000
REPETITIONS = 5
MOVED_M = 100
"""So far the border between two districts is moved."""
MOST_MS = 1500

_WHO = Operator("bench")
_ADD_VERSION = """
insert into layer_version (layer_id, state, source, feature_count)
select v.layer_id, 'staged', 'bench', v.feature_count from layer_version v
  join layer l on l.id = v.layer_id and l.role = 'districts' where v.state = 'active'
returning id, (select v.id from layer_version v join layer l on l.id = v.layer_id
               and l.role = 'districts' where v.state = 'active')
"""
# The two neighbours with the longest border: one of them gets a strip of the other.
_ADD_FEATURES = """
with old as (select * from feature where layer_version_id = %(old)s),
pair as (
  select a.key as taker, b.key as giver,
         ST_Intersection(b.geom, ST_Buffer(a.geom, %(moved_m)s)) as strip
    from old a join old b on a.key <> b.key and ST_Intersects(a.geom, b.geom)
   order by ST_Length(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom))) desc, a.key
   limit 1
)
insert into feature (layer_version_id, key, name, kind, attributes, geom)
select %(new)s, o.key, o.name, o.kind, o.attributes,
       case o.key when p.taker then ST_Union(o.geom, p.strip)
                  when p.giver then ST_Difference(o.geom, p.strip) else o.geom end
  from old o cross join pair p
"""


def reassign_case(settings: Settings, ideas: int = IDEAS) -> Case:
    """Show a version with the moved border and the one before in turn, the median of both."""
    profile = load_profile(settings.profile_dir)
    name = f"ideenkarte_bench_{ideas}_reassign"
    with bench_database(settings, name, lambda url: fill_proposals(url, profile, ideas)) as url:
        return _measure(url, ideas)


def _measure(url: str, ideas: int) -> Case:
    seconds, changed, parts = [], 0, 0
    engine = make_engine(url)
    office = Backoffice(make_sessions(engine), "bench")
    try:
        with _moved_border(url) as (old, new):
            for turn in range(2 * REPETITIONS):
                began = time.perf_counter()
                done = activate_version(office, _WHO, old if turn % 2 else new)
                seconds.append(time.perf_counter() - began)
                changed = done.reassigned or 0
    finally:
        engine.dispose()
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select count(distinct key) from area_part where role = 'districts'"
        ).fetchone()
        parts = row[0] if row else 0
    figures = {
        "median_ms": median_ms(seconds),
        "ideas": ideas,
        "districts": parts,
        "reassigned": changed,
    }
    return Case("reassign", figures, {"median_ms": MOST_MS})


@contextmanager
def _moved_border(url: str) -> Iterator[tuple[int, int]]:
    """The version in use and one with a moved border, which is gone afterwards."""
    with psycopg.connect(url, autocommit=True) as connection:
        new, old = connection.execute(_ADD_VERSION).fetchone() or (0, 0)
        connection.execute(_ADD_FEATURES, {"old": old, "new": new, "moved_m": MOVED_M})
        try:
            yield old, new
        finally:
            unused = "delete from layer_version where id = %s and state <> 'active'"
            connection.execute(unused, [new])
            connection.execute("vacuum proposal, feature, area_part, rollup_delta")
