"""What a row of the tenants' list stands for, and whether it is there now.

Only organisations enter shares and tests; rooms and programmes of a house show what can be found
there, unnamed groups only how many. Who left or is planned is not there now (``data/CODING.md``).
"""

from __future__ import annotations

import pandas as pd

ORGANISATION = "organisation"
ROW_KINDS = (ORGANISATION, "programme", "group", "total")
PRESENT, LEFT, PLANNED = "present", "left", "planned"
PRESENCES = (PRESENT, LEFT, PLANNED)


def organisations(tenants: pd.DataFrame) -> pd.Series:
    """Tell which rows are an organisation: these may be counted in shares and tests.

    Examples
    --------
    >>> organisations(pd.DataFrame({"row_kind": ["organisation", "group"]})).tolist()
    [True, False]
    """
    return _is(tenants["row_kind"], ORGANISATION)


def not_planned(tenants: pd.DataFrame) -> pd.Series:
    """Tell which rows are more than a plan, in any year."""
    return tenants["presence"].isna() | tenants["presence"].ne(PLANNED).fillna(True).astype(bool)


def there(tenants: pd.DataFrame, year: int | None = None) -> pd.Series:
    """Tell which rows may have been there in a year; of no year, those that are there now.

    A row that left in a year not known may have been there in any year that is asked for.

    Examples
    --------
    >>> rows = pd.DataFrame({"presence": ["present", "left", "planned"]})
    >>> there(rows).tolist(), there(rows, 2010).tolist()
    ([True, False, False], [True, True, False])
    """
    if year is not None:
        return not_planned(tenants)
    return _is(tenants["presence"], PRESENT)


def named_now(tenants: pd.DataFrame) -> pd.Series:
    """Tell which rows are tenants that are there now; a published total is none.

    Examples
    --------
    >>> rows = pd.DataFrame({"presence": ["present", "present", "left"]})
    >>> named_now(rows.assign(is_total=[False, True, False])).tolist()
    [True, False, False]
    """
    return there(tenants) & ~tenants["is_total"].astype(bool)


def organisations_now(tenants: pd.DataFrame) -> pd.Series:
    """Tell which rows are an organisation that is there now, as a tenant whose name is known.

    A room or programme of the house, and "forty studios", are none.

    Examples
    --------
    >>> rows = pd.DataFrame({"row_kind": ["organisation", "group"], "presence": ["present"] * 2})
    >>> organisations_now(rows.assign(is_total=False)).tolist()
    [True, False]
    """
    return named_now(tenants) & organisations(tenants)


def _is(cells: pd.Series, code: str) -> pd.Series:
    """A list that does not tell kinds or departures apart names organisations that are there."""
    return cells.isna() | cells.eq(code).fillna(False).astype(bool)
