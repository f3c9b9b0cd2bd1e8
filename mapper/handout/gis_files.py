"""Tables as files for GIS programs, in EPSG:25833, written piece by piece."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import shapely

from mapper.geo.crs import STORAGE_SRID
from mapper.handout.columns import COLUMN_NOTES, COLUMN_TITLES
from mapper.handout.origin import Fact, as_metadata
from mapper.i18n import Translator
from mapper.i18n.labels import label
from mapper.services.layer_columns import DBASE_TEXT_MOST, GEOMETRY
from mapper.services.plan_tables import Column, Piece, Table

if TYPE_CHECKING:
    import pyarrow as pa


def write_geopackage(path: Path, table: Table, facts: Sequence[Fact]) -> None:
    """One layer, named as the file; origin and licence in the metadata."""
    told = as_metadata(facts)
    line = "; ".join(f"{key}: {words}" for key, words in told.items())
    options = {"DESCRIPTION": line, "IDENTIFIER": told["content"]}
    _write(path, "GPKG", table, dataset_metadata=told, layer_options=options)


def write_shapefile(path: Path, table: Table, facts: Sequence[Fact], words: Translator) -> None:
    """A zip of a shapefile and a README.txt that says what its short names stand for."""
    folder = path.parent / "parts"
    folder.mkdir()
    short = replace(table, columns=tuple(_as_dbase(column) for column in table.columns))
    name = path.name.partition(".")[0]
    options = {"ENCODING": "UTF-8", "RESIZE": "YES"}
    _write(folder / f"{name}.shp", "ESRI Shapefile", short, layer_options=options)
    readme = _readme(table, facts, words)
    (folder / "README.txt").write_text(readme, encoding="utf-8", newline="")
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for file in sorted(folder.iterdir()):
            packed.write(file, file.name)
    shutil.rmtree(folder)


def _as_dbase(column: Column) -> Column:
    return replace(column, name=column.short)


def _write(path: Path, driver: str, table: Table, **options: object) -> None:
    # Here, since it brings pandas along and a server is to start quickly.
    import pyarrow as pa  # noqa: PLC0415
    from pyogrio import raw  # noqa: PLC0415

    schema = _schema(table)
    most_bytes = DBASE_TEXT_MOST if path.suffix == ".shp" else None
    batches = (_batch(piece, table, schema, most_bytes) for piece in table.pieces)
    raw.write_arrow(
        pa.RecordBatchReader.from_batches(schema, batches),
        path,
        layer=path.stem,
        driver=driver,
        geometry_name=GEOMETRY,
        geometry_type=table.geometry,
        crs=f"EPSG:{STORAGE_SRID}",
        **options,
    )


def _schema(table: Table) -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415

    types = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
    }
    fields = [pa.field(column.name, types[column.kind]) for column in table.columns]
    geometry = pa.field(GEOMETRY, pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
    return pa.schema([*fields, geometry])


def _batch(
    piece: Piece, table: Table, schema: "pa.Schema", most_bytes: int | None
) -> "pa.RecordBatch":
    import pyarrow as pa  # noqa: PLC0415

    arrays = []
    for values, column in zip(zip(*piece.rows, strict=True), table.columns, strict=True):
        cut = [_cut(value, most_bytes) for value in values] if most_bytes else list(values)
        arrays.append(pa.array(cut, type=schema.field(column.name).type))
    geometry = pa.array(shapely.to_wkb(piece.shapes).tolist(), type=pa.binary())
    return pa.record_batch([*arrays, geometry], schema=schema)


def _cut(value: object, most_bytes: int) -> object:
    """A text of at most so many bytes in UTF-8, cut between two characters."""
    if not isinstance(value, str):
        return value
    return value.encode()[:most_bytes].decode(errors="ignore")


def _readme(table: Table, facts: Sequence[Fact], words: Translator) -> str:
    """What stands beside a shapefile, which has no room for it inside."""
    _ = words.gettext
    notes = [
        _("Coordinate reference system: {name}").format(name="ETRS89 / UTM zone 33N (EPSG:25833)"),
        _("Encoding of the texts: UTF-8"),
        _(
            "Texts longer than 254 bytes are cut here, as the format wants. The GeoPackage has "
            "them in full."
        ),
    ]
    names = [_explain(column, words) for column in table.columns]
    told = [f"{one.title}: {one.words}" for one in facts]
    return "\r\n".join([*told, "", *notes, "", _("Columns"), "-" * 8, *names, ""])


def _explain(column: Column, words: Translator) -> str:
    base = column.name.removesuffix("_name")
    title = label(COLUMN_TITLES, base, words)
    if base != column.name:
        title = words.gettext("{column}, in words").format(column=title)
    note = words.gettext(COLUMN_NOTES.get(column.name, ""))
    return f"{column.short:<12}{column.name:<24}{title}{f': {note}' if note else ''}"
