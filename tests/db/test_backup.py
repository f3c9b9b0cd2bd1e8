"""Backups bring back what was there, and a broken one changes nothing."""

from pathlib import Path

import psycopg
import pytest
from alembic import command

from mapper.db.backup import backup
from mapper.db.engine import make_engine
from mapper.db.errors import BackupError
from mapper.db.migrate import alembic_config
from mapper.db.restore import restore
from tests.db.conftest import fresh_database, migrated
from tests.db.rows import structure


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


def test_a_backup_of_an_older_version_is_restored_and_brought_up_to_date(
    server_url: str, empty_url: str, tmp_path: Path
) -> None:
    older = fresh_database(server_url)
    engine = make_engine(older)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
    engine.dispose()
    put(older, "Altstadt")
    backup(older, tmp_path / "older.backup")

    restore(empty_url, tmp_path / "older.backup")
    migrated(empty_url)

    assert municipalities(empty_url) == ["Altstadt"]
    assert [set(part) for part in structure(empty_url)] == [
        set(part) for part in structure(migrated(fresh_database(server_url)))
    ]


def test_a_backup_of_a_newer_version_is_refused(empty_url: str, tmp_path: Path) -> None:
    with psycopg.connect(empty_url) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    backup(empty_url, tmp_path / "newer.backup")
    put(empty_url, "Altstadt")

    with pytest.raises(BackupError, match="newer version"):
        restore(empty_url, tmp_path / "newer.backup")

    assert municipalities(empty_url) == ["Altstadt"]


def test_a_file_that_is_no_backup_of_ours_is_refused(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear town,")

    with pytest.raises(BackupError, match=r"letter\.txt"):
        restore(empty_url, tmp_path / "letter.txt")
