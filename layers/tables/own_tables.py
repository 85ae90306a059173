"""Tables of a planner's own rows: links to hubs, doubles, proposals, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.data.thresholds import LEAST_SHOWN
from geo.intake.meaning.joining import Link, Twin
from geo.intake.model.records import Proposal
from layers.sentences.intake_notices import reason_words, role_words
from layers.words.text import text_in


def links_table(links: Sequence[Link], lang: str) -> pd.DataFrame:
    """Write in which hub each own tenant was found, how, and how sure that is."""
    t = text_in(lang)
    states = {True: t("eigen.join_certain"), False: t("eigen.join_proposed")}
    several = t("eigen.join_ambiguous")
    rows = [
        (
            link.row,
            link.asked,
            f"{link.hub_name} ({link.hub_city})",
            link.hub_address,
            t(f"eigen.join_by_{link.by}"),
            link.likeness,
            several if link.ambiguous else states[link.certain],
        )
        for link in links
    ]
    headings = [t("intake.col_row"), t("intake.col_value")]
    ours = ("join_hub", "join_hub_place", "join_by", "join_likeness", "join_state")
    return pd.DataFrame(rows, columns=[*headings, *(t(f"eigen.{name}") for name in ours)])


def beside_table(beside: pd.DataFrame, names: pd.Series, lang: str) -> pd.DataFrame:
    """Write by which building own tenants stand, how far, and whether they count there.

    Parameters
    ----------
    beside : DataFrame
        `geo.own.rows.Joined.beside`.
    names : Series
        Of the buildings, by id.
    lang : str
    """
    t = text_in(lang)
    where = {True: t("eigen.beside_in"), False: t("eigen.beside_alone")}
    return pd.DataFrame(
        {
            t("intake.col_row"): beside["number"],
            t("column.name"): beside["name"],
            t("eigen.join_hub"): beside["hub_id"].map(names),
            t("eigen.join_distance"): beside["metres"].round(1),
            t("eigen.join_state"): beside["joined"].map(where),
        }
    )


def twins_table(twin: Twin, lang: str) -> pd.DataFrame:
    """Write an own row and the shipped row that may be the same thing, side by side."""
    t = text_in(lang)
    mine = [twin.own_name, twin.own_address, f"{t('intake.col_row')} {twin.row}"]
    shipped = [twin.shipped_name, twin.shipped_address, twin.shipped_id]
    return pd.DataFrame({t("eigen.twins_own"): mine, t("eigen.twins_shipped"): shipped})


def proposals_table(proposals: Sequence[Proposal], lang: str) -> pd.DataFrame:
    """Write guesses, each with what it would become and why."""
    t = text_in(lang)
    rows = [
        (p.row, p.line, p.column, p.value, role_words(p.target, lang), p.suggestion)
        + (reason_words(p, lang),)
        for p in proposals
    ]
    names = ("row", "line", "column", "value", "what", "suggestion", "reason")
    return pd.DataFrame(rows, columns=[t(f"intake.col_{name}") for name in names])


def outcomes_table(counts: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write what becomes of the own rows of each table on the other pages.

    Parameters
    ----------
    counts : DataFrame
        `geo.own.rows.Joined.counts`.
    """
    t, rows = text_in(lang), counts.sort_values(["table", "outcome"])
    outcomes = [t(f"own.outcome.{name}", k=LEAST_SHOWN) for name in rows["outcome"]]
    return pd.DataFrame(
        {
            t("own.table"): [t(f"waar.row.{name}") for name in rows["table"]],
            t("own.outcome"): outcomes,
            t("own.rows"): rows["n"],
        }
    )
