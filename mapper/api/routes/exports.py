"""Published ideas to take away, and the heatmap."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from mapper.api.answers import GEOJSON, REVALIDATE, answer_pieces, json_answer
from mapper.api.endpoint import Call
from mapper.services.export import csv_pieces, geojson_pieces
from mapper.services.geopackage import write_geopackage
from mapper.services.hexagons import heatmap_geojson

_CSV = "text/csv; charset=utf-8; header=present"
_GEOPACKAGE = "application/geopackage+sqlite3"


def get_heatmap(call: Call) -> Response:
    """Counts by hexagon."""
    body = heatmap_geojson(call.state.sessions, call.filters())
    return json_answer(body, cache=REVALIDATE, media_type=GEOJSON)


def get_geojson(call: Call) -> Response:
    """Published ideas as GeoJSON."""
    pieces = geojson_pieces(call.state.sessions, call.filters(), call.state.profile)
    return _under_name(pieces, GEOJSON, "ideen.geojson", attachment=False)


def get_csv(call: Call) -> Response:
    """Published ideas as a table."""
    return _under_name(csv_pieces(call.state.sessions, call.filters()), _CSV, "ideen.csv")


def get_geopackage(call: Call) -> Response:
    """Published ideas for GIS programs; the file is made anew and removed once sent."""
    folder = tempfile.TemporaryDirectory(prefix="ideenkarte-")
    try:
        path = Path(folder.name) / "ideen.gpkg"
        write_geopackage(path, call.state.sessions, call.filters(), call.state.profile)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path,
        headers={"Cache-Control": REVALIDATE},
        media_type=_GEOPACKAGE,
        filename="ideen.gpkg",
        background=BackgroundTask(folder.cleanup),
    )


def _under_name(
    pieces: Iterator[bytes], media_type: str, name: str, *, attachment: bool = True
) -> Response:
    disposition = "attachment" if attachment else "inline"
    headers = {
        "Cache-Control": REVALIDATE,
        "Content-Disposition": f'{disposition}; filename="{name}"',
    }
    return answer_pieces(pieces, headers, media_type)
