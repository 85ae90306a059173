"""What is known of the links of a scenario: of each, before and after, whether its next stage is
there, absent, or not seen.

`geo.answers.what_if` says which links are whole among those who are known; here
`geo.evidence.knowledge` says what a loose one means. What may be among those not seen is weighed
once, over the rows before: a scenario changes who is there, and not how well anybody looked. Only
houses that stay count after it; a new building holds whom the planner puts in, and nobody unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.answers.what_if import LOOSE, UNSURE, WHEN, WHOLE
from geo.data.coarseness import too_coarse_for
from geo.data.selection import Selection
from geo.evidence.knowledge import (
    ABSENT,
    COLUMNS,
    NEVER,
    NOT_SEEN,
    PRESENT,
    Knowledge,
    Within,
    known,
    known_here,
    partner_share,
)
from geo.evidence.unseen import Unseen
from geo.network.distances import CityDistances

TOO_COARSE = "too_coarse"
STATES = (PRESENT, NOT_SEEN, ABSENT, NEVER, TOO_COARSE)
DECIDED = {WHOLE: PRESENT, UNSURE: TOO_COARSE}


def too_coarse_ids(ways: Mapping[str, CityDistances], limit_m: float) -> frozenset[str]:
    """Return the ids of the houses and partners that are placed too coarsely for a limit.

    Parameters
    ----------
    ways : mapping of city to CityDistances
    limit_m : float
    """
    frames = [frame for city in ways.values() for frame in (city.hubs, city.partners)]
    return frozenset(
        str(name) for frame in frames for name in frame.loc[too_coarse_for(frame, limit_m), "id"]
    )


def links_known(
    changes: pd.DataFrame,
    chosen: Mapping[str, Selection],
    ways: Mapping[str, CityDistances],
    bases: Mapping[str, Unseen],
    limit_m: float,
) -> pd.DataFrame:
    """Say of every link before and after what is known of its next stage within the limit.

    Parameters
    ----------
    changes : DataFrame
        As `geo.answers.what_if.compare_links` gives them at ``limit_m``.
    chosen : mapping of "before" and "after" to Selection
    ways : mapping of city to CityDistances
        New buildings among them.
    bases : mapping of city to Unseen
        Of the rows before.
    limit_m : float

    Returns
    -------
    DataFrame
        On the index of ``changes``: `geo.evidence.knowledge.COLUMNS`, each with ``_before`` and
        ``_after``. ``state`` is one of `STATES`; None where there is no such link. No counts nor
        chances where it is there or too coarsely placed to tell.

    Examples
    --------
    Pand 2 and 3 close, the only two known to make fashion; of Pand 1 three of 40 are known:

    >>> from geo.answers.what_if import Scenario, apply, compare_links
    >>> from geo.data.coverage import load_coverage
    >>> from geo.data.selection import Filters, select
    >>> from geo.evidence.unseen import unseen_in
    >>> from geo.network.distances import city_distances, links
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> before = select(toy, Filters())
    >>> ways = city_distances(toy.hubs, toy.partners, toy_network(), "Amsterdam")
    >>> after = apply(Scenario(removed=("h2", "h3")), before).after
    >>> line, ten = toy.chain_model.stage_line, toy.chain_model.ten
    >>> changes = compare_links(*(links(rows, ways, line, ten) for rows in (before, after)))
    >>> basis = unseen_in(toy, Filters(), load_coverage(toy.chain_model), "Amsterdam")
    >>> both, city = {"before": before, "after": after}, {"Amsterdam": ways}
    >>> told = links_known(changes, both, city, {"Amsterdam": basis}, 500)
    >>> row = told[changes["stage"].eq("conceive") & changes["hub_id"].eq("h1")].iloc[0]
    >>> row["state_before"], row["state_after"], row["n_known_after"], row["n_published_after"]
    ('present', 'not_seen', 3, 40)
    """
    found = [
        _known(changes, when, chosen[when], ways, bases, limit_m).add_suffix(f"_{when}")
        for when in WHEN
    ]
    return pd.concat(found, axis=1)


def _known(
    changes: pd.DataFrame,
    when: str,
    chosen: Selection,
    ways: Mapping[str, CityDistances],
    bases: Mapping[str, Unseen],
    limit_m: float,
) -> pd.DataFrame:
    standing = changes[f"link_{when}"]
    table = pd.DataFrame(np.nan, index=changes.index, columns=list(COLUMNS), dtype=object)
    table["state"] = standing.map(DECIDED).astype(object).where(standing.isin(DECIDED), None)
    table["sources"] = pd.Series([()] * len(table), index=table.index, dtype=object)
    loose = changes[standing.eq(LOOSE)]
    for city, rows in loose.groupby("city"):
        asked = pd.DataFrame(
            {"place_id": rows["hub_id"], "chain": rows["chain"], "stage": rows["next_stage"]}
        )
        within = _within(ways[str(city)], chosen, set(rows["hub_id"]), limit_m)
        told = known(bases[str(city)], asked.assign(found=0, undecided=0), within)
        table.loc[told.index] = told.astype(object)
    return table


def _within(ways: CityDistances, chosen: Selection, asked: set[str], limit_m: float) -> Within:
    """The houses that stand, and the share of the known partners, within the limit of a house."""
    ids, others = ways.hubs["id"].to_numpy(), ways.partners["id"].to_numpy()
    rows = np.flatnonzero(np.isin(ids, list(asked)))
    standing = np.concatenate([chosen.hubs["id"], chosen.hubs_without_place["id"]])
    counting = np.isin(others, chosen.partners["id"].to_numpy())
    near = _near(ways, rows, limit_m) & np.concatenate([np.isin(ids, standing), counting])
    to_hubs, to_partners = near[:, : len(ids)], near[:, len(ids) :]
    at, house = np.nonzero(to_hubs)
    shares = partner_share(to_partners.sum(axis=1), int(counting.sum()))
    return Within(
        pd.DataFrame({"place_id": ids[rows][at], "hub_id": ids[house]}),
        dict(zip(ids[rows].tolist(), shares.tolist(), strict=True)),
    )


def _near(
    ways: CityDistances, rows: npt.NDArray[np.int64], limit_m: float
) -> npt.NDArray[np.bool_]:
    """Which houses and partners lie within the limit of some houses, fine enough to tell."""
    fine = ~np.concatenate([too_coarse_for(f, limit_m) for f in (ways.hubs, ways.partners)])
    near = (ways.metres[rows] <= limit_m) & fine[None, :] & fine[rows][:, None]
    near[np.arange(len(rows)), rows] = True  # a house without a place is still its own
    return np.asarray(near, dtype=bool)


def states_counted(told: pd.DataFrame) -> pd.DataFrame:
    """Count the links before and after by what is known of them.

    Parameters
    ----------
    told : DataFrame
        As `links_known` gives it.

    Returns
    -------
    DataFrame
        ``figure`` (a state of `STATES`), ``before, after, change``; ``of``, all links before; and
        ``chance_before, chance_after``, the mean chance that the next stage is there all the same
        where one can be told, of so many links: ``n_before, n_after``. Only what occurs, and
        "present" in any case.

    Examples
    --------
    >>> rows = {"state_before": ["present", "not_seen"], "chance_before": [None, 0.4],
    ...         "state_after": ["not_seen", None], "chance_after": [0.2, None]}
    >>> states_counted(pd.DataFrame(rows))[["figure", "before", "after", "change"]].values.tolist()
    [['present', 1, 0, -1], ['not_seen', 1, 1, 0]]
    """
    rows: dict[str, dict[str, float]] = {state: {} for state in STATES}
    for state, when in product(STATES, WHEN):
        mine = told[told[f"state_{when}"].eq(state)]
        chances = mine[f"chance_{when}"].dropna().astype(float)
        rows[state] |= {
            when: len(mine),
            f"n_{when}": len(chances),
            f"chance_{when}": chances.mean(),
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("figure").reset_index()
    whole = ["before", "after", "n_before", "n_after"]
    table = table.astype(dict.fromkeys(whole, int))
    table = table.assign(
        change=table["after"] - table["before"], of=int(told["state_before"].notna().sum())
    )
    occurs = table[["before", "after"]].gt(0).any(axis=1) | table["figure"].eq(PRESENT)
    return table[occurs].reset_index(drop=True)


def lost_known(
    lost: pd.DataFrame, after: Selection, bases: Mapping[str, Unseen]
) -> dict[tuple[str, str, str], Knowledge]:
    """Say of chains and stages that nobody known in a city has any more what is known of them.

    Parameters
    ----------
    lost : DataFrame
        ``city, chain, stage``; what no code leads to is left out.
    after : Selection
        The houses that stay.
    bases : mapping of city to Unseen
        Of the rows before.

    Returns
    -------
    dict of (city, chain, stage) to Knowledge
    """
    stays = pd.concat([after.hubs["id"], after.hubs_without_place["id"]])
    found: dict[tuple[str, str, str], Knowledge] = {}
    for city, rows in lost.groupby("city"):
        basis = bases[str(city)]
        cells = [
            cell for cell in zip(rows["chain"], rows["stage"], strict=True) if cell in basis.cells
        ]
        standing = basis.houses.index.intersection(stays)
        told = known_here(basis, standing, 1.0, dict.fromkeys(cells, 0))
        found |= {(str(city), *cell): each for cell, each in told.items()}
    return found
