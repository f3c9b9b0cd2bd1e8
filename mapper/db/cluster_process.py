"""Creating, starting and stopping the private cluster's server process."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from mapper.db.account import Account
from mapper.db.cluster_config import write_config
from mapper.db.errors import ClusterStartError, DiskFullError
from mapper.db.installation import PostgresInstallation

# A new cluster takes 63 MB with PostGIS; the rest is room to write the first changes.
ROOM_FOR_NEW_CLUSTER = 150 * 2**20
START_TRIES = 8
NO_SPACE = "No space left on device"


def server_pid(data: Path) -> int | None:
    """Process id of the server that runs on a data folder; None when none does."""
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (OSError, ValueError):
        return None
    return pid if name == "postgres" and state != "Z" else None


@dataclass(frozen=True, slots=True)
class Server:
    """One server process on one data folder. Callers hold the cluster's start lock."""

    installation: PostgresInstallation
    account: Account
    data: Path
    log: Path
    socket: Path

    def create(self, *, owner: str, room: int = ROOM_FOR_NEW_CLUSTER) -> None:
        """Make the data folder, whole or not at all; refused without so many bytes of room.

        German sorting comes from ICU, so that it does not depend on the machine's locales;
        trust is enough where only the owner can reach the socket.
        """
        where = self.data.parent
        if shutil.disk_usage(where).free < room:
            raise DiskFullError(where)
        fresh = self.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        done = self.account.run(
            [
                self.installation.program("initdb"),
                f"--pgdata={fresh}",
                f"--username={owner}",
                "--auth=trust",
                "--data-checksums",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--locale-provider=icu",
                "--icu-locale=de",
                "--no-instructions",
            ]
        )
        if done.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            raise self._failure(done.stdout)
        fresh.rename(self.data)

    def start(self) -> None:
        """Start the server unless it runs.

        After a crash its old processes and their shared memory take a moment to go, and a
        start meanwhile fails: it is tried again for a few seconds.

        Raises
        ------
        DiskFullError, ClusterStartError
        """
        write_config(self.data, self.socket, self.account)
        for attempt in range(START_TRIES):
            if server_pid(self.data) is not None and self._answers():
                return
            self._clear_stale_pid()
            begin = self.log.stat().st_size if self.log.exists() else 0
            if self._pg_ctl("start", f"--log={self.log}"):
                return
            story = self._log_since(begin)
            if NO_SPACE in story:
                break
            time.sleep(0.1 * 2 ** min(attempt, 4))
        raise self._failure(story)

    def stop(self) -> None:
        """Stop the server cleanly, ending open connections; hard when that takes too long."""
        if not self._pg_ctl("stop", "--mode=fast", "--timeout=20"):
            self._pg_ctl("stop", "--mode=immediate", "--timeout=10")

    def create_database(self, name: str) -> None:
        """Add the application's database to a new cluster; its owner has the same name."""
        server = f"host={self.socket} user={name} dbname=postgres"
        with psycopg.connect(server, autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [name])
            if known.fetchone() is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))

    def _answers(self) -> bool:
        ready = [self.installation.program("pg_isready"), f"--host={self.socket}", "--timeout=5"]
        return self.account.run(ready).returncode == 0

    def _pg_ctl(self, action: str, *options: str) -> bool:
        command = [self.installation.program("pg_ctl"), action, f"--pgdata={self.data}", "--wait"]
        return self.account.run([*command, "--silent", *options]).returncode == 0

    def _clear_stale_pid(self) -> None:
        """After a reboot the old process id may belong to something else, which blocks a start."""
        if server_pid(self.data) is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _log_since(self, begin: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as file:
            file.seek(begin)
            return file.read().decode(errors="replace")

    def _failure(self, story: str) -> DiskFullError | ClusterStartError:
        # A full disk often leaves no room for the line that would say so.
        if NO_SPACE in story or shutil.disk_usage(self.data.parent).free < 2**20:
            return DiskFullError(self.data.parent)
        lines = [line for line in story.splitlines() if "FATAL" in line or "error" in line.lower()]
        last = lines[0].partition("FATAL:")[2].strip() or lines[0] if lines else "no reason given"
        return ClusterStartError(last, self.log)
