"""Which coordinate reference system a file is in, and the way from there to EPSG:25833."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from mapper.domain.imports import CrsFinding, Ground, ImportOptions

Positions = NDArray[np.float64]
"""Shape (n, 2): x, y as GIS programs have them, east first."""


def find_crs(
    words: str | None, sample: Positions, options: ImportOptions, ground: Ground
) -> CrsFinding:
    """How the positions of a file are to be read.

    Parameters
    ----------
    words
        The file's own: `EPSG:n` or WKT; None where it has none.
    sample
        At most some thousand positions from all over the file.
    """
    if options.crs:
        return CrsFinding("chosen", options.crs, words, options.swap_axes)
    if words is None:
        return CrsFinding("missing", None, None)
    epsg = CRS.from_user_input(words).to_epsg()
    return CrsFinding("given", f"EPSG:{epsg}", words)


def projection(finding: CrsFinding) -> Callable[[Positions], Positions]:
    """The way from a found CRS to EPSG:25833."""
    transformer = Transformer.from_crs(finding.crs, 25833, always_xy=True)

    def project(positions: Positions) -> Positions:
        x, y = transformer.transform(positions[:, 0], positions[:, 1])
        return np.column_stack([x, y])

    return project
