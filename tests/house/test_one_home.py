"""What has one home is written nowhere else."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from geo.data.folders import ROOT

# Signs of a number or date written for the eye, and the modules whose work that is.
SIGNS = {
    r'\.replace\("\.", ","\)': {"layers/words/numbers.py"},
    r"strftime": set(),
    r':,\.?\d*f?\}': set(),
    r"from babel": {"layers/words/numbers.py"},
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_numbers_and_dates_for_the_eye_are_written_in_one_module(sign: str) -> None:
    found = {
        str(path.relative_to(ROOT))
        for room in ("geo", "layers", "pages")
        for path in (ROOT / room).rglob("*.py")
        if re.search(sign, path.read_text(encoding="utf-8"))
    }
    assert found <= SIGNS[sign]


# Geometries of the shipped tables are our own; any other may be nested so deep that all ends.
SHAPES_HOME = {
    "geo/data/written_shapes.py",
    "geo/intake/meaning/ground.py",
    "geo/network/graph.py",
}


def test_geometries_written_by_others_are_read_in_one_module() -> None:
    reading = re.compile(r"from_wk[bt]\b|\bwk[bt]\.loads\b|from_geojson\b")
    found = {
        str(path.relative_to(ROOT))
        for room in ("geo", "layers", "pages")
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if reading.search(line) and not line.lstrip().startswith((">>>", "..."))
    }
    assert found == SHAPES_HOME


# What Streamlit reads as Markdown, and signs of a text that comes from data, a file or an address.
MARKDOWN = re.compile(
    r"\.(?:markdown|caption|info|warning|success|error|spinner|popover|link_button|write)\("
)
KEY_OF_TEXT = re.compile(r"""\bt\(f?(['"]).*?\1""")
FROM_DATA = re.compile(
    r'\["name"\]|\["label"\]|\.(?:title|subtitle|name|filters)\b(?!\()|fault_words\(fault\)|\(note\)'
)


def test_text_from_data_is_literal_wherever_markdown_is_read() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "pages").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if MARKDOWN.search(line)
        and FROM_DATA.search(KEY_OF_TEXT.sub("t(", line))
        and "literal(" not in line
    ]
    assert found == []


def test_no_two_scripts_of_the_map_hold_the_same_function() -> None:
    """Functions of the same name may do different things; never the same."""
    written = Counter(
        re.sub(r"\s+", " ", function)
        for path in (ROOT / "static" / "ketenkaart").glob("*.js")
        for function in re.findall(
            r"^( *)(function \w+\(.*?^\1\})", path.read_text(encoding="utf-8"), re.M | re.S
        )
        for function in [function[1]]
    )
    assert len(written) > 100
    assert [function for function, n in written.items() if n > 1] == []
