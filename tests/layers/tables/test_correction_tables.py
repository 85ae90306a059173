"""The list of corrections, and the file that the data step reads back."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
from shapely import box

from geo.data.chains import load_chain_model
from geo.own.corrections import Correction, from_csv
from layers.files.data_export import rows_to_csv
from layers.tables.correction_tables import corrections_table, file_rows
from layers.words.palette import palette

LOOK = palette(load_chain_model(), "nl")
DAY = "2026-11-29"
SHOWN = Correction("hubs", "a", "De Loods", "moved", "bezoek", DAY, x=121_393, y=487_354)
SHUT = Correction("hubs", "b", "De Hal", "closed", "brief", DAY, 2025)
AREAS = gpd.GeoDataFrame({"name": ["Dam"]}, geometry=[box(121_000, 487_000, 122_000, 488_000)])


def test_a_place_that_was_shown_is_named_in_the_list() -> None:
    made = corrections_table((SHOWN, SHUT), ("takes_part",) * 2, LOOK, {}, AREAS, "nl")
    assert made["Aangewezen plek"].tolist() == ["Dam: x 121.393, y 487.354 (RD, EPSG:28992)", ""]
    outside = corrections_table((SHOWN,), ("takes_part",), LOOK, {}, AREAS.iloc[:0], "nl")
    assert outside["Aangewezen plek"].tolist() == ["x 121.393, y 487.354 (RD, EPSG:28992)"]


def test_a_place_shown_from_afar_says_so() -> None:
    afar = replace(SHOWN, within_m=70)
    made = corrections_table((afar,), ("takes_part",), LOOK, {}, AREAS, "nl")
    assert made["Aangewezen plek"].tolist() == [
        "Dam: x 121.393, y 487.354 (RD, EPSG:28992), ± 70 m"
    ]
    assert from_csv(rows_to_csv(file_rows((afar,), LOOK, {}), "nl")) == (afar,)


def test_the_file_says_its_coordinate_system_and_its_codes_in_dutch_and_is_read_back() -> None:
    rows = file_rows((SHOWN, SHUT), LOOK, {})
    assert rows["x_y_crs"].tolist() == ["EPSG:28992", ""]
    assert rows["kind"].tolist() == ["moved", "closed"]
    assert rows["in_woorden"].tolist()[1] == "De Hal is gesloten of vertrokken, laatste jaar 2025"
    assert from_csv(rows_to_csv(rows, "nl")) == (SHOWN, SHUT)
