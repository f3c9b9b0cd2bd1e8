"""What lies near the open idea and what may be the same one: a map, and a list with its numbers."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.statuses import PublicPrecision
from mapper.i18n.labels import MODERATION_STATUSES, label
from mapper.mapview.review_map import Marker, Place, review_layer
from mapper.markup import join, text
from mapper.services.alike import Related
from mapper.services.review import Review, Where
from mapper.ui.components.moderation_address import Wanted, link_to
from mapper.ui.components.moderation_names import describe_age
from mapper.ui.context import Context
from mapper.ui.folium_map import show_folium_map
from mapper.ui.ideas import shorten

_HEIGHT = 300
_EXCERPT = 140


def show_map(review: Review, here: Context) -> None:
    """The exact place, the one everyone sees, and the numbered ideas around it."""
    where = review.where
    own = _point(where.lon, where.lat)
    shown = _point(where.public_lon, where.public_lat) if _is_hidden(where) else None
    markers = [
        Marker(number, one.lon, one.lat, f"{number}. {one.title}")
        for number, one in _numbered(review)
        if one.lon is not None and one.lat is not None
    ]
    if own is None and not markers:
        return
    layer = review_layer(own, shown, markers, here.profile.extent)
    title = here.translator.gettext("Map of this idea. A list of the ideas around it follows.")
    show_folium_map("moderation_map", layer, here, title=title, height=_HEIGHT)
    st.html(_legend(review, here, others=bool(markers)))


def show_related(review: Review, wanted: Wanted, here: Context) -> None:
    """Likely duplicates, then the other ideas nearby, numbered as on the map."""
    _ = here.translator.gettext
    related = _numbered(review)
    alike = [(number, one) for number, one in related if one.score is not None]
    near = [(number, one) for number, one in related if one.score is None]
    parts = []
    if alike:
        parts.append(_list(_("Possibly the same"), alike, wanted, here))
    if near:
        parts.append(_list(_("Nearby (250 m)"), near, wanted, here))
    if not parts:
        none = _("No other idea is near or alike.")
        parts.append(Markup('<p class="ik-quiet">{}</p>').format(none))
    st.html(join(parts))


def _point(lon: float | None, lat: float | None) -> Place | None:
    return None if lon is None or lat is None else (lon, lat)


def _is_hidden(where: Where) -> bool:
    """True when others see a place less exact than staff do."""
    return where.precision is not PublicPrecision.EXACT


def _numbered(review: Review) -> list[tuple[int, Related]]:
    known = {one.number for one in review.alike}
    near = [one for one in review.neighbours if one.number not in known]
    return list(enumerate([*review.alike, *near], 1))


def _list(
    heading: str, related: list[tuple[int, Related]], wanted: Wanted, here: Context
) -> Markup:
    rows = join(
        Markup('<li value="{}"><span class="ik-number" aria-hidden="true">{}</span>{}</li>').format(
            number, number, _entry(one, wanted, here)
        )
        for number, one in related
    )
    return Markup('<h3>{}</h3><ol class="ik-related">{}</ol>').format(heading, rows)


def _entry(one: Related, wanted: Wanted, here: Context) -> Markup:
    words = here.translator
    facts = [label(MODERATION_STATUSES, one.moderation_status, words)]
    if one.distance_m is not None:
        metres = words.format_number(round(one.distance_m))
        facts.append(words.gettext("{metres} m away").format(metres=metres))
    facts.append(describe_age(one.created_at, words))
    return Markup(
        '<a href="{}">{}</a><p class="ik-excerpt" dir="auto">{}</p><p class="ik-facts">{}</p>'
    ).format(
        link_to(wanted, here.query, number=one.number),
        text(one.title),
        shorten(one.body, _EXCERPT),
        join(Markup("<span>{}</span>").format(fact) for fact in facts),
    )


def _legend(review: Review, here: Context, *, others: bool) -> Markup:
    """What the marks stand for that are on the map."""
    _ = here.translator.gettext
    where = review.where
    entries = []
    if where.lon is not None:
        exact = _("exact place (only for staff)") if _is_hidden(where) else _("exact place")
        entries.append(("own", exact))
    if where.public_lon is not None and _is_hidden(where):
        entries.append(("shown", _("place everyone sees")))
    if others:
        entries.append(("near", _("other ideas, numbered as below")))
    rows = join(
        Markup('<li><span class="ik-dot" data-kind="{}"></span>{}</li>').format(kind, words)
        for kind, words in entries
    )
    return Markup('<ul class="ik-map-legend">{}</ul>').format(rows)
