"""Build the street graphs of both cities: ``python -m data.prepare.networks ../shared/data``.

Rotterdam (OpenStreetMap): motorways and trunk roads are left out, streets are joined as
`geo.network.noding.join_streets` says. Amsterdam (named streets of the municipality): what is
walkable, joined at its vertices; its ferry lines become one edge a line, from landing to landing,
since some of them meet in mid-water where nobody changes boats.

Crossing times stand in ``data/ferries.csv``. Two are published (F3 4 minutes over 300 m, F4 13
minutes over 2,392 m); the others, marked ``estimated``, lie on the line through these two (2.7
minutes to cast off and moor, and 4.3 minutes a kilometre), rounded. Waiting is not included.
Bicycles are taken on all (GVB travel rules).
"""

from __future__ import annotations

import argparse
import logging
import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.crs import RD_NEW
from geo.data.errors import DataError
from geo.data.folders import DATA
from geo.data.travel_modes import SPEED
from geo.network.graph import network_of
from geo.network.noding import (
    component_share,
    components,
    join_streets,
    join_vertices,
    merge_pass_through,
)
from geo.network.proximity import route

log = logging.getLogger(__name__)

FERRIES = DATA / "ferries.csv"
NO_WALKING = ("motorway", "trunk")
# Where a bicycle is pushed at walking speed rather than ridden.
PUSHED = ("footway", "pedestrian")
KIND_OF_ROAD = {"footway": "path", "pedestrian": "path", "cycleway": "cycleway"}
DECIMALS = 2  # a centimetre: finer than any of the sources
ON_LINE_M = 1.0  # a landing in the table lies on its ferry line
NUMBERS = ["length_m", "seconds_walk", "seconds_cycle"]
COLUMNS = ["u", "v", *NUMBERS, "mode", "geometry"]


def rotterdam(folder: Path) -> gpd.GeoDataFrame:
    """Build the edges of Rotterdam from ``rotterdam_streets.parquet``."""
    streets = gpd.read_parquet(folder / "rotterdam_streets.parquet")
    streets = streets[~streets["highway"].isin(NO_WALKING)].reset_index(drop=True)
    level = np.select([streets["tunnel"], streets["bridge"]], [-1, 1], 0)
    edges = join_streets(streets.geometry.to_numpy(), level)
    kind = streets["highway"].map(KIND_OF_ROAD).fillna("street")
    kind = kind.mask(streets["bridge"], "bridge").mask(streets["tunnel"], "tunnel")
    pushed = streets["highway"].isin(PUSHED).map({True: "pushed", False: "ridden"})
    return _merged(edges, kind + " " + pushed)


def amsterdam(folder: Path, ferries: Path = FERRIES) -> gpd.GeoDataFrame:
    """Build the edges of Amsterdam from ``amsterdam_walk_network.parquet`` and the ferry table."""
    streets = gpd.read_parquet(folder / "amsterdam_walk_network.parquet")
    streets = streets[streets["walkable"]].reset_index(drop=True)
    by_water = streets["mode"].eq("ferry")
    crossings = ferry_lines(streets[by_water], ferries)
    lines = np.concatenate([streets.geometry[~by_water].to_numpy(), crossings.geometry.to_numpy()])
    joined = join_vertices(lines)
    n_streets = int((~by_water).sum())
    boats = joined["line"] >= n_streets
    # Only its landings count on a ferry; the vertices in mid-water are no stops.
    landings = _whole_lines(joined[boats])
    edges = gpd.GeoDataFrame(pd.concat([joined[~boats], landings], ignore_index=True), crs=RD_NEW)
    names = crossings["name"].to_numpy()
    kind = pd.Series(np.r_[["street ridden"] * n_streets, "ferry " + names.astype(object)])
    merged = _merged(edges, kind)
    minutes = merged["what"].str.removeprefix("ferry ").map(crossings.set_index("name")["minutes"])
    for mode in SPEED:
        merged[f"seconds_{mode}"] = (minutes * 60).fillna(merged[f"seconds_{mode}"])
    return merged


