"""A layer of a file, opened: what it says of itself, and its features in batches."""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyogrio import raw, read_info

from mapper.domain.imports import EncodingFinding, ImportOptions
from mapper.errors import ImportRefusedError
from mapper.imports.reading.batches import BYTES, SEEKING, Batch, read_batches
from mapper.imports.reading.encodings import dbf_sample, declared_encoding, find_encoding
from mapper.imports.reading.kinds import KML, SHAPEFILE
from mapper.imports.reading.layers import FAULTS, KML_SETTINGS
from mapper.imports.reading.parse_shapes import Found, parse
from mapper.imports.reading.smooth import Box
from mapper.imports.reading.systems import Positions

MOST_SAMPLED = 2_000
_SPOTS, _AT_SPOT = 8, 50
_CURVED = ("Curve", "Circular", "Compound", "MultiSurface")


@dataclass(frozen=True, slots=True)
class OpenLayer:
    """A layer as GDAL reads it; `names` are as ISO-8859-1, `types` GDAL's types and subtypes.

    `total` is 0 and `box`, its extent, None where only reading tells. `curved` says that its curves
    come as short lines, `measured` that its measures do not come. `raw` texts were read as
    ISO-8859-1, whatever they are in.
    """

    path: Path
    layer: str
    driver: str
    names: Sequence[str]
    types: Sequence[tuple[str, str]]
    encoding: EncodingFinding
    crs: str | None
    total: int
    box: Box | None
    curved: bool
    measured: bool
    raw: bool = True

    def batches(self) -> Iterator[Batch]:
        """All features."""
        columns = self.names if self.driver == KML else None
        return read_batches(self.path, self.layer, self.driver, columns, self.total)

    def spots(self) -> Iterator[Batch]:
        """Some features from all over the file, where they are quickly found."""
        if self.driver not in SEEKING or self.total <= _SPOTS * _AT_SPOT:
            return
        for begin in np.linspace(0, self.total - _AT_SPOT, _SPOTS).astype(int).tolist():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    _, _, wkb, _ = raw.read(
                        self.path,
                        layer=self.layer,
                        columns=[],
                        skip_features=begin,
                        max_features=_AT_SPOT,
                    )
                except FAULTS:
                    continue
            yield Batch(np.arange(begin + 1, begin + 1 + len(wkb)), wkb, [])


def open_layer(path: Path, layer: str, driver: str, options: ImportOptions) -> OpenLayer:
    """A layer of a file in one of the formats that GDAL reads.

    Raises
    ------
    ImportRefusedError
    """
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            info = read_info(path, layer=layer, encoding=BYTES)
    except FAULTS:
        raise ImportRefusedError("unreadable") from None
    geometry = str(info["geometry_type"])
    types = zip(info["ogr_types"], info["ogr_subtypes"], strict=True)
    fields = [
        (str(name), kinds)
        for name, kinds in zip(info["fields"], types, strict=True)
        if driver != KML or name not in KML_SETTINGS
    ]
    return OpenLayer(
        path=path,
        layer=layer,
        driver=driver,
        names=[name for name, _ in fields],
        types=[kinds for _, kinds in fields],
        encoding=_encoding(path, driver, options),
        crs=info["crs"],
        total=max(int(info["features"]), 0),
        box=_box(info["total_bounds"]) if driver in SEEKING else None,
        curved=any(word in geometry for word in _CURVED),
        measured=any("Measured" in str(one.message) for one in said),
    )


def _box(bounds: Sequence[float] | None) -> Box | None:
    if bounds is None:
        return None
    west, south, east, north = map(float, bounds)
    return west, south, east, north


def sample_positions(batches: Sequence[Batch]) -> Positions:
    """Positions of some features, as the file has them."""
    wkb = np.concatenate([batch.wkb for batch in batches]) if batches else np.empty(0, object)
    step = max(len(wkb) // MOST_SAMPLED, 1)
    positions = shapely.get_coordinates(parse(wkb[::step], Found()))
    positions = positions[np.isfinite(positions).all(axis=1)]
    return np.asarray(positions[:: max(len(positions) // MOST_SAMPLED, 1)])


def _encoding(path: Path, driver: str, options: ImportOptions) -> EncodingFinding:
    if driver != SHAPEFILE:
        return EncodingFinding("UTF-8", "format")
    dbf = next(
        (one for one in sorted(path.parent.iterdir()) if _is_table_of(one, path)),
        None,
    )
    if dbf is None:
        return EncodingFinding("UTF-8", "format")
    declared = declared_encoding(dbf)
    return find_encoding(
        dbf_sample(dbf),
        declared.name if declared else None,
        options.encoding,
        declared.source if declared else "cpg",
    )


def _is_table_of(path: Path, shapes: Path) -> bool:
    return path.suffix.casefold() == ".dbf" and path.stem.casefold() == shapes.stem.casefold()
