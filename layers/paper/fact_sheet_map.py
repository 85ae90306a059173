"""The map of a fact sheet: the ground of its subject, what is its own, and the houses round it."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import shapely

from geo.data.crs import RD_NEW
from geo.data.selection import Selection
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view
from layers.map.layer_context import LayerContext, with_symbols
from layers.map.point_layers import hubs_layer, partners_layer, sectors_layer
from layers.paper.fact_sheet_parts import SheetsAsked, Subject
from layers.paper.map_frame import SUBJECT
from layers.paper.map_sheet import figure_frame
from layers.view.map_model import LegendEntry, MapLayer, MapView
from layers.words import style

OTHER_PX = 3.0  # radius of a building round the area that a sheet is about


def subject_view(asked: SheetsAsked, subject: Subject, size: tuple[float, float]) -> MapView:
    """Return the map of a subject, its layers cut to the ground it shows.

    Parameters
    ----------
    asked : SheetsAsked
    subject : Subject
    size : (float, float)
        Of the map with its legend, in millimetres.
    """
    blank = _view(asked, subject, (_outline(asked.context, subject),))
    window = shapely.box(*figure_frame(blank, size).window)
    return _view(asked, subject, _layers(asked.context, subject, window))


def _view(asked: SheetsAsked, subject: Subject, layers: tuple[MapLayer, ...]) -> MapView:
    head = (subject.title, subject.kicker, (), asked.link, asked.made_on)
    view = map_view(asked.context, layers, *head)
    # The rows of the layers are inside the frame: the extent alone sets the scale.
    return replace(view, extent=subject.extent, cities=(subject.city,))


def _layers(
    context: LayerContext, subject: Subject, window: shapely.Polygon
) -> tuple[MapLayer, ...]:
    context = replace(context, selection=_narrowed(context.selection, subject.city, window))
    mine = replace(context, selection=_of_subject(context.selection, subject))
    return (
        districts_layer(context),
        partners_layer(mine),
        _outline(context, subject),
        *_houses(context, mine, subject),
        sectors_layer(mine),
    )


def _houses(context: LayerContext, mine: LayerContext, subject: Subject) -> tuple[MapLayer, ...]:
    """The buildings on the ground; round an area the others are small and without a name."""
    if subject.kind == "hub":
        return (hubs_layer(context),)
    chosen = context.selection
    rest = replace(chosen, hubs=chosen.hubs[~chosen.hubs["id"].isin(subject.hubs["id"])])
    others = hubs_layer(replace(context, selection=rest))
    frame = others.frame.assign(label="", size=OTHER_PX, shape="circle", colour=style.HUB_FILL)
    name = context.text("factsheet.other_houses")
    entry = LegendEntry(
        name, "circle", style.HUB_FILL, style.HUB_STROKE, OTHER_PX, count=len(frame)
    )
    legend = (entry,) if len(frame) else ()
    return (replace(others, key="other_houses", frame=frame, legend=legend), hubs_layer(mine))


def _narrowed(chosen: Selection, city: str, window: shapely.Polygon) -> Selection:
    """Return the rows of a selection that lie on the ground of a map."""
    hubs = chosen.hubs[chosen.hubs["city"].eq(city) & chosen.hubs.within(window)]
    tenants = chosen.tenants[chosen.tenants["hub_id"].isin(hubs["id"])]
    return replace(
        chosen,
        filters=replace(chosen.filters, cities=(city,)),
        hubs=hubs,
        tenants=tenants,
        shares=chosen.shares[chosen.shares["hub_id"].isin(hubs["id"])],
        partners=chosen.partners[chosen.partners.within(window)],
        meeting_places=chosen.meeting_places[chosen.meeting_places.within(window)],
    )


def _of_subject(chosen: Selection, subject: Subject) -> Selection:
    """Return what a sheet is about of the rows on its ground: of other houses only the place shows.

    Tenants and partners of all that lies round it would hide what the sheet is about.
    """
    hubs = chosen.hubs[chosen.hubs["id"].isin(subject.hubs["id"])]
    return replace(
        chosen,
        hubs=hubs,
        tenants=chosen.tenants[chosen.tenants["hub_id"].isin(hubs["id"])],
        shares=chosen.shares[chosen.shares["hub_id"].isin(hubs["id"])],
        partners=chosen.partners[chosen.partners["id"].isin(subject.partners["id"])],
    )


def _outline(context: LayerContext, subject: Subject) -> MapLayer:
    """Draw what a sheet is about with a thick red line, a hub with a ring round it."""
    t = context.text
    row = gpd.GeoDataFrame({"name": [subject.title]}, geometry=[subject.shape], crs=RD_NEW)
    # Of one id with the symbol of the hub, so that they stay together where several share a spot.
    hub = subject.kind == "hub"
    ref = f"subject:{subject.hubs['id'].iloc[0]}" if hub else "subject:area"
    looks = {"ref": ref, "label": subject.title, "tip": subject.title, "stroke": style.HIGHLIGHT}
    if hub:
        frame = with_symbols(row, **looks, shape="ring", colour="", size=20.0, parts=None)
        entry = LegendEntry(t("factsheet.chosen"), "ring", "", style.HIGHLIGHT, 6.0)
        kind = "points"
    else:
        frame = with_symbols(row, **looks, colour="", opacity=0.0, size=4.0, dash="")
        entry = LegendEntry(t("factsheet.chosen"), "area", "", style.HIGHLIGHT, 3.0)
        kind = "polygons"
    heading = t(f"factsheet.this_{subject.kind}")
    # An area is named by its own layer; a building's name must not be lost among the others.
    return MapLayer(SUBJECT, heading, kind, frame, (entry,), heading, labelled=hub)
