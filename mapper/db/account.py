"""Which system account PostgreSQL runs under, and running its programs as that account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mapper.db.errors import ClusterFolderError, PostgresMissingError

SERVICE_ACCOUNT = "postgres"


@dataclass(frozen=True, slots=True)
class Account:
    """The account that owns the data folder; ``drop`` when this process runs as another one."""

    uid: int
    gid: int
    drop: bool

    def own(self, path: Path) -> None:
        """Hand a file or folder to the account."""
        if self.drop:
            os.chown(path, self.uid, self.gid)

    def run(
        self, command: list[str], *, timeout_s: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as the account; the caller looks at the return code.

        PG* variables of the caller stay out of it: they would send it to another server.
        """
        return subprocess.run(  # noqa: S603 - programs found by installation.py, no shell
            command,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
            user=self.uid if self.drop else None,
            group=self.gid if self.drop else None,
            extra_groups=[] if self.drop else None,
        )

    def can_enter(self, folder: Path) -> bool:
        """True when the account may go through a folder to what lies in it."""
        return self.run(["/usr/bin/test", "-x", str(folder)]).returncode == 0


def cluster_account(home: Path) -> Account:
    """The caller's own account, or for root (whom PostgreSQL refuses) Debian's ``postgres``.

    Raises
    ------
    PostgresMissingError
        Root, and there is no account ``postgres``: the package is not installed.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), drop=False)
    try:
        entry = pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        raise PostgresMissingError from None
    account = Account(entry.pw_uid, entry.pw_gid, drop=True)
    if not account.can_enter(home):
        raise ClusterFolderError(home, f"the account '{SERVICE_ACCOUNT}' cannot enter it")
    return account
