"""What the reading process may do: little."""

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

from mapper.domain.imports import ImportLimits
from mapper.imports.reading.fence import fence_in

_DRIVERS = {
    "ESRI Shapefile": "ESRI Shapefile",
    "GPKG": "GPKG",
    "OpenFileGDB": "OpenFileGDB",
    "GeoJSON": "GeoJSON",
    "GeoJSONSeq": "GeoJSONSeq",
    "FlatGeobuf": "FlatGeobuf",
    # The driver called KML loses all fields but two.
    "KML": "LIBKML",
    "GML": "GML",
}
"""GDAL's driver for each format; tables are read without it."""

_MB = 1 << 20
_BASE_MB = 640
"""Address space that Python and the libraries take before anything is read."""
_GRACE_S = 5

_GDAL = {
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
    "CPL_DEBUG": "OFF",
    # No network, whatever asks for it: nothing listens on that port.
    "GDAL_HTTP_PROXY": "127.0.0.1:1",
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "LIBKML_RESOLVE_STYLE": "NO",
    "LIBKML_EXTERNAL_STYLE": "NO",
    # Views and columns may not call functions of GDAL, some of which open other files.
    "OGR_SQLITE_PRAGMA": "trusted_schema=0",
    "GML_SKIP_CORRUPTED_FEATURES": "YES",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",
    "OGR_ORGANIZE_POLYGONS": "DEFAULT",
}
_confined: list[bool] = []


def confine(folder: Path, limits: ImportLimits) -> None:
    """Give up what reading a file does not need, before any library of geodata is loaded.

    Only `folder` can be written to afterwards.
    """
    os.environ.update(_GDAL)
    # Nothing here needs them, and loading them takes longer than reading a small file.
    for unused in ("pandas", "geopandas", "pyarrow"):
        sys.modules[unused] = None  # type: ignore[assignment]
    with suppress(OSError):
        # Should the machine run out of memory, this process goes first.
        Path("/proc/self/oom_score_adj").write_text("1000")
    _limit(resource.RLIMIT_AS, (_BASE_MB + limits.memory_mb) * _MB)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits.seconds, limits.seconds + _GRACE_S)
    _limit(resource.RLIMIT_FSIZE, limits.unpacked_mb * _MB)
    fence_in(folder)
    _confined.append(True)


def peak_kb(process: int | str = "self") -> int:
    """The most memory of a process so far, 0 where it has ended.

    Not that of `getrusage`: there it begins with the peak of the process that started it.
    Source: Linux manual page proc_pid_status(5).
    """
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def is_much_memory(resident_kb: int, limits: ImportLimits) -> bool:
    """Whether what failed at that most probably failed for want of memory.

    What is refused is often as large as what was in use already: tables grow by doubling.
    """
    return resident_kb * 1024 > (_BASE_MB + limits.memory_mb) * _MB / 3


def leave_only(form: str) -> None:
    """Take away all drivers of GDAL but that of a format; without effect elsewhere."""
    if not _confined:
        return
    from pyogrio import list_drivers, set_gdal_config_options  # noqa: PLC0415 - confined before
    from pyogrio._ogr import _register_drivers  # noqa: PLC0415

    left = _DRIVERS.get(form)
    others = (driver for driver in list_drivers() if driver != left)
    set_gdal_config_options({"OGR_SKIP": ",".join(others)})
    _register_drivers()


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Never above what this process was given."""
    _, most = resource.getrlimit(kind)
    wanted = [soft, soft if hard is None else hard]
    if most != resource.RLIM_INFINITY:
        wanted = [min(one, most) for one in wanted]
    resource.setrlimit(kind, (wanted[0], wanted[1]))
