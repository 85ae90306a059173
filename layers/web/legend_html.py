"""The legend of a view as HTML with SVG symbols, for the page and for the saved map."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape

from layers.view.legend_groups import Group, counted, legend_groups
from layers.view.map_model import LegendEntry, MapLayer, MapView
from layers.view.symbol_svg import symbol_svg
from layers.web.drawing_image import drawing_address, drawing_image
from layers.words import style


def legend_html(view: MapView) -> str:
    """Return the legend of every layer of a view as one piece of HTML; all texts are escaped."""
    return groups_html(legend_groups(view))


def groups_html(groups: Sequence[Group]) -> str:
    """Return groups of a legend as one piece of HTML; all texts are escaped."""
    parts = [_group(group.heading, group.entries) for group in groups]
    return f'<div class="ketenkaart-legend" style="{LIST_STYLE}">{"".join(parts)}</div>'


def swatches_style(key: str, symbols: Sequence[LegendEntry], counts: Sequence[str]) -> str:
    """Return the style that puts symbols before, and counts behind, the choices of a control.

    Parameters
    ----------
    key : str
        Of the control, as it stands in the name of its class.
    symbols : sequence of LegendEntry
        One a choice, in the order of the choices.
    counts : sequence of str
        Digits, "+", "." and "," alone; "" where nothing is counted.
    """
    rules = [
        f".st-key-{key} button:nth-of-type({n})"
        f"{{background-image:url({drawing_address(_alone(symbol_svg(symbol)))})}}"
        f".st-key-{key} button:nth-of-type({n})::after{{content:{json.dumps(count)}}}"
        for n, (symbol, count) in enumerate(zip(symbols, counts, strict=True), start=1)
    ]
    return f"<style>{''.join(rules)}</style>"


LIST_STYLE = (
    f"display:flex;flex-wrap:wrap;gap:8px 28px;font:12px/1.4 {style.FONT_STACK};color:{style.INK}"
).replace('"', "'")


def layer_legend_html(layer: MapLayer, lang: str) -> str:
    """Return the legend of one layer, "" when it has none."""
    entries = [counted(entry, lang) for entry in layer.legend]
    return _group(layer.legend_title or layer.title, entries) if entries else ""


def _group(title: str, entries: Sequence[LegendEntry]) -> str:
    rows = "".join(_row(entry) for entry in dict.fromkeys(entries))
    heading = f'<div style="font-weight:600;margin-bottom:2px">{escape(title)}</div>'
    return f'<div role="group" aria-label="{escape(title)}">{heading}{rows}</div>'


def _row(entry: LegendEntry) -> str:
    return (
        '<div style="display:flex;align-items:center;gap:6px">'
        f"{symbol_svg(entry)}<span>{escape(entry.label)}</span></div>"
    )


def drawings_as_images(html: str) -> str:
    """Turn the SVG of a legend into images, for a page whose sanitiser takes SVG elements out.

    Examples
    --------
    >>> drawings_as_images('a<svg width="20"></svg>b')[:42]
    'a<img alt="" style="flex:none" src="data:i'
    """
    return re.sub(r"<svg .*?</svg>", _as_image, html, flags=re.DOTALL)


def _as_image(found: re.Match[str]) -> str:
    return drawing_image(_alone(found.group()), "", "flex:none")


def _alone(svg: str) -> str:
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
