"""An own table of a project in the form of an upload: drawn, marked and joined by the same code."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.data.coarseness import GIVEN
from geo.intake.model.result import PREFIX, Intake, SourceFile
from geo.own.rows import fingerprint


def as_intake(frame: gpd.GeoDataFrame, name: str, day: str) -> Intake:
    """Return a table as rows that were read, each at the place it has.

    Parameters
    ----------
    frame : GeoDataFrame
        Own rows, EPSG:28992; a row without a geometry has no place.
    name, day : str
        Of the project, and the ISO date it was changed last.
    """
    placed = frame.geometry.notna()
    made = {
        "placed_by": placed.map({True: GIVEN, False: "none"}),
        "accuracy_m": pd.Series(0.0, index=frame.index).where(placed),
        "in_city": "",
    }
    absent = {f"{PREFIX}{n}": v for n, v in made.items() if f"{PREFIX}{n}" not in frame}
    source = SourceFile(name, fingerprint(frame), 0, day, "gpkg")
    return Intake(source, frame.assign(**absent))
