"""How many small faults in the statistics and the answers do the tests see?

Makes one fault at a time in a module (another sign, another limit, a term turned round), runs the
tests of that module, and lists the faults that no test saw. The faults are those of cosmic-ray, so
that ours are not chosen to be easy; it is not needed for anything else and stands in a list of its
own, `benchmarks/requirements.txt`::

    bash ketenkaart mutate                                     # a sample of every module
    bash ketenkaart mutate survival clusters                   # of these
    bash ketenkaart mutate --all survival                      # every fault of it

The sample is the same every time. No file is changed: a fault lives in the memory of a process of
its own, made by fork, which stops at the first test that fails. A fault counts as seen also when
the module cannot be imported with it, or when the tests take six times as long as without it.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import importlib.machinery
import importlib.util
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[1]
AIM = 0.90
SEED = 2026
SAMPLE = 20  # faults a module
PATIENCE, LEAST_PATIENCE_S = 6, 30.0

BY_HAND = "tests/geo/evidence/test_evidence_by_hand.py"
STAY = "tests/geo/answers/test_answers_stay.py"

# Name to the file of the module and its tests; its own examples are always among them.
MODULES: dict[str, tuple[str, tuple[str, ...]]] = {
    "association": (
        "geo/evidence/association.py",
        (BY_HAND, "tests/geo/evidence/test_association.py"),
    ),
    "house_pairs": ("geo/evidence/house_pairs.py", ("tests/geo/evidence/test_pairs.py",)),
    "between_houses": ("geo/evidence/between_houses.py", ("tests/geo/evidence/test_pairs.py",)),
    "colocation": (
        "geo/evidence/colocation.py",
        (
            BY_HAND,
            "tests/geo/evidence/test_statistics.py",
            "tests/geo/evidence/test_association.py",
        ),
    ),
    "cross_k": (
        "geo/evidence/cross_k.py",
        (
            BY_HAND,
            "tests/geo/evidence/test_statistics.py",
            "tests/geo/evidence/test_association.py",
        ),
    ),
    "hotspots": ("geo/evidence/hotspots.py", (BY_HAND, "tests/geo/evidence/test_statistics.py")),
    "location_quotient": (
        "geo/evidence/location_quotient.py",
        (BY_HAND, "tests/geo/evidence/test_statistics.py"),
    ),
    "clusters": ("geo/evidence/clusters.py", (BY_HAND, "tests/geo/evidence/test_clusters.py")),
    "survival": (
        "geo/evidence/survival.py",
        ("tests/geo/evidence/test_statistics.py", "tests/geo/evidence/test_turnover.py"),
    ),
    "turnover": ("geo/evidence/turnover.py", (BY_HAND, "tests/geo/evidence/test_turnover.py")),
    "area_counts": (
        "geo/evidence/area_counts.py",
        (BY_HAND, "tests/geo/evidence/test_association.py"),
    ),
    "ranking": (
        "geo/answers/ranking.py",
        (STAY, "tests/geo/answers/test_ranking_by_hand.py", "tests/geo/answers/test_ranking.py"),
    ),
    "broken_links": (
        "geo/answers/broken_links.py",
        (STAY, "tests/geo/answers/test_broken_links.py"),
    ),
    "what_if": (
        "geo/answers/what_if.py",
        (STAY, "tests/geo/answers/test_what_if_by_hand.py", "tests/geo/answers/test_what_if.py"),
    ),
    "chain_rows": (
        "geo/answers/chain_rows.py",
        ("tests/geo/answers/test_chain_rows_by_hand.py",),
    ),
    "chance": ("geo/evidence/chance.py", ("tests/geo/evidence/test_chance_by_hand.py",)),
    "missing_links": (
        "geo/answers/missing_links.py",
        (STAY, "tests/geo/answers/test_missing_links.py"),
    ),
    "comparison": (
        "geo/answers/comparison.py",
        (
            STAY,
            "tests/geo/answers/test_comparison_by_hand.py",
            "tests/geo/answers/test_comparison.py",
        ),
    ),
    "chain_line": ("geo/answers/chain_line.py", ("tests/geo/answers/test_chain_line_by_hand.py",)),
    "hub_profile": (
        "geo/answers/hub_profile.py",
        ("tests/geo/answers/test_hub_profile_by_hand.py",),
    ),
    "reach_content": (
        "geo/answers/reach_content.py",
        (STAY, "tests/geo/answers/test_reach_content.py"),
    ),
    "surroundings": (
        "geo/answers/surroundings.py",
        (STAY, "tests/geo/answers/test_surroundings_by_hand.py"),
    ),
    "global_envelope": (
        "geo/evidence/global_envelope.py",
        ("tests/geo/evidence/test_global_envelope.py", "tests/geo/evidence/test_pairs.py"),
    ),
    "exact_moments": (
        "geo/evidence/exact_moments.py",
        ("tests/geo/evidence/test_exact_moments.py",),
    ),
    "cluster_density": (
        "geo/evidence/cluster_density.py",
        ("tests/geo/evidence/test_cluster_density.py",),
    ),
    "house_mix": ("geo/evidence/house_mix.py", ("tests/geo/evidence/test_house_mix.py",)),
    "knowledge": ("geo/evidence/knowledge.py", ("tests/geo/evidence/test_knowledge.py",)),
    "catchments": ("geo/evidence/catchments.py", ("tests/geo/evidence/test_catchments.py",)),
    "rank_draws": ("geo/answers/rank_draws.py", ("tests/geo/answers/test_rank_draws.py",)),
    "harm": ("geo/answers/harm.py", ("tests/geo/answers/test_harm.py",)),
    "meeting_gaps": ("geo/answers/meeting_gaps.py", ("tests/geo/answers/test_meeting_gaps.py",)),
    "area_profile": ("geo/answers/area_profile.py", ("tests/geo/answers/test_area_profile.py",)),
    "changed_links": ("geo/answers/changed_links.py", ("tests/geo/answers/test_changed_links.py",)),
    "house_measures": (
        "geo/answers/house_measures.py",
        ("tests/geo/answers/test_house_measures.py",),
    ),
    "known_around": ("geo/answers/known_around.py", ("tests/geo/answers/test_known_around.py",)),
    "lease_end": ("geo/answers/lease_end.py", ("tests/geo/answers/test_lease_end.py",)),
    "link_knowledge": (
        "geo/answers/link_knowledge.py",
        ("tests/geo/answers/test_link_knowledge.py",),
    ),
    "name_search": (
        "geo/answers/name_search.py",
        (
            "tests/geo/answers/test_name_search_by_hand.py",
            "tests/geo/answers/test_name_search.py",
        ),
    ),
    "open_then": ("geo/answers/open_then.py", ("tests/geo/answers/test_open_then.py",)),
    "cluster_names": (
        "geo/evidence/cluster_names.py",
        ("tests/geo/evidence/test_cluster_names.py",),
    ),
    "house_sizes": ("geo/evidence/house_sizes.py", ("tests/geo/evidence/test_knowledge.py",)),
    "unseen": ("geo/evidence/unseen.py", ("tests/geo/evidence/test_knowledge.py",)),
    "corrections": ("geo/own/corrections.py", ("tests/geo/own/test_corrections.py",)),
    "corrected": ("geo/own/corrected.py", ("tests/geo/own/test_corrections.py",)),
}

# Of cosmic-ray's operators those that make a fault somebody could make; its others (a minus for a
# shift of bits, "is" for "<") stop every program and would only flatter the score.
SWAPS = (
    *("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Div", "Mod_FloorDiv", "Pow_Mul"),
    *("BitAnd_BitOr", "BitOr_BitAnd"),
    *("Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE"),
    *("GtE_Gt", "GtE_Lt", "Is_IsNot", "IsNot_Is"),
    *("Delete_USub", "Delete_Invert", "Delete_Not"),
)
OTHERS = (
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr"),
    *("ReplaceOrWithAnd", "ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
    *("NumberReplacer", "RemoveDecorator", "ZeroIterationForLoop"),
)

# Faults that change nothing anybody could see: (name of the module, line, line with the fault) to
# the reason.
ROUNDED = 'areas["x"].round(9), areas["n"].round(9), round(whole, 9), total'
EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "house_mix",
        "return float(((share**order) @ expected) ** (1 / (1 - order)))",
        "return float(((share**order) @ expected) ** (1 * (1 - order)))",
    ): "of orders 0 and 2 the power is 1 and -1 in either way",
    (
        "house_measures",
        "size = min((int(each.sum()) for each in counts.values()), default=0)",
        "size = min((int(each.sum()) for each in counts.values()), default= 1)",
    ): "without a list that is long enough no size is asked for",
    (
        "lease_end",
        'named = mine[mine["nl"].fillna("").str.contains(str(ends), regex=False)]',
        'named = mine[mine["nl"].fillna("").str.contains(str(ends), regex=True)]',
    ): "a year is four figures",
    (
        "meeting_gaps",
        "share = min(1.0, listed[0] / listed[1]) if listed else 1.0",
        "share = min(1.0, listed[0] / listed[1]) if listed else 0.0",
    ): "where nobody counted no building is worked out",
    (
        "cluster_names",
        'name = _free(counts, str(rows["city"].iloc[0]), taken)',
        'name = _free(counts, str(rows["city"].iloc[ -1]), taken)',
    ): "a cluster lies in one city",
    (
        "house_mix",
        "drawn = [each[each > 0] for each in rng.multinomial(n, shares, size=DRAWS)]",
        "drawn = [each[each > -1] for each in rng.multinomial(n, shares, size=DRAWS)]",
    ): "a chain that was not drawn is expected nowhere",
    (
        "area_profile",
        "OUTSIDE, UNSURE, INSIDE = 0, 1, 2",
        "OUTSIDE, UNSURE, INSIDE = 0, 1, 3",
    ): "three numbers that differ, whichever they are",
    (
        "unseen",
        "return (sight.found + FLOOR) * (1 / HALF_LISTED - 1)",
        "return (sight.found + FLOOR) / (1 / HALF_LISTED - 1)",
    ): "of a half the rest is as much",
    (
        "knowledge",
        "@dataclass(frozen=True, eq=False)",
        "@dataclass(frozen=True, eq=True)",
    ): "what holds tables is compared nowhere",
    (
        "name_search",
        'city = words.pop() if len(words) > 1 and words[-1] in cities else ""',
        'city = words.pop() if len(words) >= 1 and words[-1] in cities else ""',
    ): "of a city alone nothing is left to look for, and nothing was found of it before",
    (
        "open_then",
        "return sorted({first, last, *(year for year in told if first < year < last)})",
        "return sorted({first, last, *(year for year in told if first < year <= last)})",
    ): "the last year is in the set in any case",
    (
        "link_knowledge",
        "rows = pd.concat([has.assign(undecided=0), lacks], ignore_index=True)",
        "rows = pd.concat([has.assign(undecided= -1), lacks], ignore_index=True)",
    ): "asked only of a stage that nobody is known to have",
    (
        "link_knowledge",
        "rows = pd.concat([has.assign(undecided=0), lacks], ignore_index=True)",
        "rows = pd.concat([has.assign(undecided=0), lacks], ignore_index=False)",
    ): "numbered anew where the chains come together",
    (
        "link_knowledge",
        'sizes.get((name, stage), 1) if table == "hubs" else 1',
        'sizes.get((name, stage), 2) if table == "hubs" else 1',
    ): "a house that is near for a stage has somebody with that stage",
    (
        "location_quotient",
        "outside = (total - n).where(total > n, np.nan)",
        "outside = (total - n).where(total >= n, np.nan)",
    ): "where the region is the whole nothing of the sector lies outside: 0/0 is filled as well",
    (
        "colocation",
        "house_of = np.where(size > 1, np.cumsum(size > 1) - 1, -1)",
        "house_of = np.where(size > 1, np.cumsum(size > 1) - 1, 1)",
    ): "the number of a place with one point is never read",
    (
        "colocation",
        'above = table["clq"] > table["expected"]',
        'above = table["clq"] >= table["expected"]',
    ): "asked of cells in the outer 5 % only: none of them is the mean",
    (
        "cross_k",
        "return float((furthest >= furthest[0] - 1e-12).mean())",
        "return float((furthest > furthest[0] - 1e-12).mean())",
    ): "differs only for a curve that strays a hair less, to the last bit",
    (
        "cross_k",
        "labels = np.where(values == a, 1, np.where(values == b, 2, 0))",
        "labels = np.where(values == a, 1, np.where(values == b, 2, -1))",
    ): "of two labels only 1 and 2 have the product 2 in either case",
    (
        "hotspots",
        "n, total = len(z), float((np.asarray(weights.sum(axis=1)).ravel() > 0).sum())",
        "n, total = len(z), float((np.asarray(weights.sum(axis= 0)).ravel() > 0).sum())",
    ): "touching is mutual: rows and columns have the same sums",
    (
        "hotspots",
        "higher, lower = (sums >= observed[i] - near).sum(), (sums <= observed[i] + near).sum()",
        "higher, lower = (sums > observed[i] - near).sum(), (sums <= observed[i] + near).sum()",
    ): "differs only for a sum a hair below, to the last bit",
    (
        "turnover",
        "counts = places.dropna().value_counts(sort=False)"
        '.rename("exits").rename_axis("next_place")',
        "counts = places.dropna().value_counts(sort=True)"
        '.rename("exits").rename_axis("next_place")',
    ): "put in order on the next line",
    (
        "area_counts",
        'return _quotients(dataset, city, level, counts.groupby("code", as_index=False).sum())',
        'return _quotients(dataset, city, level, counts.groupby("code", as_index=True).sum())',
    ): "the merge that follows finds the code in the index as well",
    (
        "chain_line",
        'rows = links[links["stage"].eq(stage) & links["next_stage"].eq(after)]',
        'rows = links[links["stage"].eq(stage) | links["next_stage"].eq(after)]',
    ): "each stage has one next stage: who has the one has the other",
    (
        "reach_content",
        'things = _things(chosen, stops, str(origin["city"].iloc[0]), hub_id)',
        'things = _things(chosen, stops, str(origin["city"].iloc[ -1]), hub_id)',
    ): "a frame of one row",
    (
        "reach_content",
        "found = things.assign(minutes=minutes)[minutes <= limit + 1e-9]",
        "found = things.assign(minutes=minutes)[minutes <= limit + 1.000000001]",
    ): "nothing is measured beyond the limit",
    (
        "reach_content",
        "found = things.assign(minutes=minutes)[minutes <= limit + 1e-9]",
        "found = things.assign(minutes=minutes)[minutes < limit + 1e-9]",
    ): "differs only for a way a hair beyond the limit",
    (
        "reach_content",
        "minutes = distance_matrix(network, origin, things, mode, limit)[1][0]",
        "minutes = distance_matrix(network, origin, things, mode, limit)[1][ -1]",
    ): "a matrix of one row",
    (
        "broken_links",
        'label=house["id"].map(labels), minutes=0.0, hub_accuracy_m=0.0, target_accuracy_m=0.0',
        'label=house["id"].map(labels), minutes=0.0, hub_accuracy_m=0.0, target_accuracy_m= 1.0',
    ): "asked only whether it is finer than a band",
    (
        "broken_links",
        "table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)",
        "table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=False)",
    ): "no row of it is asked for by its number",
    (
        "broken_links",
        'for place, table, name in zip(rows["place_id"], rows["table"], rows["id"], strict=True)',
        'for place, table, name in zip(rows["place_id"], rows["table"], rows["id"], strict=False)',
    ): "columns of one table are equally long",
    (
        "chance",
        "SEED = 20261125",
        "SEED = 20261126",
    ): "any number is as good, as long as it stays the same",
    (
        "what_if",
        "table = table.round(9)  # thirds may differ in a last bit",
        "table = table.round( 8)  # thirds may differ in a last bit",
    ): "a hair more or less of rounding",
    (
        "ranking",
        "at_home = tenants.assign(hub_accuracy_m=0.0, target_accuracy_m=0.0)",
        "at_home = tenants.assign(hub_accuracy_m=0.0, target_accuracy_m= -1.0)",
    ): "asked only whether it is finer than a band",
    (
        "surroundings",
        "if hubs.empty or targets.empty:",
        "if hubs.empty and targets.empty:",
    ): "without a target the matrix has no columns, and the table no rows either way",
    **{
        ("reach_content", line, line.replace("index=True", "index=False")): "numbered anew after it"
        for line in (
            'rows = pd.concat([rows, _tenants(chosen, rows[rows["kind"].eq("hubs")])], '
            "ignore_index=True)",
            "rows = pd.concat([part for part in parts if len(part)], ignore_index=True)",
        )
    },
    **{
        ("hub_profile", line, line.replace("iloc[0]", "iloc[ -1]", 1)): "a frame of one row"
        for line in (
            'city, hub_id = hub["city"].iloc[0], hub["id"].iloc[0]',
            "row = hub.iloc[0]",
            "if hub.geometry.isna().iloc[0]:",
            "return _in_house_first(none, matrix, hub.iloc[0])",
            "return _in_house_first(table[PARTNER_COLUMNS], matrix, hub.iloc[0])",
        )
    },
    **{
        (
            "area_counts",
            f"table = location_quotient({ROUNDED})",
            f"table = location_quotient({other})",
        ): "a hair more or less of rounding"
        for digits in (" 10", " 8")
        for other in (
            ROUNDED.replace('"x"].round(9', f'"x"].round({digits}'),
            ROUNDED.replace('"n"].round(9', f'"n"].round({digits}'),
            ROUNDED.replace("whole, 9", f"whole,{digits}"),
        )
    },
}

Place = tuple[int, int]


@dataclass(frozen=True)
class Fault:
    """A fault: where it is, what the line was and becomes, and the module with it."""

    place: Place
    operator: str
    before: str
    after: str
    source: str


# ---- making faults


def faults_of(source: str) -> list[Fault]:
    """Return every fault that can be made in a module, annotations left alone."""
    passive = _passive(source)
    tree = get_ast(source)
    found = []
    for name in _operators():
        operator = get_operator(name)()
        places = [
            start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node)
        ]
        for occurrence, place in enumerate(places):
            if place not in passive:
                made = mutate_code(source, operator, occurrence)
                found.append(_fault(place, name, source, made))
    # A star or two among the parameters is no multiplication.
    return [x for x in found if x.before != x.after and not x.before.startswith("*")]


def _operators() -> list[str]:
    wanted = [f"core/{name}" for name in OTHERS]
    return [
        name
        for name in operator_names()
        if name in wanted or (name.startswith("core/Replace") and name.endswith(SWAPS))
    ]


def _fault(place: Place, name: str, source: str, made: str) -> Fault:
    lines, changed = source.splitlines(), made.splitlines()
    at = next((i for i, (a, b) in enumerate(zip(lines, changed, strict=False)) if a != b), -1)
    before, after = lines[at].strip(), changed[at].strip()
    return Fault((at + 1, place[1]), name.removeprefix("core/"), before, after, made)


def _passive(source: str) -> set[Place]:
    """Places of the source that do nothing when it runs: annotations and cached results."""
    found: set[Place] = set()
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]
            parts += [node.returns, *(argument.annotation for argument in arguments)]
            # Without its cache a function is slower and says the same; a dataclass is no dataclass.
            parts += [d for d in node.decorator_list if "cache" in ast.unparse(d)]
        if isinstance(node, ast.AnnAssign):
            parts.append(node.annotation)
        for part in filter(None, parts):
            inner = [n for n in ast.walk(part) if hasattr(n, "lineno")]
            first, last = part.lineno, part.end_lineno  # type: ignore[attr-defined]
            low, high = part.col_offset, part.end_col_offset  # type: ignore[attr-defined]
            if inner and first == last:
                found |= {(first, column) for column in range(low - 1, high + 1)}
            else:
                found |= {(line, c) for line in range(first, last + 1) for c in range(120)}
    return found


def sample_of(faults: Sequence[Fault], n: int) -> list[Fault]:
    """Return some faults, the same every time: places first, then one fault of each place."""
    chance = random.Random(SEED)
    at: dict[Place, list[Fault]] = {}
    for fault in faults:
        at.setdefault(fault.place, []).append(fault)
    places = chance.sample(sorted(at), min(n, len(at)))
    return [chance.choice(at[place]) for place in sorted(places)]


# ---- running the tests


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from the source it is given instead of from its file."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> object:
        return compile(self._source, self.get_filename(fullname), "exec", dont_inherit=True)


class _QuickFirst:
    """Runs tests in the order of how long they took, and keeps how long they take."""

    def __init__(self, took: dict[str, float]) -> None:
        self.before, self.took = took, dict[str, float]()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.before.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] = self.took.get(report.nodeid, 0.0) + report.duration


@dataclass(frozen=True)
class Run:
    """What became of the tests: code of pytest, seconds, seconds of each, modules imported."""

    code: int
    seconds: float
    took: dict[str, float]
    imported: list[str]


def in_a_fork(work: Callable[[], dict[str, object]], patience: float) -> dict[str, object] | None:
    """Do something in a process of its own; None when it takes too long or dies."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _silence()
        try:
            answer = json.dumps(work()).encode()
            with os.fdopen(writer, "wb") as stream:
                stream.write(answer)
        finally:
            os._exit(0)  # whatever a fault does, this process ends here
    os.close(writer)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, patience)
    with os.fdopen(reader, "rb") as stream:
        content = stream.read()
    signal.setitimer(signal.ITIMER_REAL, 0)
    os.waitpid(child, 0)
    return json.loads(content) if content else None


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def tested(
    path: Path, tests: Sequence[str], source: str, took: dict[str, float], patience: float
) -> Run | None:
    """Run the tests of a module with a source of it; None when it cannot run or takes too long."""

    def work() -> dict[str, object]:
        from hypothesis import settings  # noqa: PLC0415 - known once it is imported in the parent

        settings.register_profile("steady", deadline=None, derandomize=True, database=None)
        settings.load_profile("steady")
        _import_with(path, source)
        order = _QuickFirst(took)
        start = time.perf_counter()
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:benchmark", "--no-cov"]
        code = pytest.main([*options, str(path), *tests], plugins=[order])
        spent = time.perf_counter() - start
        names = [n for n, m in list(sys.modules.items()) if _installed(m)]
        return {"code": int(code), "seconds": spent, "took": order.took, "imported": names}

    answer = in_a_fork(work, patience)
    return Run(**answer) if answer else None  # type: ignore[arg-type]


