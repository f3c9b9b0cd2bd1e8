"""Every format is opened for what it is, however it is packed and called."""

from pathlib import Path

import pytest

from mapper.domain.imports import ImportOptions, Note, Question
from tests.imports.files import (
    COUNT,
    FORMATS,
    Upload,
    example,
    shapefile,
    table,
    write,
    zipped,
)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_every_format_is_read_whole(upload: Upload, made: Path, ending: str) -> None:
    report = upload.give(example(made, ending)).read()
    assert report.driver == FORMATS[ending]
    assert (report.rows_read, report.features, report.notes) == (COUNT, COUNT, ())
    assert upload.rows


@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending not in ("shp", "gdb")])
def test_a_zipped_file_under_a_misleading_name_is_read(
    upload: Upload, made: Path, ending: str
) -> None:
    (body,) = example(made, ending).values()
    name = "Daten/liste.txt" if ending == "csv" else "Daten/egal.dat"
    source = upload.give({"packet.gpkg": zipped({name: body})}).find()
    assert source.driver == FORMATS[ending]
    assert len(source.layers) == 1


@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending not in ("shp", "gdb")])
def test_a_file_called_zip_is_read_for_what_it_is(upload: Upload, made: Path, ending: str) -> None:
    (body,) = example(made, ending).values()
    name = "orte.txt" if ending == "csv" else "irgendwas.zip"
    assert upload.give({name: body}).find().driver == FORMATS[ending]


def test_shapefiles_lie_in_subfolders_with_endings_in_any_case(upload: Upload, made: Path) -> None:
    parts = shapefile(made, "wege")
    inside = {f"Amt/Ämter 2024/WEGE{Path(name).suffix.upper()}": parts[name] for name in parts}
    inside |= {f"Amt/Grün.{name.split('.')[1]}": body for name, body in parts.items()}
    inside |= {"__MACOSX/Amt/._wege.shp": b"\0", "Amt/.DS_Store": b"\0", "Amt/liesmich.txt": b"Hi"}
    source = upload.give({"alles.zip": zipped(inside)}).find()
    assert source.driver == "ESRI Shapefile"
    assert {layer.name: layer.features for layer in source.layers} == {"WEGE": COUNT, "Grün": COUNT}
    assert source.path_of("Grün").stem == "Grün"
    assert source.notes == ()


def test_shapefiles_of_one_name_in_two_folders_stay_apart(upload: Upload, made: Path) -> None:
    parts = shapefile(made, "wege")
    inside = {f"{folder}/{name}": parts[name] for folder in "ab" for name in parts}
    names = [layer.name for layer in upload.give({"x.zip": zipped(inside)}).find().layers]
    assert names == ["wege", "wege (2)"]


def test_several_layers_are_asked_about(upload: Upload, made: Path) -> None:
    inside = shapefile(made, "wege") | shapefile(made, "teiche")
    upload.give({"x.zip": zipped(inside)})
    assert upload.read().question is Question.LAYER
    chosen = ImportOptions(crs="EPSG:25833", source_layer="teiche")
    assert upload.read(chosen).source_layer == "teiche"
    refused = upload.refusal(ImportOptions(source_layer="seen"))
    assert refused.fields == {"reason": "no_such_layer", "got": "seen", "names": "wege, teiche"}


def test_loose_parts_of_a_shapefile_are_put_together(upload: Upload, made: Path) -> None:
    parts = shapefile(made)
    renamed = {name.upper() if name.endswith("dbf") else name: parts[name] for name in parts}
    report = upload.give(renamed).read()
    assert (report.driver, report.features, report.notes) == ("ESRI Shapefile", COUNT, ())


@pytest.mark.parametrize("broken", [None, b"", b"\0" * 100, "cut"])
def test_an_index_that_is_absent_or_broken_is_made_anew(
    upload: Upload, made: Path, broken: bytes | str | None
) -> None:
    parts = shapefile(made)
    whole = parts.pop("flaechen.shx")
    if broken is not None:
        parts["flaechen.shx"] = whole[:-3] if isinstance(broken, str) else broken
    report = upload.give({"x.zip": zipped(parts)}).read()
    assert report.features == COUNT
    assert report.notes == (Note("index_rebuilt", ("flaechen",)),)


def test_without_its_table_a_shapefile_has_shapes_only(upload: Upload, made: Path) -> None:
    parts = shapefile(made)
    del parts["flaechen.dbf"]
    report = upload.give(parts).read()
    assert report.features == COUNT
    assert report.notes == (Note("no_attributes", ("flaechen",)),)


@pytest.mark.parametrize("folder", ["flaechen.gdb/", "Daten/tief/Flächen.GDB/", ""])
def test_a_geodatabase_is_found_in_any_folder(upload: Upload, made: Path, folder: str) -> None:
    write(made / "x.gdb", "OpenFileGDB", layer="flaechen")
    inside = {f"{folder}{one.name}": one.read_bytes() for one in (made / "x.gdb").iterdir()}
    source = upload.give({"paket.zip": zipped(inside)}).find()
    assert source.driver == "OpenFileGDB"
    assert [(layer.name, layer.features) for layer in source.layers] == [("flaechen", COUNT)]


