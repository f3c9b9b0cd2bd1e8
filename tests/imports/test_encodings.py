"""Umlauts come out right whatever a file says of its encoding."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.domain.imports import ImportOptions
from mapper.errors import ImportRefusedError
from mapper.imports.reading.encodings import find_encoding, known_encoding
from tests.imports.fault_files import DbfField, dbf, names_shapefile, shapefile
from tests.imports.files import Upload
from tests.imports.reading import read_files

NAMES = ["Groß Briesen", "Lütte", "Ragösen", "Mützdorf", "Borne"]
UMLAUTS = ("Groß", "Lütte", "Ragösen", "Mützdorf")

# What the texts are in, what the .cpg says, what the .dbf says, what is found, and by what.
SAID = {
    "UTF-8 and says so": ("utf-8", b"UTF-8", 0, "UTF-8", "cpg"),
    "UTF-8 as UTF8": ("utf-8", b"UTF8", 0, "UTF-8", "cpg"),
    "UTF-8 without a word": ("utf-8", None, 0, "UTF-8", "detected"),
    "UTF-8 that says 1252": ("utf-8", b"1252", 0, "UTF-8", "detected"),
    "UTF-8 behind an ANSI table": ("utf-8", None, 0x57, "UTF-8", "detected"),
    "1252 as ANSI 1252": ("cp1252", b"ANSI 1252", 0, "cp1252", "cpg"),
    "1252 without a word": ("cp1252", None, 0, "cp1252", "detected"),
    "1252 behind an ANSI table": ("cp1252", None, 0x57, "cp1252", "ldid"),
    "1252 that says UTF-8": ("cp1252", b"UTF-8", 0, "cp1252", "detected"),
    "1252 behind a DOS table": ("cp1252", None, 0x02, "cp1252", "detected"),
    "1252 with rubbish": ("cp1252", b"\xff\xfewas?", 0, "cp1252", "detected"),
    "Latin 1 as 88591": ("iso8859-1", b"88591", 0, "ISO-8859-1", "cpg"),
    "Latin 1 in words": ("iso8859-1", b"ISO 8859-1\r\n", 0, "ISO-8859-1", "cpg"),
    "850 as OEM 850": ("cp850", b"OEM 850", 0, "cp850", "cpg"),
    "850 behind a DOS table": ("cp850", None, 0x02, "cp850", "ldid"),
    "850 without a word": ("cp850", None, 0, "cp850", "detected"),
    "850 that says 1252": ("cp850", b"1252", 0, "cp850", "detected"),
    "850 that says UTF-8": ("cp850", b"UTF-8", 0, "cp850", "detected"),
}


@pytest.mark.parametrize("case", SAID)
def test_umlauts_come_out_whatever_the_file_says(case: str, upload: Upload) -> None:
    encoding, cpg, language, expected, source = SAID[case]
    files = names_shapefile(NAMES, encoding, cpg=cpg, language=language)

    found = read_files(upload, files)

    assert found.names == NAMES
    assert found.report.encoding is not None
    assert (found.report.encoding.encoding, found.report.encoding.source) == (expected, source)
    assert found.report.encoding.umlauts == UMLAUTS


def test_a_person_may_know_better(upload: Upload) -> None:
    files = names_shapefile(["Łódź"], "cp1250", cpg=b"1252")

    found = read_files(upload, files, ImportOptions(encoding="windows-1250"))

    assert found.names == ["Łódź"]
    assert found.report.encoding is not None
    assert found.report.encoding.source == "chosen"


def test_names_of_fields_have_umlauts_too(upload: Upload) -> None:
    table = dbf([DbfField("FLÄCHE".encode("cp1252"), b"C", 9)], [["Lüsse".encode("cp1252")]])

    found = read_files(upload, shapefile(table, 1))

    assert [row.attributes for row in found.rows] == [{"FLÄCHE": "Lüsse"}]


def test_a_text_cut_in_the_middle_of_a_sign_does_not_turn_the_others(upload: Upload) -> None:
    whole = "ä" * 7
    cells = [[f"{whole}".encode()], ["Lüttefeld".encode()[:9]], [b"a" + whole.encode()]]
    table = dbf([DbfField(b"NAME", b"C", 10)], cells)

    found = read_files(upload, shapefile(table, 3))

    assert found.names == ["äääää", "Lüttefel", "aääää\ufffd"]


@pytest.mark.parametrize(
    "name", ["rot13", "hex", "idna", "undefined", "unicode_escape", "punycode", "x\0y", "", "9999"]
)
def test_what_is_no_encoding_of_texts_is_refused(name: str) -> None:
    assert known_encoding(name) is None
    if name:
        with pytest.raises(ImportRefusedError) as refused:
            find_encoding(b"abc", None, name)
        assert refused.value.reason == "unknown_encoding"


@settings(deadline=None)
@given(
    st.lists(st.sampled_from("äöüÄÖÜß"), min_size=1), st.sampled_from(["utf-8", "cp1252", "cp850"])
)
def test_any_german_word_is_recognised(signs: list[str], encoding: str) -> None:
    text = " ".join(f"Stra{sign}e" for sign in signs)

    found = find_encoding(text.encode(encoding), None, None)

    assert text.encode(encoding).decode(found.encoding) == text


@settings(deadline=None)
@given(st.binary(max_size=200), st.text(max_size=12))
def test_no_bytes_and_no_words_break_it(sample: bytes, declared: str) -> None:
    found = find_encoding(sample, declared, None)

    sample.decode(found.encoding, "replace")
