"""Filling a benchmark's database as fast as PostgreSQL takes it."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import psycopg
from psycopg import sql

from mapper.cli.benchmarks.copy_rows import COLUMNS, HEADER, TRAILER, copy_chunks
from mapper.cli.benchmarks.proposals import draw_proposals
from mapper.cli.benchmarks.world import read_world
from mapper.domain.profile import TownProfile

SEED = 25833
_MEMORY = "512MB"
_REMOVABLE = """
select format('alter table %%1$s drop constraint %%2$I', c.conrelid::regclass, c.conname),
       format('alter table %%1$s add constraint %%2$I %%3$s', c.conrelid::regclass, c.conname,
              pg_get_constraintdef(c.oid) || case c.contype when 'f' then ' not valid' else '' end)
  from pg_constraint c where c.conrelid = %(table)s::regclass and c.contype in ('u', 'f')
union all
select format('drop index %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  from pg_index i
 where i.indrelid = %(table)s::regclass
   and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
"""


def fill_proposals(url: str, profile: TownProfile, rows: int) -> None:
    """Add so many published proposals, count them in the rollups, and leave all as after vacuum.

    What triggers would compute comes from the generator, so they are off meanwhile. Indexes are
    made anew at the end, and so are foreign keys, of which the rows that are there need no look.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"set maintenance_work_mem = '{_MEMORY}'")
        connection.execute("alter table proposal disable trigger user")
        with _without_indexes(connection, "proposal"):
            _copy(connection, profile, rows)
        connection.execute("alter table proposal enable trigger user")
        # Or else a rebuild sorts where a hash table would do.
        connection.execute("analyze proposal")
        connection.execute(f"set work_mem = '{_MEMORY}'")
        connection.execute("select rollup_rebuild()")
        with _without_indexes(connection, "proposal_fact"):
            connection.execute("select proposal_fact_rebuild()")
        connection.execute(
            "vacuum (analyze) proposal, proposal_fact, rollup_public, rollup_internal"
        )
        connection.execute("checkpoint")


def _copy(connection: psycopg.Connection, profile: TownProfile, rows: int) -> None:
    world = read_world(connection, profile)
    chance = np.random.default_rng(SEED)
    columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    statement = sql.SQL("copy proposal ({}) from stdin (format binary)").format(columns)
    with connection.cursor().copy(statement) as copy:
        copy.write(HEADER)
        for proposals in draw_proposals(world, rows, SEED):
            for chunk in copy_chunks(world, proposals, chance):
                copy.write(chunk)
        copy.write(TRAILER)


@contextmanager
def _without_indexes(connection: psycopg.Connection, table: str) -> Iterator[None]:
    """Drop indexes and foreign keys of a table, its primary key apart, and make them anew."""
    removed = connection.execute(_REMOVABLE, {"table": table}).fetchall()
    for drop, _ in removed:
        connection.execute(drop)
    yield
    for _, create in removed:
        connection.execute(create)
