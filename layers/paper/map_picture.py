"""The map as a picture for slides, documents and the screen of a meeting room.

Such a picture is shown at any size. It therefore carries a scale bar and never a scale in figures,
and leaves title, caption and sources to the text that stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import numpy as np
from PIL import Image

from geo.data.errors import ArgumentError
from layers.paper.ground import load_ground
from layers.paper.ground_artists import ground_legend
from layers.paper.map_sheet import PNG_COMPRESSION, MapSheet, map_alone
from layers.paper.map_sheet_layout import CITY_NAME_MM, STRIP_MM
from layers.paper.map_sheet_legend import below_plan, draw_legend
from layers.paper.paper import MM_PER_INCH, Box, Paper, blank_paper
from layers.paper.paper_pixels import pixels
from layers.view.legend_groups import legend_groups
from layers.view.map_model import MapView
from layers.words.numbers import map_scale

# Of the sheet that the map is drawn on: small, as its names are read from afar.
SIZE_MM, ENLARGEMENT = (212.0, 122.0), 1.25
EDGE_MM = 1.0
WEBP_QUALITY = 90
LEGEND_MM = (200.0, 60.0)  # width, and most height, of a legend at its true size


@dataclass(frozen=True)
class Picture:
    """A picture in a PNG file, with its size in pixels.

    Attributes
    ----------
    content : bytes
    width, height : int
    """

    content: bytes
    width: int
    height: int

    @cached_property
    def light(self) -> bytes:
        """The picture as WebP, a fifth of the size: a deck of twelve scenes must fit in a mail."""
        stream = BytesIO()
        picture = Image.open(BytesIO(self.content)).convert("RGB")
        picture.save(stream, "WEBP", quality=WEBP_QUALITY, method=4)
        return stream.getvalue()

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height


@dataclass(frozen=True)
class MapPictures:
    """The map and its legend, apart, so that each can be given the room there is.

    Attributes
    ----------
    map : Picture
        Or the figure that stands in its place.
    legend : Picture or None
        None for a figure, which has its legend in it.
    words : str
        A figure in words; "" for a map, which its caption says.
    """

    map: Picture
    legend: Picture | None
    words: str = ""

    @property
    def together(self) -> Picture:
        """The legend below the map, as wide as it, in one picture."""
        if self.legend is None:
            return self.map
        upper, lower = (Image.open(BytesIO(part.content)) for part in (self.map, self.legend))
        high = round(upper.width / self.legend.ratio)
        both = Image.new("RGB", (upper.width, upper.height + high), "white")
        both.paste(upper, (0, 0))
        both.paste(lower.resize((upper.width, high), Image.Resampling.LANCZOS), (0, upper.height))
        return _as_png(both)


def map_pictures(view: MapView, dpi: int = 220) -> MapPictures:
    """Draw the map without the words round it, and its legend.

    Parameters
    ----------
    view : MapView
        The same as on the screen.
    dpi : int
        Dots per inch on a sheet of `SIZE_MM`, 50 to 600.

    Returns
    -------
    MapPictures
        Map with names, scale bar and north arrow; legend of what the map shows.

    Raises
    ------
    ArgumentError
        For an impossible resolution.
    """
    sheet = map_alone(view, SIZE_MM, ENLARGEMENT, dpi)
    _without_scale_in_figures(sheet, view.lang)
    shown = _around(sheet, len(view.cities) > 1)
    return MapPictures(_cut_out(sheet.paper, shown, dpi), _legend(view, sheet, dpi))


def _without_scale_in_figures(sheet: MapSheet, lang: str) -> None:
    scale = map_scale(sheet.frames[0].scale, lang)
    writings = sheet.paper.writings
    writings[:] = [line for line in writings if line.words != scale]


def _around(sheet: MapSheet, named: bool) -> Box:
    """Return the part of the sheet with the frames, names of cities above, scale bar below."""
    boxes, k = [frame.box for frame in sheet.frames], sheet.paper.enlargement
    left = min(box.left for box in boxes) - EDGE_MM
    bottom = min(box.bottom for box in boxes) - STRIP_MM * k
    top = max(box.top for box in boxes) + (CITY_NAME_MM * k if named else 0.0) + EDGE_MM
    return Box(left, bottom, max(box.right for box in boxes) + EDGE_MM - left, top - bottom)


def _legend(view: MapView, sheet: MapSheet, dpi: int) -> Picture:
    ground = ground_legend(load_ground(), list(sheet.frames), view.lang)
    paper = blank_paper("A4", "landscape", dpi)
    plan = below_plan(legend_groups(view, ground), LEGEND_MM[0], LEGEND_MM[1], paper.enlargement)
    place = Box(EDGE_MM, EDGE_MM, LEGEND_MM[0], max(plan.height, 1.0))
    draw_legend(paper, plan, place)
    return _cut_out(paper, Box(0, 0, place.right + EDGE_MM, place.top + EDGE_MM), dpi)


def _cut_out(paper: Paper, part: Box, dpi: int) -> Picture:
    """Draw a sheet and keep a part of it, given in millimetres."""
    drawn = pixels(paper)
    step = dpi / MM_PER_INCH
    high = drawn.shape[0]
    rows = slice(max(0, round(high - part.top * step)), round(high - part.bottom * step))
    columns = slice(max(0, round(part.left * step)), round(part.right * step))
    picture = Image.fromarray(np.ascontiguousarray(drawn[rows, columns]))
    return _as_png(picture)


def _as_png(picture: Image.Image) -> Picture:
    stream = BytesIO()
    picture.save(stream, "PNG", compress_level=PNG_COMPRESSION)
    return Picture(stream.getvalue(), *picture.size)


def picture_of(content: bytes) -> Picture:
    """Return a PNG file with its size."""
    return Picture(content, *Image.open(BytesIO(content)).size)


def fitted(ratio: float, room: Box) -> Box:
    """Return the largest box of this ratio in the middle of a room: never stretched.

    Raises
    ------
    ArgumentError
        For a ratio that is not above 0.

    Examples
    --------
    >>> fitted(2.0, Box(0.0, 0.0, 10.0, 10.0))
    Box(left=0.0, bottom=2.5, width=10.0, height=5.0)
    """
    if not ratio > 0:
        raise ArgumentError("unfit_ratio", argument="ratio", value=ratio, allowed="> 0")
    width = min(room.width, room.height * ratio)
    height = width / ratio
    left = room.left + (room.width - width) / 2
    return Box(left, room.bottom + (room.height - height) / 2, width, height)
