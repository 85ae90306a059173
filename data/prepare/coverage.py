"""What each source could have seen, and how complete it is against a published total.

What a source looked for is judgement, kept by hand with its reason
(``tables/coverage_sources.csv``); published totals stand in ``tables/published_totals.csv``, each
with source, date and address, and with an empty number where nobody publishes one. Everything else
is counted from the tables.

``python -m data.prepare.coverage`` makes it anew from the tables as they are shipped.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from data.prepare.raw import read_hand_table
from data.prepare.write import write_csv
from geo.data.chains import BESIDE, ChainModel, load_chain_model, spread_codes
from geo.data.cities import CITIES
from geo.data.coverage import ADDITIONS, COLUMNS, EVERY, FILE, KIND, LINKED, NOBODY, PART, REACHES
from geo.data.folders import DATA
from geo.data.row_kinds import organisations_now

Tables = Mapping[str, pd.DataFrame]
HOUSE_LIST, REGISTER, VENUES, SUPPORT, STUDIOS, PERMITS = ADDITIONS
ADD = {"tenants": HOUSE_LIST, "hubs": STUDIOS, "meeting_places": PERMITS}
# Where the public goes is listed by those who keep houses; shops and makers by a register of firms.
HOUSED = [("visual_art", "distribute"), *((chain, "public") for chain in (
    "film_media", "music", "performing_arts", "visual_art"))]  # fmt: skip
LISTS = {"tenants": "tenant_lists", "hubs": "hub_lists"}
SET = ["city", "kind", "source"]
KEY = ["city", "kind", "source", "what", "chain", "stage"]


def coverage(tables: Tables, model: ChainModel) -> pd.DataFrame:
    """Make the table of coverage.

    Parameters
    ----------
    tables : mapping
        ``hubs, tenants, partners, meeting_places`` as the step makes them.
    model : ChainModel

    Returns
    -------
    DataFrame
        The columns of `geo.data.coverage.COLUMNS`: sources, cells, totals and houses one after
        the other.

    Raises
    ------
    ValueError
        When rows come from a source of which nobody has said what it could see.
    """
    known = known_rows(tables)
    sources = source_rows(known, model)
    parts = [sources, cell_rows(known, sources, model), total_rows(known), house_rows(tables)]
    table = pd.concat([part.reindex(columns=list(COLUMNS)) for part in parts], ignore_index=True)
    return table.astype({"listed": "Int64", "published": "Int64", "at_least": "boolean"})


def known_rows(tables: Tables) -> pd.DataFrame:
    """Put the rows of today of all four tables under one another, one row a source that lists it.

    Returns
    -------
    DataFrame
        ``city, kind, id, category, chain, stage, source, source_date``; the date is missing in a
        row that is dated by another source.
    """
    hubs, tenants = tables["hubs"], tables["tenants"]
    partners = tables["partners"]
    parts = {
        "hubs": hubs[hubs["status"].eq("active")].assign(category=hubs["kind"]),
        "tenants": tenants[organisations_now(tenants)].assign(category="tenant"),
        "partners": partners[partners["likely_open"]],
        "meeting_places": tables["meeting_places"],
    }
    rows = [_of_table(table, kind) for kind, table in parts.items()]
    known = pd.concat(rows, ignore_index=True)
    # A house beyond the border serves the city, but is not of its lists.
    return known[known["city"].isin(CITIES)]


def _of_table(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    rows = pd.DataFrame(table).assign(kind=kind)
    if kind in LISTS:
        rows["source"] = LISTS[kind]
    else:
        others = rows["also_in"] if "also_in" in rows else pd.Series(pd.NA, index=rows.index)
        first = rows["dataset"]
        rows["source"] = (rows["dataset"] + ";" + others.fillna("")).str.strip(";").str.split(";")
        rows = rows.explode("source")
        own = rows["source"].eq(first.reindex(rows.index))
        rows["source_date"] = rows["source_date"].where(own)
    rows = rows if kind in LINKED else rows.assign(chain=pd.NA, stage=pd.NA)
    return rows[["city", "kind", "id", "category", "chain", "stage", "source", "source_date"]]


def source_rows(known: pd.DataFrame, model: ChainModel) -> pd.DataFrame:
    """Return what each source looked for, cell by cell, and how many rows it gave there."""
    asked = _of_shipped(_asked(model), known)
    said = set(zip(*(asked[name] for name in SET), strict=True))
    given = set(zip(*(known[name] for name in SET), strict=True))
    if unsaid := given - said:
        raise ValueError(f"coverage_sources.csv: what could {sorted(unsaid)} see?")
    found = _counted(known, asked)
    table = asked.merge(found, on=KEY, how="outer")
    table["reach"] = table["reach"].fillna(PART)
    dates = known.groupby(["city", "kind", "source"])["source_date"].agg(span).rename("date")
    table = table.join(dates, on=["city", "kind", "source"])
    listed = table["listed"].fillna(0).astype("Int64")
    table = table.assign(level="source", listed=listed, add=_added(table))
    return table.sort_values(KEY, na_position="first", ignore_index=True)


def _of_shipped(lines: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Keep what is said of sets that gave rows: one that is not shipped has not looked."""
    shipped = pd.MultiIndex.from_frame(known[SET].drop_duplicates())
    return lines[pd.MultiIndex.from_frame(lines[SET]).isin(shipped)]


