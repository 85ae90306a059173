"""How long comparing takes: a page under 1.5 s from choice to answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.answers.comparison import compare_hubs, load_policy_figures, load_terms, station_walks
from geo.answers.surroundings import surroundings
from geo.data.cities import CITIES
from geo.data.small_numbers import guarded_tenants
from geo.data.store import load_dataset
from geo.evidence.turnover import turnover
from geo.network.graph import load_network
from layers.figures.comparison_chart import mix_svg, timeline_svg
from layers.words.palette import palette

SIX = ("ndsm-kunststad", "a-lab", "volkskrantgebouw", "schieblock", "de-wasserij", "zoho")
PAGE_SECONDS = 1.5


@pytest.fixture(scope="module")
def asked() -> tuple:
    """What the page keeps from one choice to the next."""
    data = load_dataset()
    nets = {city: load_network(city) for city in CITIES}
    around = {city: surroundings(data, nets[city], city) for city in CITIES}
    stations = pd.concat([station_walks(data, nets[city], city) for city in CITIES])
    return data, SIX, load_terms(), around, stations


def test_six_hubs_with_drawings_and_movement(benchmark, asked) -> None:
    """From choice to answer: figures, two drawings, coming and going of each."""
    data = asked[0]
    look, figures = palette(data.chain_model, "nl"), load_policy_figures()

    def answer() -> None:
        mix_svg(compare_hubs(*asked), look, "nl")
        timeline_svg(figures, "nl")
        for hub in SIX:
            turnover(data.tenants[data.tenants["hub_id"].eq(hub)], 2026)

    benchmark.extra_info["bar_s"] = PAGE_SECONDS
    benchmark.pedantic(answer, rounds=3, warmup_rounds=1)


def test_movement_of_5000_tenants(benchmark) -> None:
    """A planner's list of a whole city."""
    rng = np.random.default_rng(1)
    begin = rng.integers(1990, 2024, 5000)
    end = begin + rng.integers(0, 20, 5000)
    rows = pd.DataFrame({"year_from": begin, "year_to": np.where(end <= 2024, end, np.nan)})
    benchmark.extra_info["bar_s"] = PAGE_SECONDS
    benchmark.pedantic(lambda: turnover(rows, 2024), rounds=3)


def test_guard_of_100000_register_rows(benchmark) -> None:
    """A whole register over 300 buildings."""
    rng = np.random.default_rng(1)
    count = 100_000
    rows = pd.DataFrame(
        {
            "id": np.arange(count).astype(str),
            "hub_id": rng.choice([f"h{i}" for i in range(300)], count),
            "label": "x",
            "chain": rng.choice(["music", "design", "fashion", "crafts"], count),
            "stage": rng.choice(["make", "public", "conceive"], count),
            "register": True,
        }
    )
    cities = pd.Series("Amsterdam", index=[f"h{i}" for i in range(300)])
    benchmark.extra_info["bar_s"] = PAGE_SECONDS
    benchmark.pedantic(lambda: guarded_tenants(rows, cities), rounds=3)
