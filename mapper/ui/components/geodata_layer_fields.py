"""The form of a layer: title, look with a sample of it, who sees it and from when on."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.styles import PALETTE, Dash, LayerStyle, check_style
from mapper.errors import MapperError
from mapper.i18n import N_, Translator
from mapper.i18n.fields import name_field
from mapper.i18n.labels import translate_labels
from mapper.markup import join
from mapper.services.publish_layers import LayerChange, ManagedLayer
from mapper.ui.components.admin_form import Form
from mapper.ui.components.geodata_sight import ask_sight, ask_zoom
from mapper.ui.layer_samples import large_sample, swatch

SHAPE_NAMES: Mapping[str, str] = {
    "circle": N_("Circle"),
    "square": N_("Square"),
    "triangle": N_("Triangle"),
    "diamond": N_("Diamond"),
    "star": N_("Star"),
    "cross": N_("Cross"),
    "hexagon": N_("Hexagon"),
    "drop": N_("Drop"),
}
DASH_NAMES: Mapping[str, str] = {
    "solid": N_("solid"),
    "dashed": N_("dashed"),
    "dotted": N_("dotted"),
}
_FILLINGS = (0, 10, 25, 40, 60, 80, 100)
_WIDTHS = (1, 2, 3, 4, 5, 6, 8)


def ask_change(form: Form, layer: ManagedLayer) -> LayerChange | None:
    """Draw the fields with a sample of the look; what they hold, when it is to be saved."""
    words = form.here.translator
    _ = words.gettext
    now = layer.now
    with st.container(key="geodata_layer", border=True):
        titles = form.lines(name_field("titles", words), "titles", _titles(form, layer))
        style = _ask_style(form, layer)
        _show_sample(form, style, layer)
        public, roles = ask_sight(form, now.public, now.roles)
        min_zoom = ask_zoom(form, now.min_zoom)
        wanted = st.button(_("Save"), key=f"admin_save_{form.name}", type="primary")
    change = LayerChange(titles, style, public, roles, min_zoom)
    return change if wanted else None


def _titles(form: Form, layer: ManagedLayer) -> dict[str, str]:
    """As stored; while nobody has given any, what the layer was first called."""
    languages = form.here.profile.languages
    return dict(layer.now.titles) or dict.fromkeys(languages[:1], layer.title)


def _ask_style(form: Form, layer: ManagedLayer) -> LayerStyle:
    words = form.here.translator
    _ = words.gettext
    now, shapes = layer.now.style, set(layer.shapes) or {"point", "line", "area"}
    left, right = st.columns(2)
    with left:
        colour = form.line(_("Colour, such as #1E6B45"), "colour", now.colour)
    with right:
        fields = _fields(layer, words)
        field = form.choice(
            name_field("label_field", words), "label", fields, now.label_field or ""
        )
    st.html(_palette(now, shapes, words))
    style = replace(now, colour=colour, label_field=field or None)
    if shapes != {"point"}:
        style = _ask_line(form, style, filled="area" in shapes)
    if "point" in shapes:
        signs = translate_labels(SHAPE_NAMES, words)
        style = replace(style, symbol=form.choice(_("Sign"), "sign", signs, now.symbol))
    if layer.kinds:
        style = replace(
            style, by_kind=form.tick(name_field("by_kind", words), "kinds", now.by_kind)
        )
    return style


def _ask_line(form: Form, now: LayerStyle, *, filled: bool) -> LayerStyle:
    words = form.here.translator
    columns = st.columns(3 if filled else 2)
    with columns[0]:
        dashes = translate_labels(DASH_NAMES, words)
        dash = form.choice(name_field("dash", words), "dash", dashes, now.dash.value)
    with columns[1]:
        widths = {str(one): f"{one} px" for one in _with(_WIDTHS, now.line_width)}
        width = form.choice(name_field("line_width", words), "width", widths, str(now.line_width))
    opacity = str(now.fill_opacity)
    if filled:
        with columns[2]:
            shares = {str(one): f"{one} %" for one in _with(_FILLINGS, now.fill_opacity)}
            opacity = form.choice(name_field("fill_opacity", words), "fill", shares, opacity)
    return replace(now, dash=Dash(dash), line_width=int(width), fill_opacity=int(opacity))


def _show_sample(form: Form, style: LayerStyle, layer: ManagedLayer) -> None:
    """How it will look, as far as what is typed can be drawn."""
    _ = form.here.translator.gettext
    try:
        drawn = check_style(style)
    except MapperError:
        drawn = replace(style, colour=layer.now.style.colour)
    fields = {one.name: one.title for one in layer.fields}
    name = fields.get(style.label_field or "", _("Name")) if style.label_field else ""
    st.html(
        Markup('<figure class="ik-sample-of"><figcaption>{}</figcaption>{}</figure>').format(
            _("This is how it looks on the map:"),
            large_sample(drawn, layer.shapes, layer.kinds, name),
        )
    )


def _fields(layer: ManagedLayer, words: Translator) -> dict[str, str]:
    _ = words.gettext
    own = {one.name: one.title for one in layer.fields}
    return {"": _("no names"), "name": _("Name"), "kind": _("Kind"), **own}


def _with(choices: tuple[int, ...], now: int) -> list[int]:
    """The choices, and what is stored when it is none of them."""
    return sorted({*choices, now})


def _palette(now: LayerStyle, shapes: set[str], words: Translator) -> Markup:
    """Colours that go well together, each with its code to type."""
    cells = join(
        Markup("<li>{}<code>{}</code></li>").format(
            swatch(replace(now, colour=colour), shapes), colour
        )
        for colour in PALETTE
    )
    name = words.gettext("Colours that are easy to tell apart")
    return Markup('<details class="ik-palette"><summary>{}</summary><ul>{}</ul></details>').format(
        name, cells
    )
