"""A piece of another server's map, as it will be seen."""

import math

import streamlit as st
from markupsafe import Markup

from mapper.domain.map_services import MOST_OPACITY, ManagedService
from mapper.markup import join
from mapper.ui.context import Context

_ZOOM = 13
_COLUMNS, _ROWS = 3, 2


def show_picture(here: Context, one: ManagedService) -> None:
    """The middle of the town's map, through the same way on which everyone gets it."""
    _ = here.translator.gettext
    zoom = max(_ZOOM, one.now.min_zoom)
    column, row = _middle(here, zoom)
    alt = _("A piece of the map “{title}”").format(title=one.title_in(here.lang))
    tiles = [(column - 1 + right, row + down) for down in range(_ROWS) for right in range(_COLUMNS)]
    # Seen and read out as one picture; a tile that does not come leaves its place empty.
    pictures = join(
        Markup('<img src="/tiles/services/{}/{}/{}/{}" alt="" width="256" height="256">').format(
            one.slug, zoom, *tile
        )
        for tile in tiles
    )
    st.html(
        Markup(
            '<figure class="ik-service-picture"><div role="img" aria-label="{}" '
            'style="opacity: {}">{}</div><figcaption>{} <bdi dir="auto">{}</bdi></figcaption>'
            "</figure>"
        ).format(
            alt,
            one.now.opacity / MOST_OPACITY,
            pictures,
            _("If the picture stays empty, the other server shows nothing here just now."),
            one.now.attribution,
        )
    )


def _middle(here: Context, zoom: int) -> tuple[int, int]:
    """Column and row of the tile in the middle of the town. Source: see `mapper.geo.tiles`."""
    west, south, east, north = here.profile.extent
    lon, lat = (west + east) / 2, math.radians((south + north) / 2)
    column = (lon + 180) / 360 * 2**zoom
    row = (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * 2**zoom
    return int(column), int(row)
