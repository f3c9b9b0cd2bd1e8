"""A new map service: its web address, then one of the maps it offers."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.domain.map_services import ServiceChange
from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.i18n.fields import name_field
from mapper.imports.map_capabilities import MapOffer, OfferedMap
from mapper.markup import text
from mapper.services import map_services
from mapper.ui.components.admin_entry import ask
from mapper.ui.components.admin_form import Form, show_problem
from mapper.ui.context import Context

_OFFER = "geodata_offer"
_TITLE_MOST = map_services.TITLE_MOST


def show_new(here: Context) -> None:
    """Ask for the address until there is an offer, then which map and what it is called."""
    _ = here.translator.gettext
    st.html(Markup("<h3>{}</h3>").format(_("New map service")))
    form = Form(here, "service_new")
    url = ask(form, _ask_address, _("Look it up"))
    if url is not None:
        _look_up(here, url)
    offer: MapOffer | None = st.session_state.get(_OFFER)
    if offer is not None:
        _show_offer(here, offer)


def _ask_address(form: Form) -> str:
    here = form.here
    _ = here.translator.gettext
    url = form.line(_("Web address of the service (WMS or WMTS)"), "url", "")
    hosts = sorted(here.maps.allowed.hosts or ())
    words = (
        _("These servers may be asked: {hosts}. The operator can add others.")
        if hosts
        else _("No server may be asked yet. The operator can add some.")
    )
    st.html(Markup('<p class="ik-hint">{}</p>').format(words.format(hosts=", ".join(hosts))))
    return url


def _look_up(here: Context, url: str) -> None:
    _ = here.translator.gettext
    st.session_state.pop(_OFFER, None)
    try:
        with st.spinner(_("The service is being asked what it offers …")):
            offer = map_services.look_up(here.backoffice, here.who, here.maps, url)
    except MapperError as error:
        show_problem(explain(error, here.translator))
    else:
        st.session_state[_OFFER] = offer
        # Another service has other titles: what the form held of the former goes.
        for key in [key for key in st.session_state if str(key).startswith("admin_w_service_of_")]:
            del st.session_state[key]


def _show_offer(here: Context, offer: MapOffer) -> None:
    words = here.translator
    _ = words.gettext
    count = words.ngettext("one map that fits here", "{count} maps that fit here", len(offer.maps))
    told = [offer.kind.upper(), count.format(count=words.format_number(len(offer.maps)))]
    if offer.others:
        left = words.ngettext("one that does not", "{count} that do not", offer.others)
        told.append(left.format(count=words.format_number(offer.others)))
    st.html(
        Markup('<h4>{}</h4><p class="ik-import-facts">{}</p>').format(
            text(offer.title), ", ".join(told)
        )
    )
    names = {one.name: _name(one) for one in offer.maps}
    chooser = Form(here, "service_of_offer")
    name = chooser.choice(_("Which map is to be shown?"), "map", names, offer.maps[0].name)
    chosen = next(one for one in offer.maps if one.name == name)
    form = Form(here, f"service_of_{offer.maps.index(chosen)}")
    change = ask(form, partial(_fields, offer=offer, chosen=chosen), _("Add the map service"))
    if change is not None:
        form.attempt(
            lambda: _add(here, offer, name, change),
            _("The map service was added. Only GIS staff see it until you show it to others."),
            item=str,
        )


def _add(here: Context, offer: MapOffer, name: str, change: ServiceChange) -> str:
    slug = map_services.add_service(here.backoffice, here.who, offer, name, change)
    st.session_state.pop(_OFFER, None)
    Form(here, "service_new").forget()
    return slug


def _fields(form: Form, offer: MapOffer, chosen: OfferedMap) -> ServiceChange:
    words = form.here.translator
    _ = words.gettext
    titles = dict.fromkeys(form.here.profile.languages, chosen.title[:_TITLE_MOST])
    given = form.lines(name_field("titles", words), "titles", titles)
    said = chosen.attribution or offer.attribution or ""
    attribution = form.line(name_field("attribution", words), "attribution", said)
    licence = form.line(name_field("licence", words), "licence", offer.licence or "")
    st.html(
        Markup('<p class="ik-hint">{}</p>').format(
            _("The attribution stands on every map that shows this. Please check both.")
        )
    )
    return ServiceChange(given, attribution, licence)


def _name(one: OfferedMap) -> str:
    return one.title if one.title == one.name else f"{one.title} ({one.name})"
