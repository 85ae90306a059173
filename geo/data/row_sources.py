"""The source of every row behind a figure, from whichever table the row comes."""

from __future__ import annotations

import pandas as pd

from geo.data.schemas import SOURCE_COLUMNS
from geo.data.store import Dataset


def with_sources(dataset: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """Add to each row the source it comes from.

    Parameters
    ----------
    dataset : Dataset
    rows : DataFrame
        ``table`` (name of a table of the dataset) and ``id``.

    Returns
    -------
    DataFrame
        ``rows`` with `geo.data.schemas.SOURCE_COLUMNS`; a table whose rows name no source (stops)
        is credited as a whole, from ``datapackage.json``.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> rows = pd.DataFrame({"table": ["tenants"], "id": ["t1"]})
    >>> with_sources(toy_dataset(), rows)["source_title"].tolist()
    ['Toy']
    """
    columns = [*SOURCE_COLUMNS]
    told = (
        rows.reset_index(drop=True)
        .assign(**dict.fromkeys(columns, None))
        .astype(dict.fromkeys(columns, object))
    )
    for name in told["table"].unique():
        mine = told["table"].eq(name)
        table = getattr(dataset, name)
        if columns[0] in table:
            found = table.drop_duplicates("id").set_index("id")[columns]
            told.loc[mine, columns] = found.reindex(told.loc[mine, "id"]).to_numpy(dtype=object)
        else:
            told.loc[mine, columns] = _of_package(dataset, name)
    return told


def _of_package(dataset: Dataset, name: str) -> list[str | None]:
    for resource in dataset.package["resources"]:
        if resource["name"] == name:
            sources = resource.get("sources") or [{}]
            return [resource["title"], sources[0].get("path"), resource.get("date"), None]
    return [None, None, None, None]


def source_age(dates: pd.Series, year: int) -> pd.Series:
    """Whole years since the year a source is of; missing where it is not dated.

    Parameters
    ----------
    dates : Series of str
        As in ``source_date``: a year, month or day.
    year : int
        From which is looked back.

    Examples
    --------
    >>> source_age(pd.Series(["2017-04-12", "2026", None]), 2026).fillna(-1).tolist()
    [9, 0, -1]
    """
    years = dates.astype("str").str.extract(r"^(\d{4})", expand=False)
    return (year - pd.to_numeric(years).astype("Int64")).clip(lower=0)
