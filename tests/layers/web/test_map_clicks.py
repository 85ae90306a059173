"""Clicks on a map: the ground takes a building or a row, a symbol does not."""

from __future__ import annotations

import pytest

from layers.web.map_clicks import ground_clicked

GROUND, ELSEWHERE = {"lat": 52.37, "lng": 4.89}, {"lat": 52.38, "lng": 4.91}
CARD, NEXT_CARD = "1790000000000 hub:ot301", "1790000000999 hub:ot301"


def answer(click: object = None, symbol: str | None = None) -> dict[str, object]:
    return {"last_clicked": click, "last_object_clicked_popup": symbol}


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (None, [None]),
        ([answer()], [None]),
        ([answer(GROUND)], [GROUND]),
        # The same answer again, as every rerun brings it, is no second click.
        ([answer(GROUND), answer(GROUND)], [GROUND, None]),
        ([answer(GROUND), answer(ELSEWHERE)], [GROUND, ELSEWHERE]),
        # On a symbol: the card and the click on the map come together.
        ([answer(GROUND, CARD)], [None]),
        ([answer(GROUND, CARD), answer(ELSEWHERE, CARD)], [None, ELSEWHERE]),
        # A second time on the same symbol has another moment.
        ([answer(GROUND, CARD), answer(ELSEWHERE, NEXT_CARD)], [None, None]),
        ([answer("<script>")], [None]),
    ],
)
def test_only_a_new_click_beside_every_symbol_sets_down_a_building(
    said: list[dict[str, object]] | None, taken: list[object]
) -> None:
    before: tuple[object, str] = (None, "")
    found = []
    for each in said or [None]:
        before, click = ground_clicked(each, before)
        found.append(click)
    assert found == taken
