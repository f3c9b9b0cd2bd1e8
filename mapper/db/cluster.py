"""The private cluster: PostgreSQL of our own under MAPPER_HOME, reached by a unix socket only.

It runs while somebody uses it. The first user starts it, the last one to end stops it, and
``keep`` leaves it running in between (``mapper db start``).
"""

import atexit
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR
from urllib.parse import quote

from mapper.db import cluster_process, lease
from mapper.db.account import Account, cluster_account
from mapper.db.errors import ClusterFolderError, ClusterInUseError
from mapper.db.installation import choose_installation, written_by

DATABASE = "ideenkarte"

# Leases of this process by MAPPER_HOME; given back at its end.
_leases: dict[Path, lease.Lease] = {}


@dataclass(frozen=True, slots=True)
class ClusterPaths:
    """Where the parts of one private cluster lie."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "cluster"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgresql.log"

    @property
    def start_lock(self) -> Path:
        return self.home / "cluster-start.lock"

    @property
    def users_lock(self) -> Path:
        return self.home / "cluster-users.lock"

    @property
    def keep(self) -> Path:
        """Exists while the cluster is to stay up without users."""
        return self.home / "cluster-keep"

    @property
    def socket(self) -> Path:
        """Short whatever MAPPER_HOME is: a socket's path ends at 107 bytes."""
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:16]
        base = "/run" if os.geteuid() == 0 else "/tmp"  # noqa: S108 - owner and mode are checked
        return Path(base) / f"ideenkarte-{digest}"

    @property
    def url(self) -> str:
        """Address for libpq and SQLAlchemy; the socket's folder stands in for the host."""
        return f"postgresql://{DATABASE}@/{DATABASE}?host={quote(str(self.socket), safe='')}"


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """What is known of a private cluster without starting it."""

    exists: bool
    running: bool
    in_use: bool
    version: int | None


def ensure_running(home: Path) -> str:
    """Address of the private cluster, which runs from now until its last user has ended.

    Creates the cluster at the first call, starts it when it does not run (also after a
    crash), and counts this process among its users.

    Raises
    ------
    PostgresMissingError, ClusterFolderError, DiskFullError, ClusterStartError
    """
    paths = ClusterPaths(_real(home))
    _make_home(paths.home)
    account = cluster_account(paths.home)
    with lease.exclusive(paths.start_lock):
        if paths.home not in _leases:
            _leases[paths.home] = lease.Lease(paths.users_lock)
        _start(paths, account)
    return paths.url


def release(home: Path) -> None:
    """End this process's use, and stop the cluster when nobody else uses it."""
    paths = ClusterPaths(_real(home))
    held = _leases.pop(paths.home, None)
    if held is None:
        return
    with lease.exclusive(paths.start_lock):
        held.give_back()
        if not _is_kept(paths) and not lease.in_use(paths.users_lock):
            _stop(paths)


@contextmanager
def running_cluster(home: Path) -> Iterator[str]:
    """The cluster's address for the length of a block; blocks inside one another share it."""
    outermost = _real(home) not in _leases
    try:
        yield ensure_running(home)
    finally:
        if outermost:
            release(home)


def keep_running(home: Path) -> str:
    """Start the cluster and leave it running when its users have ended."""
    url = ensure_running(home)
    ClusterPaths(_real(home)).keep.write_text(_boot(), encoding="ascii")
    return url


def stop(home: Path, *, force: bool = False) -> bool:
    """Stop the cluster; False when it did not run.

    Raises
    ------
    ClusterInUseError
        Another process uses it, and ``force`` is not set.
    """
    paths = ClusterPaths(_real(home))
    if not paths.data.exists():
        return False
    with lease.exclusive(paths.start_lock):
        held = _leases.pop(paths.home, None)
        if held is not None:
            held.give_back()
        if lease.in_use(paths.users_lock) and not force:
            raise ClusterInUseError
        paths.keep.unlink(missing_ok=True)
        return _stop(paths)


def status(home: Path) -> ClusterStatus:
    """Look at the cluster without changing anything."""
    paths = ClusterPaths(_real(home))
    version = written_by(paths.data)
    return ClusterStatus(
        exists=version is not None,
        running=is_running(home),
        in_use=paths.users_lock.exists() and lease.in_use(paths.users_lock),
        version=version,
    )


def is_running(home: Path) -> bool:
    """True while the cluster's first process lives; cheap enough to ask every second."""
    return cluster_process.server_pid(ClusterPaths(_real(home)).data) is not None


def _start(paths: ClusterPaths, account: Account) -> None:
    installation = choose_installation(paths.data)
    _make_folder(paths.folder, account)
    _make_folder(paths.socket, account)
    server = cluster_process.Server(installation, account, paths.data, paths.log, paths.socket)
    if written_by(paths.data) is None:
        server.create(owner=DATABASE)
    server.start()
    server.create_database(DATABASE)


def _stop(paths: ClusterPaths) -> bool:
    if cluster_process.server_pid(paths.data) is None:
        return False
    account = cluster_account(paths.home)
    installation = choose_installation(paths.data)
    server = cluster_process.Server(installation, account, paths.data, paths.log, paths.socket)
    server.stop()
    return True


def _make_home(home: Path) -> None:
    """The folder for all data; root's lets the database's account through, whatever the umask."""
    if home.is_dir():
        return
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o755 if os.geteuid() == 0 else 0o700)
    except OSError as refused:
        raise ClusterFolderError(home, refused.strerror or "it cannot be made") from None


def _make_folder(folder: Path, account: Account) -> None:
    """A folder that only the account may look into; one that somebody else made is refused."""
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        found = folder.lstat()
        if not S_ISDIR(found.st_mode):
            raise ClusterFolderError(folder, "it is not a folder") from None
        if found.st_uid != account.uid:
            raise ClusterFolderError(folder, "it belongs to somebody else") from None
        folder.chmod(0o700)
    except OSError as refused:
        raise ClusterFolderError(folder, refused.strerror or "it cannot be made") from None


def _is_kept(paths: ClusterPaths) -> bool:
    """True when somebody said, since the machine started, that the cluster is to stay up."""
    try:
        return paths.keep.read_text(encoding="ascii") == _boot()
    except FileNotFoundError:
        return False


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")


def _real(home: Path) -> Path:
    """One name for one folder: links and relative paths would hash to other sockets."""
    return home.expanduser().resolve()


@atexit.register
def _release_all() -> None:
    for home in list(_leases):
        # The folder itself may be gone by now, and the cluster with it.
        with suppress(FileNotFoundError):
            release(home)
