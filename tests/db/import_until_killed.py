"""A process that works at the import that waits, says so, and gets no further."""

import sys
import time
from pathlib import Path

from mapper.db.engine import shared_sessions
from mapper.services.import_jobs import list_imports
from mapper.services.import_room import ImportRoom
from mapper.services.run_imports import run_import
from tests.staff import TESTER, office_on


def main(url: str, folder: str) -> None:
    """Stop at the first word of progress: the file is being read, or its rows are being stored."""
    office, room = office_on(shared_sessions(url)), ImportRoom(Path(folder))
    [job] = list_imports(office, TESTER)

    def stop(_done: int, _total: int) -> None:
        sys.stdout.write("at work\n")
        sys.stdout.flush()
        while True:
            time.sleep(60)

    run_import(office, room, job.id, progress=stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
