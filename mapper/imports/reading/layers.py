"""The layers of a data source that can be shown on a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyogrio import list_layers, read_info
from pyogrio.errors import DataLayerError, DataSourceError

from mapper.domain.imports import ImportLimits, Note, SourceLayer
from mapper.errors import ImportRefusedError
from mapper.imports.reading.kinds import GEODATABASE, SHAPEFILE, TABLE

FAULTS = (DataSourceError, DataLayerError, RuntimeError, ValueError)
"""What opening a damaged file may raise."""

KML_SETTINGS = {
    *("altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet")
}
"""What the driver adds to the fields of every KML: how globes draw it."""

_SURFACES = ("TIN", "PolyhedralSurface", "Triangle")
_COUNTED = (SHAPEFILE, GEODATABASE, "GPKG", "FlatGeobuf")
"""Their drivers know the number of features without reading them."""
_MOST_COUNTED = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """Layers, their paths (one for all, or one each), and what was left out."""

    layers: tuple[SourceLayer, ...]
    paths: tuple[Path, ...]
    notes: tuple[Note, ...] = ()


def list_source_layers(driver: str, paths: Sequence[Path], limits: ImportLimits) -> Listed:
    """The layers with shapes.

    Raises
    ------
    ImportRefusedError
    """
    if driver == TABLE:
        layers = tuple(SourceLayer(path.stem, None, "Point") for path in paths)
        return Listed(layers, tuple(paths))
    found = [(path, *layer) for path in paths for layer in _layers_of(path)]
    bare = tuple(name for _, name, geometry in found if geometry is None)
    shown = [(path, name, geometry) for path, name, geometry in found if geometry is not None]
    if not shown:
        raise ImportRefusedError("no_features")
    if any(word in geometry for _, _, geometry in shown for word in _SURFACES):
        raise ImportRefusedError("surfaces_in_space")
    counted = driver in _COUNTED and len(shown) <= _MOST_COUNTED
    layers = tuple(
        SourceLayer(name, _count(path, name) if counted else None, geometry)
        for path, name, geometry in shown
    )
    if len({layer.name for layer in layers}) < len(layers):
        raise ImportRefusedError("several_sources", names=", ".join(path.name for path in paths))
    each = tuple(path for path, _, _ in shown)
    notes = (Note("no_shapes", bare),) if bare else ()
    return Listed(layers, each if len(paths) > 1 else (paths[0],), notes)


def _layers_of(path: Path) -> list[tuple[str, str | None]]:
    try:
        return [(str(name), geometry) for name, geometry in list_layers(path)]
    except FAULTS:
        raise ImportRefusedError("unreadable") from None


def _count(path: Path, layer: str) -> int | None:
    try:
        count = int(read_info(path, layer=layer)["features"])
    except FAULTS:
        return None
    return count if count >= 0 else None
