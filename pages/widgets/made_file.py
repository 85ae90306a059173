"""A file that is made when asked: kept for the session, offered while nothing else is asked for."""

from __future__ import annotations

import mimetypes

import streamlit as st

from layers.files.file_kinds import ending_of
from layers.words.numbers import file_size
from pages.session import planner
from pages.session.planner import t


def keep(slot: str, asked: object, content: bytes | None) -> None:
    """Keep what was made in a slot of the session, with everything that decided its content."""
    st.session_state[f"{slot}.made"] = (asked, content)


def kept(slot: str, asked: object) -> bytes | None:
    """What was made, if it is what is asked for now."""
    was_asked, content = st.session_state.get(f"{slot}.made", (None, None))
    return content if was_asked == asked else None


def forget(slot: str) -> None:
    """Keep nothing in a slot."""
    st.session_state.pop(f"{slot}.made", None)


def offer(slot: str, asked: object, stem: str, ending: str, label: str) -> None:
    """Offer what was made for download, if it is what is asked for now.

    ``label`` is the key of a text with ``name`` and, where it says so, ``size``.
    """
    content = kept(slot, asked)
    if not content:
        return
    name = f"{stem}.{ending_of(content, ending)}"
    st.download_button(
        t(label, name=name, size=file_size(len(content), planner.language())),
        content,
        file_name=name,
        mime=mimetypes.guess_type(name)[0] or "application/octet-stream",
        on_click="ignore",
        key=f"{slot}.download",
        width="stretch",
    )
