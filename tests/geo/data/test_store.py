"""Loading: sound data loads; every kind of fault is named with file, row and column."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from faults import dataset_faults
from pyproj import CRS
from shapely import LineString, Point, Polygon, box

from geo.data.errors import DataErrors
from geo.data.folders import DATA
from geo.data.store import MAX_FAULTS, TABLES, Dataset, load_dataset
from geo.toy.city import toy_dataset
from layers.words.text import text


@pytest.fixture
def toy() -> Dataset:
    """A toy city of its own for each test: they break it."""
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "row", "column", "value", "code"),
    [
        ("hubs", 2, "id", "h1", "id_twice"),
        ("hubs", 4, "name", None, "cell_empty"),
        ("hubs", 4, "name", "  ", "cell_blank"),
        ("hubs", 4, "website", "nan", "cell_blank"),
        ("hubs", 4, "name", 17, "cell_type"),
        ("hubs", 4, "opened", "omstreeks 1990", "cell_type"),
        ("hubs", 4, "kind", "palace", "code_unknown"),
        ("hubs", 0, "status", "Active", "code_unknown"),
        ("hubs", 3, "opened", 3000, "year_range"),
        ("hubs", 10, "closed", 1999, "years_reversed"),
        ("hubs", 0, "floor_area_m2", 0, "number_low"),
        ("hubs", 5, "precision", "none", "place_contradicts"),
        ("hubs", 11, "precision", "street", "place_contradicts"),
        ("hubs", 11, "placed_by", "street", "place_contradicts"),
        ("hubs", 1, "accuracy_m", float("nan"), "place_contradicts"),
        ("hubs", 11, "accuracy_m", 15.0, "place_contradicts"),
        ("hubs", 1, "geometry", Point(5000, 5000), "outside_city"),
        ("hubs", 1, "geometry", Point(), "geometry_missing"),
        ("hubs", 1, "geometry", LineString([(0, 0), (9, 9)]), "geometry_kind"),
        ("hubs", 1, "city", "Amsterdm", "city_unknown"),
        ("hubs", 1, "district_code", "Z", "area_unknown"),
        ("hubs", 1, "chains", "fashion;magic", "code_unknown"),
        ("tenants", 3, "hub_id", "h99", "hub_missing"),
        ("tenants", 3, "city", "Rotterdam", "city_differs"),
        ("tenants", 3, "chain", "magic", "code_unknown"),
        ("tenants", 3, "stage", "make;nowhere", "code_unknown"),
        ("tenants", 3, "stage", "make;", "code_unknown"),
        ("tenants", 3, "count", 0, "number_low"),
        ("tenants", 3, "is_total", "ja", "cell_type"),
        ("partners", 1, "accuracy_m", -5.0, "number_low"),
        ("neighbourhoods", 0, "businesses", -99997, "number_low"),
        ("districts", 0, "geometry", None, "geometry_missing"),
        ("districts", 0, "geometry", Point(5, 5), "geometry_kind"),
        ("districts", 0, "geometry", Point(9000, 9000).buffer(9), "outside_city"),
    ],
)
def test_one_wrong_cell_is_named(
    toy: Dataset, table: str, row: int, column: str, value: object, code: str
) -> None:
    broken = replace(toy, **{table: with_cell(getattr(toy, table), row, column, value)})
    assert (code, f"{table}.parquet", row + 1, column) in faults(broken)


def test_a_row_without_a_place_may_lie_in_another_city(toy: Dataset) -> None:
    # The hub lists of Amsterdam hold a building in Zaanstad: in the table, never on the map.
    hubs = with_cell(toy.hubs, 11, "city", "Zaanstad")
    tenants = toy.tenants.assign(
        city=toy.tenants["city"].where(toy.tenants["hub_id"].ne("h12"), "Zaanstad")
    )
    assert faults(replace(toy, hubs=hubs, tenants=tenants)) == []


def test_a_neighbourhood_centre_cannot_be_accurate_to_a_few_metres(toy: Dataset) -> None:
    hubs = with_cell(toy.hubs, 1, "precision", "neighbourhood")
    assert faults(replace(toy, hubs=hubs)) == [
        ("place_contradicts", "hubs.parquet", 2, "accuracy_m")
    ]


def test_a_district_that_does_not_hold_the_point_is_named(toy: Dataset) -> None:
    halves = toy.districts.loc[[0, 0]].assign(code=["W", "E"])
    halves = halves.set_geometry([box(-100, -100, 150, 300), box(150, -100, 400, 300)])
    # h2 stands at x=100, in the western half.
    right = with_cell(toy.hubs, 1, "district_code", "W")
    wrong = with_cell(toy.hubs, 1, "district_code", "E")
    assert faults(replace(toy, hubs=right, districts=halves)) == []
    assert faults(replace(toy, hubs=wrong, districts=halves)) == [
        ("area_differs", "hubs.parquet", 2, "district_code")
    ]


def test_a_district_code_stands_once_in_a_city(toy: Dataset) -> None:
    twice = toy.districts.loc[[0, 0]]
    assert faults(replace(toy, districts=twice)) == [
        ("id_twice", "districts.parquet", row, "code") for row in (1, 2)
    ]


def test_a_column_of_another_type_is_named_once(toy: Dataset) -> None:
    tenants = toy.tenants.assign(chain=range(len(toy.tenants)))
    assert faults(replace(toy, tenants=tenants)) == [
        ("column_type", "tenants.parquet", None, "chain")
    ]


def test_the_index_of_a_frame_does_not_matter(toy: Dataset) -> None:
    hubs = with_cell(toy.hubs, 4, "status", "?").set_index(pd.Index([7] * 12))
    assert faults(replace(toy, hubs=hubs)) == [("code_unknown", "hubs.parquet", 5, "status")]


def test_a_frame_that_is_checked_stays_as_it_was(toy: Dataset) -> None:
    before = toy.hubs.copy(deep=True)
    faults(toy)
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(toy.hubs))


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
    assert len(data.tenants) == 664
    assert data.hubs.crs.to_epsg() == 28992
    assert set(data.districts["city"]) == {"Amsterdam", "Rotterdam"}


def test_a_column_that_is_gone_from_a_file_is_named(folder: Path) -> None:
    path = folder / "tenants.parquet"
    pd.read_parquet(path).drop(columns="stage").to_parquet(path)
    assert codes(folder) == ["column_missing"]


def test_faults_of_several_files_come_together(folder: Path) -> None:
    (folder / "rail.parquet").unlink()
    (folder / "chain_model" / "stages.csv").write_bytes(b"")
    hubs = gpd.read_parquet(folder / "hubs.parquet")
    hubs.assign(status="open").to_parquet(folder / "hubs.parquet")
    found = codes(folder)
    assert {"file_missing", "file_unreadable", "code_unknown"} == set(found) - {"more_faults"}
    # 186 hubs with a wrong status: fifty are named, the others counted.
    assert found.count("code_unknown") == MAX_FAULTS


def test_a_broken_shape_in_a_file_is_named(folder: Path) -> None:
    path = folder / "districts.parquet"
    districts = gpd.read_parquet(path)
    districts.loc[3, "geometry"] = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    districts.to_parquet(path)
    assert codes(folder) == ["geometry_invalid"]


def test_a_table_without_geometry_where_it_should_have_one_is_named(folder: Path) -> None:
    path = folder / "stops.parquet"
    pd.DataFrame(gpd.read_parquet(path).drop(columns="geometry")).to_parquet(path)
    assert codes(folder) == ["file_unreadable"]


def test_a_column_that_the_package_does_not_describe_is_named(folder: Path) -> None:
    path = folder / "stops.parquet"
    gpd.read_parquet(path).assign(extra=1).to_parquet(path)
    assert codes(folder) == ["column_undescribed"]


@pytest.mark.parametrize("content", ["", "[1, 2]", "{}", '{"resources": [{"name": "hubs"}]}'])
def test_a_package_that_cannot_be_used_is_refused(folder: Path, content: str) -> None:
    (folder / "datapackage.json").write_text(content, encoding="utf-8")
    assert set(codes(folder)) <= {"file_unreadable", "package_incomplete"}


def test_an_sbi_code_of_a_tenant_must_be_an_official_one(folder: Path) -> None:
    path = folder / "tenants.parquet"
    tenants = pd.read_parquet(path)
    tenants.loc[5, "sbi"] = "99999"
    tenants.to_parquet(path)
    assert codes(folder) == ["sbi_unknown"]


@pytest.mark.parametrize("name", ["hubs.parquet", "datapackage.json", "chain_model/stages.csv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert codes(folder) == ["file_missing"]


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("hubs", 4, "kind", "pa{7*7}lace"),
        ("hubs", 4, "closed", 1999),
        ("hubs", 4, "geometry", Point(5000, 5000)),
        ("partners", 1, "city", "Utrecht"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_sentence_names_file_row_identity_column_and_value(
    toy: Dataset, table: str, row: int, column: str, value: object, lang: str
) -> None:
    changed = with_cell(getattr(toy, table), row, column, value)
    fault = next(iter(dataset_faults(replace(toy, **{table: changed}))))
    sentence = text(f"error.{fault.code}", lang, **fault.params)
    shown = "POINT (5000 5000)" if column == "geometry" else str(value)
    identity = getattr(toy, table)["id"].iloc[row]
    for part in (f"{table}.parquet", str(row + 1), f"({identity})", column, shown):
        assert part in sentence


def test_a_long_value_is_cut_short(toy: Dataset) -> None:
    hubs = with_cell(toy.hubs, 4, "status", "x" * 5000)
    fault = next(iter(dataset_faults(replace(toy, hubs=hubs))))
    assert len(str(fault.params["value"])) == 81
