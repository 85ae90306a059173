"""Of several layers in one file: which belong together, and which are left out until asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely

from geo.intake.model.draft import Facts, Layer
from geo.intake.readers.grid import headings_alike
from geo.intake.values.cells import text_of
from geo.intake.values.column_names import is_known, plain_name

DISTRICT_COLUMNS = re.compile(
    r"(?:gm|wk|bu|wijk|buurt|stadsdeel|gemeente|gebied|district|provincie|neighbou?rhood|stat)"
    r"\s?(?:code|naam|nummer|nr|name|id)|buurtcombinatie\w*|pc4|postcode\s?4"
)
DISTRICT_NAMES = re.compile(
    r"wijk(?:en)?\b|buurt(?:en)?\b|stadsdelen|stadsdeel|gemeente|gebieden|district|grens|grenzen|"
    r"provincie|neighbou?rhood|boundar|borough"
)
LINE, AREA = 1, 2


def looks_like_districts(layer: Layer) -> bool:
    """Say whether a layer holds areas that are called districts, by its name or its columns.

    A district is no building, however few there are.
    """
    if layer.shapes is None or len(layer.shapes) == 0:
        return False
    areas = shapely.get_dimensions(np.asarray(layer.shapes, dtype=object)) == AREA
    columns = [plain_name(str(column)) for column in layer.table.columns]
    called = bool(DISTRICT_NAMES.search(plain_name(layer.name))) or any(
        DISTRICT_COLUMNS.fullmatch(column) for column in columns
    )
    return bool(called and areas.mean() > 0.5)  # noqa: PLR2004


def looks_like_lines(layer: Layer) -> bool:
    """Say whether a layer holds routes, streets or tracks, in which no building can be.

    Examples
    --------
    >>> import pandas as pd
    >>> route = np.array([shapely.LineString([(0, 0), (1, 1)])])
    >>> looks_like_lines(Layer("a", pd.DataFrame({"naam": ["Route"]}), np.array([1]), route))
    True
    """
    if layer.shapes is None or len(layer.shapes) == 0:
        return False
    shapes = np.asarray(layer.shapes, dtype=object)
    lines = (shapely.get_dimensions(shapes) == LINE) & ~shapely.is_closed(shapes)
    return bool(lines.mean() > 0.5)  # noqa: PLR2004


def n_known(layer: Layer) -> int:
    """Count the headings that are known."""
    return sum(is_known(str(column)) for column in layer.table.columns)


def of_one_kind(layers: Sequence[Layer]) -> list[Layer]:
    """Keep the layer with most known headings and those with the same; no buildings come last."""
    best = max(layers, key=lambda x: (_of_buildings(x), n_known(x), len(x.table)))
    headings = [str(column) for column in best.table.columns]
    alike = [x for x in layers if headings_alike([str(c) for c in x.table.columns], headings)]
    return [x for x in alike if looks_like_lines(x) == looks_like_lines(best)]


def _of_buildings(layer: Layer) -> bool:
    return not (looks_like_districts(layer) or looks_like_lines(layer))


def about_layers(layers: Sequence[Layer], kept: Sequence[Layer]) -> Facts:
    """Return what is to be told of several layers: those read together, and those left out."""
    facts: dict[str, dict[str, str]] = {}
    others = [x for x in layers if all(x is not y for y in kept)]
    if len(kept) > 1:
        facts["several_layers"] = {"layers": with_counts(kept)}
    if others:
        facts["layers_left_out"] = {"layers": with_counts(others)}
    return facts


def with_counts(layers: Sequence[Layer]) -> str:
    """Name layers with their numbers of rows.

    Examples
    --------
    >>> import pandas as pd
    >>> with_counts([Layer("hubs", pd.DataFrame({"naam": ["A", "B"]}), np.array([1, 2]))])
    'hubs (2)'
    """
    return ", ".join(f"{text_of(layer.name) or '?'} ({len(layer.table)})" for layer in layers)
