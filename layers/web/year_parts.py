"""The slider of years: its script and its looks."""

from __future__ import annotations

from geo.data.folders import STATIC


def year_script() -> str:
    """Return the script of the slider, as a module with one function."""
    return (STATIC / "ketenkaart" / "years.js").read_text(encoding="utf-8")


def year_style() -> str:
    """Return the style sheet of the slider."""
    return (STATIC / "ketenkaart" / "years.css").read_text(encoding="utf-8")
