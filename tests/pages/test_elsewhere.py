"""A building of a city's own list that stands outside both cities can be asked for everywhere."""

from __future__ import annotations

import pandas as pd
import pytest
from app_pages import opened

from geo.data.cities import CITIES
from geo.data.folders import ROOT
from geo.data.store import load_dataset
from layers.words.plain_text import literal

HUBS = load_dataset().hubs
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")
ELSEWHERE = HUBS[~HUBS["city"].isin(CITIES)]


def test_its_sheet_says_where_it_stands_and_that_it_counts_nowhere() -> None:
    row = ELSEWHERE[ELSEWHERE["id"].eq("de-hoop-zaandam")].iloc[0]
    page = opened("kaart", kies=f"hub:{row['id']}")
    assert not page.exception
    told = " ".join(each.value for each in page.info)
    assert "in Zaanstad" in told
    assert "telt nergens mee" in told
    assert any(row["source_title"] in each.value for each in page.text)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("hub_id", ELSEWHERE["id"])
def test_no_page_ends_in_an_error(page: str, hub_id: str) -> None:
    tenants = load_dataset().tenants
    tenant = tenants.loc[tenants["hub_id"].eq(hub_id), "id"].iloc[0]
    asked = {"hub": hub_id, "vergelijk": hub_id, "sluit": hub_id}
    for chosen in (f"hub:{hub_id}", f"tenant:{tenant}", f"sector:{hub_id}"):
        assert not opened(page, kies=chosen, **asked).exception


PLACELESS = HUBS[HUBS.geometry.isna() & HUBS["city"].isin(CITIES)]


@pytest.mark.slow
@pytest.mark.parametrize("row", [ELSEWHERE.iloc[0], PLACELESS.iloc[0]], ids=lambda row: row["id"])
@pytest.mark.parametrize("name", ["pand", "kies"])
def test_reach_says_that_another_building_stands_there(name: str, row: pd.Series) -> None:
    test = opened("bereik", **{name: row["id"] if name == "pand" else f"hub:{row['id']}"})
    assert not test.exception
    for _ in range(2):  # the map answers, and nobody changed anything
        told = " ".join(each.value for each in test.info)
        assert literal(row["name"]) in told
        assert test.selectbox(key="reach.hub").value not in ("", row["id"])
        test.run()
    other = test.selectbox(key="reach.hub").options.index("De Hallen · Amsterdam")
    test.selectbox(key="reach.hub").select_index(other).run()
    assert not test.info


@pytest.mark.slow
def test_what_if_tells_that_it_cannot_close_a_building_that_is_on_no_map() -> None:
    test = opened("wat_als", watals=f"weg={ELSEWHERE['id'].iloc[0]},ot301")
    assert not test.exception
    assert any(each.value.startswith("1 deel van het scenario") for each in test.warning)
