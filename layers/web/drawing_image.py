"""A drawing of our own as an image element: what a page shows whose sanitiser takes SVG out."""

from __future__ import annotations

import base64
import re
from html import escape

LEAST_SCALE = 0.8  # at which type drawn at 10 is 8 pixels
PX_OF_REM = 16


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
    """Return a chart of a page: its type stays large enough to read, on a narrow screen it scrolls.

    By keyboard too, for which the focus must be able to come there.

    Examples
    --------
    >>> chart_html('<svg viewBox="0 0 1000 80"/>', "A")[:79]
    '<div class="ketenkaart-chart" tabindex="0"><img alt="A" style="width:100%;min-w'
    """
    image = drawing_image(svg, words, f"width:100%;min-width:{_least_rem(svg):.1f}rem")
    return f'<div class="ketenkaart-chart" tabindex="0">{image}</div>'


def _least_rem(svg: str) -> float:
    """Width in rem at which a drawing is `LEAST_SCALE` of the size it was drawn at."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return LEAST_SCALE * float(box[1]) / PX_OF_REM if box else 0.0


def drawing_address(svg: str) -> str:
    """Return an SVG document as an address that holds it whole."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
