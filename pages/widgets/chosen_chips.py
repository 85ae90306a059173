"""What was chosen in the filters, as chips on the map; a click on one takes it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import streamlit as st

from layers.view.state import ViewState
from layers.words.plain_text import literal
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole

DEFAULT = ViewState()
FOLDED = ("kinds", "statuses", "year", "ends_before")
Chip = tuple[str, str | None, str]  # field of the state, code in it (None for all of it), words


def show() -> None:
    """Draw a chip for each choice that leaves something out.

    Their room is there without any too: the map after it would else be mounted anew.
    """
    chips = list(_chips(planner.state()))
    with st.container(key="map_chips", horizontal=True, gap="xsmall"):
        _draw(chips)
        if len(chips) > 1:
            st.button(t("filter.clear", n=len(chips)), key="chip.all", on_click=_clear)


def show_folded() -> None:
    """Draw a chip for each choice that stands in a folded part of the side bar.

    Pages beside *Kaart* count what these leave too, and would not show that they do.
    """
    with st.container(key="page_chips", horizontal=True, gap="xsmall"):
        _draw([chip for chip in _chips(planner.state()) if chip[0] in FOLDED])


def _draw(chips: Iterable[Chip]) -> None:
    for field, code, words in chips:
        st.button(
            f"{literal(words)} ✕",
            key=f"chip.{field}.{code}",
            help=t("filter.take_away", what=literal(words)),
            on_click=_take_away,
            args=(field, code),
        )


def _chips(state: ViewState) -> Iterator[Chip]:
    look, say = planner.looks(), planner.words()
    yield from (("chains", code, look.chain(code)) for code in state.chains)
    yield from (("stages", code, look.stage(code)) for code in state.stages)
    if state.kinds != DEFAULT.kinds:
        yield "kinds", None, say("filter.n_kinds", n=len(state.kinds))
    if state.statuses != DEFAULT.statuses:
        yield "statuses", None, say("filter.n_statuses", n=len(state.statuses))
    if state.year is not None:
        yield "year", None, say("filter.in_year", year=state.year)
    if state.ends_before is not None:
        yield "ends_before", None, say("filter.lease", year=state.ends_before)


@whole()
def _take_away(field: str, code: str | None) -> None:
    now = getattr(planner.state(), field)
    left = _default(field) if code is None else tuple(each for each in now if each != code)
    _set(field, left)


@whole()
def _clear() -> None:
    for field in {field for field, _, _ in _chips(planner.state())}:
        _set(field, _default(field))


def _default(field: str) -> object:
    return getattr(DEFAULT, field)


def _set(field: str, value: object) -> None:
    st.session_state[planner.key(field)] = list(value) if isinstance(value, tuple) else value
