"""Districts, neighbourhoods, outlines, water, rail and parks of both cities."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import Geometry, GeometryType, get_parts, get_type_id, union_all

from data.prepare.raw import RAIL_MODES, read_hand_table, read_layer
from geo.data.cities import CITIES
from geo.data.crs import RD_NEW

CBS_COLUMNS = {
    "aantalInwoners": "residents",
    "aantalHuishoudens": "households",
    "aantalBedrijfsvestigingen": "businesses",
    "aantalBedrijvenLandbouwBosbouwVisserij": "businesses_agriculture",
    "aantalBedrijvenNijverheidEnergie": "businesses_industry",
    "aantalBedrijvenHandelEnHoreca": "businesses_trade_hospitality",
    "aantalBedrijvenVervoerInformatieCommunicatie": "businesses_transport_information",
    "aantalBedrijvenFinancieelOnroerendGoed": "businesses_finance_property",
    "aantalBedrijvenZakelijkeDienstverlening": "businesses_business_services",
    "aantalBedrijvenOverheidOnderwijsEnZorg": "businesses_public_education_care",
    "aantalBedrijvenCultuurRecreatieOverige": "businesses_culture_recreation",
    "cafeGemiddeldeAfstandInKm": "cafe_distance_km",
    "cafeGemiddeldAantalBinnen1Km": "cafes_within_1km",
    "restaurantGemiddeldAantalBinnen1Km": "restaurants_within_1km",
    "bibliotheekGemiddeldeAfstandInKm": "library_distance_km",
    "poppodiumGemiddeldeAfstandInKm": "music_venue_distance_km",
    "bioscoopGemiddeldeAfstandInKm": "cinema_distance_km",
    "theaterGemiddeldeAfstandInKm": "theatre_distance_km",
    "gemiddeldeAfstandTotMuseum": "museum_distance_km",
}
COUNTS = [name for name in CBS_COLUMNS.values() if name[-2:] != "km"]


def districts(folder: Path) -> gpd.GeoDataFrame:
    """City, code and name of every district."""
    table = read_layer(folder, "districts.parquet")[["city", "code", "name", "geometry"]]
    return table.sort_values(["city", "code"], ignore_index=True)


def neighbourhoods(folder: Path, of_districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Neighbourhoods with their district and what Statistics Netherlands says of them."""
    areas = read_layer(folder, "neighbourhoods.parquet")
    codes = of_districts.rename(columns={"code": "district_code", "name": "district"})
    areas = areas.merge(
        codes[["city", "district", "district_code"]],
        on=["city", "district"],
        how="left",
        validate="many_to_one",
    )
    figures = pd.concat([_amsterdam_figures(folder), _rotterdam_figures(folder)])
    table = areas.merge(figures, on=["city", "code"], how="left", validate="one_to_one")
    names = ["city", "code", "name", "district", "district_code", "cbs_code"]
    ordered = table[[*names, *CBS_COLUMNS.values(), "year", "geometry"]]
    return gpd.GeoDataFrame(ordered, crs=RD_NEW).sort_values(["city", "code"], ignore_index=True)


def _amsterdam_figures(folder: Path) -> pd.DataFrame:
    """Residents and households; no source at hand has business counts per neighbourhood."""
    table = read_layer(folder, "amsterdam_neighbourhood_residents.parquet")
    table = pd.DataFrame(table[["city", "code", "cbs_code", "residents", "households"]])
    # The source states no year; its total of 870,355 residents is that of 2020.
    table["year"] = 2020
    return _whole(table, ["residents", "households", "year"])


def _rotterdam_figures(folder: Path) -> pd.DataFrame:
    """Key figures 2022; CBS writes a missing value as a large negative number."""
    raw = pd.DataFrame(read_layer(folder, "rotterdam_cbs_buurten_2022.parquet"))
    table = raw[list(CBS_COLUMNS)].rename(columns=CBS_COLUMNS)
    table = table.mask(table < 0).assign(
        city="Rotterdam",
        code=raw["buurtcode"].str.removeprefix("BU0599"),
        cbs_code=raw["buurtcode"],
        year=raw["jaar"],
    )
    return _whole(table, [*(set(COUNTS) - {"cafes_within_1km", "restaurants_within_1km"}), "year"])


