"""Attributes with one fault each, and what they are kept as."""

import math
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mapper.domain.imports import ImportOptions
from tests.imports.fault_files import (
    GOOD,
    DbfField,
    collection,
    dbf,
    feature,
    package,
    points_shp,
    shapefile,
)
from tests.imports.files import Upload
from tests.imports.reading import read_files

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Case:
    """Values of one field row by row as they are to be kept, and the field's type."""

    make: Callable[[Path], Files]
    values: list[Any]
    type: str
    name: str = "WERT"
    counts: dict[str, int] = field(default_factory=dict)


def geojson(*values: object) -> Callable[[Path], Files]:
    return lambda _: collection(
        *(feature({"WERT": value}, (12.59, 52.14 + at / 1000)) for at, value in enumerate(values))
    )


def table(kind: bytes, width: int, *cells: bytes, decimals: int = 0) -> Callable[[Path], Files]:
    head = [DbfField(b"WERT", kind, width, decimals)]
    return lambda _: shapefile(dbf(head, [[cell] for cell in cells]), len(cells))


def lines(*values: str) -> Callable[[Path], Files]:
    rows = [f"{value};335000,5;577900{at},5" for at, value in enumerate(values)]
    return lambda _: {"f.csv": "\r\n".join(["WERT;Rechtswert;Hochwert", *rows]).encode()}


def in_package(*values: object) -> Callable[[Path], Files]:
    return lambda folder: package(folder, GOOD, {"WERT": values})


CASES = {
    "half a sign": Case(geojson("a\ud800b", "ä"), ["a\ufffdb", "ä"], "text"),
    "a zero sign": Case(geojson("ab", "\u0000"), ["ab", ""], "text"),
    "a very long text": Case(geojson("ä" * 150_000, "b"), ["ä" * 100_000, "b"], "text"),
    "HTML": Case(geojson("<b>x</b>", "&amp;"), ["<b>x</b>", "&amp;"], "text"),
    "a list of texts": Case(geojson(["ä", "b"], None), [["ä", "b"], None], "text"),
    "a list of numbers": Case(geojson([1, 2], [3]), [[1, 2], [3]], "text"),
    "a record": Case(geojson({"a": 1}, None), ['{ "a": 1 }', None], "text"),
    "yes and no": Case(geojson(True, None, False), [True, None, False], "boolean"),
    "whole numbers and nothing": Case(geojson(7, None), [7, None], "integer"),
    "a large whole number": Case(geojson(2**62, 1), [2**62, 1], "integer"),
    "no number": Case(in_package(math.nan, 1.5), [None, 1.5], "number"),
    "an endless number": Case(in_package(math.inf, 1.5), [None, 1.5], "number"),
    "only nothing": Case(geojson(None, None), [None, None], "text"),
    "a day": Case(geojson("2021-05-04", None), ["2021-05-04", None], "date"),
    "a moment": Case(
        geojson("2021-05-04T10:00:00+02:00", None), ["2021-05-04T10:00:00+02:00", None], "moment"
    ),
    "German numbers as texts": Case(
        geojson("1.234,50", "-2,5", " "), [1234.5, -2.5, None], "number"
    ),
    "one that is no number": Case(geojson("1.234,50", "k. A."), ["1.234,50", "k. A."], "text"),
    "points that may group": Case(geojson("1.234", "5.678"), ["1.234", "5.678"], "text"),
    "German days as texts": Case(
        geojson("04.05.2021", "1.2.1999"), ["2021-05-04", "1999-02-01"], "date"
    ),
    "a day that never was": Case(
        geojson("04.05.2021", "31.02.2021"), ["04.05.2021", "31.02.2021"], "text"
    ),
    "keys with a zero in front": Case(lines("007", "12"), ["007", "12"], "text"),
    "whole numbers in a table": Case(lines("7", "-12"), [7, -12], "integer"),
    "numbers with a point in a table": Case(lines("7.25", "1.5"), [7.25, 1.5], "number"),
    "an empty cell": Case(lines("7", ""), [7, None], "integer"),
    "dBase yes and no": Case(table(b"L", 1, b"T", b"n", b"?"), [True, False, None], "boolean"),
    "a dBase number too wide": Case(table(b"N", 5, b"*****", b"12"), [None, 12], "integer"),
    "a dBase number that is none": Case(table(b"N", 5, b"12", b""), [12, None], "integer"),
    "a dBase number with decimals": Case(
        table(b"N", 8, b"1.50", b"-2.25", decimals=2), [1.5, -2.25], "number"
    ),
    "dBase days": Case(
        table(b"D", 8, b"20210504", b"", b"00000000"), ["2021-05-04", None, None], "date"
    ),
    "a dBase text of blanks": Case(table(b"C", 5, b"a", b"     "), ["a", None], "text"),
    "a very long name of a field": Case(
        lambda _: collection(feature({"W" * 300: 1})), [1], "integer", "W" * 100
    ),
    "a name with signs nobody sees": Case(
        lambda _: collection(feature({"W\u202eER\tT": 1})), [1], "integer"
    ),
    "a name of markup": Case(
        lambda _: collection(feature({"<img src=x>": 1})), [1], "integer", "<img src=x>"
    ),
    "a name that comes twice": Case(
        lambda _: {"f.csv": b"WERT;WERT;Rechtswert;Hochwert\n1;2;335000,5;5779000,5"},
        [2],
        "integer",
        "WERT_2",
    ),
}


