"""The single rows of a crowd: each in the bytes, looking as among few, hidden by choice alone."""

from __future__ import annotations

import json
import struct
from dataclasses import replace

import numpy as np
import pytest
from own_crowd import register
from pyproj import Transformer

from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.own.rows import with_own
from layers.map.composition import SIMPLE_LAYERS, map_view
from layers.map.crowd_points import KIND, crowd_points, one_point, shown_kinds
from layers.map.layer_context import LayerContext
from layers.map.point_layers import partner_points
from layers.web.embedding import layer_content
from layers.web.point_file import PointFile, fetched_from, near_content, point_file
from layers.words import style
from layers.words.palette import palette

N = 5_000
OPEN = Filters(cities=("Amsterdam",))
DECIMETRE = 2e-6  # degrees: two steps of the file


@pytest.fixture(scope="module")
def data(shipped: Dataset) -> Dataset:
    return with_own(shipped, [register(N)]).dataset


def context_of(data: Dataset, filters: Filters = OPEN, lang: str = "nl") -> LayerContext:
    return LayerContext(data, select(data, filters), palette(data.chain_model, lang), lang)


def read(file: PointFile) -> tuple[np.ndarray, list[int], list[str], list[str]]:
    """Degrees, kinds, references and names in the bytes, read one by one as the paper says."""
    n, at = file.n, 16
    columns = [struct.unpack_from(f"<{n}H", file.content, at + 2 * n * i) for i in range(3)]
    degrees, firsts = np.empty((n, 2)), [*(tile[2] for tile in file.tiles), n]
    for (x, y, first), end in zip(file.tiles, firsts[1:], strict=True):
        for row in range(first, end):
            degrees[row] = (
                (x * 65_536 + columns[0][row]) / 1e6,
                (y * 65_536 + columns[1][row]) / 1e6,
            )
    refs, names = [], []
    for begin, end in zip(file.pieces, file.pieces[1:], strict=False):
        piece = json.loads(file.content[begin:end])
        refs += piece[0]
        names += piece[1]
    assert file.pieces[-1] == len(file.content)
    return degrees, list(columns[2]), refs, names


@pytest.mark.slow
def test_every_row_is_in_the_bytes_at_its_place_with_its_name(data: Dataset) -> None:
    context = context_of(data)
    rows = context.selection.partners.set_index("id")
    degrees, kinds, refs, names = read(point_file(crowd_points(context, "partners")))
    assert sorted(refs) == sorted("partner:" + rows.index)
    mine = rows.loc[[ref.removeprefix("partner:") for ref in refs]]
    assert names == mine["name"].tolist()
    to_degrees = Transformer.from_crs(28992, 4326, always_xy=True)
    expected = np.column_stack(to_degrees.transform(mine.geometry.x, mine.geometry.y))
    assert np.abs(degrees - expected).max() < DECIMETRE
    assert len(kinds) == len(rows) > N


def test_rows_on_one_spot_follow_one_another(data: Dataset) -> None:
    degrees, *_ = read(point_file(crowd_points(context_of(data), "partners")))
    spots = [tuple(each) for each in degrees]
    changes = sum(a != b for a, b in zip(spots, spots[1:], strict=False))
    assert changes + 1 == len(set(spots))


def test_a_row_looks_as_it_does_among_few(data: Dataset) -> None:
    context = context_of(data)
    rows = context.selection.partners
    crowd = crowd_points(context, "partners")
    few = partner_points(context, rows.iloc[::37]).frame.set_index("ref")
    drawn = crowd.frame.set_index("ref").loc[few.index]
    looks = crowd.kinds.iloc[drawn["kind"].to_numpy()]
    for name in ("shape", "colour", "stroke", "letter", "size"):
        assert looks[name].tolist() == few[name].tolist()
    said = [f"{a} · {b}" for a, b in zip(drawn["label"], looks["tip"], strict=True)]
    assert said == few["tip"].tolist()
    own = [ref.startswith("partner:own-") for ref in few.index]
    assert [ring == style.OWN for ring in looks["ring"]] == own
    assert any(own)


@pytest.mark.parametrize(
    "asked", [{"chains": ("design",)}, {"stages": ("make", "show")}, {"chains": ("nothing",)}]
)
def test_what_a_choice_of_chains_hides_is_what_it_selects(data: Dataset, asked: dict) -> None:
    crowd = crowd_points(context_of(data), "partners")
    chosen = select(data, replace(OPEN, **asked)).partners
    shown = shown_kinds(crowd, chosen)
    seen = crowd.frame["ref"][[shown[kind] for kind in crowd.frame["kind"]]]
    assert sorted(seen) == sorted("partner:" + chosen["id"])


def test_tenants_are_told_apart_by_chain_and_stage(shipped: Dataset) -> None:
    context = context_of(shipped)
    crowd = crowd_points(context, "tenants")
    few = SIMPLE_LAYERS["tenants"](context).frame
    assert few["ref"].tolist() == crowd.frame["ref"].tolist()
    looks = crowd.kinds.iloc[crowd.frame["kind"].to_numpy()]
    assert looks["colour"].tolist() == few["colour"].tolist()
    assert looks["shape"].tolist() == few["shape"].tolist()
    assert all(shown_kinds(crowd, context.selection.shares.merge(
        context.selection.hubs[["id", "precision"]], left_on="hub_id", right_on="id")))  # fmt: skip


def test_a_click_on_one_tells_all_that_is_known_of_it(data: Dataset) -> None:
    context = context_of(data)
    row = context.selection.partners.iloc[-1]
    ref = f"partner:{row['id']}"
    layer = one_point(context, ref)
    assert layer is not None
    assert layer.frame["label"].tolist() == [row["name"]]
    assert layer.card[ref]
    assert one_point(context, "partner:nobody") is None
    assert one_point(context, "hub:nobody") is None


def test_two_files_of_the_same_rows_have_nothing_to_guess_by(data: Dataset) -> None:
    crowd = crowd_points(context_of(data), "partners")
    first, second = point_file(crowd), point_file(crowd)
    assert first.content[:16] != second.content[:16]
    assert first.content[16:] == second.content[16:]


def test_the_page_gets_kinds_and_no_rows(data: Dataset) -> None:
    crowd = crowd_points(context_of(data), "partners")
    file = point_file(crowd)
    shown = shown_kinds(crowd, select(data, replace(OPEN, chains=("music",))).partners)
    content = json.dumps(fetched_from(near_content(crowd, file, shown, 0.6), "../../media/x.bin"))
    assert len(content) < 40_000
    assert "Bedrijf" not in content
    assert json.loads(content)["crowd"]["address"] == "../../media/x.bin"
    assert json.loads(content)["alpha"] == 0.6
    assert sum(shown) < len(shown) == len(crowd.kinds[list(KIND)].drop_duplicates())


def test_the_layer_that_counts_says_so(data: Dataset) -> None:
    context = context_of(data)
    layers = tuple(SIMPLE_LAYERS[key](context) for key in ("hubs", "partners"))
    view = map_view(context, layers, "", "")
    told = {layer.key: layer_content(layer, 0)["counts"] for layer in view.layers}
    assert told["partners"] is True
    assert not any(counts for key, counts in told.items() if key != "partners")
