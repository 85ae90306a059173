"""The rooms of the house: who may import whom, and how the code is written."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from source_trees import nodes_of, tree_of

from geo.data.folders import ROOT
from layers.words.text import FOLDER, table

# Rooms that know nothing of the web, and those that know the map of the web but no page.
FOREIGN = {
    "geo": {"streamlit", "folium", "streamlit_folium", "branca"},
    "layers": {"streamlit", "streamlit_folium"},
    "data": {"streamlit", "folium", "streamlit_folium"},
}
ROOMS = ("geo", "layers", "pages", "data")
LONGEST = 60
# Each package, lowest floor first, and the packages of its own room that it may stand on.
FLOORS = {
    "geo.data": "",
    "geo.network": "data",
    "geo.evidence": "data",
    "geo.answers": "data network evidence",
    "geo.intake.values": "data",
    "geo.intake.model": "data intake.values",
    "geo.intake.meaning": "data intake.values intake.model",
    "geo.intake.readers": "data intake.values intake.model",
    "geo.intake.rules": "data intake.values intake.model intake.meaning intake.readers",
    "geo.intake.process": (
        "data intake.values intake.model intake.meaning intake.readers intake.rules"
    ),
    "geo.own": "data intake.values intake.model intake.meaning",
    "geo.country": "data evidence intake.values",
    "geo.project": "data intake.model intake.meaning",
    "geo.toy": "data network",
    "layers.words": "",
    "layers.view": "words",
    "layers.web": "words view",
    "layers.sentences": "words view",
    "layers.figures": "words view sentences",
    "layers.map": "words view figures sentences",
    "layers.tables": "words view web figures sentences map",
    "layers.paper": "words view sentences figures map",
    "layers.files": "words view web figures sentences paper",
    "pages.session": "",
    "pages.views": "session",
    "pages.widgets": "session views",
    "pages.sections": "session views widgets",
    "pages.own": "session views widgets",
    "pages.app": "session views",
    "pages": "session views widgets sections own app",
}
# Which room may look into which.
BELOW = {"geo": set(), "layers": {"geo"}, "pages": {"geo", "layers"}, "data": {"data", "geo"}}


def modules(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    """Dotted name of a module or package."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def package_of(path: Path) -> str:
    """The package on whose floor a file stands; the rules of all subjects share one."""
    package = ".".join(path.relative_to(ROOT).parts[:-1])
    return "geo.intake.rules" if package.startswith("geo.intake.rules") else package


def imports_of(tree: ast.AST) -> set[str]:
    """Dotted names a file imports, at its top or where it needs them; members as members."""
    names: set[str] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, "imports are written out in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


MODULES = {name_of(path): path for path in modules("geo", "layers", "pages")}


@cache
def trees() -> dict[str, ast.Module]:
    """Every module as a tree; read when a test asks, not when tests are gathered."""
    return {name: tree_of(path) for name, path in MODULES.items()}


def own_modules(name: str) -> set[str]:
    """Modules of the project that a module imports."""
    # A name is a module, or a member of one.
    wanted = [{n, n.rpartition(".")[0]} & MODULES.keys() for n in imports_of(trees()[name])]
    return {max(found, key=len) for found in wanted if found}


@pytest.mark.parametrize("room", FOREIGN)
def test_arrows_go_one_way(room: str) -> None:
    against = {}
    for path in modules(room):
        tops = {name.split(".")[0] for name in imports_of(tree_of(path))}
        others = {"geo", "layers", "pages", "app", "data"} - {room} - BELOW[room]
        if found := tops & (FOREIGN[room] | others):
            against[str(path.relative_to(ROOT))] = sorted(found)
    assert against == {}


def test_every_file_stands_in_a_package_with_a_floor() -> None:
    roots = {"geo", "layers", "geo.intake"}  # hold nothing but their docstring
    for path in modules("geo", "layers", "pages"):
        package = package_of(path)
        if package in roots:
            assert path.name == "__init__.py", path
        else:
            assert package in FLOORS, path


def test_packages_stand_on_lower_floors_only() -> None:
    order = list(FLOORS)
    for package, below in FLOORS.items():
        room = package.split(".")[0]
        assert {f"{room}.{name}" for name in below.split()} <= set(order[: order.index(package)])
    against = set()
    for name, path in MODULES.items():
        package = package_of(path)
        room = package.split(".")[0]
        allowed = {f"{room}.{below}" for below in FLOORS.get(package, "").split()} | {package}
        for other in own_modules(name):
            theirs = package_of(MODULES[other])
            if theirs.split(".")[0] == room and theirs not in allowed:
                against.add(f"{name} → {other}")
    assert against == set()


