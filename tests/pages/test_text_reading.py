"""Every view for who does not see it: what is drawn is there in words, from the same numbers.

A number that stands in a drawing stands in a table or a sentence of the same page, there perhaps
with more decimals; what a map is about stands in a table by name.
"""

from __future__ import annotations

import base64
import re
from html import unescape

import pytest
from app_pages import opened
from page_words import read_tables, texts
from streamlit.testing.v1 import AppTest

from layers.view.state import ViewState
from pages.session import server
from pages.views import page_views

DRAWING = re.compile(r'<img alt="([^"]*)"[^>]*src="data:image/svg\+xml;base64,([^"]+)"')
WRITTEN = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
MATRIX = {"stad": "Rotterdam"}
FIGURES = (
    ("waar", {"stad": "Rotterdam"}, 1),
    ("ketens", {"toon": "fashion"}, 1),
    ("nabijheid", MATRIX, 2),  # in a house, and between houses
    ("vergelijken", {"panden": "a-lab.de-hallen"}, 3),
    ("bronnen", {}, 2),  # a city each
)
# Of each map the layer it is about: what lies on it only to find the way is not listed.
MAPS = (
    ("kaart", {"stad": "Rotterdam"}, "hubs"),
    ("waar", {"stad": "Rotterdam"}, "ranked"),
    ("schakels", {"stad": "Amsterdam"}, "places"),
    ("ontmoeting", {"stad": "Amsterdam"}, "meeting_gaps"),
    ("wat_als", {"stad": "Amsterdam", "watals": "weg=ot301"}, "changed_hubs"),
)


def numbers(written: str) -> list[tuple[float, int]]:
    """Numbers as Dutch writes them, with how many decimals each has."""
    found = [each.rstrip(".").partition(",") for each in NUMBER.findall(written)]
    return [(float(f"{a.replace('.', '')}.{b or 0}"), len(b)) for a, _, b in found]


def unread(drawn: str, read: str) -> list[str]:
    """What a drawing says of which no number of a reading is the same after rounding."""
    known = [value for value, _ in numbers(read)]
    return [
        words
        for words in (unescape(each) for each in WRITTEN.findall(drawn))
        for value, decimals in numbers(words)
        if not any(abs(value - other) <= 0.5 * 10**-decimals + 1e-9 for other in known)
    ]


def drawings(test: AppTest) -> list[tuple[str, str]]:
    """Charts of a page: their words for who does not see them, and what is drawn."""
    bodies = [getattr(getattr(each, "proto", None), "body", "") for each in test.main]
    charts = [body for body in bodies if "ketenkaart-chart" in str(body)]
    found = [pair for body in charts for pair in DRAWING.findall(body)]
    return [(unescape(words), base64.b64decode(svg).decode()) for words, svg in found]


def test_a_number_that_nothing_says_is_found() -> None:
    drawn = "<text>2.701</text><text>0,8 (n = 12)</text>"
    assert unread(drawn, "2.701 plekken, 0,81 van 12") == []
    assert unread(drawn, "2.701 plekken, 0,91 van 12") == ["0,8 (n = 12)"]
    assert unread(drawn, "12 en 0,8") == ["2.701"]


@pytest.mark.slow
@pytest.mark.parametrize(("page", "query", "n_drawings"), FIGURES)
def test_every_number_of_a_figure_stands_in_words(
    page: str, query: dict[str, str], n_drawings: int
) -> None:
    test = opened(page, **query)
    read = " ".join((*texts(test), *read_tables(test)))
    found = drawings(test)
    assert len(found) == n_drawings
    for words, drawn in found:
        assert len(words.split()) > 4, "a drawing says in words what it shows"
        assert numbers(" ".join(WRITTEN.findall(drawn)))
        assert unread(drawn, read) == []


@pytest.mark.slow
@pytest.mark.parametrize(("page", "query", "layer"), MAPS)
def test_what_a_map_is_about_stands_in_a_table(
    page: str, query: dict[str, str], layer: str
) -> None:
    # *Kaart* keeps its table in the drawer, which is asked for above the map.
    session = {"kaart.panel": "table"} if page == "kaart" else {}
    test = opened(page, session=session, **query)
    asked = {name: value for name, value in query.items() if name != "stad"}
    state = ViewState(cities=(query["stad"],))
    view = page_views.view_of(page, server.shipped(), state, asked, "2026-01-01")
    (drawn,) = (each.frame for each in view.layers if each.key == layer)
    if page == "wat_als":  # those that stay as they are need no telling
        drawn = drawn[drawn["change"].ne("same")]
    names = set(drawn["name"])
    assert names
    assert names - set(read_tables(test)) == set()
    # And the same map in one sentence with its numbers, as a slide and a document have it.
    said = page_views.explanation_of(page, server.shipped(), state, asked, "2026-01-01")
    assert numbers(said.statement)
