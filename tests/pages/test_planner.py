"""The state of one planner: what the controls hold, and what is left after starting again."""

from __future__ import annotations

from types import SimpleNamespace, UnionType
from typing import get_args, get_origin, get_type_hints

import pytest
from app_pages import opened

from layers.view.state import ViewState
from layers.words.text import text
from pages.session import labels, planner

QUERY = {"taal": "en", "stad": "Rotterdam", "keten": "fashion,music", "jaar": "2015"}


def holds(value: object, kind: object) -> bool:
    """Whether a value is of the type a field of the state says."""
    if isinstance(kind, UnionType):
        return any(holds(value, each) for each in get_args(kind))
    if get_origin(kind) is tuple:
        item, _ = get_args(kind)
        return type(value) is tuple and all(type(each) is item for each in value)
    return type(value) is kind


@pytest.mark.slow
@pytest.mark.parametrize("query", [{}, QUERY, {"stad": "-", "soort": "-", "lagen": "-"}])
def test_the_state_is_what_its_types_say(query: dict[str, str]) -> None:
    test = opened(**query)
    kinds = get_type_hints(ViewState)
    for _ in range(2):
        state = test.session_state["view"]
        assert [name for name, kind in kinds.items() if not holds(getattr(state, name), kind)] == []
        test.sidebar.multiselect[0].set_value(["music"])
        test.sidebar.selectbox[0].select_index(0)  # any year
        test.run()
    assert test.session_state["view"].chains == ("music",)
    assert test.session_state["view"].year is None


@pytest.mark.slow
def test_starting_again_keeps_nothing_but_the_language() -> None:
    test = opened(**QUERY, toon="music", kies="hub:a-lab")
    again = text("filter.reset", "en")
    next(button for button in test.sidebar.button if button.label == again).click().run()
    assert test.session_state["view"] == ViewState(lang="en")
    assert {name: "".join(value) for name, value in test.query_params.items()} == {"taal": "en"}
    assert again in [button.label for button in test.sidebar.button]


@pytest.mark.slow
def test_a_choice_made_before_the_address_was_written_anew_is_kept() -> None:
    """The browser still has the address of the link: its run was ended by the click."""
    given = {"taal": "nl", "stad": "Amsterdam"}
    test = opened(**given)
    test.query_params.clear()
    for name, value in given.items():
        test.query_params[name] = value
    test.sidebar.button_group(key="view.lang").set_value("en").run()
    assert test.session_state["view"].lang == "en"
    assert test.query_params["taal"] == "en"


def test_words_of_another_language_come_back_as_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that has not heard of the new language yet answers in the one before."""
    session: dict[str, object] = {}
    monkeypatch.setattr(labels.st, "session_state", session)
    dutch, english = {"a": "vrijplaats", "b": "pand"}, {"a": "free space", "b": "building"}
    for words in (dutch, english):
        labels.remember("many", "ab", words.__getitem__)
        labels.remember("one", "ab", words.__getitem__)
    session |= {"many": ["vrijplaats", "b", "building"], "one": "pand", "other": "pand"}
    labels.back_to_codes()
    assert session["many"] == ["a", "b", "b"]
    assert (session["one"], session["other"]) == ("b", "pand")


@pytest.mark.parametrize(
    ("at", "page", "address"),
    [
        ("http://kaart.nl/", "kaart", "http://kaart.nl/?stad=Rotterdam"),
        ("http://kaart.nl/uitvoer", "kaart", "http://kaart.nl/?stad=Rotterdam"),
        ("http://kaart.nl/uitvoer", "schakels", "http://kaart.nl/schakels?stad=Rotterdam"),
        ("https://x.nl/keten/presentatie", "waar", "https://x.nl/keten/waar?stad=Rotterdam"),
        ("https://x.nl/keten/", "waar", "https://x.nl/keten/waar?stad=Rotterdam"),
        (None, "waar", ""),
    ],
)
def test_a_view_has_an_address_that_can_be_written_down(
    at: str | None, page: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner.st, "context", SimpleNamespace(url=at))
    assert planner.full_address(page, "?stad=Rotterdam") == address
