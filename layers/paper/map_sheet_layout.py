"""Where everything on a map sheet stands: maps, legend and insets, in millimetres.

One city has its legend beside the map; upright, and with two cities at one scale, it lies below.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers.paper.map_sheet_legend import COLUMN_GAP_MM, LegendPlan, below_plan, side_plan
from layers.paper.paper import Box, Paper
from layers.view.legend_groups import Group
from layers.view.map_model import MapView

MARGIN_MM = 9.0
GAP_MM = 5.0
STRIP_MM = 9.0  # scale bar and north arrow
CITY_NAME_MM = 7.0  # the grid numbers of the map above hang into it
INSET_MM = (32.0, 24.0)
LEGEND_SHARE = 0.30  # of the height, where the legend stands below the map


@dataclass(frozen=True)
class Layout:
    """Where everything on the sheet stands, in millimetres."""

    maps: tuple[Box, ...]
    legend: Box
    insets: tuple[Box, ...]
    plan: LegendPlan
    strip: float


def layout_of(
    view: MapView, sheet: Paper, count: int, between: tuple[float, float], legend: list[Group]
) -> Layout:
    """Return the layout of ``count`` maps between two heights of the sheet."""
    if count == 1 and sheet.width > sheet.height:
        return _beside(view, sheet, between, legend)
    return _below(view, sheet, count, between, legend)


def _beside(
    view: MapView, sheet: Paper, between: tuple[float, float], legend: list[Group]
) -> Layout:
    bottom, top = between
    k = sheet.enlargement
    low = bottom + STRIP_MM * k
    inset_height = INSET_MM[1] * k if view.cities else 0.0
    plan = side_plan(legend, top - bottom, k, inset_height + GAP_MM)
    panel = max(plan.width, INSET_MM[0] * k)
    left = sheet.width - MARGIN_MM - panel
    place = Box(MARGIN_MM, low, left - GAP_MM - MARGIN_MM, top - low)
    last = left + (plan.columns - 1) * (plan.column_width + COLUMN_GAP_MM)
    inset = Box(last, bottom, INSET_MM[0] * k, inset_height)
    area = Box(left, top - plan.height, plan.width, plan.height)
    return Layout((place,), area, (inset,), plan, bottom + 1.2)


def _below(
    view: MapView, sheet: Paper, count: int, between: tuple[float, float], legend: list[Group]
) -> Layout:
    bottom, top = between
    k = sheet.enlargement
    width = sheet.width - 2 * MARGIN_MM
    insets = (INSET_MM[0] * k + GAP_MM) * count if view.cities else 0.0
    plan = below_plan(legend, width - insets, LEGEND_SHARE * sheet.height, k)
    high = max(plan.height, INSET_MM[1] * k if view.cities else 0.0)
    area = Box(MARGIN_MM, bottom, plan.width, high)
    strip = area.top + 2.0
    low = strip + STRIP_MM * k
    places = split(Box(MARGIN_MM, low, width, top - low), count, sheet)
    size = (INSET_MM[0] * k, INSET_MM[1] * k)
    right = sheet.width - MARGIN_MM - insets + GAP_MM
    boxes = tuple(
        Box(right + i * (size[0] + GAP_MM), area.top - size[1], *size) for i in range(count)
    )
    return Layout(places, area, boxes, plan, strip + 1.2)


def split(area: Box, count: int, sheet: Paper) -> tuple[Box, ...]:
    """Divide an area over the maps, each with room for the name of its city above it."""
    if count == 1:
        return (area,)
    name = CITY_NAME_MM * sheet.enlargement
    if sheet.width > sheet.height:
        width = (area.width - (count - 1) * GAP_MM) / count
        return tuple(
            Box(area.left + i * (width + GAP_MM), area.bottom, width, area.height - name)
            for i in range(count)
        )
    height = area.height / count
    return tuple(
        Box(area.left, area.top - (i + 1) * height, area.width, height - name) for i in range(count)
    )