def test_no_file_stands_on_itself_through_others() -> None:
    arrows = {name: own_modules(name) - {name} for name in MODULES}
    # Take away what stands on nothing that is left, and on what nothing stands, until only circles
    # are left.
    while free := {name for name, below in arrows.items() if not below & set(arrows)}:
        arrows = {name: below for name, below in arrows.items() if name not in free}
    while free := set(arrows) - set().union(*arrows.values()):
        arrows = {name: below for name, below in arrows.items() if name not in free}
    assert {name: sorted(below & set(arrows)) for name, below in arrows.items()} == {}


def test_nothing_is_imported_by_a_name_put_together() -> None:
    hidden = re.compile(r"\b(?:import_module|__import__)\(")
    assert [n for n, p in MODULES.items() if hidden.search(p.read_text("utf-8"))] == []


@pytest.mark.parametrize("room", ["geo", "layers", "pages"])
def test_no_name_of_a_file_stands_twice_in_a_room(room: str) -> None:
    names = Counter(p.stem for p in modules(room) if p.name != "__init__.py")
    assert [name for name, n in names.items() if n > 1] == []


def test_parts_of_pages_draw_or_ask_the_session_and_views_do_not_draw() -> None:
    """What needs no page lives in `layers` or `geo`; `pages.views` is what a state shows."""
    session = ("streamlit", "pages.session", "pages.own.project_session")
    idle, drawing = set(), set()
    for name, tree in trees().items():
        package, found = package_of(MODULES[name]), imports_of(tree)
        if package.startswith("pages") and MODULES[name].name != "__init__.py":
            idle |= {name} if not any(each.startswith(session) for each in found) else set()
        if package == "pages.views":
            drawing |= {name} if any(each.startswith("streamlit") for each in found) else set()
    # What is asked on a page is read from its address; the list of views has the views below it.
    assert idle == {"pages.views.nabijheid_asked", "pages.views.page_views"}
    assert drawing == set()


def test_one_file_a_page() -> None:
    """Each page of the navigation is a file on top of its room, and nothing else is."""
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__"}
    frame = (ROOT / "pages" / "app" / "frame.py").read_text(encoding="utf-8")
    assert {page for page in pages if f'"{page}"' not in frame} == set()


def test_every_file_lives_under_the_roof_of_a_test_of_its_room() -> None:
    """`tests/` has the rooms of the code, and no others but its own house, browser and support."""
    rooms = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and p.name[0] not in "._"}
    assert rooms == {"geo", "layers", "pages", "data", "house", "browser", "support"}
    for room in ("geo", "layers"):
        inside = {p.name for p in (ROOT / "tests" / room).iterdir() if p.is_dir()}
        packages = {p.name for p in (ROOT / room).iterdir() if (p / "__init__.py").exists()}
        assert inside - {"__pycache__"} <= packages


def test_tests_with_a_browser_have_a_room_of_their_own() -> None:
    """The test command looks for them there alone."""
    marked = {
        path.parent.name
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"^(pytestmark = |@).*mark\.browser", path.read_text("utf-8"), re.M)
    }
    assert marked == {"browser"}


