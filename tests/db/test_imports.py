"""An import from the upload to what everybody sees, and every way in which it can end early."""

from pathlib import Path

import pytest

from mapper.db.engine import Sessions
from mapper.domain.imports import Stage
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from mapper.services.layers import find_layer, layer_geojson
from tests.db.imports import PARKS, left, read, shown, states, take_over


@pytest.fixture
def room(tmp_path: Path) -> ImportRoom:
    """A room for imports."""
    return ImportRoom(tmp_path / "imports")


def test_it_is_read_looked_at_and_taken_over(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    job = read(office, room)

    assert job.stage is Stage.READY, job.refusal
    assert job.report is not None
    assert job.report.features == 3
    assert job.difference is None
    assert states(world) == []
    assert shown(world, job.version_id) == []

    done = take_over(office, room)

    assert done.stage is Stage.DONE
    assert states(world) == [(done.version_id, "active")]
    assert shown(world, done.version_id) == ["Elm", "Lime", "Oak"]
    assert b"Oak" in layer_geojson(world, find_layer(world, "parks"))
    assert len(PARKS) > 0
    assert left(room)
