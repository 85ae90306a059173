"""Corrections of shipped rows: what they change and leave, and the way to a file and back."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import shapely
from faults import dataset_faults

from geo.data.chains import load_chain_model
from geo.data.errors import DataError
from geo.data.gazetteer import shipped_gazetteer
from geo.data.row_kinds import named_now
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.own.corrected import MARK, MARK_SOURCE, Corrections, with_corrections
from geo.own.corrections import (
    COLUMNS,
    Correction,
    corrections_in,
    fault_of,
    from_csv,
    read,
    record,
    to_rows,
)
from geo.own.rows import Joined
from layers.files.data_export import rows_to_csv

DAY, SOURCE = "2026-11-29", "https://voorbeeld.nl/nieuws"
DAM_SQUARE = (121_393, 487_354)


def made(shipped: Dataset, *rows: Correction) -> Joined:
    return with_corrections(shipped, Corrections("Oost", DAY, rows), [], shipped_gazetteer())


def of(shipped: Dataset, table: str, row_id: str, kind: str, **more) -> Correction:
    frame = getattr(shipped, table)
    name = "label" if table == "tenants" else "name"
    label = frame.loc[frame["id"].eq(row_id), name].iloc[0]
    return Correction(table, row_id, label, kind, SOURCE, DAY, **more)


def row(joined: Joined, table: str, row_id: str):
    frame = getattr(joined.dataset, table)
    return frame[frame["id"].eq(row_id)].iloc[0]


def test_a_closed_building_is_ended_and_its_tenants_left(shipped):
    before = shipped.tenants[shipped.tenants["hub_id"].eq("ndsm-kunststad")]
    assert named_now(before).sum() > 10
    joined = made(shipped, of(shipped, "hubs", "ndsm-kunststad", "closed", year=2025))
    hub = row(joined, "hubs", "ndsm-kunststad")
    assert (hub["status"], hub["closed"], hub["own"]) == ("ended", 2025, True)
    assert (hub[MARK], hub[MARK_SOURCE]) == ("closed", SOURCE)
    inside = joined.dataset.tenants.query("hub_id == 'ndsm-kunststad'")
    assert not named_now(inside).any()
    lived = before["presence"].eq("present") & before["year_to"].isna()
    assert inside.loc[lived[lived].index, "year_to"].eq(2025).all()
    shown = select(joined.dataset, Filters())
    assert "ndsm-kunststad" not in set(shown.hubs["id"])
    # Nobody else went.
    others = shipped.tenants.query("hub_id != 'ndsm-kunststad'")
    after = joined.dataset.tenants.query("hub_id != 'ndsm-kunststad'")
    assert named_now(others).sum() == named_now(after).sum()


def test_of_a_building_that_closed_without_a_year_nobody_has_a_last_year(shipped):
    before = shipped.tenants[shipped.tenants["hub_id"].eq("ndsm-kunststad")]
    joined = made(shipped, of(shipped, "hubs", "ndsm-kunststad", "closed"))
    inside = joined.dataset.tenants.query("hub_id == 'ndsm-kunststad'")
    assert set(inside["presence"]) <= {"left", "planned"}
    assert inside["year_to"].astype("Int64").equals(before["year_to"].astype("Int64"))


def test_a_tenant_that_moved_counts_in_its_new_building_and_city(shipped):
    keile = shipped.hubs.query("city == 'Rotterdam'")["id"].iloc[0]
    joined = made(shipped, of(shipped, "tenants", "ams-0004", "moved", hub_id=keile))
    tenant = row(joined, "tenants", "ams-0004")
    assert (tenant["hub_id"], tenant["city"], tenant["presence"]) == (keile, "Rotterdam", "present")


def test_a_tenant_that_moved_out_of_sight_left(shipped):
    joined = made(shipped, of(shipped, "tenants", "ams-0004", "moved", address="Utrecht"))
    tenant = row(joined, "tenants", "ams-0004")
    assert (tenant["presence"], tenant["next_place"]) == ("left", "Utrecht")


def test_a_partner_that_moved_stands_at_its_new_door_and_neighbourhood(shipped):
    one = of(shipped, "partners", "iamsterdam-163610f3", "moved", address="Dam 1", postcode="")
    partner = row(made(shipped, one), "partners", "iamsterdam-163610f3")
    away = partner["geometry"].distance(shapely.Point(DAM_SQUARE))
    assert away < 150 + partner["accuracy_m"]
    areas = shipped.neighbourhoods.query("city == 'Amsterdam'")
    inside = areas[areas.contains(partner["geometry"])]
    assert partner["neighbourhood_code"] == inside["code"].iloc[0]


def test_a_row_is_coded_anew_and_says_so(shipped):
    one = of(shipped, "tenants", "ams-0004", "recoded", chain="design", stage="conceive;make")
    tenant = row(made(shipped, one), "tenants", "ams-0004")
    assert (tenant["chain"], tenant["stage"]) == ("design", "conceive;make")
    two = of(shipped, "tenants", "ams-0004", "closed", year=2024)
    both = row(made(shipped, one, two), "tenants", "ams-0004")
    assert (both[MARK], both["year_to"]) == ("recoded;closed", 2024)


def test_what_closed_is_open_no_more(shipped):
    place = shipped.meeting_places["id"].iloc[0]
    rows = [of(shipped, "partners", "iamsterdam-163610f3", "closed", year=2020)]
    rows.append(of(shipped, "meeting_places", place, "closed"))
    joined = made(shipped, *rows)
    partner = row(joined, "partners", "iamsterdam-163610f3")
    assert (bool(partner["likely_open"]), partner["closed"]) == (False, 2020)
    assert place not in set(joined.dataset.meeting_places["id"])


def test_what_is_missing_joins_its_building_or_stands_at_its_address(shipped):
    zus = Correction("tenants", "", "Atelier Zus", "missing", SOURCE, DAY, hub_id="acta",
                     chain="fashion", stage="make")  # fmt: skip
    hal = Correction("partners", "", "Hal <b>Zes</b>", "missing", SOURCE, DAY, city="Amsterdam",
                     address="Dam 1", chain="fashion", stage="public", category="shop")  # fmt: skip
    joined = made(shipped, zus, hal)
    assert joined.corrections == ("takes_part", "takes_part")
    assert joined.counts.empty  # told as corrections, and not as rows of a file
    tenant = joined.dataset.tenants.query("label == 'Atelier Zus'").iloc[0]
    told = (tenant["hub_id"], tenant["chain"], tenant["stage"], tenant[MARK], tenant["own"])
    assert told == ("acta", "fashion", "make", "missing", True)
    partner = joined.dataset.partners.query("name == 'Hal <b>Zes</b>'").iloc[0]
    assert (partner["category"], partner[MARK_SOURCE]) == ("shop", SOURCE)


def test_what_no_longer_fits_takes_no_part_and_says_why(shipped):
    fits = of(shipped, "hubs", "acta", "closed")
    rows = (
        replace(fits, id="nowhere"),
        replace(fits, label="Heel anders"),
        of(shipped, "hubs", "acta", "moved", address="Zzzstraat 1"),
        of(shipped, "tenants", "ams-0004", "moved", hub_id="nowhere"),
    )
    joined = made(shipped, *rows)
    assert joined.corrections == ("gone", "renamed", "no_street", "no_building")
    assert not any(joined.dataset.hubs["own"])


def test_the_mended_tables_keep_the_rules_of_the_shipped_ones(shipped):
    rows = (
        of(shipped, "hubs", "acta", "recoded", category="vrijplaats"),
        of(shipped, "hubs", "ndsm-kunststad", "closed", year=2025),
        of(shipped, "partners", "iamsterdam-163610f3", "moved", address="Dam 1"),
        of(shipped, "tenants", "ams-0004", "recoded", chain="design", stage="make"),
    )
    joined = made(shipped, *rows)
    assert list(dataset_faults(joined.dataset)) == []
    assert joined.dataset.key != shipped.key
    assert made(shipped).dataset is shipped


def test_nothing_in_the_shipped_tables_changes(shipped):
    before = shipped.hubs.copy()
    made(shipped, of(shipped, "hubs", "acta", "closed", year=2025))
    assert shipped.hubs.equals(before)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_file_comes_back_as_it_left(lang):
    rows = (
        Correction("hubs", "acta", "ACTA", "closed", "=HYPERLINK(1)", DAY, 2025),
        Correction("partners", "", "Één; \"twee\"", "missing", "gezien op 3 mei", DAY,
                   city="Rotterdam", address="Coolsingel 1, hoek", chain="design",
                   stage="conceive;make", category="shop"),
    )  # fmt: skip
    content = rows_to_csv(pd.DataFrame(to_rows(rows), columns=list(COLUMNS)), lang)
    assert b"'=HYPERLINK" in content
    assert from_csv(content) == rows


def test_a_row_that_is_no_correction_is_named():
    with pytest.raises(DataError) as fault:
        from_csv(b"table,id,label,kind,source\nhubs,a,A,closed,brief\nhubs,a,A,weg,brief\n")
    assert (fault.value.code, fault.value.params["row"]) == ("correction_row", 3)


@pytest.mark.parametrize(
    "value",
    [None, 7, [], {}, {"table": "hubs"}, {"table": "districts", "kind": "closed", "label": "a",
     "source": "b"}, {"table": ["hubs"], "kind": "closed", "label": "a", "source": "b"}],
)  # fmt: skip
def test_what_is_no_correction_is_not_read(value):
    assert read(value) is None


def test_settings_of_others_are_read_with_no_trust():
    one = Correction("hubs", "a", "A", "closed", "brief", DAY, 2025)
    long = {**record(one), "label": "x" * 10_000, "year": "9" * 5_000, "chain": 3}
    found = corrections_in({one.setting: record(one), "correction_x": long, "filters": record(one)})
    assert found[0] == one
    assert (len(found), len(found[1].label), found[1].year, found[1].chain) == (2, 300, None, "")


@pytest.mark.parametrize(
    ("kind", "more", "fault"),
    [
        ("closed", {}, ""),
        ("closed", {"source": ""}, "source"),
        ("moved", {}, "place"),
        ("moved", {"address": "Dam 1"}, ""),
        ("moved", {"table": "tenants"}, "building"),
        ("moved", {"table": "tenants", "address": "Dam 1"}, ""),
        ("recoded", {}, "code"),
        ("recoded", {"table": "partners", "chain": "zeilen"}, "code"),
        ("recoded", {"category": "vrijplaats"}, ""),
        ("missing", {"label": "", "address": "Dam 1"}, "name"),
        ("missing", {"address": "Dam 1", "city": "Utrecht"}, "place"),
    ],
)
def test_what_is_lacking_is_said(kind, more, fault):
    one = replace(Correction("hubs", "a", "A", kind, "brief", DAY), **more)
    assert fault_of(one, load_chain_model()) == fault


def test_a_row_stands_where_its_correction_shows_on_the_map(shipped):
    x, y = DAM_SQUARE
    told = of(shipped, "hubs", "ndsm-kunststad", "moved", city="Amsterdam", x=x, y=y)
    joined = made(shipped, told)
    hub = row(joined, "hubs", "ndsm-kunststad")
    assert joined.corrections == ("takes_part",)
    assert (hub.geometry.x, hub.geometry.y) == (x, y)
    assert (hub["precision"], hub["placed_by"], hub["accuracy_m"]) == (
        "address", "given_coordinate", 15.0
    )  # fmt: skip
    assert hub["district"] == "Centrum"
    assert not list(dataset_faults(joined.dataset))


def test_a_point_shown_from_afar_is_as_coarse_as_it_was_shown(shipped):
    x, y = DAM_SQUARE
    told = of(shipped, "hubs", "ndsm-kunststad", "moved", city="Amsterdam", address="Dam 1",
              postcode="1012 JS", x=x, y=y, within_m=70)  # fmt: skip
    joined = made(shipped, told)
    hub = row(joined, "hubs", "ndsm-kunststad")
    assert (hub.geometry.x, hub.geometry.y) == (x, y)
    assert (hub["precision"], hub["placed_by"], hub["accuracy_m"]) == (
        "street", "given_coordinate", 70.0
    )  # fmt: skip
    assert not list(dataset_faults(joined.dataset))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("70", 70), (70, 70), ("70.0", 70), ("", None), ("0", None), ("-5", None), ("2001", None),
     ("9" * 5_000, None), ("7e1", None), (None, None)],
)  # fmt: skip
def test_how_far_a_point_may_be_off_is_metres_or_nothing(written, read_as):
    cells = {"table": "hubs", "label": "A", "kind": "moved", "source": "b", "within_m": written}
    found, without = read({**cells, "x": 121_393, "y": 487_354}), read(cells)
    assert found is not None
    assert without is not None
    assert (found.within_m, without.within_m) == (read_as, None)


def test_a_row_that_moved_to_a_postcode_has_no_empty_address(shipped):
    told = of(shipped, "hubs", "ndsm-kunststad", "moved", city="Amsterdam", postcode="1012 JS")
    joined = made(shipped, told)
    assert joined.corrections == ("takes_part",)
    assert not list(dataset_faults(joined.dataset))


def test_what_is_missing_is_laid_at_the_point_shown(shipped):
    x, y = DAM_SQUARE
    new = Correction(
        "partners", "", "Galerie Noord", "missing", SOURCE, DAY, city="Amsterdam",
        chain="visual_art", stage="distribute", x=x, y=y,
    )  # fmt: skip
    joined = made(shipped, new)
    found = joined.dataset.partners.query("name == 'Galerie Noord'").iloc[0]
    assert (found.geometry.x, found.geometry.y, found[MARK]) == (x, y, "missing")
    assert joined.n == 0  # no row of a file


def test_a_point_outside_the_city_is_no_place(shipped):
    told = of(shipped, "hubs", "ndsm-kunststad", "moved", city="Amsterdam", x=92_500, y=437_500)
    assert made(shipped, told).corrections == ("no_place",)


@pytest.mark.parametrize(
    ("x", "y", "read_as"),
    [
        ("121393", "487354", (121_393, 487_354)),
        ("121393.0", "487354,0", (121_393, 487_354)),
        (121_393, 487_354, (121_393, 487_354)),
        ("121393", "", (None, None)),
        ("4.89", "52.37", (None, None)),
        ("999999", "487354", (None, None)),
        ("-5", "487354", (None, None)),
        ("1e5", "487354", (None, None)),
        ("٣٣٣٣٣٣", "487354", (None, None)),
    ],
)
def test_a_point_is_whole_metres_in_the_country_or_none(x, y, read_as):
    cells = {"table": "hubs", "label": "A", "kind": "moved", "source": "b", "x": x, "y": y}
    found = read(cells)
    assert found is not None
    assert (found.x, found.y) == read_as


def test_a_point_goes_to_a_file_and_back():
    one = Correction("hubs", "a", "A", "moved", SOURCE, DAY, x=121_393, y=487_354, within_m=70)
    without = replace(one, id="b", x=None, y=None, within_m=None)
    for lang in ("nl", "en"):
        content = rows_to_csv(pd.DataFrame(to_rows([one, without]), columns=list(COLUMNS)), lang)
        assert from_csv(content) == (one, without)
