"""What files may not hold: ways to other files, and code."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from mapper.errors import ImportRefusedError
from mapper.imports.reading.unpack import readable

_HARMLESS_TABLES = re.compile(
    r"\bUSING\s+[\"'`\[]?(rtree|rtree_i32|fts3|fts4|fts5)\b", re.IGNORECASE
)
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\s", re.IGNORECASE)
_CALLS = re.compile(
    r"\b(ogr_\w+|gdal_\w+|load_extension|readfile|writefile|fts3_tokenizer|Import\w+|Export\w+|"
    r"Blob\w*File|XB_\w+|eval)\s*\(",
    re.IGNORECASE,
)
_EXTENSION = re.compile(rb',?\s*EXTENSION\s*\[\s*"[^"]*"\s*,\s*"[^"]*"\s*\]', re.IGNORECASE)
_MOST_PROJECTION_BYTES = 64_000


def check_package(path: Path) -> None:
    """Refuse a GeoPackage with tables or views that reach out of it.

    Raises
    ------
    ImportRefusedError
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as package:
            package.execute("pragma trusted_schema = 0")
            made = package.execute("select name, sql from sqlite_master where sql is not null")
            foreign = [str(name) for name, sql in made if _reaches_out(str(sql))]
    except sqlite3.Error:
        raise ImportRefusedError("unreadable") from None
    if foreign:
        raise ImportRefusedError("foreign_tables", names=readable(", ".join(foreign)))


def _reaches_out(sql: str) -> bool:
    if _VIRTUAL.match(sql) and not _HARMLESS_TABLES.search(sql):
        return True
    return bool(_CALLS.search(sql))


def clean_projection(path: Path) -> None:
    """Take out of a .prj what makes PROJ open other files; a .prj that is none is removed."""
    if path.stat().st_size > _MOST_PROJECTION_BYTES:
        path.unlink()
        return
    words = path.read_bytes()
    clean = _EXTENSION.sub(b"", words)
    if clean != words:
        # It may be a link to what was given.
        path.unlink()
        path.write_bytes(clean)
