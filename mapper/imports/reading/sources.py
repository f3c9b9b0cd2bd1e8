"""What lies in an upload: the one data source in it, and its layers."""

from dataclasses import dataclass
from pathlib import Path

from pyogrio import set_gdal_config_options

from mapper.domain.imports import ImportLimits, Note, SourceLayer
from mapper.errors import ImportRefusedError
from mapper.imports.reading.arrange import Arranged
from mapper.imports.reading.confine import leave_only
from mapper.imports.reading.layers import list_source_layers
from mapper.imports.reading.shapefiles import INDEX_REBUILT


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


def find_source(laid: Arranged, limits: ImportLimits) -> Source:
    """The layers in what was laid down.

    Raises
    ------
    ImportRefusedError
    """
    driver, paths, notes = laid
    leave_only(driver)
    # Else GDAL makes every index anew, and stops at the first record that it does not know.
    rebuilt = any(note.reason == INDEX_REBUILT for note in notes)
    set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES" if rebuilt else "NO"})
    listed = list_source_layers(driver, paths, limits)
    return Source(driver, listed.paths, listed.layers, (*notes, *listed.notes))
