"""Pieces of a page as HTML: every text escaped, every cell in its place."""

from __future__ import annotations

import base64
import re

from layers.web.drawing_image import drawing_image
from layers.web.page_html import (
    SAID_BY_STREAMLIT,
    VARIABLES,
    Card,
    cards_html,
    council_style,
    facts_html,
    heading_html,
    page_style,
    sentences_html,
    streamlit_script,
)
from layers.words.text import LANGUAGES

ODD = "<script>alert('\"&')</script>"


def test_a_drawing_is_an_image_with_its_words() -> None:
    html = drawing_image('<svg xmlns="x">é</svg>', 'twee "schakels"')
    assert 'alt="twee &quot;schakels&quot;"' in html
    (found,) = re.findall(r"base64,([^\"]+)", html)
    assert base64.b64decode(found).decode() == '<svg xmlns="x">é</svg>'


def test_no_text_becomes_an_element() -> None:
    made = (
        drawing_image("<svg/>", ODD),
        heading_html(ODD, 4),
        facts_html([(ODD, ODD)]),
        sentences_html([ODD], [[ODD]]),
        cards_html([(ODD, [ODD])], [Card(ODD, ODD, ((ODD, ODD),))]),
    )
    for html in made:
        assert "script>" not in html.replace("&lt;script&gt;", "").replace("&lt;/script&gt;", "")
        assert "&lt;script&gt;" in html


def test_cards_stand_line_by_line_under_their_groups() -> None:
    one = Card("Een", "x", (("a1", ""), ("b1", ""), ("c1", "")))
    two = Card("Twee", "y", (("a2", ""), ("b2", ""), ("c2", "")))
    html = cards_html([("G", ["a", "b"]), ("H", ["c"])], [one, two])
    assert 'tabindex="0"' in html  # a telephone moves them sideways, by keyboard too
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert words == "Een x Twee y G a a1 a2 b b1 b2 H c c1 c2"
    assert "repeat(2," in html


def test_style_sheets_know_every_variable_they_ask_for() -> None:
    asked = set(re.findall(r"var\(--ketenkaart-([a-z-]+)\)", page_style("nl")))
    assert asked == {*VARIABLES, *SAID_BY_STREAMLIT}
    assert "stSidebar" in council_style()
    for style in (page_style("nl"), council_style()):
        assert style.startswith("<style>")
        assert style.endswith("</style>")
        assert style.count("{") == style.count("}")


def test_a_stopped_server_is_started_as_this_one_is_in_every_language() -> None:
    for lang in LANGUAGES:
        assert '"streamlit run yourscript.py": "bash ketenkaart run"' in streamlit_script(lang)