def _whole(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return table.astype(dict.fromkeys(columns, "Int64"))


def outline(of_districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One outline a city: its districts together, water included."""
    return of_districts[["city", "geometry"]].dissolve("city", as_index=False)


def water(folder: Path) -> gpd.GeoDataFrame:
    """Water as polygons; that of Rotterdam runs on past the city's border."""
    parts = [
        read_layer(folder, f"{city.lower()}_water.parquet")[["geometry"]].assign(city=city)
        for city in CITIES
    ]
    table = pd.concat(parts, ignore_index=True)
    return _in_order(table[["city", "geometry"]])


def rail(folder: Path) -> gpd.GeoDataFrame:
    """Tracks as lines: tram and metro in Amsterdam, train, tram and metro in Rotterdam."""
    amsterdam = read_layer(folder, "amsterdam_tram_metro_lines.parquet")
    amsterdam = amsterdam.assign(city="Amsterdam", mode=amsterdam["mode"].str.lower())
    rotterdam = read_layer(folder, "rotterdam_rail.parquet")
    rotterdam = rotterdam.assign(city="Rotterdam", mode=rotterdam["cls"].map(RAIL_MODES))
    table = pd.concat([amsterdam, rotterdam], ignore_index=True)
    return _in_order(table[["city", "mode", "geometry"]])


def _in_order(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Sort by city and place, so that a rerun writes the same bytes."""
    bounds = gpd.GeoDataFrame(table).bounds.round(1)
    order = (
        table.drop(columns="geometry")
        .join(bounds)
        .sort_values([*table.columns.drop("geometry"), "minx", "miny", "maxx", "maxy"])
    )
    return gpd.GeoDataFrame(table.loc[order.index], crs=RD_NEW).reset_index(drop=True)


def parks(folder: Path, of_neighbourhoods: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Parks of Amsterdam as published; of Rotterdam the neighbourhoods that are mostly park.

    No park layer of Rotterdam was at hand: its neighbourhoods were chosen by hand, by name and few
    residents; parks that are no neighbourhood of their own are absent.
    """
    raw = read_layer(folder, "amsterdam_parks.parquet")
    amsterdam = raw.set_geometry(raw.geometry.map(_areas)).assign(city="Amsterdam")
    table = pd.concat([amsterdam, _derived_parks(of_neighbourhoods)])
    ordered = gpd.GeoDataFrame(table, crs=RD_NEW).sort_values(["city", "name"], ignore_index=True)
    return ordered[["city", "name", "geometry"]]


def _areas(shape: Geometry) -> Geometry:
    """The areas of a shape: one park carries a line beside them."""
    parts = get_parts(get_parts(shape))
    return union_all(parts[get_type_id(parts) == GeometryType.POLYGON])


def _derived_parks(of_neighbourhoods: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    listed = read_hand_table("parks")
    found = of_neighbourhoods.merge(
        listed[["city", "code", "park"]], on=["city", "code"], validate="one_to_one"
    )
    if len(found) != len(listed):
        raise ValueError(f"parks.csv lists a neighbourhood that does not exist: {listed}")
    joined = found[["city", "park", "geometry"]].dissolve(["city", "park"], as_index=False)
    return joined.rename(columns={"park": "name"})


AREA_COLUMNS = ("neighbourhood_code", "neighbourhood", "district_code", "district")


def with_areas(table: gpd.GeoDataFrame, of_neighbourhoods: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add the district and neighbourhood each point lies in; missing without a place."""
    names = {"code": "neighbourhood_code", "name": "neighbourhood"}
    areas = of_neighbourhoods.rename(columns=names)[[*AREA_COLUMNS, "city", "geometry"]]
    bare = table.drop(columns=[name for name in AREA_COLUMNS if name in table])
    joined = bare.sjoin(areas, how="left", predicate="intersects", on_attribute=["city"])
    # A point on a border lies in both areas: the first by code counts.
    return joined[~joined.index.duplicated()].drop(columns="index_right")


def whole_city(of_outline: gpd.GeoDataFrame, city: str) -> Geometry:
    """Return the outline of one city."""
    return of_outline.set_index("city").geometry[city]
