"""From layers to a `MapView`: filters in words, what is not drawn, sources, extent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

import numpy as np
from shapely import box

from geo.data.small_numbers import holds_register
from geo.data.thresholds import LEAST_SHOWN
from geo.data.version import app_version
from layers.map.area_layers import districts_layer, neighbourhoods_layer
from layers.map.layer_context import LayerContext
from layers.map.own_rings import own_notes, with_glyphs
from layers.map.point_layers import (
    hubs_layer,
    meeting_layer,
    partners_layer,
    sectors_layer,
    stops_layer,
    tenants_layer,
)
from layers.view.map_model import MapLayer, MapView, SourceLine
from layers.words.resources import licence_words, resource_text

MARK_LENGTH = 10  # hexadecimal digits: two views in a million million share one by chance
# What the base map of screen and sheet is drawn from.
GROUND_SOURCES = {"water", "parks", "rail", "base_streets", "districts"}
SIMPLE_LAYERS: dict[str, Callable[[LayerContext], MapLayer]] = {
    "districts": districts_layer,
    "neighbourhoods": neighbourhoods_layer,
    "stops": stops_layer,
    "meeting_places": meeting_layer,
    "partners": partners_layer,
    "hubs": hubs_layer,
    "sectors": sectors_layer,
    "tenants": tenants_layer,
}


def filter_words(context: LayerContext) -> str:
    """Say the filters in one line of words."""
    t, filters, look = context.text, context.selection.filters, context.palette
    parts = [" + ".join(filters.cities) or t("filter.no_city")]
    parts.append(", ".join(look.chain(c) for c in filters.chains) or t("filter.all_chains"))
    parts.append(", ".join(look.stage(s) for s in filters.stages) or t("filter.all_stages"))
    parts.append(t("filter.kinds", kinds=", ".join(t(f"kind.{k}") for k in filters.kinds)))
    parts.append(
        t("filter.statuses", statuses=", ".join(t(f"status.{s}") for s in filters.statuses))
    )
    parts.append(t("filter.year", year=filters.year) if filters.year else t("filter.any_year"))
    if filters.ends_before:
        parts.append(t("filter.lease", year=filters.ends_before))
    return " · ".join(parts)


def not_drawn(context: LayerContext) -> tuple[tuple[str, int], ...]:
    """Say in words how many rows of which table are not drawn, and why."""
    rows = context.selection.left_out
    return tuple(
        (context.text(f"left_out.{row.table}.{row.reason}"), int(row.n))
        for row in rows.itertuples()
        if row.table != "meeting_places" or row.reason != "city"
    )


def source_lines(
    package: Mapping[str, object], keys: set[str], lang: str
) -> tuple[SourceLine, ...]:
    """Return the credits of the given data package resources, each source once."""
    lines: dict[str, SourceLine] = {}
    resources = package["resources"]
    assert isinstance(resources, list)
    for resource in resources:
        # The file of own rows is a source of the table they are in.
        if resource["name"] not in keys and resource.get("table") not in keys:
            continue
        sources = resource.get("sources") or [{}]
        lines[resource["name"]] = SourceLine(
            resource["name"],
            resource_text(resource, "title", lang),
            resource_text(resource, "credit", lang),
            licence_words(resource, lang),
            str(resource.get("date", "")),
            str(sources[0].get("path", "")),
        )
    return tuple(lines.values())


def extent_of(
    context: LayerContext, layers: tuple[MapLayer, ...]
) -> tuple[float, float, float, float]:
    """Return the bounds of the drawn points and lines, else of the cities."""
    frames = [x.frame for x in layers if x.kind != "polygons" and x.key != "stops" and len(x.frame)]
    if not frames:
        cities = context.dataset.districts
        chosen = cities[cities["city"].isin(context.selection.filters.cities)]
        frames = [chosen if len(chosen) else cities]
    bounds = np.array([frame.total_bounds for frame in frames])
    corners = (*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0))
    minx, miny, maxx, maxy = box(*corners).buffer(250).bounds
    return (minx, miny, maxx, maxy)


def mark_of(package: Mapping[str, object], link: str, version: str) -> str:
    """Return a short hash of the data package, the state of the view and the version.

    The day of making is no part of it: the same map made tomorrow has the same mark.

    Examples
    --------
    >>> mark_of({"name": "toy"}, "stad=Rotterdam", "0.1.0")
    'f896963eee'
    """
    content = json.dumps([package, link, version], sort_keys=True, ensure_ascii=False, default=str)
    return sha256(content.encode()).hexdigest()[:MARK_LENGTH]


def relinked(view: MapView, package: Mapping[str, object], link: str) -> MapView:
    """Return a view that another page shows: with its address, and the mark that goes with it."""
    return replace(view, link=link, mark=mark_of(package, link, view.version))


def map_view(
    context: LayerContext,
    layers: tuple[MapLayer, ...],
    title: str,
    subtitle: str,
    notes: tuple[str, ...] = (),
    link: str = "",
    made_on: str = "",
) -> MapView:
    """Put the layers together with everything the map must say about itself.

    ``made_on`` is the day of making, ISO; today when it is not given.
    """
    package = context.dataset.package
    keys = {key for layer in layers for key in layer.source_keys} | GROUND_SOURCES
    layers, notes = with_glyphs(layers, context.lang), (*notes, *own_notes(package, context.lang))
    if holds_register(context.dataset.tenants) or holds_register(context.dataset.partners):
        notes = (*notes, context.text("kaart.register_note", k=LEAST_SHOWN))
    return MapView(
        lang=context.lang,
        title=title,
        subtitle=subtitle,
        filters=filter_words(context),
        layers=layers,
        not_drawn=not_drawn(context),
        sources=source_lines(package, keys, context.lang),
        notes=notes,
        extent=extent_of(context, layers),
        cities=context.selection.filters.cities,
        made_on=made_on or date.today().isoformat(),
        version=app_version(),
        link=link,
        mark=mark_of(package, link, app_version()),
    )