def _import_with(path: Path, source: str) -> None:
    """Import a module with another source: before pytest does, which would read its file."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    loader = _Loader(name, str(path), source)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    package, _, last = name.rpartition(".")
    setattr(importlib.import_module(package), last, module)


def _installed(module: ModuleType) -> bool:
    return "site-packages" in str(getattr(module, "__file__", None))


def _import_beforehand(names: Sequence[str]) -> None:
    """Import what the tests need that is not ours, so that no child has to."""
    for name in names:
        if not name.startswith(("_pytest", "pytest", "xdist", "py.")):
            with contextlib.suppress(ImportError, AttributeError, ValueError):
                importlib.import_module(name)


# ---- the answer


def judged(name: str, n: int | None) -> tuple[int, list[Fault], list[tuple[Fault, str]]]:
    """Try the faults of a module: how many count, which lived, and which cannot be seen."""
    file, tests = MODULES[name]
    path = ROOT / file
    source = path.read_text("utf-8")
    whole = tested(path, tests, source, {}, 600)
    if whole is None or whole.code != 0:
        raise SystemExit(f"{name}: its tests fail without any fault")
    _import_beforehand(whole.imported)
    every = faults_of(source)
    chosen = every if n is None else sample_of(every, n)
    patience = max(LEAST_PATIENCE_S, PATIENCE * whole.seconds)
    lived, same = [], []
    for fault in chosen:
        reason = EQUIVALENT.get((name, fault.before, fault.after)) or _of_a_guard(fault)
        if reason:
            same.append((fault, reason))
            continue
        run = tested(path, tests, fault.source, whole.took, patience)
        if run is not None and run.code == 0:
            lived.append(fault)
    return len(chosen) - len(same), lived, same


def _told(name: str, faults: Sequence[Fault]) -> Iterator[str]:
    for fault in faults:
        yield f"  {MODULES[name][0]}:{fault.place[0]} {fault.operator}"
        yield f"    - {fault.before}"
        yield f"    + {fault.after}"


def _of_a_guard(fault: Fault) -> str:
    """Why a fault changes nothing: what it takes away only stops a mistake elsewhere."""
    for guard in ("strict", "frozen"):
        if fault.before.replace(f"{guard}=True", f"{guard}=False", 1) == fault.after:
            return (
                f"{guard}: columns of one table are equally long, and nobody changes what is made"
            )
    return ""


def main() -> None:
    """Try the modules that are asked for and print the score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", choices=[*MODULES, []], metavar="module")
    parser.add_argument("--all", action="store_true", help="every fault instead of a sample")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="faults a module")
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    tried = seen = 0
    for name in asked.modules or MODULES:
        start = time.perf_counter()
        n, lived, same = judged(name, None if asked.all else asked.sample)
        tried, seen = tried + n, seen + n - len(lived)
        spent = time.perf_counter() - start
        print(f"{name}: {n - len(lived)} of {n} seen, {len(same)} cannot be ({spent:.0f} s)")
        print(*_told(name, lived), sep="\n", end="\n" if lived else "", flush=True)
    share = seen / max(tried, 1)
    print(f"score {share:.1%} of {tried}; the aim is {AIM:.0%}")
    sys.exit(share < AIM)


if __name__ == "__main__":
    main()
