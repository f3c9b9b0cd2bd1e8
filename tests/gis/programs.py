"""Other people's programs that read what we publish: GDAL's and QGIS, from Debian's packages."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

_QGIS = Path(__file__).with_name("in_qgis.py")
_PYTHON = "/usr/bin/python3"


def gdal(*command: str, **variables: str) -> str:
    """What a program of GDAL's prints; it must not complain."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def qgis(home: Path, **work: object) -> dict[str, Any]:
    """What QGIS says of an address; see `in_qgis.py`."""
    done = subprocess.run(
        [_PYTHON, str(_QGIS), json.dumps(work)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd="/",
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
