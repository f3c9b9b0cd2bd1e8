"""From a file to rows and a report."""

import numpy as np
import orjson
import shapely
from pyogrio import raw, read_info

from mapper.domain.imports import ImportReport
from mapper.errors import ImportRefusedError
from mapper.imports.reading.frames import Frames
from mapper.imports.reading.request import Request
from mapper.imports.reading.rows import encode_rows
from mapper.imports.reading.sources import find_source
from mapper.imports.reading.systems import find_crs, projection

_SRID = 25833


def read_source(request: Request, frames: Frames) -> ImportReport:
    """Send the rows of all features that can be kept, and tell what was found."""
    source = find_source(request.folder, request.limits)
    layer = request.options.source_layer or source.layers[0].name
    path = source.path_of(layer)
    info = read_info(path, layer=layer)
    meta, _, wkb, columns = raw.read(path, layer=layer)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    sample = shapely.get_coordinates(shapes)
    finding = find_crs(info["crs"], sample, request.options, request.ground)
    if finding.crs is None:
        raise ImportRefusedError("undecided_crs", names="EPSG:25833")
    shapes = shapely.make_valid(shapely.transform(shapes, projection(finding)))
    geometries = shapely.to_wkb(shapely.set_srid(shapes, _SRID), include_srid=True)
    names = list(meta["fields"])
    rows = zip(*(column.tolist() for column in columns), strict=True)
    frames.rows(
        encode_rows(
            request.version_id,
            (
                (None, None, None, orjson.dumps(dict(zip(names, row, strict=True))), geometry)
                for row, geometry in zip(rows, geometries, strict=True)
            ),
        )
    )
    frames.progress(len(shapes), len(shapes))
    return ImportReport(
        driver=source.driver,
        layers=source.layers,
        source_layer=layer,
        crs=finding,
        rows_read=len(shapes),
        features=len(shapes),
        vertices=int(np.sum(shapely.get_num_coordinates(shapes))),
    )
