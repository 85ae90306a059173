"""The data step takes the corrections of planners in, and mends the shipped tables with them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from data.prepare import corrections
from geo.data.errors import DataError
from geo.data.gazetteer import shipped_gazetteer
from geo.data.store import BESIDE, Dataset, load_dataset

HEAD = "table;id;label;kind;source;noted;year;hub_id;chain;stage\n"
FILE = (
    HEAD
    + "hubs;acta;Broedplaats ACTA;closed;https://voorbeeld.nl/acta;2026-11-29;2025;;;\n"
    + "tenants;;Atelier Zus;missing;bezoek 3 mei;2026-11-28;;acta;fashion;make\n"
    + "hubs;nergens;Nergens;closed;brief;2026-11-28;;;;\n"
)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    data = load_dataset()
    names = [each.name for each in fields(Dataset) if each.name not in BESIDE]
    return {name: getattr(data, name) for name in names}


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    file = tmp_path / "brought.csv"
    file.write_text(FILE, encoding="utf-8")
    corrections.accept(file, tmp_path / "corrections.csv")
    return tmp_path / "corrections.csv"


def test_the_tables_are_mended_and_name_the_source_of_the_correction(tables, accepted):
    mended, said = corrections.corrected(tables, shipped_gazetteer(), accepted)
    hub = mended["hubs"].query("id == 'acta'").iloc[0]
    assert (hub["status"], hub["closed"], hub["source_date"]) == ("ended", 2025, "2026-11-29")
    assert hub["source_url"] == "https://voorbeeld.nl/acta"
    new = mended["tenants"].query("label == 'Atelier Zus'").iloc[0]
    assert new["id"].startswith("correction-")
    assert new["organisation"] == new["id"]
    assert "bezoek 3 mei" in new["source_title"]
    assert list(mended["tenants"]) == list(tables["tenants"])
    assert len(mended["tenants"]) == len(tables["tenants"]) + 1
    assert "hubs Nergens: closed, gone" in said


def test_without_corrections_the_tables_are_as_they_were(tables, tmp_path):
    mended, said = corrections.corrected(tables, shipped_gazetteer(), tmp_path / "none.csv")
    assert mended is tables
    assert said == []


def test_a_newer_correction_replaces_the_older_one(tmp_path, accepted):
    file = tmp_path / "brought.csv"
    line = "hubs;acta;Broedplaats ACTA;closed;brief;2026-12-01;2026;;;\n"
    file.write_text(HEAD + line, encoding="utf-8")
    kept = corrections.accept(file, accepted)
    assert [each.year for each in kept if each.id == "acta"] == [2026]
    assert len(kept) == 3


def test_a_file_with_a_wrong_row_changes_nothing(tmp_path, accepted):
    before = accepted.read_bytes()
    file = tmp_path / "brought.csv"
    file.write_text(HEAD + "hubs;a;A;weg;brief;;;;;\n", encoding="utf-8")
    with pytest.raises(DataError):
        corrections.accept(file, accepted)
    assert accepted.read_bytes() == before
