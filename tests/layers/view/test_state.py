"""The address of a view: it opens the same view again, in either language, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest

from geo.data.cities import CITIES
from layers.view.state import LAYER_KEYS, ViewState, read_query, to_query

CHAINS = ("architecture", "fashion", "music")
STAGES = ("conceive", "make", "distribute", "public")


def reopened(state: ViewState) -> ViewState:
    return read_query(dict(parse_qsl(urlencode(to_query(state)))), CHAINS, STAGES)[0]


@pytest.mark.parametrize(
    "state",
    [
        ViewState(),
        ViewState(lang="en", cities=("Rotterdam",), chains=("fashion", "music")),
        ViewState(
            stages=("make",),
            year=1999,
            travel="cycle",
            basis="tenants",
            method="dbscan",
            radius=750,
        ),
        ViewState(cities=(), layers=(), kinds=(), statuses=()),
        ViewState(selected="hub:a&b=c {{7*7}} é", layers=LAYER_KEYS),
    ],
)
def test_a_written_address_opens_the_same_view(state: ViewState) -> None:
    assert reopened(state) == state


def test_the_default_view_has_an_empty_address() -> None:
    assert to_query(ViewState()) == {}


@pytest.mark.parametrize(
    "query",
    [
        {"jaar": "12"},
        {"jaar": "2015.5"},
        {"jaar": "٢٠١٥"},
        {"straal": "401"},
        {"taal": "fr"},
        {"reis": "fly"},
        {"keten": "nonsense"},
        {"stad": "Utrecht"},
        {"lagen": "<script>"},
    ],
)
def test_what_is_not_allowed_falls_back_to_the_default(query: dict[str, str]) -> None:
    assert read_query(query, CHAINS, STAGES)[0] == ViewState()


def test_codes_come_back_in_a_fixed_order_so_that_equal_views_are_equal() -> None:
    state = read_query({"stad": "Rotterdam,Amsterdam"}, CHAINS, STAGES)[0]
    assert state.cities == CITIES


def test_a_chosen_thing_of_endless_length_is_left_out_and_named() -> None:
    state, wrong = read_query({"kies": "x" * 5000}, CHAINS, STAGES)
    assert (state.selected, list(wrong)) == ("", ["kies"])
    assert read_query({"kies": "x" * 120}, CHAINS, STAGES)[1] == {}


def test_a_year_of_thousands_of_digits_is_no_error() -> None:
    state, wrong = read_query({"jaar": "9" * 5000, "straal": "0" * 5000}, CHAINS, STAGES)
    assert state == ViewState()
    assert sorted(wrong) == ["jaar", "straal"]
