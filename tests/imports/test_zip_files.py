"""Zip files that lie, hide or grow are refused before anything of them lies on the disk."""

import errno
import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from mapper.domain.imports import ImportLimits
from mapper.errors import ImportRefusedError
from mapper.imports.reading.parts import opened_parts
from tests.imports.files import COUNT, Upload, example, shapefile, zipped

SHAPE = b"\x00\x00\x27\x0a" + bytes(96)


def reason(upload: Upload, body: bytes, limits: ImportLimits | None = None) -> dict[str, object]:
    """Why a zip file is refused; nothing of it may then lie anywhere else."""
    upload.give({"x.zip": body})
    with pytest.raises(ImportRefusedError) as caught:
        upload.find(limits)
    strays = [path for path in upload.folder.parent.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(upload.folder) for path in strays)
    return dict(caught.value.fields)


def entry(name: str, **attributes: object) -> bytes:
    """A zip file with one entry under a name that zipfile itself would mend."""
    body = io.BytesIO()
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = name
    for key, value in attributes.items():
        setattr(info, key, value)
    with zipfile.ZipFile(body, "w") as packed:
        packed.writestr(info, SHAPE)
    return body.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../wege.shp",
        "a/../../wege.shp",
        "..\\wege.shp",
        "/etc/wege.shp",
        "\\wege.shp",
        "C:\\wege.shp",
        "c:wege.shp",
        "\\\\server\\wege.shp",
        "wege.shp\0.txt",
        "..",
    ],
)
def test_names_that_lead_elsewhere_are_refused(upload: Upload, name: str) -> None:
    assert reason(upload, entry(name))["reason"] == "unsafe_name"


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFBLK])
def test_links_and_devices_in_a_zip_are_refused(upload: Upload, mode: int) -> None:
    body = entry("wege.shp", create_system=3, external_attr=(mode | 0o777) << 16)
    assert reason(upload, body)["reason"] == "unsafe_name"


def test_links_among_loose_files_are_refused(upload: Upload) -> None:
    (upload.given / "wege.shp").symlink_to("/etc/passwd")
    with pytest.raises(ImportRefusedError, match="cannot be used"):
        upload.find()


@pytest.mark.parametrize(
    ("raw", "marked", "shown"),
    [
        ("Wälder.shp".encode("cp437"), False, "Wälder"),
        ("Größe Üb.shp".encode("cp850"), False, "Größe Üb"),
        ("Wälder.shp".encode(), False, "Wälder"),
        ("Wälder.shp".encode(), True, "Wälder"),
        ("Łąka 🌳.shp".encode(), True, "Łąka _"),
        (b"ab:c?*|.shp", False, "ab_c___"),
        (b"Amt\\Wege.shp", False, "Wege"),
    ],
)
def test_names_of_any_program_are_shown_as_meant(
    upload: Upload, made: Path, raw: bytes, marked: bool, shown: str
) -> None:
    parts = shapefile(made)
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        for ending in (b".shp", b".shx", b".dbf"):
            # zipfile writes names that are no ASCII in UTF-8 with the mark: placeholders first.
            packed.writestr(
                "x" * (len(raw) - 4) + ending.decode(), parts[f"flaechen{ending.decode()}"]
            )
    changed = body.getvalue()
    for ending in (b".shp", b".shx", b".dbf"):
        changed = changed.replace(b"x" * (len(raw) - 4) + ending, raw[:-4] + ending)
    if marked:
        changed = _mark_names(changed)
    upload.give({"x.zip": changed})
    assert [layer.name for layer in upload.find().layers] == [shown]


def _mark_names(body: bytes) -> bytes:
    changed = bytearray(body)
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = changed.find(magic)
        while begin >= 0:
            changed[begin + at + 1] |= 0x08
            begin = changed.find(magic, begin + 4)
    return bytes(changed)


def test_one_name_twice_is_refused(upload: Upload) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as packed:
        packed.writestr("wege.shp", SHAPE)
        packed.writestr("Wege.SHP", SHAPE)
    assert reason(upload, body.getvalue()) == {"reason": "duplicate_name", "file": "Wege.SHP"}


def test_a_zip_in_a_zip_is_refused_whatever_its_name(upload: Upload, made: Path) -> None:
    inner = zipped(shapefile(made))
    for name in ("innen.zip", "innen.dat"):
        got = reason(upload, zipped({name: inner} | shapefile(made)))
        assert got == {"reason": "zip_in_zip", "file": name}


def test_documents_beside_the_data_may_be_zip_files(upload: Upload, made: Path) -> None:
    inside = shapefile(made) | {"Erläuterung.docx": zipped({"word/document.xml": b"<a/>"})}
    assert upload.give({"x.zip": zipped(inside)}).find().layers[0].features == COUNT


def test_a_locked_zip_is_refused(upload: Upload) -> None:
    body = bytearray(entry("wege.shp"))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(magic) + at] |= 1
    assert reason(upload, bytes(body)) == {"reason": "encrypted"}


