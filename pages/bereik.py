"""*Bereik*: what lies within 5, 10 and 15 minutes of a building, on foot or by bicycle."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.reach_content import KINDS, MINUTES, ReachContent
from geo.selection import COARSE
from geo.store import Dataset
from layers.chain_strip import number
from layers.view_state import ViewState
from pages.parts import bereik_map, finding_map, frame, map_content, own_choice, session
from pages.parts.session import t


def show() -> None:
    """Lay out the page."""
    state = session.state()
    st.markdown(f"#### {t('bereik.title')}")
    data = session.dataset()
    start = bereik_map.hub_of(data, state, {})
    if start is None:
        st.info(t("bereik.none"))
        return
    hub = _chosen_hub(data, state, start["id"])
    if hub["precision"] in COARSE:
        st.warning(t("bereik.coarse", hub=hub["name"], metres=round(float(hub["accuracy_m"]))))
        return
    grounds = bereik_map.ground_of(data, hub, state.travel)
    if grounds.empty:
        st.warning(t("bereik.off", hub=hub["name"]))
        return
    content = bereik_map.content_of(data, state.filters, hub["id"], state.travel)
    left, right = st.columns([0.6, 0.4], gap="small")
    with left:
        _map(hub, grounds)
    with right:
        limit = _limit()
        said = bereik_map.sentence(content, hub["name"], f"{limit:g}", state.travel, state.lang)
        st.markdown(f"**{said}**")
        _counts(content, grounds)
        _matrix(content, limit)
    st.caption(t("bereik.method", travel=t(f"travel.{state.travel}")))
    _rows(content, limit)


def _chosen_hub(data: Dataset, state: ViewState, start: str) -> pd.Series:
    """The building from the control, else from the address, else the one to start with."""
    hubs = bereik_map.offered(session.selection(data, state.filters))
    names = dict(zip(hubs["id"], hubs["name"] + " · " + hubs["city"], strict=True))
    own_choice.seed("reach.hub", bereik_map.HUB, tuple(names), start)
    picked = st.selectbox(
        t("bereik.choose"),
        list(names),
        key="reach.hub",
        index=session.held_at("reach.hub", names),
        format_func=names.__getitem__,
    )
    # Always in the address: what it starts with depends on what is chosen on the map.
    own_choice.keep(bereik_map.HUB, picked, "")
    return hubs.set_index("id", drop=False).loc[picked]


def _limit() -> float:
    say = session.words()
    allowed = bereik_map.MINUTES_SHOWN
    own_choice.seed("reach.limit", bereik_map.WITHIN, allowed, allowed[0])
    limit = st.segmented_control(
        t("bereik.minutes"),
        allowed,
        key="reach.limit",
        default=session.held("reach.limit"),
        required=True,
        format_func=lambda minutes: say("bereik.minutes_unit", minutes=minutes),
    )
    return float(own_choice.keep(bereik_map.WITHIN, limit, allowed[0]))


def _map(hub: pd.Series, grounds: gpd.GeoDataFrame) -> None:
    state, own = session.state(), session.parameters()
    view, contents = bereik_map.encoded_map(session.dataset(), state, own, map_content.today())
    city, key = str(hub["city"]), f"reach.{hub['id']}.{state.travel}"
    place = finding_map.around(grounds)
    finding_map.show(view, city, key, alone=True, place=place, encoded=contents)


def _counts(content: ReachContent, grounds: gpd.GeoDataFrame) -> None:
    lang = session.state().lang
    counts = content.counts()
    shown = pd.DataFrame({t("bereik.kind"): [t(f"bereik.kind_{kind}") for kind in KINDS]})
    area = grounds.set_index("minutes").geometry.area / 1e4
    for limit in MINUTES:
        values = [number(value, lang) for value in counts[limit]]
        shown[t("bereik.within", minutes=f"{limit:g}")] = values
    ground = [t("bereik.hectares"), *(number(area[limit], lang) for limit in MINUTES)]
    shown.loc[len(shown)] = ground
    st.dataframe(shown, hide_index=True, height="content")
    if content.too_coarse:
        st.caption(t("bereik.too_coarse_note", n=content.too_coarse))


def _matrix(content: ReachContent, limit: float) -> None:
    look, lang = session.looks(), session.state().lang
    table = content.by_chain_and_stage(limit)
    st.markdown(f"**{t('bereik.by_chain', minutes=f'{limit:g}')}**")
    if table.empty:
        st.caption(t("bereik.nothing", minutes=f"{limit:g}"))
        return
    chains = [code for code in look.chain_names if code in table.index]
    stages = [code for code in look.stage_names if code in table.columns]
    shown = table.loc[chains, stages].map(lambda n: number(n, lang) if n else "")
    shown = shown.rename(index=look.chain, columns=look.stage).rename_axis(None)
    st.dataframe(shown, height="content")


def _rows(content: ReachContent, limit: float) -> None:
    look = session.looks()
    rows = content.rows[content.rows["minutes"].le(limit)]
    shown = pd.DataFrame(
        {
            t("bereik.kind"): rows["kind"].map({kind: t(f"bereik.kind_{kind}") for kind in KINDS}),
            t("column.name"): rows["name"],
            t("column.hub_name"): rows["place_name"],
            t("column.chain"): [look.chain(c) if isinstance(c, str) else "" for c in rows["chain"]],
            t("column.stage"): [look.stage(s) if isinstance(s, str) else "" for s in rows["stage"]],
            t("column.weight"): rows["weight"],
            t("bereik.minutes_away"): rows["minutes"].round(1),
            t("column.source_title"): rows["source_title"],
            t("column.source_url"): rows["source_url"],
            t("column.source_date"): rows["source_date"],
        }
    )
    with st.expander(t("bereik.rows")):
        st.dataframe(shown, hide_index=True)


frame.only_from_app()
show()
