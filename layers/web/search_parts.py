"""The search box of the page: what is said of each thing found, and how near it is shown."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from geo.answers.name_search import CLOSED, is_named
from geo.data.street_words import plain_words
from layers.words.plain_text import plain
from layers.words.text import text

ZOOMS = {"district": 13, "neighbourhood": 15, "cluster": 15}
SHORT_POSTCODE, SHORT_ZOOM = 4, 14
CLOSE_ZOOM = 16


def told_of(found: pd.DataFrame, typed: str, lang: str) -> list[dict[str, str | bool]]:
    """Return what the box shows of each row found, with the row's label in the table as its id.

    ``exact`` says that the name is just what was typed: a line parts those from the others.
    """
    asked = plain_words(typed)
    return [
        {
            "id": str(at),
            "name": plain(row["name"]),
            "beside": beside_words(row, lang),
            "exact": is_named(plain_words(str(row["name"])), asked),
        }
        for at, row in found.to_dict("index").items()
    ]


def beside_words(found: Mapping[Hashable, object], lang: str) -> str:
    """Return kind, city and what else tells one name from the same name elsewhere."""
    kind, beside = str(found["kind"]), plain(found["beside"])
    stop = kind == "stop"
    what = text(f"mode.{beside}" if stop else f"search.kind_{kind}", lang)
    if kind == "partner" and beside.partition(" ")[0] == CLOSED:
        year = beside.partition(" ")[2]
        beside = text("search.closed_in" if year else "search.closed", lang, year=year)
    parts = (what, "" if stop else beside, plain(found["city"]))
    return " · ".join(part for part in parts if part)


def zoom_of(kind: str, name: str) -> int:
    """Return the zoom at which something fills the map.

    Examples
    --------
    >>> zoom_of("district", "West"), zoom_of("postcode", "1016"), zoom_of("hub", "Pand 1")
    (13, 14, 16)
    """
    if kind == "postcode" and len(name) == SHORT_POSTCODE:
        return SHORT_ZOOM
    return ZOOMS.get(kind, CLOSE_ZOOM)
