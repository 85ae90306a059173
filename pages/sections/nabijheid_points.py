"""*Nabijheid*, the part on points: the matrix, one pair on the map, one pair against distance."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.data.schemas import SOURCE_COLUMNS
from geo.data.thresholds import FEW_POINTS
from geo.evidence.association import CityPoints
from layers.figures.curve_chart import axis_top, curve_svg
from layers.figures.matrix_chart import matrix_svg, matrix_words
from layers.words.numbers import hundredths
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view, nabijheid_view
from pages.views.nabijheid_view import CURVES, NEAR, PERMUTATIONS, WHO, Asked, points_of
from pages.widgets import drawing, finding_maps, page_choice


def show_matrix(asked: Asked) -> None:
    """Draw the matrix of each city, what it rests on, and the table behind it."""
    cities, lang = planner.state().cities, planner.state().lang
    look = planner.looks()
    tables, name = {}, nabijheid_view.namer(look, asked.by)
    for column, city in zip(st.columns(len(cities), gap="medium"), cities, strict=True):
        with column:
            points = points_of(planner.dataset(), asked.filters, city, asked.partners)
            table = nabijheid_view.matrix_of(
                planner.dataset(), asked.filters, city, asked.partners, asked.by
            )
            tables[city] = table
            if table.empty:
                st.info(t("nabijheid.no_points", city=city))
                continue
            title = t("nabijheid.matrix_title", city=city, n=len(points.rows))
            svg = matrix_svg(table, nabijheid_view.order_of(look, asked.by), name, title, lang)
            drawing.show(svg, matrix_words(table, name, title, lang))
            st.markdown(nabijheid_view.false_alarm_words(table, lang))
            show_left_out(points)
    st.caption(t("nabijheid.matrix_method", permutations=PERMUTATIONS, k=FEW_POINTS))
    if asked.partners:
        st.caption(t("nabijheid.strata"))
    _numbers(tables, asked.by)
    show_rows(asked)


def differ_words(asked: Asked) -> str:
    """Say where the sources of the cities differ, in figures."""
    chosen = server.selection(planner.dataset(), asked.filters)
    figures = []
    for city in planner.state().cities:
        points = points_of(planner.dataset(), asked.filters, city, True)
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
                share=hundredths(
                    kinds.iloc[0] / kinds.sum() if len(kinds) else 0.0, planner.state().lang
                ),
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
    few, name = table["verdict"].eq("too_few"), nabijheid_view.namer(planner.looks(), by)
    shown = pd.DataFrame(
        {
            t("column.city"): table["city"],
            t("nabijheid.from"): table["a"].map(name),
            t("nabijheid.to"): table["b"].map(name),
            t("nabijheid.verdict"): table["verdict"].map(_verdicts("verdict")),
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


def show_rows(asked: Asked) -> None:
    """The points themselves with their sources."""
    with st.expander(t("nabijheid.rows")):
        rows = pd.concat(
            [
                points_of(planner.dataset(), asked.filters, city, asked.partners).rows.assign(
                    city=city
                )
                for city in planner.state().cities
            ]
        )
        look = planner.looks()
        columns = ["city", "name", "place_name", "chain", "stage"]
        sources = ["precision", *SOURCE_COLUMNS]
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


def ask_pair(asked: Asked) -> tuple[str, str]:
    """Ask which pair, beginning with the one in the address, and keep it there."""
    look = planner.looks()
    codes, start = nabijheid_view.order_of(look, asked.by), nabijheid_view.PAIRS[asked.by]
    named = nabijheid_view.namer(look, asked.by)
    names = {code: named(code) for code in codes}
    left, right = st.columns(2)
    pair = []
    for column, name, label, default in (
        (left, WHO, "nabijheid.from", start[0]),
        (right, NEAR, "nabijheid.to", start[1]),
    ):
        key = f"nb.{name}.{asked.by}"
        page_choice.seed(key, name, codes, default)
        code = column.selectbox(t(label), codes, key=key, format_func=names.__getitem__)
        pair.append(page_choice.keep(name, code, default))
    return pair[0], pair[1]


def show_local(asked: Asked) -> None:
    """One pair on the map of each city."""
    pair = ask_pair(asked)
    a, b = map(nabijheid_view.namer(planner.looks(), asked.by), pair)
    cities, data = planner.state().cities, planner.dataset()
    found = {
        city: nabijheid_view.local_of(data, asked.filters, city, asked.partners, asked.by, pair)
        for city in cities
    }
    for column, (city, places) in zip(st.columns(len(cities)), found.items(), strict=True):
        with column:
            st.markdown(f"**{t('nabijheid.local_title', a=a, b=b)} — {city}**")
            if places.empty:
                st.info(t("nabijheid.no_a", a=a, city=city))
                continue
            show_map(city, "nb.local")
            st.markdown(_local_words(places, (a, b), city))
    st.caption(nabijheid_view.local_method(planner.state().lang))
    _local_rows(found)
    show_rows(asked)


def show_map(city: str, key: str) -> None:
    """The map of one city for the question that is open, as the address has it."""
    state, own = planner.state(), planner.parameters()
    day = kaart_view.today()
    view = nabijheid_view.city_map(planner.dataset(), state, own, day, (city,))
    finding_maps.show(view, city, key, alone=len(state.cities) == 1)


def _verdicts(kind: str) -> dict[str, str]:
    return nabijheid_view.verdicts(kind, planner.state().lang)


def _local_words(places: gpd.GeoDataFrame, names: tuple[str, ...], city: str) -> str:
    counts = places["verdict"].value_counts()
    if counts.get("too_few", 0):
        return t("nabijheid.local_few", a=names[0], b=names[1], city=city, k=FEW_POINTS)
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
            t("nabijheid.verdict"): rows["verdict"].map(_verdicts("local")),
        }
    )
    with st.expander(t("nabijheid.numbers")):
        st.dataframe(shown, hide_index=True)


def show_curve(asked: Asked) -> None:
    """One pair against distance, each city with its envelope, on one scale."""
    pair = ask_pair(asked)
    if pair[0] == pair[1]:
        st.info(t("nabijheid.curve_same"))
        return
    names = tuple(map(nabijheid_view.namer(planner.looks(), asked.by), pair))
    (cities, lang), data = (planner.state().cities, planner.state().lang), planner.dataset()
    curves = {
        city: nabijheid_view.curve_of(data, asked.filters, city, asked.partners, asked.by, pair)
        for city in cities
    }
    told = {city: curve for city, curve in curves.items() if not nabijheid_view.is_few(curve)}
    top = axis_top(list(told.values()))
    for column, (city, curve) in zip(st.columns(len(cities)), curves.items(), strict=True):
        with column:
            title = nabijheid_view.curve_title(curve, city, lang)
            if city not in told:
                st.info(f"{title}: {t('nabijheid.verdict_too_few')}")
                continue
            words = nabijheid_view.curve_words(curve, names, lang)
            drawing.show(curve_svg(curve, title, lang, top), f"{title}. {words}")
            st.markdown(words)
            show_left_out(points_of(data, asked.filters, city, asked.partners))
    st.caption(t("nabijheid.curve_method", permutations=CURVES))
    _curve_rows(told)
    show_rows(asked)


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
