"""What the colours of the planners' map stand for, beside it."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.mapview import palette
from mapper.markup import join
from mapper.planning.drawn import Drawn
from mapper.planning.legend_words import labels_of
from mapper.planning.measures import DIVERGING


def show_legend(drawn: Drawn, notes: Sequence[str], words: Translator) -> None:
    """The classes' real limits, what they count, and what is assumed; nothing without a class."""
    scale = drawn.scale
    if not scale.classes:
        return
    kinds = ["more"] * len(scale.classes)
    if drawn.measure in DIVERGING:
        kinds[: scale.fewer + 1] = [*(["fewer"] * scale.fewer), "same"]
    entries = join(
        Markup(
            '<li class="{}"><span class="ik-swatch" style="background:{}"></span>{}</li>'
        ).format(kind, palette.on_paper(colour), label)
        for kind, colour, label in zip(kinds, scale.colours, labels_of(drawn, words), strict=True)
    )
    shape = "ik-legend ik-legend-rows" if drawn.measure in DIVERGING else "ik-legend"
    told = join(Markup("<p>{}</p>").format(note) for note in notes)
    st.html(
        Markup('<div class="{}"><h2>{}</h2><ul>{}</ul>{}</div>').format(
            shape, drawn.unit, entries, told
        )
    )
