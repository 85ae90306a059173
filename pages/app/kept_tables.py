"""Have a table that does not change go to the browser as it went before.

Streamlit writes each table anew in every run of a page: each of its numbers in words, one by one,
and all of it as bytes. Of a table that is kept with an answer both are kept with the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from streamlit import dataframe_util
from streamlit.elements import arrow
from streamlit.proto.ArrowData_pb2 import ArrowData

from pages.session.answers import made_of

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


def install() -> None:
    """Keep what Streamlit writes of a table; done twice it is done once."""
    written: Any = arrow
    if hasattr(written.marshall_styler, "__wrapped__"):
        return
    with_marks = _kept_marks(written.marshall_styler)
    as_bytes = made_of(dataframe_util.convert_pandas_df_to_arrow_bytes)

    def marshall(proto: ArrowData, styler: Styler, default_uuid: str) -> None:
        proto.CopyFrom(with_marks(styler, default_uuid))

    marshall.__wrapped__ = written.marshall_styler  # type: ignore[attr-defined]
    written.marshall_styler = marshall
    library: Any = dataframe_util
    library.convert_pandas_df_to_arrow_bytes = as_bytes


def _kept_marks(write: Any) -> Any:
    @made_of
    def written(styler: Styler, default_uuid: str) -> ArrowData:
        proto = ArrowData()
        write(proto, styler, default_uuid)
        return proto

    return written
