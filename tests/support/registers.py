"""A small national register with known places, and the folder that is made of it."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from geo.country.folder import CountryFolder, open_folder
from geo.country.making import make_folder
from geo.country.register_file import open_register
from geo.data.chains import load_chain_model

CORNER = (150_000.0, 450_000.0)
# Architecture conceive; music; printing with a share in several chains; nothing the model knows.
SBI = ("71.11.1", "59.20", "18.20", "0111")


def squares() -> gpd.GeoDataFrame:
    """Three areas of a kilometre beside each other, eastward, and one far off."""
    x, y = CORNER
    outlines = [box(x + 1_000 * i, y, x + 1_000 * (i + 1), y + 1_000) for i in range(3)]
    return gpd.GeoDataFrame(
        {"code": ["GM1", "GM2", "GM3", "GM9"], "name": ["West", "Midden", "Oost", "Ver"]},
        geometry=[*outlines, box(x + 90_000, y, x + 91_000, y + 1_000)],
        crs=28992,
    )


def register_rows(n: int = 400, seed: int = 7) -> pd.DataFrame:
    """Rows in and just round the three areas, on whole metres; some stand on a border."""
    rng = np.random.default_rng(seed)
    x = CORNER[0] + rng.integers(-200, 3_200, n)
    x[:6] = CORNER[0] + 1_000
    return pd.DataFrame(
        {
            "Vestigingsnummer": [f"{i:012d}" for i in range(n)],
            "Naam": "Bedrijf",
            "SBI-code": rng.choice(SBI, n, p=(0.3, 0.3, 0.1, 0.3)),
            "X": x.astype(float),
            "Y": CORNER[1] + rng.integers(-100, 1_100, n).astype(float),
        }
    )


def made(tmp: Path, rows: pd.DataFrame) -> CountryFolder:
    """The folder of a register, with the areas of `squares`."""
    file = tmp / "register.csv"
    rows.to_csv(file, sep=";", index=False)
    make_folder(open_register(file), tmp / "land", load_chain_model(), squares())
    return open_folder(tmp / "land")
