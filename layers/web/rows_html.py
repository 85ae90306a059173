"""What a map draws, as tables in words: for who sees no map, and to search and to copy from."""

from __future__ import annotations

from html import escape

from layers.view.map_model import MapLayer, MapView
from layers.words.text import text


def rows_html(view: MapView) -> str:
    """Return a table a layer of what is drawn, with what a click on each thing shows; "" for none.

    The headings are those of the cards, so that table and card say the same.
    """
    tables = "".join(_table(layer, view.lang) for layer in reversed(view.layers) if layer.card)
    if not tables:
        return ""
    summary = escape(text("map.table", view.lang))
    return f'<details class="rows"><summary>{summary}</summary>{tables}</details>'


def _table(layer: MapLayer, lang: str) -> str:
    told = [
        (str(row["label"] or row["tip"]), dict(layer.card.get(row["ref"], ())))
        for row in layer.frame.to_dict("records")
    ]
    headings = list(dict.fromkeys(heading for _name, card in told for heading in card))
    head = "".join(
        f'<th scope="col">{escape(heading)}</th>' for heading in (text("map.name", lang), *headings)
    )
    body = "".join(
        _row(name, [card.get(heading, "") for heading in headings]) for name, card in told
    )
    # A wide table scrolls by itself, by the arrows as well, and the page stays as wide as it is.
    title = escape(layer.title)
    return (
        f'<div class="scrolls" tabindex="0" role="region" aria-label="{title}">'
        f"<table><caption>{title} ({len(told)})</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(name: str, cells: list[str]) -> str:
    said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(name)}</th>{said}</tr>'
