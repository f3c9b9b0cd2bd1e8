"""What must be there before the app starts: tables, geodata and, if wanted, samples."""

import subprocess
import sys
from pathlib import Path

import typer

from mapper.cli.child import child_environment
from mapper.db.engine import Sessions, make_engine, make_sessions, transaction
from mapper.db.migrate import current_revision, head_revision, migrate
from mapper.db.presence import active_slugs, any_demo_account, any_sample
from mapper.errors import MapperError
from mapper.profile import load_profile
from mapper.settings import Settings

SAMPLES = 300


class PreparationError(MapperError):
    """A step before the start failed and has already said why."""

    code = "preparation"
    http_status = 500

    def __init__(self, command: str) -> None:
        super().__init__(f"'{command}' did not succeed, so the app was not started.")


def prepare(settings: Settings, url: str, *, demo: bool) -> None:
    """Bring a database to where the app can start; what is there already stays as it is.

    The steps run as commands of their own: they load geometry libraries that the supervising
    process would otherwise keep in memory for as long as it lives.
    """
    wanted = {dataset.slug for dataset in load_profile(settings.profile_dir).datasets}
    engine = make_engine(url)
    try:
        if current_revision(engine) != head_revision():
            migrate(engine)
        sessions = make_sessions(engine)
        if not wanted <= _active_slugs(sessions):
            run_command(settings, url, "geodata", "load")
        if demo and not _has_samples(sessions):
            run_command(settings, url, "demo", "seed", "--count", str(SAMPLES))
        if demo and not _has_accounts(sessions):
            run_command(settings, url, "demo", "accounts")
    finally:
        engine.dispose()


def run_command(settings: Settings, url: str, *arguments: str) -> None:
    """Run another `mapper` command on the same database.

    Raises
    ------
    PreparationError
        It refused; its own line on stderr says why.
    """
    typer.echo(f"… mapper {' '.join(arguments)}")
    program = Path(sys.executable).with_name("mapper")
    done = subprocess.run(  # noqa: S603 - our own command
        [str(program), *arguments], env=child_environment(settings, url), check=False
    )
    if done.returncode != 0:
        raise PreparationError(f"mapper {' '.join(arguments)}")


def _active_slugs(sessions: Sessions) -> set[str]:
    with transaction(sessions) as session:
        return set(session.scalars(active_slugs()))


def _has_samples(sessions: Sessions) -> bool:
    with transaction(sessions) as session:
        return bool(session.scalar(any_sample()))


def _has_accounts(sessions: Sessions) -> bool:
    with transaction(sessions) as session:
        return bool(session.scalar(any_demo_account()))
