"""About the data: where the map comes from, and how to take the ideas along."""

import streamlit as st
from markupsafe import Markup

from mapper.markup import link
from mapper.ui import cache, context, look
from mapper.ui.datasets import dataset_cards, download_list
from mapper.ui.legal import split_title, text_of, to_html

here = context.current()
_ = here.translator.gettext

look.heading(
    _("About the data"), _("Where the map and its contents come from, and how you can use them.")
)
datasets = cache.datasets(here)
look.section(_("What the map is drawn from"))
if datasets:
    st.html(dataset_cards(datasets, here.translator, cache.file_sizes(here)))
else:
    st.html(Markup("<p>{}</p>").format(_("No map content has been loaded yet.")))

look.section(_("Download the ideas"))
licence = link(here.profile.licence.url, here.profile.licence.name, class_="ik-link")
terms = Markup("<p>{} {}</p>").format(
    _("Published ideas may be reused under this licence:"), licence
)
to_ogc = Markup("<p>{} {}</p>").format(
    _("QGIS and other programs read ideas and map content by OGC API:"),
    link("/ogc/", _("Geodata for programs"), class_="ik-link"),
)
to_pds = Markup("<p>{} {}</p>").format(
    _("Other participation platforms read rounds and ideas in a common format:"),
    link("/api/pds/projects", _("PDS (JSON)"), class_="ik-link"),
)
st.html(terms + download_list(here.translator) + to_ogc + to_pds)

title, body = split_title(text_of("about", here.lang, here))
look.section(title)
st.html(Markup('<div class="ik-prose">{}</div>').format(to_html(body, deeper=1)))
