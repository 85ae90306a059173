"""*Broedplaatsen vergelijken*: two to six hubs side by side, and the policy figures."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from geo.answers.comparison import FIGURES, SUBJECTS, Comparison, load_policy_figures
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset
from geo.data.thresholds import FEW_NAMED, FEWEST_COMPARED, MOST_COMPARED
from geo.evidence.turnover import EXAMPLE_YEAR, NEEDED, Turnover, example_list, stays, turnover
from geo.network.proximity import MEASURED
from layers.figures.comparison_chart import (
    mix_svg,
    mix_words,
    stages_of,
    stay_svg,
    timeline_svg,
    years_svg,
)
from layers.map.layer_context import plain
from layers.web.page_html import Card, Pair, cards_html
from layers.words.numbers import hundredths, number, whole
from layers.words.text import text
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view
from pages.views.vergelijken_view import HUBS, SEPARATOR, best_known, checked, comparison
from pages.widgets import drawing, rows_behind

GROUPS = {
    "size": ("floor_area", "studios"),
    "people": ("tenants_published", "tenants_named", "mix", "stages_present", "stages_missing"),
    "rules": ("rent", "selection", "term"),
    "place": ("meeting_places", "station"),
}
UNITS = {"floor_area": "m2", "station": "walk"}


@server.shared()
def policy() -> pd.DataFrame:
    """The published policy figures, numbered; never changed."""
    return load_policy_figures()


def shown_tenants(data: Dataset) -> pd.DataFrame:
    """Tenants past the small-number guard; never changed."""
    return guarded_dataset(data)[0].tenants


@server.shared(256)
def movement(data: Dataset, hub_id: str, year: int) -> Turnover:
    """Coming and going in one hub; shared between sessions and never changed."""
    tenants = shown_tenants(data)
    return turnover(tenants[tenants["hub_id"].eq(hub_id)], year)


def show() -> None:
    """Lay out the page."""
    st.markdown(f"#### {t('vergelijken.title')}")
    st.caption(t("vergelijken.intro"))
    chosen = _choice()
    if len(chosen) < FEWEST_COMPARED:
        st.info(t("vergelijken.one_more"))
    else:
        found = comparison(planner.dataset(), chosen)
        _cards(found)
        _mix(found)
        _next_stage(found)
        _table(found)
        _rows(found)
        _turnover(found)
    _policy()


def _choice() -> tuple[str, ...]:
    """Hubs from the control, or else from the address, or else the best known of each city."""
    data, asked = planner.dataset(), planner.parameter(HUBS)
    if "vergelijken.hubs" not in st.session_state or asked != st.session_state.get(
        "vergelijken.seen", asked
    ):
        kept, dropped = checked(data, asked)
        known = best_known(data, planner.state().selected)
        st.session_state["vergelijken.hubs"] = kept if asked else known
        st.session_state["vergelijken.dropped"] = dropped
    hubs = data.hubs.set_index("id")
    names = {i: f"{row['name']} ({row['city']})" for i, row in hubs.iterrows()}
    chosen = st.multiselect(
        t("vergelijken.choose"),
        sorted(names, key=lambda i: names[i].casefold()),
        key="vergelijken.hubs",
        format_func=names.__getitem__,
        max_selections=MOST_COMPARED,
    )
    if st.session_state.pop("vergelijken.dropped", 0):
        st.warning(t("vergelijken.dropped", n=checked(data, asked)[1]))
    planner.set_parameter(HUBS, SEPARATOR.join(chosen))
    st.session_state["vergelijken.seen"] = planner.parameter(HUBS)
    return tuple(chosen)


# ---- cards


def _cards(found: Comparison) -> None:
    """Aligned cards: one column a hub, one line a figure."""
    groups = [
        (t(f"vergelijken.group.{name}"), [t(f"vergelijken.figure.{key}") for key in keys])
        for name, keys in GROUPS.items()
    ]
    every = [key for keys in GROUPS.values() for key in keys]
    cards = [
        Card(
            plain(hub["name"]),
            _head(hub),
            tuple(_cell(found, key, str(hub["id"])) for key in every),
        )
        for _, hub in found.hubs.iterrows()
    ]
    st.html(cards_html(groups, cards))


def _head(hub: pd.Series) -> str:
    kind, status = t(f"kind.{hub['kind']}"), t(f"status.{hub['status']}")
    return f"{hub['city']} · {kind} · {status}"


def _cell(found: Comparison, key: str, hub_id: str) -> Pair:
    if key in FIGURES:
        return figure_words(found, key, hub_id)
    derived: dict[str, Callable[[Comparison, str], str]] = {
        "mix": _mix_cell,
        "stages_present": _present_cell,
        "stages_missing": _missing_cell,
    }
    words = derived[key](found, hub_id)
    n = _figure(found, "tenants_named", hub_id)["n"]
    small = t("vergelijken.n" if n >= FEW_NAMED else "vergelijken.n_few", n=n)
    return words, small if n else ""


def _figure(found: Comparison, key: str, hub_id: str) -> pd.Series:
    rows = found.figures
    return rows[rows["key"].eq(key) & rows["hub_id"].eq(hub_id)].iloc[0]


def figure_words(found: Comparison, key: str, hub_id: str) -> Pair:
    """Say one figure with its unit, and n, source and date; or that the data does not have it."""
    row = _figure(found, key, hub_id)
    if row["reason"] != "ok":
        return t(f"vergelijken.reason.{row['reason']}"), ""
    if key in SUBJECTS:
        facts = found.terms[found.terms["hub_id"].eq(hub_id) & found.terms["subject"].eq(key)]
        return "; ".join(fact_words(fact) for _, fact in facts.iterrows()), _small(row, facts)
    if not row["value"]:
        return t("vergelijken.none_known"), _small(row)
    value = whole(row["value"], planner.state().lang)
    unit = UNITS.get(key, "count")
    minutes = whole(row["minutes"], planner.state().lang) if pd.notna(row["minutes"]) else ""
    words = t(
        f"vergelijken.unit.{unit}", n=value, metres=value, minutes=minutes, name=plain(row["label"])
    )
    return words, _small(row)


def fact_words(fact: pd.Series) -> str:
    """Say one published fact: its number with unit, its words and its year."""
    lang = planner.state().lang
    parts = []
    if pd.notna(fact["number"]):
        n = number(float(fact["number"]), lang)
        parts.append(t(f"vergelijken.unit.{fact['unit']}", n=n))
    if plain(fact[lang]):
        parts.append(plain(fact[lang]))
    year = f" ({plain(fact['year'])})" if plain(fact["year"]) else ""
    return ", ".join(parts) + year


def _small(row: pd.Series, facts: pd.DataFrame | None = None) -> str:
    resource = {"meeting_places": "meeting_places", "station": "stops"}.get(str(row["key"]), "")
    title, date = plain(row["source_title"]), plain(row["source_date"])
    if resource:
        title, credited = _resource(resource)
        date = date or credited
    first, *more = [part.strip() for part in title.split(" | ")]
    if more:
        first = t("vergelijken.more_sources", first=first, n=len(more))
    n = int(row["n"]) if facts is None else len(facts)
    date = date or t("vergelijken.no_date")
    return t("vergelijken.source_line", n=n, source=first, date=f", {date}")


def _resource(name: str) -> tuple[str, str]:
    field = "title_nl" if planner.state().lang == "nl" else "title"
    for resource in planner.dataset().package["resources"]:
        if resource["name"] == name:
            return str(resource.get(field, resource["title"])), str(resource.get("date", ""))
    return "", ""


def _mix_cell(found: Comparison, hub_id: str) -> str:
    look, lang = planner.looks(), planner.state().lang
    mine = found.mix[found.mix["hub_id"].eq(hub_id)].sort_values("weight", ascending=False)
    parts = [
        f"{look.chain(row.chain)} {number(float(row.weight), lang)}" for row in mine.itertuples()
    ]
    return ", ".join(parts) or t("vergelijken.absent")


def _present_cell(found: Comparison, hub_id: str) -> str:
    look = planner.looks()
    present = stages_of(found, hub_id, look)
    return ", ".join(look.stage(code) for code in present) or t("vergelijken.unknown_stages")


def _missing_cell(found: Comparison, hub_id: str) -> str:
    look = planner.looks()
    present = stages_of(found, hub_id, look)
    if not present:
        return t("vergelijken.unknown_stages")
    line = planner.dataset().chain_model.stage_line
    gone = [look.stage(code) for code in line if code not in present]
    return ", ".join(gone) or t("vergelijken.none")


# ---- drawings and tables


def _mix(found: Comparison) -> None:
    look, lang = planner.looks(), planner.state().lang
    st.markdown(f"##### {t('vergelijken.mix_title')}")
    drawing.show(mix_svg(found, look, lang), mix_words(found, look, lang))
    st.caption(t("vergelijken.mix_note", k=FEW_NAMED))


def _next_stage(found: Comparison) -> None:
    st.markdown(f"##### {t('vergelijken.next_title')}")
    st.caption(t("vergelijken.next_note"))
    if found.next_stage.empty:
        st.info(t("vergelijken.no_steps"))
        return
    rows = found.next_stage.assign(
        hub_name=found.next_stage["hub_id"].map(found.hubs.set_index("id")["name"])
    )
    look = planner.looks()
    measured = rows["reason"].isin(MEASURED)
    st.dataframe(
        pd.DataFrame(
            {
                t("vergelijken.hub"): rows["hub_name"],
                t("column.chain"): rows["chain"].map(look.chain),
                t("vergelijken.from"): rows["stage"].map(look.stage),
                t("vergelijken.to"): rows["next_stage"].map(look.stage),
                t("column.target_name"): rows["target_name"],
                t("column.metres"): rows["metres"].astype(float).where(measured).round(),
                t("column.minutes"): rows["minutes"].astype(float).where(measured).round(1),
                t("kaart.reason"): [
                    t(f"vergelijken.reason.{code}") if code != "ok" else ""
                    for code in rows["reason"]
                ],
            }
        ),
        hide_index=True,
    )


def _table(found: Comparison) -> None:
    with st.expander(t("vergelijken.table"), key="vergelijken.table", on_change="rerun") as opened:
        if opened.open:
            st.dataframe(figure_table(found), hide_index=True)


def figure_table(found: Comparison) -> pd.DataFrame:
    """Write every figure of every hub as one row, with n, source and date."""
    rows = found.figures
    names = found.hubs.set_index("id")["name"]
    words = [
        figure_words(found, key, hub_id)[0]
        for key, hub_id in zip(rows["key"], rows["hub_id"], strict=True)
    ]
    return pd.DataFrame(
        {
            t("vergelijken.hub"): rows["hub_id"].map(names),
            t("vergelijken.what"): [t(f"vergelijken.figure.{key}") for key in rows["key"]],
            t("vergelijken.value"): words,
            t("vergelijken.number"): rows["n"],
            **{t(f"column.{name}"): rows[name] for name in SOURCE_COLUMNS},
        }
    )


def _rows(found: Comparison) -> None:
    """For every figure the rows of all these hubs."""
    st.markdown(f"##### {t('vergelijken.rows_title')}")
    names = found.hubs.set_index("id")["name"]
    for key in FIGURES:
        rows = found.rows[found.rows["key"].eq(key)]
        if key in SUBJECTS:
            rows = found.terms[found.terms["subject"].eq(key)]
        if len(rows):
            what = t(f"vergelijken.figure.{key}")
            rows_behind.show(what, len(rows), f"vergelijken.{key}", _named(rows, names))


def _named(rows: pd.DataFrame, names: pd.Series) -> Callable[[], pd.DataFrame]:
    lang = planner.state().lang

    def gathered() -> pd.DataFrame:
        frame = rows.assign(hub_name=rows["hub_id"].map(names))
        if "unit" in frame:
            units = [
                t(f"vergelijken.unit.{u}", n="").strip() if plain(u) else "" for u in frame["unit"]
            ]
            frame = frame.assign(unit=units, words=frame[lang])
        gone = {"key", "subject", "nl", "en", "hub_id", "weight"}
        kept = [name for name in frame if name not in {*gone, "hub_name"}]
        return frame[["hub_name", *kept]]

    return gathered


# ---- coming and going


def _turnover(found: Comparison) -> None:
    st.markdown(f"##### {t('vergelijken.turnover_title')}")
    st.caption(t("vergelijken.turnover_intro"))
    year = int(kaart_view.today()[:4])
    names = found.hubs.set_index("id")["name"]
    answers = {
        str(hub_id): movement(planner.dataset(), str(hub_id), year) for hub_id in found.hubs["id"]
    }
    st.dataframe(
        pd.DataFrame([_summary(names[i], each) for i, each in answers.items()]), hide_index=True
    )
    missing = [name for name in NEEDED if all(name in each.missing for each in answers.values())]
    if missing:
        st.info(t("vergelijken.needed", columns=", ".join(missing)))
    st.caption(t("vergelijken.shipped_caution"))
    for hub_id, answer in answers.items():
        if not answer.few:
            st.text(names[hub_id])
            _charts(answer)
    tenants = shown_tenants(planner.dataset())
    rows = tenants[tenants["hub_id"].isin(list(answers))]
    rows_behind.show(
        t("vergelijken.turnover_title"),
        sum(answer.n for answer in answers.values()),
        "vergelijken.turnover",
        lambda: _stay_rows(rows, names, year),
    )
    if st.toggle(t("vergelijken.example"), key="vergelijken.example"):
        _example()


def _stay_rows(rows: pd.DataFrame, names: pd.Series, year: int) -> pd.DataFrame:
    table = stays(rows, year)
    table = table.assign(hub_name=table["hub_id"].map(names))
    columns = ["hub_name", "label", "year_from", "year_to", "ended", "years"]
    return table[[*columns, "starter", "next_place", *SOURCE_COLUMNS]]


def _summary(name: str, answer: Turnover) -> dict[str, object]:
    return {
        t("vergelijken.hub"): name,
        t("vergelijken.list_rows"): answer.n,
        t("vergelijken.undated"): answer.n_undated,
        t("vergelijken.stays"): answer.n_stays,
        t("vergelijken.ended"): answer.n_ended,
        t("vergelijken.median"): _median(answer),
        t("vergelijken.starters"): _starters(answer),
        t("vergelijken.destinations"): _destinations(answer),
    }


def _median(answer: Turnover) -> str:
    if not answer.n_stays:
        return t("vergelijken.absent")
    if answer.few:
        return t("vergelijken.few", n=answer.n_stays)
    if answer.median_years is None:
        return t("vergelijken.median_open", k=answer.n_stays)
    if answer.median_years < 1:
        return t("vergelijken.median_short", k=answer.n_stays)
    n = number(answer.median_years, planner.state().lang)
    return t("vergelijken.median_years", n=n, k=answer.n_stays)


def _starters(answer: Turnover) -> str:
    if not answer.n_starter_known:
        return t("vergelijken.absent")
    if answer.starter_share is None:
        return t("vergelijken.few", n=answer.n_starter_known)
    return t(
        "vergelijken.share_of",
        p=hundredths(answer.starter_share, planner.state().lang),
        n=answer.n_starter_known,
    )


def _destinations(answer: Turnover) -> str:
    if not answer.n_next_known:
        return t("vergelijken.absent")
    places = "; ".join(
        t("vergelijken.destination", place=row.next_place, n=row.exits)
        for row in answer.destinations.itertuples()
    )
    return t(
        "vergelijken.destinations_of",
        places=places,
        known=answer.n_next_known,
        n=answer.n_exits,
    )


def _charts(answer: Turnover) -> None:
    lang = planner.state().lang
    left, right = st.columns(2)
    with left:
        drawing.show(years_svg(answer, lang), text("vergelijken.years_title", lang))
    with right:
        if len(answer.curve):
            drawing.show(stay_svg(answer, lang), text("vergelijken.stay_title", lang))
        else:
            st.caption(_median(answer))


def _example() -> None:
    rows = example_list()
    answer = turnover(rows, EXAMPLE_YEAR)
    st.warning(t("vergelijken.synthetic", n=len(rows)))
    name = t("vergelijken.synthetic_name")
    st.dataframe(pd.DataFrame([_summary(name, answer)]), hide_index=True)
    _charts(answer)


# ---- policy figures


def _policy() -> None:
    figures = policy()
    st.markdown(f"##### {t('vergelijken.policy_title')}")
    lang = planner.state().lang
    drawing.show(timeline_svg(figures, lang), text("vergelijken.timeline_alt", lang))
    undated = int(figures["year_from"].isna().sum())
    st.caption(t("vergelijken.policy_note", n=undated, all=len(figures)))
    st.caption(t("vergelijken.city_note"))
    columns = ["number", "city", "figure", "value", "year", "source_url"]
    table = figures[columns].rename(columns={c: t(f"column.{c}") for c in columns})
    address = t("column.source_url")
    st.dataframe(
        table, hide_index=True, column_config={address: st.column_config.LinkColumn(address)}
    )


frame.only_from_app()
show()
