"""The parts of town.toml as checked values."""

import re
from datetime import timedelta
from itertools import chain

from mapper.domain.berlin import begin_of
from mapper.domain.geodata import is_lon_lat
from mapper.domain.profile import SYMBOLS, ActionField, Licence, Municipality, Round
from mapper.domain.statuses import Channel
from mapper.profile.toml import Table

LANGUAGES = ("de", "en")
ADDRESSES = ("formal", "informal")


def read_languages(town: Table) -> tuple[str, ...]:
    """The languages of the screen, the default first."""
    languages = town.texts("languages")
    if not languages or len(set(languages)) < len(languages) or not set(languages) <= {*LANGUAGES}:
        raise town.refuse("languages", f"must list some of {', '.join(LANGUAGES)}, each once")
    return languages


def read_extent(town: Table) -> tuple[float, float, float, float]:
    """West, south, east, north of the first view in EPSG:4326."""
    west, south, east, north = town.numbers("extent", 4)
    ordered = west < east and south < north
    if not (ordered and is_lon_lat(west, south) and is_lon_lat(east, north)):
        raise town.refuse("extent", "must be west, south, east, north in degrees")
    return west, south, east, north


def read_email(town: Table) -> str | None:
    """The address people may write to, or None."""
    email = town.optional_text("contact_email")
    if email is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise town.refuse("contact_email", f"must be an e-mail address, not '{email}'")
    return email


def read_channels(town: Table) -> tuple[Channel, ...]:
    """The ways in which ideas come in; online alone where the key is absent."""
    known = {channel.value for channel in Channel}
    keys = town.texts("channels") or (Channel.ONLINE.value,)
    for key in keys:
        if key not in known:
            raise town.refuse("channels", f"holds '{key}', which is none of {sorted(known)}")
    return tuple(Channel(key) for key in keys)


def read_licence(town: Table) -> Licence:
    """The licence ideas are published under."""
    table = town.table("licence")
    licence = Licence(name=table.text("name"), url=table.text("url"))
    if not licence.url.startswith("https://"):
        raise table.refuse("url", "must begin with https://")
    table.close()
    return licence


def read_municipality(table: Table) -> Municipality:
    """One municipality."""
    ags = table.text("ags")
    if not re.fullmatch(r"\d{8}", ags):
        raise table.refuse("ags", f"must be an AGS of 8 digits, not '{ags}'")
    return Municipality(
        ags=ags,
        name=table.text("name"),
        population=table.optional_int("population"),
        population_date=table.optional_text("population_date"),
        population_source=table.optional_text("population_source"),
    )


def read_action_field(
    table: Table, languages: tuple[str, ...], municipalities: frozenset[str]
) -> ActionField:
    """One action field, of the municipalities it names or of all."""
    colour = table.text("colour")
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise table.refuse("colour", f"must be a colour such as #1E6B45, not '{colour}'")
    return ActionField(
        key=read_slug(table, "key"),
        titles=table.translations("title", languages),
        colour=colour.upper(),
        symbol=table.one_of("symbol", SYMBOLS),
        municipalities=_known(table, "municipalities", municipalities, "AGS of town.toml"),
    )


def read_round(
    table: Table,
    languages: tuple[str, ...],
    places: frozenset[str],
    action_fields: frozenset[str],
) -> Round:
    """One participation round; `places` holds the AGS and district keys its area may name."""
    opens, closes = table.optional_date("opens"), table.optional_date("closes")
    if opens and closes and closes < opens:
        raise table.refuse("closes", f"lies before 'opens' ({opens})")
    standing = table.flag("standing")
    if standing and closes:
        raise table.refuse("closes", "cannot be given for the standing round, which has no end")
    return Round(
        slug=read_slug(table, "slug"),
        titles=table.translations("title", languages),
        questions=table.translations("question", languages),
        intros=table.translations("intro", languages),
        opens=begin_of(opens) if opens else None,
        closes=begin_of(closes + timedelta(days=1)) if closes else None,
        area=_known(table, "area", places, "AGS or district key"),
        action_fields=_known(table, "action_fields", action_fields, "action field"),
        address=table.one_of("address", ADDRESSES) if "address" in table else None,
        standing=standing,
    )


def check_rounds(town: Table, rounds: tuple[Round, ...]) -> tuple[Round, ...]:
    """The rounds themselves, when exactly one is the standing round and no slug comes twice."""
    check_unique(town, "round", [one.slug for one in rounds])
    if sum(one.standing for one in rounds) != 1:
        raise town.refuse("round", "must hold exactly one round with standing = true")
    return rounds


def check_unique(town: Table, key: str, values: list[str]) -> None:
    """Refuse a value that comes twice."""
    for value in values:
        if values.count(value) > 1:
            raise town.refuse(key, f"holds '{value}' twice")


def check_fields_everywhere(
    town: Table, fields: tuple[ActionField, ...], municipalities: tuple[Municipality, ...]
) -> None:
    """Refuse a municipality that is left without any action field."""
    named = set(chain.from_iterable(one.municipalities for one in fields))
    if any(not one.municipalities for one in fields):
        return
    for municipality in municipalities:
        if municipality.ags not in named:
            raise town.refuse("action_field", f"holds none for municipality {municipality.ags}")


def read_slug(table: Table, key: str) -> str:
    """A short name of lower-case letters, digits and single hyphens or underscores."""
    value = table.text(key)
    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", value):
        raise table.refuse(key, f"must be lower-case letters, digits and hyphens, not '{value}'")
    return value


def _known(table: Table, key: str, known: frozenset[str], what: str) -> tuple[str, ...]:
    values = table.texts(key)
    for value in values:
        if value not in known:
            raise table.refuse(key, f"holds '{value}', which is no {what}")
    return values
