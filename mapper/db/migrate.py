"""Migrations, run from Python so that every entry point shares them."""

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from mapper.db.errors import TablesOutdatedError

FOLDER = Path(str(files("mapper.db") / "migrations"))
_LOCK = 4_251_907


def read_sql(name: str) -> list[str]:
    """The statements of `mapper/db/sql/<name>.sql`, which lines of `--;;` part."""
    source = (files("mapper.db") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in source.split("\n--;;\n")]


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration; a connection makes it use that one."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None before the first migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    """The newest revision this version of the software knows."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def check_tables(engine: Engine) -> None:
    """Refuse to go on with the tables of another version.

    Raises
    ------
    TablesOutdatedError
    """
    current, head = current_revision(engine), head_revision()
    if current != head:
        raise TablesOutdatedError(current, head)


def knows_revision(revision: str) -> bool:
    """True when this version of the software knows the revision."""
    known = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return any(one.revision == revision for one in known)


def migrate(engine: Engine) -> None:
    """Bring the database to the newest revision; two at once wait for each other."""
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(alembic_config(connection), "head")


def check_models(engine: Engine) -> None:
    """`alembic check`: raise alembic's CommandError when the models need a migration."""
    with engine.begin() as connection:
        command.check(alembic_config(connection))
