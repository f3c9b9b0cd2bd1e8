"""The page for GIS staff as tests open it, and an import that it shows."""

from dataclasses import asdict
from uuid import UUID, uuid4

import orjson
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from mapper.db.engine import Sessions, transaction
from mapper.db.layer_versions import next_version_id
from mapper.db.tables import ImportJob
from mapper.domain.imports import (
    CrsCandidate,
    CrsFinding,
    Difference,
    EncodingFinding,
    FieldInfo,
    ImportReport,
    Problem,
    SourceLayer,
    Stage,
)
from mapper.services.access import SignedIn
from tests.hostile import HOSTILE
from tests.pages.conftest import RunPage

PAGE = "pages/geodaten.py"
CANDIDATES = (
    CrsCandidate("EPSG:31468", "", False, 0.8, 1.0, 0.0, 0.9, ((12.6, 52.1),)),
    CrsCandidate("EPSG:2398", "", False, None, 0.5, 589.0, None, ((12.6, 52.09),)),
)
ENCODING = EncodingFinding("cp1252", "detected", ("Bürgerpark",), ("cp850",))
FIELDS = (
    FieldInfo("BEZEICHNUN", "BEZEICHNUN", "text", 0, ("Bürgerpark",)),
    FieldInfo("FLAECHE", "Fläche", "number", 1),
)
REPORT = ImportReport(
    driver="ESRI Shapefile",
    layers=(SourceLayer("a", 3, "Polygon"), SourceLayer("b", None, None)),
    source_layer="a",
    encoding=ENCODING,
    crs=CrsFinding("chosen", "EPSG:31468", "Unbenannt", accuracy_m=0.9),
    fields=FIELDS,
    name_field="BEZEICHNUN",
    geometry_types={"MultiPolygon": 3},
    rows_read=5,
    features=4,
    counts={"self_crossing": 1, "no_geometry": 1},
    problems=(
        Problem(2, "self_crossing", False, HOSTILE[0], 100.0, 90.5),
        Problem(4, "no_geometry", True),
    ),
    rows=((HOSTILE[2], "1.5"), (None, "x")),
)
DIFFERENCE = Difference("name", 1, 2, 0, 1, 0, 40_000.0, 30_000.0, {"removed": (HOSTILE[0], "")})


def add_import(sessions: Sessions, stage: Stage, **columns: object) -> UUID:
    """An import in some stage."""
    job = uuid4()
    with transaction(sessions) as session:
        given = {
            "layer": "spielplaetze",
            "title": HOSTILE[0],
            "role": "overlay",
            "source": "file",
            "file_name": "alt.dbf, alt.shp, alt.shx",
            "version_id": next_version_id(session),
            "created_by": "karla",
            **columns,
        }
        session.execute(insert(ImportJob).values(id=job, stage=stage.value, **given))
    return job


def kept(value: object) -> object:
    """A report or a difference as its column holds it."""
    return orjson.loads(orjson.dumps(asdict(value)))  # type: ignore[call-overload]


def press(test: AppTest, label: str) -> AppTest:
    found: AppTest = next(one for one in test.button if one.label == label).click().run()
    return found


def open_import(run_page: RunPage, gis: SignedIn, job: UUID) -> AppTest:
    test = run_page(PAGE, who=gis, section="imports", item=str(job))
    assert not test.exception
    return test
