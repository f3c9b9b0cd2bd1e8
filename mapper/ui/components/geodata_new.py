"""A new import: what is brought, and which layer it goes to; the form runs in the browser."""

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from mapper.i18n import Translator
from mapper.i18n.imports import KINDS, LICENCES
from mapper.i18n.labels import translate_labels
from mapper.i18n.upload import UPLOAD_MESSAGES
from mapper.services.import_files import Target, list_targets
from mapper.ui.address import page_link
from mapper.ui.closed import sign_in_address
from mapper.ui.components.admin_list import GEODATA, ITEM, SECTION
from mapper.ui.context import Context
from mapper.ui.site import SITE

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


def show_new(here: Context) -> None:
    """Mount the form; it sends to a route of ours, and opens the import that comes of it."""
    words = here.translator
    page = page_link(GEODATA, here.query, **{SECTION: "imports"})
    data = {
        "lang": here.lang,
        "words": translate_labels(UPLOAD_MESSAGES, words),
        "layers": [_target(one, words) for one in list_targets(here.backoffice, here.who)],
        "kinds": list(translate_labels(KINDS, words).items()),
        "licences": list(LICENCES),
        "operator": here.profile.operator,
        "upload_mb": here.room.limits.upload_mb,
        "page": f"{page}&{ITEM}=",
        "sign_in": sign_in_address(next(one for one in SITE if one.url_path == GEODATA), here),
    }
    _component()(key="geodata_upload", data=data)


def _target(one: Target, words: Translator) -> dict[str, str]:
    return {
        "slug": one.slug,
        "title": one.title_in(words.lang),
        "role": one.role,
        "licence": one.licence or "",
        "attribution": one.attribution or "",
    }


@cache
def _component() -> "ComponentRenderer":
    return st.components.v2.component("mapper.upload", js="upload.js", isolate_styles=False)
