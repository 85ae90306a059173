"""One choice of a few that stand side by side, on a page that asks it for itself alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def one_of(
    label: str,
    options: Sequence[str],
    key: str,
    names: Callable[[str], str] = str,
    *,
    default: str | None = None,
    column: DeltaGenerator | None = None,
) -> str:
    """Ask one of a few; ``default``, or the first of them, is chosen until something else is.

    What the address holds is asked by `pages.widgets.page_choice`.
    """
    first = options[0] if default is None else default
    chosen = (column or st).segmented_control(
        label, options, default=first, key=key, format_func=names, required=True
    )
    return first if chosen is None else chosen
