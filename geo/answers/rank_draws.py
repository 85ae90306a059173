"""A rank as an interval: the order drawn many times over what is not known and what was chosen.

Each draw varies three things (Saisana, Saltelli & Tarantola 2005, *Uncertainty and sensitivity
analysis techniques as tools for the quality assessment of composite indicators*, J. R. Stat. Soc. A
168(2)): the weights, by a Dirichlet round the chosen ones; the scaling, as given or by rank; and
every term that is not known of a hub, by a hot deck: the value of another hub of its city of which
it is known (Andridge & Little 2010, *A review of hot deck imputation for survey non-response*, Int.
Stat. Rev. 78(1)). That the deck itself is a sample is drawn too, by the approximate Bayesian
bootstrap (Rubin & Schenker 1986, J. Am. Stat. Assoc. 81(394)).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ranks = npt.NDArray[np.intp]

DRAWS = 1000
SEED = 20051
CONCENTRATION = 50.0  # a weight of one sixth of the total then varies by about a third of itself
LEAST_DECK = 5  # fewer known values are no deck to draw from
COVER = 0.9
BY_RANK = 0.5  # of the draws, when scaling varies
TOP = 3
FEW_DRAWS = 200  # for what one unknown term would change
LIKELY = (0.1, 0.9)  # a low and a high value of an unknown term, among those known


@dataclass(frozen=True)
class Varied:
    """What the draws vary besides the terms that are not known.

    Attributes
    ----------
    weights, scaling : bool
    """

    weights: bool = True
    scaling: bool = True


@dataclass(frozen=True)
class Known:
    """What is known of every hub, and how heavy it weighs.

    Attributes
    ----------
    scaled : array
        Hubs × terms, 0-1; NaN is not known.
    city : array
        Of each hub.
    weight : array
        Of each term, 0 or more, not all 0.
    ranked : array of bool
        Which hubs take a place in the order; the others only lend what is known of them.
    """

    scaled: Floats
    city: npt.NDArray[np.object_]
    weight: Floats
    ranked: Flags

    @property
    def share(self) -> Floats:
        """The weights as shares of their sum."""
        return np.asarray(self.weight / self.weight.sum())


@dataclass(frozen=True)
class _Deck:
    """What an unknown term of the hubs of one city may be: as given and by rank."""

    rows: Ranks  # numbers of the hubs drawn for, among those ranked
    term: int
    given: Floats
    by_rank: Floats

    def drawn(self, rng: np.random.Generator, draws: int) -> tuple[Floats, Floats]:
        """Draw a value for every hub in every draw, hubs × draws."""
        n = len(self.given)
        if not n:
            free = rng.random((len(self.rows), draws))
            return free, free
        lent = rng.integers(n, size=(n, draws))
        taken = rng.integers(n, size=(len(self.rows), draws))
        of_deck = np.take_along_axis(lent, taken, axis=0)
        return self.given[of_deck], self.by_rank[of_deck]

    def likely(self) -> tuple[tuple[float, float], ...]:
        """A low and a high value, each as given and by rank."""
        if not len(self.given):
            return tuple((q, q) for q in LIKELY)
        order = np.argsort(self.given, kind="stable")
        at = [order[round(q * (len(order) - 1))] for q in LIKELY]
        return tuple((float(self.given[i]), float(self.by_rank[i])) for i in at)


def rank_draws(
    known: Known, draws: int = DRAWS, seed: int = SEED, varied: Varied | None = None
) -> pd.DataFrame:
    """Draw the order many times; the same seed gives the same answer.

    Parameters
    ----------
    known : Known
    draws, seed : int
    varied : Varied, optional
        Everything, if not given.

    Returns
    -------
    DataFrame
        A row for each hub that is ranked: ``rank`` (the median), ``rank_low, rank_high`` (hold
        nine draws of ten), ``rank_mean``, ``in_first`` (share of the draws among the first
        `TOP`), ``score`` (0-1, what is not known at the mean of its deck) with ``score_low,
        score_high`` (nine of ten ways to fill in what is not known; weights and scaling as
        chosen), and ``decisive``: the number of the unknown term on which the rank hangs most, -1
        where on none, with ``with_high, with_low``, the median rank with a high and with a low
        value of it. Of equal scores all have the better rank.

    Notes
    -----
    Fewer than `LEAST_DECK` known values in the city: the deck is that of all cities; fewer there:
    anything from 0 to 1.

    Examples
    --------
    Two terms of equal weight; of the last hub the second is not known:

    >>> scaled = np.array([[1, 1], [.8, .9], [.5, .5], [.4, .2], [.2, .1], [.9, np.nan]])
    >>> all_of_them = np.ones(6, dtype=bool)
    >>> known = Known(scaled, np.array(["A"] * 6, dtype=object), np.ones(2), all_of_them)
    >>> found = rank_draws(known, varied=Varied(weights=False, scaling=False))
    >>> found[["rank", "rank_low", "rank_high"]].values.tolist()[1:4]
    [[2, 2, 3], [4, 3, 4], [5, 5, 5]]
    >>> found.loc[5, ["decisive", "with_high", "with_low"]].tolist()
    [1, 2, 3]
    """
    rng, vary, ranked = np.random.default_rng(seed), varied or Varied(), known.ranked
    weights, by_rank = _weights(known, rng, draws, vary), _by_rank(known.scaled)
    scale = rng.random(draws) < BY_RANK if vary.scaling else np.zeros(draws, dtype=bool)
    decks = list(_decks(known, by_rank))
    given, ordered = (
        # What is not known of a term without weight is not drawn, and counts for nothing.
        np.repeat(np.nan_to_num(each[ranked]).T[:, :, None], draws, axis=2)
        for each in (known.scaled, by_rank)
    )
    for deck in decks:
        given[deck.term, deck.rows], ordered[deck.term, deck.rows] = deck.drawn(rng, draws)
    filled = np.where(scale, ordered, given)
    scores = np.einsum("thd,td->hd", filled, weights).round(9)
    found = _told(_ranks(scores))
    plain = np.tensordot(known.share, given, axes=1)
    tails = ((1 - COVER) / 2, (1 + COVER) / 2)
    found["score"] = plain.mean(axis=1)
    found["score_low"], found["score_high"] = np.quantile(plain, tails, axis=1)
    few = slice(min(FEW_DRAWS, draws))
    drawn = _Drawn(scores[:, few], filled[:, :, few], weights[:, few], scale[few])
    return found.join(_decisive(decks, drawn)).set_axis(np.flatnonzero(ranked), axis=0)


def _weights(known: Known, rng: np.random.Generator, draws: int, vary: Varied) -> Floats:
    """Weights, terms × draws; a weight of 0 stays 0."""
    weights = np.repeat(known.share[:, None], draws, axis=1)
    some = known.share > 0
    if vary.weights:
        weights[some] = rng.dirichlet(known.share[some] * CONCENTRATION, size=draws).T
    return weights


def _by_rank(scaled: Floats) -> Floats:
    """Each known value as its place among the known ones of its term, from 0 to 1."""
    from scipy.stats import rankdata

    ranks = rankdata(scaled, axis=0, nan_policy="omit") - 1
    n = np.isfinite(scaled).sum(axis=0)
    # All equal says nothing: half way, as the ranks of ties have it.
    return np.asarray(np.divide(ranks, n - 1, out=np.full_like(ranks, 0.5), where=n > 1)) + (
        scaled * 0
    )


def _decks(known: Known, by_rank: Floats) -> Iterator[_Deck]:
    """A deck for every term and city in which hubs miss it."""
    city = known.city[known.ranked]
    unknown = np.isnan(known.scaled[known.ranked])
    for term in np.flatnonzero(known.weight > 0):
        has = np.isfinite(known.scaled[:, term])
        for name in sorted(set(city[unknown[:, term]])):
            here = has & (known.city == name)
            rows = np.flatnonzero(unknown[:, term] & (city == name))
            lent = next((d for d in (here, has) if d.sum() >= LEAST_DECK), np.zeros_like(has))
            yield _Deck(rows, int(term), known.scaled[lent, term], by_rank[lent, term])


def _ranks(scores: Floats) -> Ranks:
    """Ranks from 1, hubs × draws; equals share the better one."""
    # Here and not above: a second of loading that the first page need not wait for.
    from scipy.stats import rankdata

    return np.asarray(rankdata(-scores, method="min", axis=0)).astype(np.intp)


def _told(ranks: Ranks) -> pd.DataFrame:
    sorted_, last = np.sort(ranks, axis=1), ranks.shape[1] - 1
    tail = (1 - COVER) / 2
    low, high = sorted_[:, math.floor(tail * last)], sorted_[:, math.ceil((1 - tail) * last)]
    return pd.DataFrame(
        {
            "rank": _middle(ranks),
            "rank_low": low,
            "rank_high": high,
            "rank_mean": ranks.mean(axis=1),
            "in_first": (ranks <= TOP).mean(axis=1),
        }
    )


@dataclass(frozen=True)
class _Drawn:
    scores: Floats  # hubs × draws
    filled: Floats  # terms × hubs × draws
    weights: Floats  # terms × draws
    scale: Flags  # draws


def _decisive(decks: list[_Deck], drawn: _Drawn) -> pd.DataFrame:
    """For each hub the unknown term between whose low and high value its rank moves most."""
    n = len(drawn.scores)
    found = pd.DataFrame({"decisive": -1, "with_high": 0, "with_low": 0}, index=range(n))
    most = np.zeros(n)
    for deck in decks:
        low, high = (_rank_with(deck, drawn, *value) for value in deck.likely())
        more = low - high > most[deck.rows]
        rows = deck.rows[more]
        found.loc[rows, "decisive"] = deck.term
        found.loc[rows, "with_high"], found.loc[rows, "with_low"] = high[more], low[more]
        most[rows] = (low - high)[more]
    return found


def _rank_with(deck: _Deck, drawn: _Drawn, given: float, by_rank: float) -> Ranks:
    """Median rank of each hub of a deck when its term had a value, the others as drawn."""
    draws, own = drawn.scores.shape[1], drawn.scores[deck.rows]
    change = np.where(drawn.scale, by_rank, given) - drawn.filled[deck.term, deck.rows]
    score = (own + drawn.weights[deck.term] * change).round(9)
    # One sorted row of scores of all draws: those of a draw lie within 0 to 1 of its number.
    apart = 2.0 * np.arange(draws)
    line = (np.sort(drawn.scores, axis=0) + apart).T.ravel()
    above = np.searchsorted(line, score + apart + 1e-10, side="right")
    better = (np.arange(draws) + 1) * len(drawn.scores) - above - (own > score)
    return _middle((better + 1).astype(np.intp))


def _middle(ranks: Ranks) -> Ranks:
    """The median of each row, the lower of two: a rank, and no half one."""
    at = (ranks.shape[1] - 1) // 2
    return np.asarray(np.partition(ranks, at, axis=1)[:, at])
