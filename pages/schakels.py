"""*Ontbrekende schakels*: places where one link is missing, and who supplies it nearest by."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo.broken_links import (
    FEW,
    KINDS,
    BrokenLinks,
    Places,
    area_places,
    broken_links,
    cluster_places,
    hub_places,
)
from geo.proximity import routes
from geo.row_sources import with_sources
from geo.selection import Filters
from geo.store import Dataset
from geo.surroundings import BANDS_M, LIMIT_MIN
from layers.area_layers import districts_layer
from layers.broken_layers import places_layer, ways_layer
from layers.chain_strip import number
from layers.drawing import Drawing
from layers.drawn import MapView
from layers.legend import drawings_as_images, legend_html
from layers.map_view import map_view
from layers.web_map import RETURNED_OBJECTS, base_map, clicked_in, feature_groups
from pages.parts import frame, map_content, session, take_home, view_place
from pages.parts.session import t
from pages.parts.walks import around

MAP_HEIGHT = 460
WAYS = 12  # ways drawn in a city at most, the first of the list
KM_AN_HOUR = 4.8
ALL = "all"
Clustered = tuple[str, str, int]  # what is clustered, how, and the radius
ASKED = "plek"  # the page's own parameter: chain, kind of place and band


@session.shared(32)
def places(data: Dataset, filters: Filters, kind: str, clustered: Clustered) -> Places:
    """The places of one kind; shared between sessions and never changed."""
    chosen = session.selection(data, filters)
    if kind == "hub":
        return hub_places(chosen)
    if kind == "cluster":
        return cluster_places(chosen, map_content.clusters(data, filters, *clustered))
    areas = data.districts if kind == "district" else data.neighbourhoods
    return area_places(chosen, areas[areas["city"].isin(filters.cities)], kind)


@session.shared(128)
def links(
    data: Dataset, filters: Filters, kind: str, clustered: Clustered, chain: str, band_m: int
) -> BrokenLinks:
    """Present and missing stages of one chain; shared between sessions and never changed."""
    walks = {city: around(data, city) for city in filters.cities}
    of_kind = places(data, filters, kind, clustered)
    chosen = session.selection(data, filters)
    return broken_links(data, chosen, walks, of_kind, chain, band_m)


@session.shared(64)
def ways(data: Dataset, found: pd.DataFrame, city: str) -> gpd.GeoDataFrame:
    """The ways of some missing links along the streets of one city; never changed."""
    return routes(session.network(city), data.hubs, data.partners, found)


def show() -> None:
    """Lay out the page."""
    state = session.state()
    st.markdown(f"#### {t('schakels.title')}")
    st.caption(t("schakels.intro"))
    if not state.cities:
        st.info(t("kaart.no_city"))
        return
    chain, kind, band_m = _asked()
    # A chain or stage filter would hide the very links that are looked for.
    filters = Filters(state.cities, (), (), state.statuses, state.kinds, state.year)
    data = session.dataset()
    model = data.chain_model
    chains = model.ten if chain == ALL else [chain]
    with st.spinner(t("schakels.busy"), show_time=False):
        found = [links(data, filters, kind, _clustered(), each, band_m) for each in chains]
    if not any(len(each.places) for each in found):
        st.info(t("schakels.nobody"))
        return
    _summary(found, band_m)
    _maps(filters, found)
    _list(found)
    chosen = _chosen(found)
    if chosen:
        _behind(*chosen)
    _every(found)
    _notes(found, band_m)


def _asked() -> tuple[str, str, int]:
    """Chain, kind of place and band, from the controls or else from the address."""
    model, look = session.dataset().chain_model, session.looks()
    chains = [*model.ten, ALL]
    bands = [str(band) for band in BANDS_M]
    said = [*session.parameter(ASKED).split("."), "", "", ""]
    first = next(iter(c for c in session.state().chains if c in model.ten), model.ten[0])
    changed = session.parameter(ASKED) != st.session_state.get("schakels.seen")
    for name, value, allowed, default in (
        ("chain", said[0], chains, first),
        ("kind", said[1], list(KINDS), "hub"),
        ("band", said[2], bands, "500"),
    ):
        key = f"schakels.{name}"
        if changed or key not in st.session_state:
            st.session_state[key] = value if value in allowed else default
    words = session.words()
    chain = st.pills(
        t("schakels.chain"),
        chains,
        key="schakels.chain",
        format_func=lambda code: words("schakels.all") if code == ALL else look.chain(code),
        required=True,
    )
    left, right = st.columns(2)
    kind = left.segmented_control(
        t("schakels.kind"),
        KINDS,
        key="schakels.kind",
        format_func=lambda code: words(f"schakels.kind.{code}"),
        required=True,
    )
    band = right.segmented_control(
        t("schakels.band"),
        bands,
        key="schakels.band",
        format_func=lambda metres: words("schakels.band_m", n=metres),
        required=True,
    )
    st.session_state["schakels.seen"] = f"{chain}.{kind}.{band}"
    session.set_parameter(ASKED, f"{chain}.{kind}.{band}")
    return str(chain), str(kind), int(str(band))


def _clustered() -> Clustered:
    state = session.state()
    return (state.basis, state.method, state.radius)


def _summary(found: list[BrokenLinks], band_m: int) -> None:
    every = pd.concat([each.places for each in found])
    enough = every[~every["few"]]
    one, whole = int(enough["n_missing"].eq(1).sum()), int(enough["n_missing"].eq(0).sum())
    few = int(every["few"].sum())
    st.markdown(f"**{t('schakels.summary', n=one, whole=whole, band=band_m, few=few)}**")


def _missing(found: list[BrokenLinks]) -> pd.DataFrame:
    """The missing links of all chains asked for, in one order."""
    table = pd.concat([each.missing.assign(chain=each.chain) for each in found])
    order = ["few", "n_missing", "metres", "name", "chain", "stage"]
    return table.sort_values(order, kind="stable", na_position="last").reset_index(drop=True)


def _maps(filters: Filters, found: list[BrokenLinks]) -> None:
    state = session.state()
    columns = st.columns(len(filters.cities), gap="small")
    for column, city in zip(columns, filters.cities, strict=True):
        with column:
            view = _view(filters, (city,), found)
            alone = len(filters.cities) == 1
            centre, zoom = view_place.at_start(city, alone)
            st.caption(f"**{city}** · {view.subtitle}")
            answer = st_folium(
                base_map(centre, zoom, state.lang, keep_place=False),
                key=f"schakels.{city}.{alone}",
                height=MAP_HEIGHT,
                use_container_width=True,
                feature_group_to_add=feature_groups(view, state.selected),
                returned_objects=RETURNED_OBJECTS,
            )
            click = clicked_in(answer)
            if click and click.moment > st.session_state.get("click_seen", ""):
                st.session_state["click_seen"] = click.moment
                session.choose(click.ref)
                st.rerun()
            st.html(drawings_as_images(legend_html(view)))
    st.caption(t("schakels.map_note", n=WAYS))
    if st.toggle(t("kaart.tab_export"), key="schakels.export"):
        take_home.show(_view(filters, filters.cities, found))


def _view(filters: Filters, cities: tuple[str, ...], found: list[BrokenLinks]) -> MapView:
    data = session.dataset()
    chosen = session.selection(data, replace(filters, cities=cities))
    drawing = Drawing(data, chosen, session.looks(), session.state().lang)
    layers = [districts_layer(drawing)]
    if len(found) == 1:
        layers.append(places_layer(drawing, found[0], _shapes(filters, found[0])))
    drawn = [_drawn_ways(found, city) for city in cities]
    lines = pd.concat([each for each in drawn if len(each)] or drawn[:1])
    if len(lines):
        layers.append(ways_layer(drawing, lines))
    names = ", ".join(drawing.palette.chain(each.chain) for each in found)
    title = drawing.text("schakels.map_title", chain=names)
    of_city = [each.places[each.places["city"].isin(cities)] for each in found]
    one = sum(int((rows["n_missing"].eq(1) & ~rows["few"]).sum()) for rows in of_city)
    subtitle = drawing.text(
        "schakels.map_subtitle",
        kind=drawing.text(f"schakels.kind.{found[0].kind}"),
        band=found[0].band_m,
        n=one,
    )
    return map_view(drawing, tuple(layers), title, subtitle, (), session.address())


def _shapes(filters: Filters, found: BrokenLinks) -> gpd.GeoSeries:
    """Point or polygon of every place, by place id."""
    data = session.dataset()
    if found.kind == "hub":
        return session.selection(data, filters).hubs.set_index("id").geometry
    if found.kind == "cluster":
        hulls = map_content.clusters(data, filters, *_clustered())
        return hulls.set_index("cluster").geometry
    areas = data.districts if found.kind == "district" else data.neighbourhoods
    return areas.set_index(areas["city"] + ":" + areas["code"]).geometry


def _drawn_ways(found: list[BrokenLinks], city: str) -> gpd.GeoDataFrame:
    """Ways of the places that miss one stage, the first of the list, and of the chosen place."""
    table = _missing(found)
    table = table[table["city"].eq(city) & table["reason"].eq("ok")]
    first = table[table["n_missing"].eq(1) & ~table["few"]].head(WAYS)
    chosen = _chosen(found)
    mine = table[table["place_id"].eq(chosen[1])] if chosen else table.iloc[:0]
    wanted = pd.concat([first, mine]).drop_duplicates(["place_id", "chain", "stage"])
    return ways(session.dataset(), wanted, city)


def _chosen(found: list[BrokenLinks]) -> tuple[BrokenLinks, str] | None:
    """The place that is chosen, with the chain it was chosen in."""
    kind, _, place_id = session.state().selected.partition(":")
    with_place = [each for each in found if each.kind == kind and place_id in each.places.index]
    picked = st.session_state.get("schakels.picked_chain")
    with_place.sort(key=lambda each: each.chain != picked)
    return (with_place[0], place_id) if with_place else None


def _list(found: list[BrokenLinks]) -> None:
    st.markdown(f"##### {t('schakels.list')}")
    st.caption(t("schakels.list_note", few=FEW))
    table = _missing(found)
    if table.empty:
        st.success(t("schakels.nothing"))
        return
    st.caption(t("schakels.pick"))
    event = st.dataframe(
        _readable(table),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="schakels.list",
    )
    picked = event.selection.rows
    if picked and picked != st.session_state.get("schakels.picked"):
        row = table.iloc[picked[0]]
        st.session_state["schakels.picked"] = picked
        st.session_state["schakels.picked_chain"] = row["chain"]
        session.choose(f"{found[0].kind}:{row['place_id']}")
        st.rerun()
    st.session_state["schakels.picked"] = picked


def _readable(table: pd.DataFrame) -> pd.DataFrame:
    look = session.looks()
    said = [
        t("schakels.few" if few else "schakels.known", n=n)
        for few, n in zip(table["few"], table["n_tenants"], strict=True)
    ]
    km = number(LIMIT_MIN / 60 * KM_AN_HOUR, session.state().lang)
    return pd.DataFrame(
        {
            t("schakels.place"): table["name"],
            t("column.city"): table["city"],
            t("column.chain"): table["chain"].map(look.chain),
            t("schakels.missing"): table["stage"].map(look.stage),
            t("schakels.n_missing"): table["n_missing"],
            t("schakels.said"): said,
            t("column.metres"): table["metres"].astype(float).round(),
            t("column.minutes"): table["minutes"].astype(float).round(1),
            t("schakels.supplier"): table["target_name"].fillna(""),
            t("schakels.where"): [t(f"schakels.reason.{r}", km=km) for r in table["reason"]],
            t("schakels.undecided"): table["undecided"],
        }
    )


def _behind(found: BrokenLinks, place_id: str) -> None:
    """What a place does have of the chain: every row with its source."""
    look, row = session.looks(), found.places.loc[place_id]
    heading = t("schakels.rows", place=row["name"])
    st.html(f"<h5 style='margin:0;font-size:1.25rem'>{escape(heading)}</h5>")
    stages = ", ".join(look.stage(stage) for stage in row["missing"])
    key = "schakels.rows_missing" if stages else "schakels.rows_whole"
    st.text(
        t(
            key,
            place=row["name"],
            chain=look.chain(found.chain),
            stages=stages,
            band=found.band_m,
        )
    )
    rows = with_sources(session.dataset(), found.rows[found.rows["place_id"].eq(place_id)])
    order = {stage: i for i, stage in enumerate(session.dataset().chain_model.stage_line)}
    rows = rows.sort_values("stage", key=lambda stages: stages.map(order), kind="stable")
    st.dataframe(
        pd.DataFrame(
            {
                t("column.stage"): rows["stage"].map(look.stage),
                t("column.name"): rows["label"],
                t("waar.kind"): [t(f"waar.row.{table}") for table in rows["table"]],
                t("column.metres"): rows["metres"].astype(float).round(),
                t("column.source_title"): rows["source_title"],
                t("column.source_url"): rows["source_url"],
                t("column.source_date"): rows["source_date"],
            }
        ),
        hide_index=True,
    )


def _every(found: list[BrokenLinks]) -> None:
    look = session.looks()
    every = pd.concat([each.places.assign(chain=each.chain) for each in found])
    with st.expander(f"{t('schakels.every')} ({len(every)})"):
        st.dataframe(
            pd.DataFrame(
                {
                    t("schakels.place"): every["name"],
                    t("column.city"): every["city"],
                    t("column.chain"): every["chain"].map(look.chain),
                    t("schakels.tenants"): every["n_tenants"],
                    t("schakels.present"): [_stages(each) for each in every["present"]],
                    t("schakels.missing"): [_stages(each) for each in every["missing"]],
                    t("schakels.hubs"): every["n_hubs"],
                    t("schakels.coarse"): every["n_coarse"],
                }
            ),
            hide_index=True,
        )


def _stages(codes: tuple[str, ...]) -> str:
    look = session.looks()
    return ", ".join(look.stage(code) for code in codes)


def _notes(found: list[BrokenLinks], band_m: int) -> None:
    left_out = found[0].left_out
    st.caption(
        t(
            "schakels.left_out",
            coarse=left_out["too_coarse"],
            no_place=left_out["no_place"],
            empty=sum(each.left_out["no_tenants"] for each in found),
            band=band_m,
        )
    )
    st.caption(t("schakels.method", band=band_m))


frame.only_from_app()
show()
