"""A drawing of our own as an image element: what a page shows whose sanitiser takes SVG out."""

from __future__ import annotations

import base64
import re
from html import escape

SQUARE = 1.3  # width over height


def drawing_image(svg: str, words: str, css: str = "width:100%") -> str:
    """Return an SVG document as an image that carries its own words.

    Parameters
    ----------
    svg : str
        A document of its own, with the namespace of SVG.
    words : str
        The drawing in words, for whoever does not see it; "" where words stand beside it.
    css : str

    Examples
    --------
    >>> drawing_image("<svg/>", '"A" & <b>').partition(" style")[0]
    '<img alt="&quot;A&quot; &amp; &lt;b&gt;"'
    """
    alt, style = escape(words, quote=True), escape(css, quote=True)
    return f'<img alt="{alt}" style="{style}" src="{drawing_address(svg)}">'


def chart_html(svg: str, words: str) -> str:
    """Return a chart of a page: on a telephone it keeps a size that can be read, and scrolls.

    Examples
    --------
    >>> chart_html("<svg/>", "A")[:36]
    '<div class="ketenkaart-chart"><img a'
    """
    shape = " square" if _is_square(svg) else ""
    return f'<div class="ketenkaart-chart{shape}">{drawing_image(svg, words)}</div>'


def _is_square(svg: str) -> bool:
    """Whether a drawing is hardly wider than high: on a narrow screen it can be read as a whole."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return box is not None and float(box[1]) < SQUARE * float(box[2])


def drawing_address(svg: str) -> str:
    """Return an SVG document as an address that holds it whole."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
