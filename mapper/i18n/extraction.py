"""The messages that the code asks for, found in its source."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

PROJECT_ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE_FOLDERS = ("mapper", "pages")
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}


def extract_messages() -> Catalog:
    """A template of every marked message of `mapper/` and `pages/`, with the files that use it."""
    template = Catalog(project="Ideenkarte", charset="utf-8", fuzzy=False)
    for path in _source_files():
        name = path.relative_to(PROJECT_ROOT).as_posix()
        for line, message, comments, context in extract_from_file(
            METHODS[path.suffix],
            path,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            template.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return template


def _source_files() -> Iterator[Path]:
    for folder in SOURCE_FOLDERS:
        for path in sorted((PROJECT_ROOT / folder).rglob("*")):
            if path.suffix in METHODS and not {"vendor", "node_modules", "__pycache__"} & set(
                path.parts
            ):
                yield path
