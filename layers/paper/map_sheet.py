"""The map on paper: one sheet with title, map at a round scale, legend, caption and sources.

The sheet is laid out in millimetres from the top down: title, map frame or frames, scale bar and
north arrow, caption and credits. One city has its legend beside the map; two cities lie side by
side at one scale with the legend below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
import shapely
from matplotlib.patches import Rectangle
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from layers.paper.artists import draw_layer
from layers.paper.ground import Ground, load_ground
from layers.paper.ground_artists import (
    draw_grid_ticks,
    draw_ground,
    draw_inset,
    draw_north_arrow,
    draw_scale_bar,
    ground_legend,
    seen,
)
from layers.paper.labels import Name, PlacedName, place_names, symbol_boxes, wanted_names
from layers.paper.map_frame import Frame, frames, outside, regions
from layers.paper.map_sheet_layout import (
    GAP_MM,
    MARGIN_MM,
    STRIP_MM,
    Layout,
    layout_of,
    split,
)
from layers.paper.map_sheet_legend import (
    COLUMN_GAP_MM,
    draw_legend,
    figure_plan,
)
from layers.paper.map_sheet_words import (
    SheetFacts,
    footer_of,
    title_height,
    write_footer,
    write_title,
)
from layers.paper.paper import (
    MM_PER_POINT,
    Box,
    Paper,
    bare_axes,
    blank_paper,
    line_height,
    sheet_of,
)
from layers.paper.paper_pixels import pixels
from layers.paper.spreading import offsets
from layers.view.caption import caption, source_line
from layers.view.legend_groups import legend_groups
from layers.view.map_model import MapView
from layers.words import style
from layers.words.house_styles import NEUTRAL, HouseStyle
from layers.words.numbers import map_scale
from layers.words.plain_text import one_line
from layers.words.text import text

DESCENT = 0.22  # of the type: how far letters hang below their line
POND_MM = 4.0  # side of the smallest water that is left out of coloured areas
FIGURE_MM = (182.0, 92.0)  # a map in a text: the width of an A4 between its margins
FIGURE_PANEL_MM = 62.0  # its legend
FIGURE_INSET_MM = (28.0, 20.0)
FIGURE_TOP_MM = 1.5
FIGURE_LEFT_MM = 3.5  # room for the grid numbers
PNG_COMPRESSION = 3  # of 9: within 1 % of the smallest, in half the time


@dataclass(frozen=True)
class MapSheetForm:
    """What a sheet is printed on and in which style.

    Attributes
    ----------
    paper : str
        "A4", "A3" or "16:9" (a slide of 338.67 by 190.5 mm).
    orientation : str
        "landscape" or "portrait".
    house : HouseStyle
        Colours of title and bar.
    base : Ground or None
        The base map; None for the one that ships with the product.
    """

    paper: str = "A4"
    orientation: str = "landscape"
    house: HouseStyle = NEUTRAL
    base: Ground | None = None


@dataclass(frozen=True)
class MapSheet:
    """A drawn sheet: its paper, map frames and placed names, and what only the sheet knows.

    ``words`` says the whole sheet in words: title, caption and credits.
    """

    paper: Paper
    frames: tuple[Frame, ...]
    names: tuple[PlacedName, ...]
    facts: SheetFacts
    words: str


def map_png(view: MapView, form: MapSheetForm | None = None, dpi: int = 300) -> bytes:
    """Return the map as a sheet in a PNG file, with title and filters as text chunks.

    Parameters
    ----------
    view : MapView
        What is drawn; the same as on the screen.
    form : MapSheetForm, optional
    dpi : int
        Dots per inch, 50 to 600.

    Raises
    ------
    ArgumentError
        For an unknown paper or orientation, or an impossible resolution.
    """
    picture = Image.fromarray(pixels(map_sheet(view, form, dpi).paper))
    about = PngInfo()
    for name, words in (("Title", view.title), ("Description", view.filters)):
        about.add_itxt(name, one_line(words))
    stream = BytesIO()
    picture.save(stream, "PNG", pnginfo=about, dpi=(dpi, dpi), compress_level=PNG_COMPRESSION)
    return stream.getvalue()


def map_sheet(view: MapView, form: MapSheetForm | None = None, dpi: int = 300) -> MapSheet:
    """Draw the sheet; parameters as for `map_png`. For every kind of file the same drawing."""
    form = form or MapSheetForm()
    sheet = blank_paper(form.paper, form.orientation, dpi)
    ground = load_ground() if form.base is None else form.base
    layout, shown = _settled(view, sheet, ground)
    every_name, facts = _draw(sheet, view, ground, layout, shown)
    write_title(sheet, view, form.house)
    write_footer(sheet, footer_of(view, sheet, facts))
    return MapSheet(sheet, tuple(shown), every_name, facts, _in_words(view, shown[0], facts))


def figure_frame(view: MapView, size: tuple[float, float] = FIGURE_MM) -> Frame:
    """Return the frame that `map_figure` gives a view of one city, before anything is drawn."""
    wide = size[0] - FIGURE_LEFT_MM - GAP_MM - FIGURE_PANEL_MM
    box = Box(FIGURE_LEFT_MM, STRIP_MM, wide, size[1] - STRIP_MM - FIGURE_TOP_MM)
    return frames(regions(view)[:1], [box], load_ground().city_bounds)[0]


def map_figure(
    view: MapView,
    size: tuple[float, float] = FIGURE_MM,
    base: Ground | None = None,
    paper: str = "",
) -> MapSheet:
    """Draw the map of one city to stand in a text: legend beside it, no title and no caption.

    Parameters
    ----------
    view : MapView
    size : (float, float)
        Width and height in millimetres.
    base : Ground, optional
    paper : str
        Name of the paper it is put on, where that is known: the scale holds there.
    """
    sheet = replace(sheet_of(*size, 1.0, 300), stands_on=paper)
    ground = load_ground() if base is None else base
    frame = figure_frame(view, size)
    left = frame.box.right + GAP_MM
    legend = legend_groups(view, ground_legend(ground, [frame], view.lang))
    plan = figure_plan(legend, size[1], FIGURE_PANEL_MM, FIGURE_INSET_MM[1] + COLUMN_GAP_MM)
    last = left + (plan.columns - 1) * (plan.column_width + COLUMN_GAP_MM)
    # The inset stands below the shortest column, which is the last.
    inset = Box(last, 0.5, *FIGURE_INSET_MM)
    area = Box(left, size[1] - plan.height, plan.width, plan.height)
    layout = Layout((frame.box,), area, (inset,), plan, 1.2)
    every_name, facts = _draw(sheet, view, ground, layout, [frame])
    return MapSheet(sheet, (frame,), every_name, facts, _in_words(view, frame, facts))


def map_alone(view: MapView, size: tuple[float, float], enlargement: float, dpi: int) -> MapSheet:
    """Draw the map of each city side by side on a sheet, without any words but names.

    Parameters
    ----------
    view : MapView
    size : (float, float)
        Width and height of the sheet in millimetres.
    enlargement : float
        How much larger type and symbols are than on A4.
    dpi : int
        Dots per inch, 50 to 600.
    """
    sheet, ground, shows = sheet_of(*size, enlargement, dpi), load_ground(), regions(view)
    low = STRIP_MM * enlargement
    area = Box(FIGURE_LEFT_MM, low, size[0] - 2 * FIGURE_LEFT_MM, size[1] - low - FIGURE_TOP_MM)
    shown = frames(shows, list(split(area, len(shows), sheet)), ground.city_bounds)
    wanted, placed = _draw_maps(sheet, view, ground, shown)
    draw_scale_bar(sheet, shown[0], area.left + 2.5, 1.2, view.lang)
    draw_north_arrow(sheet, area.right, 0.8, view.lang)
    facts = SheetFacts(outside(view, shown), _counted(placed), _wished(wanted), ground.available())
    every_name = tuple(name for names in placed for name in names)
    return MapSheet(sheet, tuple(shown), every_name, facts, _in_words(view, shown[0], facts))


def _draw_maps(
    sheet: Paper, view: MapView, ground: Ground, shown: list[Frame]
) -> tuple[list[list[Name]], list[list[PlacedName]]]:
    """Draw the maps with their names; returns which names were wanted, and which found a place."""
    aside, k = offsets(view), sheet.enlargement
    wanted = [wanted_names(view, aside, ground, frame, k) for frame in shown]
    symbols = [symbol_boxes(view, aside, frame, k) for frame in shown]
    placed = [place_names(*of_frame) for of_frame in zip(wanted, symbols, shown, strict=True)]
    for frame, names in zip(shown, placed, strict=True):
        _draw_map(sheet, view, aside, ground, frame, names)
    return wanted, placed


def _draw(
    sheet: Paper, view: MapView, ground: Ground, layout: Layout, shown: list[Frame]
) -> tuple[tuple[PlacedName, ...], SheetFacts]:
    """Draw everything but title and caption."""
    wanted, placed = _draw_maps(sheet, view, ground, shown)
    for frame, box in zip(shown, layout.insets, strict=True):
        draw_inset(sheet, ground, frame, box, view.lang)
    draw_legend(sheet, layout.plan, layout.legend)
    draw_scale_bar(sheet, shown[0], layout.maps[0].left + 2.5, layout.strip, view.lang)
    draw_north_arrow(sheet, layout.maps[-1].right, layout.strip - 0.4, view.lang)
    facts = SheetFacts(outside(view, shown), _counted(placed), _wished(wanted), ground.available())
    return tuple(name for names in placed for name in names), facts


def _in_words(view: MapView, frame: Frame, facts: SheetFacts) -> str:
    """Say a sheet in words, for who cannot see it."""
    lines = [*caption(view, facts.outside), (text("common.sources", view.lang), source_line(view))]
    sentences = [f"{heading}: {words}." for heading, words in lines if words]
    title = ". ".join(filter(None, map(one_line, (view.title, view.subtitle))))
    return " ".join([f"{title}. {map_scale(frame.scale, view.lang)}.", *sentences])


def _counted(placed: list[list[PlacedName]]) -> int:
    return sum(found.name.lettering.counted for names in placed for found in names)


def _wished(wanted: list[list[Name]]) -> int:
    return sum(name.lettering.counted for names in wanted for name in names)


def _settled(view: MapView, sheet: Paper, ground: Ground) -> tuple[Layout, list[Frame]]:
    """Return layout and frames; twice, as the legend holds what the frames show of the ground."""
    shows = regions(view)
    # One line to spare: numbers that only the drawn frames give may lengthen the words.
    footer = footer_of(view, sheet, SheetFacts(ground=ground.available()))
    top = sheet.height - title_height(sheet, view)
    bottom = MARGIN_MM + footer.height + line_height(footer.size)
    everything = ground_legend(ground, [], view.lang)
    layout = layout_of(view, sheet, len(shows), (bottom, top), legend_groups(view, everything))
    drawn = ground_legend(ground, frames(shows, list(layout.maps), ground.city_bounds), view.lang)
    layout = layout_of(view, sheet, len(shows), (bottom, top), legend_groups(view, drawn))
    return layout, frames(shows, list(layout.maps), ground.city_bounds)


def _draw_map(
    sheet: Paper,
    view: MapView,
    aside: Mapping[str, np.ndarray],
    ground: Ground,
    frame: Frame,
    names: list[PlacedName],
) -> None:
    """Draw one map: ground, layers from the bottom up, names, and the line round it."""
    axes = bare_axes(sheet.figure, frame.box, sheet.width, sheet.height)
    minx, miny, maxx, maxy = frame.window
    axes.set_xlim(minx, maxx)
    axes.set_ylim(miny, maxy)
    draw_ground(axes, ground, frame, sheet.enlargement)
    # A little further than the frame, so that cut edges of areas fall outside it.
    window = shapely.box(*frame.window).buffer(frame.metres(3.0), join_style="mitre")
    water = seen(ground.water, window).geometry.to_numpy()
    water = water[shapely.area(water) > frame.metres(POND_MM) ** 2]
    for order, layer in enumerate(view.layers):
        shift = aside.get(layer.key)
        draw_layer(axes, layer, window, sheet.enlargement, 10 + order, shift, water)
    for found in names:
        _write_name(sheet, found)
    box = frame.box
    edge = Rectangle((box.left, box.bottom), box.width, box.height)
    edge.set(facecolor="none", edgecolor=style.INK_SOFT, linewidth=0.6, zorder=45)
    sheet.page.add_artist(edge)
    draw_grid_ticks(sheet, frame, view.lang)
    if len(view.cities) > 1 and frame.city:
        size = 10 * sheet.enlargement
        place = (box.left, box.top + 1.4)
        sheet.write(place, one_line(frame.city), size, style.TITLE, weight="bold")


def _write_name(sheet: Paper, found: PlacedName) -> None:
    lettering = found.name.lettering
    size = lettering.size
    middle = found.left + found.name.width / 2
    base = found.bottom + DESCENT * size * MM_PER_POINT
    base += (len(found.name.lines) - 1) * line_height(size)
    for number, line in enumerate(found.name.lines):
        sheet.write(
            (middle, base - number * line_height(size)),
            line,
            size,
            lettering.colour,
            halo=True,
            align="center",
            weight=lettering.weight,
            slant=lettering.slant,
        )
