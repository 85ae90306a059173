"""The layers of *Kaart* in the drawer: their order, their opacity, what of each is not drawn."""

from __future__ import annotations

import streamlit as st

from geo.data.tenant_count import placed_counts
from layers.view.layer_look import FULL, LOOK, STEPS, Look, write_look
from layers.view.map_model import MapLayer, MapView
from layers.view.state import LAYER_KEYS
from layers.words.plain_text import literal
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import whole

# The table whose rows a layer draws; layers of areas and ways leave no row out.
TABLES = {
    "hubs": "hubs",
    "sectors": "tenants",
    "tenants": "tenants",
    "partners": "partners",
    "meeting_places": "meeting_places",
}
NO_PLACE = ("no_place", "hub_without_place")


def show(view: MapView) -> None:
    """Draw a part for each layer, the highest first."""
    st.markdown(f"**{t('lagen.title')}**")
    st.caption(t("lagen.intro"))
    layers = [layer for layer in view.layers if layer.key in LAYER_KEYS]
    if not layers:
        st.info(t("lagen.none"))
        return
    look: Look = tuple((layer.key, round(layer.alpha * FULL)) for layer in layers)
    for at in reversed(range(len(layers))):
        _layer(layers, at, look)
    if planner.parameter(LOOK):
        st.button(t("lagen.reset"), key="lagen.reset", on_click=_put, args=("",))


def _layer(layers: list[MapLayer], at: int, look: Look) -> None:
    layer = layers[at]
    st.markdown(f"{literal(layer.title)}  \n:small[{literal(_counted(layer))}]")
    line = st.container(key=f"lagen_line_{layer.key}")
    slider, up, down = line.columns([0.5, 0.25, 0.25], gap="small", vertical_alignment="center")
    key = f"lagen.opacity.{layer.key}"
    if st.session_state.get(key) != look[at][1]:
        st.session_state[key] = look[at][1]
    slider.select_slider(
        t("lagen.opacity", layer=layer.title),
        STEPS,
        key=key,
        on_change=_opacity,
        args=(layer.key, look),
        label_visibility="collapsed",
    )
    for column, words, step in ((up, "lagen.up", 1), (down, "lagen.down", -1)):
        column.button(
            t(words),
            key=f"{words}.{layer.key}",
            disabled=not _may_move(layers, at, step),
            on_click=_move,
            args=(look, at, step),
            width="stretch",
        )


def _counted(layer: MapLayer) -> str:
    """How many are drawn, and how many rows of the same table are not."""
    chosen = server.selection(planner.dataset(), planner.state().filters)
    left, n = chosen.left_out, layer.n_rows
    if layer.key == "sectors":  # one symbol a building, of all its tenants
        n = placed_counts(chosen).tenants.on_map
    mine = left[left["table"].eq(TABLES.get(layer.key, ""))]
    if not mine["n"].sum():
        return t("lagen.drawn", n=n)
    no_place = mine.loc[mine["reason"].isin(NO_PLACE), "n"].sum()
    counts = {"left": int(mine["n"].sum()), "no_place": int(no_place)}
    return t("lagen.drawn_left", n=n, **counts)


def _may_move(layers: list[MapLayer], at: int, step: int) -> bool:
    to = at + step
    return 0 <= to < len(layers) and layers[to].kind == layers[at].kind


def _move(look: Look, at: int, step: int) -> None:
    order = list(look)
    order[at], order[at + step] = order[at + step], order[at]
    _put(write_look(tuple(order)))


def _opacity(name: str, look: Look) -> None:
    asked = int(st.session_state[f"lagen.opacity.{name}"])
    _put(write_look(tuple((key, asked if key == name else now) for key, now in look)))


@whole()
def _put(word: str) -> None:
    planner.set_parameter(LOOK, word)
