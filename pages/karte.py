"""Map: look around, choose a place, hand in an idea."""

import streamlit as st

from mapper.ui import context, look
from mapper.ui.citizen_map import show_citizen_map

with st.container(key="full_height"):
    look.content_start()
    show_citizen_map("map", context.current())
