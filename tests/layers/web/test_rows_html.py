"""The tables below a saved map, read as a browser would."""

from __future__ import annotations

import pandas as pd
from demo_view import demo_view
from lxml import html

from layers.web.rows_html import rows_html
from layers.web.standalone_page import standalone_html


def test_every_thing_with_a_card_has_its_row_with_the_words_of_the_card() -> None:
    view = demo_view()
    page = html.fromstring(rows_html(view))
    told = [layer for layer in reversed(view.layers) if layer.card]
    tables = page.findall(".//table")
    assert len(tables) == len(told)
    for layer, table in zip(told, tables, strict=True):
        rows = table.findall("./tbody/tr")
        assert len(rows) == len(layer.frame)
        headings = [cell.text_content() for cell in table.findall("./thead/tr/th")]
        for row, ref in zip(rows, layer.frame["ref"], strict=True):
            cells = dict(zip(headings, (cell.text_content() for cell in row), strict=True))
            for heading, value in layer.card.get(ref, ()):
                assert cells[heading] == value


def test_a_name_that_would_be_code_stays_text() -> None:
    page = html.fromstring(rows_html(demo_view()))
    assert page.xpath(".//script | .//*[@onerror]") == []


def test_a_view_without_cards_has_no_table_and_a_saved_map_has_it_below() -> None:
    view = demo_view()
    bare = view.__class__(**{**view.__dict__, "layers": ()})
    assert rows_html(bare) == ""
    assert pd.Series(standalone_html(view).decode()).str.contains('<details class="rows">')[0]
