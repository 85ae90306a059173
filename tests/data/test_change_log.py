"""The log of changes says what became of every row, and nothing where nothing changed."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from data.prepare.change_log import changes, entry, log_changes, read_tables
from data.prepare.write import write_csv, write_table
from geo.data.crs import RD_NEW
from geo.data.folders import DATA


def hubs(**cells: object) -> gpd.GeoDataFrame:
    table = {
        "id": ["a", "b", "c", "d"],
        "name": ["Aak", "Bunker", "Cel", "Dok"],
        "chains": ["music", "film_media", None, "music"],
        "accuracy_m": [15.0, 120000.25, None, 40.0],
        "geometry": [Point(120000, 480000), Point(121000, 480000), None, Point(122000, 480000)],
    }
    return gpd.GeoDataFrame({**table, **cells}, crs=RD_NEW)


@pytest.mark.slow
def test_the_same_tables_have_no_changes():
    shipped = read_tables(DATA)
    assert {"hubs", "tenants", "partners", "coverage"} <= set(shipped)
    assert not [name for name in shipped if name.startswith(("network", "base"))]
    assert changes(shipped, shipped) == []


def test_rows_places_and_codes_are_told_by_id():
    moved = [Point(120300, 480400), Point(121000, 480000.04), Point(123000, 480000), None]
    after = hubs(chains=["visual_art", "film_media", "music", "music"], geometry=moved)
    after = pd.concat([after.iloc[[2, 0, 1, 3]], hubs().iloc[[0]].assign(id="e", name="Eb")])
    before = pd.concat([hubs(), hubs().iloc[[1]].assign(id="z", name="Zaal")])
    (change,) = changes({"hubs": before}, {"hubs": after})
    assert change.added == ("Eb (`e`)",)
    assert change.removed == ("Zaal (`z`)",)
    # 300 east and 400 north is 500 m; four centimetres are no move.
    assert change.moved_m == {"a": pytest.approx(500.0)}
    assert (change.got_place, change.lost_place) == (1, 1)
    assert change.codes["chains"] == {("music", "visual_art"): 1, ("", "music"): 1}
    assert dict(change.cells) == {"chains": 2}


def test_places_of_a_table_to_look_up_in_are_told_by_what_its_rows_are_called():
    streets = {"city": ["Stad", "Stad"], "name": ["Kade", "Kade"], "neighbourhood": [None, "Oost"]}
    before = pd.DataFrame({**streets, "accuracy_m": [50, 50], "x": [0, 0], "y": [0, 0]})
    after = pd.DataFrame({**streets, "accuracy_m": [50, 40], "x": [0, 3], "y": [0, 4]})
    (change,) = changes({"street_names": before}, {"street_names": after})
    assert (change.n_added, change.moved_m) == (0, {"Stad Kade Oost": 5.0})  # 3 east, 4 north
    assert dict(change.cells) == {"accuracy_m": 1}


def test_one_metre_of_a_large_number_is_a_change():
    after = hubs(accuracy_m=[15.0, 120001.25, None, 40.0])
    (change,) = changes({"hubs": hubs()}, {"hubs": after})
    assert dict(change.cells) == {"accuracy_m": 1}


def test_a_whole_number_kept_as_another_kind_is_no_change():
    before = pd.DataFrame({"id": ["a", "b"], "opened": [1999.0, None]})
    after = pd.DataFrame({"id": ["a", "b"], "opened": pd.array([1999, None], dtype="Int64")})
    assert changes({"tenants": before}, {"tenants": after}) == []


def test_a_table_without_ids_is_compared_by_its_rows():
    before = pd.DataFrame({"city": ["A", "A", "B"], "value": [1, 1, 2]})
    after = pd.DataFrame({"city": ["A", "B", "B"], "value": [1, 2, 3]})
    (change,) = changes({"figures": before}, {"figures": after})
    assert (change.n_added, change.n_removed) == (1, 1)


def test_a_stop_that_got_another_number_has_not_moved():
    stops = hubs()[["id", "name", "geometry"]].dropna()
    again = stops.assign(id=["b", "c", "d"])
    assert changes({"stops": stops}, {"stops": again}) == []


def test_areas_that_changed_shape_are_counted():
    before = gpd.GeoDataFrame({"id": ["x"]}, geometry=[box(0, 0, 10, 10)], crs=RD_NEW)
    (change,) = changes({"areas": before}, {"areas": before.set_geometry([box(0, 0, 10, 11)])})
    assert change.shapes == 1


def test_a_new_table_and_one_that_is_gone_are_told():
    found = changes({"old": pd.DataFrame({"id": ["a"]})}, {"new": pd.DataFrame({"id": ["a"]})})
    said = entry(found)
    assert "**new**: 1 rows; 1 added, 0 removed" in said
    assert "**old**: 0 rows; 0 added, 1 removed" in said


def test_files_are_read_back_as_they_were_written(tmp_path: Path):
    write_table(hubs(), tmp_path / "hubs.parquet")
    write_csv(pd.DataFrame({"source": ["x"], "listed": [3]}), tmp_path / "coverage.csv")
    once = read_tables(tmp_path)
    assert set(once) == {"hubs", "coverage"}
    assert changes({"hubs": hubs()}, {"hubs": once["hubs"]}) == []


def test_the_newest_entry_stands_first_and_nothing_is_written_for_nothing(tmp_path: Path):
    path = tmp_path / "CHANGES.md"
    log_changes(path, "2026-01-01", "")
    assert not path.exists()
    log_changes(path, "2026-01-01", "- one")
    log_changes(path, "2026-01-01", "- two")
    log_changes(path, "2026-02-01", "- three")
    kept = path.read_text(encoding="utf-8")
    log_changes(path, "2026-03-01", "")
    assert path.read_text(encoding="utf-8") == kept
    heads = [line for line in kept.splitlines() if line.startswith("#")]
    assert heads[1:] == ["## 2026-02-01", "## 2026-01-01 (2)", "## 2026-01-01"]
    assert kept.index("- three") < kept.index("- two") < kept.index("- one")


def test_the_shipped_log_begins_with_the_version_of_the_data():
    log = (DATA / "CHANGES.md").read_text(encoding="utf-8")
    version = (DATA / "datapackage.json").read_text(encoding="utf-8").split('"created": "')[1][:10]
    assert log.partition("\n## ")[2].startswith(version)
