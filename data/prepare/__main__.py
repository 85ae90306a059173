"""Turn the raw files into the product's tables: ``python -m data.prepare ../shared/data``.

Run by hand when the raw files have changed; the output is committed. The street networks and the
base map are made by steps of their own (``data.prepare.networks``, ``data.prepare.basemap``); the
data package describes their files too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from data.prepare import addresses, ground, small_tables
from data.prepare.hubs import hubs
from data.prepare.meeting_places import meeting_places
from data.prepare.organisations import who_is_who
from data.prepare.package import data_package
from data.prepare.partners import partners
from data.prepare.stops import stops
from data.prepare.tenants import tenants
from data.prepare.terms import hub_terms
from data.prepare.write import write_csv, write_json, write_table
from geo.data.folders import DATA


def all_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Make every table of the product out of the raw files in ``folder``."""
    tables = _ground(folder)
    areas = tables["neighbourhoods"]
    tables["postcode6"] = addresses.postcode6(folder)
    tables["postcode4"] = addresses.postcode4(folder, tables["outline"])
    tables["street_names"] = addresses.street_names(folder, tables["outline"])
    places = addresses.gazetteer(folder, tables, areas, tables["districts"])
    tables["hubs"] = hubs(folder, places, areas)
    tables["tenants"] = tenants(folder, tables["hubs"])
    tables["hub_terms"] = hub_terms(tables["hubs"])
    tables["partners"] = partners(folder, places, areas)
    tables["tenants"], tables["partners"] = who_is_who(
        tables["hubs"], tables["tenants"], tables["partners"]
    )
    tables["meeting_places"] = meeting_places(folder, places, tables["partners"], areas)
    tables["art_architecture"] = small_tables.art_architecture(folder)
    tables["policy_figures"] = small_tables.policy_figures(folder)
    return tables


def _ground(folder: Path) -> dict[str, pd.DataFrame]:
    districts = ground.districts(folder)
    neighbourhoods = ground.neighbourhoods(folder, districts)
    outline = ground.outline(districts)
    return {
        "districts": districts,
        "neighbourhoods": neighbourhoods,
        "outline": outline,
        "water": ground.water(folder),
        "rail": ground.rail(folder),
        "parks": ground.parks(neighbourhoods),
        "stops": stops(folder, outline),
    }


def prepare(folder: Path, out: Path = DATA) -> None:
    """Write every table and the data package to ``out``."""
    for name, table in all_tables(folder).items():
        write_table(table, out / f"{name}.parquet")
    write_csv(small_tables.sbi_codes(folder), out / "sbi_codes.csv")
    write_json(data_package(out), out / "datapackage.json")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m data.prepare", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the raw files")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    arguments = parser.parse_args()
    prepare(arguments.folder, arguments.out)
