"""What was stored by a former version of the software is there after it was brought up to date."""

from alembic import command
from sqlalchemy import text

from mapper.db.engine import make_engine, make_sessions
from mapper.db.migrate import alembic_config, check_models, migrate
from mapper.services.versions import list_versions, roll_back
from tests.db.conftest import fresh_database
from tests.staff import TESTER, office_on

LAYER = "insert into layer (slug, title, role) values ('parks', 'Parks', 'overlay') returning id"
VERSION = (
    "insert into layer_version (layer_id, state, source, feature_count, activated_at)"
    " values (:layer, :state, 'osm', 1, now() - :age * interval '1 day') returning id"
)


def test_layers_go_back_to_what_was_shown_before_the_update(server_url: str) -> None:
    engine = make_engine(fresh_database(server_url))
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0002")
        layer = connection.scalar(text(LAYER))
        versions = [
            connection.scalar(text(VERSION), {"layer": layer, "state": state, "age": age})
            for state, age in (("retired", 3), ("retired", 2), ("active", 1))
        ]

    migrate(engine)

    check_models(engine)
    office = office_on(make_sessions(engine))
    gone_back = [roll_back(office, TESTER, "parks").version_id for _ in range(2)]
    assert gone_back == [versions[1], versions[0]]
    states = {one.id: one.state for one in list_versions(office, TESTER, "parks")}
    assert [states[one] for one in versions] == ["active", "retired", "retired"]
    engine.dispose()
