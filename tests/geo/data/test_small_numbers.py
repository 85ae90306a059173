"""The small-number guard, by hand; and through map, table and every file."""

from __future__ import annotations

import base64
import io
import itertools
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.answers.hub_profile import hub_profile
from geo.data.selection import Filters, Selection, select
from geo.data.small_numbers import _small, guarded_dataset, guarded_tenants, withheld_cells
from geo.data.store import Dataset
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.files.data_export import to_csv, to_geojson, to_geopackage, to_xlsx
from layers.map.composition import SIMPLE_LAYERS, map_view
from layers.map.layer_context import LayerContext
from layers.view.map_model import MapView
from layers.web.folium_map import encoded_layers
from layers.web.standalone_page import standalone_html
from layers.words.palette import palette

CITIES = pd.Series({f"h{i}": "Amsterdam" for i in range(1, 13)})


def register(*cells: tuple[str, str, str, int], years: tuple[int, ...] = ()) -> pd.DataFrame:
    """Register rows: hub, chain, stage, how many; each with a name that must not leak."""
    rows = [(hub, chain, stage) for hub, chain, stage, n in cells for _ in range(n)]
    frame = pd.DataFrame(rows, columns=["hub_id", "chain", "stage"])
    names = [f"GEHEIM{i:02d}" for i in range(len(frame))]
    begin = years or (None,) * len(frame)
    return frame.assign(
        id=[f"r{i}" for i in range(len(frame))],
        label=names,
        activity=[f"doet {name}" for name in names],
        year_from=pd.array(begin, dtype="Int64"),
        year_to=pd.array([None] * len(frame), dtype="Int64"),
        city="Amsterdam",
        is_total=False,
        register=True,
    )


def with_register(*cells: tuple[str, str, str, int], years: tuple[int, ...] = ()) -> Dataset:
    toy = toy_dataset()
    added = register(*cells, years=years)
    tenants = pd.concat([toy.tenants, added], ignore_index=True)
    return replace(toy, tenants=tenants.assign(register=tenants["register"].eq(True)))


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ([5, 6, 9], [False, False, False]),
        ([0, 6, 9], [False, False, False]),  # an empty cell is no secret
        ([4, 6, 9], [True, True, False]),  # 4 would follow from the total
        ([4, 4, 9], [True, True, False]),  # together 8, which of them is which nobody can tell
        ([1, 1, 9], [True, True, True]),  # together 2, of two cells: each would be 1
        ([3], [True]),
        ([], []),
    ],
)
def test_which_cells_of_a_line_are_withheld(counts: list[int], withheld: list[bool]) -> None:
    assert withheld_cells(pd.Series(counts, dtype=int)).tolist() == withheld


def possible(counts: list[int], withheld: np.ndarray) -> list[set[int]]:
    """Of each hidden cell all values that total and shown cells leave open."""
    hidden = [i for i, gone in enumerate(withheld) if gone]
    rest = sum(counts[i] for i in hidden)
    options: list[set[int]] = [set() for _ in hidden]
    for values in itertools.product(range(1, rest + 1), repeat=len(hidden)):
        if sum(values) == rest:
            for option, value in zip(options, values, strict=True):
                option.add(value)
    return options


def test_no_withheld_cell_can_be_worked_out_from_the_total() -> None:
    rng = np.random.default_rng(3)
    for _ in range(40):
        counts = rng.integers(0, 9, rng.integers(2, 5)).tolist()
        series = pd.Series(counts)
        withheld = withheld_cells(series).to_numpy()
        assert series[~withheld & series.gt(0)].ge(5).all()
        several = withheld.sum() > 1
        if several and sum(n for n, gone in zip(counts, withheld, strict=True) if gone) >= 5:
            assert all(len(values) > 1 for values in possible(counts, withheld))


def test_a_building_below_five_takes_another_with_it() -> None:
    rows = register(
        ("h1", "music", "make", 2), ("h2", "music", "make", 6), ("h3", "design", "make", 9)
    )
    left = guarded_tenants(rows, CITIES)["hub_id"]
    # 17 in all and 15 shown would tell that h1 has 2: h2 goes as well.
    assert Counter(left) == {"h3": 9}


def test_a_small_cell_in_a_large_building_is_no_longer_told_apart() -> None:
    rows = register(
        ("h1", "music", "make", 7), ("h1", "design", "make", 5), ("h1", "fashion", "make", 1)
    )
    left = guarded_tenants(rows, CITIES)
    assert len(left) == 13  # the building itself may be told
    assert Counter(left["chain"]) == {"music": 7, "unknown": 6}
    blurred = left[left["chain"].eq("unknown")]
    assert set(blurred["label"]) == {"–"}
    assert blurred["activity"].isna().all()


