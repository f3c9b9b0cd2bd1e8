"""Record of changes: who did what and when, searched, checked, taken along."""

import streamlit as st

from mapper.services.audit_search import find_event, search_audit
from mapper.ui import context, look
from mapper.ui.components.admin import inject_admin_style
from mapper.ui.components.audit_events import (
    EVENT,
    back_link,
    event_list,
    list_pager,
    reset_link,
    show_event,
    summary,
)
from mapper.ui.components.audit_filters import no_match, read_address, show_filters
from mapper.ui.paging import page_number

here = context.current()
_ = here.translator.gettext

inject_admin_style()
with st.container(key="admin"):
    look.heading(
        _("Record of changes"),
        _("Who did what and when. Nothing in it can be changed, and it keeps no texts."),
    )
    event = here.query.get(EVENT, "")
    if event.isascii() and event.isdigit():
        st.html(back_link(here))
        show_event(find_event(here.backoffice, here.who, int(event[:20])), here)
        st.stop()

    filters = read_address(here)
    show_filters(here, filters)
    page = search_audit(here.backoffice, here.who, filters, page_number(here.query))
    if not page.total:
        st.html(no_match(here, reset_link(here)))
        st.stop()
    st.html(summary(page, here))
    st.html(event_list(page, here))
    if pages := list_pager(page, here):
        st.html(pages)
