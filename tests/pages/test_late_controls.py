"""What is set in a control is its default too, so that a browser that draws it late shows the same.

Streamlit tells a value that was set through the session with one run only; `pages.session.planner`.
The browser's side of it is in `tests/browser/test_quick_planner_browser.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from app_pages import opened, turned_to
from streamlit.testing.v1 import AppTest

FILTERS = {
    "taal": "en", "stad": "Rotterdam", "keten": "fashion,music", "schakel": "make,public",
    "reis": "cycle", "lagen": "hubs,links", "soort": "vrijplaats", "status": "active",
    "jaar": "2015", "van": "tenants", "cluster": "dbscan", "straal": "250",
}  # fmt: skip
NEW = "nieuw=93000,436900,music.make.4,Kade"
PAGES = {
    "kaart": {},
    "waar": {"ik": "music.make", "gewicht": "50010000"},
    "schakels": {"plek": "music.cluster.250", "wegen": "30"},
    "nabijheid": {"vraag": "curve", "per": "chain", "punten": "tenants"},
    "bereik": {"keten": "", "soort": "broedplaats", "minuten": "10"},
    "wat_als": {"watals": f"weg=schieblock!{NEW}"},
    "vergelijken": {"panden": "de-wasserij.ot301"},
}


def blocks(block: Any) -> Iterator[Any]:
    """Every element of a page."""
    for child in block.children.values():
        yield from blocks(child) if hasattr(child, "children") else (child,)


def is_slider(proto: Any) -> bool:
    return bool(proto.DESCRIPTOR.name == "Slider")


def told(proto: Any) -> object:
    """What a control is set to in this run."""
    fields = proto.DESCRIPTOR.fields_by_name
    names = ("raw_values", "raw_value", "value")
    name = "value" if is_slider(proto) else next(name for name in names if name in fields)
    value = getattr(proto, name)
    if name == "raw_value" and not proto.HasField(name):
        return proto.options[0]  # None, which stands first where it may be chosen
    return list(value) if hasattr(value, "append") else value


def begins_with(proto: Any) -> object:
    """What a browser shows that draws the control in a later run."""
    default = proto.default
    if is_slider(proto) or not hasattr(proto, "options"):
        return list(default) if hasattr(default, "append") else default
    labels = [getattr(option, "content", option) for option in proto.options]
    if hasattr(default, "append"):
        return [labels[i] for i in default]
    return labels[default]


def set_controls(test: AppTest) -> list[Any]:
    assert not test.exception
    every = [e.proto for e in blocks(test._tree) if hasattr(e, "proto")]
    return [proto for proto in every if getattr(proto, "set_value", False)]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_what_is_set_is_the_default_too(page: str) -> None:
    test = opened(**(FILTERS | PAGES[page]))
    found = set_controls(test)
    assert len(found) >= 12  # the filters
    if page != "kaart":
        turned_to(test, page)
        own = set_controls(test)
        assert own, "nothing of the page itself is set: the test looks at nothing"
        found += own
    for proto in found:
        assert begins_with(proto) == told(proto), proto
