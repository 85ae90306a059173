"""The data package is valid and describes the files as they are."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from frictionless import Package, Resource

from data.prepare.package import data_package
from geo.data.folders import DATA

PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES: list[dict[str, Any]] = PACKAGE["resources"]
CSV = [resource for resource in RESOURCES if resource["format"] == "csv"]


def columns_and_rows(resource: dict[str, Any]) -> tuple[list[str], int]:
    path = DATA / resource["path"]
    if resource["format"] == "csv":
        table = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str)
        return list(table.columns), len(table)
    file = pq.ParquetFile(path)
    return file.schema_arrow.names, file.metadata.num_rows


def test_the_descriptor_is_valid():
    assert list(Package.metadata_validate(PACKAGE)) == []


@pytest.mark.parametrize("resource", CSV, ids=lambda resource: resource["name"])
def test_csv_files_are_valid(resource):
    found = Resource.from_descriptor(resource, basepath=str(DATA)).validate()
    assert found.valid, found.flatten(["rowNumber", "fieldNumber", "message"])


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["name"])
def test_columns_and_rows_are_those_of_the_file(resource):
    columns, rows = columns_and_rows(resource)
    assert [field["name"] for field in resource["schema"]["fields"]] == columns
    assert resource["rows"] == rows


def test_every_data_file_is_described():
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.parquet")}
    files |= {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    tables = {file for file in files if not file.startswith("prepare/")}
    assert tables == {resource["path"] for resource in RESOURCES}


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["name"])
def test_every_file_says_where_it_comes_from(resource):
    for key in ("title", "title_nl", "method", "method_nl", "credit", "date"):
        assert resource[key], key
    assert resource["sources"]
    assert all(source["title"] and source["date"] for source in resource["sources"])
    assert all(licence["name"] and licence["title"] for licence in resource["licenses"])
    assert resource["synthetic"] is False


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["name"])
def test_every_column_has_a_meaning_in_both_languages(resource):
    for field in resource["schema"]["fields"]:
        assert field["description"], field["name"]
        assert field["description_nl"], field["name"]
        if field["name"].endswith(("_m", "_m2", "_km", "seconds_walk", "seconds_cycle")):
            assert field["unit"], field["name"]


@pytest.mark.parametrize(
    "name", ["partners", "stops", "water", "rail", "network_rotterdam", "base_streets"]
)
def test_openstreetmap_is_credited_where_it_is_used(name):
    resource = next(resource for resource in RESOURCES if resource["name"] == name)
    assert "OpenStreetMap" in resource["credit"]
    assert "ODbL-1.0" in {licence["name"] for licence in resource["licenses"]}


def test_the_package_in_the_repository_is_the_one_that_would_be_made():
    assert data_package(DATA) == PACKAGE
