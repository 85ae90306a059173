"""Addresses looked up at PDOK's Locatieserver, only where the server's settings allow it.

No row goes over the network unless the setting names the service and the planner asks for it. Only
address, postcode and town are sent, never a name.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import replace

import geopandas as gpd

from geo.data.coarseness import GIVEN
from geo.intake.meaning.ground import city_of
from geo.intake.model.result import PREFIX, Intake

SETTING = "KETENKAART_LOCATIESERVER"
"""Environment variable with the address of the service; empty or absent means: never."""
SECONDS = 5.0
MOST_ROWS = 200
MOST_ANSWER = 200_000
MOST_FAULTS = 3
LONGEST = 120
ACCURACY_M = {"adres": 15.0, "postcode": 100.0, "weg": 300.0}
"""How finely each type of answer is placed; towns and municipalities are no place."""
PLACED_BY = "locatieserver"
POINT = re.compile(r"POINT\(\s*([\d.]+)\s+([\d.]+)\s*\)")
FAULTS = (urllib.error.URLError, http.client.HTTPException, TimeoutError, OSError, ValueError)


def service(environment: Mapping[str, str] | None = None) -> str:
    """Return the address of the service, "" when it is not allowed.

    Only https addresses, and http on this machine, are taken.

    Examples
    --------
    >>> service({}), service({SETTING: "file:///etc/passwd"})
    ('', '')
    >>> service({SETTING: "https://api.pdok.nl/bzk/locatieserver/search/v3_1/free"})
    'https://api.pdok.nl/bzk/locatieserver/search/v3_1/free'
    """
    found = (os.environ if environment is None else environment).get(SETTING, "").strip()
    parts = urllib.parse.urlsplit(found)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return found if parts.scheme == "https" or here else ""


def question_of(row: Mapping[str, object]) -> str:
    """Return what is asked for a row: address, postcode and town; "" when there is no address.

    Examples
    --------
    >>> question_of({"kk_address": "Weena 505", "kk_city": "Rotterdam", "kk_name": "Geheim"})
    'Weena 505 Rotterdam'
    """
    cells = [row.get(f"{PREFIX}{key}") for key in ("address", "postcode", "city")]
    texts = [cell.strip()[:LONGEST] if isinstance(cell, str) else "" for cell in cells]
    return " ".join(filter(None, texts)) if texts[0] or texts[1] else ""


def to_look_up(intake: Intake) -> dict[int, str]:
    """Return the rows that are not placed at an address yet, with their questions."""
    rows = intake.rows
    open_rows = rows[rows.geometry.isna() | rows[f"{PREFIX}placed_by"].ne(GIVEN)]
    asked = {int(i): question_of(row) for i, row in open_rows.head(5000).to_dict("index").items()}
    return dict(list({i: q for i, q in asked.items() if q}.items())[:MOST_ROWS])


def locate(question: str, address: str) -> tuple[float, float, float] | None:
    """Ask the service for one address.

    Returns
    -------
    tuple of float or None
        x and y in EPSG:28992 and the accuracy in metres; None when it knows no such address.

    Raises
    ------
    OSError, ValueError
        When the service cannot be reached or answers nonsense.
    """
    query = urllib.parse.urlencode({"q": question, "rows": 1, "fl": "type,centroide_rd,score"})
    with urllib.request.urlopen(f"{address}?{query}", timeout=SECONDS) as answer:  # noqa: S310
        found = json.loads(answer.read(MOST_ANSWER))
    documents = found.get("response", {}).get("docs", []) if isinstance(found, dict) else []
    for document in documents[:1]:
        point = POINT.fullmatch(str(document.get("centroide_rd", "")))
        kind = str(document.get("type", ""))
        if point and kind in ACCURACY_M:
            return float(point.group(1)), float(point.group(2)), ACCURACY_M[kind]
    return None


def look_up(intake: Intake, rows: Iterable[int], address: str) -> tuple[Intake, int, int]:
    """Place rows by the service.

    Parameters
    ----------
    intake : Intake
    rows : iterable of int
        Keys of `to_look_up`.
    address : str
        As `service` returns it; "" asks nobody.

    Returns
    -------
    Intake
    int
        Rows that were found.
    int
        Questions that failed; after three the service is left alone.
    """
    questions = to_look_up(intake)
    found: dict[int, tuple[float, float, float]] = {}
    failed = 0
    for row in rows:
        if not address or failed >= MOST_FAULTS:
            break
        try:
            place = locate(questions[row], address)
        except FAULTS:
            failed += 1
            continue
        if place is not None:
            found[row] = place
    return (_placed(intake, found) if found else intake), len(found), failed


def _placed(intake: Intake, found: Mapping[int, tuple[float, float, float]]) -> Intake:
    rows = intake.rows.copy()
    index = list(found)
    x, y, accuracy = zip(*found.values(), strict=True)
    points = gpd.GeoSeries(gpd.points_from_xy(x, y), index=index, crs=rows.crs)
    rows.loc[index, "geometry"] = points
    rows.loc[index, f"{PREFIX}accuracy_m"] = accuracy
    rows.loc[index, f"{PREFIX}placed_by"] = PLACED_BY
    rows.loc[index, f"{PREFIX}in_city"] = city_of(points.x.to_numpy(), points.y.to_numpy())
    kept = tuple(r for r in intake.rejections if r.row not in found)
    return replace(intake, rows=rows, rejections=kept)