@pytest.mark.parametrize("method", [9, 14, 93, 98, 12])
def test_unusual_methods_of_packing_are_named(upload: Upload, method: int) -> None:
    body = bytearray(entry("wege.shp"))
    for magic, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        body[body.index(magic) + at] = method
    assert reason(upload, bytes(body)) == {"reason": "packing_method", "file": "wege.shp"}


def test_too_many_files_are_refused_with_their_number(upload: Upload) -> None:
    body = zipped({f"{number}.prj": b"x" for number in range(21)})
    got = reason(upload, body, ImportLimits(files=20))
    assert got == {"reason": "too_many_files", "got": 21, "most": 20}


def test_a_zip_that_grows_out_of_proportion_is_refused(upload: Upload) -> None:
    got = reason(upload, zipped({"wege.shp": SHAPE + bytes(20_000_000)}))
    assert (got["reason"], got["most"]) == ("suspicious_ratio", 200)
    assert 900 < int(str(got["got"])) < 1100


def test_a_zip_that_grows_too_large_is_refused(upload: Upload) -> None:
    got = reason(
        upload,
        zipped({"wege.shp": SHAPE + bytes(3_000_000)}),
        ImportLimits(unpacked_mb=2, ratio=10_000),
    )
    assert got == {"reason": "unpacked_too_large", "most": 2}


def test_a_zip_that_lies_about_sizes_does_not_grow(upload: Upload) -> None:
    body = bytearray(zipped({"wege.shp": SHAPE + bytes(3_000_000)}))
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", body, body.index(magic) + at, 1000)
    assert reason(upload, bytes(body)) == {"reason": "unreadable"}
    assert sum(path.stat().st_size for path in upload.folder.rglob("unpacked/*")) <= 1000


def test_entries_that_share_their_bytes_are_refused(upload: Upload) -> None:
    """Source: David Fifield, A better zip bomb, USENIX WOOT 2019 (full overlap)."""
    body = bytearray(zipped({"a.shp": SHAPE, "b.shp": SHAPE}))
    second = body.index(b"PK\x01\x02", body.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", body, second + 42, 0)
    assert reason(upload, bytes(body)) == {"reason": "unsafe_zip"}


def test_entries_that_quote_one_another_are_refused(upload: Upload) -> None:
    assert reason(upload, _quoting(4, SHAPE + bytes(5000))) == {"reason": "unsafe_zip"}


def _quoting(count: int, kernel: bytes) -> bytes:
    """Each entry's data begins with a stored block that holds the next entry's local head.

    Source: David Fifield, A better zip bomb, USENIX WOOT 2019 (quoted overlap).
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(kernel) + packer.flush()
    body, plain, entries = data, kernel, []
    for number in reversed(range(count)):
        name = f"{number}.shp".encode()
        sizes = (zlib.crc32(plain), len(body), len(plain))
        head = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, *sizes, len(name), 0) + name
        entries.append((name, sizes, len(head)))
        whole = head + body
        if number:
            quoted = struct.pack("<BHH", 0, len(head), 0xFFFF ^ len(head)) + head
            body, plain = quoted + body, head + plain
        else:
            body = whole
    at, central = 0, b""
    for name, sizes, _ in reversed(entries):
        central += struct.pack(
            "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, *sizes, len(name), 0, 0, 0, 0, 0, at
        )
        central += name
        at += 30 + len(name) + 5
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(central), len(body), 0)
    return body + central + end


def test_a_zip64_file_is_read(upload: Upload, made: Path) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in shapefile(made).items():
            with packed.open(name, "w", force_zip64=True) as out:
                out.write(content)
    assert upload.give({"x.zip": body.getvalue()}).find().layers[0].features == COUNT


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_cut_off_zip_is_refused(upload: Upload, made: Path, share: float) -> None:
    (body,) = example(made, "shp").values()
    assert reason(upload, body[: int(len(body) * share)])["reason"] in ("unreadable", "unsafe_zip")


def test_a_damaged_entry_is_refused(upload: Upload, made: Path) -> None:
    body = bytearray(zipped(shapefile(made)))
    body[200] ^= 0xFF
    assert reason(upload, bytes(body)) == {"reason": "unreadable"}


@pytest.mark.parametrize("body", [zipped({}), zipped({"__MACOSX/._a.shp": b"x"})])
def test_a_zip_without_files_says_so(upload: Upload, body: bytes) -> None:
    assert reason(upload, body) == {"reason": "no_features"}


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "unreadable")]
)
def test_a_full_disk_is_not_blamed_on_the_file(upload: Upload, number: int, reason: str) -> None:
    upload.give({"x.zip": entry("wege.shp")})
    with (
        pytest.raises(ImportRefusedError) as caught,
        opened_parts(upload.given, ImportLimits()) as parts,
    ):
        assert parts
        raise OSError(number, os.strerror(number))
    assert caught.value.reason == reason
