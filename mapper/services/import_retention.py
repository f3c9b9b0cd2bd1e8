"""Files of imports that nobody needs any longer, and imports that came with a backup."""

import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, update

from mapper.db.tables import ImportJob
from mapper.domain.imports import OVER, Stage
from mapper.domain.roles import Right
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from mapper.services.retention import RetentionResult

RULE = "import_files"

_OLD_S = 24 * 3600.0
"""A command may be at work in a folder that the database does not know; none takes that long."""


def tidy_room(
    office: Backoffice, who: Who, room: ImportRoom, *, dry_run: bool = False
) -> RetentionResult:
    """Remove folders of imports that the database does not know, or knows no longer.

    Raises
    ------
    SignInNeededError, ForbiddenError, DatabaseAwayError
    """
    with office.acting(who, Right.PROTECT_DATA) as act:
        known = {str(job) for job in act.session.scalars(select(ImportJob.id))}
    found = room.folder.iterdir() if room.folder.is_dir() else ()
    gone = [folder for folder in found if folder.name not in known and _is_old(folder)]
    for folder in gone if not dry_run else ():
        room.remove(UUID(folder.name))
    return RetentionResult(RULE, len(gone))


def end_restored_imports(office: Backoffice, who: Who) -> int:
    """Imports that a backup brought back as under way have lost their files."""
    with office.acting(who, Right.PROTECT_DATA) as act:
        query = (
            update(ImportJob)
            .where(ImportJob.stage.not_in([one.value for one in OVER]))
            .values(
                stage=Stage.FAILED.value,
                refusal={"reason": "gone"},
                touched_at=func.now(),
                version=ImportJob.version + 1,
            )
            .returning(ImportJob.id)
        )
        return len(act.session.execute(query).all())


def _is_old(folder: Path) -> bool:
    """Ours by its name, and untouched for a day."""
    try:
        UUID(folder.name)
        return folder.stat().st_mtime < time.time() - _OLD_S
    except (ValueError, FileNotFoundError):
        return False
