"""A table that is kept goes to the browser as Streamlit would write it, and is written once."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit import dataframe_util
from streamlit.elements import arrow
from streamlit.testing.v1 import AppTest

from layers.tables.number_marks import with_marks
from pages.app import kept_tables

TABLE = pd.DataFrame({"naam": ["a", "b"], "km": [1.5, 0.25]})
MARKED = with_marks(TABLE, "nl")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often Streamlit wrote the words of a table, and its bytes."""
    done: list[str] = []
    for library, name in (
        (arrow, "marshall_styler"),
        (dataframe_util, "convert_pandas_df_to_arrow_bytes"),
    ):
        write = getattr(library, name)

        def counting(*given: object, _write=write, _name=name) -> object:  # type: ignore[no-untyped-def]
            done.append(_name)
            return _write(*given)

        monkeypatch.setattr(library, name, counting)
    return done


def shown() -> AppTest:
    def page() -> None:
        import streamlit as st

        from tests.pages.test_kept_tables import MARKED, TABLE

        st.dataframe(MARKED)
        st.dataframe(TABLE)

    return AppTest.from_function(page).run()


def protos(test: AppTest) -> list[bytes]:
    assert not test.exception
    return [table.proto.arrow_data.SerializeToString() for table in test.dataframe]


def test_it_is_the_same_and_written_once(counted: list[str]) -> None:
    before = protos(shown())
    counted.clear()
    kept_tables.install()
    kept_tables.install()
    assert protos(shown()) == before
    once = list(counted)
    assert once.count("marshall_styler") == 1
    assert protos(shown()) == before
    assert counted == once
    assert "1,50" in before[0].decode("latin-1")
