"""Run by test_disk_full.py on a small disk in memory: small_disk.py HOME SIZE create|fill.

In a mount namespace of its own, so that the disk ends with the process.
"""

import contextlib
import subprocess
import sys
from pathlib import Path

import psycopg

from mapper.cli.failures import known_reason
from mapper.db import cluster
from mapper.db.errors import DiskFullError

BATCH = 2000
INSERT = (
    "insert into idea select repeat(md5(i::text), 30) from generate_series(1, 2000) as numbers(i)"
)


def create(home: Path) -> None:
    """Say why no cluster can be made here."""
    try:
        cluster.ensure_running(home)
    except DiskFullError as full:
        print(full.message)


def fill(home: Path) -> None:
    """Write until the disk is full, then make room; say what was told and what is there."""
    url = cluster.ensure_running(home)
    filler = home / "filler"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table idea (text text)")
        connection.execute(INSERT)
        acknowledged = BATCH
        with contextlib.suppress(OSError):
            filler.write_bytes(bytes(2**30))
        try:
            while True:
                connection.execute(INSERT)
                acknowledged += BATCH
        except psycopg.Error as error:
            reason = known_reason(error)
            print(reason.message if reason else error)
    filler.unlink()
    cluster.ensure_running(home)
    with psycopg.connect(url, autocommit=True) as connection:
        kept = connection.execute("select count(*) from idea").fetchone()
        connection.execute("insert into idea values ('room again')")
    print(acknowledged, kept[0] if kept else None)


if __name__ == "__main__":
    place, size, goal = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    options = f"size={size},mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "small", str(place)], check=True)
    create(place) if goal == "create" else fill(place)
    cluster.stop(place, force=True)
