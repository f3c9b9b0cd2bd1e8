"""Enter ideas: the desk, where staff write down ideas of others and say what became of one."""

import streamlit as st

from mapper.ui import context, look
from mapper.ui.components.desk import lay_out, show_desk
from mapper.ui.components.desk_status import show_status

here = context.current()
_ = here.translator.gettext

lay_out()
with st.container(key="desk_page"):
    look.heading(_("Enter ideas"))
    entering, asking = st.tabs([_("Enter an idea"), _("Look up an idea")])
    with entering:
        show_desk(here)
    with asking:
        show_status(here)
