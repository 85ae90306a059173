"""What lies in an area of the toy city, counted by hand from the drawing in `geo.toy.city`."""

from __future__ import annotations

import pytest
import shapely

from geo.answers.area_profile import area_profile, known_in_area
from geo.data.coverage import load_coverage
from geo.data.selection import Filters, select
from geo.evidence.unseen import unseen_in
from geo.toy.city import toy_dataset

NORTH = shapely.box(-10, 150, 310, 250)  # Pand 9 and 10 (11 has ended) and the gallery


def test_a_strip_holds_who_stands_in_it_and_nobody_else() -> None:
    toy = toy_dataset()
    found = area_profile(toy, select(toy, Filters()), NORTH)
    assert set(found.hubs["id"]) == {"h9", "h10"}
    assert set(found.tenants["label"]) == {"Schilder", "Beeldhouwer"}
    assert found.partners["name"].tolist() == ["Galerie"]
    assert found.meeting_places.empty
    assert found.unsure.empty
    assert (found.published.published, found.published.all_houses) == (0, 2)


@pytest.mark.parametrize(
    ("accuracy", "inside", "unsure"),
    [(40.0, True, False), (60.0, False, True)],  # Pand 9 stands 50 m from the southern border
)
def test_a_coarse_row_whose_circle_crosses_the_border_is_in_no_count(
    accuracy: float, inside: bool, unsure: bool
) -> None:
    toy, area = toy_dataset(), shapely.box(-500, 150, 500, 700)
    is_nine = toy.hubs["id"].eq("h9")
    toy.hubs.loc[is_nine, ["precision", "accuracy_m"]] = ["neighbourhood", accuracy]
    found = area_profile(toy, select(toy, Filters()), area)
    assert ("h9" in set(found.hubs["id"])) is inside
    assert ("h9" in set(found.unsure["id"])) is unsure
    assert ("Schilder" in set(found.tenants["label"])) is inside


def test_a_coarse_row_beside_the_area_may_lie_in_it() -> None:
    toy = toy_dataset()
    toy.hubs.loc[toy.hubs["id"].eq("h5"), ["precision", "accuracy_m"]] = ["postcode4", 60.0]
    found = area_profile(toy, select(toy, Filters()), NORTH)  # Pand 5 stands 50 m south of it
    assert found.unsure[["table", "id"]].to_numpy().tolist() == [["hubs", "h5"]]
    assert found.unsure.index.tolist() == [0]


def test_links_are_those_of_tenants_and_partners_together() -> None:
    toy = toy_dataset()
    chosen = select(toy, Filters())
    basis = unseen_in(toy, Filters(), load_coverage(toy.chain_model), "Amsterdam")
    told = known_in_area(area_profile(toy, chosen, NORTH), chosen, basis)
    assert told["visual_art", "make"].found == 2
    assert told["visual_art", "distribute"].found == 1
    assert told["visual_art", "make"].state == "present"
    assert told["fashion", "make"].found == 0


def test_an_empty_area_says_of_nothing_that_it_is_there() -> None:
    toy = toy_dataset()
    chosen = select(toy, Filters())
    basis = unseen_in(toy, Filters(), load_coverage(toy.chain_model), "Amsterdam")
    found = area_profile(toy, chosen, shapely.box(1000, 1000, 1100, 1100))
    assert found.hubs.empty
    assert found.published.all_houses == 0
    told = known_in_area(found, chosen, basis)
    assert {each.found for each in told.values()} == {0}
    assert "present" not in {each.state for each in told.values()}
