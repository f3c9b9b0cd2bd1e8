"""Map: look around, choose a place, hand in an idea."""

import streamlit as st

from mapper.ui import context, look
from mapper.ui.citizen_map import prepare_citizen_map

mount_map = prepare_citizen_map("map", context.current())
with st.container(key="full_height"):
    look.content_start()
    mount_map()
