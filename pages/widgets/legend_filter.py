"""The legend on the map, which filters: a click on a chain or a stage chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from layers.view.legend_groups import CHAINS, STAGES, Group, legend_groups
from layers.view.map_model import LegendEntry, MapView
from layers.web.legend_html import drawings_as_images, groups_html, swatches_style
from layers.web.page_html import legend_script
from layers.words import style
from layers.words.palette import Palette
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.widgets.held_controls import pills

SIZE = 6


def show(view: MapView) -> None:
    """Draw the legend of a view on the map, folded until the browser finds room for it."""
    groups = legend_groups(view)
    with st.container(key="map_legend"), st.expander(t("kaart.legend"), key="kaart.legend"):
        look = planner.looks()
        _ask("chains", look.chain_names, _chain_symbols(look), _of(groups, CHAINS))
        _ask("stages", look.stage_names, _stage_symbols(look), _of(groups, STAGES))
        others = [group for group in groups if group.key not in (CHAINS, STAGES)]
        st.html(drawings_as_images(groups_html(others)))
    st.html(legend_script(), unsafe_allow_javascript=True)


def _of(groups: list[Group], key: str) -> Group:
    found = [group for group in groups if group.key == key]
    return found[0] if found else Group(t(f"legend.{key}"), (), key)


def _chain_symbols(look: Palette) -> list[LegendEntry]:
    return [
        LegendEntry(
            name,
            "circle",
            look.fill(code),
            look.stroke(code) if not look.fill(code) else "",
            SIZE,
            letter=look.letter(code),
        )
        for code, name in look.chain_names.items()
    ]


def _stage_symbols(look: Palette) -> list[LegendEntry]:
    return [
        LegendEntry(name, look.shape(code), style.INK_SOFT, "", SIZE)
        for code, name in look.stage_names.items()
    ]


def _ask(field: str, names: Mapping[str, str], symbols: list[LegendEntry], group: Group) -> None:
    """One group of the legend as a choice: the same as the filter beside the map."""
    key = f"legend.{field}"
    chosen = list(st.session_state[planner.key(field)])
    if set(st.session_state.get(key, ())) != set(chosen) or key not in st.session_state:
        st.session_state[key] = chosen
    counts = dict(entry.label.removesuffix(")").rsplit(" (", 1) for entry in group.entries)
    st.html(
        swatches_style(key.replace(".", "-"), symbols, [counts.get(s.label, "") for s in symbols])
    )
    pills(
        group.heading,
        names,
        key,
        lambda code: names[code],
        selection_mode="multi",
        on_change=partial(_take, field),
    )


@whole()
def _take(field: str) -> None:
    """Make what was clicked in the legend the filter."""
    st.session_state[planner.key(field)] = list(st.session_state[f"legend.{field}"] or ())
