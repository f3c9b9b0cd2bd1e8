"""The software is nobody's town: names of places stand in the profile alone.

Every name of the own profile's municipalities, districts, parts, green spaces, landmarks and
neighbouring places is looked for, as whole words, in code and message catalogues. A few are
also ordinary words, or too short to be told from them; they are listed here with the reason.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapper.domain.profile import TownProfile
from mapper.profile import load_profile
from tests.conftest import PROJECT

ORDINARY = {
    "Bahnhof": "German for a railway station",
    "Spring": "the season, and a verb",
    "Brandenburg": "the federal state, whose offices publish official geodata",
    "Raben": "German for ravens",
    "Borne": "an English word (borne by)",
}
FOLDERS = ("mapper", "pages", "setup", ".streamlit")
SUFFIXES = {".py", ".po", ".pot", ".ts", ".js", ".mjs", ".css", ".sql", ".toml", ".html", ".sh"}
# Built or copied, not written here.
FOREIGN = {"vendor", "dist", "node_modules", "__pycache__"}


def names_of(profile: TownProfile) -> set[str]:
    facts = profile.facts
    full = {
        *(one.name for one in profile.municipalities),
        *(one.ags for one in profile.municipalities),
        *(one.name for one in facts.districts),
        *(one.name for one in facts.settlement_parts),
        *(one.name for one in facts.green_spaces),
        *(one.name for one in facts.neighbouring_places),
        *(one.name for one in profile.landmarks),
        profile.name,
        profile.operator,
    }
    # "Buchholz (bei Niemegk)" and "Wiesenburg/Mark" are also named by their first part.
    short = {re.split(r" \(|/", name)[0] for name in full}
    return {name for name in full | short if name not in ORDINARY}


def written_files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in SUFFIXES and not FOREIGN & set(path.relative_to(PROJECT).parts):
                yield path


def find_names(text: str, names: set[str]) -> set[str]:
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return set(re.findall(rf"(?<!\w)(?:{pattern})(?!\w)", text))


@pytest.mark.parametrize("folder", ["geodata", "tests/data/profile_seengrund"])
def test_no_place_of_a_profile_is_named_in_code_or_catalogues(folder: str) -> None:
    names = names_of(load_profile(PROJECT / folder))
    files = list(written_files())

    found = {
        str(path.relative_to(PROJECT)): hits
        for path in files
        if (hits := find_names(path.read_text(encoding="utf-8"), names))
    }

    assert found == {}
    assert {".py", ".po", ".css", ".sql"} <= {path.suffix for path in files}


def test_the_search_finds_what_it_looks_for() -> None:
    names = names_of(load_profile(PROJECT / "geodata"))

    assert find_names('title = "Ideen für Bad Belzig"', names) == {"Bad Belzig"}
    assert find_names("nahe Schloss Wiesenburg.", names) == {"Schloss Wiesenburg"}
    assert find_names("Wiesenburg", names) == {"Wiesenburg"}
    assert find_names("12069020/x", names) == {"12069020"}
    assert find_names("eine Baitzung im Frühling", names) == set()


def test_ordinary_words_are_still_names_of_the_profile() -> None:
    """A word that is no name any more needs no exception."""
    facts = load_profile(PROJECT / "geodata").facts
    named = {
        *(one.name for one in facts.districts),
        *(one.name for one in facts.settlement_parts),
        *(one.name for one in facts.neighbouring_places),
    }

    assert set(ORDINARY) <= named
