"""The rows behind the counts and the ways of chains, as `geo.data.row_sources` finds sources of."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.data.chains import spread_codes
from geo.data.selection import Selection


def rows_of_chains(chosen: Selection, chains: Sequence[str]) -> pd.DataFrame:
    """List the tenants and partners of some chains, a row a stage.

    Returns
    -------
    DataFrame
        ``table`` ("tenants" or "partners"), ``id, label, hub_name`` (of tenants), ``city,
        chain, stage, weight`` (the part of the row that counts there).

    Examples
    --------
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> rows = rows_of_chains(select(toy_dataset(), Filters()), ("music",))
    >>> rows["chain"].unique().tolist(), rows["table"].unique().tolist()
    (['music'], ['tenants'])
    """
    return pd.concat(
        [_tenant_rows(chosen, chains), _partner_rows(chosen, chains)], ignore_index=True
    )


def _tenant_rows(chosen: Selection, chains: Sequence[str]) -> pd.DataFrame:
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place]).set_index("id")
    labels = chosen.tenants.set_index("id")["label"]
    shares = chosen.shares[chosen.shares["chain"].isin(chains)]
    return pd.DataFrame(
        {
            "table": "tenants",
            "id": shares["tenant_id"],
            "label": shares["tenant_id"].map(labels),
            "hub_name": shares["hub_id"].map(hubs["name"]),
            "city": shares["hub_id"].map(hubs["city"]),
            "chain": shares["chain"],
            "stage": shares["stage"],
            "weight": shares["weight"],
        }
    )


def _partner_rows(chosen: Selection, chains: Sequence[str]) -> pd.DataFrame:
    rows = spread_codes(chosen.partners[["id", "name", "city", "chain", "stage"]])
    rows = rows[rows["chain"].isin(chains)]
    return rows.rename(columns={"name": "label"}).assign(table="partners")


def rows_of_ways(links: pd.DataFrame) -> pd.DataFrame:
    """List ways between stages, credited to their target; one without a target to its own hub.

    Parameters
    ----------
    links : DataFrame
        `geo.answers.chain_line.ChainLine.links`, with ``city``.

    Returns
    -------
    DataFrame
        ``table`` ("hubs" or "partners"), ``id``, and the columns of a way.
    """
    target = links["target_id"].notna() & links["target_kind"].isin(["hub", "partner"])
    rows = links.assign(
        table=links["target_kind"].where(target, "hub") + "s",
        id=links["target_id"].where(target, links["hub_id"]),
    )
    columns = ["table", "id", "city", "hub_name", "chain", "stage", "next_stage", "target_name"]
    return rows[[*columns, "metres", "minutes", "reason"]]
