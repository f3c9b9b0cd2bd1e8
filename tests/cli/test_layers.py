"""`mapper layers`: a file is looked at, imported, shown, rolled back, by one who may type."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from mapper.cli import main
from mapper.db.engine import Sessions
from tests.command import MAPPER, mapper
from tests.db.imports import PARKS, geojson, public, states, unaccounted
from tests.db.world import build_world
from tests.http_server import Talk, http_server
from tests.processes import wait_until

ASH = geojson([("Ash", 0, 0, 10)])


@pytest.fixture
def installation(empty_url: str, empty_sessions: Sessions, tmp_path: Path) -> dict[str, str]:
    """The small world, and a home."""
    build_world(empty_sessions)
    home = tmp_path / "home"
    home.mkdir()
    return {"DATABASE_URL": empty_url, "MAPPER_HOME": str(home)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three parks."""
    path = tmp_path / "parks.geojson"
    path.write_bytes(PARKS)
    return path


def left(installation: dict[str, str]) -> list[Path]:
    """What imports have left behind."""
    return sorted((Path(installation["MAPPER_HOME"]) / "imports").rglob("*"))


def answer(*arguments: str, **environment: str) -> Any:
    """What a command answers in JSON."""
    done = mapper(*arguments, "--json", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_layer_from_its_first_file_to_its_end(
    installation: dict[str, str], empty_sessions: Sessions, file: Path
) -> None:
    into = ("layers", "import", str(file), "--layer", "parks", "--title", "Parks & woods")
    tried = answer(*into, "--dry-run", **installation)
    assert (tried["version_id"], states(empty_sessions)) == (None, [])

    first = answer(*into, "--activate", "--licence", "CC0", **installation)

    assert first["report"] == tried["report"]
    assert first["report"]["features"] == 3
    assert public(empty_sessions, "parks") == ["Elm", "Lime", "Oak"]
    file.write_bytes(ASH)
    told = mapper("layers", "import", str(file), "--layer", "parks", **installation)
    assert told.returncode == 0, told.stderr
    assert "1 added, 3 removed" in told.stdout
    version = int(told.stdout.split()[-1])
    assert f"mapper layers activate parks {version}" in told.stdout
    assert mapper("layers", "activate", "parks", str(version), **installation).returncode == 0
    assert public(empty_sessions, "parks") == ["Ash"]

    again = mapper("layers", "import", str(file), "--layer", "parks", "--dry-run", **installation)
    assert f"The same file is version {version}" in again.stdout
    told = mapper("layers", "show", "parks", **installation)
    assert f"Shown before the present one: version {first['version_id']}." in told.stdout
    back = mapper("layers", "rollback", "parks", **installation)
    assert f"Version {first['version_id']} of parks is shown now." in back.stdout
    shown = answer("layers", "show", "parks", **installation)
    assert [one["state"] for one in shown] == ["retired", "active"]
    assert [one["licence"] for one in shown] == ["CC0", "CC0"]
    listed = {one["slug"]: one for one in answer("layers", "list", **installation)}
    assert (listed["parks"]["title"], listed["parks"]["features"]) == ("Parks & woods", 3)

    assert (
        mapper("layers", "delete", "parks", str(version), "--yes", **installation).returncode == 0
    )
    assert len(answer("layers", "show", "parks", **installation)) == 1
    assert mapper("layers", "delete", "parks", "--yes", **installation).returncode == 0
    assert states(empty_sessions) == []
    assert left(installation) == []


def test_a_file_geodatabase_is_given_as_the_folder_it_is(
    installation: dict[str, str], file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Pläne.gdb"
    pyogrio.write_dataframe(pyogrio.read_dataframe(file), folder, driver="OpenFileGDB")
    into = ("layers", "import", str(folder), "--layer", "parks")

    first = answer(*into, "--activate", **installation)
    for one in folder.iterdir():
        one.touch()
    again = answer(*into, "--dry-run", **installation)

    assert (first["report"]["driver"], first["report"]["features"]) == ("OpenFileGDB", 3)
    assert again["same_as_version"] == first["version_id"]
    (shown,) = answer("layers", "show", "parks", **installation)
    assert shown["file_name"] == "Pläne.gdb.zip"
    assert left(installation) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("import", "nowhere.shp", "--layer", "parks"), 1, "No such file"),
        (("import", "{file.parent}", "--layer", "parks"), 1, "Is a directory"),
        (("import", "{file}"), 2, "--layer"),
        (("import", "{file}", "--layer", "Große Parks"), 1, "lower-case letters"),
        (("import", "{file}", "--layer", "districts", "--role", "overlay"), 1, "another kind"),
        (("import", "{file}", "--layer", "parks", "--rename", "name"), 2, "--rename"),
        (("import", "{file}", "--layer", "parks", "--crs", "EPSG:0"), 1, "EPSG"),
        (("import", "{table}", "--layer", "parks"), 1, "first, second"),
        (("import", "http://127.0.0.1:9/x.zip", "--layer", "parks"), 1, "may not be asked"),
        (("activate", "parks", "77"), 1, "77"),
        (("rollback", "parks"), 1, "parks"),
        (("delete", "municipalities", "--yes"), 1, "tells where ideas lie"),
    ],
)
def test_what_is_refused_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    installation: dict[str, str],
    empty_sessions: Sessions,
    file: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("name;first;second\nOak;1;2\n", encoding="utf-8")
    given = [one.format(file=file, table=table) for one in arguments]
    for name, value in installation.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["mapper", "layers", *given])

    with pytest.raises(SystemExit) as ended:
        main()

    printed = capsys.readouterr().err
    assert ended.value.code == code, printed
    assert said in printed
    assert code == 2 or len(printed.strip().splitlines()) == 1
    assert "Traceback" not in printed
    assert (states(empty_sessions), unaccounted(empty_sessions)) == ([], 0)
    assert left(installation) == []


def test_ctrl_c_ends_a_download_too(installation: dict[str, str]) -> None:
    def trickle(talk: Talk) -> None:
        talk.begin(200)
        talk.drip(b" ")

    with http_server(trickle) as server:
        environment = {**os.environ, **installation, "MAPPER_PRIVATE_SERVICES": server.place}
        command = [str(MAPPER), "layers", "import", f"{server.url}/x.zip", "--layer", "trees"]
        with subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, text=True
        ) as process:
            wait_until(lambda: bool(server.asked) or process.poll() is not None)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert said.strip() == "The import was cancelled. Nothing was changed."
    assert left(installation) == []


def test_ctrl_c_leaves_nothing(
    installation: dict[str, str], empty_sessions: Sessions, tmp_path: Path
) -> None:
    many = geojson([(f"Tree {number}", number, 0, 0.5) for number in range(40_000)])
    file = tmp_path / "trees.geojson"
    file.write_bytes(many)
    command = [str(MAPPER), "layers", "import", str(file), "--layer", "trees", "--activate"]
    with subprocess.Popen(
        command, env={**os.environ, **installation}, stderr=subprocess.PIPE, text=True
    ) as process:
        wait_until(lambda: bool(left(installation)) or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 1
    assert said.strip() == "The import was cancelled. Nothing was changed."
    assert (states(empty_sessions), unaccounted(empty_sessions)) == ([], 0)
    assert left(installation) == []
