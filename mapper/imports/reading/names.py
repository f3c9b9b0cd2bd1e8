"""Names on disk for what was uploaded under any name."""

import re
import unicodedata
from pathlib import Path

_UNFIT = re.compile(r"[^\w .,()+&=-]")
_LONGEST = 60


def free_path(folder: Path, called: str, ending: str) -> Path:
    """A path in `folder`, called much like `called`, that no file with another ending has."""
    stem = _UNFIT.sub("_", unicodedata.normalize("NFC", called)).strip(" .")[:_LONGEST] or "_"
    taken = {path.stem.casefold() for path in folder.iterdir()}
    number, chosen = 1, stem
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{stem} ({number})"
    return folder / f"{chosen}{ending}"
