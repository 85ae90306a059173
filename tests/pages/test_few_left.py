"""However little the filters leave, no page raises; and what they are is to be seen on each."""

from __future__ import annotations

import pytest
from app_pages import opened, said

from pages.app.frame import PAGES
from pages.session import server
from pages.views import address, page_views

pytestmark = pytest.mark.slow
FEW = (
    {"status": "-"},
    {"soort": "-"},
    {"status": "planned", "jaar": "1995", "afloop": "2027"},
    {"soort": "vrijplaats", "stad": "Rotterdam", "status": "ended"},
    {"status": "planned", "van": "tenants", "cluster": "dbscan", "straal": "150"},
)
COUNTING = ("schakels", "bereik", "waar", "wat_als", "ontmoeting", "ketens", "nabijheid")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_raises(page: str) -> None:
    test = opened(page, **FEW[0])
    for query in FEW:
        test.query_params.clear()
        for name, value in query.items():
            test.query_params[name] = value
        assert not test.run().exception, query


@pytest.mark.parametrize("query", FEW)
@pytest.mark.parametrize("page", page_views.PAGES)
def test_no_scene_or_file_raises(page: str, query: dict[str, str]) -> None:
    data, day = server.shipped(), server.today()
    found = address.read(query, data)
    view = page_views.PAGES[page]
    for make in (view.map_of, view.explanation_of, view.figure_of):
        if make is not None:
            make(data, found.state, found.parameters, day)


def test_where_to_be_says_that_no_building_is_left() -> None:
    assert "Geen gebouw valt binnen de filters" in said(opened("waar", soort="-"))


@pytest.mark.parametrize("page", COUNTING)
def test_what_is_chosen_in_a_folded_part_stands_on_the_page_and_is_taken_away_there(
    page: str,
) -> None:
    test = opened(page, jaar="2015", status="active")
    chips = {each.label: each for each in test.button if each.label.endswith("✕")}
    assert set(chips) == {"in 2015 ✕", "1 status ✕"}
    test = chips["in 2015 ✕"].click().run()
    assert not test.exception
    assert "jaar" not in test.query_params
    assert test.query_params["status"] in ("active", ["active"])
    assert [each.label for each in test.button if each.label.endswith("✕")] == ["1 status ✕"]
