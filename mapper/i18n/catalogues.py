"""Message catalogues: read as .po when the process starts and compiled in memory."""

import gettext
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent / "locales"
DOMAIN = "mapper"
SOURCE_LANGUAGE = "en"


def catalogue_path(name: str) -> Path:
    """Where the catalogue `name` ("de", "de@informal") lies, whether it exists or not."""
    return LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalogue_names() -> list[str]:
    """All catalogues there are, in alphabetical order."""
    return sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read_catalogue(name: str) -> Catalog:
    """The catalogue as written by translators, with comments and flags."""
    with catalogue_path(name).open("rb") as file:
        return read_po(file, locale=name.split("@", maxsplit=1)[0], domain=DOMAIN)


def load_messages(lang: str, address: str) -> gettext.NullTranslations:
    """Messages for a language and a form of address.

    A catalogue `lang@address` holds only what differs and falls back to `lang`; both fall
    back to the message as written in the code, which is English. An unknown language gets
    English.
    """
    messages = _compile(lang)
    if address != "formal" and catalogue_path(f"{lang}@{address}").exists():
        special = _compile(f"{lang}@{address}")
        special.add_fallback(messages)
        return special
    return messages


def _compile(name: str) -> gettext.NullTranslations:
    if not catalogue_path(name).exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
