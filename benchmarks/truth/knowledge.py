"""Is nobody there where the chance of nobody is put at 90 % or more?

Run it with `python -m benchmarks.truth.knowledge`.

Made-up cities: a hundred houses, each with a mix of its own round that of the city, so that houses
have themes; forty chains and stages, common and rare; partners outside. Of each house a list names
5 to 60 % of the tenants, at random or favouring some chains and stages by a factor two. Most houses
publish how many tenants they have, some only their studios, some nothing. The truth is known, and
is held against what `geo.evidence.knowledge` says of the houses and of bands of four.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.evidence.house_sizes import house_sizes
from geo.evidence.knowledge import Within, known
from geo.evidence.unseen import weighed

Floats = NDArray[np.float64]
CELLS = tuple((f"c{i // 4}", f"s{i % 4}") for i in range(40))
HOUSES, BAND = 100, 4
LISTED = (0.05, 0.60)
SURE = 0.90
CITY = "Made up"


@dataclass(frozen=True)
class MadeUp:
    """One city: what is true, and what is known.

    Attributes
    ----------
    truth, listed : array of int
        Houses × chains and stages (the last column: none of them): tenants, and those named.
    hubs : DataFrame
        As `house_sizes` takes them.
    partners, listed_partners : array of int
        Bands × chains and stages.
    unlisted : array
        Partners of each chain and stage that are expected to be missing from the lists.
    """

    truth: NDArray[np.int64]
    listed: NDArray[np.int64]
    hubs: pd.DataFrame
    partners: NDArray[np.int64]
    listed_partners: NDArray[np.int64]
    unlisted: Floats


def made_up(seed: int, *, biased: bool = False) -> MadeUp:
    """Make a city; the same seed makes the same one."""
    rng = np.random.default_rng(seed)
    mix = rng.dirichlet(np.r_[rng.gamma(0.6, 0.4, len(CELLS)) + 0.01, 8.0])
    sizes = np.clip(rng.lognormal(3.2, 0.9, HOUSES).astype(int), 3, 400)
    shares = rng.dirichlet(mix * rng.uniform(4.0, 25.0) + 1e-3, HOUSES)
    truth = np.array([rng.multinomial(n, p) for n, p in zip(sizes, shares, strict=True)])
    favour = np.r_[2.0 ** rng.choice([-1.0, 0.0, 1.0], len(CELLS)), 1.0] if biased else 1.0
    wanted = np.rint(sizes * rng.uniform(*LISTED, HOUSES)).astype(int)
    listed = np.array([_named(rng, *house, favour) for house in zip(truth, wanted, strict=True)])
    partners = rng.poisson(rng.gamma(0.5, 8.0, len(CELLS)) / 25, (HOUSES // BAND, len(CELLS)))
    complete = rng.uniform(0.2, 0.9, len(CELLS))
    seen = rng.binomial(partners, complete)
    return MadeUp(truth, listed, _hubs(rng, sizes), partners, seen, _hidden(rng, partners, seen))


def _named(rng: np.random.Generator, house: Floats, n: int, favour: Floats | float) -> Floats:
    """Name n tenants of a house, each as likely, or some chains and stages favoured."""
    who = np.repeat(np.arange(len(house)), house)
    weight = (np.ones(len(house)) * favour)[who]
    chosen = rng.choice(who, min(n, len(who)), replace=False, p=weight / weight.sum())
    return np.bincount(chosen, minlength=len(house))


def _hubs(rng: np.random.Generator, sizes: NDArray[np.int64]) -> pd.DataFrame:
    """Most publish N, some their studios only or too, some nothing."""
    told = rng.uniform(size=HOUSES)
    studios = np.rint(sizes / rng.lognormal(0.2, 0.35, HOUSES)).clip(1)
    return pd.DataFrame(
        {
            "id": [f"h{i}" for i in range(HOUSES)],
            "city": CITY,
            "tenants_published": pd.array(sizes, dtype="Int64"),
            "studios": pd.array(studios.astype(int), dtype="Int64"),
            "floor_area_m2": pd.array([None] * HOUSES, dtype="Int64"),
        }
    ).assign(
        tenants_published=lambda rows: rows["tenants_published"].mask(told > 0.6),
        studios=lambda rows: rows["studios"].mask((told > 0.8) | (told < 0.4)),
    )


def _hidden(rng: np.random.Generator, partners: Floats, seen: Floats) -> Floats:
    """A total is published of half of them; of the others a source is taken to list half."""
    published = rng.uniform(size=len(CELLS)) < 0.5
    return np.where(published, (partners - seen).sum(axis=0), seen.sum(axis=0) + 0.5)


def judged(city: MadeUp) -> pd.DataFrame:
    """Say of every house and band, chain and stage not seen there: its chance, and the truth.

    Returns
    -------
    DataFrame
        ``kind`` ("house" or "band"), ``chance, low, high`` that it is there, ``share_chance`` (from
        the share of the city alone), ``there``.
    """
    named = city.listed.sum(axis=1)
    who = np.repeat(np.arange(HOUSES), named)
    rows = {"hub_id": [f"h{i}" for i in who], "chain": "c", "stage": "s", "row_kind": None}
    houses = house_sizes(city.hubs, pd.DataFrame(rows), city.hubs).assign(register=False)
    counts = city.listed[:, :-1].astype(float)
    basis = weighed(CITY, houses, city.hubs, counts, city.unlisted, {}, CELLS)
    asked, within = _asked(city)
    told = known(basis, asked, within)
    share = counts.sum(axis=0) / max(named.sum(), 1)
    m = houses["size"].to_numpy() - houses["named"].to_numpy()
    unseen = pd.Series(m, index=houses.index)
    places = within.houses.assign(m=within.houses["hub_id"].map(unseen))
    total = asked["place_id"].map(places.groupby("place_id")["m"].sum())
    column = {cell: i for i, cell in enumerate(CELLS)}
    p = share[[column[cell] for cell in zip(asked["chain"], asked["stage"], strict=True)]]
    table = asked.assign(**told[["chance", "low", "high"]], share_chance=1 - (1 - p) ** total)
    whole = told["n_unsized"].eq(0) & told["state"].eq("not_seen")
    return table[whole].assign(kind=table["place_id"].str[0].map({"h": "house", "b": "band"}))


def _asked(city: MadeUp) -> tuple[pd.DataFrame, Within]:
    """Every house and band with what is known there, and the truth beside it."""
    bands = np.arange(HOUSES) // BAND
    by_band = [
        np.add.reduceat(x[:, :-1], np.arange(0, HOUSES, BAND)) for x in (city.truth, city.listed)
    ]
    found = np.vstack([city.listed[:, :-1], by_band[1] + city.listed_partners])
    truth = np.vstack([city.truth[:, :-1], by_band[0] + city.partners])
    ids = [*(f"h{i}" for i in range(HOUSES)), *(f"b{i}" for i in range(HOUSES // BAND))]
    asked = pd.DataFrame(
        [(place, *cell) for place in ids for cell in CELLS], columns=["place_id", "chain", "stage"]
    ).assign(found=found.ravel(), there=truth.ravel() > found.ravel(), undecided=0)
    hubs = [f"h{i}" for i in range(HOUSES)]
    pairs = pd.DataFrame({"place_id": [*hubs, *(f"b{i}" for i in bands)], "hub_id": hubs * 2})
    every = city.listed_partners.sum()
    near = (city.listed_partners.sum(axis=1) + 0.5) / (every + 1)
    return asked, Within(pairs, {f"b{i}": float(share) for i, share in enumerate(near)})


def measures(rows: pd.DataFrame) -> dict[str, float]:
    """Sum up what was said and what was true."""
    there = rows["there"].to_numpy(dtype=float)
    empty = rows["chance"].le(1 - SURE)

    def brier(said: pd.Series | float) -> float:
        return float(np.mean((np.asarray(said, dtype=float) - there) ** 2))

    return {
        "n": len(rows),
        "n_sure": int(empty.sum()),
        "truly_empty": float(1 - there[empty.to_numpy()].mean()) if empty.any() else float("nan"),
        "brier": brier(rows["chance"]),
        "brier_missing": brier(0.0),
        "brier_share": brier(rows["share_chance"]),
    }


def over(seeds: Iterable[int], *, biased: bool = False) -> pd.DataFrame:
    """What is said of several cities, in one table."""
    return pd.concat([judged(made_up(seed, biased=biased)) for seed in seeds], ignore_index=True)


def table(n_cities: int = 20) -> pd.DataFrame:
    """The measures under lists at random and lists that favour, of houses and of bands."""
    lines = {}
    for listing in ("random", "biased"):
        rows = over(range(n_cities), biased=listing == "biased")
        for kind, mine in rows.groupby("kind"):
            lines[f"{listing}, {kind}s"] = measures(mine)
    return pd.DataFrame(lines).T


if __name__ == "__main__":
    print(table().round(3).to_string())
