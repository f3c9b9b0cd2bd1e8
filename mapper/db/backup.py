"""Backups: the whole database in one file, by PostgreSQL's own tools."""

import os
import subprocess
from pathlib import Path
from typing import IO

from mapper.db.errors import BackupError, DiskFullError, PostgresMissingError
from mapper.db.installation import find_installations
from mapper.db.server import connect, libpq_url

NO_SPACE = "No space left on device"


def backup(url: str, file: Path) -> int:
    """Write a backup and return its size in bytes.

    The file appears whole or not at all, and only its owner may read it: it holds contact data.

    Raises
    ------
    BackupError, DiskFullError
    """
    part = file.with_name(file.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as refused:
        raise BackupError(file, refused.strerror or "cannot be written") from None
    try:
        with os.fdopen(descriptor, "wb") as target:
            done = _run(url, ["pg_dump", "--format=custom", f"--dbname={libpq_url(url)}"], target)
        if done.returncode != 0:
            raise _failure(file, done.stderr)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def restore(url: str, file: Path) -> None:
    """Put a backup's content in place of what the database holds, all of it or nothing.

    Raises
    ------
    BackupError, DiskFullError
    """
    if not file.is_file():
        raise BackupError(file, "there is no such file")
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    command = ["pg_restore", *options, f"--dbname={libpq_url(url)}", str(file)]
    done = _run(url, command, subprocess.DEVNULL)
    if done.returncode != 0:
        raise _failure(file, done.stderr)


def _run(
    url: str, command: list[str], output: IO[bytes] | int
) -> subprocess.CompletedProcess[bytes]:
    program = _tool_for(url).joinpath(command[0])
    return subprocess.run(  # noqa: S603 - Debian's own program, no shell
        [str(program), *command[1:]],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )


def _tool_for(url: str) -> Path:
    """Programs at least as new as the server: pg_dump refuses a newer one."""
    with connect(url) as connection:
        server = connection.info.server_version // 10_000
    for installation in reversed(find_installations()):
        if installation.version >= server:
            return installation.programs
    raise PostgresMissingError(server)


def _failure(file: Path, story: bytes) -> BackupError | DiskFullError:
    lines = story.decode(errors="replace").strip().splitlines() or ["no reason given"]
    if NO_SPACE in lines[-1]:
        return DiskFullError(file.parent)
    reason = next((line for line in lines if "error:" in line), lines[-1])
    return BackupError(file, reason.partition("error:")[2].strip() or reason)
