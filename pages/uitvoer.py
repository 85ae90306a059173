"""*Uitvoer*: sheet, figure, slide, document, data, fact sheet and atlas, each made when asked."""

from __future__ import annotations

import streamlit as st

from pages.app import frame
from pages.sections.export_orders import ORDERS, Order
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import answering, errand
from pages.widgets import made_file
from pages.widgets.segments import one_of

MAKE, LOOK = "uitvoer.make", "uitvoer.preview"
SLOT, PICTURE = "uitvoer", "uitvoer.picture"  # of the session: the file, and how it looks


def show() -> None:
    """Lay out the page."""
    st.markdown(f"# {t('uitvoer.title')}")
    st.caption(t("uitvoer.intro"))
    if not planner.state().cities:
        st.info(t("kaart.no_city"))
        return
    kinds = planner.worded("uitvoer.what_")
    kind = one_of(t("uitvoer.what"), list(ORDERS), "uitvoer.what", kinds)
    # A click inside a fragment waits until the fragment is done; Stop must not wait.
    (workshop if kind == "atlas" else workshop_alone)(kind)


def workshop(kind: str) -> None:
    """Choose, make, look, download."""
    left, right = st.columns([0.36, 0.64], gap="large")
    with left:
        order = ORDERS[kind]()
        if order is None:
            st.info(t("uitvoer.nothing"))
            return
        asked = errand(t("uitvoer.make"), MAKE, order.key, type="primary")
        looked = order.preview and errand(t("uitvoer.preview"), LOOK, order.key)
    with right:
        if asked:
            _make(order)
        elif looked:
            _look(order)
        _show_made(order)


@st.fragment
def workshop_alone(kind: str) -> None:
    """The workshop by itself: the rest of the page is not run again."""
    workshop(kind)


def _make(order: Order) -> None:
    with answering(MAKE):
        with st.spinner(t("uitvoer.busy")):
            content = order.make()
            picture = order.preview() if order.preview and content else None
        made_file.keep(SLOT, order.key, content)
        made_file.keep(PICTURE, order.key, picture)
    if content is None:
        st.info(t("uitvoer.too_few"))


def _look(order: Order) -> None:
    with answering(LOOK):
        with st.spinner(t("uitvoer.busy")):
            picture = order.preview() if order.preview else None
        made_file.forget(SLOT)
        made_file.keep(PICTURE, order.key, picture)
    if picture is None:
        st.info(t("uitvoer.too_few"))


def _show_made(order: Order) -> None:
    """Offer what was made, as long as nothing else is asked for by now."""
    made_file.offer(SLOT, order.key, order.name, order.ending, "uitvoer.download")
    picture = made_file.kept(PICTURE, order.key)
    if picture:
        file = f"{order.name}.{order.ending}"
        st.image(picture, width="stretch", alt=t("uitvoer.preview_alt", file=file))


frame.only_from_app()
show()