def _asked(model: ChainModel) -> pd.DataFrame:
    """Read the table kept by hand, one row a chain and stage."""
    table = read_hand_table("coverage_sources")
    stages = [*model.stage_line, "support"]
    for column, every in (("chain", model.ten), ("stage", stages)):
        cells = table[f"{column}s"]
        table[column] = [
            every if cell == EVERY else str(cell).split(";") if pd.notna(cell) else [pd.NA]
            for cell in cells
        ]
        table = table.explode(column)
    return table.drop(columns=["chains", "stages", "why"]).reset_index(drop=True)


def _counted(known: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Count rows by source, what they are and cell; what no line of the hand table names is "any".

    A row with two stages counts in both.
    """
    lines = asked[["city", "kind", "source", "what", "categories"]].drop_duplicates()
    lines = lines.assign(category=lines["categories"].str.split(";")).explode("category")
    named = lines[lines["category"].ne(EVERY)].drop(columns="categories")
    whole = lines[lines["category"].eq(EVERY)].drop(columns=["categories", "category"])
    cells = spread_cells(known)
    cells = cells.merge(named, on=["city", "kind", "source", "category"], how="left")
    cells = cells.merge(whole, on=["city", "kind", "source"], how="left", suffixes=("", "_every"))
    cells["what"] = cells["what"].fillna(cells["what_every"]).fillna("any")
    sizes = cells.groupby(KEY, dropna=False)["id"].nunique().rename("listed")
    return sizes.reset_index()


def spread_cells(known: pd.DataFrame) -> pd.DataFrame:
    """Give each row once for every chain and stage; hubs and meeting places have none.

    Beside the ten chains nothing is asked, and nobody is missing.
    """
    linked = known["kind"].isin(LINKED)
    cells = spread_codes(known[linked]).drop(columns="weight")
    beside = cells["chain"].isin(list(BESIDE)) | cells["stage"].eq("unknown")
    return pd.concat([cells[~beside], known[~linked]], ignore_index=True)


def cell_rows(known: pd.DataFrame, sources: pd.DataFrame, model: ChainModel) -> pd.DataFrame:
    """Return every city, chain and stage, who is known there and whether any source looked."""
    stages = [*model.stage_line, "support"]
    every = pd.MultiIndex.from_product(
        [CITIES, LINKED, model.ten, stages], names=["city", "kind", "chain", "stage"]
    )
    cell = list(every.names)
    listed = spread_cells(known).groupby(cell)["id"].nunique().reindex(every, fill_value=0)
    reach = sources.groupby(cell)["reach"].agg(_widest).reindex(every).fillna(NOBODY)
    table = pd.DataFrame({"listed": listed, "reach": reach}).reset_index()
    return table.assign(level="cell", add=_added(table))


def _widest(reaches: pd.Series) -> str:
    return KIND if reaches.eq(KIND).any() else PART


def _added(rows: pd.DataFrame) -> list[str]:
    """Name what a planner could add to fill each gap."""
    return [
        ADD.get(kind)
        or (SUPPORT if stage == "support" else VENUES if (chain, stage) in HOUSED else REGISTER)
        for kind, chain, stage in zip(rows["kind"], rows["chain"], rows["stage"], strict=True)
    ]


def total_rows(known: pd.DataFrame) -> pd.DataFrame:
    """Return the published totals of a city, each beside how many of the same are known."""
    totals = read_hand_table("published_totals")
    lines = read_hand_table("coverage_sources")
    lines = _of_shipped(lines, known)
    records = totals.to_dict("records")
    listed = [_listed(known, total) for total in records]
    return totals.drop(columns=["categories", "number"]).assign(
        level="total",
        published=pd.to_numeric(totals["number"]),
        at_least=totals["at_least"].eq("yes"),
        fit=totals["fit"].where(totals["number"].notna()),
        listed=listed,
        # What was found in passing was seen all the same.
        reach=[
            max(_reach(lines, total), PART if n else NOBODY, key=REACHES[::-1].index)
            for total, n in zip(records, listed, strict=True)
        ],
    )


def _reach(lines: pd.DataFrame, total: Mapping[Hashable, Any]) -> str:
    """Say how far any source looked for what a published total counts."""
    if total["kind"] == "organisations":
        return PART
    mine = lines[lines["city"].eq(total["city"]) & lines["kind"].eq(total["kind"])]
    asked = set(total["categories"].split(";"))
    for column, cells in (("chain", mine["chains"]), ("stage", mine["stages"])):
        code = total[column]
        known = cells.eq(EVERY) | cells.fillna("").str.split(";").map(lambda c, x=code: x in c)
        mine = mine[known.reindex(mine.index)] if pd.notna(code) else mine
    looked = [bool({EVERY, *asked} & {*cell.split(";")}) or EVERY in asked
              for cell in mine["categories"]]  # fmt: skip
    return _widest(mine.loc[looked, "reach"]) if any(looked) else NOBODY


def _listed(known: pd.DataFrame, total: Mapping[Hashable, Any]) -> int:
    """Count the rows of today that a published total is about, each once."""
    everyone = total["kind"] == "organisations"
    kinds = LINKED if everyone else (total["kind"],)
    rows = known[known["city"].eq(total["city"]) & known["kind"].isin(kinds)]
    if total["categories"] != EVERY:
        rows = rows[rows["category"].isin(total["categories"].split(";"))]
    # A museum of no chain is a museum all the same; the creative industry is the ten chains.
    if everyone or pd.notna(total["chain"]):
        rows = spread_cells(rows)
    if pd.notna(total["chain"]):
        rows = rows[rows["chain"].eq(total["chain"]) & rows["stage"].eq(total["stage"])]
    return int(rows["id"].nunique())


def house_rows(tables: Tables) -> pd.DataFrame:
    """Return the houses of today: how many tenants are named of how many published."""
    hubs, tenants = tables["hubs"], tables["tenants"]
    houses = hubs[hubs["city"].isin(CITIES) & hubs["status"].ne("ended")]
    listed = tenants[organisations_now(tenants)].groupby("hub_id")["id"].nunique()
    published = houses["tenants_published"]
    table = pd.DataFrame(
        {
            "city": houses["city"],
            "hub_id": houses["id"],
            "listed": houses["id"].map(listed).fillna(0),
            "published": published,
        }
    )
    for name in ("title", "date", "url"):
        table[name] = houses[f"source_{name}"].where(published.notna())
    told = table[table["listed"].gt(0) | table["published"].notna()]
    fit = told["published"].notna().map({True: "same"})
    return told.assign(level="house", kind="tenants", what="tenant", fit=fit, add=HOUSE_LIST)


def span(dates: pd.Series) -> str | None:
    """Say from which year to which year dates run.

    Examples
    --------
    >>> span(pd.Series(["2019-03-17", "2024", None])), span(pd.Series(["2021-05"]))
    ('2019–2024', '2021')
    """
    years = sorted(_years(dates))
    return None if not years else years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _years(dates: pd.Series) -> Iterator[str]:
    yield from dates.dropna().astype(str).str.extract(r"\b((?:19|20)\d\d)", expand=False).dropna()


if __name__ == "__main__":
    parts = ("hubs", "tenants", "partners", "meeting_places")
    shipped = {name: pd.read_parquet(DATA / f"{name}.parquet") for name in parts}
    write_csv(coverage(shipped, load_chain_model()), DATA / FILE)
