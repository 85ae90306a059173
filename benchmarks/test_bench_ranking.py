"""Ranking and broken links on the shipped data.

Run with ``python -m pytest benchmarks/test_bench_ranking.py``.
"""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.answers.broken_links import area_places, broken_links, hub_places
from geo.answers.ranking import DEFAULT_WEIGHTS, rank_hubs, ranking_terms
from geo.answers.surroundings import Surroundings, surroundings
from geo.data.cities import CITIES
from geo.data.folders import ROOT
from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset, load_dataset
from geo.network.graph import load_network


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_dataset()


@pytest.fixture(scope="module")
def chosen(dataset: Dataset) -> Selection:
    return select(dataset, Filters())


@pytest.fixture(scope="module")
def around(dataset: Dataset) -> dict[str, Surroundings]:
    return {city: surroundings(dataset, load_network(city), city) for city in CITIES}


@pytest.mark.parametrize("city", CITIES)
def test_surroundings_of_every_hub_of_a_city(benchmark, dataset: Dataset, city: str) -> None:
    network = load_network(city)
    network.tree("walk")
    benchmark.pedantic(surroundings, (dataset, network, city), rounds=3)


def test_ranking_of_both_cities_with_a_thousand_draws(
    benchmark, dataset: Dataset, chosen: Selection, around: dict[str, Surroundings]
) -> None:
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])

    def answer() -> float:
        terms = ranking_terms(dataset, chosen, around, "fashion", "make")
        return float(rank_hubs(hubs, terms, DEFAULT_WEIGHTS).table["in_first"].max())

    assert 0 < benchmark.pedantic(answer, rounds=5) <= 1


def test_broken_links_every_hub(
    benchmark, dataset: Dataset, chosen: Selection, around: dict[str, Surroundings]
) -> None:
    places = hub_places(chosen)
    benchmark.pedantic(
        broken_links, (dataset, chosen, around, places, ["visual_art"], 500), rounds=5
    )


def test_broken_links_every_neighbourhood(
    benchmark, dataset: Dataset, chosen: Selection, around: dict[str, Surroundings]
) -> None:
    places = area_places(chosen, dataset.neighbourhoods, "neighbourhood")
    benchmark.pedantic(
        broken_links, (dataset, chosen, around, places, ["visual_art"], 500), rounds=5
    )


@pytest.mark.parametrize(
    ("page", "control", "values"),
    [
        ("waar", "waar.chain", ("music", "design", "crafts", "publishing")),
        ("schakels", "schakels.chain", ("music", "design", "crafts", "publishing")),
    ],
)
def test_page_from_choice_to_answer(
    benchmark, page: str, control: str, values: tuple[str, ...]
) -> None:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    test.switch_page(f"pages/{page}.py").run()
    wanted = iter(values)

    def choose() -> None:
        group = next(each for each in test.get("button_group") if each.key == control)
        group.set_value(next(wanted)).run()

    benchmark.pedantic(choose, rounds=len(values))
    assert not test.exception
