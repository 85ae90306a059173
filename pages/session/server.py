"""What the server keeps for all planners: the shipped data, and answers that many ask for.

A planner's own rows and scenarios come in as arguments. What is made from rows is kept with those
rows, what is made from a scenario in its session: when the session ends, all are gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import update_wrapper, wraps
from inspect import signature
from operator import attrgetter
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

import pandas as pd
import streamlit as st

from geo.answers.comparison import load_terms
from geo.answers.surroundings import Surroundings, surroundings
from geo.data.coverage import Seen, all_seen, load_coverage
from geo.data.errors import DataErrors
from geo.data.selection import Filters, Selection, select
from geo.data.store import SHIPPED, Dataset, load_dataset
from geo.data.tenant_count import KnownOfPublished
from geo.evidence.unseen import Unseen, unseen_in
from geo.network.distances import CityDistances, city_distances
from geo.network.graph import StreetNetwork
from geo.network.kept_network import kept_network
from layers.map.layer_context import LayerContext
from layers.sentences.count_words import known
from layers.words.palette import palette
from pages.session.answers import Answers, answers_of_planner

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
TOLD: dict[str | type[Any], Callable[[Any], Any]] = {
    Dataset: attrgetter("key"),
    # As it is written: taking it apart field by field cost more than all else of a kept answer.
    Filters: repr,
}
"""What tells an argument of a kind from others."""
MOST_OWN = 16
"""Answers of one function that are kept with a planner's own rows, or in one session."""
MOST_MEASURED = 8
"""Answers of a function of which there is one a city and way of going, or a few more."""


class Shared(Protocol[P, R_co]):
    """A function whose answers are kept for all sessions."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """The answer, kept from an earlier call where there was one."""
        ...

    def clear(self) -> None:
        """Forget every answer."""
        ...


_OF_CHOICES: list[Shared[..., Any]] = []


def shared(most: int | None = None) -> Callable[[Callable[P, R]], Shared[P, R]]:
    """Keep the last ``most`` answers of a function for all sessions; answers never change.

    Without ``most`` every answer is kept: for what there are only a few of. A dataset among the
    arguments counts by its key. An argument whose name begins with ``_`` does not count. An answer
    made from tables with a planner's own rows in them is kept in those tables, and one made from
    what says to be ``of_one_planner`` in the session; nowhere else.
    """
    keep = st.cache_resource(show_spinner=False, max_entries=most, hash_funcs=TOLD)

    def kept(function: Callable[P, R]) -> Shared[P, R]:
        remembering = keep(function)
        if most is not None and most > MOST_MEASURED:
            _OF_CHOICES.append(remembering)
        return _WithOwn(function, remembering, most or MOST_OWN)

    return kept


def forget_choices() -> None:
    """Forget what is kept for all of what planners chose; data, networks and ways stay."""
    for each in _OF_CHOICES:
        each.clear()


def for_one(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last ``most`` answers of a function for the session that asked, and no other."""

    def kept(function: Callable[P, R]) -> Callable[P, R]:
        names = signature(function)

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            given = names.bind(*args, **kwargs).arguments
            return _kept_in(answers_of_planner(), function, given, most)

        return answer

    return kept


class _WithOwn(Generic[P, R]):
    """Answers of one function: those from shipped tables for all, those from own ones with them."""

    def __init__(self, function: Callable[P, R], for_all: Shared[P, R], most: int) -> None:
        self._function, self._for_all, self._most = function, for_all, min(most, MOST_OWN)
        self._names = signature(function)
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        data = next((each for each in args if isinstance(each, Dataset)), None)
        if data is not None and data.key != SHIPPED:
            home = data.answers
        elif any(getattr(each, "of_one_planner", False) for each in (*args, *kwargs.values())):
            home = answers_of_planner()
        else:
            return self._for_all(*args, **kwargs)
        given = self._names.bind(*args, **kwargs).arguments
        return _kept_in(home, self._function, given, self._most)

    def clear(self) -> None:
        """Forget what is kept for all."""
        self._for_all.clear()


def _kept_in(home: Answers, function: Callable[..., R], given: Mapping[str, Any], most: int) -> R:
    """Return an answer that is kept in ``home``; the oldest beyond ``most`` are forgotten."""
    key = tuple((name, _told(each)) for name, each in given.items() if not name.startswith("_"))
    kept: dict[object, R] = home.setdefault(function, {})
    with suppress(KeyError):
        return kept[key]
    new = kept[key] = function(**given)
    for oldest in list(kept)[:-most]:
        kept.pop(oldest, None)
    return new


def _told(value: object) -> object:
    """Return what tells an argument from others."""
    if isinstance(value, Dataset):
        return value.key
    if isinstance(value, pd.DataFrame):
        return tuple(value.columns), pd.util.hash_pandas_object(value.astype(str)).sum()
    return value


@shared()
def shipped() -> Dataset:
    """The shipped data, loaded and checked once; never changed."""
    return load_dataset()


def shipped_if_sound() -> Dataset | None:
    """The shipped data; None when it could not be loaded."""
    try:
        return shipped()
    except DataErrors:
        return None


@shared()
def network(city: str) -> StreetNetwork:
    """The street network of one city, loaded once; never changed."""
    return kept_network(city)


@shared(64)
def selection(data: Dataset, filters: Filters) -> Selection:
    """The rows a set of filters leaves; shared between sessions and never changed."""
    return select(data, filters)


@shared(64)
def known_tenants(data: Dataset, filters: Filters) -> KnownOfPublished:
    """How many tenants are known by name of what the filters leave, of those published."""
    return known(data, selection(data, filters))


@shared(1)
def coverage(data: Dataset) -> pd.DataFrame:
    """The table of coverage; read when it is first asked for, and never changed."""
    return load_coverage(data.chain_model)


@shared(1)
def terms() -> pd.DataFrame:
    """What is published of rent, selection and term; never changed."""
    return load_terms()


@shared()
def _seen(city: str) -> dict[tuple[str, str], Seen]:
    """What the sources could see in a city; no filter changes it."""
    return all_seen(coverage(shipped()), city)


@shared(32)
def _unseen(data: Dataset, filters: Filters, city: str) -> Unseen:
    return unseen_in(data, filters, coverage(shipped()), city, _seen(city))


def unseen(data: Dataset, filters: Filters, city: str) -> Unseen:
    """What may be among those not seen in one city; other cities and chains change nothing."""
    return _unseen(data, replace(filters, cities=(city,), chains=(), stages=()), city)


def context_of(data: Dataset, filters: Filters, lang: str) -> LayerContext:
    """What layers of the rows that a set of filters leaves are made with, in a language."""
    return LayerContext(data, selection(data, filters), palette(data.chain_model, lang), lang)


@shared(8)
def distances(
    data: Dataset, city: str, mode: str, _measured: CityDistances | None = None
) -> CityDistances:
    """All ways between the buildings and partners of a city; measured once, never changed.

    ``_measured`` are those ways where they are known already; it makes no other answer.
    """
    if _measured is not None:
        return _measured
    # A planner's own rows stand among the shipped ones, whose ways are known.
    known = None if data.key == shipped().key else distances(shipped(), city, mode)
    return city_distances(data.hubs, data.partners, network(city), city, mode, known)


@shared(8)
def around(data: Dataset, city: str) -> Surroundings:
    """What lies round every hub of a city on foot; measured once, never changed."""
    known = distances(data, city, "walk")
    return surroundings(data, network(city), city, known)


def today() -> str:
    """The day a thing is made on; a server that runs for weeks must not keep yesterday's."""
    return date.today().isoformat()
