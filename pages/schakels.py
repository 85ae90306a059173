"""*Ontbrekende schakels*: places where one link is missing, and who supplies it nearest by."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo.answers.broken_links import KINDS, BrokenLinks
from geo.answers.surroundings import BANDS_M, LIMIT_MIN
from geo.data.row_sources import with_sources
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.thresholds import FEW_OF_CHAIN
from layers.web.folium_map import RETURNED_OBJECTS, base_map, clicked_in, feature_groups
from layers.web.legend_html import drawings_as_images, legend_html
from layers.web.page_html import heading_html
from layers.words.numbers import number
from layers.words.palette import Palette
from pages.app import frame
from pages.session import map_place, planner
from pages.session.planner import t
from pages.views import kaart_view, schakels_view
from pages.views.schakels_view import ALL, ASKED, WAYS, WAYS_DRAWN, Found
from pages.widgets import map_files, page_choice

MAP_HEIGHT = 460
KM_AN_HOUR = 4.8


def show() -> None:
    """Lay out the page."""
    st.markdown(f"#### {t('schakels.title')}")
    st.caption(t("schakels.intro"))
    if not planner.state().cities:
        st.info(t("kaart.no_city"))
        return
    _controls()
    data, parameters = planner.dataset(), planner.parameters()
    asked = schakels_view.asked_of(data, planner.state(), parameters)
    with st.spinner(t("schakels.busy"), show_time=False):
        found = schakels_view.answer(data, asked)
    if not any(len(each.places) for each in found.links):
        st.info(t("schakels.nobody"))
        return
    _summary(found, asked.band_m)
    _maps(found)
    _list(found)
    chosen = _chosen(found)
    if chosen:
        _behind(*chosen)
    _every(found)
    _notes(found, asked.band_m)


def _controls() -> None:
    """Chain, kind of place and band: read from the address, kept in it."""
    data, say = planner.dataset(), planner.words()
    given = schakels_view.options(data, planner.state(), planner.parameters())
    changed = planner.parameter(ASKED) != st.session_state.get("schakels.seen")
    for name, value in zip(("chain", "kind", "band"), given, strict=True):
        key = f"schakels.{name}"
        if changed or key not in st.session_state:
            st.session_state[key] = value
    look = planner.looks()
    chain = st.pills(
        t("schakels.chain"),
        [*data.chain_model.ten, ALL],
        key="schakels.chain",
        format_func=lambda code: say("schakels.all") if code == ALL else look.chain(code),
        required=True,
    )
    left, right = st.columns(2)
    kind = left.segmented_control(
        t("schakels.kind"),
        KINDS,
        key="schakels.kind",
        format_func=lambda code: say(f"schakels.kind.{code}"),
        required=True,
    )
    band = right.segmented_control(
        t("schakels.band"),
        [str(band) for band in BANDS_M],
        key="schakels.band",
        format_func=lambda metres: say("schakels.band_m", n=metres),
        required=True,
    )
    words = f"{chain}.{kind}.{band}"
    st.session_state["schakels.seen"] = words
    planner.set_parameter(ASKED, words)


def _summary(found: Found, band_m: int) -> None:
    every = pd.concat([each.places for each in found.links])
    enough = every[~every["few"]]
    one, whole = int(enough["n_missing"].eq(1).sum()), int(enough["n_missing"].eq(0).sum())
    few = int(every["few"].sum())
    st.markdown(f"**{t('schakels.summary', n=one, whole=whole, band=band_m, few=few)}**")


def _maps(found: Found) -> None:
    cities = planner.state().cities
    most = _most_ways()
    for column, city in zip(st.columns(len(cities), gap="small"), cities, strict=True):
        with column:
            _map(city, len(cities) == 1)
    lang = planner.state().lang
    st.caption(schakels_view.ways_words(found, cities, most, lang))
    if st.toggle(t("kaart.tab_export"), key="schakels.export"):
        data, parameters = planner.dataset(), planner.parameters()
        map_files.show(schakels_view.map_of(data, planner.state(), parameters, kaart_view.today()))


def _most_ways() -> str:
    """How many ways are drawn, from the control or else from the address."""
    say = planner.words()
    page_choice.seed("schakels.ways", WAYS, WAYS_DRAWN, WAYS_DRAWN[0])
    picked = st.segmented_control(
        t("schakels.ways"),
        WAYS_DRAWN,
        key="schakels.ways",
        format_func=lambda most: say("schakels.ways_all") if most == ALL else most,
        required=True,
    )
    return page_choice.keep(WAYS, picked, WAYS_DRAWN[0])


def _map(city: str, alone: bool) -> None:
    """Draw the map of one city; a click chooses what was clicked."""
    state, parameters = planner.state(), planner.parameters()
    view = schakels_view.city_map(planner.dataset(), state, parameters, kaart_view.today(), (city,))
    centre, zoom = map_place.at_start(city, alone)
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
        planner.choose(click.ref)
        st.rerun()
    st.html(drawings_as_images(legend_html(view)))


def _chosen(found: Found) -> tuple[BrokenLinks, str] | None:
    """The place that is chosen, with the chain it was chosen in."""
    kind, _, place_id = planner.state().selected.partition(":")
    with_place = [
        each for each in found.links if each.kind == kind and place_id in each.places.index
    ]
    picked = st.session_state.get("schakels.picked_chain")
    with_place.sort(key=lambda each: each.chain != picked)
    return (with_place[0], place_id) if with_place else None


def _list(found: Found) -> None:
    st.markdown(f"##### {t('schakels.list')}")
    st.caption(t("schakels.list_note", few=FEW_OF_CHAIN))
    table = found.missing
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
        planner.choose(f"{found.kind}:{row['place_id']}")
        st.rerun()
    st.session_state["schakels.picked"] = picked


def _readable(table: pd.DataFrame) -> pd.DataFrame:
    look, say = planner.looks(), planner.words()
    given = [
        say("schakels.few" if few else "schakels.known", n=n)
        for few, n in zip(table["few"], table["n_tenants"], strict=True)
    ]
    km = number(LIMIT_MIN / 60 * KM_AN_HOUR, planner.state().lang)
    return pd.DataFrame(
        {
            say("schakels.place"): table["name"],
            say("column.city"): table["city"],
            say("column.chain"): table["chain"].map(look.chain),
            say("schakels.missing"): table["stage"].map(look.stage),
            say("schakels.n_missing"): table["n_missing"],
            say("schakels.said"): given,
            say("column.metres"): table["metres"].astype(float).round(),
            say("column.minutes"): table["minutes"].astype(float).round(1),
            say("schakels.supplier"): table["target_name"].fillna(""),
            say("schakels.where"): [say(f"schakels.reason.{r}", km=km) for r in table["reason"]],
            say("schakels.undecided"): table["undecided"],
        }
    )


def _behind(found: BrokenLinks, place_id: str) -> None:
    """What a place does have of the chain: every row with its source."""
    look, say, row = planner.looks(), planner.words(), found.places.loc[place_id]
    heading = t("schakels.rows", place=row["name"])
    st.html(heading_html(heading, 5))
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
    rows = with_sources(planner.dataset(), found.rows[found.rows["place_id"].eq(place_id)])
    order = {stage: i for i, stage in enumerate(planner.dataset().chain_model.stage_line)}
    rows = rows.sort_values("stage", key=lambda stages: stages.map(order), kind="stable")
    st.dataframe(
        pd.DataFrame(
            {
                t("column.stage"): rows["stage"].map(look.stage),
                t("column.name"): rows["label"],
                t("waar.kind"): list(map(say, "waar.row." + rows["table"])),
                t("column.metres"): rows["metres"].astype(float).round(),
                **{t(f"column.{name}"): rows[name] for name in SOURCE_COLUMNS},
            }
        ),
        hide_index=True,
    )


def _every(found: Found) -> None:
    look, say = planner.looks(), planner.words()
    every = pd.concat([each.places.assign(chain=each.chain) for each in found.links])
    stages = {name: _stages(look, every[name]) for name in ("present", "missing")}
    with st.expander(f"{say('schakels.every')} ({number(len(every), planner.state().lang)})"):
        st.dataframe(
            pd.DataFrame(
                {
                    say("schakels.place"): every["name"],
                    say("column.city"): every["city"],
                    say("column.chain"): every["chain"].map(look.chain),
                    say("schakels.tenants"): every["n_tenants"],
                    say("schakels.present"): stages["present"],
                    say("schakels.missing"): stages["missing"],
                    say("schakels.hubs"): every["n_hubs"],
                    say("schakels.coarse"): every["n_coarse"],
                }
            ),
            hide_index=True,
        )


def _stages(look: Palette, cells: pd.Series) -> list[str]:
    return [", ".join(map(look.stage, codes)) for codes in cells]


def _notes(found: Found, band_m: int) -> None:
    left_out = found.links[0].left_out
    st.caption(
        t(
            "schakels.left_out",
            coarse=left_out["too_coarse"],
            no_place=left_out["no_place"],
            empty=sum(each.left_out["no_tenants"] for each in found.links),
            band=band_m,
        )
    )
    st.caption(t("schakels.method", band=band_m))


frame.only_from_app()
show()
