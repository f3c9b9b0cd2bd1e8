"""Town profiles: what they hold, and that every wrong value is named."""

import shutil
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from mapper.domain.geodata import district_key
from mapper.domain.spelling import slug_of
from mapper.domain.statuses import Channel
from mapper.errors import ProfileError
from mapper.profile import TEXTS, load_profile
from tests.conftest import PROJECT

OWN = PROJECT / "geodata"
INVENTED = PROJECT / "tests" / "data" / "profile_seengrund"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented profile, to be spoiled."""
    return Path(shutil.copytree(INVENTED, tmp_path / "profile"))


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def message(folder: Path) -> str:
    with pytest.raises(ProfileError) as refused:
        load_profile(folder)
    return refused.value.message


def test_own_profile_holds_the_places_of_its_tables() -> None:
    """Counts from geodata/README.md: 29 districts, 14 parts, 19 landmarks, 67 neighbours."""
    profile = load_profile(OWN)

    assert len(profile.municipalities) == 2
    assert len(profile.facts.districts) == 29
    assert len(profile.facts.settlement_parts) == 14
    assert len(profile.landmarks) == 19
    assert len(profile.facts.neighbouring_places) == 67
    assert len(profile.facts.green_spaces) == 13


def test_own_rounds_are_both_open_at_the_day_of_the_profile() -> None:
    profile = load_profile(OWN)
    rounds = profile.rounds
    assert profile.profile_date is not None
    day = datetime.combine(profile.profile_date, time(12), UTC)

    assert [one.standing for one in rounds] == [True, False]
    assert rounds[0].opens is None
    assert rounds[0].closes is None
    assert rounds[1].area
    for one in rounds:
        assert one.opens is None or one.opens <= day
        assert one.closes is None or day < one.closes


def test_own_example_round_says_that_it_is_one() -> None:
    example = load_profile(OWN).rounds[1]

    assert "Beispiel" in example.titles["de"]
    assert "example" in example.titles["en"]


@pytest.mark.parametrize("folder", [OWN, INVENTED], ids=["own", "invented"])
def test_every_text_is_there_in_every_language(folder: Path) -> None:
    profile = load_profile(folder)

    assert set(profile.texts) == set(TEXTS)
    for texts in profile.texts.values():
        assert set(texts) == set(profile.languages)
        assert all(text.startswith("# ") for text in texts.values())


def test_texts_to_be_completed_are_marked() -> None:
    """The town's address is not known to the software, so the imprint cannot be complete."""
    texts = load_profile(OWN).texts

    for name in ("imprint", "privacy", "accessibility"):
        assert "[Bitte ergänzen" in texts[name]["de"]
        assert "[To be completed" in texts[name]["en"]


def test_action_fields_differ_in_colour_and_symbol() -> None:
    fields = load_profile(OWN).action_fields

    assert len({one.colour for one in fields}) == len(fields) == 10
    assert len({one.symbol for one in fields}) == 10


def test_invented_town_is_of_another_kind() -> None:
    profile = load_profile(INVENTED)

    assert profile.address == "informal"
    assert len(profile.municipalities) == 3
    assert profile.facts.districts == ()
    assert profile.channels == (Channel.ONLINE,)
    assert profile.action_fields[3].municipalities == ("99000003",)


def test_last_day_of_a_round_still_counts() -> None:
    """31 December 2027 ends in Berlin an hour before it ends in UTC."""
    closes = load_profile(INVENTED).rounds[1].closes

    assert closes is not None
    assert closes == datetime(2027, 12, 31, 23, tzinfo=UTC)
    assert closes.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Groß Ölsen", "gross-oelsen"),
        ("Jesen/Heide", "jesen-heide"),
        ("St. Ägidien  (Süd)", "st-aegidien-sued"),
        ("Łąka é", "aka-e"),
        ("Üdem", "uedem"),
    ],
)
def test_slugs_are_plain_ascii(name: str, slug: str) -> None:
    assert slug_of(name) == slug
    assert district_key("99000001", name) == f"99000001/{slug}"


