"""A planner's own register of many tenants round the Dam."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.own.rows import OwnRows

DAM = (121_393, 487_354)


def register(n: int, **columns: object) -> OwnRows:
    """``n`` rows outside buildings; ``columns`` are added or replaced."""
    xy = np.random.default_rng(1).normal(DAM, 1_500, (n, 2))
    values = gpd.GeoDataFrame(
        {
            "entity": "tenants",
            "name": [f"Bedrijf {i}" for i in range(n)],
            "chain": np.where(np.arange(n) % 3, "music", "design"),
            "placed_by": "given_coordinate",
            "accuracy_m": 0.0,
            "in_city": "Amsterdam",
            **columns,
        },
        geometry=gpd.points_from_xy(*xy.T),
        index=pd.RangeIndex(1, n + 1),
        crs=28992,
    )
    return OwnRows("register.csv", "ab" * 32, "2026-03-01", values)
