"""Every word that a page shows, read from what it sends to the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

# What a reader never sees, and what comes from the planner's own browser or from a source.
UNSEEN = {
    "id", "form_id", "key", "element_id", "url", "url_path", "page_script_hash", "icon", "color",
    "json_args", "special_args", "component_name", "fragment_id", "active_script_hash", "type",
    "data", "styler", "css_content", "js_content", "html_content", "column_order", "columns",
    "language", "css", "page",
}  # fmt: skip
UNSAID = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
SPOKEN = re.compile(r'(?:alt|aria-label|title)="([^"]*)"')


def texts(test: AppTest) -> Iterator[str]:
    """Every text of the page and the side bar, one by one, tables by cell."""
    for block in (test.main, test.sidebar):
        for element in block:
            proto = getattr(element, "proto", None)
            if _is_message(proto):
                yield from _of(proto)
    for table in test.dataframe:
        yield from _of_table(*_shown(table))


def _of(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in UNSEEN or "hash" in field.name:
            continue
        for each in value if _is_many(value) else [value]:
            if _is_message(each):
                yield from _of(each)
            elif isinstance(each, str):
                yield from _said(each)


def _is_many(value: object) -> bool:
    return not isinstance(value, str | bytes) and hasattr(value, "__iter__")


def _is_message(value: object) -> bool:
    return hasattr(value, "ListFields")


def _said(text: str) -> Iterator[str]:
    bare = UNSAID.sub("", text)
    yield from SPOKEN.findall(bare)
    yield TAGS.sub(" ", bare)


def _shown(table: Any) -> tuple[pd.DataFrame, set[str]]:
    """A table as it is written, and its columns whose numbers the browser writes its own way."""
    written = table.proto.arrow_data.styler.display_values
    columns = json.loads(table.proto.columns or "{}")
    local = {
        name
        for name, how in columns.items()
        if (how.get("type_config") or {}).get("format") == "localized"
    }
    return (convert_arrow_bytes_to_pandas_df(written) if written else table.value), local


def _of_table(table: pd.DataFrame, local: set[str]) -> Iterator[str]:
    yield from (str(name) for name in table.columns)
    for name in table.columns:
        column = table[name]
        if pd.api.types.is_float_dtype(column) and name not in local:
            values = column.dropna()
            # The browser writes these with a decimal point, whatever the language.
            yield from (str(v) for v in values[values.ne(values.round())].head(3))
        elif not pd.api.types.is_numeric_dtype(column):
            yield from (str(v) for v in column.dropna().unique()[:400])


def read_tables(test: AppTest) -> Iterator[str]:
    """Every cell of every table of a page, as it is written there."""
    for table in test.dataframe:
        shown, _ = _shown(table)
        yield from (str(cell) for cell in shown.to_numpy().ravel())
