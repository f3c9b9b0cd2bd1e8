"""Files of layers are kept: written once, by one at a time, anew when the layer changes."""

import logging
import os
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyogrio import raw

from mapper.db.engine import Sessions
from mapper.services import layer_files
from mapper.services.layer_files import FORMATS, LayerFiles
from mapper.services.layers import PublishedLayer, find_layer
from tests.db.layers import add_layer, squares

LONG_S = 60.0
"""Far more than any of this takes; what waits for ever reaches it."""


@pytest.fixture
def files(tmp_path: Path) -> LayerFiles:
    return LayerFiles(tmp_path / "kept")


@pytest.fixture
def layer(world: Sessions) -> str:
    add_layer(world, "flaechen", squares(2, words="ä"), title="Flächen")
    return "flaechen"


def test_a_file_is_written_once_and_anew_when_the_layer_changes(
    world: Sessions, files: LayerFiles, layer: str
) -> None:
    first = files.take(world, find_layer(world, layer), "gpkg")
    again = files.take(world, find_layer(world, layer), "gpkg")
    assert again == first
    assert files.sizes(find_layer(world, layer)) == {"gpkg": first.stat().st_size}

    add_layer(world, layer, squares(3))
    newer = files.take(world, find_layer(world, layer), "gpkg")

    assert raw.read(newer)[0]["fields"].tolist() == ["name", "kind", "number"]
    assert not first.exists()


def test_a_large_layer_is_written_piece_by_piece(world: Sessions, files: LayerFiles) -> None:
    add_layer(world, "viele", squares(4_000, words="ä" * 2_000))
    layer = find_layer(world, "viele")
    files.take(world, find_layer(world, "districts"), "gpkg")

    tracemalloc.start()
    for ending in FORMATS:
        files.take(world, layer, ending)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    # The words alone have 16 MB.
    assert peak < 10 * 2**20


def test_what_a_killed_writer_left_is_removed(
    world: Sessions, files: LayerFiles, layer: str
) -> None:
    folder = files.folder / layer
    old, new = folder / "draft-old", folder / "draft-new"
    for draft in (old, new):
        draft.mkdir(parents=True)
        (draft / "layer.gpkg").write_bytes(b"half")
    two_days_ago = old.stat().st_mtime - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))

    files.take(world, find_layer(world, layer), "gpkg")

    assert (old.exists(), new.exists()) == (False, True)


def test_nobody_waits_while_another_layer_is_written(
    world: Sessions, files: LayerFiles, layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_layer(world, "other", squares(1))
    begun, go = threading.Event(), threading.Event()
    write = layer_files._WRITERS["gpkg"]

    def write_slowly(folder: Path, sessions: Sessions, one: PublishedLayer) -> Path:
        if one.slug == layer:
            begun.set()
            assert go.wait(LONG_S)
        return write(folder, sessions, one)

    monkeypatch.setattr(layer_files, "_WRITERS", {**layer_files._WRITERS, "gpkg": write_slowly})
    with ThreadPoolExecutor(3) as threads:
        slow = [threads.submit(files.take, world, find_layer(world, layer), "gpkg")]
        assert begun.wait(LONG_S)
        other = threads.submit(files.take, world, find_layer(world, "other"), "gpkg")
        try:
            assert other.result(LONG_S).is_file()
            assert not slow[0].done()
        finally:
            go.set()
        slow.append(threads.submit(files.take, world, find_layer(world, layer), "gpkg"))

    assert len({one.result() for one in slow}) == 1


def test_a_layer_that_cannot_be_written_stops_no_other(
    world: Sessions, files: LayerFiles, layer: str, caplog: pytest.LogCaptureFixture
) -> None:
    add_layer(world, "broken", squares(1))
    files.folder.mkdir()
    (files.folder / "broken").write_text("where its folder should be", encoding="utf-8")

    with caplog.at_level(logging.ERROR):
        files.take_all(world)

    # By slug the broken one comes first.
    for slug in ("districts", layer, "municipalities"):
        assert set(files.sizes(find_layer(world, slug))) == set(FORMATS)
    assert files.sizes(find_layer(world, "broken")) == {}
    logged = [one.getMessage() for one in caplog.records]
    assert len(logged) == len(FORMATS)
    assert all(
        f"writing broken.{ending}" in one for ending, one in zip(FORMATS, logged, strict=True)
    )
