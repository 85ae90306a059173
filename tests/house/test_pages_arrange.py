"""Pages arrange: words are in the table, numbers made by one module, answers of controls codes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from source_trees import nodes_of, tree_of

from geo.data.folders import ROOT
from layers.map.composition import SIMPLE_LAYERS
from layers.view.state import LAYER_KEYS
from layers.words.text import table, text
from pages.app import frame
from pages.views import page_views

OURS = {"one_listed", "one_of", "one_of_few", "one_of_many", "some_of", "pills"}
CONTROLS = {
    "segmented_control", "selectbox", "radio", "multiselect", "select_slider", *OURS,
}  # fmt: skip
SAYING = {
    "markdown", "caption", "info", "warning", "error", "success", "write", "title", "header",
    "subheader", "toast", "expander", "button", "toggle", "checkbox", "text_input", "number_input",
    "text_area", "file_uploader", "download_button", "link_button", "form_submit_button", "slider",
    *CONTROLS,
}  # fmt: skip
ASKING = {"t", "text", "say"}
DRAWN_BY_VIEW = {"kaart"}  # what every page shows when it shows nothing of its own
WITHOUT_VIEW = {"eigen", "project", "presentatie", "uitvoer", "bronnen"}
TABLES = {"dataframe", "data_editor"}


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for node in nodes_of(tree_of(path)):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def is_on_page(node: ast.Call) -> bool:
    """Whether a call draws: on the page, in a column, or by a control of ours."""
    name = called(node)
    by_streamlit = isinstance(node.func, ast.Attribute) and not ast.unparse(node.func).startswith(
        "context."
    )
    return name in SAYING and (by_streamlit or name in OURS)


def test_no_word_for_the_planner_is_written_on_a_page() -> None:
    written = [
        f"{where} {piece.value!r}"
        for where, node in calls()
        if is_on_page(node)
        for given in node.args[:1]
        for piece in ([given] if isinstance(given, ast.Constant) else ast.walk(given))
        if isinstance(piece, ast.Constant)
        and isinstance(piece.value, str)
        and re.search(r"[a-z]{3,} [a-z]{2,}", piece.value, re.I)
    ]
    assert written == []


def test_a_choice_of_many_takes_one_at_a_time_and_says_what_nothing_means() -> None:
    """Streamlit's own first line takes every look-alike on Enter; its own words are English."""
    asked = [(where, node) for where, node in calls() if called(node) == "multiselect"]
    assert asked
    for where, node in asked:
        given = {each.arg: ast.unparse(each.value) for each in node.keywords}
        assert given.get("select_all") == "False", where
        assert "placeholder" in given, where


def test_an_empty_cell_of_a_table_is_empty() -> None:
    """Left alone, Streamlit writes "None" in it."""
    tables = [(where, node) for where, node in calls() if called(node) in TABLES]
    assert {called(node) for _, node in tables} == TABLES
    for where, node in tables:
        given = {each.arg: ast.unparse(each.value) for each in node.keywords}
        assert given.get("placeholder") == "''", where


def test_a_list_in_words_remembers_them_for_when_the_language_changes() -> None:
    unheld = [
        where
        for where, node in calls()
        if called(node) == "selectbox" and not where.startswith("pages/widgets/held_controls.py")
        if {"key", "format_func"} <= {each.arg for each in node.keywords}
    ]
    assert unheld == []


def test_a_control_answers_with_a_code() -> None:
    labels = [
        where
        for where, node in calls()
        if called(node) in CONTROLS
        for options in [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "options")]
        for piece in ast.walk(options)
        if isinstance(piece, ast.Call) and called(piece) in ASKING
    ]
    assert labels == []


def test_no_number_is_written_for_the_eye_on_a_page_or_in_a_sentence() -> None:
    rooms = ("pages", "layers/sentences", "layers/tables", "layers/map")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in rooms
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in nodes_of(tree_of(path))
        if isinstance(node, ast.FormattedValue)
        and node.format_spec
        and re.search(r"[fg%]'$", ast.unparse(node.format_spec))
    ]
    assert found == []


def test_every_layer_that_can_be_switched_on_is_made_and_has_a_name() -> None:
    # The two that need more than the rows are made by the page itself.
    assert set(LAYER_KEYS) == {*SIMPLE_LAYERS, "clusters", "links"}
    assert [key for key in LAYER_KEYS if f"layer.{key}" not in table()] == []


def test_every_page_has_a_view_a_row_in_the_readme_and_a_test() -> None:
    assert set(frame.PAGES) == {*page_views.PAGES, *DRAWN_BY_VIEW, *WITHOUT_VIEW}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| \*\*(.+?)\*\* \|", readme, re.MULTILINE))
    assert len(rows) >= len(frame.PAGES)
    # A title may be longer than the name in the table.
    for title in frame.PAGES.values():
        assert any(name in text(title, "nl") or name.casefold() in text(title, "nl").casefold()
                   for name in rows), title  # fmt: skip
    tests = "".join(p.read_text("utf-8") for p in Path(ROOT / "tests" / "pages").glob("*.py"))
    assert [name for name in frame.PAGES if f'"{name}"' not in tests] == []


# Who writes a page's own value of the address; what else does so forgets that Back sets it too.
WRITES_ADDRESS = {
    "pages/widgets/page_choice.py": "controls that take up an address from outside",
    "pages/widgets/compared.py": "chips and ticks, made from the address in every run",
    "pages/sections/layer_panel.py": "sliders, set from the address in every run",
    "pages/sections/scenario_controls.py": "has a memory of its own of what it wrote",
    "pages/own/after_reload.py": "what this window holds",
    "pages/own/project_settings.py": "a project that is opened",
    "pages/own/project_session.py": "a project that is opened",
    "pages/project.py": "a project that is opened",
}


def test_a_control_whose_answer_stands_in_the_address_takes_it_up_after_back() -> None:
    writing = {
        where.rpartition(":")[0] for where, node in calls() if called(node) == "set_parameter"
    }
    assert writing == set(WRITES_ADDRESS)
