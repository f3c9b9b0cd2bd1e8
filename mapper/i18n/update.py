"""Bring the catalogues up to date with the code: `python -m mapper.i18n.update`.

New messages come in untranslated, those no longer used go. A catalogue of another form of
address (`de@informal`) keeps only what it already says differently.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from mapper.i18n.catalogues import catalogue_names, catalogue_path, read_catalogue
from mapper.i18n.extraction import extract_messages


def update_catalogue(name: str, template: Catalog, translations: Catalog | None = None) -> int:
    """Rewrite one catalogue and return how many of its messages have no translation yet.

    Parameters
    ----------
    translations
        Further translations to take over where the catalogue has none.
    """
    catalogue = read_catalogue(name)
    created, catalogue.msgid_bugs_address = catalogue.creation_date, ""
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.creation_date = created
    for message in list(catalogue):
        if message.id and not _is_translated(message.string):
            found = translations.get(message.id) if translations else None
            if found:
                message.string = found.string
    if "@" in name:
        _keep_what_differs(catalogue, read_catalogue(name.split("@", maxsplit=1)[0]))
    with catalogue_path(name).open("wb") as file:
        write_po(
            file, catalogue, width=96, include_lineno=False, ignore_obsolete=True, sort_by_file=True
        )
    return len([one for one in catalogue if one.id and not _is_translated(one.string)])


def _keep_what_differs(catalogue: Catalog, formal: Catalog) -> None:
    for message in list(catalogue):
        said = formal.get(message.id) if message.id else None
        repeated = said is not None and said.string == message.string
        if message.id and (repeated or not _is_translated(message.string)):
            catalogue.delete(message.id)


def _is_translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(text) if text is None or isinstance(text, str) else bool(text) and all(text)


def main(arguments: list[str]) -> int:
    """Update all catalogues; `de=FILE` brings in translations from another .po file."""
    given = dict(argument.split("=", 1) for argument in arguments)
    template = extract_messages()
    left = 0
    for name in catalogue_names():
        missing = update_catalogue(name, template, _read_extra(given.get(name)))
        sys.stdout.write(f"{name}: {missing} without a translation\n")
        left += missing
    return 1 if left else 0


def _read_extra(path: str | None) -> Catalog | None:
    if path is None:
        return None
    with Path(path).open("rb") as file:
        return read_po(file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
