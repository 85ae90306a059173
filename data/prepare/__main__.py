"""Turn the raw files into the product's tables: ``python -m data.prepare ../shared/data``.

Run by hand when the raw files have changed, or with ``--corrections FILE`` when planners corrected
rows; the output is committed. The street networks and the base map are made by steps of their own
(``data.prepare.networks``, ``data.prepare.basemap``); the data package describes their files too.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import pandas as pd

from data.prepare import (
    addresses,
    businesses,
    cells,
    corrections,
    ground,
    quality,
    small_tables,
)
from data.prepare.agreement import coding_section
from data.prepare.change_log import changes, entry, log_changes, read_tables
from data.prepare.coverage import coverage
from data.prepare.hubs import at_door, hubs
from data.prepare.meeting_places import meeting_places
from data.prepare.organisations import who_is_who
from data.prepare.package import data_package
from data.prepare.partners import partners
from data.prepare.source_words import with_dutch_titles
from data.prepare.stops import stops
from data.prepare.streets import street_lines, street_names
from data.prepare.tenants import tenants
from data.prepare.terms import hub_terms
from data.prepare.write import write_csv, write_json, write_table, write_text
from geo.data.chains import load_chain_model
from geo.data.folders import DATA
from geo.data.gazetteer import Gazetteer, gazetteer_of

log = logging.getLogger(__name__)

PLACED = ("hubs", "partners", "meeting_places")


def all_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Make every table of the product out of the raw files in ``folder``."""
    tables = _ground(folder)
    areas = tables["neighbourhoods"]
    tables |= _lookup_tables(folder, tables)
    places = gazetteer(tables)
    tables["hubs"] = hubs(folder, places, areas)
    tables["tenants"] = tenants(folder, tables["hubs"])
    tables["hub_terms"] = hub_terms(tables["hubs"])
    tables["partners"] = partners(folder, places, areas)
    tables["tenants"], tables["partners"] = who_is_who(
        tables["hubs"], tables["tenants"], tables["partners"]
    )
    tables["meeting_places"] = meeting_places(folder, places, tables["partners"], areas)
    tables, said = corrections.corrected(tables, places)
    for line in said:
        log.info("correction: %s", line)
    tables["art_architecture"] = small_tables.art_architecture(folder)
    tables["policy_figures"] = small_tables.policy_figures(folder)
    tables["business_areas"] = businesses.business_areas(folder)
    tables["street_points"] = businesses.street_points(folder, tables["outline"])
    return with_dutch_titles(tables)


def _lookup_tables(folder: Path, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    ranges = addresses.address_ranges(folder)
    return {
        "address_ranges": ranges,
        "known_doors": addresses.known_doors(folder, at_door(folder)),
        "postcode6": addresses.postcode6(folder, ranges),
        "postcode4": addresses.postcode4(folder, tables["outline"]),
        "street_names": street_names(folder, tables["neighbourhoods"], ranges),
        "street_lines": street_lines(folder),
    }


def gazetteer(tables: dict[str, pd.DataFrame]) -> Gazetteer:
    """What the step and the product look addresses up in: the same tables, the same way."""
    areas = tables["neighbourhoods"][["city", "name", "geometry"]]
    return gazetteer_of(tables, areas, tables["districts"])


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
        "parks": ground.parks(folder, neighbourhoods),
        "stops": stops(folder, outline),
    }


def prepare(folder: Path, out: Path = DATA) -> None:
    """Write every table and the data package to ``out``; say what changed and keep it there."""
    before = read_tables(out)
    tables = all_tables(folder)
    for name, table in tables.items():
        write_table(table, out / f"{name}.parquet")
    errors = quality.errors(addresses.every_door(folder, at_door(folder)), gazetteer(tables))
    page = quality.quality(errors, tables, PLACED) + coding_section()
    write_text(page, out / "QUALITY.md")
    empty = cells.said(tables["tenants"], tables["partners"], load_chain_model())
    for line in (*quality.said(tables["hubs"], tables["tenants"]), *empty):
        log.info(line)
    write_csv(coverage(tables, load_chain_model()), out / "coverage.csv")
    write_csv(small_tables.sbi_codes(folder), out / "sbi_codes.csv")
    package = data_package(out)
    write_json(package, out / "datapackage.json")
    said = entry(changes(before, read_tables(out))) if before else ""
    log.info(said or "nothing changed" if before else "made for the first time")
    log_changes(out / "CHANGES.md", package["created"][:10], said)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m data.prepare", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the raw files")
    parser.add_argument(
        "--corrections", type=Path, action="append", default=[], metavar="FILE",
        help="CSV of corrections, as the page Mijn project gives it, to take in first",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for file in arguments.corrections:
        corrections.accept(file)
    prepare(arguments.folder, arguments.out)