@pytest.mark.parametrize("fault", CASES)
def test_values_are_kept_as_what_they_mean(fault: str, upload: Upload) -> None:
    case = CASES[fault]
    options = ImportOptions(crs="EPSG:25833" if fault.endswith("table") else None)
    files = case.make(upload.folder)
    if "f.csv" in files:
        options = ImportOptions(crs="EPSG:25833")

    found = read_files(upload, files, options)

    assert [row.attributes[case.name] for row in found.rows] == case.values
    (info,) = [one for one in found.report.fields if one.name == case.name]
    assert info.type == case.type
    assert info.nulls == case.values.count(None)
    assert found.report.counts == case.counts


def test_bytes_are_no_attribute(upload: Upload) -> None:
    package(upload.folder, GOOD, {"name": ["A", "B"]})
    path = upload.folder / "faults.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("alter table faults add column bild blob default x'8950'")
    connection.close()

    found = read_files(upload, {path.name: path.read_bytes()})

    assert [row.attributes for row in found.rows] == [{"name": "A"}, {"name": "B"}]


def test_too_many_fields_are_refused_with_their_number(upload: Upload) -> None:
    upload.give(collection(feature({f"f{number}": number for number in range(251)})))

    refused = upload.refusal(ImportOptions())

    assert refused.fields == {"reason": "too_many_fields", "got": 251, "most": 250}


def test_a_table_with_fewer_records_than_shapes_leaves_the_rest_without_values(
    upload: Upload,
) -> None:
    shp, shx = points_shp(3)
    files = shapefile(dbf([DbfField(b"NAME", b"C", 5)], [[b"A"], [b"B"]]), 2)

    found = read_files(upload, {**files, "faults.shp": shp, "faults.shx": shx})

    assert found.names[:2] == ["A", "B"]


def test_measures_along_the_line_are_left_out_and_counted(upload: Upload) -> None:
    shp, shx = points_shp(2, measure=7.0)
    files = shapefile(dbf([DbfField(b"NAME", b"C", 5)], [[b"A"], [b"B"]]), 2)

    found = read_files(upload, {**files, "faults.shp": shp, "faults.shx": shx})

    assert found.report.counts == {"m_dropped": 2}
    assert [row.shape.wkt for row in found.rows] == [
        "POINT (335000 5779000)",
        "POINT (335010 5779000)",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"NR": ["1", "2"], "BEZEICHN": ["Anger", "Busch"]}, "BEZEICHN"),
        ({"TEXT": ["a", "b"], "Name": ["Anger", "Busch"]}, "Name"),
        ({"name": ["x", "x"], "GEN": ["Anger", "Busch"]}, "GEN"),
        ({"art": ["Weg", "Weg"], "wo": ["Anger", "Busch"]}, "wo"),
        ({"schluessel": ["12069020", "12069688"]}, None),
    ],
)
def test_the_field_that_most_likely_holds_names_is_proposed(
    fields: dict[str, list[str]], expected: str | None, upload: Upload
) -> None:
    files = package(upload.folder, [*GOOD, GOOD[0]], {k: [*v, v[1]] for k, v in fields.items()})

    found = read_files(upload, files)

    assert found.report.name_field == expected


