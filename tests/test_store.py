"""Loading: sound data loads; every kind of fault is named with file, row and column."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import CRS
from shapely import Point, Polygon

from geo.errors import DataErrors
from geo.store import DATA, TABLES, Dataset, dataset_faults, load_dataset
from geo.toy import toy_dataset
from layers.text import text


@pytest.fixture
def toy() -> Dataset:
    return toy_dataset()


def faults(dataset: Dataset) -> list[tuple[str, object, object, object]]:
    return [
        (f.code, f.params["file"], f.params.get("row"), f.params.get("column"))
        for f in dataset_faults(dataset)
    ]


def with_cell(frame: pd.DataFrame, row: int, column: str, value: object) -> pd.DataFrame:
    changed = frame.copy()
    changed[column] = changed[column].astype(object)
    changed.iat[row, changed.columns.get_loc(column)] = value
    return changed


def test_the_toy_city_is_sound(toy: Dataset) -> None:
    assert faults(toy) == []


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "code"),
    [
        ("hubs", 2, "id", "h1", "id_twice"),
        ("hubs", 4, "name", None, "cell_empty"),
        ("hubs", 4, "kind", "palace", "code_unknown"),
        ("hubs", 0, "status", "", "code_unknown"),
        ("hubs", 3, "opened", 3000, "year_range"),
        ("hubs", 10, "closed", 1999, "years_reversed"),
        ("hubs", 5, "precision", "none", "place_contradicts"),
        ("hubs", 11, "precision", "street", "place_contradicts"),
        ("hubs", 1, "accuracy_m", float("nan"), "place_contradicts"),
        ("hubs", 1, "geometry", Point(5000, 5000), "outside_city"),
        ("hubs", 1, "chains", "fashion;magic", "code_unknown"),
        ("tenants", 3, "hub_id", "h99", "hub_missing"),
        ("tenants", 3, "chain", "magic", "code_unknown"),
        ("tenants", 3, "stage", "make;nowhere", "code_unknown"),
        ("tenants", 3, "count", 0, "number_negative"),
        ("partners", 1, "accuracy_m", -5.0, "number_negative"),
        ("neighbourhoods", 0, "businesses", -99997, "number_negative"),
    ],
)
def test_one_wrong_cell_is_named(
    toy: Dataset, table: str, row: int, column: str, value: object, code: str
) -> None:
    broken = replace(toy, **{table: with_cell(getattr(toy, table), row, column, value)})
    found = faults(broken)
    place = column if code != "place_contradicts" else "precision"
    assert (code, f"{table}.parquet", row + 1, place) in found


def test_rd_without_its_datum_is_refused_although_it_answers_28992(toy: Dataset) -> None:
    bare = CRS.from_proj4(CRS.from_epsg(28992).to_proj4())
    hubs = toy.hubs.set_crs(bare, allow_override=True)
    assert ("crs_wrong", "hubs.parquet", None, "geometry") in faults(replace(toy, hubs=hubs))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:28991", None])
def test_another_crs_is_refused(toy: Dataset, crs: str | None) -> None:
    water = gpd.GeoDataFrame({"city": ["Amsterdam"]}, geometry=toy.water.geometry.tolist(), crs=crs)
    assert ("crs_wrong", "water.parquet", None, "geometry") in faults(replace(toy, water=water))


def test_a_ring_that_crosses_itself_is_named(toy: Dataset) -> None:
    bow = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    water = gpd.GeoDataFrame({"city": ["Amsterdam"]}, geometry=[bow], crs=28992)
    assert ("geometry_invalid", "water.parquet", 1, "geometry") in faults(replace(toy, water=water))


def test_a_missing_column_is_named(toy: Dataset) -> None:
    broken = replace(toy, tenants=toy.tenants.drop(columns="hub_id"))
    assert ("column_missing", "tenants.parquet", None, "hub_id") in faults(broken)


def test_all_faults_come_at_once(toy: Dataset) -> None:
    hubs = with_cell(with_cell(toy.hubs, 0, "status", "?"), 1, "name", None)
    tenants = with_cell(toy.tenants, 2, "label", None)
    assert len(faults(replace(toy, hubs=hubs, tenants=tenants))) == 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in TABLES:
        shutil.copy(DATA / f"{name}.parquet", tmp_path)
    for name in ("datapackage.json", "sbi_codes.csv"):
        shutil.copy(DATA / name, tmp_path)
    shutil.copytree(DATA / "chain_model", tmp_path / "chain_model")
    return tmp_path


def codes(folder: Path) -> list[str]:
    with pytest.raises(DataErrors) as caught:
        load_dataset(folder)
    return [fault.code for fault in caught.value.errors]


def test_the_shipped_data_loads(folder: Path) -> None:
    data = load_dataset(folder)
    assert len(data.tenants) == 610
    assert data.hubs.crs.to_epsg() == 28992


@pytest.mark.parametrize("name", ["hubs.parquet", "datapackage.json", "chain_model/stages.csv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert codes(folder) == ["file_missing"]


@pytest.mark.parametrize("content", [b"", b"PAR1 cut off", b"\x00" * 100])
def test_a_broken_parquet_is_named_and_nothing_is_loaded(folder: Path, content: bytes) -> None:
    (folder / "partners.parquet").write_bytes(content)
    assert codes(folder) == ["file_unreadable"]


def test_a_package_that_tells_another_number_of_rows_is_named(folder: Path) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    next(r for r in package["resources"] if r["name"] == "tenants")["rows"] = 609
    path.write_text(json.dumps(package), encoding="utf-8")
    assert codes(folder) == ["rows_differ"]


def test_an_edited_chain_table_is_checked_against_the_official_codes(folder: Path) -> None:
    path = folder / "chain_model" / "sbi_chain.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("71111", "71119"), "utf-8-sig")
    assert codes(folder) == ["sbi_unknown"]


def test_every_fault_has_a_sentence_that_names_all_it_knows(toy: Dataset) -> None:
    broken = replace(toy, hubs=with_cell(toy.hubs, 4, "kind", "pa{7*7}lace"))
    fault = next(iter(dataset_faults(broken)))
    for lang in ("nl", "en"):
        sentence = text(f"error.{fault.code}", lang, **fault.params)
        assert "hubs.parquet" in sentence
        assert "5" in sentence
        assert "pa{7*7}lace" in sentence
