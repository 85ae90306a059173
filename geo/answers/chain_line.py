"""One chain as a line of stages in one city: how many, how far to the next, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd

from geo.data.chains import spread_codes
from geo.data.selection import Selection
from geo.data.store import Dataset
from geo.data.thresholds import FEW_BUILDINGS
from geo.evidence.knowledge import Knowledge, known_here
from geo.evidence.unseen import Unseen
from geo.network.graph import StreetNetwork
from geo.network.proximity import MEASURED, next_stage_links


@dataclass(frozen=True)
class ChainLine:
    """One chain in one city.

    Attributes
    ----------
    city, chain : str
    stages : DataFrame
        One row a stage in the order of the line, then "support" and "unknown":
        ``stage, tenants`` (sum of shares), ``hubs``, ``partners``, ``found`` (organisations: who is
        in two stages counts in both).
    steps : DataFrame
        One row a step between consecutive stages: ``stage, next_stage, n`` (buildings with a
        distance), ``median_m, median_min`` (missing below `FEW_BUILDINGS`), ``in_house, too_coarse,
        unreachable``.
    links : DataFrame
        The rows behind the steps, as `geo.network.proximity.next_stage_links` gives them.
    missing : tuple of str
        Stages of the line with neither tenant nor partner.
    knowledge : mapping of stage to Knowledge
        What is known of each stage of the line, where `line_with_knowledge` has told; else empty.
    members : int
        Tenants and partners in the chain, each once; the sums of ``stages`` count who is in several
        chains for a part.
    """

    city: str
    chain: str
    stages: pd.DataFrame
    steps: pd.DataFrame
    links: pd.DataFrame
    missing: tuple[str, ...]
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)
    members: int = 0


def chain_line(
    dataset: Dataset, chosen: Selection, network: StreetNetwork, city: str, chain: str, mode: str
) -> ChainLine:
    """Count one chain stage by stage and measure the way to each next stage.

    Parameters
    ----------
    chosen : Selection
        The rows that pass the filters.
    network : StreetNetwork
        Of ``city``.
    mode : "walk" or "cycle"
    """
    every = pd.concat([chosen.hubs, chosen.hubs_without_place])
    hubs = gpd.GeoDataFrame(every[every["city"].eq(city)], crs=chosen.hubs.crs)
    here = chosen.shares["hub_id"].isin(hubs["id"])
    shares = chosen.shares[here & chosen.shares["chain"].eq(chain)]
    partners = chosen.partners[chosen.partners["city"].eq(city)]
    model = dataset.chain_model
    stages = _stage_counts(
        [*model.stage_line, "support", "unknown"], shares, _of_chain(partners, chain)
    )
    links = next_stage_links(hubs, shares, partners, model.stage_line, network, chain, mode)
    line = stages.set_index("stage").loc[list(model.stage_line)]
    missing = tuple(line.index[(line["tenants"] + line["partners"]).eq(0)])
    steps = pd.DataFrame(
        [
            _step(links, stage, after)
            for stage, after in zip(model.stage_line, model.stage_line[1:], strict=False)
        ]
    )
    members = _members(shares, _of_chain(partners, chain))
    return ChainLine(city, chain, stages, steps, links, missing, members=members)


def _of_chain(partners: pd.DataFrame, chain: str) -> pd.DataFrame:
    """The partners of a chain, once for every stage they are in, with the part they count for."""
    rows = spread_codes(partners)
    return rows[rows["chain"].eq(chain)]


def _members(shares: pd.DataFrame, partners: pd.DataFrame) -> int:
    """Count who is in a chain, each once however many stages they are in."""
    return int(shares["tenant_id"].nunique() + partners["id"].nunique())


def _stage_counts(stages: list[str], shares: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    by_stage, outside = shares.groupby("stage"), partners.groupby("stage")["weight"].sum()
    found = shares["stage"].value_counts().add(partners["stage"].value_counts(), fill_value=0)
    return pd.DataFrame(
        {
            "stage": stages,
            "tenants": by_stage["weight"].sum().reindex(stages, fill_value=0.0).to_numpy(),
            "hubs": by_stage["hub_id"].nunique().reindex(stages, fill_value=0).to_numpy(),
            "partners": outside.reindex(stages, fill_value=0.0).to_numpy(),
            "found": found.reindex(stages, fill_value=0).to_numpy(dtype=int),
        }
    )


def _step(links: pd.DataFrame, stage: str, after: str) -> dict[str, object]:
    rows = links[links["stage"].eq(stage) & links["next_stage"].eq(after)]
    known = rows[rows["reason"].isin(MEASURED)]
    enough = len(known) >= FEW_BUILDINGS
    return {
        "stage": stage,
        "next_stage": after,
        "n": len(known),
        "median_m": known["metres"].median() if enough else None,
        "median_min": known["minutes"].median() if enough else None,
        "in_house": int(rows["reason"].eq("in_house").sum()),
        "too_coarse": int(rows["reason"].isin(["too_coarse", "no_place"]).sum()),
        "unreachable": int(rows["reason"].eq("unreachable").sum()),
    }


def line_with_knowledge(
    line: ChainLine, basis: Unseen, hub_ids: Iterable[str], partners: float
) -> ChainLine:
    """Add to a line what is known of each of its stages.

    Parameters
    ----------
    line : ChainLine
        Of a city or of a part of it.
    basis : Unseen
        Of the city.
    hub_ids : iterable of str
        The houses of the line.
    partners : float
        Share of the known partners of the city that takes part; 1 for the whole city.

    Examples
    --------
    >>> from geo.data.coverage import load_coverage
    >>> from geo.data.selection import Filters, select
    >>> from geo.evidence.unseen import unseen_in
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> basis = unseen_in(toy, Filters(), load_coverage(toy.chain_model), "Amsterdam")
    >>> chosen = select(toy, Filters())
    >>> line = chain_line(toy, chosen, toy_network(), "Amsterdam", "music", "walk")
    >>> told = line_with_knowledge(line, basis, basis.houses.index, 1.0).knowledge
    >>> [told[stage].state for stage in told]
    ['not_seen', 'present', 'present', 'present']
    """
    order = [*line.steps["stage"], line.steps["next_stage"].iloc[-1]]
    counts = line.stages.set_index("stage")["found"]
    found = {(line.chain, str(stage)): int(counts[stage]) for stage in order}
    told = known_here(basis, hub_ids, partners, found)
    return replace(line, knowledge={stage: each for (_, stage), each in told.items()})


def part_of_line(
    line: ChainLine, name: str, shares: pd.DataFrame, partners: pd.DataFrame
) -> ChainLine:
    """Return the part of a city's chain that belongs to a few buildings, a cluster or a district.

    Parameters
    ----------
    line : ChainLine
        Of the whole city: the way to the next stage may lead out of the part.
    name : str
        What the part is called, in place of the city.
    shares : DataFrame
        ``tenant_id, hub_id, stage, weight`` of the tenants of the part in this chain.
    partners : DataFrame
        ``id, chain, stage`` of the partners of the part; those of other chains do not count.

    Examples
    --------
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> chosen = select(toy, Filters())
    >>> city = chain_line(toy, chosen, toy_network(), "Amsterdam", "fashion", "walk")
    >>> shares = chosen.shares[chosen.shares["chain"].eq("fashion")].head(1)
    >>> part = part_of_line(city, "part", shares, chosen.partners.head(0))
    >>> float(part.stages["tenants"].sum()) == float(shares["weight"].sum())
    True
    """
    codes = line.stages["stage"].tolist()
    stages = _stage_counts(codes, shares, _of_chain(partners, line.chain))
    links = line.links[line.links["hub_id"].isin(shares["hub_id"])]
    order = [*line.steps["stage"], line.steps["next_stage"].iloc[-1]]
    present = stages.set_index("stage").loc[order]
    steps = [_step(links, stage, after) for stage, after in zip(order, order[1:], strict=False)]
    missing = tuple(present.index[(present["tenants"] + present["partners"]).eq(0)])
    members = _members(shares, _of_chain(partners, line.chain))
    table = pd.DataFrame(steps)
    return ChainLine(name, line.chain, stages, table, links, missing, members=members)
