"""Every figure opens its rows: Kaart, fact sheet and Ketens, on the shipped data."""

from __future__ import annotations

import pytest
from app_pages import counts_of_the_map, opened
from streamlit.testing.v1 import AppTest

from layers.words.text import text

pytestmark = pytest.mark.slow

SOURCES = [text(f"column.source_{part}", "nl") for part in ("title", "url", "date", "age", "read")]


def shown(page: str, *expanders: str, **query: str) -> AppTest:
    """A page with some of its rows opened."""
    return opened(page, {f"behind.{key}": True for key in expanders}, **query)


def label(test: AppTest, what: str) -> str:
    return next(each.label for each in test.expander if what in each.label)


def with_sources(test: AppTest) -> list[int]:
    """Lengths of the tables that end with the five columns of a source."""
    frames = [frame.value for frame in test.dataframe]
    return [len(frame) for frame in frames if list(frame.columns[-5:]) == SOURCES]


@pytest.mark.parametrize("name", ["hubs", "tenants", "partners"])
def test_the_subtitle_of_the_map_opens_its_rows(name: str) -> None:
    test = shown("kaart", f"kaart.{name}", stad="Rotterdam")
    assert not test.exception
    heading = label(test, text(f"kaart.behind_{name}", "nl"))
    (count,) = [n for n in with_sources(test) if heading.endswith(f"({n})")]
    assert f" {count} " in f" {counts_of_the_map(test)} "


def test_the_counts_and_medians_of_a_chain_open_their_rows() -> None:
    test = shown("ketens", "ketens.counts", "ketens.steps", toon="fashion", stad="Rotterdam")
    assert not test.exception
    for what in ("ketens.behind_counts", "ketens.behind_steps"):
        heading = label(test, text(what, "nl"))
        assert any(heading.endswith(f"({n})") for n in with_sources(test)), heading


def test_the_fact_sheet_opens_its_rows() -> None:
    keys = ("panel.facts", "panel.partners", "panel.meeting")
    test = shown("kaart", *keys, kies="hub:ndsm-kunststad", stad="Amsterdam")
    assert not test.exception
    for what in ("panel.behind_facts", "panel.behind_partners"):
        heading = label(test, text(what, "nl"))
        assert any(heading.endswith(f"({n})") for n in with_sources(test)), heading
