"""The fact sheet of what was chosen: every figure with its number and its source."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.answers.hub_profile import HubProfile, hub_profile
from geo.data.coarseness import is_coarse
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.store import Dataset
from geo.network.proximity import MEASURED
from layers.map.layer_context import HUB_FACTS, amount, hub_fact, named_codes, place_words, plain
from layers.view.map_model import MapLayer, MapView
from layers.web.page_html import facts_html, heading_html
from layers.words.numbers import number
from pages.session import planner, server
from pages.session.planner import t
from pages.widgets import rows_behind


@server.shared(256)
def profile(data: Dataset, hub_id: str, city: str, mode: str) -> HubProfile:
    """The figures of one hub; shared between sessions and never changed."""
    return hub_profile(data, server.network(city), hub_id, mode)


def show(view: MapView) -> None:
    """Draw the fact sheet of the chosen hub, or the card of anything else."""
    ref = planner.state().selected
    kind, _, rest = ref.partition(":")
    hub_id = _hub_of(kind, rest)
    hubs = planner.dataset().hubs
    if hub_id in set(hubs["id"]):
        city = hubs.set_index("id").at[hub_id, "city"]
        _hub(profile(planner.dataset(), hub_id, city, planner.state().travel))
        return
    for layer in view.layers:
        if ref in layer.card:
            _card(layer, ref)
            return
    st.info(t("kaart.sheet_hint"))


def _hub_of(kind: str, rest: str) -> str:
    if kind in ("hub", "sector"):
        return rest
    if kind == "tenant":
        tenants = planner.dataset().tenants.set_index("id")["hub_id"]
        return str(tenants.get(rest.split(":", maxsplit=1)[0], ""))
    return ""


def _card(layer: MapLayer, ref: str) -> None:
    row = layer.frame[layer.frame["ref"].eq(ref)].iloc[0]
    st.markdown(f"##### {layer.title}")
    st.text(row["label"])
    st.html(facts_html(layer.card[ref]))


def _hub(facts: HubProfile) -> None:
    hub = facts.hub
    st.html(heading_html(plain(hub["name"]), 4))
    status = t(f"status.{hub['status']}")
    if plain(hub["status_date"]):
        status = t("sheet.as_of", status=status, date=plain(hub["status_date"]))
    kind = t(f"kind.{hub['kind']}")
    st.caption(f"{kind} · {status} · {hub['city']}")
    lang = planner.state().lang
    lines = [
        (t(f"column.{name}"), hub_fact(hub, name, lang)) for name in HUB_FACTS if plain(hub[name])
    ]
    lines.append((t("column.precision"), place_words(hub, lang)))
    st.html(facts_html(lines))
    row = pd.DataFrame([hub]).drop(columns="geometry").assign(table="hubs")
    row = row[["table", "id", *(name for name in HUB_FACTS if plain(hub[name]))]]
    rows_behind.show(t("sheet.behind_facts"), 1, "sheet.facts", lambda: row)
    _tenants(facts)
    _partners(facts)
    _meeting(facts)
    _source(hub)


def _tenants(facts: HubProfile) -> None:
    look, lang = planner.looks(), planner.state().lang
    st.markdown(f"**{t('sheet.tenants', n=len(facts.tenants))}**")
    if len(facts.totals):
        rows = [
            f"{row.label} ({amount(row.count_, lang)})"
            for row in facts.totals.rename(columns={"count": "count_"}).itertuples()
        ]
        st.text(t("sheet.totals", totals="; ".join(rows)))
    if facts.tenants.empty:
        st.caption(t("sheet.no_tenants"))
        return
    order = [code for code in look.stage_names if code in facts.matrix]
    matrix = facts.matrix[order].rename(index=look.chain, columns=look.stage)
    st.dataframe(
        matrix.map(lambda n: number(n, lang) if n else "").rename_axis(None), height="content"
    )
    tenants = facts.tenants.assign(
        chain=[named_codes(cell, look.chain) for cell in facts.tenants["chain"]],
        stage=[named_codes(cell, look.stage) for cell in facts.tenants["stage"]],
    )
    columns = [
        "label",
        "chain",
        "stage",
        "activity",
        "year_from",
        "year_to",
        *SOURCE_COLUMNS,
    ]
    st.dataframe(
        tenants[columns].rename(columns={c: t(f"column.{c}") for c in columns}), hide_index=True
    )


def _partners(facts: HubProfile) -> None:
    travel = t(f"travel.{planner.state().travel}")
    st.markdown(f"**{t('sheet.partners', travel=travel)}**")
    if facts.next_partner.empty:
        st.caption(t("sheet.no_chain"))
        return
    look = planner.looks()
    measured = facts.next_partner["reason"].isin(MEASURED)
    table = pd.DataFrame(
        {
            t("column.chain"): facts.next_partner["chain"].map(look.chain),
            t("column.stage"): facts.next_partner["stage"].map(look.stage),
            t("column.target_name"): facts.next_partner["target_name"],
            t("column.metres"): facts.next_partner["metres"].where(measured).round(),
            t("column.minutes"): facts.next_partner["minutes"].where(measured).round(1),
            t("kaart.reason"): [t(f"reason.{reason}") for reason in facts.next_partner["reason"]],
        }
    )
    st.dataframe(table, hide_index=True, height="content")
    found = facts.next_partner[facts.next_partner["target_id"].notna()]
    partners = found["target_id"].isin(planner.dataset().partners["id"])
    rows_behind.show(
        t("sheet.behind_partners"),
        len(found),
        "sheet.partners",
        lambda: found.assign(
            table=["partners" if each else "hubs" for each in partners], id=found["target_id"]
        ).drop(columns="target_id"),
    )


def _meeting(facts: HubProfile) -> None:
    st.markdown(f"**{t('sheet.meeting')}**")
    if facts.meeting_reason != "ok":
        st.caption(t(f"reason.{facts.meeting_reason}"))
        return
    years = facts.meeting_places["updated"].dropna().astype(str).str[:4]
    span = f"{years.min()}–{years.max()}" if len(years) else t("sheet.no_date")
    st.caption(t("sheet.meeting_count", n=len(facts.meeting_places), years=span))
    table = facts.meeting_places.assign(
        category=[t(f"category.{code}") for code in facts.meeting_places["category"]],
        metres=facts.meeting_places["metres"].round(),
    ).drop(columns="id")
    st.dataframe(table.rename(columns={c: t(f"column.{c}") for c in table}), hide_index=True)
    found = facts.meeting_places.assign(table="meeting_places")
    rows_behind.show(t("sheet.meeting"), len(found), "sheet.meeting", lambda: found)


def _source(hub: pd.Series) -> None:
    st.markdown(f"**{t('column.source_title')}**")
    st.text(" · ".join(filter(None, (plain(hub["source_title"]), plain(hub["source_date"])))))
    for address in plain(hub["source_url"]).split(" | "):
        if address.startswith(("https://", "http://")):
            st.link_button(address[:80], address)
    if is_coarse(hub["precision"]):
        st.caption(t("reason.too_coarse"))
