"""A word while a page works through very many rows of the planner's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from geo.data.store import SHIPPED
from layers.web.page_html import status_html
from pages.session import planner, server

MANY = 2_000
AFTER_S = 1.0
TABLES = ("hubs", "tenants", "partners", "meeting_places")


@contextmanager
def told() -> Iterator[None]:
    """Say after a second that own rows are worked through, and how many, until the page is there.

    It lies over the page and moves nothing. Of few rows nothing is said: a page is there at once.
    """
    if (n := own_rows()) < MANY:
        yield
        return
    with st.container(key="own_wait"):
        place = st.empty()
    words, one_says, over = status_html(planner.t("own.wait", n=n)), threading.Lock(), False

    def say() -> None:
        with one_says:
            if not over:
                place.html(words)

    timer = threading.Timer(AFTER_S, say)
    add_script_run_ctx(timer, get_script_run_ctx())
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with one_says:
            over = True
        place.empty()


def own_rows() -> int:
    """How many rows the pages work with beside the shipped ones."""
    data = planner.dataset()
    if data.key == SHIPPED:
        return 0
    shipped = server.shipped()
    return sum(max(0, len(getattr(data, t)) - len(getattr(shipped, t))) for t in TABLES)
