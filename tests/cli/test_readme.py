"""Every command the README names does what it says there."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from mapper.errors import MapperError
from tests.command import Done, fresh_mapper, mapper
from tests.conftest import PROJECT

COMMAND = re.compile(r"^\.venv/bin/mapper ([^#\n]*?) *(?:#.*)?$", re.MULTILINE)


def run(url: str, home: Path, *arguments: str, start: Callable[..., Done] = mapper) -> str:
    """What a command prints on a database, without geodata from outside."""
    done = start(
        *arguments,
        DATABASE_URL=url,
        MAPPER_HOME=str(home),
        MAPPER_GEODATA_DIR="",
        MAPPER_NETWORK="0",
    )
    if done.returncode != 0:
        raise MapperError(f"{arguments}: {done.stdout} {done.stderr}")
    return done.stdout


def listed(url: str, home: Path, *arguments: str) -> list[dict[str, str]]:
    """Ideas as `mapper proposals list --json` gives them."""
    found: list[dict[str, str]] = json.loads(
        run(url, home, "proposals", "list", "--json", *arguments)
    )
    return found


def test_the_commands_of_the_readme_run_and_hold_their_promise(
    empty_url: str, tmp_path: Path
) -> None:
    named = COMMAND.findall((PROJECT / "README.md").read_text(encoding="utf-8"))
    run(empty_url, tmp_path, "geodata", "load")
    run(empty_url, tmp_path, "demo", "seed", "--count", "40")
    waiting = [one["public_id"] for one in listed(empty_url, tmp_path)]
    backup = tmp_path / "backup"
    # In the order of the README the samples go before the backup is put back.
    for line in named:
        words = [
            {"NR": waiting[0], "FILE": str(backup)}.get(word, word) for word in shlex.split(line)
        ]
        run(empty_url, tmp_path, *words, start=fresh_mapper)
        if words[:2] == ["proposals", "publish"]:
            states = {one["public_id"]: one for one in listed(empty_url, tmp_path, "--all")}
            assert states[waiting[0]]["moderation_status"] == "published"
        if words[:2] == ["demo", "clear"]:
            assert listed(empty_url, tmp_path, "--all") == []

    assert len(named) > 5
    assert backup.stat().st_size > 0


def test_deciding_on_an_unknown_idea_is_one_line(empty_url: str, tmp_path: Path) -> None:
    for decision in ("publish", "reject", "hide"):
        with pytest.raises(MapperError, match="no idea with the number 'unknown'"):
            run(empty_url, tmp_path, "proposals", decision, "unknown")
