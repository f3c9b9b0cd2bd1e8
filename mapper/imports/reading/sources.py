"""What lies in an upload: the one data source in it, and its layers."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from mapper.domain.imports import ImportLimits, Note, SourceLayer
from mapper.errors import ImportRefusedError
from mapper.imports.reading.arrange import arrange
from mapper.imports.reading.confine import leave_only
from mapper.imports.reading.layers import list_source_layers
from mapper.imports.reading.parts import opened_parts


@dataclass(frozen=True, slots=True)
class Source:
    """A data source on disk; `paths` has one path for all layers or one per layer.

    `notes` say what was mended or left out.
    """

    driver: str
    paths: tuple[Path, ...]
    layers: tuple[SourceLayer, ...]
    notes: tuple[Note, ...] = ()

    def path_of(self, layer: str) -> Path:
        """Where a layer lies.

        Raises
        ------
        ImportRefusedError
        """
        names = [one.name for one in self.layers]
        if layer not in names:
            raise ImportRefusedError("no_such_layer", got=layer, names=", ".join(names))
        return self.paths[0] if len(self.paths) == 1 else self.paths[names.index(layer)]


def find_source(folder: Path, limits: ImportLimits) -> Source:
    """The data source in `folder`/given, laid down in `folder`/unpacked.

    Raises
    ------
    ImportRefusedError
    """
    unpacked = folder / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir()
    with opened_parts(folder / "given", limits) as parts:
        driver, paths, notes = arrange(parts, unpacked)
    leave_only(driver)
    listed = list_source_layers(driver, paths, limits)
    return Source(driver, listed.paths, listed.layers, (*notes, *listed.notes))
