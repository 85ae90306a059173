"""Partners: organisations outside hubs that complete a chain, each of them once."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.prepare.addresses import replaced
from data.prepare.coding import coded_partners, codes
from data.prepare.found_partners import found_partners
from data.prepare.ground import with_areas
from data.prepare.presence import closed_by_hand
from data.prepare.raw import (
    day_read,
    points_from_degrees,
    postcodes,
    read_hand_table,
    read_layer,
    read_text_table,
    web_addresses,
    whole_numbers,
)
from data.prepare.same_place import merged
from geo.data.chains import classify_osm, load_chain_model
from geo.data.coarseness import GIVEN
from geo.data.crs import RD_NEW
from geo.data.gazetteer import Gazetteer
from geo.data.placement import ADDRESS_M, place_rows
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.street_words import plain_words

COLUMNS = (
    *("id", "name", "category", "chain", "stage", "city", "address", "postcode"),
    *("precision", "placed_by", "accuracy_m", "opened", "closed", "likely_open", "website"),
    *("dataset", "also_in", "organisation", *SOURCE_COLUMNS, "osm_id", "wikidata"),
    *("district_code", "neighbourhood_code", "synthetic", "geometry"),
)
FIRST_YEAR = 1800
CREATIVE_ATTRACTIONS = ("Fabrique des Lumières", "A'DAM VR Game Park", "Blast Galaxy")
"""Of 139 attractions (canals, churches, bridges, animals, boats) these show creative work."""
OSM = {
    "dataset": "osm_tourism",
    "source_title": "OpenStreetMap (Overpass, 2026-03-17)",
    "source_date": "2026-03-17",
}
WIKIDATA = {"dataset": "wikidata_rotterdam", "source_title": "Wikidata", "source_date": "2022-12"}
IAMSTERDAM = {
    "dataset": "iamsterdam",
    "source_title": "iamsterdam: MuseaGalleries",
    "source_url": "https://open.data.amsterdam.nl/",
}
MAKERSPACES = {
    "dataset": "makerspaces",
    "source_title": "Platform Maker Education: makerspaces",
    "source_url": "https://github.com/waagsociety/platform-maker-education",
    "source_date": "2018-07",
}
MARKETS = {
    "dataset": "markets_amsterdam",
    "source_title": "Gemeente Amsterdam: MARKTEN",
    "source_url": "https://maps.amsterdam.nl/open_geodata/",
    "source_date": "2023-10",
}


def partners(
    folder: Path, gazetteer: Gazetteer, of_neighbourhoods: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Partners of both cities, twins between sets joined, with district and neighbourhood."""
    parts = [
        from_osm(folder),
        replaced(from_iamsterdam(folder), gazetteer),
        from_rotterdam_list(folder, gazetteer),
        from_wikidata(folder),
        from_makerspaces(folder),
        from_markets(folder),
        _kept(found_partners(folder)),
    ]
    table = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=RD_NEW)
    table = merged(coded_partners(_without_others(table)).assign(synthetic=False))
    table = with_areas(table.assign(postcode=postcodes(table["postcode"])), of_neighbourhoods)
    whole = {name: _since(table[name].astype("Int64")) for name in ("opened", "closed")}
    table = table.assign(likely_open=table["likely_open"].astype(bool), **whole)
    table = closed_by_hand(table).assign(organisation=table["id"])
    return table[list(COLUMNS)].sort_values("id", ignore_index=True)