def texts_of(tree: ast.AST) -> list[ast.Constant]:
    """The texts in a file, but for its docstrings."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    firsts = [node.body[0] for node in nodes_of(tree) if isinstance(node, holders) and node.body]
    docstrings = {id(first.value) for first in firsts if isinstance(first, ast.Expr)}
    found = [node for node in nodes_of(tree) if isinstance(node, ast.Constant)]
    return [n for n in found if isinstance(n.value, str) and id(n) not in docstrings]


def test_pages_hold_no_html_and_no_colours() -> None:
    """What a page looks like stands in `layers.web.page_html` and the style sheets of `static/`."""
    markup = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*[ />]|#[0-9a-fA-F]{3,8}\b|style=")
    words = ("unsafe_allow_html", "base64", "<svg", "<img", "<div", "<style")
    against = set()
    for path in modules("pages"):
        source = path.read_text(encoding="utf-8")
        found = [node.lineno for node in texts_of(ast.parse(source)) if markup.search(node.value)]
        against |= {f"{path.relative_to(ROOT)}:{line}" for line in found}
        against |= {f"{path.relative_to(ROOT)}: {word}" for word in words if word in source}
    assert against == set()


# Where Streamlit keeps what one planner does, and says who it is.
SESSION = {f"streamlit.{n}" for n in ("session_state", "query_params", "context", "user")}
CACHES = {"cache_resource", "cache_data"}


def identifiers(tree: ast.AST) -> set[str]:
    """Every name and attribute in a piece of code, and what it imports."""
    imported = {part for name in imports_of(tree) for part in name.split(".")}
    named = {node.id for node in nodes_of(tree) if isinstance(node, ast.Name)}
    return imported | named | {n.attr for n in nodes_of(tree) if isinstance(n, ast.Attribute)}


def functions_of(module: str) -> dict[str, ast.FunctionDef]:
    found = [node for node in trees()[module].body if isinstance(node, ast.FunctionDef)]
    return {f"{module}.{node.name}": node for node in found}


def named_in(function: ast.FunctionDef, module: str) -> set[str]:
    """What a function names of its own module and of others, by dotted names."""
    bound = {name.rpartition(".")[2]: name for name in imports_of(trees()[module])}
    bound["st"] = "streamlit"
    bound |= {name.rpartition(".")[2]: name for name in functions_of(module)}
    found = {bound[node.id] for node in ast.walk(function) if getattr(node, "id", "") in bound}
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in bound:
            found.add(f"{bound[node.value.id]}.{node.attr}")
    return found


def decorators(function: ast.FunctionDef) -> set[str]:
    return {name for mark in function.decorator_list for name in identifiers(mark)}


def test_what_the_server_keeps_knows_no_planner() -> None:
    session = {name.rpartition(".")[2] for name in SESSION}
    assert identifiers(trees()["pages.session.server"]) & {*session, "planner"} == set()


def test_one_cache_and_it_keeps_nothing_that_a_planner_said() -> None:
    """A kept answer is found by its arguments alone, so it may look at nothing else."""
    caching = {name for name, tree in trees().items() if identifiers(tree) & CACHES}
    assert caching == {"pages.session.server"}
    assert "shared" not in identifiers(trees()["pages.session.planner"])
    pages = [name for name in MODULES if name.startswith("pages.")]
    every = {name: node for module in pages for name, node in functions_of(module).items()}
    named = {
        name: named_in(node, module)
        for module in pages
        for name, node in functions_of(module).items()
    }
    asking = set(SESSION)
    while more := {name for name, below in named.items() if below & asking} - asking:
        asking |= more
    kept = {name for name, node in every.items() if "shared" in decorators(node)}
    assert len(kept) > 30
    assert sorted(kept & asking) == []


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """Functions of the module, and methods of its public classes."""
    tree = tree_of(path)
    public = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name[0] != "_"]
    bodies = [tree.body, *(node.body for node in public)]
    found = [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]
    return [node for node in found if not node.name.startswith("_")]


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = tree_of(path)
    return [node for node in nodes_of(tree) if isinstance(node, ast.FunctionDef)]


def body_lines(function: ast.FunctionDef) -> int:
    start = function.body[0]
    if isinstance(start, ast.Expr) and isinstance(start.value, ast.Constant):
        start = function.body[1] if len(function.body) > 1 else start
    return (function.end_lineno or 0) - start.lineno + 1


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.name} {body_lines(function)}"
        for path in [*modules(*ROOMS), ROOT / "app.py"]
        for function in functions(path)
        if body_lines(function) > LONGEST
    ]
    assert long == []


def test_every_public_function_says_what_it_does() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in modules("geo", "layers", "pages")
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]
    assert silent == []


# What is written out once, and in which module: elsewhere it goes by its name.
HOMES: dict[str, tuple[object, ...]] = {
    "geo.data.crs": (28992, "EPSG:28992", 4326, "EPSG:4326"),
    "geo.data.cities": (("Amsterdam", "Rotterdam"),),
    "geo.data.travel_modes": (("walk", "cycle"),),
    "geo.data.coarseness": (("postcode4", "neighbourhood"),),
    "geo.data.schemas": (("source_title", "source_url", "source_date", "source_read"),),
    "geo.data.thresholds": (0.05, (250, 500, 1000)),
    "geo.evidence.chance": (20261125,),
}
# The glare of WCAG is no level of a test.
OTHER_MEANING = {("layers.words.palette", 0.05)}


def written_out(tree: ast.AST) -> set[object]:
    """Numbers, texts, and rows of texts that a file writes out."""
    found: set[object] = set()
    for node in nodes_of(tree):
        if isinstance(node, ast.Constant):
            found.add(node.value)
        if isinstance(node, ast.List | ast.Tuple):
            found.add(tuple(e.value for e in node.elts if isinstance(e, ast.Constant)))
    return found


def test_what_is_the_same_everywhere_is_written_once() -> None:
    against = []
    for path in modules(*ROOMS):
        found = written_out(tree_of(path))
        for home, values in HOMES.items():
            twice = found & set(values) if name_of(path) != home else set()
            against += [
                (name_of(path), v) for v in twice if (name_of(path), v) not in OTHER_MEANING
            ]
    assert against == []


def test_files_are_named_after_the_domain() -> None:
    vague = re.compile(r"util|helper|common|misc|stuff")
    assert [p.name for p in modules(*ROOMS) if vague.search(p.stem)] == []


def test_nothing_swallows_every_exception() -> None:
    for path in modules(*ROOMS):
        for node in nodes_of(tree_of(path)):
            if isinstance(node, ast.ExceptHandler):
                name = node.type.id if isinstance(node.type, ast.Name) else ""
                assert node.type is not None, path
                assert name not in ("Exception", "BaseException"), path


CALL = re.compile(r"""\b(?:t|text)\(\s*f?["']([a-z_]+\.[A-Za-z_.0-9]+)["']""")


def test_every_text_that_is_asked_for_is_in_the_table() -> None:
    asked = {
        key for path in modules("pages", "layers") for key in CALL.findall(path.read_text("utf-8"))
    }
    assert len(asked) > 80
    assert sorted(asked - set(table())) == []


# A code of a fault is the first argument of what makes faults, or the name of a pandera check.
FAULT = re.compile(
    r"(?:DataErrors?|ArgumentError|KetenkaartError|ProjectError|EditConflictError|SandboxError"
    r'|_rows?(?:_faults)?)\(\s*"([a-z_0-9]+)"'
)
CHECK = re.compile(r'error="([a-z_0-9]+)"')


def test_every_fault_in_geo_has_a_sentence() -> None:
    sources = [path.read_text("utf-8") for path in modules(*ROOMS)]
    raised = {
        code for source in sources for code in [*FAULT.findall(source), *CHECK.findall(source)]
    }
    assert {"file_missing", "place_contradicts", "look_unknown", "year_range"} <= raised
    assert sorted(f"error.{c}" for c in raised if f"error.{c}" not in table()) == []


# What ends reading apart is told as a refusal of the file too.
REFUSED = re.compile(r'(?:FileRefused|SandboxError)\(\s*"([a-z_0-9]+)"')


def test_every_refusal_of_a_file_has_a_sentence_and_a_remedy() -> None:
    sources = "".join(path.read_text("utf-8") for path in modules(*ROOMS))
    codes = set(REFUSED.findall(sources))
    assert {"file_damaged", "no_rows", "took_too_long"} <= codes
    wanted = {key for code in codes for key in (f"intake.{code}", f"intake.{code}.remedy")}
    assert sorted(wanted - set(table())) == []


def test_every_sentence_of_a_fault_can_be_raised() -> None:
    sources = "".join(path.read_text("utf-8") for path in modules(*ROOMS))
    codes = [key.removeprefix("error.") for key in table() if key.startswith("error.")]
    assert len(codes) > 80
    assert [code for code in codes if f'"{code}"' not in sources] == []


def test_text_files_are_plain_tables() -> None:
    for path in FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert {len(row) for row in csv.reader(stream)} == {3}, path.name


# A colour as it is written; where one is, beside the data.
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
COLOURED = {"layers.words.style", "layers.words.palette", "layers.words.house_styles"}


def test_colours_are_named_in_the_house_style_alone() -> None:
    found = {
        f"{name}:{piece.lineno}"
        for name, tree in trees().items()
        if name not in COLOURED
        for piece in texts_of(tree)
        if COLOUR.search(piece.value)
    }
    assert found == set()
