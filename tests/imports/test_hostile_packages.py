"""A GeoPackage is a database, and may hold more than tables: nothing of it reaches out."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.imports.files import Upload, kept, write


@contextmanager
def package(made: Path) -> Iterator[sqlite3.Connection]:
    """A GeoPackage to be tampered with."""
    write(made / "x.gpkg", "GPKG", layer="flaechen")
    with closing(sqlite3.connect(made / "x.gpkg")) as opened:
        opened.execute("pragma writable_schema = 1")
        yield opened
        opened.commit()


HOSTILE_SQL = [
    "CREATE VIRTUAL TABLE geheim USING VirtualShape('{canary}/geheim','UTF-8',25833)",
    "CREATE VIRTUAL TABLE geheim USING VirtualOGR('{canary}/geheim.shp')",
    "CREATE VIRTUAL TABLE geheim USING VirtualOGR('/vsicurl/{url}/x.geojson')",
    "CREATE VIRTUAL TABLE geheim USING VirtualText('{canary}/geheim.txt')",
    "CREATE VIRTUAL TABLE geheim USING \"csv\"(filename='{canary}/geheim.txt')",
    "CREATE VIEW geheim AS SELECT fid, geom, ogr_geocode('{url}') n FROM flaechen",
    "CREATE VIEW geheim AS SELECT fid, geom, load_extension('{canary}/x.so') n FROM flaechen",
    "CREATE VIEW geheim AS SELECT fid, geom, readfile('{canary}/geheim.txt') n FROM flaechen",
    "CREATE VIEW geheim AS SELECT fid, geom, gdal_get_layer_pixel_value('{canary}', 1, 'x', 1, 1)"
    " n FROM flaechen",
    "CREATE TRIGGER geheim AFTER INSERT ON flaechen BEGIN SELECT ogr_layer_Extent('x'); END",
]


@pytest.mark.parametrize("sql", HOSTILE_SQL)
def test_a_geopackage_that_reaches_out_is_refused(
    upload: Upload, made: Path, canary: Path, asked: tuple[str, list[str]], sql: str
) -> None:
    url, paths = asked
    sql = sql.replace("{url}", url).replace("{canary}", str(canary))
    kind = sql.split()[1].lower().replace("virtual", "table")
    with package(made) as opened:
        opened.execute(
            "insert into sqlite_master values (?, 'geheim', ?, 0, ?)",
            (kind, "flaechen" if kind == "trigger" else "geheim", sql),
        )
        opened.execute(
            "insert into gpkg_contents (table_name, data_type, identifier, srs_id)"
            " values ('geheim', 'features', 'geheim', 25833)"
        )
        opened.execute(
            "insert into gpkg_geometry_columns values ('geheim', 'geom', 'POLYGON', 25833, 0, 0)"
        )
    upload.give({"x.gpkg": (made / "x.gpkg").read_bytes()})
    assert upload.refusal().fields == {"reason": "foreign_tables", "names": "geheim"}
    assert paths == []


def test_an_honest_view_of_a_geopackage_is_a_layer(upload: Upload, made: Path) -> None:
    with package(made) as opened:
        opened.execute("create view grosse as select fid, geom, NAME from flaechen where NR >= 6")
        opened.execute(
            "insert into gpkg_contents (table_name, data_type, identifier, srs_id)"
            " values ('grosse', 'features', 'grosse', 25833)"
        )
        opened.execute(
            "insert into gpkg_geometry_columns values ('grosse', 'geom', 'POLYGON', 25833, 0, 0)"
        )
    upload.give({"x.gpkg": (made / "x.gpkg").read_bytes()})
    assert {layer.name: layer.features for layer in upload.find().layers} == {
        "flaechen": 12,
        "grosse": 6,
    }


def test_a_crs_of_a_geopackage_leads_nowhere(
    upload: Upload, made: Path, asked: tuple[str, list[str]]
) -> None:
    url, paths = asked
    with package(made) as opened:
        for words in (f"{url}/srs", f"/vsicurl/{url}/srs"):
            opened.execute(
                "update gpkg_spatial_ref_sys set definition = ?, organization = 'x'", [words]
            )
    upload.give({"x.gpkg": (made / "x.gpkg").read_bytes()})
    kept(upload)
    assert paths == []
