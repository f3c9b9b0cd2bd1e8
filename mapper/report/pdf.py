"""The report as a file."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import orjson

from mapper.errors import TakesTooLongError
from mapper.report.blocks import Document, tidy
from mapper.report.document import describe
from mapper.report.fonts import FOLDER
from mapper.report.gather import gather
from mapper.report.maps_part import draw_maps
from mapper.report.view import View

_PATIENCE_S = 60


def write_report(path: Path, view: View) -> None:
    """A report of this view as PDF: tagged (PDF/UA-1), with contents, bookmarks, page numbers.

    Where nothing matches it says so.

    Raises
    ------
    TakesTooLongError
        Of looking for clusters, or of setting the pages.
    """
    gathered = gather(view)
    set_document(path, describe(gathered, draw_maps(gathered)))


def set_document(path: Path, document: Document) -> None:
    """The pages of a report; see `mapper.report.typeset`."""
    report = orjson.dumps(tidy(asdict(document)))
    command = [sys.executable, "-m", "mapper.report.typeset", str(FOLDER), str(path)]
    try:
        subprocess.run(  # noqa: S603 - our own module
            command, input=report, check=True, capture_output=True, timeout=_PATIENCE_S
        )
    except subprocess.TimeoutExpired as late:
        raise TakesTooLongError(_PATIENCE_S) from late
    except subprocess.CalledProcessError as failed:
        # What the typesetter says could quote what people wrote.
        raise RuntimeError("The report could not be set.") from failed
