"""Map: dev."""
from mapper.ui import context, look
import streamlit as st
with st.container(key="full_height"):
    look.hidden_heading("Karte")
