"""docs/privacy.md says of everything that is stored what it is; of nothing else."""

import re
from collections import Counter

import pytest

from mapper.cli.failures import LOG
from mapper.db import erasures
from mapper.db.tables import Base
from mapper.mail import Letter, digest, letters
from mapper.settings import Settings
from tests.conftest import PROJECT

DOCUMENT = (PROJECT / "docs" / "privacy.md").read_text(encoding="utf-8")
SOURCES = PROJECT / "mapper" / "mapview" / "component" / "src"
_KEY = re.compile(r"[\"'`](ideenkarte\.[\w.]+)[\"'`]")
_NAMES = re.compile(r"`([^`]+)`")


def rows(part: str) -> list[list[str]]:
    """The cells of a table's rows, below its head."""
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named(part: str) -> list[str]:
    """What the first cells name."""
    return [name for row in rows(part) for name in _NAMES.findall(row[0])]


def section(title: str) -> str:
    """What stands below a heading, up to the next one of its rank."""
    return DOCUMENT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def tables() -> dict[str, str]:
    """The part about each table of the database."""
    parts = re.split(r"^### `(\w+)`: ", DOCUMENT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_table_has_its_part() -> None:
    assert set(tables()) == set(Base.metadata.tables)


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_every_column_has_one_line_and_every_line_a_column(table: str) -> None:
    part = tables()[table].partition("\n## ")[0]
    columns = Base.metadata.tables[table].columns

    assert Counter(named(part)) == Counter(column.name for column in columns)


def test_every_line_says_what_why_how_long_and_to_whom() -> None:
    bases = {"task", "consent", "duty", "none needed"}
    readers = ("everyone", "author", "staff", "moderators", "administrators", "nobody", "herself")
    for table, part in tables().items():
        for row in rows(part.partition("\n## ")[0]):
            assert len(row) == 5, (table, row)
            assert all(row), (table, row)
            assert row[2] in bases, (table, row)
            assert row[4].startswith(readers), (table, row)


def test_every_key_in_the_browser_has_its_line() -> None:
    used = {
        key
        for file in SOURCES.rglob("*.ts")
        for key in _KEY.findall(file.read_text(encoding="utf-8"))
    }

    assert set(named(section("In the browser"))) == used | {"stActiveTheme"}


def test_storage_is_reached_where_the_keys_are_declared() -> None:
    reached = {
        file.relative_to(SOURCES).as_posix()
        for file in SOURCES.rglob("*.ts")
        if re.search(
            r"(local|session)Storage\b|indexedDB|document\.cookie", file.read_text("utf-8")
        )
    }

    assert reached == {"keep.ts", "staff/store.ts"}


def test_every_cookie_has_its_line() -> None:
    base = Settings().session_cookie
    source = {
        file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8")
        for file in (PROJECT / "mapper").rglob("*.py")
    }
    endings = {
        ending
        for content in source.values()
        for ending in re.findall(r"settings\.session_cookie\}(_\w+)", content)
    }
    setting = {name for name, content in source.items() if "set_cookie(" in content}

    assert set(named(section("Cookies"))) == {
        *("_streamlit_xsrf", base),
        *(base + ending for ending in endings),
    }
    assert setting == {"mapper/api/forms/cookies.py", "mapper/api/routes/oidc.py"}


def test_files_and_letters_have_their_lines() -> None:
    files = named(section("Files on the server"))
    written = {
        name if not name.startswith("_") else module.__name__.rpartition(".")[2]
        for module in (letters, digest)
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__annotations__", {}).get("return") is Letter
    }

    assert {erasures.FILE, LOG, "secret_key", "cluster"} <= set(files)
    assert set(named(section("Letters"))) == written