def test_published_tenants_are_untouched() -> None:
    toy = toy_dataset()
    assert guarded_dataset(toy)[0] is toy
    guarded = guarded_dataset(with_register(("h1", "music", "make", 3)))[0].tenants
    pd.testing.assert_series_equal(guarded["label"], toy.tenants["label"], check_dtype=False)


def test_the_rows_given_are_not_changed() -> None:
    rows = register(("h1", "music", "make", 7), ("h1", "fashion", "make", 1))
    before = rows.copy(deep=True)
    guarded_tenants(rows, CITIES)
    pd.testing.assert_frame_equal(rows, before)


def test_the_number_left_out_is_told_only_when_it_is_not_small() -> None:
    reasons = [
        select(with_register(*cells), Filters()).left_out.query("reason == 'small_number'")
        for cells in (
            [("h1", "music", "make", 3)],
            [("h1", "music", "make", 3), ("h2", "music", "make", 4)],
        )
    ]
    assert [rows["n"].tolist() for rows in reasons] == [[], [7]]


def shown_by(data: Dataset, filters: Filters) -> Counter[tuple[str, str]]:
    """Register rows that a choice shows, by building and chain."""
    return shown_in(select(data, filters))


def shown_in(chosen: Selection) -> Counter[tuple[str, str]]:
    rows = chosen.tenants[chosen.tenants["register"]]
    return Counter(zip(rows["hub_id"], rows["chain"], strict=True))


def test_the_number_withheld_and_the_years_give_no_building_away() -> None:
    # A has 3 and C 5, all of 2010 but for three of C; with 2009 chosen C would have 3, and "8
    # withheld" less the 5 that 2010 shows of C would be the 3 of A.
    data = with_register(
        ("h1", "music", "make", 3), ("h3", "music", "make", 5), years=(2010,) * 5 + (2005,) * 3
    )
    for year in (None, 2004, 2009, 2010, 2020):
        chosen = select(data, Filters(year=year))
        assert not chosen.tenants["register"].any()
        reason = chosen.left_out.query("reason == 'small_number'")
        assert reason["n"].tolist() == [8]


def test_years_of_fewer_than_five_are_not_told() -> None:
    data = with_register(("h1", "music", "make", 6), years=(2000,) * 3 + (2010,) * 3)
    for year in (None, 2005, 2015):
        assert shown_by(data, Filters(year=year)) == {("h1", "music"): 6}
    split = with_register(("h1", "music", "make", 11), years=(2000,) * 5 + (2010,) * 6)
    assert shown_by(split, Filters(year=2005)) == {("h1", "music"): 5}
    assert shown_by(split, Filters(year=2015)) == {("h1", "music"): 11}


@pytest.mark.slow
def test_no_difference_between_two_choices_is_a_small_number() -> None:
    rng = np.random.default_rng(12)
    asked = [
        Filters(year=year, chains=chains)
        for year in (None, 2001, 2002, 2003, 2004, 2005)
        for chains in ((), ("music",), ("design",))
    ]
    for _ in range(6):
        cells = [
            (hub, chain, "make", int(rng.integers(0, 14)))
            for hub in ("h1", "h2", "h3")
            for chain in ("music", "design", "fashion")
        ]
        n = sum(cell[3] for cell in cells)
        data = with_register(*cells, years=tuple(rng.integers(2001, 2006, n).tolist()))
        left = rng.random(n) < 0.3
        mine = data.tenants["register"]
        end = data.tenants["year_to"].astype("Int64")
        end[mine] = pd.array([2005 if gone else None for gone in left], dtype="Int64")
        presence = data.tenants["presence"].astype("object")
        presence[mine] = np.where(left, "left", "present")
        data = replace(data, tenants=data.tenants.assign(year_to=end, presence=presence))
        chosen = [select(data, filters) for filters in asked]
        seen = [shown_in(each) for each in chosen]
        for one, other in itertools.combinations(seen, 2):
            for cell in {*one, *other}:
                assert one[cell] == other[cell] or abs(one[cell] - other[cell]) >= 5
        told = {tuple(each.left_out.query("reason == 'small_number'")["n"]) for each in chosen}
        assert len(told) == 1


def test_a_blurred_row_tells_nothing_but_its_building() -> None:
    rows = register(
        ("h1", "music", "make", 7), ("h1", "design", "make", 5), ("h1", "fashion", "make", 1),
        years=(2001,) * 12 + (1999,),
    )  # fmt: skip
    rows = rows.assign(starter=[False] * 12 + [True], next_place="Loods", previous_hub="h2")
    rows = rows.assign(sbi="59.11")
    left = guarded_tenants(rows, CITIES)
    blurred = left[left["chain"].eq("unknown")]
    assert len(blurred) == 6
    hidden = ["activity", "sbi", "year_from", "year_to", "starter", "previous_hub", "next_place"]
    assert blurred[hidden].isna().all().all()
    clear = left[left["chain"].eq("music")]
    assert clear["year_from"].tolist() == [2001] * 7
    assert clear["starter"].tolist() == [False] * 7


