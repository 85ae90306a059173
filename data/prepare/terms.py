"""Rent, term and selection of hubs: facts written down by hand, each with its year and source."""

from __future__ import annotations

from urllib.parse import urlsplit

import pandas as pd

from data.prepare.raw import read_hand_table, web_addresses

SUBJECTS = ("rent", "selection", "term")
UNITS = ("eur", "eur_m2", "eur_m2_year", "eur_month", "eur_year", "percent", "places", "years")
COLUMNS = ["hub_id", "subject", "number", "unit", "nl", "en", "year"]


def hub_terms(hubs: pd.DataFrame) -> pd.DataFrame:
    """What is published of rent, term and selection; without a source of its own the hub's.

    Raises
    ------
    ValueError
        When a row names no hub, subject or unit that is known, says nothing, or has a source of
        its own and not the day it was read.
    """
    facts = read_hand_table("hub_terms")
    _check(facts, set(hubs["id"]))
    of_hub = hubs.set_index("id").loc[facts["hub_id"]].reset_index(drop=True)
    own = web_addresses(facts["source_url"])
    sources = {
        "source_title": own.map(_host, na_action="ignore").fillna(of_hub["source_title"]),
        "source_url": own.fillna(of_hub["source_url"]),
        **{
            name: facts[name].where(own.notna(), of_hub[name])
            for name in ("source_date", "source_read")
        },
    }
    table = facts[COLUMNS].assign(number=pd.to_numeric(facts["number"]).astype(float), **sources)
    return table.sort_values(["hub_id", "subject", "year"], ignore_index=True)


def _check(facts: pd.DataFrame, hubs: set[str]) -> None:
    silent = facts["number"].isna() & facts["nl"].isna()
    half = facts["nl"].isna() != facts["en"].isna()
    wrong = (
        ~facts["hub_id"].isin(hubs)
        | ~facts["subject"].isin(SUBJECTS)
        | (facts["number"].notna() & ~facts["unit"].isin(UNITS))
        | (facts["number"].isna() != facts["unit"].isna())
        | (facts["source_url"].isna() != facts["source_read"].isna())
        | silent
        | half
    )
    if wrong.any():
        rows = ", ".join(str(row + 2) for row in facts.index[wrong])
        raise ValueError(f"hub_terms.csv: rows {rows}")


def _host(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")
