"""The dataset catalogue, catalog.toml, as checked values."""

import re
from functools import partial
from pathlib import Path

from mapper.domain.geodata import Dataset, DatasetSource, LayerRole, SourceFile, SourceKind
from mapper.profile.toml import Table, read_table
from mapper.profile.town import check_unique, read_slug

FILE_KINDS = frozenset({SourceKind.FOLDER, SourceKind.PROFILE, SourceKind.NETWORK})
COLUMNS = frozenset({"name", "municipality", "kind"})


def read_catalog(
    path: Path, languages: tuple[str, ...], municipalities: frozenset[str]
) -> tuple[Dataset, ...]:
    """The datasets of a catalogue, none where there is no such file."""
    if not path.is_file():
        return ()
    top = read_table(path)
    datasets = top.each("dataset", partial(_dataset, languages=languages, known=municipalities))
    top.close()
    check_unique(top, "dataset", [one.slug for one in datasets])
    return datasets


def _dataset(table: Table, *, languages: tuple[str, ...], known: frozenset[str]) -> Dataset:
    sources = table.each("source", partial(_source, languages=languages, known=known))
    if not sources:
        raise table.refuse("source", "is missing")
    return Dataset(
        slug=read_slug(table, "slug"),
        role=LayerRole(table.one_of("role", tuple(LayerRole))),
        titles=table.translations("title", languages),
        sources=sources,
        expected_features=table.optional_int("expected_features", least=1),
    )


def _source(table: Table, *, languages: tuple[str, ...], known: frozenset[str]) -> DatasetSource:
    kind = SourceKind(table.one_of("kind", tuple(SourceKind)))
    files = table.each("file", partial(_file, kind=kind, known=known))
    if (kind in FILE_KINDS) != bool(files):
        raise table.refuse("file", "is missing" if not files else f"has no place in '{kind}'")
    return DatasetSource(
        kind=kind,
        titles=table.translations("title", languages),
        licence=table.optional_text("licence"),
        attribution=table.text("attribution"),
        as_of=table.optional_text("as_of"),
        files=files,
        renames=table.text_map("renames"),
        kinds=table.text_map("kinds"),
        note=table.translations("note", languages) if "note" in table else {},
    )


def _file(table: Table, *, kind: SourceKind, known: frozenset[str]) -> SourceFile:
    return SourceFile(
        location=_location(table, kind),
        srid=_srid(table),
        sha256=_sha256(table, kind),
        municipality=_municipality(table, known),
        fields=_fields(table),
    )


def _location(table: Table, kind: SourceKind) -> str:
    if kind is SourceKind.NETWORK:
        url = table.text("url")
        if not url.startswith(("https://", "http://")):
            raise table.refuse("url", f"must begin with https://, not '{url}'")
        return url
    name = table.text("name")
    if name != Path(name).name:
        raise table.refuse("name", f"must be a file name without folders, not '{name}'")
    return name


def _srid(table: Table) -> int | None:
    crs = table.optional_text("crs")
    if crs is None:
        return None
    if not re.fullmatch(r"EPSG:\d{4,6}", crs):
        raise table.refuse("crs", f"must be such as EPSG:25833, not '{crs}'")
    return int(crs.removeprefix("EPSG:"))


def _sha256(table: Table, kind: SourceKind) -> str | None:
    digest = table.optional_text("sha256")
    if digest is None and kind is SourceKind.NETWORK:
        raise table.refuse("sha256", "is missing: what comes from the network is checked by it")
    if digest is not None and not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise table.refuse("sha256", "must be 64 lower-case hexadecimal digits")
    return digest


def _municipality(table: Table, known: frozenset[str]) -> str | None:
    ags = table.optional_text("municipality")
    if ags is not None and ags not in known:
        raise table.refuse("municipality", f"is no AGS of town.toml: '{ags}'")
    return ags


def _fields(table: Table) -> dict[str, str]:
    fields = table.text_map("fields")
    for column in fields:
        if column not in COLUMNS:
            raise table.refuse(f"fields.{column}", f"is none of {', '.join(sorted(COLUMNS))}")
    return fields