def test_somebody_decides_which_fields_hold_names_and_kinds(upload: Upload) -> None:
    files = package(upload.folder, GOOD, {"name": ["A", "B"], "nr": [1.0, 2.5], "art": ["Weg", ""]})
    options = ImportOptions(name_field="nr", kind_field="ART", renames={"nr": "Nummer"})

    found = read_files(upload, files, options)

    assert [(row.name, row.kind) for row in found.rows] == [("1.0", "Weg"), ("2.5", None)]
    assert [one.title for one in found.report.fields] == ["name", "Nummer", "art"]


def test_a_field_that_is_not_there_is_refused_with_those_that_are(upload: Upload) -> None:
    upload.give(package(upload.folder, GOOD, {"name": ["A", "B"], "art": ["Weg", "Rain"]}))

    refused = upload.refusal(ImportOptions(name_field="titel"))

    assert refused.fields == {"reason": "no_such_field", "got": "titel", "names": "name, art"}


def test_the_first_twenty_rows_are_told_as_they_are_kept(upload: Upload) -> None:
    upload_rows = [feature({"a": at, "b": at % 2 == 0, "c": None}) for at in range(30)]

    found = read_files(upload, collection(*upload_rows))

    assert found.report.rows[:2] == (("0", "true", None), ("1", "false", None))
    assert len(found.report.rows) == 20


def test_numbers_in_a_later_part_of_the_file_that_are_none_keep_all_of_it_text(
    upload: Upload,
) -> None:
    count = 5_200
    values = ["1,5"] * (count - 1) + ["unbekannt"]
    files = package(upload.folder, [GOOD[0]] * count, {"WERT": values})

    found = read_files(upload, files)

    assert {row.attributes["WERT"] for row in found.rows} == {"1,5", "unbekannt"}
    assert found.report.counts == {"duplicate": count - 2}


def test_the_table_of_problems_runs_no_formula(upload: Upload) -> None:
    names = ["=HYPERLINK(1)", "+1", "@x", "gut"]
    files = package(upload.folder, [None, None, None, GOOD[0]], {"name": names})

    read_files(upload, files)

    body = (upload.folder / "problems.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbfrow;reason;lost;name;")
    assert body.decode("utf-8-sig").splitlines()[1:] == [
        "1;no_geometry;yes;'=HYPERLINK(1);;",
        "2;no_geometry;yes;'+1;;",
        "3;no_geometry;yes;'@x;;",
    ]


def test_all_problems_stand_in_the_table_and_the_first_in_the_report(upload: Upload) -> None:
    shapes = [None] * 300 + [GOOD[0]]

    found = read_files(upload, package(upload.folder, shapes))

    assert found.report.counts == {"no_geometry": 300}
    assert [one.row for one in found.report.problems] == list(range(1, 201))
    lines_written = (upload.folder / "problems.csv").read_text("utf-8-sig").splitlines()
    assert len(lines_written) == 301
    assert np.asarray(found.report.features) == 1


def test_large_numbers_beside_absent_ones_are_told_to_be_rounded(upload: Upload) -> None:
    exact, large = 2**53 - 1, 2**53 + 1
    rows = [feature({"nr": value}) for value in (large, -large, exact, None)]

    found = read_files(upload, collection(*rows))

    assert found.report.counts["digits_lost"] == 2
    assert found.rows[2].attributes == {"nr": exact}


def test_large_numbers_are_kept_where_none_is_absent(upload: Upload) -> None:
    found = read_files(upload, collection(*[feature({"nr": 2**53 + number}) for number in (1, 3)]))

    assert "digits_lost" not in found.report.counts
    assert [row.attributes["nr"] for row in found.rows] == [2**53 + 1, 2**53 + 3]
