"""Lock files say which version and which content, never where it is fetched from."""

import json
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements/app.txt", "requirements/dev.txt")


@pytest.mark.parametrize("name", LOCKS)
def test_every_python_package_is_pinned_and_hashed(name: str) -> None:
    text = (PROJECT / name).read_text()
    # One requirement reaches over several lines that end in a backslash.
    requirements = [
        line for line in text.replace("\\\n", " ").splitlines() if line and line.strip()[0] != "#"
    ]

    assert len(requirements) > 20
    for line in requirements:
        assert re.match(r"[\w.\-\[\]]+==\S+", line), line
        assert "--hash=sha256:" in line, line
    assert "://" not in text


def test_what_the_checks_need_is_what_the_app_runs_on_and_more() -> None:
    app, dev = (set(re.findall(r"^\S+==\S+", (PROJECT / n).read_text(), re.M)) for n in LOCKS)

    assert app < dev


def test_every_browser_package_is_hashed_and_names_no_address() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert "node_modules/leaflet" in packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
