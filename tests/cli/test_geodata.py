"""`mapper geodata load`: a line a dataset, JSON for programs, one sentence when refused."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.command import mapper
from tests.conftest import PROJECT

INVENTED = PROJECT / "tests" / "data" / "profile_seengrund"


def load(url: str, *arguments: str, profile: Path = INVENTED) -> subprocess.CompletedProcess[str]:
    """Run the command on a database, without a folder of geodata and without the network."""
    return mapper(
        *("geodata", "load", *arguments),
        DATABASE_URL=url,
        MAPPER_PROFILE_DIR=str(profile),
        MAPPER_GEODATA_DIR="",
        MAPPER_NETWORK="0",
    )


def test_each_dataset_is_told_in_a_line(empty_url: str) -> None:
    done = load(empty_url, profile=PROJECT / "geodata")

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert [line.split(":")[0] for line in lines] == ["districts", "municipalities", "green-spaces"]
    assert "29 objects from schematic" in lines[0]
    assert "no official boundaries" in lines[0]
    assert "2 objects from dissolve" in lines[1]


def test_json_tells_what_the_second_load_left_alone(empty_url: str) -> None:
    first = json.loads(load(empty_url, "--json").stdout)
    second = json.loads(load(empty_url, "--json").stdout)

    assert [one["outcome"] for one in first] == ["loaded", "loaded"]
    assert [one["outcome"] for one in second] == ["unchanged", "unchanged"]
    assert [one["features"] for one in second] == [3, 2]


def test_dataset_without_any_source_is_exit_code_1(empty_url: str, tmp_path: Path) -> None:
    profile = Path(shutil.copytree(INVENTED, tmp_path / "profile"))
    (profile / "layers" / "green_spaces.geojson").unlink()

    done = load(empty_url, profile=profile)

    assert done.returncode == 1
    assert "municipalities: loaded" in done.stdout
    assert "green-spaces: nothing could be loaded" in done.stdout


def test_wrong_profile_is_one_sentence(empty_url: str, tmp_path: Path) -> None:
    done = load(empty_url, profile=tmp_path)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "town.toml" in done.stderr
