"""`mapper bench import`: both sides import the same file, and what is weighed is there."""

from pathlib import Path

import psycopg
import pytest

from mapper.cli.benchmarks import import_layer
from mapper.settings import Settings
from tests.conftest import REAL_GEODATA


def test_an_import_is_measured_against_its_peers(
    server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_layer, "REPETITIONS", 1)
    monkeypatch.setattr(import_layer, "SLOW_REPETITIONS", 1)
    geodata = REAL_GEODATA if REAL_GEODATA.is_dir() else None
    made = Settings(home=tmp_path, geodata_dir=geodata, network=False)
    settings = made.model_copy(update={"database_url": server_url})

    machine, (polygons, geopandas) = import_layer.compare(settings, 300)

    assert machine["postgis"]
    assert [polygons.name, geopandas.name] == ["polygons", "geopandas"]
    for case in (polygons, geopandas):
        ours, peer, ratio = (float(case.figures[one]) for one in ("median_ms", "peer_ms", "ratio"))
        assert ratio == pytest.approx(peer / ours, abs=0.01)
    # A Python with these libraries takes at least as much.
    assert float(polygons.figures["peak_mb"]) > 50
    assert polygons.goal == {"ratio": 1.0, "peak_mb": 400.0}
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute('drop database "bench_import" with (force)')
