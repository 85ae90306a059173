"""The picture of the rooms shows the code as it is, and what it shows of a house is right."""

from __future__ import annotations

import doctest
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from geo.data.folders import ROOT

HOUSE = {
    "app.py": "from pages.app import start\n",
    "pages/app/start.py": "from layers.web.map import draw\nimport geo.data.store\n",
    "layers/__init__.py": '"""What a result looks like."""\n',
    "layers/web/map.py": "from layers.words import text\n",
    "layers/words/__init__.py": '"""Texts & names,\nin two languages."""\n',
    "layers/words/text.py": "def later():\n    from geo.data import store\n",
    "geo/data/store.py": "import json\n",
    "geo/network/graph.py": "from geo.data.store import load\n",
    "geo/answers/ranking.py": "from geo.network.graph import way\nfrom ..data import store\n",
    "geo/intake/rules/codes/year.py": "from geo.data import store\n",
    "geo/toy/__init__.py": "",
}


@pytest.fixture(scope="module")
def rooms() -> ModuleType:
    """The script that draws, which lies beside the papers."""
    spec = importlib.util.spec_from_file_location("draw_rooms", ROOT / "docs" / "draw_rooms.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["draw_rooms"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house of its own."""
    for name, content in HOUSE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def test_the_committed_picture_shows_the_code(rooms: ModuleType) -> None:
    assert rooms.main(["--check"]) == 0, "draw it anew: .venv/bin/python docs/draw_rooms.py"


def test_its_examples_are_right(rooms: ModuleType) -> None:
    assert doctest.testmod(rooms).failed == 0


def test_boxes_and_arrows_are_those_of_the_imports(rooms: ModuleType, house: Path) -> None:
    read = rooms.read_house(house)
    assert set(read.boxes) == {
        "app", "pages/app", "layers/web", "layers/words",
        "geo/data", "geo/network", "geo/answers", "geo/intake",
    }  # fmt: skip
    assert read.boxes["layers/words"].purpose == "Texts & names, in two languages"
    assert read.boxes["geo/intake"].parts == {"rules": 1}
    assert read.arrows["geo/answers"] == {"geo/network", "geo/data"}
    assert rooms.essential(read.arrows)["geo/answers"] == {"geo/network"}
    assert read.between == {
        ("app", "pages"): 1, ("pages", "layers"): 1, ("pages", "geo"): 1, ("layers", "geo"): 1,
    }  # fmt: skip


def test_a_box_stands_above_what_it_imports(rooms: ModuleType, house: Path) -> None:
    read = rooms.read_house(house)
    floor = rooms.floors(sorted(read.boxes), read.arrows)
    assert (floor["geo/data"], floor["geo/network"], floor["geo/answers"]) == (0, 1, 2)
    assert (floor["layers/words"], floor["layers/web"]) == (0, 1)


def test_the_picture_is_whole_and_a_circle_is_red(rooms: ModuleType, house: Path) -> None:
    calm = rooms.picture(rooms.read_house(house))
    ElementTree.fromstring(calm)
    assert f'stroke="{rooms.WARN}"' not in calm
    (house / "geo/data/store.py").write_text("import geo.network.graph\n", encoding="utf-8")
    assert f'stroke="{rooms.WARN}"' in rooms.picture(rooms.read_house(house))


def test_it_is_out_of_date_with_a_new_arrow_but_not_with_a_new_line(
    rooms: ModuleType, house: Path
) -> None:
    asked = ["--root", str(house), "--out", str(house / "rooms.svg")]
    assert rooms.main([*asked, "--check"]) == 1  # not drawn yet
    assert rooms.main(asked) == 0
    assert rooms.main([*asked, "--check"]) == 0
    long = house / "geo/network/graph.py"
    long.write_text(long.read_text() + "x = 1\n" * 30, encoding="utf-8")
    assert rooms.main(asked) == 0
    long.write_text(long.read_text() + "x = 2\n", encoding="utf-8")
    assert rooms.main([*asked, "--check"]) == 0
    long.write_text(long.read_text() + "import geo.toy\nimport geo.intake\n", encoding="utf-8")
    (house / "geo/toy/city.py").write_text("import geo.answers.ranking\n", encoding="utf-8")
    assert rooms.main([*asked, "--check"]) == 1


def test_every_package_has_a_row_in_the_table_of_rooms() -> None:
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `([\w/]+)` \|", table, re.MULTILINE))
    folders = {
        path.parent.relative_to(ROOT).as_posix()
        for room in ("geo", "layers", "pages")
        for path in (ROOT / room).rglob("*.py")
        if path.name != "__init__.py"
    }
    assert {re.sub("(intake/rules)/.*", r"\1", folder) for folder in folders} == rows
