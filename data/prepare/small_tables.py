"""Small tables taken over as they are: art and architecture, SBI codes, policy figures."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.prepare.raw import read_hand_table, read_layer, read_text_table, web_addresses
from geo.data.cities import CITIES


def art_architecture(folder: Path) -> gpd.GeoDataFrame:
    """Buildings and art in Amsterdam's public space with who made them: works, no partners."""
    raw = read_layer(folder, "amsterdam_art_architecture.parquet")
    table = raw[["name", "maker", "kind", "year", "address", "layer", "city", "geometry"]]
    return table.sort_values(["layer", "name", "address"], ignore_index=True)


def sbi_codes(folder: Path) -> pd.DataFrame:
    """SBI 2008 codes, text with their leading zeros, and their Dutch titles.

    The raw list lacks whole divisions of industry and energy: those stand in it by two digits.
    """
    raw, divisions = read_text_table(folder / "sbi_codes.csv"), read_hand_table("sbi_divisions")
    lacking = divisions[~divisions["sbi"].isin(raw["sbi"].str[:2])]
    return pd.concat([raw, lacking]).sort_values("sbi", ignore_index=True)


def policy_figures(folder: Path) -> pd.DataFrame:
    """Published policy figures: what, how much, which year, where it was read."""
    parts = [
        read_text_table(folder / f"figures_{city.lower()}.csv").assign(city=city) for city in CITIES
    ]
    table = pd.concat(parts, ignore_index=True)
    table["source_url"] = web_addresses(table["source_url"])
    return table[["city", "figure", "value", "year", "source_url"]]
