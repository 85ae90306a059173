"""The smallest page with the map: one filter, the last click in words, the number of reruns."""

from __future__ import annotations

import streamlit as st
from demo_view import COLOURS, demo_view
from streamlit_folium import st_folium

from layers.web.folium_map import RETURNED_OBJECTS, base_map, clicked_in, feature_groups

st.set_page_config(layout="wide")
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
colours = st.segmented_control(
    "Keten", COLOURS, selection_mode="multi", default=list(COLOURS), key="colours"
)
flown = st.button("Vlieg")
view = demo_view(tuple(colours))
answer = st_folium(
    base_map((52.3650, 4.8950), 15, "nl"),
    key="demo",
    height=520,
    use_container_width=True,
    feature_group_to_add=feature_groups(view),
    returned_objects=RETURNED_OBJECTS,
    center=(51.9200, 4.4800) if flown else None,
    zoom=14 if flown else None,
)
click = clicked_in(answer)
st.text(f"gekozen: {click.ref if click else 'niets'}")
st.text(f"keer: {st.session_state['runs']}")
