"""Backups: the whole database in one file, by PostgreSQL's own tools, while people work."""

import errno
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mapper.db.errors import BackupError, DiskFullError, PostgresMissingError
from mapper.db.installation import find_installations
from mapper.db.server import connect, libpq_url

NO_SPACE = "No space left on device"
_NO_UNNAMED = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT)


def backup(url: str, file: Path, *, snapshot: str | None = None) -> int:
    """Write a backup and return its size in bytes.

    The file appears once it is whole and was read through from end to end; before, and after
    an abort, there is none. Only its owner may read it: it holds contact data.

    Parameters
    ----------
    snapshot
        The exported snapshot of an open transaction: the backup holds just what that one sees.
        Otherwise it holds what was committed at the moment it began.

    Raises
    ------
    BackupError, DiskFullError
    """
    wanted = [f"--snapshot={snapshot}"] if snapshot else []
    dump = ["pg_dump", "--format=custom", f"--dbname={libpq_url(url)}", *wanted]
    with _growing(file) as part:
        check(file, run_tool(url, dump, output=part.descriptor))
        os.lseek(part.descriptor, 0, os.SEEK_SET)
        read = ["pg_restore", "--file=/dev/null"]
        check(file, run_tool(url, read, given=part.descriptor))
        part.publish()
    return file.stat().st_size


@dataclass(slots=True)
class _Part:
    """A file that nobody sees yet; `name` only where the file system knows no unnamed files."""

    file: Path
    descriptor: int
    name: Path | None

    def publish(self) -> None:
        """Give it its name, in place of what had it before, and see it written to the disk."""
        os.fsync(self.descriptor)
        folder = os.open(self.file.parent, os.O_DIRECTORY)
        try:
            if self.name is None:
                # A link cannot replace what is there; a rename can.
                self.name = _part_name(self.file)
                seen = f"/proc/self/fd/{self.descriptor}"
                os.link(seen, self.name.name, dst_dir_fd=folder, follow_symlinks=True)
            self.name.replace(self.file)
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _growing(file: Path) -> Iterator[_Part]:
    name = None
    try:
        try:
            descriptor = os.open(file.absolute().parent, os.O_TMPFILE | os.O_RDWR, 0o600)
        except OSError as refused:
            if refused.errno not in _NO_UNNAMED:
                raise
            name = _part_name(file)
            descriptor = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        part = _Part(file.absolute(), descriptor, name)
        try:
            yield part
        finally:
            os.close(descriptor)
            if part.name is not None:
                with suppress(FileNotFoundError):
                    part.name.unlink()
    except OSError as refused:
        raise BackupError(file, refused.strerror or "cannot be written") from None


def _part_name(file: Path) -> Path:
    return file.absolute().with_name(f".{file.name}.{secrets.token_hex(4)}.part")


Done = subprocess.CompletedProcess[bytes]


def run_tool(
    url: str,
    command: list[str],
    *,
    output: IO[bytes] | int = subprocess.DEVNULL,
    given: int | None = None,
) -> Done:
    """Run one of PostgreSQL's programs that suits the server; the caller looks at the result."""
    return subprocess.run(  # noqa: S603 - Debian's own program, no shell
        [tool(url, command[0]), *command[1:]],
        stdin=subprocess.DEVNULL if given is None else given,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )


def tool(url: str, name: str) -> str:
    """Path of a program at least as new as the server: pg_dump refuses a newer one."""
    with connect(url) as connection:
        server = connection.info.server_version // 10_000
    for installation in reversed(find_installations()):
        if installation.version >= server:
            return installation.program(name)
    raise PostgresMissingError(server)


def check(file: Path, done: Done) -> None:
    """Raise BackupError or DiskFullError unless a program did what it should."""
    if done.returncode != 0:
        raise failure(file, done.stderr)


def failure(file: Path, story: bytes) -> BackupError | DiskFullError:
    """What went wrong with a backup, in one sentence, from what a program said."""
    lines = story.decode(errors="replace").strip().splitlines() or ["no reason given"]
    if NO_SPACE in lines[-1]:
        return DiskFullError(file.parent)
    reason = next((line for line in lines if "error:" in line.lower()), lines[-1])
    return BackupError(file, _after_error(reason))


def _after_error(line: str) -> str:
    for word in ("error:", "ERROR:"):
        if word in line:
            return line.partition(word)[2].strip() or line
    return line
