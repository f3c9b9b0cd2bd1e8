"""GIS staff show maps of other servers: a list of them, and the form of one."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.domain.map_services import (
    LEAST_OPACITY,
    MOST_OPACITY,
    ManagedService,
    ServiceChange,
)
from mapper.i18n import Translator
from mapper.i18n.fields import name_field
from mapper.markup import join, link, text
from mapper.services import map_services
from mapper.ui.components.admin_form import Form, confirmed, to_list
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry, item_link
from mapper.ui.components.geodata_service_new import show_new
from mapper.ui.components.geodata_service_picture import show_picture
from mapper.ui.components.geodata_sight import ask_sight, ask_zoom, name_sight
from mapper.ui.context import Context

SECTION = "services"
KINDS = {"wms": "WMS", "wmts": "WMTS"}
_STEP = 10


def show_services(here: Context) -> None:
    """Maps of other servers, the uppermost first, and the form of one."""
    _ = here.translator.gettext
    items = {one.slug: one for one in map_services.list_services(here.backoffice, here.who)}
    section = Section(
        key=SECTION,
        name=_("Map services"),
        lead=_(
            "Maps that another server draws (WMS or WMTS), such as aerial photographs. They are "
            "fetched by this server, so that no one's browser asks anybody else."
        ),
        new=_("New map service"),
        choose=_("Choose a map service, or add one."),
        back=_("All map services"),
        entry=_entry,
        show_new=show_new,
        show_one=_show_one,
        begins=True,
    )
    show_section(here, section, items)


def _entry(one: ManagedService, words: Translator) -> Entry:
    sight = name_sight(one.now.public, one.now.roles, words)
    notes = (KINDS[one.kind], one.now.attribution, sight)
    return Entry(one.slug, one.title_in(words.lang), notes, quiet=not one.now.public)


def _show_one(here: Context, one: ManagedService) -> None:
    _ = here.translator.gettext
    act = (here.backoffice, here.who, one.slug)
    form = Form(here, f"service_{one.slug}")
    version = form.seen(one.version)
    st.html(Markup("<h3>{}</h3>").format(text(one.title_in(here.lang))))
    show_picture(here, one)
    st.html(_facts(here, one))
    # No st.form: who sees it decides what is asked next.
    with st.container(key="geodata_layer", border=True):
        change = _fields(form, one.now)
        wanted = st.button(_("Save"), key=f"admin_save_{form.name}", type="primary")
    if wanted:
        form.attempt(
            lambda: map_services.change_service(*act, change, version),
            _("The map service was saved. Everyone sees it so now."),
        )
    form.show_done()
    with st.container(key="admin_steps"):
        question = _("Remove the map service? It disappears from all maps at once.")
        label, yes = _("Remove the map service"), _("Yes, remove it")
        if confirmed(form, "delete", label, question, yes):
            done = _("The map service was removed.")
            form.attempt(partial(map_services.remove_service, *act), done, item=to_list)


def _fields(form: Form, now: ServiceChange) -> ServiceChange:
    words = form.here.translator
    titles = form.lines(name_field("titles", words), "titles", now.titles)
    attribution = form.line(name_field("attribution", words), "attribution", now.attribution)
    licence = form.line(name_field("licence", words), "licence", now.licence)
    left, right = st.columns(2)
    with left:
        steps = {*range(LEAST_OPACITY, MOST_OPACITY + 1, _STEP), now.opacity}
        shares = {str(one): f"{one} %" for one in sorted(steps, reverse=True)}
        opacity = form.choice(name_field("opacity", words), "opacity", shares, str(now.opacity))
    with right:
        min_zoom = ask_zoom(form, now.min_zoom)
    public, roles = ask_sight(form, now.public, now.roles)
    return ServiceChange(titles, attribution, licence, int(opacity), public, roles, min_zoom)


def _facts(here: Context, one: ManagedService) -> Markup:
    _ = here.translator.gettext
    order = item_link(here, "layers", f"service.{one.slug}")
    facts = [
        (_("Kind"), KINDS[one.kind]),
        (_("Web address"), text(one.url)),
        (_("Map of the service"), text(one.layer)),
        (_("Order"), link(order, _("Lay it over or under layers"), class_="ik-link")),
    ]
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup('<dl class="ik-dl">{}</dl>').format(rows)
