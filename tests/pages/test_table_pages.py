"""A table of many rows on a page: a page of it, its count, and a search through the whole of it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from layers.words.text import text


def large() -> None:
    import pandas as pd
    import streamlit as st

    from pages.widgets import data_table

    n = st.session_state.get("rows", 2_345)
    table = pd.DataFrame({"naam": [f"Rij {i}" for i in range(n)], "n": range(n)})
    told = data_table.show(
        table,
        "proef",
        on_select="rerun",
        selection_mode="single-row",
        key="proef.rij",
        selection_default={"selection": {"rows": st.session_state.get("chosen", [])}},
    )
    st.text(f"{list(told.selection.rows)}")


def begun(**state: object) -> AppTest:
    test = AppTest.from_function(large, default_timeout=30)
    for name, value in state.items():
        test.session_state[name] = value
    test.run()
    assert not test.exception
    return test


def said(test: AppTest) -> list[str]:
    return [each.value for each in test.caption]


def test_a_page_is_shown_with_its_count_and_turned() -> None:
    test = begun()
    assert len(test.dataframe[0].value) == 200
    assert "1 t/m 200 van 2.345" in said(test)
    test.number_input[0].set_value(12).run()
    assert test.dataframe[0].value["n"].tolist() == list(range(2_200, 2_345))
    assert "2.201 t/m 2.345 van 2.345" in said(test)


def test_a_search_goes_through_the_whole_and_begins_at_its_first_page() -> None:
    test = begun()
    test.number_input[0].set_value(12).run()
    test.text_input[0].set_value("rij 23").run()
    n = sum("23" in str(i) for i in range(2_345))
    assert f"1 t/m {n} van {n}" in said(test)
    assert not test.exception


def test_an_order_is_that_of_the_whole() -> None:
    test = begun()
    test.selectbox[0].set_value(1).run()
    test.toggle[0].set_value(True).run()
    assert test.dataframe[0].value["n"].tolist()[:2] == [2_344, 2_343]
    assert test.dataframe[0].value["n"].tolist()[-1] == 2_145


def test_a_choice_made_elsewhere_turns_to_its_page_once() -> None:
    test = begun(chosen=[2_000])
    assert 2_000 in test.dataframe[0].value["n"].tolist()
    assert test.text[0].value == "[2000]"
    test.number_input[0].set_value(1).run()
    assert test.dataframe[0].value["n"].tolist()[0] == 0


def test_few_rows_are_a_table_as_before() -> None:
    test = begun(rows=1_000)
    assert len(test.dataframe[0].value) == 1_000
    assert not test.number_input
    assert text("app.choose_row", "nl") in said(test)
