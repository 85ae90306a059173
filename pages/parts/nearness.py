"""*Nabijheid*, the part on points: the matrix, one pair on the map, one pair against distance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.association import (
    CityPoints,
    association_curve,
    association_matrix,
    city_points,
    false_alarms,
    local_places,
)
from geo.colocation import FEW
from geo.selection import Filters
from geo.store import Dataset
from layers.curve_chart import axis_top, curve_svg
from layers.drawing import Drawing
from layers.finding_layers import local_layer
from layers.map_view import map_view
from layers.matrix_chart import decimal, matrix_svg, matrix_words
from pages.parts import finding_map, own_choice, session
from pages.parts.session import t

PERMUTATIONS = 999
CURVES = 199
PAIRS = {"stage": ("make", "public"), "chain": ("visual_art", "design")}


@dataclass(frozen=True)
class Question:
    """What is set against what: stages or chains, and whether partners are points too."""

    by: str
    partners: bool

    @property
    def filters(self) -> Filters:
        """The filters of the session without those of what is compared here.

        A stage filter would take out the stages to compare, a chain filter the chains; with
        stages the chain filter stands, so that one chain can be looked at by itself.
        """
        state = session.state()
        chains = state.chains if self.by == "stage" else ()
        return Filters(state.cities, chains, (), state.statuses, state.kinds, state.year)


@session.shared(32)
def points_of(data: Dataset, filters: Filters, city: str, partners: bool) -> CityPoints:
    """The points of one city; shared between sessions and never changed."""
    return city_points(session.selection(data, filters), city, partners)


@session.shared(32)
def matrix_of(data: Dataset, filters: Filters, city: str, partners: bool, by: str) -> pd.DataFrame:
    """The matrix of one city; shared between sessions and never changed."""
    return association_matrix(points_of(data, filters, city, partners), by, PERMUTATIONS)


@session.shared(64)
def curve_of(
    data: Dataset, filters: Filters, city: str, partners: bool, by: str, pair: tuple[str, str]
) -> pd.DataFrame:
    """The curve of one pair in one city; shared between sessions and never changed."""
    outline = data.outline
    area = float(outline[outline["city"].eq(city)].area.sum())
    points = points_of(data, filters, city, partners)
    return association_curve(points, by, pair, area, CURVES)


@session.shared(64)
def local_of(
    data: Dataset, filters: Filters, city: str, partners: bool, by: str, pair: tuple[str, str]
) -> gpd.GeoDataFrame:
    """Local co-location of one pair in one city; shared between sessions and never changed."""
    return local_places(points_of(data, filters, city, partners), by, *pair)


def namer(by: str) -> Callable[[str], str]:
    """From code to name, of stages or chains, in the language of the session."""
    look = session.looks()
    return look.stage if by == "stage" else look.chain


def name_of(by: str, code: str) -> str:
    """Name of one stage or chain; for many, ask `namer` once."""
    return namer(by)(code)


def verdicts(kind: str) -> dict[str, str]:
    """Words of the verdicts of one kind of finding; looked up once for all rows."""
    codes = {
        "verdict": ("attracts", "avoids", "no_difference", "too_few"),
        "local": ("attracts", "avoids", "no_difference", "too_few"),
        "hot": ("hot", "cold", "no_difference", "too_few"),
        "lq": ("more", "less", "no_difference", "too_few"),
    }[kind]
    return {code: t(f"nabijheid.{kind}_{code}") for code in codes}


def order_of(by: str) -> tuple[str, ...]:
    """Codes in the order of the chain model."""
    look = session.looks()
    return tuple(look.stage_names if by == "stage" else look.chain_names)


def show_matrix(asked: Question) -> None:
    """Draw the matrix of each city, what it rests on, and the table behind it."""
    cities, lang = session.state().cities, session.state().lang
    tables, name = {}, namer(asked.by)
    for column, city in zip(st.columns(len(cities), gap="medium"), cities, strict=True):
        with column:
            points = points_of(session.dataset(), asked.filters, city, asked.partners)
            table = matrix_of(session.dataset(), asked.filters, city, asked.partners, asked.by)
            tables[city] = table
            if table.empty:
                st.info(t("nabijheid.no_points", city=city))
                continue
            title = t("nabijheid.matrix_title", city=city, n=len(points.rows))
            drawing = matrix_svg(table, order_of(asked.by), name, title, lang)
            finding_map.show_drawing(drawing, matrix_words(table, name, title, lang))
            tested, chance, out, sure = false_alarms(table)
            st.markdown(
                t(
                    "nabijheid.false_alarms",
                    tested=tested,
                    chance=decimal(chance, lang),
                    out=out,
                    sure=sure,
                )
            )
            show_left_out(points)
    st.caption(t("nabijheid.matrix_method", permutations=PERMUTATIONS, k=FEW))
    if asked.partners:
        st.caption(t("nabijheid.strata"))
    _numbers(tables, asked.by)
    show_rows(asked)


def differ_words(asked: Question) -> str:
    """Say where the sources of the cities differ, in figures."""
    chosen = session.selection(session.dataset(), asked.filters)
    figures = []
    for city in session.state().cities:
        points = points_of(session.dataset(), asked.filters, city, True)
        out = points.left_out["coarse_tenants"] + points.left_out["tenants_without_place"]
        kinds = chosen.partners.loc[chosen.partners["city"].eq(city), "category"].value_counts()
        figures.append(
            t(
                "nabijheid.differ_city",
                city=city,
                n=int(points.rows["source"].eq("tenant").sum()) + out,
                out=out,
                partners=int(kinds.sum()),
                top=t(f"category.{kinds.index[0]}") if len(kinds) else "–",
                share=round(100 * kinds.iloc[0] / kinds.sum()) if len(kinds) else 0,
            )
        )
    return t("nabijheid.differ", figures=" ".join(figures))


def show_left_out(points: CityPoints) -> None:
    """Say how many points there are at how many places, and which rows take no part."""
    places = points.rows.geometry.to_wkb().nunique()
    words = [t("nabijheid.rests_on", n=len(points.rows), places=places)]
    words += [t(f"nabijheid.left_out_{reason}", n=n) for reason, n in points.left_out.items() if n]
    st.caption(" ".join(words))


def _numbers(tables: dict[str, pd.DataFrame], by: str) -> None:
    rows = [table.assign(city=city) for city, table in tables.items() if len(table)]
    if not rows:
        return
    table = pd.concat(rows, ignore_index=True)
    few, name = table["verdict"].eq("too_few"), namer(by)
    shown = pd.DataFrame(
        {
            t("column.city"): table["city"],
            t("nabijheid.from"): table["a"].map(name),
            t("nabijheid.to"): table["b"].map(name),
            t("nabijheid.verdict"): table["verdict"].map(verdicts("verdict")),
            t("nabijheid.ratio"): table["ratio"].where(~few).round(2),
            t("nabijheid.clq"): table["clq"].where(~few).round(2),
            t("nabijheid.low"): (table["expected_low"] / table["expected"]).where(~few).round(2),
            t("nabijheid.high"): (table["expected_high"] / table["expected"]).where(~few).round(2),
            "p": table["p"].where(~few).round(3),
            "q": table["q"].round(3),
            t("nabijheid.n_from"): table["n_a"].round(1),
            t("nabijheid.n_to"): table["n_b"].round(1),
        }
    )
    with st.expander(t("nabijheid.numbers")):
        st.dataframe(shown, hide_index=True)


def show_rows(asked: Question) -> None:
    """The points themselves with their sources."""
    with st.expander(t("nabijheid.rows")):
        rows = pd.concat(
            [
                points_of(session.dataset(), asked.filters, city, asked.partners).rows.assign(
                    city=city
                )
                for city in session.state().cities
            ]
        )
        look = session.looks()
        columns = ["city", "name", "place_name", "chain", "stage"]
        sources = ["precision", "source_title", "source_url", "source_date"]
        table = pd.DataFrame(rows[[*columns, *sources]]).assign(
            chain=[", ".join(map(look.chain, cell.split(";"))) for cell in rows["chain"]],
            stage=[", ".join(map(look.stage, cell.split(";"))) for cell in rows["stage"]],
            precision=rows["precision"].map(
                {code: t(f"precision.{code}") for code in rows["precision"].unique()}
            ),
        )
        names = {"place_name": t("column.hub_name")}
        names |= {c: t(f"column.{c}") for c in table if c not in names}
        st.dataframe(table.rename(columns=names), hide_index=True)


def ask_pair(by: str) -> tuple[str, str]:
    """Ask which pair; checked against the codes, kept in the address."""
    codes, start, named = order_of(by), PAIRS[by], namer(by)
    left, right = st.columns(2)
    pair = []
    for column, name, label, default in (
        (left, "wie", "nabijheid.from", start[0]),
        (right, "bij", "nabijheid.to", start[1]),
    ):
        key = f"nb.{name}.{by}"
        own_choice.seed(key, name, codes, default)
        names = {code: named(code) for code in codes}
        code = column.selectbox(t(label), codes, key=key, format_func=names.__getitem__)
        pair.append(own_choice.keep(name, code, default))
    return pair[0], pair[1]


def show_local(asked: Question) -> None:
    """One pair on the map of each city."""
    pair = ask_pair(asked.by)
    names = tuple(map(namer(asked.by), pair))
    cities, lang = session.state().cities, session.state().lang
    title = t("nabijheid.local_title", a=names[0], b=names[1])
    chosen = session.selection(session.dataset(), asked.filters)
    drawing = Drawing(session.dataset(), chosen, session.looks(), lang)
    found = {
        city: local_of(session.dataset(), asked.filters, city, asked.partners, asked.by, pair)
        for city in cities
    }
    for column, (city, places) in zip(st.columns(len(cities)), found.items(), strict=True):
        with column:
            st.markdown(f"**{title} — {city}**")
            if places.empty:
                st.info(t("nabijheid.no_a", a=names[0], city=city))
                continue
            view = map_view(drawing, (local_layer(drawing, places, title),), title, city)
            finding_map.show(view, city, "nb.local", alone=len(cities) == 1)
            st.markdown(_local_words(places, names, city))
    st.caption(t("nabijheid.local_method", k=FEW))
    _local_rows(found)
    show_rows(asked)


def _local_words(places: gpd.GeoDataFrame, names: tuple[str, ...], city: str) -> str:
    counts = places["verdict"].value_counts()
    if counts.get("too_few", 0):
        return t("nabijheid.local_few", a=names[0], b=names[1], city=city, k=FEW)
    return t(
        "nabijheid.local_words",
        a=names[0],
        b=names[1],
        n=len(places),
        more=int(counts.get("attracts", 0)),
        less=int(counts.get("avoids", 0)),
    )


def _local_rows(found: dict[str, gpd.GeoDataFrame]) -> None:
    rows = pd.concat([pd.DataFrame(places).assign(city=city) for city, places in found.items()])
    if rows.empty:
        return
    shown = pd.DataFrame(
        {
            t("column.city"): rows["city"],
            t("column.hub_name"): rows["place_name"],
            t("nabijheid.n_here"): rows["n_a"],
            t("nabijheid.n_near"): rows["n_near"],
            t("nabijheid.b_near"): rows["b_near"],
            t("nabijheid.ratio"): rows["quotient"].astype(float).round(2),
            "p": rows["p"].astype(float).round(3),
            "q": rows["q"].astype(float).round(3),
            t("nabijheid.verdict"): rows["verdict"].map(verdicts("local")),
        }
    )
    with st.expander(t("nabijheid.numbers")):
        st.dataframe(shown, hide_index=True)


def show_curve(asked: Question) -> None:
    """One pair against distance, each city with its envelope, on one scale."""
    pair = ask_pair(asked.by)
    if pair[0] == pair[1]:
        st.info(t("nabijheid.curve_same"))
        return
    names = tuple(map(namer(asked.by), pair))
    cities, lang = session.state().cities, session.state().lang
    curves = {
        city: curve_of(session.dataset(), asked.filters, city, asked.partners, asked.by, pair)
        for city in cities
    }
    told = {city: curve for city, curve in curves.items() if not _few(curve)}
    top = axis_top(list(told.values()))
    for column, (city, curve) in zip(st.columns(len(cities)), curves.items(), strict=True):
        with column:
            n = (int(curve[c].iloc[0]) if len(curve) else 0 for c in ("n_a", "n_b"))
            title = t("nabijheid.curve_title", city=city, **dict(zip("ab", n, strict=True)))
            if city not in told:
                st.info(f"{title}: {t('nabijheid.verdict_too_few')}")
                continue
            words = _curve_words(curve, names, lang)
            finding_map.show_drawing(curve_svg(curve, title, lang, top), f"{title}. {words}")
            st.markdown(words)
            show_left_out(points_of(session.dataset(), asked.filters, city, asked.partners))
    st.caption(t("nabijheid.curve_method", permutations=CURVES))
    _curve_rows(told)
    show_rows(asked)


def _few(curve: pd.DataFrame) -> bool:
    return curve.empty or bool(min(curve["n_a"].iloc[0], curve["n_b"].iloc[0]) < FEW)


def _curve_words(curve: pd.DataFrame, names: tuple[str, ...], lang: str) -> str:
    p = float(curve["p_overall"].iloc[0])
    above = curve.loc[curve["k"].gt(curve["high"]), "radius"]
    below = curve.loc[curve["k"].lt(curve["low"]), "radius"]
    parts = [t("nabijheid.curve_p", a=names[0], b=names[1], p=decimal(p, lang, 3))]
    for key, radii in (("nabijheid.curve_above", above), ("nabijheid.curve_below", below)):
        if len(radii):
            parts.append(t(key, low=f"{radii.min():.0f}", high=f"{radii.max():.0f}"))
    if len(above) + len(below) == 0:
        parts.append(t("nabijheid.curve_inside"))
    return " ".join(parts)


def _curve_rows(curves: dict[str, pd.DataFrame]) -> None:
    if not curves:
        return
    rows = pd.concat([curve.assign(city=city) for city, curve in curves.items()])
    columns = {
        "city": t("column.city"),
        "radius": t("column.metres"),
        "k": "K (m²)",
        "expected": t("nabijheid.expected"),
        "low": t("nabijheid.low_k"),
        "high": t("nabijheid.high_k"),
        "n_a": t("nabijheid.n_from"),
        "n_b": t("nabijheid.n_to"),
    }
    with st.expander(t("nabijheid.numbers")):
        st.dataframe(rows[list(columns)].round(0).rename(columns=columns), hide_index=True)
