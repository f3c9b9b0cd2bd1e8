"""Tables with coordinates are understood as offices write them."""

from math import isnan
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapper.domain.imports import ImportOptions
from mapper.errors import ImportRefusedError
from mapper.imports.reading.coordinates import number_parser, parse_degrees
from mapper.imports.reading.tables import Table, open_table


def opened(folder: Path, body: str | bytes, **options: str) -> Table:
    path = folder / "x.csv"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return open_table(path, ImportOptions(**options))  # type: ignore[arg-type]


def places(table: Table) -> list[tuple[float, float]]:
    found = [shapely.from_wkb(batch.wkb) for batch in table.batches(2)]
    return [(point.x, point.y) for point in np.concatenate(found)]


HERE = (335012.5, 5779001.25)


@pytest.mark.parametrize(
    "lines",
    [
        "n;Rechtswert;Hochwert\na;335012,5;5779001,25",
        "n;Rechtswert;Hochwert\na;335.012,50;5.779.001,25",
        "n,Easting,Northing\na,335012.5,5779001.25",
        'n,E,N\na,"335012,5","5779001,25"',
        'n,x,y\na,"335,012.5","5,779,001.25"',
        "n\tUTM_E\tUTM_N\na\t335 012,5\t5 779 001,25",
        "n|X-Koordinate|Y-Koordinate\na|335012.5|5779001.25",
        '"n";"xkoord";"ykoord"\r\n"a";"335012,5";"5779001,25"\r\n',
        "sep=;\r\nn;Ostwert;Nordwert\r\na;335012,5;5779001,25\r\n",
        "\n\nn;E_UTM33;N_UTM33\n\na;335012,5;5779001,25\n\n",
        "\ufeffHochwert;Rechtswert;n\n5779001,25;335012,5;a",
        "a;335012,5;5779001,25\nb;335012,5;5779001,25",
        "n;geom\na;POINT(335012.5 5779001.25)",
        "n;wkt\na;POINT Z (335012.5 5779001.25 7)",
        "n,lage\na,SRID=25833;POINT(335012.5 5779001.25)",
        f"n;geom\na;{shapely.to_wkb(shapely.Point(HERE), hex=True)}",
        "Standort;Länge;Breite;E;N\na;12,5;2;335012,5;5779001,25",
    ],
)
def test_coordinates_are_found_however_they_are_written(tmp_path: Path, lines: str) -> None:
    table = opened(tmp_path, lines)
    assert set(places(table)) == {HERE}
    assert table.words in (None, "EPSG:25833")


@pytest.mark.parametrize(
    "lines",
    [
        "name,lon,lat\na,12.5,52.25",
        "name;geogr. Länge;geogr. Breite\na;12,5;52,25",
        "name;Laengengrad;Breitengrad\na;12,5;52,25",
        "name;Longitude (WGS84);Latitude (WGS84)\na;12,5;52,25",
        "name;Länge;Breite\na;12°30'00\" O;52°15'00\"N",
        "name;Länge;Breite\na;12° 30,0';52° 15' 0,0''",
        "name;lat;lon\na;N 52 15 0;E 12 30 0",
        "a;12,5;52,25\nb;12,5;52,25",
    ],
)
def test_degrees_are_taken_for_what_their_names_say(tmp_path: Path, lines: str) -> None:
    table = opened(tmp_path, lines)
    assert set(places(table)) == {(12.5, 52.25)}
    assert table.words == "EPSG:4326"


