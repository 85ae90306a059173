"""The council screen: the deck over the whole window, turned by the keyboard without the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from layers.web.page_html import council_style
from pages.session.whole import whole

if TYPE_CHECKING:
    from layers.files.scene_content import SceneContent

SHOWING = "presentation.showing"


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
    st.html(council_style())
    # With the drawing libraries behind it, which opening the page need not wait for.
    from layers.files import presentation_html as made

    deck = st.components.v2.component(
        "ketenkaart_presentation", css=made.deck_style(), js=made.mount_script()
    )
    deck(data={"deck": made.deck_html(contents)}, key="presentation.deck", on_left_change=_leave)