def _without_others(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Leave out rows that are no organisation: events, parts of a museum, a viewpoint."""
    others = read_hand_table("left_out")
    pairs = pd.MultiIndex.from_frame(table[["dataset", "name"]])
    return table[~pairs.isin(pd.MultiIndex.from_frame(others[["dataset", "name"]]))]


def _since(years: pd.Series) -> pd.Series:
    """Years before 1800 tell of the building, not of who is in it: missing."""
    return years.where(years >= FIRST_YEAR)


def _given(table: pd.DataFrame, **values: object) -> pd.DataFrame:
    """Rows whose source gives their coordinate, at the building."""
    return table.assign(precision="address", placed_by=GIVEN, accuracy_m=ADDRESS_M, **values)


def _with_chain(table: pd.DataFrame) -> pd.DataFrame:
    """Category, chain and stage by name where the hand-made table is certain of the museum."""
    known = read_hand_table("museum_chains")
    known = known.assign(plain=known["name"].map(plain_words)).drop_duplicates("plain")
    known = known.set_index("plain")
    plain = table["name"].map(plain_words)
    found = {name: plain.map(known[name]) for name in ("category", "chain", "stage")}
    return table.assign(**{name: x.where(x.notna(), table[name]) for name, x in found.items()})


def from_osm(folder: Path) -> pd.DataFrame:
    """Museums and galleries of OpenStreetMap in Amsterdam, and the few creative attractions."""
    raw = read_layer(folder, "amsterdam_osm_tourism_2026.parquet")
    wanted = raw["tourism"].isin(["museum", "gallery"]) | raw["name"].isin(CREATIVE_ATTRACTIONS)
    raw = raw[wanted & raw["name"].notna()]
    culture = read_layer(folder, "amsterdam_osm_culture.geojson").set_index("osm_id")
    started = raw["osm_id"].map(culture["start_date"]).str.extract(r"^(\d{4})", expand=False)
    tags = raw[["tourism", "museum"]].astype(object).where(raw.notna(), None).to_dict("records")
    model = load_chain_model()
    found = [codes(classify_osm(each, model)) for each in tags]
    table = _given(
        raw.rename(columns={"tourism": "category"}),
        **OSM,
        id="osm-" + raw["osm_id"].str.replace("/", "-"),
        chain=[chain for chain, _ in found],
        stage=[stage for _, stage in found],
        address=(raw["street"] + " " + raw["housenumber"].fillna("")).str.strip(),
        opened=whole_numbers(started),
        likely_open=True,
        source_url="https://www.openstreetmap.org/" + raw["osm_id"],
        source_read=day_read("amsterdam_osm_tourism_2026"),
    )
    return _kept(_with_chain(table))


def from_iamsterdam(folder: Path) -> pd.DataFrame:
    """Museums and galleries of the city's visitor lists of 2017 and 2019."""
    raw = read_layer(folder, "amsterdam_museums_galleries_iamsterdam.parquet")
    raw = raw[raw["category"].isin(["museum", "gallery"])]
    gallery = raw["category"].eq("gallery")
    table = _given(
        raw,
        **IAMSTERDAM,
        id="iamsterdam-" + raw["id"].str[:8],
        chain=gallery.map({True: "visual_art", False: "other"}),
        stage=gallery.map({True: "distribute", False: "public"}),
        website=web_addresses(raw["url"]),
        likely_open=~raw["closed_in_name"],
        source_date=raw["updated"].str[:10],
        source_read=day_read("amsterdam_museums_galleries_iamsterdam"),
    )
    return _kept(_with_chain(table))


def from_rotterdam_list(folder: Path, gazetteer: Gazetteer) -> pd.DataFrame:
    """The researched list of partners in Rotterdam, most of them placed by four-digit postcode."""
    raw = read_text_table(folder / "partners_rotterdam.csv")
    exact = raw["precision"].eq("punt uit bron")
    categories = read_hand_table("rotterdam_list_categories").set_index("listed")["category"]
    # The list gives the postcode's own point for the others: no coordinate of the place itself.
    rows = raw.assign(
        id=[f"rotterdam-list-{number:03d}" for number in range(1, len(raw) + 1)],
        category=raw["category"].map(categories),
        city="Rotterdam",
        area=pd.NA,
        point=points_from_degrees(raw).where(exact, None),
        point_precision=exact.map({True: "address", False: "none"}),
        source_url=web_addresses(raw["source_url"]),
        source_read=day_read("partners_rotterdam"),
        dataset="partners_rotterdam",
        likely_open=True,
        closed=pd.NA,
    )
    # Its source of January 2026 announces that the club closes in April 2026.
    closed = rows["name"].eq("Perron")
    rows = rows.assign(likely_open=~closed, closed=rows["closed"].mask(closed, 2026))
    return _kept(place_rows(rows.drop(columns="precision"), gazetteer))


def from_wikidata(folder: Path) -> pd.DataFrame:
    """Theatres, cinemas, stages, museums and libraries of Rotterdam, past and present."""
    raw = read_layer(folder, "rotterdam_venues_wikidata.parquet")
    kinds = read_hand_table("wikidata_types")
    types = raw["types"].str.split("; ")
    first = [next((k for k in kinds["type"] if k in named), None) for named in types]
    kind = kinds.set_index("type").reindex(first).set_index(raw.index)
    table = _given(
        raw.drop(columns="types"),
        **WIKIDATA,
        **{name: kind[name] for name in ("category", "chain", "stage")},
        id="wikidata-" + raw["wikidata"],
        city="Rotterdam",
        opened=whole_numbers(raw["begin"].str[:4]),
        closed=whole_numbers(raw["end"].str[:4]),
        source_url="https://www.wikidata.org/wiki/" + raw["wikidata"],
        source_read=day_read("rotterdam_venues_wikidata"),
    )
    return _kept(_with_chain(_used_today(table)))


def _used_today(table: pd.DataFrame) -> pd.DataFrame:
    """What a building is called and used for today, from a hand-made table."""
    today = read_hand_table("wikidata_today").set_index("wikidata")
    columns = ("name", "category", "chain", "stage")
    found = {name: table["wikidata"].map(today[name]) for name in columns}
    return table.assign(**{name: x.where(x.notna(), table[name]) for name, x in found.items()})


def from_makerspaces(folder: Path) -> pd.DataFrame:
    """Makerspaces and fablabs of both cities."""
    raw = read_layer(folder, "makerspaces_fablabs.parquet")
    parts = raw["address"].str.extract(r"^(?P<address>[^,]+)(?:, (?P<postcode>\d{4} [A-Z]{2}))?")
    table = _given(
        raw.drop(columns="address").join(parts),
        **MAKERSPACES,
        id=[f"makerspace-{number:02d}" for number in range(1, len(raw) + 1)],
        category="makerspace",
        chain="crafts",
        stage="support",
        website=web_addresses(raw["website"]),
        source_read=day_read("makerspaces_fablabs"),
        likely_open=True,
    )
    return _kept(table)


def markets(folder: Path, role: str) -> pd.DataFrame:
    """Markets of Amsterdam whose goods make them a partner or a meeting place."""
    raw = read_layer(folder, "amsterdam_markets.parquet")
    goods = read_hand_table("market_goods").set_index("goods")
    table = _given(
        raw,
        **MARKETS,
        id=[f"market-{number:02d}" for number in range(1, len(raw) + 1)],
        category="market",
        chain=raw["goods"].map(goods["chain"]),
        stage=raw["goods"].map(goods["stage"]),
        source_read=day_read("amsterdam_markets"),
        likely_open=True,
    )
    return table[raw["goods"].map(goods["role"]).eq(role)]


def from_markets(folder: Path) -> pd.DataFrame:
    """Markets that sell what a chain makes: books, art and antiques."""
    return _kept(markets(folder, "partner"))


def _kept(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(table[[name for name in COLUMNS if name in table]])
