"""GIS staff publish layers: what they are called, how they look, who sees them, in which order."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.i18n.labels import LAYER_ROLES, label
from mapper.markup import join, link, text
from mapper.services.layer_order import OrderedMap, list_order, move_in_order
from mapper.services.publish_layers import ManagedLayer, change_layer, list_managed
from mapper.ui.components.admin_form import Form
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry, item_link
from mapper.ui.components.admin_order import show_order
from mapper.ui.components.geodata_layer_fields import ask_change
from mapper.ui.components.geodata_sight import name_sight
from mapper.ui.context import Context
from mapper.ui.layer_samples import swatch

SECTION = "layers"
Item = tuple[OrderedMap, ManagedLayer | None]


def show_layers(here: Context) -> None:
    """Layers and other servers' maps in their order, and the form of one layer."""
    _ = here.translator.gettext
    layers = {one.slug: one for one in list_managed(here.backoffice, here.who)}
    items: dict[str, Item] = {
        _key(one): (one, layers.get(one.slug) if one.kind == "layer" else None)
        for one in list_order(here.backoffice, here.who)
    }
    section = Section(
        key=SECTION,
        name=_("Layers"),
        lead=_("In the order in which they lie on the map: what stands higher covers the rest."),
        choose=_("Choose a layer to change its title, its look and who sees it.")
        if items
        else _("There is no layer yet. The first one comes with an import."),
        back=_("All layers"),
        entry=_entry,
        show_one=lambda here, item: _show_one(here, item, list(items)),
    )
    show_section(here, section, items)


def _key(one: OrderedMap) -> str:
    """Of a layer its slug; a map of another server may have the same."""
    return one.slug if one.kind == "layer" else f"service.{one.slug}"


def _entry(item: Item, words: Translator) -> Entry:
    _ = words.gettext
    one, layer = item
    if layer is None:
        return Entry(_key(one), one.title_in(words.lang), (_("map of another server"),))
    return Entry(
        layer.slug,
        layer.title_in(words.lang),
        (
            label(LAYER_ROLES, layer.role, words),
            _count(layer, words),
            name_sight(layer.now.public, layer.now.roles, words),
        ),
        before=swatch(layer.now.style, layer.shapes),
        quiet=not layer.now.public or layer.active_version is None,
    )


def _count(layer: ManagedLayer, words: Translator) -> str:
    if layer.active_version is None:
        return words.gettext("no version in use")
    count = words.ngettext("{count} object", "{count} objects", layer.features)
    return count.format(count=words.format_number(layer.features))


def _show_one(here: Context, item: Item, keys: list[str]) -> None:
    _ = here.translator.gettext
    one, layer = item
    form = Form(here, f"layer_{_key(one)}")
    name = layer.title_in(here.lang) if layer else one.title_in(here.lang)
    st.html(Markup("<h3>{}</h3>").format(text(name)))
    # In the list the uppermost comes first, so that one step up is one over the next.
    move = partial(move_in_order, here.backoffice, here.who, one.kind, one.slug)
    with st.container(key="geodata_order"):
        show_order(form, keys, _key(one), lambda steps: move(-steps))
    if layer is None:
        st.html(
            link(
                item_link(here, "services", one.slug),
                _("Change title, look and who sees it"),
                class_="ik-link",
            )
        )
        form.show_done()
        return
    st.html(_facts(here, layer))
    version = form.seen(layer.version)
    change = ask_change(form, layer)
    if change is not None:
        form.attempt(
            lambda: change_layer(here.backoffice, here.who, layer.slug, change, version),
            _("The layer was saved. Everyone sees it so now."),
        )
    form.show_done()


def _facts(here: Context, layer: ManagedLayer) -> Markup:
    words = here.translator
    _ = words.gettext
    facts = [
        (_("Kind"), label(LAYER_ROLES, layer.role, words)),
        (_("Objects"), _count(layer, words)),
        (_("Short name"), layer.slug),
        (
            _("Versions"),
            link(item_link(here, "versions", layer.slug), _("Show versions"), class_="ik-link"),
        ),
    ]
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup('<dl class="ik-dl">{}</dl>').format(rows)
