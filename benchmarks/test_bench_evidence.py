"""The pages of evidence, from a choice to the whole answer, as a server that is ready gives it.

Processor time, since only that repeats beside other work. Every choice is a new one, so that
nothing of its answer is known. Run with ``python -m pytest benchmarks/test_bench_evidence.py``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from geo.data.cities import CITIES
from geo.data.folders import ROOT
from geo.data.travel_modes import MODES
from pages.app import launch
from pages.session import server

CHAINS = ("music", "design", "crafts")
# Page, what its address says, the control, its kind, and one value a round.
CHOICES = {
    "waar: chain": ("waar", {}, "waar.chain", "button_group", CHAINS),
    "schakels: chain": ("schakels", {}, "schakels.chain", "button_group", CHAINS),
    "schakels: all chains": ("schakels", {}, "schakels.chain", "button_group", ("all",)),
    "schakels: all chains, other places": (
        "schakels", {"plek": "all.hub.500"}, "schakels.kind", "button_group",
        ("neighbourhood", "district", "cluster"),
    ),
    "schakels: all ways of all chains": (
        "schakels", {"plek": "all.hub.250"}, "schakels.ways", "button_group", ("all",),
    ),
    "nabijheid: chains for stages": ("nabijheid", {}, "nb.by", "button_group", ("chain",)),
    "nabijheid: another value per neighbourhood": (
        "nabijheid", {"vraag": "hot"}, "nb.value", "selectbox",
        ("culture_recreation", "business_services"),
    ),
    "nabijheid: another quotient": (
        "nabijheid", {"vraag": "quotient"}, "nb.lq", "selectbox", CHAINS,
    ),
    "bereik: building, on foot": (
        "bereik", {}, "reach.hub", "selectbox", ("ot301", "de-wasserij", "lab111"),
    ),
    "bereik: building, by bicycle": (
        "bereik", {"reis": "cycle"}, "reach.hub", "selectbox",
        ("ot301", "de-wasserij", "lab111"),
    ),
    "wat als: close a building": (
        "wat_als", {}, "wi.removed", "multiselect", (["ot301"], ["de-wasserij"], ["lab111"]),
    ),
    "wat als: close a building, by bicycle": (
        "wat_als", {"reis": "cycle"}, "wi.removed", "multiselect", (["ot301"], ["de-wasserij"]),
    ),
    "wat als: leases": ("wat_als", {}, "wi.year", "selectbox", (2030, 2035)),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def ready() -> Iterator[None]:
    """What `launch` makes ready, made here."""
    launch.read_networks()
    launch.make_map_ready()
    for city in CITIES:
        for mode in MODES:
            server.distances(server.shipped(), city, mode)
        server.around(server.shipped(), city)
    yield


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.benchmark(timer=time.process_time)
def test_from_choice_to_answer(benchmark, name: str) -> None:
    page, query, control, kind, values = CHOICES[name]
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    test.switch_page(f"pages/{page}.py").run()
    wanted = iter(values)

    def choose() -> None:
        element = next(each for each in test.get(kind) if each.key == control)
        element.set_value(next(wanted)).run()

    benchmark.pedantic(choose, rounds=len(values))
    assert not test.exception
