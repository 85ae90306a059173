"""Tables of *Hoe volledig is dit?*: totals, houses, sources, cells, and businesses to compare."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from geo.data.coverage import NOBODY
from layers.figures.coverage_chart import city_totals, total_name
from layers.words.palette import Palette
from layers.words.text import text, text_in

POINTS = {"Amsterdam": "volledig.points_amsterdam", "Rotterdam": "volledig.points_rotterdam"}
COUNTED = {"Amsterdam": "volledig.counted_amsterdam", "Rotterdam": "volledig.counted_rotterdam"}


def cells_table(table: pd.DataFrame, city: str, look: Palette, lang: str) -> pd.DataFrame:
    """Write every chain and stage of a city: who is known, who looked, what could be added."""
    t, key = text_in(lang), ["chain", "stage"]
    cells = table[table["city"].eq(city) & table["level"].eq("cell")]
    tenants = cells[cells["kind"].eq("tenants")].set_index(key)["listed"]
    rows = cells[cells["kind"].eq("partners")].set_index(key).assign(tenants=tenants).reset_index()
    return pd.DataFrame(
        {
            t("column.chain"): rows["chain"].map(look.chain),
            t("column.stage"): rows["stage"].map(look.stage),
            t("volledig.kind_partners"): rows["listed"].where(rows["reach"].ne(NOBODY)),
            t("volledig.reach"): [t(f"volledig.reach_{code}") for code in rows["reach"]],
            t("volledig.kind_tenants"): rows["tenants"],
            t("volledig.add"): [t(f"volledig.add_{code}") for code in rows["add"]],
        }
    )


def totals_table(table: pd.DataFrame, city: str, lang: str) -> pd.DataFrame:
    """Write the published totals of a city: n of N, source, date, and what could be added."""
    t, rows = text_in(lang), city_totals(table, city)
    fits = [t(f"volledig.fit_{code}") if pd.notna(code) else "" for code in rows["fit"]]
    return pd.DataFrame(
        {
            t("volledig.what"): [total_name(row, lang) for _, row in rows.iterrows()],
            t("volledig.kind"): [t(f"volledig.kind_{code}") for code in rows["kind"]],
            t("volledig.n"): rows["listed"].where(rows["reach"].ne(NOBODY)).astype("Int64"),
            t("volledig.all"): rows["published"].astype("Int64"),
            t("volledig.fit"): fits,
            t("volledig.reach"): [t(f"volledig.reach_{code}") for code in rows["reach"]],
            t("column.source_title"): rows["title"].fillna(""),
            t("column.source_date"): rows["date"].fillna(""),
            t("column.source_url"): rows["url"],
            t("volledig.add"): [t(f"volledig.add_{code}") for code in rows["add"]],
        }
    )


def all_houses(table: pd.DataFrame, hubs: pd.DataFrame, city: str) -> pd.DataFrame:
    """Return the houses of a city, also those of which neither a tenant nor a number is known."""
    rows = table[table["city"].eq(city) & table["level"].eq("house")]
    here = hubs[hubs["city"].eq(city) & hubs["status"].ne("ended")]
    ids = here.loc[~here["id"].isin(rows["hub_id"]), "id"]
    bare = pd.DataFrame({"level": "house", "city": city, "hub_id": ids, "listed": 0})
    return pd.concat([rows, bare.reindex(columns=rows.columns).astype(rows.dtypes)])


def houses_table(table: pd.DataFrame, hubs: pd.DataFrame, city: str, lang: str) -> pd.DataFrame:
    """Write the houses of a city: tenants named of published, those with most to find first."""
    t, rows = text_in(lang), all_houses(table, hubs, city)
    missing = rows["published"].sub(rows["listed"]).astype("Float64").fillna(-1)
    rows = rows.assign(missing=missing).sort_values(["missing", "hub_id"], ascending=[False, True])
    share = (100 * rows["listed"] / rows["published"]).astype("Float64").round().clip(upper=100)
    operators = hubs.set_index("id")["operator"]
    gaps = zip(rows["hub_id"], rows["listed"], rows["published"], strict=True)
    return pd.DataFrame(
        {
            t("column.hub_name"): rows["hub_id"].map(hubs.set_index("id")["name"]),
            t("volledig.add"): [
                _gap_words(int(n), of, operators.get(house), lang) for house, n, of in gaps
            ],
            t("volledig.n"): rows["listed"],
            t("volledig.all"): rows["published"],
            t("volledig.share"): share.astype("Int64"),
            t("column.source_title"): rows["title"].fillna(""),
            t("column.source_date"): rows["date"].fillna(""),
            t("column.source_url"): rows["url"],
        }
    )


def _gap_words(listed: int, published: object, operator: object, lang: str) -> str:
    """Say what a planner can bring to a house: who are still to be named, or how many there are."""
    if pd.isna(published):
        asked = text("volledig.gap_unknown", lang)
        named = isinstance(operator, str)
        return f"{asked} {text('volledig.gap_operator', lang, name=operator)}" if named else asked
    missing = int(str(published)) - listed
    return text("volledig.gap_some" if missing > 0 else "volledig.gap_none", lang, n=missing)


def sources_table(table: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write every source of each city: what it looked for, could and could not see, n and date."""
    t = text_in(lang)
    rows = table[table["level"].eq("source")]
    every = rows[["chain", "stage"]].dropna().drop_duplicates()
    lines = []
    for (city, kind, source), mine in rows.groupby(["city", "kind", "source"]):
        cells = mine[["chain", "stage"]].dropna().drop_duplicates()
        rest = every.merge(cells, how="left", indicator=True).query("_merge == 'left_only'")
        whats = dict.fromkeys(mine["what"])
        reaches = sorted(set(mine["reach"]))
        lines.append(
            {
                t("volledig.source"): t(f"volledig.source_{source}"),
                t("column.city"): city,
                t("volledig.kind"): t(f"volledig.kind_{kind}"),
                t("volledig.what"): ", ".join(t(f"volledig.what_{what}") for what in whats),
                t("volledig.reach"): "; ".join(t(f"volledig.reach_{code}") for code in reaches),
                t("volledig.given"): int(mine["listed"].sum()),
                t("column.source_date"): next(iter(mine["date"].dropna()), ""),
                t("volledig.sees"): _cells_words(cells, every, look, lang),
                t("volledig.blind"): _cells_words(rest, every, look, lang),
            }
        )
    return pd.DataFrame(lines)


