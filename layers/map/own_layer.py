"""A planner's own rows as a map layer, always marked as their own data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.coarseness import GIVEN, OWN_COARSE_M, coarser_than
from geo.data.written_shapes import shapes_of_wkb
from geo.intake.model.records import OUTLINE
from geo.intake.model.result import PREFIX, Intake
from geo.own.forms import OWN
from layers.map.composition import map_view
from layers.map.layer_context import LayerContext
from layers.sentences.intake_notices import own_columns, shown, source_words
from layers.view.levels import MOST_ON_A_SPOT, MOST_POINTS
from layers.view.map_model import LegendEntry, MapLayer, MapView, SourceLine
from layers.words import style
from layers.words.plain_text import one_line
from layers.words.text import text

KEY = OWN
FORMS: tuple[str, ...] = ("points", "lines", "polygons")
"""By the dimension of a geometry."""
KEEP_SHIPPED = "keep_shipped"
MOST_CARD_LINES = 12
SIZE = 5.0


def own_layer(intake: Intake, lang: str, most: int | None = MOST_POINTS) -> MapLayer:
    """Draw the rows that have a place.

    Parameters
    ----------
    intake : Intake
    lang : str
    most : int, optional
        Points to draw at most, spread evenly over the rows; None for all.

    Returns
    -------
    MapLayer
        EPSG:28992. A row placed by address or postcode, or to more than 100 m, is an open ring.
    """
    rows = intake.rows[intake.rows.geometry.notna()]
    if most is not None:
        rows = _fewer(rows, most)
    coarse = _coarse(rows)
    names = _names(rows)
    frame = gpd.GeoDataFrame(
        {
            **{c: rows[c].to_numpy() for c in _data_columns(rows)},
            "synthetic": False,
            "ref": [f"{KEY}:{row}" for row in rows.index],
            "label": names,
            "tip": names,
            "shape": np.where(coarse, "ring", "circle"),
            "colour": np.where(coarse, "", style.OWN_FILL),
            "stroke": np.where(coarse, style.OWN_FILL, style.HUB_FILL),
            "size": SIZE,
            "parts": None,
        },
        geometry=rows.geometry.to_numpy(),
        crs=rows.crs,
    )
    columns = (*_data_columns(rows), "synthetic")
    return MapLayer(
        key=KEY,
        title=text("eigen.layer_title", lang),
        kind="points",
        frame=frame,
        legend=_legend(coarse, lang),
        legend_title=text("eigen.layer_title", lang),
        data_columns=tuple(dict.fromkeys(columns)),
        # What a click shows is for the screen; files of a whole register do without.
        card=_cards(rows, frame, intake, lang) if len(rows) <= MOST_POINTS else {},
    )


def _fewer(rows: gpd.GeoDataFrame, most: int) -> gpd.GeoDataFrame:
    """Keep at most so many rows, spread evenly, and no crowd on one spot."""
    spot = [rows.geometry.x.round(1), rows.geometry.y.round(1)]
    rows = rows[rows.groupby(spot).cumcount() < MOST_ON_A_SPOT]
    if len(rows) <= most:
        return rows
    return rows.iloc[np.linspace(0, len(rows) - 1, most).astype(int)]


def _data_columns(rows: gpd.GeoDataFrame) -> list[str]:
    """The planner's columns and then ours; names that the drawing needs are kept apart."""
    taken = {"ref", "label", "tip", "shape", "colour", "stroke", "size", "parts", "letter"}
    taken |= {"synthetic"}
    return [c for c in map(str, rows.columns) if c != "geometry" and c not in taken]


def _names(rows: gpd.GeoDataFrame) -> list[str]:
    column = f"{PREFIX}name"
    if column not in rows:
        return [str(row) for row in rows.index]
    return [
        shown(name) if isinstance(name, str) else str(row)
        for row, name in zip(rows.index, rows[column], strict=True)
    ]


def _coarse(rows: gpd.GeoDataFrame) -> pd.Series:
    """Tell which rows were placed by address or postcode, or more coarsely than 100 m."""
    by = rows[f"{PREFIX}placed_by"].fillna(GIVEN)
    return coarser_than(rows, OWN_COARSE_M, f"{PREFIX}accuracy_m") | by.ne(GIVEN)


def _legend(coarse: np.ndarray, lang: str) -> tuple[LegendEntry, ...]:
    fine = LegendEntry(
        text("eigen.legend_fine", lang),
        "circle",
        style.OWN_FILL,
        style.HUB_FILL,
        count=int((~coarse).sum()),
    )
    if not coarse.any():
        return (fine,)
    ring = LegendEntry(
        text("eigen.legend_coarse", lang), "ring", "", style.OWN_FILL, count=int(coarse.sum())
    )
    return (fine, ring)


