"""A backup put in place of what a database holds: all of it or nothing."""

import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile

from psycopg.errors import RaiseException

from mapper.db.backup import check, failure, run_tool, tool
from mapper.db.errors import BackupError, DatabaseInUseError
from mapper.db.migrate import knows_revision, read_sql
from mapper.db.server import connect, libpq_url
from mapper.db.tables.base import APP, READER

# What the target has already, from its own migrations: making it anew may need more rights than
# the account has, and names an owner who may not exist there.
_LEFT_OUT = re.compile(
    r"^\d+; \d+ \d+ (?:SCHEMA |EXTENSION |COMMENT - EXTENSION |DEFAULT ACL |"
    r".* (?:spatial_ref_sys|geometry_columns|geography_columns) )"
)
_FIRST_ROW = re.compile(rb"^COPY public\.alembic_version .*\n(.+)\n", re.MULTILINE)


def restore(url: str, file: Path) -> None:
    """Put a backup's content in place of what the database holds.

    The database has been migrated before, so that it has the extension and the roles; its server
    need not be the one of the backup. Nobody else may be connected, from beginning to end.

    Raises
    ------
    BackupError, DiskFullError
        Nothing was changed.
    """
    if not file.is_file():
        raise BackupError(file, "there is no such file")
    listed = run_tool(url, ["pg_restore", "--list", str(file)], output=subprocess.PIPE)
    check(file, listed)
    _check_revision(url, file)
    with NamedTemporaryFile("w", encoding="utf-8", prefix="ideenkarte-") as contents:
        lines = listed.stdout.decode().splitlines(keepends=True)
        contents.writelines(line for line in lines if not _LEFT_OUT.match(line))
        contents.flush()
        _replace(url, file, [f"--use-list={contents.name}", "--no-owner", *_rights(url)])


def check_unused(url: str) -> None:
    """Refuse a database that others are connected to, and remain so for a moment.

    Raises
    ------
    DatabaseInUseError
    """
    with connect(url) as connection:
        for statement in read_sql("alone"):
            connection.execute(statement.encode())
        try:
            connection.execute("select pg_temp.check_alone()")
        except RaiseException:
            raise DatabaseInUseError from None


def _check_revision(url: str, file: Path) -> None:
    """Refuse tables that this version of the software does not know."""
    rows = ["--data-only", "--schema=public", "--table=alembic_version", "--file=-", str(file)]
    read = run_tool(url, ["pg_restore", *rows], output=subprocess.PIPE)
    check(file, read)
    found = _FIRST_ROW.search(read.stdout)
    if found is None:
        raise BackupError(file, "this is no backup of this software")
    if not knows_revision(found[1].decode()):
        raise BackupError(file, "it was made by a newer version of the software")


def _rights(url: str) -> list[str]:
    """Rights are left out where the server has not the roles to give them to."""
    with connect(url) as connection:
        query = "select count(*) from pg_roles where rolname = any(%s)"
        row = connection.execute(query, [[APP, READER]]).fetchone()
    return [] if row and row[0] == len((APP, READER)) else ["--no-privileges"]


def _replace(url: str, file: Path, options: list[str]) -> None:
    """Run a script in one transaction; its last line, the commit, comes only when all is well.

    A backup that breaks off in the middle ends the script without it.
    """
    restore = [tool(url, "pg_restore"), *options, "--file=-", str(file)]
    psql = [tool(url, "psql"), "-X", "--quiet", "--set=ON_ERROR_STOP=1"]
    with TemporaryFile() as unread, TemporaryFile() as unwritten:
        with (
            subprocess.Popen(  # noqa: S603 - Debian's own program, no shell
                restore, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=unread
            ) as reader,
            subprocess.Popen(  # noqa: S603
                [*psql, f"--dbname={libpq_url(url)}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=unwritten,
            ) as writer,
        ):
            _send(reader, writer)
        # When psql gives up, pg_restore does, too, and its reason is the lesser one.
        for process, story in ((writer, unwritten), (reader, unread)):
            if process.returncode != 0:
                story.seek(0)
                raise failure(file, story.read())


def _send(reader: "subprocess.Popen[bytes]", writer: "subprocess.Popen[bytes]") -> None:
    """Pass on what one process writes to the other, within a transaction."""
    if reader.stdout is None or writer.stdin is None:
        raise ValueError("Both processes need a pipe.")
    # A pipe breaks when psql has met an error, which it says itself.
    with reader.stdout as content, suppress(BrokenPipeError), writer.stdin as script:
        script.write(_script("alone", before="begin"))
        script.write(_script("restore"))
        shutil.copyfileobj(content, script)
        if reader.wait() == 0:
            script.write(_script("restored"))


def _script(name: str, *, before: str = "") -> bytes:
    return "".join(f"{part};\n" for part in [before, *read_sql(name)] if part).encode()
