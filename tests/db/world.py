"""A small world to count in: two towns of three square districts, made by SQL."""

from sqlalchemy import text

from mapper.db.engine import Sessions, transaction

WEST, SOUTH, SIDE = 330_000, 5_775_000, 2_000
"""South-west corner and side of the first district, metres in EPSG:25833."""

NO_DIFFERENCE = {"public": 0, "internal": 0, "facts": 0}
"""What a comparison of rollups and facts with a recount finds when they are right."""

_SQL = f"""
insert into municipality (ags, name) values ('00000001', 'Westdorf'), ('00000002', 'Ostdorf');
insert into district (municipality_id, key, name, kind)
  values (1, '00000001/a', 'A', 'district'), (1, '00000001/b', 'B', 'district'),
         (2, '00000002/c', 'C', 'district');
insert into layer (slug, title, role) values ('districts', 'Districts', 'districts'),
  ('municipalities', 'Municipalities', 'municipalities');
insert into layer_version (layer_id, state, source, feature_count)
  values (1, 'active', 'test', 3), (2, 'active', 'test', 2);
insert into feature (layer_version_id, key, name, geom)
  select 1, k, k, ST_MakeEnvelope({WEST} + i * {SIDE}, {SOUTH}, {WEST} + (i + 1) * {SIDE},
                                  {SOUTH} + {SIDE}, 25833)
    from (values (0, '00000001/a'), (1, '00000001/b'), (2, '00000002/c')) d (i, k);
insert into feature (layer_version_id, key, name, geom)
  values (2, '00000001', 'Westdorf', ST_MakeEnvelope({WEST}, {SOUTH} - 500, {WEST} + 2 * {SIDE},
            {SOUTH} + {SIDE}, 25833)),
         (2, '00000002', 'Ostdorf', ST_MakeEnvelope({WEST} + 2 * {SIDE}, {SOUTH} - 500,
            {WEST} + 3 * {SIDE}, {SOUTH} + {SIDE}, 25833));
select refresh_area_parts(role) from (values ('districts'), ('municipalities')) r (role);
insert into action_field (key, titles, colour, symbol) values ('green', '{{}}', '#117733', 'tree'),
  ('mobility', '{{}}', '#332288', 'bicycle');
insert into participation_round (slug, titles, standing) values ('ideas', '{{}}', true),
  ('plan', '{{}}', false);
"""


def build_world(sessions: Sessions) -> None:
    """Fill an empty database; south of the districts lies a strip without any."""
    with transaction(sessions) as session:
        for statement in _SQL.split(";\n"):
            if statement.strip():
                session.execute(text(statement.replace(":", r"\:")))
