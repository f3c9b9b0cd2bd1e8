"""`mapper db reader`: a login for QGIS reads what is public, and QGIS itself reads it."""

from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url, text

from mapper.db.engine import Sessions
from tests.command import mapper
from tests.db.layers import add_layer, squares
from tests.db.world import SIDE, SOUTH, WEST, build_world
from tests.gis.programs import qgis


@pytest.fixture
def installation(empty_url: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": empty_url, "MAPPER_HOME": str(tmp_path)}


def told(printed: str) -> dict[str, str]:
    """What stands in the lines of the answer."""
    return dict(line.split() for line in printed.splitlines())


def test_qgis_reads_layers_and_ideas_and_nothing_else(
    installation: dict[str, str], empty_sessions: Sessions, tmp_path: Path
) -> None:
    build_world(empty_sessions)
    add_layer(empty_sessions, "felder", squares(40))
    login = f"qgis_{uuid4().hex[:8]}"

    made = mapper("db", "reader", "add", login, **installation)
    again = mapper("db", "reader", "add", login, **installation)
    try:
        assert made.returncode == 0, made.stderr
        assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
        entered = told(made.stdout)
        where = f"host='{entered['Host']}' port={entered['Port']} dbname='{entered['Database']}'"
        who = f"user='{entered['User']}' password='{entered['Password']}'"
        said = qgis(
            tmp_path,
            kind="database",
            source=f"{where} {who} key='id' srid=25833 type=Polygon "
            'table="public_api"."feature" (geom) sql="layer" = \'felder\'',
            window=(WEST - 10, SOUTH - 10, WEST + 1.5 * 3 * SIDE / 6, SOUTH + 70),
        )
        ideas = qgis(
            tmp_path,
            kind="database",
            source=f'{where} {who} key=\'id\' table="public_api"."proposal" (public_geom)',
            window=(WEST, SOUTH, WEST + 1, SOUTH + 1),
        )
        # Two squares of the first row: 40 in rows of six, a kilometre apart.
        assert (said["valid"], said["count"], said["ids"], said["inside"]) == (True, 40, 40, 2)
        assert said["srid"] == ideas["srid"] == "EPSG:25833"
        assert (ideas["valid"], ideas["count"], ideas["type"]) == (True, 0, "Point")
        assert {"name", "kind", "attributes"} <= set(said["fields"])
        assert not said["may_edit"]
        check_limits(installation["DATABASE_URL"], entered)
        listed = mapper("db", "reader", "list", **installation).stdout.split()
        assert login in listed
    finally:
        removed = mapper("db", "reader", "remove", login, **installation)
    assert removed.returncode == 0, removed.stderr
    assert login not in mapper("db", "reader", "list", **installation).stdout.split()


def check_limits(url: str, entered: dict[str, str]) -> None:
    """The login reads no table, writes nothing, and its password is checked."""
    plain = make_url(url).set(drivername="postgresql", username=entered["User"], password=None)
    with psycopg.connect(plain.render_as_string(), autocommit=True) as connection:
        assert connection.execute("select count(*) from feature").fetchone() == (45,)
        for statement in ("select 1 from public.proposal", "select 1 from public.staff_account"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
        connection.execute("set default_transaction_read_only = off")
        for statement in ("create table mine (id int)", "delete from public_api.municipality"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_the_server_gets_no_password_that_could_be_read(
    installation: dict[str, str], empty_sessions: Sessions
) -> None:
    login = f"qgis_{uuid4().hex[:8]}"
    password = told(mapper("db", "reader", "add", login, **installation).stdout)["Password"]
    try:
        with empty_sessions() as session:
            kept = session.scalar(
                text("select rolpassword from pg_authid where rolname = :name"), {"name": login}
            )
        assert kept.startswith("SCRAM-SHA-256$")
        assert len(password) >= 30
    finally:
        mapper("db", "reader", "remove", login, **installation)


@pytest.mark.parametrize("name", ["x", "Anna", "anna;drop", "1abc", "pg_reader", 'a"b', "a" * 41])
def test_a_name_that_is_none_is_refused_in_one_line(
    installation: dict[str, str], name: str
) -> None:
    refused = mapper("db", "reader", "add", name, **installation)

    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert name in refused.stderr


def test_no_other_login_can_be_removed(installation: dict[str, str]) -> None:
    for name in ("postgres", "ideenkarte_app", "ideenkarte_reader", "nobody"):
        refused = mapper("db", "reader", "remove", name, **installation)
        assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)


def test_the_private_cluster_has_no_logins(tmp_path: Path) -> None:
    refused = mapper("db", "reader", "list", DATABASE_URL="", MAPPER_HOME=str(tmp_path))

    assert refused.returncode == 1
    assert "/ogc/" in refused.stderr
    assert not (tmp_path / "cluster").exists()