def test_tables_without_shapes_are_left_out_and_named(upload: Upload, made: Path) -> None:
    import numpy as np
    from pyogrio import raw

    path = made / "x.gpkg"
    write(path, "GPKG", layer="flaechen")
    raw.write(
        path,
        geometry=None,
        field_data=[np.arange(3)],
        fields=["n"],
        driver="GPKG",
        layer="preise",
        append=True,
        geometry_type=None,
        crs=None,
    )
    source = upload.give({"x.gpkg": path.read_bytes()}).find()
    assert [layer.name for layer in source.layers] == ["flaechen"]
    assert source.notes == (Note("no_shapes", ("preise",)),)


def test_a_table_beside_a_shapefile_is_left_out_and_named(upload: Upload, made: Path) -> None:
    inside = shapefile(made) | {
        "preise.csv": table(),
        "liesmich.txt": b"Hallo",
        "plan.pdf": b"%PDF",
    }
    source = upload.give({"x.zip": zipped(inside)}).find()
    assert (source.driver, source.notes) == ("ESRI Shapefile", (Note("left_out", ("preise.csv",)),))


def test_a_packed_kml_is_read(upload: Upload, made: Path) -> None:
    (body,) = example(made, "kml").values()
    kmz = zipped({"doc.kml": body, "files/bild.png": b"\x89PNG"})
    assert upload.give({"orte.kmz": kmz}).find().driver == "KML"


def test_all_fields_of_a_kml_are_kept(upload: Upload) -> None:
    kml = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Bank</name>
    <ExtendedData><Data name="plz"><value>01234</value></Data>
    <Data name="art"><value>größer</value></Data></ExtendedData>
    <Point><coordinates>12.6,52.14</coordinates></Point></Placemark></Document></kml>"""
    upload.give({"x.kml": kml.encode()})
    report = upload.read(ImportOptions(crs="EPSG:4326"))
    names = [field.name for field in report.fields]
    assert names == ["id", "Name", "description", "timestamp", "begin", "end", "plz", "art"]
    assert report.rows == ((None, "Bank", None, None, None, None, "01234", "größer"),)


def test_schemas_beside_a_gml_do_not_matter(upload: Upload, made: Path) -> None:
    (body,) = example(made, "gml").values()
    schema = (made / "flaechen.xsd").read_bytes()
    report = upload.give({"flaechen.gml": body, "flaechen.xsd": schema}).read()
    assert (report.driver, report.features) == ("GML", COUNT)


def test_what_was_last_written_to_a_geopackage_is_read(upload: Upload, made: Path) -> None:
    import sqlite3

    path = made / "x.gpkg"
    write(path, "GPKG", layer="flaechen")
    package = sqlite3.connect(path)
    package.execute("pragma journal_mode = wal")
    for (trigger,) in package.execute(
        "select name from sqlite_master where type = 'trigger'"
    ).fetchall():
        package.execute(f'drop trigger "{trigger}"')
    package.execute("delete from flaechen where NR >= 5")
    package.commit()
    files = {one.name: one.read_bytes() for one in (path, made / "x.gpkg-wal")}
    package.close()
    assert upload.give(files).read().features == 5


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("plan.pdf", b"%PDF-1.7 and so on"),
        ("daten.json", b'{"type": "Topology", "objects": {}, "arcs": []}'),
        ("daten.sqlite", b"SQLite format 3\0" + bytes(84)),
        ("route.gpx", b'<gpx xmlns="http://www.topografix.com/GPX/1/1"/>'),
        ("daten.vrt", b"<OGRVRTDataSource/>"),
        ("daten.7z", b"7z\xbc\xaf\x27\x1c"),
    ],
)
def test_other_formats_are_refused_by_name(upload: Upload, name: str, body: bytes) -> None:
    refused = upload.give({name: body}).refusal()
    assert refused.fields == {"reason": "unknown_format", "file": name}


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_file_is_refused_by_name(upload: Upload, ending: str) -> None:
    refused = upload.give({f"leer.{ending}": b""}).refusal()
    assert refused.fields == {"reason": "empty_file", "file": f"leer.{ending}"}


@pytest.mark.parametrize("part", ["flaechen.dbf", "flaechen.shx", "flaechen.prj"])
def test_parts_without_shapes_name_what_is_missing(upload: Upload, made: Path, part: str) -> None:
    refused = upload.give({part: shapefile(made)[part]}).refusal()
    assert refused.fields == {"reason": "incomplete_shapefile", "file": "flaechen.shp"}


def test_files_of_two_kinds_are_refused(upload: Upload, made: Path) -> None:
    files = shapefile(made) | example(made, "gpkg") | {"orte.csv": table()}
    refused = upload.give(files).refusal()
    assert refused.fields == {"reason": "several_sources", "names": "ESRI Shapefile, GPKG"}


def test_surfaces_in_space_are_refused(upload: Upload, made: Path) -> None:
    parts = shapefile(made)
    for name in ("flaechen.shp", "flaechen.shx"):
        body = bytearray(parts[name])
        body[32] = 31
        parts[name] = bytes(body)
    assert upload.give(parts).refusal().reason == "surfaces_in_space"