def _cards(
    rows: gpd.GeoDataFrame, frame: gpd.GeoDataFrame, intake: Intake, lang: str
) -> dict[str, tuple[tuple[str, str], ...]]:
    """What a click shows: the planner's own cells, how the row was placed, and the file."""
    own = own_columns(intake)[:MOST_CARD_LINES]
    mark = (text("eigen.layer_title", lang), source_words(intake.source, lang))
    cards = {}
    for ref, cells, way in zip(
        frame["ref"],
        rows[own].itertuples(index=False, name=None),
        rows[f"{PREFIX}placed_by"],
        strict=True,
    ):
        lines = [(c, one_line(v)) for c, v in zip(own, cells, strict=True) if not pd.isna(v)]
        placed = (text("intake.role.location", lang), text(f"intake.placed.{way}", lang))
        cards[ref] = (*((c, v) for c, v in lines if v), placed, mark)
    return cards


def layers_as_brought(intake: Intake, lang: str) -> tuple[MapLayer, ...]:
    """Return every row that has a place in the form it was brought: as point, line or outline.

    Returns
    -------
    tuple of MapLayer
        One for each form there is, EPSG:28992, for data files: they are not drawn.
    """
    whole, brought = own_layer(intake, lang, most=None), _brought(intake)
    if brought is None:
        return (whole,)
    forms = np.array([_form(shape) for shape in brought])
    layers = [
        replace(
            whole,
            key=KEY if form == "points" else f"{KEY}_{form}",
            kind=form,
            frame=_reshaped(whole.frame[forms == form], brought[forms == form], form),
        )
        for form in FORMS
        if (forms == form).any()
    ]
    return tuple(layers)


def forms_brought(intake: Intake) -> set[str]:
    """Tell in which forms rows with a place were brought; each is a layer of a data file."""
    brought = _brought(intake)
    return {FORMS[0]} if brought is None else {_form(shape) for shape in brought}


def _brought(intake: Intake) -> np.ndarray | None:
    """Return the outline of each row with a place, None for a point; None without outlines."""
    column, rows = f"{PREFIX}{OUTLINE}", intake.rows[intake.rows.geometry.notna()]
    if column not in rows:
        return None
    outlines = rows[column].astype("object").where(rows[column].notna(), None)
    return shapes_of_wkb(outlines, refuse=False)


def _form(shape: shapely.Geometry | None) -> str:
    """Say in which layer a geometry goes: several points are kept as the one point they became."""
    dimension = 0 if shape is None else int(shapely.get_dimensions(shape))
    return FORMS[max(0, dimension)]


def _reshaped(frame: gpd.GeoDataFrame, shapes: np.ndarray, form: str) -> gpd.GeoDataFrame:
    if form == "points":
        return frame
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def data_view(context: LayerContext, intake: Intake) -> MapView:
    """Describe all own rows for data files: each in the form it was brought, doubles as well."""
    view = own_view(context, intake, most=None)
    return replace(view, layers=layers_as_brought(intake, context.lang))


def without_doubles(intake: Intake, choices: Mapping[str, str]) -> Intake:
    """Return an intake without the rows for which the planner keeps the shipped one instead.

    Parameters
    ----------
    intake : Intake
    choices : mapping
        "<row>:<shipped id>" to "both", "keep_own" or "keep_shipped".
    """
    gone = [
        int(pair.partition(":")[0]) for pair, choice in choices.items() if choice == KEEP_SHIPPED
    ]
    return replace(intake, rows=intake.rows.drop(index=gone, errors="ignore"))


def own_view(
    context: LayerContext,
    intake: Intake,
    most: int | None = MOST_POINTS,
    link: str = "",
    choices: Mapping[str, str] | None = None,
) -> MapView:
    """Describe the map of own rows alone; what is not drawn and the file's mark go with it.

    Parameters
    ----------
    context : LayerContext
        For the ground and the language; no shipped row is drawn.
    intake : Intake
    most : int, optional
        As for `own_layer`.
    link : str
    choices : mapping, optional
        As for `without_doubles`: rows that it leaves out are not drawn, and that is said.
    """
    lang, whole = context.lang, intake
    intake = without_doubles(intake, choices or {})
    layer = own_layer(intake, lang, most)
    mark = source_words(intake.source, lang)
    notes = [mark]
    if len(layer.frame) < intake.n_on_map:
        limited = text("eigen.map_limit", lang, drawn=len(layer.frame), n=intake.n_on_map)
        notes.append(limited)
    n_coarse = int((layer.frame["shape"] == "ring").sum())
    if n_coarse:
        notes.append(text("eigen.accuracy_note", lang, n=n_coarse))
    n_doubles = whole.n_on_map - intake.n_on_map
    if n_doubles:
        notes.append(text("eigen.doubles_note", lang, n=n_doubles))
    title = text("eigen.layer_title", lang)
    view = map_view(context, (layer,), title, shown(intake.source.name), tuple(notes), link)
    counts = {"intake.report_off": intake.n_off_map, "eigen.doubles_off": n_doubles}
    off = tuple((text(key, lang), n) for key, n in counts.items() if n)
    line = SourceLine(KEY, shown(intake.source.name), mark, "", intake.source.read_on, "")
    return replace(view, not_drawn=off, sources=(line, *view.sources), filters=mark)
