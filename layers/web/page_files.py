"""Scripts and style sheets that stand in `static/`, as they go into a page or a component."""

from __future__ import annotations

from geo.data.folders import STATIC


def page_file(name: str) -> str:
    """Return the text of a file of ours in `static/`."""
    return (STATIC / "ketenkaart" / name).read_text(encoding="utf-8")


def component_script(name: str) -> str:
    """Return the script of a component with what all components build their parts with.

    A component is one module to the browser and may import none, so they are one text.
    """
    return page_file("component_parts.js") + page_file(f"{name}.js")


def component_style(name: str) -> str:
    """Return the style sheet of a component."""
    return page_file(f"{name}.css")
