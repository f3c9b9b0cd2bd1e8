"""What the reading process may do: little."""

import os
import resource
import sys

from mapper.domain.imports import ImportLimits

DRIVERS = {
    "ESRI Shapefile": (".shp",),
    "GPKG": (".gpkg",),
    "OpenFileGDB": (".gdb",),
    "GeoJSON": (".geojson", ".json"),
    "FlatGeobuf": (".fgb",),
    "KML": (".kml",),
    "GML": (".gml", ".xml"),
    "CSV": (".csv", ".txt", ".tsv"),
}
"""The formats that are read, by the name of their driver, with their endings in lower case."""

_MB = 1 << 20
_GDAL = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_SKIP_CORRUPTED_FEATURES": "YES",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
    "CPL_DEBUG": "OFF",
    "OGR_ORGANIZE_POLYGONS": "DEFAULT",
    "SHAPE_RESTORE_SHX": "YES",
}


def confine(limits: ImportLimits) -> None:
    """Give up what reading a file does not need, before any library of geodata is loaded."""
    for name, value in _GDAL.items():
        os.environ[name] = value
    # Nothing here needs them, and loading them takes longer than reading a small file.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    sys.modules["geopandas"] = None  # type: ignore[assignment]
    memory = limits.memory_mb * _MB
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked_mb * _MB, limits.unpacked_mb * _MB))
