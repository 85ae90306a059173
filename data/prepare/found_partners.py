"""Partners found one by one in public lists and pages: each row names its own source.

Their places stand in the raw files with the radius each is sure to; chain and stage come from the
OpenStreetMap table of the chain model by the tag that fits the trade.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.prepare.coding import codes
from data.prepare.raw import day_read, read_hand_table, read_layer, web_addresses
from geo.data.chains import ChainModel, classify_osm, load_chain_model
from geo.data.coarseness import GIVEN
from geo.data.placement import ADDRESS_M

FILES = {
    "partners_2": "partners_2",
    "partners_3_amsterdam": "partners_3",
    "partners_3_rotterdam": "partners_3",
}
"""File, and the name of its set in the table."""
FASHION_TRADE = ("fashion_wholesale", "fashion_showroom")


def found_partners(folder: Path) -> pd.DataFrame:
    """Rows of all files, in the columns of the partners' table.

    Raises
    ------
    ValueError
        When a kind of the files has no category in ``partner_kinds.csv``.
    """
    model = load_chain_model()
    return pd.concat([_of_file(folder, name, model) for name in FILES], ignore_index=True)


def _of_file(folder: Path, name: str, model: ChainModel) -> pd.DataFrame:
    raw = read_layer(folder, f"{name}.parquet")
    kinds = read_hand_table("partner_kinds").set_index("kind")["category"]
    if lacking := sorted(set(raw["kind"]) - set(kinds.index)):
        raise ValueError(f"partner_kinds.csv lacks {lacking}")
    pairs = zip(raw["osm_key"], raw["osm_value"], strict=True)
    found = [codes(classify_osm({key: value}, model)) for key, value in pairs]
    fashion = raw["kind"].isin(FASHION_TRADE)  # no tag tells wholesale of one chain from another
    found = [("fashion", "distribute") if f else c for f, c in zip(fashion, found, strict=True)]
    precision = _precision(raw)
    # Who is not at a given point is never surer than the step itself is of a street.
    accuracy = raw["accuracy_m"].where(precision.eq("address"), raw["accuracy_m"].clip(lower=50))
    return pd.DataFrame(raw).assign(
        category=raw["kind"].map(kinds),
        chain=[chain for chain, _ in found],
        stage=[stage for _, stage in found],
        placed_by=raw["placed_by"].map(_way),
        precision=precision,
        accuracy_m=accuracy.round(),
        likely_open=True,  # not known to be closed; the date of the source says how old that is
        source_title=source_titles(raw["source_title"]),
        source_url=web_addresses(raw["source_url"]),
        source_date=source_dates(raw["source_date"]),
        source_read=day_read(name),
        website=web_addresses(raw["website"].astype("str")),
        dataset=FILES[name],
        wikidata=None,
    )


def _way(placed_by: str) -> str:
    """How the place was found, in the words of the product."""
    if placed_by == GIVEN:
        return placed_by
    if placed_by.startswith("postcode6"):
        return "postcode6"
    if placed_by in ("street_middle", "between_addresses"):
        return "street"
    return {"postcode4": "postcode4"}.get(placed_by, "partner_address")


def _precision(raw: pd.DataFrame) -> pd.Series:
    """Only who stands at a given point is at the door; a neighbour's door tells the street."""
    code = raw["placed_by"].str.startswith("postcode6").map({True: "postcode6", False: "street"})
    at_door = raw["accuracy_m"].le(ADDRESS_M)
    return raw["precision"].where(raw["precision"].ne("address") | at_door, code)


def source_titles(titles: pd.Series) -> pd.Series:
    """Titles without the number of the copy that was read.

    Examples
    --------
    >>> source_titles(pd.Series(["list (public code file, ref 123)"])).tolist()
    ['list (public code file)']
    """
    return titles.str.replace(r",?\s*\brefs? \d+(?:(?:,| and) \d+)*", "", regex=True)


def source_dates(dates: pd.Series) -> pd.Series:
    """The year, month or day a source says it is of; missing where it does not say.

    Examples
    --------
    >>> cells = ["2017-02-12", "about 2025", "2025 or 2026", "not stated (after 2019)"]
    >>> source_dates(pd.Series(cells)).fillna("").tolist()
    ['2017-02-12', '2025', '2025', '']
    """
    told = dates.where(~dates.fillna("").str.startswith("not stated"))
    return told.str.extract(r"((?:19|20)\d{2}(?:-\d{2}){0,2})", expand=False)
