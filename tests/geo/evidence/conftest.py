"""What the tests of evidence share."""

from __future__ import annotations

import pytest

from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset


@pytest.fixture(scope="session")
def chosen(shipped: Dataset) -> Selection:
    """All that is shipped, without a filter; no test changes it."""
    return select(shipped, Filters())
