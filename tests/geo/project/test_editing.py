"""Editing own rows: cells, new rows, rows that go, points that move; undo; and the rules."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from projects import same_content
from shapely import Point

from geo.data.chains import load_chain_model
from geo.project.changes import Item, applied, changes_between
from geo.project.editing import added, edited, empty_table, moved
from geo.project.fault import ProjectError
from geo.project.history import MOST_STEPS, History
from geo.project.package import from_bytes, to_bytes
from geo.project.project import TABLES, Project, own_table
from geo.project.row_rules import own_faults

WIBAUTKAMER = (122590.5, 485228.0)  # in Amsterdam
MODEL = load_chain_model()


def hubs() -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {
            "naam": ["a", "b", "c"],
            "kk_name": ["a", "b", "c"],
            "kk_year_from": pd.array([2001, None, 2003], dtype="Int64"),
            "kk_year_to": pd.array([2010, None, None], dtype="Int64"),
            "kk_chain": ["fashion", None, "music;design"],
            "kk_placed_by": ["postcode6", "none", "address"],
            "kk_accuracy_m": [60.0, None, 0.0],
            "kk_in_city": ["Rotterdam", "", "Amsterdam"],
        },
        geometry=[Point(92000, 437000), None, Point(121000, 487000)],
        crs="EPSG:28992",
    )
    return own_table(frame)


def test_cells_are_changed_and_types_stay() -> None:
    before = hubs()
    table = pd.DataFrame(before.drop(columns="geometry")).reset_index()
    table.loc[1, ["naam", "kk_year_from"]] = ["B!", 2002]
    after = edited(before, table, before.index)
    assert after["naam"].tolist() == ["a", "B!", "c"]
    assert after["kk_year_from"].tolist() == [2001, 2002, 2003]
    assert after.dtypes.equals(before.dtypes)
    assert own_table(after).geometry.to_wkt().equals(before.geometry.to_wkt())
    assert_frame_equal(pd.DataFrame(before), pd.DataFrame(hubs()))


def test_only_rows_that_were_shown_can_go() -> None:
    before = hubs()
    shown = before.index[:2]
    table = pd.DataFrame({"fid": [2], "naam": ["b"]})
    assert edited(before, table, shown).index.tolist() == [2, 3]


def test_a_new_row_comes_last_without_a_place() -> None:
    before = hubs()
    table = pd.DataFrame({"fid": [1, 2, 3, None], "naam": ["a", "b", "c", "nieuw"]})
    after = own_table(edited(before, table, before.index))
    assert after.index[:3].tolist() == [1, 2, 3] and after.index[3] > 3
    new = after.iloc[3]
    assert (new["naam"], new["kk_placed_by"], new.geometry) == ("nieuw", "none", None)
    assert pd.isna(new["kk_year_from"]) and pd.isna(new["kk_accuracy_m"])
    assert after.dtypes.equals(before.dtypes)


def test_a_cell_that_does_not_fit_is_told() -> None:
    before = hubs()
    table = pd.DataFrame({"fid": [1, 2, 3], "kk_year_from": ["veel", None, None]})
    with pytest.raises(ProjectError, match="project_cell"):
        edited(before, table, before.index)


def test_a_moved_point_says_how_it_was_placed() -> None:
    after = moved(hubs(), 1, *WIBAUTKAMER)
    row = after.loc[1]
    assert row.geometry == Point(*WIBAUTKAMER)
    assert (row["kk_placed_by"], row["kk_accuracy_m"], row["kk_in_city"]) == (
        "given_coordinate", 0.0, "Amsterdam",
    )  # fmt: skip
    assert after.loc[2:].equals(hubs().loc[2:])
    with pytest.raises(ProjectError, match="project_row"):
        moved(hubs(), 99, *WIBAUTKAMER)


# ---- undo and redo


def step(project: Project, row: int, name: str) -> Project:
    table = project.tables["hubs"].copy()
    table.loc[row, "naam"] = name
    return project.with_table("hubs", table)


def test_every_step_goes_back_and_forth() -> None:
    states = [Project("Proef", {"hubs": hubs()})]
    states.append(step(states[-1], 1, "A"))
    states.append(states[-1].with_table("hubs", moved(states[-1].tables["hubs"], 2, *WIBAUTKAMER)))
    states.append(states[-1].with_table("hubs", states[-1].tables["hubs"].drop(index=3)))
    states.append(states[-1].with_setting("weights", [1]).renamed("Anders"))
    history = History()
    for old, new in zip(states, states[1:], strict=False):
        history = history.done(changes_between(old, new))
    now = states[-1]
    for state in reversed(states[:-1]):
        history, now = history.undone(now)
        assert same_content(now, state)
    with pytest.raises(ProjectError, match="project_undo"):
        history.undone(now)
    for state in states[1:]:
        history, now = history.redone(now)
        assert same_content(now, state)
    with pytest.raises(ProjectError, match="project_undo"):
        history.redone(now)


def test_undo_leaves_what_another_planner_changed() -> None:
    base = Project("Proef", {"hubs": hubs()})
    mine = step(base, 1, "van mij")
    history = History().done(changes_between(base, mine))
    both = step(mine, 2, "van een ander")
    assert history.undone(both)[1].tables["hubs"]["naam"].tolist() == ["a", "van een ander", "c"]
    with pytest.raises(ProjectError, match="project_undo"):
        history.undone(step(mine, 1, "van een ander"))


def test_a_new_step_ends_redo_and_history_has_an_end() -> None:
    base = Project("0")
    history, now = History(), base
    for n in range(MOST_STEPS + 5):
        after = now.renamed(str(n + 1))
        history, now = history.done(changes_between(now, after)), after
    assert len(history.past) == MOST_STEPS
    history, now = history.undone(now)
    history = history.done(changes_between(now, now.renamed("x")))
    assert history.future == ()
    assert history.done([]) is history


# ---- changes


def test_a_change_names_the_item_and_both_values() -> None:
    base = Project("Proef", {"hubs": hubs()})
    (change,) = changes_between(base, step(base, 2, "B"))
    assert change.item == Item("hubs", "2")
    assert change.before["cells"] == {
        "naam": "b", "kk_name": "b", "kk_placed_by": "none", "kk_in_city": "",
    }  # fmt: skip
    assert change.after["cells"]["naam"] == "B" and change.after["geometry"] is None


def test_a_new_empty_column_changes_no_row() -> None:
    base = Project("Proef", {"hubs": hubs()})
    wider = base.with_table("hubs", base.tables["hubs"].assign(opmerking=None))
    changes = changes_between(base, wider)
    assert [change.item for change in changes] == [Item("columns", "hubs")]
    assert same_content(applied(base, changes), wider)


def test_changes_lead_from_any_project_to_any_other(project: Project) -> None:
    other = Project("Ander", {"hubs": hubs(), "meeting_places": hubs().iloc[:0]}, {"weights": 1})
    for one, two in ((project, other), (other, project), (project, project)):
        assert same_content(applied(one, changes_between(one, two)), two)


# ---- rules


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("kk_year_from", 1066, "year_range"),
        ("kk_year_to", 2000, "years_reversed"),
        ("kk_chain", "fashion;fsahion", "code_unknown"),
        ("kk_accuracy_m", -1.0, "number_low"),
    ],
)
def test_edited_rows_keep_the_rules_of_loading(column: str, value: object, code: str) -> None:
    assert own_faults("hubs", hubs(), MODEL) == []
    wrong = hubs()
    wrong.loc[1, column] = value
    (fault,) = own_faults("tenants", wrong, MODEL)
    assert (fault.code, fault.params["file"], fault.params["row"]) == (code, "tenants", 1)
    assert fault.params["id"] == "a"
    assert own_faults("tenants", wrong, MODEL, row=3) == []


def test_a_row_is_named_by_its_number() -> None:
    wrong = hubs()
    wrong.loc[3, "kk_year_from"] = 3000
    wrong.index = pd.Index([5, 7, 40], name="fid")
    assert [fault.params["row"] for fault in own_faults("hubs", wrong, MODEL)] == [40]


def test_own_rows_are_points() -> None:
    wrong = hubs()
    wrong.loc[1, "geometry"] = Point(1, 1).buffer(3)
    assert [fault.code for fault in own_faults("hubs", wrong, MODEL)] == ["geometry_kind"]


# ---- tables that begin empty


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_a_table_can_begin_empty_and_is_filled_by_hand_and_by_click(table: str) -> None:
    empty = empty_table(table)
    typed = pd.DataFrame({"fid": [None], "kk_name": ["Getypt"]})
    rows = added(edited(empty, typed, empty.index), "Geklikt", *WIBAUTKAMER)
    project = Project("Proef", {table: rows})
    kept = from_bytes(to_bytes(project), "proef.gpkg").tables[table]
    assert kept["kk_name"].tolist() == ["Getypt", "Geklikt"]
    assert kept["kk_placed_by"].tolist() == ["none", "given_coordinate"]
    assert kept["kk_in_city"].tolist()[1] == "Amsterdam"
    assert (kept.geometry.iloc[0], kept.geometry.iloc[1]) == (None, Point(*WIBAUTKAMER))
    assert kept.index.is_unique


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_is_kept_as_one(table: str) -> None:
    project = Project("Proef", {table: empty_table(table)})
    again = from_bytes(to_bytes(project), "proef.gpkg")
    assert same_content(again, project)
    bare = Project("Proef")
    assert same_content(applied(bare, changes_between(bare, project)), project)


def test_a_year_that_is_no_year_is_refused_in_a_new_table_too() -> None:
    with pytest.raises(ProjectError, match="project_cell"):
        edited(
            empty_table("hubs"),
            pd.DataFrame({"fid": [None], "kk_year_from": ["ooit"]}),
            pd.Index([]),
        )
