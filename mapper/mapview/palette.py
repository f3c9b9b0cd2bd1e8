"""Colours of maps: the heat's classes and the ground they lie on."""

# ColorBrewer's YlOrBr in seven classes without the lightest, which is lost on paper.
# Source: Brewer, Harrower and The Pennsylvania State University, colorbrewer2.org (Apache 2.0).
HEAT = ("#fee391", "#fec44f", "#fe9929", "#ec7014", "#cc4c02", "#8c2d04")
HEAT_OPACITY = 0.7

# ColorBrewer's PuOr in three, five and seven classes, from fewer to more. Same source.
DIVERGING = {
    1: ("#f7f7f7",),
    3: ("#998ec3", "#f7f7f7", "#f1a340"),
    5: ("#5e3c99", "#b2abd2", "#f7f7f7", "#fdb863", "#e66101"),
    7: ("#542788", "#998ec3", "#d8daeb", "#f7f7f7", "#fee0b6", "#f1a340", "#b35806"),
}
FEWER_DASHES = "5 4"
"""Dashes of an outline around what is less than a middle, for grey paper."""

PAPER = "#fbfaf6"
OUTSIDE = "#e8e5db"
INK = "#1f2a24"
QUIET_INK = "#55615a"
BEECH = "#1e6b45"

# Fill, outline and dashes by kind of green space; kinds that are not named look like `park`.
GREEN_SPACES: dict[str, dict[str, str]] = {
    "park": {"fill": "#cfe6c3", "line": "#6fa063"},
    "forest": {"fill": "#d9e5cf", "line": "#b3c9a4"},
    "wood": {"fill": "#d9e5cf", "line": "#b3c9a4"},
    "cemetery": {"fill": "#dfe5d2", "line": "#7d8a63", "dash": "2 3"},
    "nature_reserve": {"fill": "#dcebd8", "line": "#3f7d4e", "dash": "6 3"},
    "protected_area": {"fill": "#dcebd8", "line": "#3f7d4e", "dash": "6 3"},
    "landscape": {"fill": "#eaf0e0", "line": "#8fae80", "dash": "10 5"},
}


def class_colours(count: int) -> tuple[str, ...]:
    """So many colours from light to dark.

    Four and more are spread over the whole scale; fewer stay in its lighter part, because two
    ideas in one place are no alarm.
    """
    if count <= 1:
        return HEAT[2:3][:count]
    last = min(len(HEAT) - 1, 2 * (count - 1))
    return tuple(HEAT[round(index * last / (count - 1))] for index in range(count))


def diverging_colours(count: int) -> tuple[str, ...]:
    """So many colours, 1, 3, 5 or 7, from fewer over a neutral middle to more."""
    return DIVERGING[count]


def on_paper(colour: str) -> str:
    """The heat's colour as it looks on the map's ground, for legends on any other one."""
    mixed = (
        round(
            HEAT_OPACITY * int(colour[at : at + 2], 16)
            + (1 - HEAT_OPACITY) * int(PAPER[at : at + 2], 16)
        )
        for at in (1, 3, 5)
    )
    return "#{:02x}{:02x}{:02x}".format(*mixed)