def _cells_words(cells: pd.DataFrame, every: pd.DataFrame, look: Palette, lang: str) -> str:
    """Name chains and stages, a stage with its chains."""
    t = text_in(lang)
    if len(cells) == len(every):
        return t("volledig.everything")
    if cells.empty:
        return t("volledig.nothing")
    chains = every["chain"].nunique()
    return "; ".join(
        f"{look.stage(str(stage))}: "
        + (
            t("volledig.all_chains")
            if len(mine) == chains
            else ", ".join(look.chain(code) for code in look.chain_names if code in set(mine))
        )
        for stage, mine in cells.groupby("stage")["chain"]
    )


def businesses_table(
    areas: Mapping[str, gpd.GeoDataFrame], points: Mapping[str, gpd.GeoDataFrame], lang: str
) -> pd.DataFrame:
    """Write for each city how its businesses are counted and spread; no total of both.

    Parameters
    ----------
    areas : mapping of city to GeoDataFrame
        As `geo.data.business_counts.counted_areas` gives them.
    points : mapping of city to GeoDataFrame
        As `geo.data.business_counts.business_points` gives them.
    """
    t = text_in(lang)
    return pd.DataFrame(
        [
            {
                t("column.city"): city,
                t("volledig.year"): int(counted["year"].max()),
                t("volledig.counted_by"): t(COUNTED[city]),
                t("volledig.areas"): len(counted),
                t("volledig.establishments"): round(float(points[city]["weight"].sum())),
                t("volledig.points"): len(points[city]),
                t("volledig.points_are"): t(POINTS[city]),
            }
            for city, counted in areas.items()
        ]
    )
