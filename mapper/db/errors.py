"""Why a database cannot be used, one sentence each."""

from pathlib import Path

import psycopg

from mapper.errors import MapperError, is_no_room

OLDEST_POSTGRES = 15
OLDEST_POSTGIS = (3, 3)


class DatabaseSetupError(MapperError):
    """A database that cannot be used as it stands."""

    code = "database_setup"
    http_status = 500


class PostgresMissingError(DatabaseSetupError):
    """No PostgreSQL with PostGIS is installed for the private cluster."""

    def __init__(self, version: int | None = None) -> None:
        wanted = f"PostgreSQL {version}" if version else f"PostgreSQL {OLDEST_POSTGRES} or later"
        super().__init__(
            f"{wanted} with PostGIS is not installed: run 'make setup', "
            "or name a server in DATABASE_URL.",
            version=version,
        )


class PostgisMissingError(DatabaseSetupError):
    """A server that offers no PostGIS."""

    def __init__(self, server: str) -> None:
        super().__init__(
            f"The database server {server} has no PostGIS: install its package "
            "postgresql-NN-postgis-3, or name another server in DATABASE_URL.",
            server=server,
        )


class VersionTooOldError(DatabaseSetupError):
    """PostgreSQL or PostGIS is older than what the queries need."""

    def __init__(self, product: str, found: str, needed: str) -> None:
        super().__init__(
            f"{product} {found} is too old: {needed} or later is needed.",
            product=product,
            got=found,
            expected=needed,
        )


class LoginRefusedError(DatabaseSetupError):
    """The server knows neither this name with this password, nor lets it in."""

    def __init__(self, server: str, user: str) -> None:
        super().__init__(
            f"The database server {server} refuses user '{user}': "
            "check name and password in DATABASE_URL.",
            server=server,
            user=user,
        )


class DatabaseUnknownError(DatabaseSetupError):
    """The server answers, but has no database of that name."""

    def __init__(self, server: str, database: str) -> None:
        super().__init__(
            f"The database server {server} has no database '{database}': create it, "
            "or name another in DATABASE_URL.",
            server=server,
            database=database,
        )


class ServerAwayError(DatabaseSetupError):
    """Nothing answers at the server's address."""

    code = "database_away"
    http_status = 503

    def __init__(self, server: str) -> None:
        super().__init__(
            f"The database server {server} does not answer: "
            "check that it runs and that DATABASE_URL names it.",
            server=server,
        )


class StorageSridError(DatabaseSetupError):
    """The tables hold coordinates of another system than this installation stores."""

    def __init__(self, found: int, expected: int) -> None:
        super().__init__(
            f"The database stores coordinates in EPSG:{found}, this installation in "
            f"EPSG:{expected}: use a database of its own, or convert this one first.",
            got=found,
            expected=expected,
        )


class TablesOutdatedError(DatabaseSetupError):
    """The database's tables are not those of this version."""

    def __init__(self, current: str | None, needed: str | None) -> None:
        super().__init__(
            f"The database is at {current or 'nothing'}, this version needs {needed}: "
            "run 'mapper db migrate'.",
            got=current,
        )


class DatabaseUrlError(DatabaseSetupError):
    """DATABASE_URL is not the address of a PostgreSQL database."""

    def __init__(self) -> None:
        super().__init__("DATABASE_URL must look like postgresql://user:password@host:5432/name.")


class DiskFullError(DatabaseSetupError):
    """No room is left where the data lies."""

    code = "disk_full"
    http_status = 503

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"The disk is full at {where}: free some space and try again.", got=where)


class ClusterFolderError(DatabaseSetupError):
    """The folder for the private cluster cannot be used."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(
            f"The database cannot live in {folder}: {problem}. Set MAPPER_HOME to another folder.",
            got=folder,
        )


class ClusterStartError(DatabaseSetupError):
    """PostgreSQL was started and did not come up."""

    def __init__(self, last_line: str, log: Path) -> None:
        super().__init__(
            f"The private database did not start ({last_line}): the whole story is in {log}.",
            log=log,
        )


class ClusterInUseError(DatabaseSetupError):
    """Somebody still works with the private cluster."""

    def __init__(self) -> None:
        super().__init__(
            "The private database is in use: end the app first, or say --force to stop it anyway."
        )


class BackupError(DatabaseSetupError):
    """A backup could not be written or read."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file}: {problem}.", got=file)


class ErasureLogError(MapperError):
    """What is erased cannot be noted beside the database, so nothing is erased."""

    code = "erasure_log"
    http_status = 500

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"The list of erasures {file} cannot be used: {reason}. Nothing was erased.",
            file=str(file),
            reason=reason,
        )


class DatabaseInUseError(DatabaseSetupError):
    """Somebody is connected to a database that is about to be replaced."""

    def __init__(self) -> None:
        super().__init__(
            "The database is in use: end the app first. "
            "What people stored during a restore would be lost."
        )


def is_disk_full(error: BaseException) -> bool:
    """Whether no room was left, here or where the database's data lie, is at the root of it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg.errors.DiskFull | DiskFullError) or is_no_room(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
