"""Backups bring back what was there, and a broken one changes nothing."""

from pathlib import Path

import psycopg
import pytest

from mapper.db.backup import backup
from mapper.db.errors import BackupError
from mapper.db.restore import restore


def municipalities(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("select name from municipality order by name").fetchall()
    return [row[0] for row in rows]


def put(url: str, *names: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("delete from municipality")
        for number, name in enumerate(names):
            row = (f"{number:08}", name)
            connection.execute("insert into municipality (ags, name) values (%s, %s)", row)


def test_a_restored_backup_holds_what_it_held(empty_url: str, tmp_path: Path) -> None:
    put(empty_url, "Altstadt", "Neudorf")
    size = backup(empty_url, tmp_path / "ideas.backup")
    put(empty_url, "Something else")

    restore(empty_url, tmp_path / "ideas.backup")

    assert municipalities(empty_url) == ["Altstadt", "Neudorf"]
    assert (tmp_path / "ideas.backup").stat().st_size == size
    assert (tmp_path / "ideas.backup").stat().st_mode & 0o777 == 0o600


def test_a_broken_backup_is_refused_and_changes_nothing(empty_url: str, tmp_path: Path) -> None:
    put(empty_url, "Altstadt")
    whole = tmp_path / "ideas.backup"
    backup(empty_url, whole)
    put(empty_url, "Neudorf")
    broken = tmp_path / "broken.backup"
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    with pytest.raises(BackupError, match=r"broken\.backup"):
        restore(empty_url, broken)

    assert municipalities(empty_url) == ["Neudorf"]


def test_a_backup_that_is_not_there_is_named(empty_url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="there is no such file"):
        restore(empty_url, tmp_path / "nothing.backup")


def test_a_place_that_cannot_be_written_is_named(empty_url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file or directory"):
        backup(empty_url, tmp_path / "no-folder" / "ideas.backup")
