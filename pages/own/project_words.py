"""Words of the pages about a project: faults, moments, and the values of changed items."""

from __future__ import annotations

import re

import geopandas as gpd
import streamlit as st

from geo.data.errors import KetenkaartError
from geo.project.project import Project
from layers.words.machine_numbers import dotted
from layers.words.plain_text import cell_text, one_line
from pages.session.planner import t

SPACE = "\u00a0"
MARKS = "\\`*_{}[]<>()#+-!|$~:"


def literal(words: str) -> str:
    """Keep marks of markdown in a text from outside what they are.

    Examples
    --------
    >>> print(literal("![x](http://a)"))
    \\!\\[x\\]\\(http\\://a\\)
    """
    return "".join(f"\\{letter}" if letter in MARKS else letter for letter in one_line(words))


def say(fault: KetenkaartError) -> None:
    """Tell what went wrong, as plain text: its values may come from a file."""
    st.error(t("project.not_done"))
    st.text(t(f"error.{fault.code}", **fault.params))


def day(moment: str) -> str:
    """A moment (ISO 8601) to the minute."""
    return moment[:16].replace("T", SPACE)


def file_name(project: Project) -> str:
    """A name for the file of a project that every system takes.

    Examples
    --------
    >>> file_name(Project("Verkenning 'Oost' 2026/27"))
    'Verkenning_Oost_2026_27.gpkg'
    """
    bare = re.sub(r"[^A-Za-z0-9]+", "_", project.name).strip("_")
    return f"{bare[:60] or 'project'}.gpkg"


def words_of(value: object) -> dict[str, str]:
    """The cells of one version of an item, as text by heading.

    Examples
    --------
    >>> words_of({"cells": {"naam": "a"}, "geometry": None}), words_of("x"), words_of(None)
    ({'naam': 'a'}, {'': 'x'}, {})
    """
    if value is None:
        return {}
    if isinstance(value, dict) and set(value) == {"cells", "geometry"}:
        cells = {str(name): cell_text(cell) for name, cell in value["cells"].items()}
        if value["geometry"]:
            shape = gpd.GeoSeries.from_wkb([value["geometry"]]).iloc[0]
            middle = shape.centroid
            cells["RD"] = f"{dotted(middle.x, digits=1)} {dotted(middle.y, digits=1)}"
        return cells
    return {"": cell_text(value)}


def short(value: object) -> str:
    """One version of an item on one line."""
    longest = 300
    return "; ".join(f"{name} {cell}".strip() for name, cell in words_of(value).items())[:longest]
