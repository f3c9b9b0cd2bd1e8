"""Datasets from the network: asked once, and not needed."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from mapper.db.engine import Sessions
from mapper.domain.geodata import SourceKind
from mapper.services.load_geodata import load_geodata
from tests.db.geodata import OWN, WHOLE, districts_file, source, with_sources
from tests.unit.loopback import misbehaving_server, seconds_at_most


def test_pinned_file_comes_from_the_network_once(empty_sessions: Sessions, tmp_path: Path) -> None:
    """The second load finds the pinned file in use and asks nobody: the server is gone by then."""
    body = (districts_file(tmp_path, Alt=WHOLE) / "districts.geojson").read_bytes()
    with misbehaving_server(body) as address:
        network = source(
            SourceKind.NETWORK, f"{address}/whole/d.geojson", hashlib.sha256(body).hexdigest()
        )
        profile = with_sources(network)
        (first,) = load_geodata(empty_sessions, profile)
        (off,) = load_geodata(empty_sessions, profile, network=False)
    (second,) = load_geodata(empty_sessions, profile)

    assert (first.outcome, first.kind, first.features) == ("loaded", "network", 1)
    assert off.outcome == "kept"
    assert (second.outcome, second.notes) == ("unchanged", ())


@pytest.mark.parametrize("behaviour", ["cut", "other", "page", "gone", "silent", "trickle"])
def test_schematic_set_steps_in_for_a_bad_network(
    empty_sessions: Sessions, tmp_path: Path, behaviour: str
) -> None:
    body = (districts_file(tmp_path, Alt=WHOLE) / "districts.geojson").read_bytes()
    districts = OWN.dataset("districts")
    assert districts is not None
    with misbehaving_server(body) as address:
        bad = source(
            SourceKind.NETWORK, f"{address}/{behaviour}/d", hashlib.sha256(body).hexdigest()
        )
        schematic = districts.sources[-1]
        profile = replace(OWN, datasets=(replace(districts, sources=(bad, schematic)),))
        # 4.5 s for the network at most, the rest for drawing and storing.
        with seconds_at_most(7):
            (report,) = load_geodata(empty_sessions, profile)

    assert (report.outcome, report.kind, report.features) == ("loaded", "schematic", 29)
    assert report.schematic
    assert f"/{behaviour}/d cannot be used" in report.notes[0]
