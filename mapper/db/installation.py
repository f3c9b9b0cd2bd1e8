"""PostgreSQL as Debian installs it: which versions are there, and which has PostGIS."""

from dataclasses import dataclass
from pathlib import Path

from mapper.db.errors import OLDEST_POSTGRES, PostgresMissingError

PROGRAMS = Path("/usr/lib/postgresql")
SHARED = Path("/usr/share/postgresql")


@dataclass(frozen=True, slots=True)
class PostgresInstallation:
    """Programs of one major version."""

    version: int
    programs: Path

    def program(self, name: str) -> str:
        """Path of one of its programs, for instance ``pg_ctl``."""
        return str(self.programs / name)


def find_installations(
    programs: Path = PROGRAMS, shared: Path = SHARED
) -> list[PostgresInstallation]:
    """Usable versions, newest first: those with a server and with PostGIS beside it."""
    found = [
        PostgresInstallation(int(folder.name), folder / "bin")
        for folder in programs.glob("[0-9]*")
        if folder.name.isdigit()
        and (folder / "bin/initdb").exists()
        and (shared / folder.name / "extension/postgis.control").exists()
    ]
    usable = [one for one in found if one.version >= OLDEST_POSTGRES]
    return sorted(usable, key=lambda one: one.version, reverse=True)


def choose_installation(data: Path) -> PostgresInstallation:
    """The version that wrote the data folder, or the newest for an empty one.

    Raises
    ------
    PostgresMissingError
        That version (or, for an empty folder, any usable one) is not installed.
    """
    installed = find_installations()
    wanted = written_by(data)
    for one in installed:
        if wanted is None or one.version == wanted:
            return one
    raise PostgresMissingError(wanted)


def written_by(data: Path) -> int | None:
    """Major version that wrote a data folder; None where there is no cluster yet."""
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except (FileNotFoundError, NotADirectoryError):
        return None
