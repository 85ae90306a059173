"""The council screen: the deck over the whole window, turned by the keyboard without the server."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.whole import whole

if TYPE_CHECKING:
    from layers.scene_content import SceneContent

SHOWING = "presentation.showing"
BARE = """
<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
[data-testid="stSidebarCollapsedControl"], [data-testid="stStatusWidget"] { display: none; }
</style>
"""
MOUNT = """
export default function (component) {
  const root = component.parentElement;
  if (root.querySelector(".deck")) return;
  const place = document.createElement("div");
  // Every text in it was escaped when it was made.
  place.innerHTML = component.data.deck;
  root.appendChild(place);
  const stop = ketenkaartPresentation(place, function () {
    place.hidden = true;
    component.setTriggerValue("left", true);
  });
  return function () { stop(); place.remove(); };
}
"""


def begin() -> None:
    """Show the scenes in the next run."""
    st.session_state[SHOWING] = True


def is_showing() -> bool:
    """Whether the scenes fill the window."""
    return bool(st.session_state.get(SHOWING))


@whole()
def _leave() -> None:
    st.session_state[SHOWING] = False


def show(contents: Sequence[SceneContent]) -> None:
    """Fill the window with the scenes until Escape is pressed."""
    st.html(BARE)
    # With the drawing libraries behind it, which opening the page need not wait for.
    made = import_module("layers.presentation_html")
    deck = st.components.v2.component(
        "ketenkaart_presentation", css=made.deck_style(), js=f"{made.deck_script()}\n{MOUNT}"
    )
    deck(data={"deck": made.deck_html(contents)}, key="presentation.deck", on_left_change=_leave)
