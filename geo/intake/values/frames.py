"""The coordinate systems that planners' numbers come in, and which one numbers belong to.

Each has a window round the Netherlands in its own numbers. The windows of the systems do not
overlap, so that a pair of numbers tells its own system and whether its axes were swapped. The one
exception is RD without its false origin (EPSG:28991): that counts only when the file says so or
when all its numbers lie in the two cities.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.data.crs import RD_NEW, SRID, WGS84

RD_ORIGIN = (155_000.0, 463_000.0)
"""False easting and northing of RD New; RD Old has none."""
CITIES_RD = (
    (108_000.0, 476_000.0, 136_000.0, 497_000.0),
    (60_000.0, 426_000.0, 104_000.0, 448_000.0),
)
"""Generous boxes round Amsterdam and Rotterdam with its harbour, EPSG:28992."""


@dataclass(frozen=True)
class Frame:
    """One coordinate system.

    Attributes
    ----------
    key : str
        "rd", "wgs84", "mercator", "utm31", "laea" or "rd_old".
    crs : str
    window : tuple of float
        minx, miny, maxx, maxy round the Netherlands, x or longitude first.
    degrees : bool
    """

    key: str
    crs: str
    window: tuple[float, float, float, float]
    degrees: bool = False

    def holds(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Say which pairs lie in the window."""
        minx, miny, maxx, maxy = self.window
        with np.errstate(invalid="ignore"):
            return (x >= minx) & (x <= maxx) & (y >= miny) & (y <= maxy)

    def to_rd(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the pairs in EPSG:28992; NaN where that cannot be."""
        if self.key == "rd":
            return x, y
        if self.key == "rd_old":
            return x + RD_ORIGIN[0], y + RD_ORIGIN[1]
        return project(self.crs, x, y)


RD = Frame("rd", RD_NEW, (7_000.0, 289_000.0, 300_000.0, 629_000.0))
DEGREES = Frame("wgs84", WGS84, (2.0, 50.2, 8.0, 54.5), degrees=True)
FRAMES = (
    RD,
    DEGREES,
    Frame("mercator", "EPSG:3857", (222_000.0, 6_480_000.0, 891_000.0, 7_260_000.0)),
    Frame("utm31", "EPSG:25831", (420_000.0, 5_560_000.0, 850_000.0, 6_050_000.0)),
    Frame("laea", "EPSG:3035", (3_800_000.0, 3_000_000.0, 4_150_000.0, 3_450_000.0)),
)
RD_OLD = Frame("rd_old", "EPSG:28991", (-162_000.0, -174_000.0, 145_000.0, 166_000.0))
BY_KEY = {frame.key: frame for frame in (*FRAMES, RD_OLD)}
EUROPE = (-25.0, 34.0, 45.0, 72.0)
"""Degrees; a place beyond it is taken for a fault."""


@cache
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(
        CRS.from_user_input(crs), CRS.from_user_input(RD_NEW), always_xy=True
    )


def project(crs: str, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Transform pairs to EPSG:28992 (x or longitude first); NaN where that cannot be.

    Examples
    --------
    >>> x, y = project(WGS84, np.array([4.8910066]), np.array([52.4009993]))
    >>> float(x[0].round(1)), float(y[0].round(1))
    (121230.5, 490467.0)
    """
    try:
        made = _transformer(crs).transform(x, y, errcheck=False)
    except ProjError:
        return np.full(len(x), np.nan), np.full(len(x), np.nan)
    far = ~(np.isfinite(made[0]) & np.isfinite(made[1]))
    return np.where(far, np.nan, made[0]), np.where(far, np.nan, made[1])


def in_cities(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Say which pairs in EPSG:28992 lie in the boxes round the two cities."""
    found = np.zeros(len(x), dtype=bool)
    for minx, miny, maxx, maxy in CITIES_RD:
        with np.errstate(invalid="ignore"):
            found |= (x >= minx) & (x <= maxx) & (y >= miny) & (y <= maxy)
    return found


@dataclass(frozen=True)
class Label:
    """A coordinate system as a file names it.

    Attributes
    ----------
    frame : Frame
        With an endless window; RD whatever its datum is RD.
    name : str
        To be shown.
    code : str
        "EPSG:25831" and the like; the name where there is no code.
    without_datum : bool
        RD whose label leaves out the shift to WGS84; a blind transformation lies 115 m off.
    """

    frame: Frame
    name: str
    code: str
    without_datum: bool = False


ENDLESS = (-1e12, -1e12, 1e12, 1e12)


def label_of(text: str) -> Label | None:
    """Read the label of a file; None when it has none or one that means nothing.

    Examples
    --------
    >>> label_of("urn:ogc:def:crs:OGC:1.3:CRS84").frame.key, label_of("EPSG:28991").frame.key
    ('wgs84', 'rd_old')
    >>> label_of("")
    """
    crs = _crs(text)
    if crs is None or crs.is_engineering or crs.is_geocentric:
        return None
    flat = crs.sub_crs_list[0] if crs.is_compound else crs
    name = flat.name[:60]
    if (key := _rd_key(flat)) is not None:
        return Label(BY_KEY[key], name, BY_KEY[key].crs, _lacks_datum(text, flat))
    known = {WGS84: "wgs84", "OGC:CRS84": "wgs84", "EPSG:3857": "mercator"}
    code = ":".join(flat.to_authority() or ("", ""))
    flat = flat.to_2d()
    frame = Frame(known.get(code, "label"), flat.to_wkt(), ENDLESS, flat.is_geographic)
    return Label(frame, name, code.strip(":") or name)


def _crs(text: str) -> CRS | None:
    """Make a coordinate system of a label; never of a file or address."""
    bare = text.strip()
    if not bare or re.match(r"(?:https?|file|ftp):|[/.\\]", bare, re.I):
        bare = _from_address(bare)
    if not bare:
        return None
    try:
        return CRS.from_json(bare) if bare.startswith("{") else CRS.from_user_input(bare)
    except (CRSError, json.JSONDecodeError, ValueError):
        return None


def _from_address(text: str) -> str:
    """Take the number out of an address such as http://www.opengis.net/def/crs/EPSG/0/28992."""
    found = re.search(r"opengis\.net/(?:def/crs/EPSG/[\d.]+/|gml/srs/epsg\.xml#)(\d{4,6})$", text)
    return f"EPSG:{found.group(1)}" if found else ""


def _rd_key(crs: CRS) -> str | None:
    """Tell RD New and RD Old by their parameters, whatever they are called."""
    operation = crs.coordinate_operation
    if operation is None or "stereographic" not in operation.method_name.lower():
        return None
    values = {p.name.lower(): float(p.value) for p in operation.params}
    latitude = values.get("latitude of natural origin", values.get("latitude of false origin", 0.0))
    if abs(latitude - 52.156) > 0.01:  # noqa: PLR2004
        return None
    easting = values.get("false easting", 0.0)
    return "rd" if abs(easting - RD_ORIGIN[0]) < 1 else "rd_old" if abs(easting) < 1 else None


def _lacks_datum(text: str, crs: CRS) -> bool:
    """Say whether an RD label names no datum that pyproj knows a shift for."""
    geodetic = crs.geodetic_crs
    named = geodetic is not None and "amersfoort" in f"{geodetic.name} {geodetic.datum}".lower()
    return not named and not re.search(rf"towgs84|nadgrids|EPSG:+{SRID}", text, re.I)