def ferry_lines(lines: gpd.GeoDataFrame, table: Path = FERRIES) -> gpd.GeoDataFrame:
    """Draw each ferry of the table along the ferry lines of the source, landing to landing.

    Parameters
    ----------
    lines : GeoDataFrame
        Ferry lines, EPSG:28992.
    table : Path
        Semicolon-separated: ``name, from_x, from_y, to_x, to_y`` (EPSG:28992) and ``minutes``.

    Returns
    -------
    GeoDataFrame
        ``name, minutes, geometry``.
    """
    ferries = pd.read_csv(table, sep=";", encoding="utf-8-sig")
    water = join_vertices(lines.geometry.to_numpy())
    length = water.geometry.length
    water = water.assign(length_m=length, seconds_walk=length, seconds_cycle=length, mode="street")
    part = components(water)
    drawn = []
    for ferry in ferries.itertuples():
        ends = shapely.points([[ferry.from_x, ferry.from_y], [ferry.to_x, ferry.to_y]])
        # The ferries are not one network: the way is sought among those that hang together.
        here = water[part == part[water.geometry.distance(ends[0]).argmin()]]
        way = route(network_of(ferry.name, here), *ends)
        if way is None or max(here.geometry.union_all().distance(ends)) > ON_LINE_M:
            raise DataError("ferry_unplaced", file=table.name, row=ferry.Index + 2, column="to_x")
        drawn.append(way.line)
    return gpd.GeoDataFrame(ferries[["name", "minutes"]], geometry=drawn, crs=RD_NEW)


def write(edges: gpd.GeoDataFrame, path: Path) -> None:
    """Write the edges to a file beside the target and put it in its place."""
    part = path.with_suffix(".part")
    numbers = dict.fromkeys(NUMBERS, "float32")
    in_order(edges)[COLUMNS].astype(numbers).to_parquet(
        part,
        compression="zstd",
        compression_level=19,
        index=False,
        use_dictionary=["mode"],
        use_byte_stream_split=NUMBERS,
    )
    os.replace(part, path)


def in_order(edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put edges that lie near each other together and number the nodes in that order.

    The file is half as large so, and the graph faster to walk.
    """
    edges = edges.iloc[np.argsort(edges.hilbert_distance().to_numpy(), kind="stable")]
    number, _ = pd.factorize(edges[["u", "v"]].to_numpy().ravel())
    number = number.astype("int32").reshape(-1, 2)
    return edges.assign(u=number[:, 0], v=number[:, 1]).reset_index(drop=True)


def _whole_lines(pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    rows = []
    for line, part in pieces.groupby("line"):
        xy = [shapely.get_coordinates(piece) for piece in part.geometry]
        whole = shapely.LineString(np.concatenate([xy[0], *[more[1:] for more in xy[1:]]]))
        rows.append(
            {"line": line, "u": part["u"].iloc[0], "v": part["v"].iloc[-1], "geometry": whole}
        )
    return gpd.GeoDataFrame(rows, crs=pieces.crs)


def _merged(edges: gpd.GeoDataFrame, kind: pd.Series) -> gpd.GeoDataFrame:
    """Merge pass-through nodes and give every edge its length and times."""
    edges = edges.assign(what=kind.to_numpy(dtype=object)[edges["line"]])
    merged = merge_pass_through(edges, "what")
    geometry = shapely.transform(merged.geometry.to_numpy(), lambda xy: np.round(xy, DECIMALS))
    merged = merged.set_geometry(gpd.GeoSeries(geometry, crs=edges.crs))
    length = shapely.length(geometry)
    pushed = merged["what"].str.endswith(" pushed")
    merged = merged.assign(
        length_m=length,
        seconds_walk=length / SPEED["walk"],
        seconds_cycle=length / np.where(pushed, SPEED["walk"], SPEED["cycle"]),
        mode=merged["what"].str.split(" ").str[0],
    )
    return merged[merged["length_m"] > 0].reset_index(drop=True)


def main() -> None:
    """Build and write both networks."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with the source files")
    folder = parser.parse_args().folder
    for city, build in (("amsterdam", amsterdam), ("rotterdam", rotterdam)):
        edges = build(folder)
        nodes, length = component_share(edges)
        path = DATA / f"network_{city}.parquet"
        write(edges, path)
        log.info(
            "%s: %d edges, %.1f km, %.1f MB; in one component %.1f %% of nodes, %.1f %% of length",
            city,
            len(edges),
            edges["length_m"].sum() / 1000,
            path.stat().st_size / 1e6,
            nodes * 100,
            length * 100,
        )


if __name__ == "__main__":
    main()