WRONG = [
    ("town.toml", 'name = "Seengrund"', "", "town.toml: name: is missing"),
    ("town.toml", 'name = "Seengrund"', "name = 3", "town.toml: name: must be a text, not 3"),
    ("town.toml", 'name = "Seengrund"', 'name = " "', "town.toml: name: must not be empty"),
    ("town.toml", 'name = "Seengrund"', 'nmae = "S"\nname = "S"', "nmae: is not known here"),
    ("town.toml", 'address = "informal"', 'address = "du"', "formal, informal, not 'du'"),
    ("town.toml", '["de", "en"]', '["de", "xx"]', "languages: must list some of de, en"),
    ("town.toml", "[13.9, 52.6, 14.2, 52.8]", "[13.9, 52.6]", "extent: must be a list of 4"),
    ("town.toml", "[13.9, 52.6, 14.2, 52.8]", "[52.6, 13.9, 52.8, 14.2, 1]", "extent"),
    ("town.toml", "[13.9, 52.6, 14.2, 52.8]", "[14.2, 52.6, 13.9, 52.8]", "west, south, east"),
    ("town.toml", "[13.9, 52.6, 14.2, 52.8]", "[13.9, 52.6, 14.2, 95.0]", "extent"),
    ("town.toml", "ideen@seengrund.example", "ideen", "must be an e-mail address, not 'ideen'"),
    ("town.toml", "review_days = 14", "review_days = 0", "review_days: must be at least 1, not 0"),
    ("town.toml", "review_days = 14", "review_days = true", "must be a whole number, not True"),
    ("town.toml", '"99000001"', '"9900001"', "municipality[0].ags: must be an AGS of 8 digits"),
    ("town.toml", '"99000002"', '"99000001"', "municipality: holds '99000001' twice"),
    ("town.toml", 'municipalities = ["99000003"]', 'municipalities = ["12345678"]', "'12345678'"),
    ("town.toml", 'key = "water"', 'key = "Water"', "action_field[0].key: must be lower-case"),
    ("town.toml", 'key = "water"', 'key = "paths"', "action_field: holds 'paths' twice"),
    ("town.toml", '"#225588"', '"blue"', "must be a colour such as #1E6B45, not 'blue'"),
    ("town.toml", 'symbol = "sun"', 'symbol = "moon"', "action_field[0].symbol: must be one of"),
    ("town.toml", ', en = "Lakes and shores"', "", "action_field[0].title.en: is missing"),
    ("town.toml", "standing = true", "standing = false", "exactly one round with standing = true"),
    ("town.toml", "standing = true", "standing = 1", "round[0].standing: must be true or false"),
    ("town.toml", "standing = true", "standing = true\ncloses = 2027-01-01", "has no end"),
    ("town.toml", "opens = 2026-01-01", "opens = 2028-01-01", "lies before 'opens' (2028-01-01)"),
    ("town.toml", "opens = 2026-01-01", "opens = 2026-01-01T08:00:00", "without a time"),
    ("town.toml", 'area = ["99000003"]', 'area = ["99000009"]', "no AGS or district key"),
    ("town.toml", '["moor", "paths"]', '["mud"]', "round[1].action_fields: holds 'mud'"),
    ("town.toml", '[licence]\nname = "CC0 1.0"', "[licence]", "licence.name: is missing"),
    ("town.toml", "https://creativecommons", "creativecommons", "must begin with https://"),
    ("town.toml", "[licence]", "[licence", "town.toml: is no TOML"),
    ("landmarks.csv", "99000002", "99000009", "line 3: ags: is no municipality of town.toml"),
    ("landmarks.csv", "52.7102", "north", "line 2: lat: must be a number, not 'north'"),
    ("landmarks.csv", "52.7102", "152.7102", "must be a longitude and a latitude"),
    ("landmarks.csv", "52.7102,", ",", "must be a longitude and a latitude"),
    ("landmarks.csv", "monument,52.7102", "52.7102", "has more or fewer cells"),
    ("landmarks.csv", "Fährhaus", "", "line 2: name: is missing"),
    ("catalog.toml", '"municipalities"', '"Muni"', "dataset[0].slug: must be lower-case"),
    ("catalog.toml", 'role = "municipalities"', 'role = "x"', "dataset[0].role: must be one of"),
    ("catalog.toml", 'kind = "profile"', 'kind = "web"', "dataset[0].source[0].kind: must be one"),
    ("catalog.toml", 'kind = "profile"', 'kind = "network"', "source[0].file[0].url: is missing"),
    ("catalog.toml", 'kind = "profile"', 'kind = "dissolve"', "has no place in 'dissolve'"),
    ("catalog.toml", '"municipalities.geojson"', '"../x.geojson"', "without folders"),
    ("catalog.toml", '"EPSG:4326"', '"WGS84"', "must be such as EPSG:25833, not 'WGS84'"),
    ("catalog.toml", 'name = "title"', 'title = "title"', "fields.title: is none of"),
    ("catalog.toml", "expected_features = 3", "expected_features = 0", "must be at least 1"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), WRONG)
def test_wrong_value_is_refused_in_one_sentence(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    spoil(folder, file, old, new)

    refused = message(folder)

    assert said in refused
    assert file in refused
    assert "\n" not in refused
    assert refused.endswith(".")


@pytest.mark.parametrize("missing", ["town.toml", "texts/privacy.en.md"])
def test_missing_file_is_named(folder: Path, missing: str) -> None:
    (folder / missing).unlink()

    assert missing in message(folder)
    assert "there is no such file" in message(folder)


def test_municipality_without_any_action_field_is_refused(folder: Path) -> None:
    text = (folder / "town.toml").read_text(encoding="utf-8")
    for symbol in ("sun", "bicycle", "people"):
        line = f'symbol = "{symbol}"'
        text = text.replace(line, f'{line}\nmunicipalities = ["99000001"]', 1)
    (folder / "town.toml").write_text(text, encoding="utf-8")

    assert "action_field: holds none for municipality 99000002" in message(folder)


def test_district_must_be_known_where_it_is_named(folder: Path) -> None:
    (folder / "settlement_parts.csv").write_text(
        "ags,name,districts,stop_lat,stop_lon,encyclopedia_lat,encyclopedia_lon,source\n"
        "99000001,Ausbau,Nirgends,,,,,invented\n",
        encoding="utf-8",
    )

    assert "names no district of districts.csv: '99000001/nirgends'" in message(folder)


def test_logo_must_be_in_its_folder(folder: Path) -> None:
    with (folder / "town.toml").open("a", encoding="utf-8") as town:
        town.write('\n[[logo]]\nfile = "seen.svg"\nalt = { de = "Wappen", en = "Arms" }\n')

    assert "logo[0].file: names no file in logos/: 'seen.svg'" in message(folder)

    (folder / "logos").mkdir()
    (folder / "logos" / "seen.svg").write_text("<svg/>", encoding="utf-8")

    assert load_profile(folder).logos[0].alt["en"] == "Arms"
