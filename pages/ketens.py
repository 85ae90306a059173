"""*Ketens*: one chain as stages from left to right, both cities on one scale."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answers.chain_line import ChainLine
from geo.data.selection import Filters
from geo.data.thresholds import FEW_BUILDINGS
from geo.network.proximity import MEASURED
from layers.figures.chain_strip import chain_strip_svg, missing_words, strip_words
from layers.words.numbers import number, whole
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.views.ketens_view import CHAIN, chain_of, filters_of, lines_of
from pages.widgets import drawing, rows_behind


def show() -> None:
    """Lay out the page."""
    look, state = planner.looks(), planner.state()
    st.markdown(f"#### {t('ketens.title')}")
    chain = _choice()
    st.caption(t("ketens.intro"))
    lines = lines_of(planner.dataset(), state, chain)
    if not lines:
        st.info(t("kaart.nothing"))
        return
    _picture(lines)
    for each in lines:
        (st.warning if each.missing else st.success)(missing_words(each, look, state.lang))
    st.caption(t("ketens.method", travel=t(f"travel.{state.travel}"), k=FEW_BUILDINGS))
    _numbers(lines, filters_of(state, chain))


def _choice() -> str:
    """The chain to show, from the control or else from the address."""
    data, look = planner.dataset(), planner.looks()
    first = chain_of(data, planner.state(), planner.parameters())
    chosen = st.pills(
        t("ketens.choose"),
        data.chain_model.ten,
        key="ketens.chain",
        format_func=look.chain,
        required=True,
        default=first,
    )
    planner.set_parameter(CHAIN, chosen)
    return str(chosen)


def _picture(lines: list[ChainLine]) -> None:
    look, lang = planner.looks(), planner.state().lang
    words = " ".join(strip_words(each, look, lang) for each in lines)
    drawing.show(chain_strip_svg(lines, look, lang), words)


def _numbers(lines: list[ChainLine], filters: Filters) -> None:
    st.markdown(f"##### {t('ketens.table')}")
    look = planner.looks()
    counts = pd.concat([each.stages.assign(city=each.city) for each in lines], ignore_index=True)
    names = {
        "city": t("column.city"),
        "stage": t("column.stage"),
        "tenants": t("ketens.tenants"),
        "hubs": t("column.n_points"),
        "partners": t("ketens.partners"),
    }
    words = counts.assign(stage=counts["stage"].map(look.stage))
    picked = _pick(words[list(names)].rename(columns=names), "counts", filters)
    _behind_counts(counts.loc[picked] if picked else counts, filters, bool(picked))
    steps = pd.concat([each.steps.assign(city=each.city) for each in lines], ignore_index=True)
    picked = _pick(_steps(steps), "steps", filters)
    _behind_steps(lines, steps.loc[picked] if picked else steps, bool(picked))
    st.markdown(f"##### {t('ketens.link_table')}")
    st.dataframe(_links(lines), hide_index=True)


def _pick(table: pd.DataFrame, name: str, filters: Filters) -> list[int]:
    """Draw a table in which rows can be chosen; returns the chosen ones."""
    event = st.dataframe(
        table,
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="multi-row",
        # A new key for other rows: what was chosen there means nothing here.
        key=f"ketens.{name}.{filters}",
    )
    return list(event.selection.rows)


def _behind_counts(counts: pd.DataFrame, filters: Filters, chosen: bool) -> None:
    """Tenants and partners behind the chosen counts, or behind all."""
    cells = counts[["city", "stage"]]
    rows = pd.concat([_tenant_rows(filters), _partner_rows(filters)], ignore_index=True)
    rows = rows.merge(cells, on=["city", "stage"])
    what = t("ketens.behind_chosen" if chosen else "ketens.behind_counts")
    rows_behind.show(what, len(rows), "ketens.counts", lambda: rows)


def _tenant_rows(filters: Filters) -> pd.DataFrame:
    chosen = server.selection(planner.dataset(), filters)
    every = pd.concat([chosen.hubs, chosen.hubs_without_place])
    hubs, labels = every.set_index("id"), chosen.tenants.set_index("id")["label"]
    shares = chosen.shares[chosen.shares["chain"].isin(filters.chains)]
    return pd.DataFrame(
        {
            "table": "tenants",
            "id": shares["tenant_id"],
            "label": shares["tenant_id"].map(labels),
            "hub_name": shares["hub_id"].map(hubs["name"]),
            "city": shares["hub_id"].map(hubs["city"]),
            "chain": shares["chain"],
            "stage": shares["stage"],
            "weight": shares["weight"],
        }
    )


def _partner_rows(filters: Filters) -> pd.DataFrame:
    partners = server.selection(planner.dataset(), filters).partners
    partners = partners[partners["chain"].isin(filters.chains)]
    columns = {"id": "id", "name": "label", "city": "city", "chain": "chain", "stage": "stage"}
    rows = pd.DataFrame(partners[list(columns)]).rename(columns=columns)
    return rows.assign(table="partners", weight=1.0)


def _behind_steps(lines: list[ChainLine], steps: pd.DataFrame, chosen: bool) -> None:
    """Ways behind the chosen medians, or behind all; the source is that of the target."""
    links = pd.concat([each.links.assign(city=each.city) for each in lines], ignore_index=True)
    links = links.merge(steps[["city", "stage", "next_stage"]])
    target = links["target_id"].notna() & links["target_kind"].isin(["hub", "partner"])
    rows = links.assign(
        table=links["target_kind"].where(target, "hub") + "s",
        id=links["target_id"].where(target, links["hub_id"]),
    )
    columns = ["table", "id", "city", "hub_name", "chain", "stage", "next_stage", "target_name"]
    what = t("ketens.behind_chosen" if chosen else "ketens.behind_steps")
    found = rows[[*columns, "metres", "minutes", "reason"]]
    rows_behind.show(what, len(found), "ketens.steps", lambda: found)


def _steps(steps: pd.DataFrame) -> pd.DataFrame:
    look, lang = planner.looks(), planner.state().lang
    few = [t("ketens.few", n=n) for n in steps["n"]]
    metres = [
        word if pd.isna(value) else whole(value, lang)
        for value, word in zip(steps["median_m"], few, strict=True)
    ]
    minutes = ["" if pd.isna(value) else number(value, lang) for value in steps["median_min"]]
    return pd.DataFrame(
        {
            t("column.city"): steps["city"],
            t("ketens.from"): steps["stage"].map(look.stage),
            t("ketens.to"): steps["next_stage"].map(look.stage),
            t("ketens.median"): metres,
            t("column.minutes"): minutes,
            t("ketens.n"): steps["n"],
            t("reason.in_house"): steps["in_house"],
            t("reason.too_coarse"): steps["too_coarse"],
            t("reason.unreachable"): steps["unreachable"],
        }
    )


def _links(lines: list[ChainLine]) -> pd.DataFrame:
    look = planner.looks()
    links = pd.concat([each.links.assign(city=each.city) for each in lines])
    measured = links["reason"].isin(MEASURED)
    return pd.DataFrame(
        {
            t("column.city"): links["city"],
            t("column.hub_name"): links["hub_name"],
            t("ketens.from"): links["stage"].map(look.stage),
            t("ketens.to"): links["next_stage"].map(look.stage),
            t("column.target_name"): links["target_name"],
            t("column.metres"): links["metres"].where(measured).round(),
            t("column.minutes"): links["minutes"].where(measured).round(1),
            t("kaart.reason"): [t(f"reason.{reason}") for reason in links["reason"]],
        }
    )


frame.only_from_app()
show()
