"""What lies in an upload: the one data source in it, and its layers."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from mapper.domain.imports import ImportLimits, SourceLayer
from mapper.errors import ImportRefusedError
from mapper.imports.reading.confine import DRIVERS


@dataclass(frozen=True, slots=True)
class Source:
    """A data source on disk; `paths` has one path per layer for shapefiles, else one."""

    driver: str
    paths: tuple[Path, ...]
    layers: tuple[SourceLayer, ...]

    def path_of(self, layer: str) -> Path:
        """Where a layer lies."""
        if len(self.paths) == 1:
            return self.paths[0]
        return self.paths[[one.name for one in self.layers].index(layer)]


def find_source(folder: Path, limits: ImportLimits) -> Source:
    """The data source in `folder`/given, unpacked into `folder`/unpacked where it is zipped.

    Raises
    ------
    ImportRefusedError
    """
    from pyogrio import list_layers  # noqa: PLC0415

    given = sorted((folder / "given").iterdir())
    for path in given:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                packed.extractall(folder / "unpacked")
            given = sorted((folder / "unpacked").rglob("*"))
    for driver, endings in DRIVERS.items():
        paths = tuple(path for path in given if path.suffix.lower() in endings)
        if paths:
            layers = tuple(
                SourceLayer(str(name), None, geometry)
                for path in paths
                for name, geometry in list_layers(path)
            )
            return Source(driver, paths, layers)
    raise ImportRefusedError("unknown_format", file=given[0].name)
