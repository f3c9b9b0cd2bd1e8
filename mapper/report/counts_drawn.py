"""Counts on a picture: hexagons, districts, a smooth density, as the planners' map draws them."""

import base64
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from mapper.charts.drawing import clean
from mapper.geo.classes import classify
from mapper.geo.density import DensityGrid
from mapper.geo.hexgrid import cell_centres, cell_rings
from mapper.mapview import palette
from mapper.mapview.heat import Scale, style_of, styles_of
from mapper.markup import join
from mapper.planning.values import Values
from mapper.report.frame import FINE_PX, Frame
from mapper.report.labels import Box
from mapper.services.ground import Patch, coarsen

_HIDDEN_PX = 20
"""A hexagon of this edge length and less may lie wholly under a name."""


def draw_hexagons(
    cells: NDArray[np.int32],
    values: NDArray[np.float64],
    size_m: int,
    scale: Scale,
    frame: Frame,
    texts: Sequence[str] = (),
) -> Markup:
    """n hexagons in the colour of the class of their value; one without a class is left out.

    `texts` are their lines for the pointer, or none at all.
    """
    rings = cell_rings(cells, size_m)
    return _draw(values, (frame.trace_rings([ring]) for ring in rings), scale, "hexagon", texts)


def boxes_of(cells: NDArray[np.int32], size_m: int, frame: Frame) -> list[Box]:
    """What n hexagons cover, where a name could hide one; none where they are large."""
    half = size_m / frame.metres
    if half > _HIDDEN_PX:
        return []
    centres = frame.place(cell_centres(cells, size_m)).tolist()
    return [(x - half, y - half, x + half, y + half) for x, y in centres]


def draw_districts(
    districts: tuple[Patch, ...],
    values: Values,
    scale: Scale,
    frame: Frame,
    texts: Sequence[str] = (),
) -> Markup:
    """The districts that values name, in the colour of their class; one without is left out.

    `texts` as for hexagons, in the order of the values.
    """
    shapes = zip(districts, coarsen(districts, FINE_PX * frame.metres), strict=True)
    traced = {one.key: frame.trace(shape) for one, shape in shapes}
    paths = [traced.get(str(key), "") for key in values.keys]
    return _draw(values.values, paths, scale, "district-count", texts)


def draw_density(grid: DensityGrid, scale: Scale, frame: Frame) -> Markup:
    """The density's classes as a picture in the picture, one pixel for each of its own."""
    down, right = np.mgrid[0 : frame.height, 0 : frame.width] + 0.5
    eastings = frame.west + right * frame.metres
    northings = frame.north - down * frame.metres
    places = [
        (northings - grid.northing) / grid.pixel_m,
        (eastings - grid.easting) / grid.pixel_m,
    ]
    values = map_coordinates(grid.values, places, order=1, mode="constant")
    picture = _png(classify(values, scale.classes) + 1, scale.colours)
    return Markup(
        '<image class="density" width="{}" height="{}" opacity="{}" '
        'href="data:image/png;base64,{}"/>'
    ).format(
        frame.width, frame.height, palette.HEAT_OPACITY, base64.b64encode(picture).decode("ascii")
    )


def _draw(
    values: NDArray[np.float64],
    traced: Iterable[str],
    scale: Scale,
    name: str,
    texts: Sequence[str],
) -> Markup:
    found = style_of(values, scale)
    groups: list[list[Markup]] = [[] for _ in scale.colours]
    for at, (index, path) in enumerate(zip(found.tolist(), traced, strict=True)):
        if path and index < len(groups):
            groups[index].append(_shape(name, path, texts[at] if texts else ""))
    drawn = [
        Markup("<g {}>{}</g>").format(_look(style), join(group))
        for style, group in zip(styles_of(scale), groups, strict=False)
        if group
    ]
    # Dashes above the plain lines of the others.
    return join(reversed(drawn))


def _shape(name: str, path: str, text: str) -> Markup:
    if not text:
        return Markup('<path class="{}" d="{}"/>').format(name, path)
    told = clean(text)
    return Markup('<path class="{}" d="{}"><title>{}</title></path>').format(name, path, told)


_ATTRIBUTES: Mapping[str, str] = {
    "fillColor": "fill",
    "fillOpacity": "fill-opacity",
    "color": "stroke",
    "weight": "stroke-width",
    "dashArray": "stroke-dasharray",
}


def _look(style: Mapping[str, object]) -> Markup:
    """A style of the planners' map, as attributes."""
    return Markup(" ").join(
        Markup('{}="{}"').format(_ATTRIBUTES[key], value)
        for key, value in style.items()
        if key in _ATTRIBUTES
    )


def _png(indices: NDArray[np.intp], colours: Sequence[str]) -> bytes:
    """A picture of indices, rows from the north; 0 is clear, the others the colours from 1 on.

    Source: W3C, Portable Network Graphics, third edition (indexed colour, filter 0).
    """
    rows, columns = indices.shape
    lines = np.zeros((rows, columns + 1), dtype=np.uint8)
    lines[:, 1:] = indices
    head = struct.pack("!2I5B", columns, rows, 8, 3, 0, 0, 0)
    colour_bytes = b"".join(bytes.fromhex(one.removeprefix("#")) for one in colours)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", bytes(3) + colour_bytes),
        (b"tRNS", b"\0"),
        (b"IDAT", zlib.compress(lines.tobytes(), 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
