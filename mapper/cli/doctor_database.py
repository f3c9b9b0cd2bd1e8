"""What `mapper doctor` looks at inside the database: tables, geodata, rollups."""

from collections.abc import Callable, Iterator

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mapper.cli.doctor_staff import administrators, web_server_role
from mapper.cli.findings import Finding, State, look
from mapper.db.engine import make_engine
from mapper.db.migrate import current_revision, head_revision
from mapper.db.presence import active_layers, count_proposals, reader_may_read
from mapper.db.rollup import count_differences
from mapper.db.tables.base import READER, SCHEMA_API


def look_at_content(url: str) -> Iterator[Finding]:
    """Migrations first; without them there is nothing else to look at."""
    engine = make_engine(url)
    try:
        migrations = _migrations(engine)
        yield migrations
        if migrations.state is not State.WRONG:
            yield _seen(engine, "geodata", _geodata)
            yield _seen(engine, "rollup", _rollup)
            yield _seen(engine, "reader", _reader)
            yield _seen(engine, "web server", web_server_role)
            yield _seen(engine, "administrators", administrators)
    finally:
        engine.dispose()


def _migrations(engine: Engine) -> Finding:
    current, head = current_revision(engine), head_revision()
    if current == head:
        return Finding("migrations", State.OK, f"at {head}, the newest")
    text = f"at {current or 'nothing'}, this version needs {head}: run 'mapper db migrate'."
    return Finding("migrations", State.WRONG, text)


def _seen(engine: Engine, part: str, finder: Callable[[Session], Finding]) -> Finding:
    """Look with one unchanging view of the data, and leave no trace of having looked."""
    with engine.connect() as connection:
        steady = connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(steady) as session:
            try:
                return look(part, lambda: finder(session))
            except SQLAlchemyError as unreadable:
                kind = type(unreadable).__name__
                return Finding(part, State.WRONG, f"cannot be read ({kind}).")
            finally:
                session.rollback()


def _geodata(session: Session) -> Finding:
    layers = session.execute(active_layers()).all()
    if not layers:
        return Finding("geodata", State.WRONG, "none loaded: run 'mapper geodata load'.")
    described = ", ".join(
        f"{title} {count}{' (schematic)' if schematic else ''}"
        for title, count, schematic in layers
    )
    schematic = any(layer.schematic for layer in layers)
    return Finding("geodata", State.NOTE if schematic else State.OK, described)


def _rollup(session: Session) -> Finding:
    ideas = session.scalar(count_proposals()) or 0
    differing = {name: count for name, count in count_differences(session).items() if count}
    if differing:
        told = ", ".join(f"{count} counts of the {name} one" for name, count in differing.items())
        return Finding("rollup", State.WRONG, f"{told} differ from a recount.")
    return Finding("rollup", State.OK, f"equals a recount of {ideas} ideas")


def _reader(session: Session) -> Finding:
    if session.scalar(reader_may_read()):
        return Finding("reader", State.OK, f"the role {READER} reads what is public, nothing else")
    text = f"there is no role {READER} for GIS programs: let an administrator of the server make it"
    return Finding("reader", State.NOTE, f"{text}, then grant it select on {SCHEMA_API}.")
