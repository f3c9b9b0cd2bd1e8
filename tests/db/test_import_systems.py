"""An import whose coordinate reference system is unclear is asked about, and stored as answered."""

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.tables import LayerVersion
from mapper.domain.imports import ImportOptions, Question, Stage
from mapper.errors import ImportRefusedError
from mapper.services.backoffice import Backoffice
from mapper.services.import_at_once import import_at_once
from mapper.services.import_jobs import accept_import, change_import, find_import
from mapper.services.import_room import ImportRoom
from mapper.services.run_imports import run_import
from tests.db.imports import NEW, PARKS, left, public, read, states
from tests.staff import TESTER


@pytest.fixture
def room(tmp_path: Path) -> ImportRoom:
    """A room for imports."""
    return ImportRoom(tmp_path / "imports")


def _without_words(factor: float = 1.0) -> bytes:
    """The parks as GeoJSON that does not say its system, so EPSG:4326 by its standard."""
    content = json.loads(PARKS)
    del content["crs"]
    for feature in content["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [[[x * factor, y * factor] for x, y in ring]]
    return json.dumps(content).encode()


def test_a_wrong_system_is_corrected_by_the_answer(
    office: Backoffice, world: Sessions, room: ImportRoom
) -> None:
    asked = read(office, room, _without_words())
    assert (asked.stage, states(world)) == (Stage.ASKING, [])
    assert asked.report is not None
    assert asked.report.question is Question.CRS
    assert asked.report.crs is not None
    assert (asked.report.crs.state, asked.report.crs.words) == ("contradictory", "EPSG:4326")
    first = asked.report.crs.candidates[0]
    assert (first.crs, first.inside, first.swapped) == ("EPSG:25833", 1.0, False)

    change_import(office, TESTER, asked.id, ImportOptions(crs=first.crs), asked.version)
    assert run_import(office, room, asked.id)
    ready = find_import(office, TESTER, asked.id)
    accept_import(office, TESTER, asked.id, ready.version)
    assert run_import(office, room, asked.id)

    done = find_import(office, TESTER, asked.id)
    assert done.stage is Stage.DONE
    with transaction(world) as session:
        kept = session.scalar(
            select(LayerVersion.source_crs).where(LayerVersion.id == done.version_id)
        )
    assert kept == "EPSG:25833"
    assert public(world, "parks") == ["Elm", "Lime", "Oak"]


@pytest.mark.parametrize(
    ("content", "reason", "said"),
    [
        (_without_words(), "undecided_crs", "EPSG:25833 (ETRS89 / UTM zone 33N)"),
        (_without_words(0.001), "other_unit", "kilometres"),
    ],
)
def test_in_one_go_it_is_refused_with_what_fits(
    office: Backoffice, world: Sessions, room: ImportRoom, content: bytes, reason: str, said: str
) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        import_at_once(office, room, TESTER, NEW, [("parks.geojson", io.BytesIO(content))])

    assert refused.value.reason == reason
    assert said in str(refused.value)
    assert (states(world), left(room)) == ([], [])
