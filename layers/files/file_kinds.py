"""Every kind of file a view or a presentation can become, by its ending: one table for all pages.

What makes a file is imported when the file is asked for: drawing, workbook and Office libraries
take a second to load, which opening a page need not wait for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layers.view.map_model import MapView

if TYPE_CHECKING:
    from layers.files.scene_content import SceneContent
    from layers.paper.map_sheet import MapSheetForm

DATA_FILES = ("gpkg", "geojson", "csv", "xlsx")
"""The rows of a view."""
MAP_SHEETS = ("pdf", "svg", "png")
"""A map sheet."""
SCENE_FILES = ("pptx", "html", "docx")
"""Scenes with their words and numbers: slides, one page that opens anywhere, a document."""


def data_file(kind: str, view: MapView) -> bytes:
    """Return the rows of a view as one of `DATA_FILES`; see `layers.files.data_export`."""
    from layers.files import data_export

    return {
        "gpkg": data_export.to_geopackage,
        "geojson": data_export.to_geojson,
        "csv": data_export.to_csv,
        "xlsx": data_export.to_xlsx,
    }[kind](view)


def map_sheet_file(
    kind: str, view: MapView, form: MapSheetForm | None = None, dpi: int = 300
) -> bytes:
    """Return a view as a map sheet, one of `MAP_SHEETS`; ``dpi`` is that of the pixels of a PNG."""
    if kind == "pdf":
        from layers.paper.paper_pdf import map_pdf

        return map_pdf(view, form)
    if kind == "svg":
        from layers.paper.paper_svg import map_svg

        return map_svg(view, form)
    from layers.paper.map_sheet import map_png

    return map_png(view, form, dpi)


def view_file(kind: str, view: MapView) -> bytes:
    """Return a view as any kind of file: rows, a sheet, or ("html") a page that needs no app."""
    if kind in DATA_FILES:
        return data_file(kind, view)
    if kind in MAP_SHEETS:
        return map_sheet_file(kind, view)
    from layers.web.standalone_page import standalone_html

    return standalone_html(view)


def scenes_file(
    kind: str, scenes: Sequence[SceneContent], title: str = "", template: bytes | None = None
) -> bytes:
    """Return scenes as one of `SCENE_FILES`.

    Parameters
    ----------
    kind : str
    scenes : sequence of SceneContent
        At least one.
    title : str
        "" takes the headline of the first scene.
    template : bytes, optional
        A planner's own deck, for slides only.

    Raises
    ------
    KetenkaartError
        Where the template cannot be used; see `layers.files.slides.slide_set`.
    """
    if kind == "pptx":
        from layers.files.slides import slide_set

        return slide_set(scenes, title, template)
    if kind == "docx":
        from layers.files.document import document

        return document(scenes, title)
    from layers.files.presentation_html import presentation_html

    return presentation_html(scenes, title)


def ending_of(content: bytes, ending: str) -> str:
    """Ending of a file; several layers make several files, which then come as one zip.

    Examples
    --------
    >>> ending_of(b"PK", "csv"), ending_of(b"PK", "xlsx")
    ('zip', 'xlsx')
    """
    return "zip" if ending in ("geojson", "csv") and content[:2] == b"PK" else ending
