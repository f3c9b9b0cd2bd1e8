"""A process that imports one file on command, to be timed and weighed from outside.

`python -m mapper.cli.benchmarks.importing FOLDER FILE DATABASE_URL`; it says that it is ready, and
for each short name of a layer on its standard input how many seconds the import took.
"""

import json
import sys
import time
from pathlib import Path

from mapper.db.engine import make_engine, make_sessions
from mapper.services.access import Operator
from mapper.services.backoffice import Backoffice
from mapper.services.import_at_once import import_at_once
from mapper.services.import_jobs import NewImport
from mapper.services.import_room import ImportRoom


def main() -> None:
    """Import the file once per line."""
    folder, file, url = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    engine = make_engine(url)
    office = Backoffice(make_sessions(engine), "bench")
    room = ImportRoom(folder)
    with engine.connect():
        _say({"ready": True})
    for line in sys.stdin:
        new = NewImport(line.strip(), "Benchmark", "overlay")
        began = time.perf_counter()
        with file.open("rb") as content:
            done = import_at_once(
                office, room, Operator("bench"), new, [(file.name, content)], activate=True
            )
        took = time.perf_counter() - began
        counts = dict(done.report.counts)
        _say({"seconds": took, "features": done.report.features, "counts": counts})
    engine.dispose()


def _say(fact: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
