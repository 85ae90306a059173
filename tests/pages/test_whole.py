"""Another click comes while one is being answered: nothing of the first is lost."""

# ruff: noqa: PLC0415 - AppTest runs a function by its own text alone

from __future__ import annotations

import pytest
from app_pages import opened
from streamlit.testing.v1 import AppTest


def callbacks() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from pages.session.whole import whole

    def answer(name: str) -> None:
        # What the server does when something else is clicked.
        get_script_run_ctx().script_requests.request_rerun(RerunData())
        st.session_state[f"{name}.done"] = True

    st.button("cut", key="cut", on_click=answer, args=("cut",))
    st.button("whole", key="whole", on_click=whole()(answer), args=("whole",))


def errands() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from pages.session.whole import answering, drop, errand

    what = st.radio("what", ["a", "b"], key="what")
    begun = st.session_state.setdefault("begun", [])
    st.button("stop", key="stop", on_click=drop, args=("make",))
    if errand("make", "make", what):
        with answering("make"):
            begun.append(what)
            if what == "b":
                raise ValueError(what)
            if len(begun) == 1:
                get_script_run_ctx().script_requests.request_rerun(RerunData())
            st.session_state["made"] = what


def test_a_callback_is_cut_by_another_click_unless_it_is_whole() -> None:
    test = AppTest.from_function(callbacks).run()
    test.button(key="cut").click().run()
    assert "cut.done" not in test.session_state  # why `whole` is needed
    test.button(key="whole").click().run()
    assert test.session_state["whole.done"]


def test_an_errand_that_is_cut_short_is_done_by_the_next_run_and_once() -> None:
    test = AppTest.from_function(errands).run()
    test.button(key="make").click().run()
    assert test.session_state["made"] == "a"
    assert test.session_state["begun"] == ["a", "a"]
    test.run()
    assert test.session_state["begun"] == ["a", "a"]


def test_a_choice_that_comes_with_the_click_is_the_one_that_is_made() -> None:
    test = AppTest.from_function(errands).run()
    test.radio(key="what").set_value("b")
    test.button(key="make").click().run()
    assert test.session_state["begun"] == ["b"]


def test_an_errand_that_fails_is_not_asked_again() -> None:
    test = AppTest.from_function(errands).run()
    test.radio(key="what").set_value("b").run()
    test.button(key="make").click().run()
    assert test.exception
    test.run()
    assert not test.exception
    assert test.session_state["begun"] == ["b"]


@pytest.mark.parametrize("how", ["stop", "other choice"])
def test_an_errand_is_dropped_by_stop_and_by_another_choice(how: str) -> None:
    test = AppTest.from_function(errands).run()
    test.session_state["make.asked"] = ("a",)
    if how == "stop":
        test.button(key="stop").click().run()
    else:
        test.radio(key="what").set_value("b").run()
        test.radio(key="what").set_value("a").run()
    assert test.session_state["begun"] == []


@pytest.mark.slow
def test_an_address_of_some_runs_ago_undoes_nothing() -> None:
    test = opened(stad="Rotterdam")
    test.multiselect(key="view.chains").set_value(["music"]).run()
    assert "music" in test.query_params["keten"]
    # The browser sends a click before it has heard of the new address.
    del test.query_params["keten"]
    assert list(test.query_params) == ["stad"]
    test.multiselect(key="view.stages").set_value(["make"]).run()
    assert test.multiselect(key="view.chains").value == ["music"]
    assert test.multiselect(key="view.stages").value == ["make"]
    # An address the session never wrote is a link.
    for name in list(test.query_params):
        del test.query_params[name]
    test.query_params["keten"] = "fashion"
    test.run()
    assert test.multiselect(key="view.chains").value == ["fashion"]
    assert test.multiselect(key="view.stages").value == []
