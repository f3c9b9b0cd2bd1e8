"""The ground of a picture: what lies below the counts, and the borders and names above them."""

from collections.abc import Iterator, Sequence

import shapely
from markupsafe import Markup

from mapper.mapview import palette
from mapper.markup import join
from mapper.report.frame import FINE_PX, Frame
from mapper.report.labels import BOLD, Box, Label, arrange, draw_label
from mapper.services.ground import Ground, Patch, coarsen

_GREEN_OPACITY = 0.8
_EVEN_ODD = {"fill-rule": "evenodd"}


def draw_below(ground: Ground, frame: Frame) -> Markup:
    """The paper of the municipalities on what lies around them, and green spaces."""
    outside = palette.OUTSIDE if ground.municipalities else palette.PAPER
    return join(
        (
            Markup('<rect width="{}" height="{}" fill="{}"/>').format(
                frame.width, frame.height, outside
            ),
            *(
                _path("paper", frame.trace(shape), fill=palette.PAPER, **_EVEN_ODD)
                for shape in coarsen(ground.municipalities, FINE_PX * frame.metres)
            ),
            *(_green(one, frame) for one in ground.green_spaces),
        )
    )


def draw_above(ground: Ground, frame: Frame) -> Markup:
    """The borders of districts, and stronger those of municipalities."""
    thin = {"fill": "none", "stroke": palette.QUIET_INK, "stroke-width": "1.2", "opacity": "0.8"}
    strong = {"fill": "none", "stroke": palette.QUIET_INK, "stroke-width": "2"}
    return join(
        (
            *_borders("district", ground.districts, frame, ("1 3", "6 4"), thin),
            *_borders("municipality", ground.municipalities, frame, ("", "9 6"), strong),
        )
    )


def draw_names(
    ground: Ground,
    frame: Frame,
    size: float,
    taken: Sequence[Box],
    better_free: Sequence[Box],
) -> Markup:
    """Names of districts, those of the towns first and bolder, then the larger (see `arrange`)."""
    labels = arrange(_labels(ground, frame, size), frame, taken, better_free)
    return join(draw_label(one) for one in labels)


def town_boxes(ground: Ground, frame: Frame, size: float) -> list[Box]:
    """Where the names of the towns may come to stand."""
    bold = [one for one in _labels(ground, frame, size) if one.weight == BOLD]
    return [box for one in bold for box in one.boxes]


def _labels(ground: Ground, frame: Frame, size: float) -> Iterator[Label]:
    towns = {one.name.split("/")[0] for one in ground.municipalities}
    named = [one for one in ground.districts or ground.municipalities if one.name]
    named.sort(key=lambda one: (one.name not in towns, -one.shape.area))
    for one in named:
        place = _place_of(one, frame)
        if place is None:
            continue
        if one.name in towns:
            yield Label(one.name, *place, size * 1.25, BOLD)
        else:
            yield Label(one.name, *place, size)


def _place_of(patch: Patch, frame: Frame) -> tuple[float, float] | None:
    """The pixel in the middle of the largest part that is in the picture."""
    west, south, east, north = frame.bounds
    seen = shapely.get_parts(shapely.clip_by_rect(patch.shape, west, south, east, north))
    if not len(seen):
        return None
    largest = max(seen, key=lambda part: part.area)
    middle = largest.centroid
    if not largest.contains(middle):
        middle = largest.point_on_surface()
    x, y = frame.place(shapely.get_coordinates(middle)[0])
    return float(x), float(y)


def _borders(
    name: str,
    patches: tuple[Patch, ...],
    frame: Frame,
    dashes: tuple[str, str],
    look: dict[str, str],
) -> Iterator[Markup]:
    """One path for those that are surveyed and one for those that are schematic.

    A border that two share is drawn once, so that its dashes are seen.
    """
    shapes = list(zip(patches, coarsen(patches, FINE_PX * frame.metres), strict=True))
    for schematic, dash in zip((False, True), dashes, strict=True):
        borders = [shape.boundary for one, shape in shapes if one.schematic is schematic]
        traced = frame.trace(shapely.line_merge(shapely.union_all(borders)))
        if traced:
            yield _path(name, traced, **look, **({"stroke-dasharray": dash} if dash else {}))


def _green(patch: Patch, frame: Frame) -> Markup:
    traced = frame.trace(shapely.simplify(patch.shape, FINE_PX * frame.metres))
    if not traced:
        return Markup("")
    look = palette.GREEN_SPACES.get(patch.kind, palette.GREEN_SPACES["park"])
    dash = "4 4" if patch.schematic else look.get("dash", "")
    return _path(
        "green",
        traced,
        **_EVEN_ODD,
        **{"fill": look["fill"], "fill-opacity": f"{_GREEN_OPACITY}"},
        **{"stroke": look["line"], **({"stroke-dasharray": dash} if dash else {})},
    )


def _path(name: str, traced: str, **look: str) -> Markup:
    attributes = join(Markup(' {}="{}"').format(key, value) for key, value in look.items())
    return Markup('<path class="{}" d="{}"{}/>').format(name, traced, attributes)
