"""A page that breaks off: at a plain fault, or at one of Streamlit, which is drawn as markdown."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitAPIException

from layers.web.page_html import streamlit_script

if __name__ == "__main__":  # pytest looks into every file for examples
    st.set_option("client.showErrorDetails", "none")
    st.html(streamlit_script("nl"), unsafe_allow_javascript=True)
    if "streamlit" in st.query_params:
        raise StreamlitAPIException("broken")
    raise ValueError("broken")