def test_an_easting_may_begin_with_its_zone(tmp_path: Path) -> None:
    table = opened(tmp_path, "n;E;N\na;33335012,5;5779001,25\nb;33 335012,5;5779001,25")
    assert set(places(table)) == {(33_335_012.5, 5_779_001.25)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_umlauts_of_any_program_are_read(tmp_path: Path, encoding: str) -> None:
    rows = "Straße;x;y\n" + "Grüne Höhe, Übergang für Ärzte;1;2\n" * 3
    table = opened(tmp_path, rows.encode(encoding))
    assert table.columns[0] == "Straße"
    (batch,) = table.batches(9)
    assert set(batch.columns[0]) == {"Grüne Höhe, Übergang für Ärzte"}


def test_umlauts_far_down_tell_the_encoding(tmp_path: Path) -> None:
    line = "a" * 100 + ";1;2\n"
    table = opened(tmp_path, f"name;x;y\n{line * 12_000}Föhre;1;2\n".encode("cp1252"))
    *_, last = table.batches(100_000)
    assert last.columns[0][-1] == "Föhre"


@pytest.mark.parametrize(
    "lines", ["name;preis\na;3", "a;1;2\nb;3;4", "name;breite;hoehe\nTor;2,5;3", "wort\neins"]
)
def test_without_coordinates_somebody_is_asked(tmp_path: Path, lines: str) -> None:
    table = opened(tmp_path, lines)
    assert (table.x, table.y, table.shape) == (None, None, None)
    with pytest.raises(ImportRefusedError, match="which columns hold"):
        list(table.batches(5))


def test_the_columns_can_be_chosen(tmp_path: Path) -> None:
    lines = "name;a;b;x;y\nOrt;1,5;2;3;4"
    table = opened(tmp_path, lines, x_field="a", y_field="b")
    assert (table.x, table.y, places(table)) == ("a", "b", [(1.5, 2.0)])
    with pytest.raises(ImportRefusedError, match="no field “c”"):
        opened(tmp_path, lines, x_field="c")


def test_no_row_is_lost_in_silence(tmp_path: Path) -> None:
    lines = [
        "name;x;y;art",
        "gut;1;2;Bank",
        "kurz;1;2",
        "ohne;;;Bank",
        "Wort;eins;zwei;Bank",
        "lang;1;2;Bank;zuviel",
        ";;;",
        'offen";1;2;Bank',
        '"ganz offen;1;2;Bank',
        '"zwei\nZeilen";1;2;Bank',
        "unendlich;inf;1e999;Bank",
        "letzte;1;2;Bank;;",
    ]
    table = opened(tmp_path, "\n".join(lines))
    batches = list(table.batches(4))
    names = [name for batch in batches for name in batch.columns[0]]
    assert names == ["gut", "kurz", 'offen"', '"ganz offen', "zwei\nZeilen", "letzte"]
    said = [(one.row, one.reason, one.lost) for batch in batches for one in batch.problems]
    assert said == [
        (2, "too_few_cells", False),
        (3, "no_position", True),
        (4, "no_position", True),
        (5, "too_many_cells", True),
        (10, "no_position", True),
    ]
    assert [row for batch in batches for row in batch.rows] == [1, 2, 7, 8, 9, 11]


def test_a_quotation_mark_nobody_closed_takes_one_row_with_it_at_most(tmp_path: Path) -> None:
    rows = [f"r{number};1;2" for number in range(2_000)]
    rows[3] = '"' + rows[3]
    rows[1_500] = '"' + rows[1_500]
    table = opened(tmp_path, "\n".join(["name;x;y", *rows]))
    assert sum(len(batch) for batch in table.batches(500)) == 2_000


def test_columns_without_or_with_the_same_name_stay_apart(tmp_path: Path) -> None:
    table = opened(tmp_path, "x;y;art;art;;\n1;2;a;b;c;d")
    assert table.columns == ("x", "y", "art", "art_2", "field_5", "field_6")


def test_a_shape_that_is_none_is_told(tmp_path: Path) -> None:
    table = opened(tmp_path, "n;wkt\na;POINT(1 2)\nb;POINT(3 4)\nc;POINT(x)\nd;LINESTRING(1 1)")
    (batch,) = table.batches(9)
    assert (list(batch.rows), [one.row for one in batch.problems]) == ([1, 2], [3, 4])


@given(st.floats(-1e7, 1e7).map(lambda number: round(number, 3)))
def test_german_numbers_come_back(number: float) -> None:
    german = f"{number:,.3f}".translate(str.maketrans(",.", ".,"))
    assert number_parser(["1.234.567,5"])(german) == number


@given(st.floats(0, 179.999))
def test_degrees_come_back(degrees: float) -> None:
    seconds = round(degrees * 3600)
    text = f"{seconds // 3600}°{seconds // 60 % 60:02}'{seconds % 60:02}\" W"
    assert parse_degrees(text) == pytest.approx(-seconds / 3600, abs=1e-9)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = number_parser([text])(text)
    assert isnan(number) or abs(number) < float("inf")
