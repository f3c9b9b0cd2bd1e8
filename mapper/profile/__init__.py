"""The town profile: a folder read into one frozen value, or refused in one sentence."""

from functools import partial
from pathlib import Path

from mapper.domain.geodata import Facts
from mapper.domain.profile import ActionField, Logo, Municipality, Round, TownProfile
from mapper.errors import ProfileError
from mapper.profile.catalog import read_catalog
from mapper.profile.facts import read_facts, read_landmarks
from mapper.profile.staff import (
    read_hosts,
    read_https,
    read_office,
    read_text_block,
    read_work_days,
)
from mapper.profile.toml import Table, read_table
from mapper.profile.town import (
    ADDRESSES,
    check_fields_everywhere,
    check_rounds,
    check_unique,
    read_action_field,
    read_channels,
    read_email,
    read_extent,
    read_languages,
    read_licence,
    read_municipality,
    read_round,
)

__all__ = ["TEXTS", "load_profile"]

TEXTS = ("imprint", "privacy", "accessibility", "about")


def load_profile(folder: Path) -> TownProfile:
    """Read a folder with town.toml and texts/; catalog.toml, logos/ and facts may be absent.

    Raises
    ------
    ProfileError
        Something is missing or wrong; the message names the file and the key.
    """
    town = read_table(folder / "town.toml")
    languages = read_languages(town)
    municipalities = _municipalities(town)
    known = frozenset(one.ags for one in municipalities)
    fields = _action_fields(town, languages, municipalities)
    facts = read_facts(folder, known)
    profile = TownProfile(
        name=town.text("name"),
        operator=town.text("operator"),
        contact_email=read_email(town),
        languages=languages,
        address=town.one_of("address", ADDRESSES),
        extent=read_extent(town),
        municipalities=municipalities,
        action_fields=fields,
        rounds=_rounds(town, languages, known | _district_keys(facts), fields),
        licence=read_licence(town),
        review_days=town.optional_int("review_days", least=1),
        profile_date=town.optional_date("profile_date"),
        landmarks=read_landmarks(folder, known),
        texts=_texts(folder, languages),
        channels=read_channels(town),
        offices=town.each("office", read_office),
        text_blocks=town.each("text_block", partial(read_text_block, languages=languages)),
        work_days=read_work_days(town),
        defects_url=read_https(town, "defects_url"),
        service_hosts=read_hosts(town, "service_hosts"),
        logos=town.each("logo", partial(_logo, folder=folder, languages=languages)),
        facts=facts,
        datasets=read_catalog(folder / "catalog.toml", languages, known),
        folder=folder,
    )
    town.close()
    return profile


def _municipalities(town: Table) -> tuple[Municipality, ...]:
    municipalities = town.each("municipality", read_municipality)
    if not municipalities:
        raise town.refuse("municipality", "is missing")
    check_unique(town, "municipality", [one.ags for one in municipalities])
    return municipalities


def _action_fields(
    town: Table, languages: tuple[str, ...], municipalities: tuple[Municipality, ...]
) -> tuple[ActionField, ...]:
    known = frozenset(one.ags for one in municipalities)
    read = partial(read_action_field, languages=languages, municipalities=known)
    fields = town.each("action_field", read)
    if not fields:
        raise town.refuse("action_field", "is missing")
    check_unique(town, "action_field", [one.key for one in fields])
    check_fields_everywhere(town, fields, municipalities)
    return fields


def _rounds(
    town: Table,
    languages: tuple[str, ...],
    places: frozenset[str],
    fields: tuple[ActionField, ...],
) -> tuple[Round, ...]:
    keys = frozenset(one.key for one in fields)
    read = partial(read_round, languages=languages, places=places, action_fields=keys)
    return check_rounds(town, town.each("round", read))


def _district_keys(facts: Facts) -> frozenset[str]:
    return frozenset(one.key for one in facts.districts)


def _texts(folder: Path, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {
        text: {lang: _text(folder / "texts" / f"{text}.{lang}.md") for lang in languages}
        for text in TEXTS
    }


def _text(path: Path) -> str:
    where = f"texts/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ProfileError(where, "there is no such file") from None
    except UnicodeDecodeError:
        raise ProfileError(where, "is not written in UTF-8") from None
    if not text.strip():
        raise ProfileError(where, "is empty")
    return text


def _logo(table: Table, *, folder: Path, languages: tuple[str, ...]) -> Logo:
    path = folder / "logos" / table.text("file")
    if not path.is_file():
        raise table.refuse("file", f"names no file in logos/: '{path.name}'")
    return Logo(file=path, alt=table.translations("alt", languages))
