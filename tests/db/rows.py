"""What a database holds, to be compared with another one."""

import psycopg
from psycopg.rows import TupleRow

from mapper.db.server import libpq_url
from mapper.db.tables import Base

TABLES = sorted([*Base.metadata.tables, "alembic_version"])
_RIGHTS = """
select n.nspname || '.' || c.relname, acl.grantee::regrole::text, acl.privilege_type
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 cross join lateral aclexplode(c.relacl) acl
 where n.nspname in ('public', 'public_api') and acl.grantee <> c.relowner
   and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
union all
select n.nspname, acl.grantee::regrole::text, acl.privilege_type
  from pg_namespace n cross join lateral aclexplode(n.nspacl) acl
 where n.nspname in ('public', 'public_api') and acl.grantee <> n.nspowner
union all
select n.nspname || ' by default ' || d.defaclobjtype::text, acl.grantee::regrole::text,
       acl.privilege_type
  from pg_default_acl d join pg_namespace n on n.oid = d.defaclnamespace
 cross join lateral aclexplode(d.defaclacl) acl
order by 1, 2, 3
"""
_MADE = """
select 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgtype || tgenabled::text
  from pg_trigger where not tgisinternal
union all select 'constraint ' || conrelid::regclass || ' ' || contype::text || ' ' || conname
  from pg_constraint where connamespace = 'public'::regnamespace
union all select 'index ' || tablename || ' ' || indexname
  from pg_indexes where schemaname = 'public'
union all select 'view ' || schemaname || '.' || viewname
  from pg_views where schemaname in ('public', 'public_api')
union all select 'routine ' || p.oid::regprocedure || prosrc
  from pg_proc p where pronamespace = 'public'::regnamespace
   and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
order by 1
"""


def connected(url: str) -> psycopg.Connection[TupleRow]:
    """A connection; `with` closes it."""
    return psycopg.connect(libpq_url(url), options="-c timezone=UTC")


def fingerprints(connection: psycopg.Connection[TupleRow]) -> dict[str, tuple[int, str]]:
    """For each table the number of rows and a digest of them all, as this connection sees them."""
    found = {}
    for table in TABLES:
        query = f"select count(*), md5(string_agg(t::text, '\n' order by t::text)) from {table} t"
        row = connection.execute(query.encode()).fetchone()
        assert row is not None
        found[table] = (int(row[0]), str(row[1]))
    return found


def structure(url: str) -> tuple[list[TupleRow], list[TupleRow]]:
    """Rights of roles, and everything that was made besides tables."""
    with connected(url) as connection:
        return (
            connection.execute(_RIGHTS.encode()).fetchall(),
            connection.execute(_MADE.encode()).fetchall(),
        )
