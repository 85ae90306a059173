"""A toy city of twelve hubs whose every answer can be worked out by hand.

The hubs stand on the nodes of `geo.toy.street_grid` (100 m apart, metres from its south-west
corner)::

    y=200   h9 --- h10 == h11 -- G        G  a gallery, M  a museum, S  a fashion shop
    y=100   h5 --- h6 ... h7 --- M        h8 stands on M's corner; S on h5's
              ~ ferry             # bridge
    y=0     h1 --- h2 --- h3 --- h4       h12 has no place
           x=0    100    200    300

Named tenants, chain and stage: h1 fashion conceive and fashion distribute, one of chain and stage
unknown; h2 and h3 fashion make; h5 music make and distribute (half each); h6 music public and a
café; h9 and h10 visual art make; h12 architecture conceive. h1 also has a published total of 40.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache

import geopandas as gpd
import pandas as pd
from shapely import Point, box

from geo.data.chains import load_chain_model
from geo.data.coarseness import GIVEN
from geo.data.crs import RD_NEW
from geo.data.store import Dataset

CITY = "Amsterdam"
TENANTS = (
    ("h1", "Naaimachine", "fashion", "conceive"),
    ("h2", "Patroon", "fashion", "make"),
    ("h3", "Confectie", "fashion", "make"),
    ("h1", "Showroom", "fashion", "distribute"),
    ("h5", "Opname", "music", "make;distribute"),
    ("h6", "Podium", "music", "public"),
    ("h9", "Schilder", "visual_art", "make"),
    ("h10", "Beeldhouwer", "visual_art", "make"),
    ("h12", "Tekentafel", "architecture", "conceive"),
    ("h1", "Zonder vak", "unknown", "unknown"),
    ("h6", "Koffie", "food", "support"),
)
PARTNERS = (
    ("p1", "Galerie", "gallery", "visual_art", "distribute", 300, 200),
    ("p2", "Winkel", "shop", "fashion", "public", 0, 100),
    ("p3", "Museum", "museum", "visual_art", "public", 300, 100),
)


def toy_hubs() -> gpd.GeoDataFrame:
    """Twelve hubs; the last has no place."""
    numbers = range(1, 13)
    points = [Point((i - 1) % 4 * 100.0, (i - 1) // 4 * 100.0) for i in numbers[:-1]]
    count = len(numbers)
    text = pd.Series([None] * count, dtype="str")
    columns: dict[str, object] = {
        "id": [f"h{i}" for i in numbers],
        "name": [f"Pand {i}" for i in numbers],
        "city": CITY,
        "kind": ["broedplaats"] * 9 + ["vrijplaats"] * 3,
        "status": ["active"] * 10 + ["ended", "unknown"],
        "opened": pd.array([2000 + i for i in range(11)] + [None], dtype="Int64"),
        "closed": pd.array([None] * 10 + [2020, None], dtype="Int64"),
        "chains": pd.Series(["fashion", *[None] * 11], dtype="str"),
        "precision": ["address"] * 11 + ["none"],
        "placed_by": [GIVEN] * 11 + ["none"],
        "accuracy_m": [0.0] * 11 + [float("nan")],
        "place_basis": "source",
        "origin": "hub_list",
        "source_title": "Toy",
        "source_url": "https://example.org",
        "synthetic": True,
        "tenants_published": pd.array([40] + [None] * 11, dtype="Int64"),
        "tenure": "unknown",
        "lease_end": pd.array([None] * count, dtype="Int64"),
        "floor_area_m2": pd.array([None] * count, dtype="Int64"),
        "studios": pd.array([None] * count, dtype="Int64"),
    }
    empty = (
        "place_url",
        "status_date",
        "address",
        "postcode",
        "district_code",
        "district",
        "neighbourhood_code",
        "neighbourhood",
        "operator",
        "operator_source",
        "website",
        "source_date",
        "source_read",
    )
    frame = pd.DataFrame(columns).assign(**dict.fromkeys(empty, text))
    return gpd.GeoDataFrame(frame, geometry=[*points, None], crs=RD_NEW)


def toy_tenants() -> pd.DataFrame:
    """Eleven named tenants and one published total."""
    rows = [*TENANTS, ("h1", "huurders", "other", "unknown")]
    count = len(rows)
    text = pd.Series([None] * count, dtype="str")
    years = pd.array([None] * count, dtype="Int64")
    frame = pd.DataFrame(rows, columns=["hub_id", "label", "chain", "stage"]).assign(
        id=[f"t{i}" for i in range(1, count + 1)],
        city=CITY,
        count=pd.array([1] * (count - 1) + [40], dtype="Int64"),
        chain_basis="source",
        year_from=years,
        year_to=years,
        is_total=[False] * (count - 1) + [True],
        row_kind=["organisation"] * (count - 1) + ["total"],
        presence="present",
        organisation=[f"t{i}" for i in range(1, count)] + [None],
        at_least=False,
        low_confidence=False,
        source_title="Toy",
        source_url="https://example.org",
        synthetic=True,
        starter=pd.array([None] * count, dtype="boolean"),
    )
    empty = ("activity", "sbi", "previous_hub", "next_place", "source_date", "source_read")
    return frame.assign(**dict.fromkeys(empty, text))


def _points(rows: list[dict[str, object]], places: list[Point]) -> gpd.GeoDataFrame:
    names = (
        "address",
        "postcode",
        "website",
        "source_date",
        "source_read",
        "district_code",
        "district",
        "neighbourhood_code",
        "neighbourhood",
    )
    text = pd.Series([None] * len(rows), dtype="str")
    frame = pd.DataFrame(rows).assign(
        city=CITY,
        precision="address",
        placed_by=GIVEN,
        accuracy_m=0.0,
        dataset="toy",
        source_title="Toy",
        source_url="https://example.org",
        synthetic=True,
        **dict.fromkeys(names, text),
    )
    return gpd.GeoDataFrame(frame, geometry=places, crs=RD_NEW)


def toy_dataset() -> Dataset:
    """Return the toy city, as `geo.data.store.load_dataset` returns the real ones.

    It is made once; everyone gets tables of their own, to change as they like.

    Examples
    --------
    >>> toy = toy_dataset()
    >>> len(toy.hubs), int(toy.hubs.geometry.notna().sum())
    (12, 11)
    """
    return deepcopy(_made())


@cache
def _made() -> Dataset:
    square = gpd.GeoDataFrame(
        {"city": [CITY], "code": ["A"], "name": ["Speelveld"]},
        geometry=[box(-100, -100, 400, 300)],
        crs=RD_NEW,
    )
    partners = _points(
        [
            dict(zip(("id", "name", "category", "chain", "stage"), row[:5], strict=True))
            for row in PARTNERS
        ],
        [Point(row[5], row[6]) for row in PARTNERS],
    )
    years = pd.array([None] * len(partners), dtype="Int64")
    meeting = _points([{"id": "m1", "name": "Eetcafé", "category": "cafe"}], [Point(100, 0)])
    stops = gpd.GeoDataFrame(
        {"id": ["s1"], "city": [CITY], "name": ["Halte"], "mode": ["tram"], "lines": ["1"]},
        geometry=[Point(200, 100)],
        crs=RD_NEW,
    )
    areas = square.assign(
        district="Speelveld",
        district_code="A",
        cbs_code="BU0",
        residents=100,
        households=60,
        businesses=50,
        businesses_culture_recreation=10,
        year=2022,
    )
    return Dataset(
        hubs=toy_hubs(),
        tenants=toy_tenants(),
        partners=partners.assign(
            opened=years,
            closed=years,
            likely_open=True,
            organisation=partners["id"],
            also_in=None,
            osm_id=None,
            wikidata=None,
        ),
        meeting_places=meeting.assign(updated="2020-01-01"),
        districts=square,
        neighbourhoods=areas,
        stops=stops,
        water=gpd.GeoDataFrame({"city": [CITY]}, geometry=[box(-100, 30, 400, 70)], crs=RD_NEW),
        parks=square.iloc[:0],
        rail=stops.iloc[:0],
        outline=square[["city", "geometry"]],
        chain_model=load_chain_model(),
        package={"resources": []},
    )
