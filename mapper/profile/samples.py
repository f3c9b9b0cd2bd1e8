"""The profile's sample ideas, for demonstrations."""

import tomllib
from pathlib import Path

from mapper.errors import ProfileError

FILE = "samples.toml"


def read_samples(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Titles and bodies by action field; `{place}` in them stands for a district's name.

    Raises
    ------
    ProfileError
        The file is missing or holds something else.
    """
    path = folder / FILE
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            key: [(idea["title"], idea["body"]) for idea in ideas] for key, ideas in tables.items()
        }
    except FileNotFoundError:
        raise ProfileError(FILE, "the file with the sample ideas is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as wrong:
        raise ProfileError(FILE, f"not a list of titles and bodies by theme ({wrong})") from None
