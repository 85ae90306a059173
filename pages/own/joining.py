"""Own tenants beside shipped hubs, and own rows that the shipped data may hold already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import streamlit as st

from geo.intake.meaning.joining import Link, Twin, link_to_hubs, twins
from geo.own.rows import HUB_CHOICE
from geo.own.standing import BESIDE_M, WITHIN_CHOICE
from layers.tables.own_tables import beside_table, links_table, twins_table
from layers.words.numbers import number, whole
from pages.own import file, taking_part
from pages.own.file import OwnFile
from pages.session import planner, server
from pages.session.planner import t
from pages.widgets import data_table
from pages.widgets.segments import one_of

MOST_ROWS = 500
MOST_TWINS = 50
MOST_JOINED = 20_000
CHOICES = ("both", "keep_own", "keep_shipped")


@dataclass(frozen=True)
class Joining:
    """Own rows beside the shipped ones, of an upload or of a table of the project.

    Attributes
    ----------
    values : GeoDataFrame
        As `geo.intake.model.result.Intake.values`.
    choices : mapping
        What was chosen before.
    mark : str
        Tells the controls of these rows from those of others.
    keep : callable
        Takes new choices.
    tables : tuple of str
        Shipped tables in which the rows may stand already.
    """

    values: gpd.GeoDataFrame
    choices: Mapping[str, str]
    mark: str
    keep: Callable[[Mapping[str, str]], None]
    tables: tuple[str, ...] = ("hubs", "partners")


def show(own: OwnFile) -> None:
    """Links and twins of an upload; nothing is merged by itself."""

    def keep(said: Mapping[str, str]) -> None:
        file.choose_all(own, dict(said))
        st.rerun()

    mark = own.intake.source.sha256[:8]
    show_joining(Joining(own.intake.values, own.choices, mark, keep))


def show_joining(rows: Joining) -> None:
    """Links and twins of own rows, and what becomes of each."""
    few = replace(rows, values=rows.values.head(MOST_JOINED))
    shipped = server.shipped()
    st.caption(t("eigen.join_intro"))
    links = link_to_hubs(few.values, shipped.hubs)
    if links:
        _ask_hubs(few, links)
    else:
        st.info(t("eigen.join_none"))
    _ask_beside(few)
    taking_part.show_outcomes()
    st.markdown(f"**{t('eigen.twins')}**")
    st.caption(t("eigen.twins_intro"))
    found = [x for name in few.tables for x in twins(few.values, name, getattr(shipped, name))]
    if not found:
        st.info(t("eigen.twins_none"))
    for twin in found[:MOST_TWINS]:
        _ask(few, twin)


def _ask_hubs(rows: Joining, links: list[Link]) -> None:
    """Show every link; what is not certain counts when the planner says so."""
    shown = links[:MOST_ROWS]
    chosen = {i: rows.choices.get(_hub_key(link)) == link.hub_id for i, link in enumerate(shown)}
    word = t("eigen.join_accept")
    table = links_table(shown, planner.state().lang)
    table.insert(0, word, [link.certain or chosen[i] for i, link in enumerate(shown)])
    after = st.data_editor(
        table,
        hide_index=True,
        disabled=[name for name in table if name != word],
        key=f"eigen.join.{rows.mark}.{len(rows.choices)}",
        placeholder="",
    )
    said = {
        _hub_key(link): (link.hub_id if after[word].iloc[i] else "")
        for i, link in enumerate(shown)
        if not link.certain and bool(after[word].iloc[i]) != chosen[i]
    }
    if said:
        rows.keep(said)


def _ask_beside(rows: Joining) -> None:
    """Say who stands in or beside a building, and ask once for all of whom it is not sure."""
    joined = taking_part.joined()
    if joined is None or joined.beside.empty:
        return
    beside, lang = joined.beside, planner.state().lang
    reach = whole(BESIDE_M, lang)
    st.markdown(f"**{t('eigen.beside')}**")
    sure = int(beside["joined"].sum())
    st.caption(t("eigen.beside_intro", n=sure, unsure=len(beside) - sure, m=reach))
    key, said = f"eigen.beside.{rows.mark}", rows.choices.get(WITHIN_CHOICE, "")
    ways = {"": t("eigen.beside_own"), str(round(BESIDE_M)): t("eigen.beside_join", m=reach)}
    chosen = one_of(t("eigen.beside_choice"), list(ways), key, ways.__getitem__, default=said)
    if chosen != said:
        rows.keep({WITHIN_CHOICE: chosen})
    names = joined.dataset.hubs.set_index("id")["name"]
    table = beside_table(beside.head(MOST_ROWS), names, lang)
    data_table.show(table, hide_index=True)


def _hub_key(link: Link) -> str:
    return f"{HUB_CHOICE}{link.row}"


def _ask(rows: Joining, twin: Twin) -> None:
    """Show one pair side by side and ask which counts."""
    pair = f"{twin.row}:{twin.shipped_id}"
    left, right = st.columns([0.65, 0.35])
    left.dataframe(twins_table(twin, planner.state().lang), hide_index=True, placeholder="")
    with right:
        lang = planner.state().lang
        away = whole(twin.distance_m, lang)
        st.caption(
            f"{t('eigen.join_likeness')} {number(twin.likeness, lang, 2)} · "
            f"{t('eigen.join_distance')}: {away}"
        )
        choice = st.radio(
            t("eigen.twins_choice"),
            CHOICES,
            index=CHOICES.index(rows.choices.get(pair, CHOICES[0])),
            key=f"eigen.twin.{rows.mark}.{pair}",
            format_func=planner.worded("eigen.twins_"),
        )
    if choice != rows.choices.get(pair, CHOICES[0]):
        rows.keep({pair: choice})
