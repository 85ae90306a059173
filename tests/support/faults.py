"""What is wrong with a dataset that was made in a test, without files."""

from __future__ import annotations

from collections.abc import Iterator

from geo.data.errors import DataError
from geo.data.schemas import table_faults
from geo.data.store import TABLES, Dataset, joint_faults


def dataset_faults(dataset: Dataset) -> Iterator[DataError]:
    """Yield every fault of every table, and if there is none, of what joins the tables."""
    faults = [fault for name in TABLES for fault in table_faults(name, getattr(dataset, name))]
    yield from faults or joint_faults(dataset)
