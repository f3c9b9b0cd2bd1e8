"""Every limit is refused with its number, and no reading process outlives its time."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mapper.domain.imports import ImportLimits, ImportOptions
from mapper.errors import ImportCancelledError, ImportRefusedError
from mapper.imports.child import read_in_child
from mapper.imports.reading.request import Request
from tests.imports.files import COUNT, Upload, example, table, zipped


@pytest.mark.parametrize("ending", ["shp", "gpkg", "gdb", "fgb", "geojson", "gml", "kml", "csv"])
def test_too_many_objects_are_refused(upload: Upload, made: Path, ending: str) -> None:
    refused = upload.give(example(made, ending)).refusal(limits=ImportLimits(features=COUNT - 1))
    assert refused.reason == "too_many_features"
    assert refused.fields["most"] == COUNT - 1


@pytest.mark.parametrize("ending", ["gpkg", "csv"])
def test_too_many_fields_are_refused(upload: Upload, made: Path, ending: str) -> None:
    refused = upload.give(example(made, ending)).refusal(limits=ImportLimits(fields=1))
    assert refused.reason == "too_many_fields"
    assert refused.fields["most"] == 1


def test_too_many_corners_are_refused(upload: Upload, made: Path) -> None:
    refused = upload.give(example(made, "gpkg")).refusal(limits=ImportLimits(vertices=20))
    assert refused.fields == {"reason": "too_many_vertices", "most": 20}


def test_loose_files_count_as_unpacked(upload: Upload) -> None:
    upload.give({"x.csv": table() + b"\n" * 1_000_001})
    refused = upload.refusal(limits=ImportLimits(unpacked_mb=1))
    assert refused.fields == {"reason": "unpacked_too_large", "most": 1}


def _endless_line(positions: int) -> bytes:
    pairs = ",".join(["[12.6,52.14],[12.7,52.15]"] * (positions // 2))
    head = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
    return f'{head}"geometry":{{"type":"LineString","coordinates":[{pairs}]}}}}]}}'.encode()


def test_a_file_that_needs_too_much_memory_is_refused(upload: Upload) -> None:
    upload.give({"x.zip": zipped({"x.geojson": _endless_line(3_000_000)})})
    refused = upload.refusal(limits=ImportLimits(memory_mb=1, ratio=10_000))
    assert refused.fields == {"reason": "too_much_memory", "most": 1}


def test_reading_ends_with_its_time(upload: Upload) -> None:
    upload.give({"x.zip": zipped({"x.geojson": _endless_line(6_000_000)})})
    begun = time.monotonic()
    refused = upload.refusal(limits=ImportLimits(seconds=1, ratio=10_000))
    assert refused.fields == {"reason": "too_slow", "most": 1}
    assert time.monotonic() - begun < 10


def test_reading_ends_when_it_is_cancelled(upload: Upload) -> None:
    upload.give({"x.zip": zipped({"x.geojson": _endless_line(6_000_000)})})
    request = Request(upload.folder, 1, ImportOptions(), ImportLimits(ratio=10_000))
    with pytest.raises(ImportCancelledError):
        read_in_child(request, upload.rows.extend, cancelled=lambda: True)


SAYS = {
    "nothing": ("", "crashed"),
    "garbage": ("out.write(b'Hello, this is no frame at all')", "crashed"),
    "another kind": ("out.write(frame(b'X', b'{}'))", "crashed"),
    "no report": ("out.write(frame(b'R', b'[1, 2]'))", "crashed"),
    "no numbers": ("out.write(frame(b'P', b'[\"a\", null]'))", "crashed"),
    "no refusal": ("out.write(frame(b'E', b'[]'))", "crashed"),
    "an unknown refusal": ("out.write(frame(b'E', b'{\"reason\": \"because\"}'))", "crashed"),
    "half a refusal": ("out.write(frame(b'E', b'{\"reason\": \"too_large\"}'))", "crashed"),
    "an endless frame": ("out.write(b'D' + b'\\xff' * 100)", "crashed"),
    "half a frame": ("out.write(frame(b'D', b'x' * 99)[:50])", "crashed"),
    "abort": ("os.abort()", "crashed"),
    "a fault": ("os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
    "killed": ("os.kill(os.getpid(), signal.SIGKILL)", "too_much_memory"),
    "out of memory": (
        "sys.stderr.write('terminate: std::bad_alloc'); sys.stderr.flush(); os.abort()",
        "too_much_memory",
    ),
    "out of time": ("os.kill(os.getpid(), signal.SIGXCPU)", "too_slow"),
    "silence": ("time.sleep(60)", "too_slow"),
    "a flood": ("[out.write(frame(b'P', b'[1, 2]')) for _ in iter(int, 1)]", "too_slow"),
}
STUB = """#!{python}
import os, signal, struct, sys, time
sys.stdin.buffer.read()
out = sys.stdout.buffer
def frame(kind, body):
    return struct.pack("!cI", kind, len(body)) + body
{says}
out.flush()
"""


def read_by_one_that(says: str, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a process of these lines read files."""
    stub = upload.folder / "stub"
    stub.write_text(STUB.format(python=sys.executable, says=says))
    stub.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stub))


@pytest.mark.parametrize("what", SAYS)
def test_whatever_the_reading_process_says_a_refusal_comes_out(
    upload: Upload, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    says, reason = SAYS[what]
    read_by_one_that(says, upload, monkeypatch)
    assert upload.refusal(limits=ImportLimits(seconds=2)).reason == reason


def test_the_memory_of_this_process_is_not_taken_for_that_of_the_reading_one(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    was_much = b"x" * (300 << 20)
    del was_much
    read_by_one_that("time.sleep(0.5)", upload, monkeypatch)
    assert upload.refusal(limits=ImportLimits(memory_mb=1)).reason == "crashed"


def test_a_request_to_a_process_that_is_gone_is_refused(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    upload.give({"x.csv": table()})
    with pytest.raises(ImportRefusedError, match="broke off"):
        upload.read()


def test_a_process_killed_from_outside_leaves_no_half_report(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload.give({"x.zip": zipped({"x.geojson": _endless_line(2_000_000)})})
    begun: list[int] = []
    start = subprocess.Popen

    def remember(command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        process = start(command, **options)
        begun.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", remember)

    def kill_once() -> bool:
        if begun:
            os.kill(begun.pop(), signal.SIGKILL)
        return False

    request = Request(upload.folder, 1, ImportOptions(), ImportLimits(ratio=10_000))
    with pytest.raises(ImportRefusedError, match="memory"):
        read_in_child(request, upload.rows.extend, cancelled=kill_once)
    assert not upload.rows
