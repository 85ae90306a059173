"""Many points as counts: nothing lost, in squares or neighbourhoods, and little for the browser."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter

import pytest
from own_crowd import register

from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.own.rows import with_own
from layers.files.data_export import to_csv
from layers.map.composition import SIMPLE_LAYERS, map_view
from layers.map.crowd_layer import MOST_CELLS
from layers.map.layer_context import LayerContext
from layers.view.caption import caption
from layers.view.legend_groups import CHAINS, legend_groups
from layers.view.levels import MOST_POINTS
from layers.view.map_model import MapLayer
from layers.web.embedding import as_base64, layer_content
from layers.words.palette import palette

pytestmark = pytest.mark.slow

MOST_BYTES = 2_000_000


def partners(data: Dataset, lang: str = "nl") -> tuple[LayerContext, MapLayer]:
    chosen = select(data, Filters(cities=("Amsterdam",)))
    context = LayerContext(data, chosen, palette(data.chain_model, lang), lang)
    return context, SIMPLE_LAYERS["partners"](context)


def test_few_points_stay_points(shipped):
    context, layer = partners(with_own(shipped, [register(100)]).dataset)
    assert layer.kind == "points"
    assert len(layer.frame) == len(context.selection.partners)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_counts_of_all_cells_are_all_rows(shipped, lang):
    data = with_own(shipped, [register(20_000)]).dataset
    context, layer = partners(data, lang)
    rows = context.selection.partners
    assert layer.kind == "polygons"
    assert layer.frame["n"].sum() == len(rows) > MOST_POINTS
    assert len(layer.frame) <= MOST_CELLS + len(data.neighbourhoods)
    assert sum(entry.count for entry in layer.legend) == len(rows)
    assert len(as_base64(layer_content(layer, 0))) < MOST_BYTES
    assert layer.frame["ref"].is_unique
    # Each square by hand: the rows of which the floor is its corner.
    squares = layer.frame[layer.frame["cell"].str.match(r"^\d")]
    side = int(squares["cell"].iloc[0].rsplit("-", 1)[1])
    fine = rows[rows["precision"].ne("neighbourhood")]
    corners = zip(fine.geometry.x // side * side, fine.geometry.y // side * side, strict=True)
    expected = Counter(f"{int(x)}-{int(y)}-{side}" for x, y in corners)
    assert dict(zip(squares["cell"], squares["n"], strict=True)) == dict(expected)


def test_a_register_is_counted_in_its_neighbourhoods(shipped):
    data = with_own(shipped, [register(5_000, register=True)]).dataset
    context, layer = partners(data)
    coarse = context.selection.partners["precision"].eq("neighbourhood")
    areas = layer.frame[~layer.frame["cell"].str.match(r"^\d")]
    assert areas["n"].sum() == coarse.sum() > 4_000
    outlines = data.neighbourhoods
    codes = outlines["city"] + "-" + outlines["code"]
    for cell, shape in zip(areas["cell"], areas.geometry, strict=True):
        assert shape.equals(outlines.geometry[codes.eq(cell)].iloc[0])


def test_a_cell_says_the_chains_it_holds(shipped):
    _, layer = partners(with_own(shipped, [register(20_000)]).dataset)
    top = layer.frame.sort_values("n").iloc[-1]
    assert "muziek" in top["chains"]
    assert top["chains"] in top["tip"]
    assert layer.card[top["ref"]][1][1] == top["chains"]


def test_the_legend_tells_the_scale_of_the_cells_and_no_chain_for_them(shipped):
    context, layer = partners(with_own(shipped, [register(20_000)]).dataset)
    (group,) = legend_groups(map_view(context, (layer,), "", ""))
    assert group.key != CHAINS
    assert group.heading == layer.legend_title
    assert len(group.entries) == len(layer.legend)


def test_words_count_the_rows_and_files_hold_them_one_by_one(shipped):
    data = with_own(shipped, [register(4_000)]).dataset
    context, layer = partners(data)
    n = len(context.selection.partners)
    view = map_view(context, (layer,), "Proef", "", made_on="2026-11-25")
    assert layer.kind == "polygons"
    assert f"{n}" in caption(view)[1].words.replace(".", "")
    archive = zipfile.ZipFile(io.BytesIO(to_csv(view)))
    (name,) = (name for name in archive.namelist() if "partners" in name)
    words = archive.read(name).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(words), delimiter=";"))
    assert len(rows) == n
    assert {"name", "x_rd", "y_rd", "own"} <= set(rows[0])
    assert sum(row["own"] == "ja" for row in rows) == 4_000