def test_guarding_twice_is_guarding_once() -> None:
    data = with_register(
        ("h1", "music", "make", 7), ("h1", "fashion", "make", 2), ("h2", "music", "make", 3),
        ("h3", "design", "make", 8), years=(2001,) * 6 + (2003,) * 6 + (2010,) * 8,
    )  # fmt: skip
    once = guarded_dataset(data)[0]
    twice = guarded_dataset(once)[0]
    pd.testing.assert_frame_equal(once.tenants, twice.tenants)


def view_of(data: Dataset) -> MapView:
    chosen = select(data, Filters())
    context = LayerContext(data, chosen, palette(data.chain_model, "nl"), "nl")
    names = ("hubs", "sectors", "tenants")
    layers = tuple(SIMPLE_LAYERS[name](context) for name in names)
    return map_view(context, layers, "Proef", "", made_on="2026-11-25")


def unpacked(page: str) -> str:
    """What a saved page holds in base64, compressed or not."""
    parts = [base64.b64decode(found) for found in re.findall(r"[A-Za-z0-9+/=]{400,}", page)]
    return page + "".join(_inflated(part).decode("latin-1") for part in parts)


def _inflated(part: bytes) -> bytes:
    return zlib.decompress(part) if part[:1] == b"\x78" else part


def everything(view: MapView) -> dict[str, str]:
    """All that leaves the app for one view, as text."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(view)))
    cells = [str(c) for sheet in book for row in sheet.values for c in row if c is not None]
    with zipfile.ZipFile(io.BytesIO(to_csv(view))) as archive:
        tables = "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    with zipfile.ZipFile(io.BytesIO(to_geojson(view))) as archive:
        shapes = "".join(archive.read(name).decode() for name in archive.namelist())
    return {
        "tooltips and cards": "".join(
            [*(x.frame["tip"].str.cat() for x in view.layers), str([x.card for x in view.layers])]
        ),
        "browser": "".join(base64.b64decode(x).decode() for x in encoded_layers(view)),
        "standalone": unpacked(standalone_html(view).decode()),
        "xlsx": "\n".join(cells),
        "csv": tables,
        "geojson": shapes,
        "gpkg": to_geopackage(view).decode("latin-1"),
    }


def test_map_table_and_files_show_no_small_cell() -> None:
    # h2: 6 music and 2 fashion; h3: 3; h9: 4. Of them h2 may be told, as 8 of unknown kind.
    data = with_register(
        ("h2", "music", "make", 6),
        ("h2", "fashion", "distribute", 2),
        ("h3", "music", "public", 3),
        ("h9", "music", "public", 4),
    )
    view = view_of(data)
    for place, words in everything(view).items():
        assert "GEHEIM" not in words, place
    layers = {layer.key: layer.frame for layer in view.layers}
    counts = layers["hubs"].set_index("id")["n_tenants"]
    # Published: one each in h2, h3 and h9.
    assert counts[["h2", "h3", "h9"]].tolist() == [9, 1, 1]
    drawn = layers["tenants"]
    cells = drawn[drawn["id"].str.startswith("r")].groupby(["hub_id", "chain", "stage"]).size()
    assert cells.to_dict() == {("h2", "unknown", "unknown"): 8}
    mix = layers["sectors"].set_index("id")["chain_mix"]
    assert "Muziek" not in mix["h2"]
    assert any("minder dan 5" in note for note in view.notes)
    book = pyogrio.read_dataframe(io.BytesIO(to_geopackage(view)), layer="hubs")
    assert book.set_index("id")["n_tenants"][["h2", "h3", "h9"]].tolist() == [9, 1, 1]
    profile = hub_profile(data, toy_network(), "h3")
    assert profile.tenants["label"].tolist() == ["Confectie"]


def test_a_large_cell_is_shown_with_its_names() -> None:
    view = view_of(with_register(("h2", "music", "make", 6)))
    for place, words in everything(view).items():
        assert "GEHEIM05" in words, place


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abcdef")), max_size=60))
def test_all_lines_at_once_are_withheld_as_each_line_by_itself(rows) -> None:
    frame = pd.DataFrame(rows, columns=["line", "cell"], dtype="str")
    found = _small(frame["line"], frame["cell"], 5)
    for _, mine in frame.groupby("line"):
        alone = withheld_cells(mine["cell"].value_counts().sort_index(), 5)
        assert found[mine.index].tolist() == alone.reindex(mine["cell"]).tolist()
