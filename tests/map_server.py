"""A real MapServer on this machine's own address, over a layer that a test makes."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
from shapely import Polygon

from tests.http_server import Served, Talk, http_server

MAPSERV = "/usr/lib/cgi-bin/mapserv"
CORNER = (327_000, 5_778_000)
FIELDS = 25
"""How many fields the layer has, side by side in rows of five."""

_MAP = """
MAP
  NAME "fixture"
  EXTENT 320000 5770000 335000 5785000
  SIZE 256 256
  IMAGECOLOR 255 255 255
  PROJECTION "init=epsg:25833" END
  WEB METADATA
    "ows_title" "Feldbl\N{LATIN SMALL LETTER O WITH DIAERESIS}cke"
    "ows_abstract" "Testdaten"
    "ows_fees" "dl-de/by-2-0"
    "ows_accessconstraints" "\N{COPYRIGHT SIGN} Amt Musterland"
    "ows_onlineresource" "{url}/?"
    "ows_srs" "EPSG:25833 EPSG:4326 EPSG:3857"
    "ows_enable_request" "*"
    "wfs_maxfeatures" "{page}"
  END END
  OUTPUTFORMAT NAME "png" DRIVER AGG/PNG MIMETYPE "image/png" IMAGEMODE RGBA TRANSPARENT ON END
  LAYER
    NAME "felder"
    TYPE POLYGON
    STATUS ON
    CONNECTIONTYPE OGR
    CONNECTION "{data}"
    DATA "felder"
    PROJECTION "init=epsg:25833" END
    METADATA
      "ows_title" "Felder"
      "ows_srs" "EPSG:25833 EPSG:4326 EPSG:3857"
      "gml_include_items" "all"
      "gml_featureid" "nummer"
      "gml_types" "auto"
    END
    CLASS STYLE COLOR 30 107 69 OUTLINECOLOR 0 0 0 END END
  END
END
"""


def make_fields(corner: tuple[int, int] = CORNER) -> gpd.GeoDataFrame:
    """Squares of 300 m, 500 m apart, numbered from 1, each with a name that has an umlaut."""
    corners = [(corner[0] + 500 * (i % 5), corner[1] + 500 * (i // 5)) for i in range(FIELDS)]
    squares = [
        Polygon([(e, n), (e + 300, n), (e + 300, n + 300), (e, n + 300)]) for e, n in corners
    ]
    names = [f"Große Wiese {i + 1}" for i in range(FIELDS)]
    data = {"nummer": range(1, FIELDS + 1), "name": names}
    return gpd.GeoDataFrame(data, geometry=squares, crs="EPSG:25833")


@contextmanager
def map_server(
    folder: Path, *, page: int = 10, newest: str = "2.0.0", corner: tuple[int, int] = CORNER
) -> Iterator[Served]:
    """MapServer with WFS and WMS; it gives at most `page` features at once.

    `newest` is the newest version of WFS it knows: asked for a newer one it gives this, as the
    standard wants it.
    """
    data, mapfile = folder / "felder.gpkg", folder / "fixture.map"
    make_fields(corner).to_file(data, layer="felder", driver="GPKG")
    config = folder / "mapserver.conf"
    config.write_text('CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n')

    def answer(talk: Talk) -> None:
        host = talk.handler.headers["Host"]
        words = _MAP.replace("{url}", f"http://{host}").replace("{data}", str(data))
        # Whole at any moment: another request's MapServer may be reading it.
        fresh = folder / f"{threading.get_ident()}.map"
        fresh.write_text(words.replace("{page}", str(page)))
        fresh.replace(mapfile)
        given = {
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": _asked(talk.path.partition("?")[2], newest),
            "MS_MAPFILE": str(mapfile),
            "MAPSERVER_CONFIG_FILE": str(config),
            "PATH": os.environ["PATH"],
        }
        said = subprocess.run([MAPSERV], env=given, capture_output=True, check=True).stdout
        head, _, body = said.partition(b"\r\n\r\n")
        media_type = head.decode().partition("Content-Type: ")[2].splitlines()[0]
        talk.send(body, media_type)

    with http_server(answer) as served:
        yield served


def _asked(query: str, newest: str) -> str:
    version = query.partition("VERSION=")[2].partition("&")[0]
    if "SERVICE=WFS" in query and version > newest:
        return query.replace(f"VERSION={version}", f"VERSION={newest}")
    return query
