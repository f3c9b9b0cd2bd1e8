"""How much memory several processes take together, as Linux tells it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

_EVERY_S = 0.02
_PROC = Path("/proc")


class Peak:
    """The most that was seen, in MB."""

    mb = 0.0


@contextmanager
def watching(pid: int, database: str) -> Iterator[Peak]:
    """Look at a process, all that it starts, and PostgreSQL's processes for a database.

    Memory that several share, such as PostgreSQL's buffers, is counted in shares.
    """
    peak, stopped = Peak(), Event()

    def look() -> None:
        while not stopped.wait(_EVERY_S):
            found = sum(map(_kilobytes, _family(pid) | _backends(database)))
            peak.mb = max(peak.mb, round(found / 1000, 1))

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        stopped.set()
        watcher.join()


def _family(pid: int) -> set[int]:
    parents: dict[int, int] = {}
    for one in _pids():
        try:
            stat = (_PROC / str(one) / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        parents[one] = int(stat.rpartition(")")[2].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _backends(database: str) -> set[int]:
    return {one for one in _pids() if _is_backend(one, database)}


def _is_backend(pid: int, database: str) -> bool:
    try:
        command = (_PROC / str(pid) / "cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return False
    return command.startswith("postgres: ") and f" {database} " in command


def _pids() -> list[int]:
    return [int(one.name) for one in _PROC.iterdir() if one.name.isdecimal()]


def _kilobytes(pid: int) -> int:
    """Its share of memory; all that it has mapped where only that is told."""
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            told = (_PROC / str(pid) / name).read_text(encoding="utf-8")
        except OSError:
            continue
        found = next((line for line in told.splitlines() if line.startswith(key)), None)
        if found:
            return int(found.split()[1])
    return 0
