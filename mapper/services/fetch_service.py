"""An import from a service: its features become the file that is read."""

import shutil
from collections.abc import Callable
from dataclasses import replace

import orjson

from mapper.domain.imports import ImportOptions, ImportReport
from mapper.errors import ImportRefusedError
from mapper.imports.wfs import ASKED, PREFIX, describe_wfs, fetch_features, open_question
from mapper.services.import_room import GIVEN, ImportRoom
from mapper.services.import_values import Import


def is_from_service(job: Import) -> bool:
    """True when its source is the address of a service."""
    return job.source.startswith(PREFIX)


def fetch_service(
    room: ImportRoom,
    job: Import,
    progress: Callable[[int, int], object],
    cancelled: Callable[[], bool],
) -> ImportReport | None:
    """Fetch the chosen type, unless it is here already; a report when it must be chosen first.

    Raises
    ------
    ImportRefusedError, ImportCancelledError
    """
    folder, name = room.folder_of(job.id), job.options.source_layer
    if _is_here(room, job):
        return None
    shutil.rmtree(folder / GIVEN, ignore_errors=True)
    try:
        fetch_features(
            job.source,
            folder / GIVEN,
            type_name=name,
            limits=room.limits,
            allowed=room.allowed,
            progress=progress,
            cancelled=cancelled,
        )
    except ImportRefusedError as refused:
        if refused.reason != "undecided_type":
            raise
        return open_question(describe_wfs(job.source, room.allowed))
    return None


def as_file(options: ImportOptions) -> ImportOptions:
    """Options for reading what was fetched: one file of the one type."""
    return replace(options, source_layer=None)


def _is_here(room: ImportRoom, job: Import) -> bool:
    """True when the features of the chosen type were fetched earlier."""
    asked = room.folder_of(job.id) / ASKED
    if not asked.is_file():
        return False
    found = str(orjson.loads(asked.read_bytes())["name"])
    return job.options.source_layer in (None, found, found.rpartition(":")[2])
