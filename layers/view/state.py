"""The state of a view as a short, stable address: what the URL holds and what it means.

The address holds codes, never labels, so that it opens the same view in either language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from geo.data.cities import CITIES
from geo.data.schemas import HUB_KINDS, HUB_STATUSES
from geo.data.selection import Filters
from geo.data.travel_modes import MODES
from layers.words.text import LANGUAGES

LAYER_KEYS = (
    "districts",
    "neighbourhoods",
    "clusters",
    "links",
    "stops",
    "meeting_places",
    "partners",
    "hubs",
    "sectors",
    "tenants",
)
DEFAULT_LAYERS = ("districts", "clusters", "links", "partners", "hubs", "sectors")
CLUSTER_BASES = ("hubs", "tenants")
CLUSTER_METHODS = ("hdbscan", "dbscan")
SINGLES: dict[str, tuple[str, ...]] = {
    "lang": LANGUAGES,
    "travel": MODES,
    "basis": CLUSTER_BASES,
    "method": CLUSTER_METHODS,
}
RADII_M = (150, 250, 400, 500, 750, 1000)
YEARS = range(1980, 2027)
LEASE_YEARS = range(2024, 2041)
EMPTY = "-"
LONGEST_SELECTED = 250  # a plan area of thirty corners
Parameters = Mapping[str, str]  # what an address says beside the state; text from outside


@dataclass(frozen=True)
class ViewState:
    """Everything that decides what a page shows, apart from the place of the map.

    Attributes
    ----------
    lang : "nl" or "en"
    cities, chains, stages, statuses, kinds, layers : tuple of str
    year, ends_before : int or None
    travel : "walk" or "cycle"
    basis : "hubs" or "tenants"
        What is clustered.
    method : "hdbscan" or "dbscan"
    radius : int
        DBSCAN radius, metres.
    selected : str
        Reference of the chosen thing, e.g. "hub:a-lab", or "".
    """

    lang: str = "nl"
    cities: tuple[str, ...] = CITIES
    chains: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = Filters().statuses
    kinds: tuple[str, ...] = HUB_KINDS
    layers: tuple[str, ...] = DEFAULT_LAYERS
    year: int | None = None
    ends_before: int | None = None
    travel: str = "walk"
    basis: str = "hubs"
    method: str = "hdbscan"
    radius: int = 400
    selected: str = ""

    def __post_init__(self) -> None:
        """Put what was chosen in a fixed order: equal views are equal, and layers lie right."""
        orders = (
            ("cities", CITIES),
            ("statuses", HUB_STATUSES),
            ("kinds", HUB_KINDS),
            ("layers", LAYER_KEYS),
        )
        for name, order in orders:
            chosen = getattr(self, name)
            object.__setattr__(self, name, tuple(code for code in order if code in chosen))

    @property
    def filters(self) -> Filters:
        """The part that decides which rows pass."""
        rows = (self.cities, self.chains, self.stages, self.statuses, self.kinds)
        return Filters(*rows, self.year, self.ends_before)

    def filters_for(self, *chains: str) -> Filters:
        """Return the filters for these chains, or every chain, and every stage.

        For a question about chains of its own, which a filter of stages would hide the answer to.

        Examples
        --------
        >>> asked = ViewState(chains=("music",), stages=("make",), year=2015).filters_for("fashion")
        >>> asked.chains, asked.stages, asked.year
        (('fashion',), (), 2015)
        """
        return replace(self.filters, chains=chains, stages=())


@dataclass(frozen=True)
class Address:
    """An address as it was understood.

    Attributes
    ----------
    state : ViewState
    parameters : dict of str
        What only one page knows, by name.
    place : dict of str
        Where the map is looked at: latitude, longitude and zoom, all three or none.
    dropped : tuple of str
        Name and beginning of each value that was left out, as plain text.
    """

    state: ViewState
    parameters: dict[str, str]
    place: dict[str, str]
    dropped: tuple[str, ...]


NAMES = {
    "lang": "taal",
    "cities": "stad",
    "chains": "keten",
    "stages": "schakel",
    "statuses": "status",
    "kinds": "soort",
    "layers": "lagen",
    "year": "jaar",
    "ends_before": "afloop",
    "travel": "reis",
    "basis": "van",
    "method": "cluster",
    "radius": "straal",
    "selected": "kies",
}


def to_query(state: ViewState) -> dict[str, str]:
    """Write a state as URL parameters; what stands at its default is left out.

    Examples
    --------
    >>> to_query(ViewState(chains=("fashion", "music"), year=2015))
    {'keten': 'fashion,music', 'jaar': '2015'}
    """
    default = ViewState()
    query = {}
    for item in fields(ViewState):
        value = getattr(state, item.name)
        if value == getattr(default, item.name):
            continue
        text = ",".join(value) if isinstance(value, tuple) else str(value)
        query[NAMES[item.name]] = text or EMPTY
    return query


def address_of(state: ViewState, parameters: Parameters) -> str:
    """Return the query string that reopens a page: the state, and what only that page knows.

    Examples
    --------
    >>> address_of(ViewState(cities=("Rotterdam",)), {"toon": "music"})
    'stad=Rotterdam&toon=music'
    """
    return urlencode({**to_query(state), **parameters})


def read_query(
    query: Mapping[str, str], chains: tuple[str, ...], stages: tuple[str, ...]
) -> tuple[ViewState, dict[str, str]]:
    """Read a state from URL parameters, and what was not allowed, by its name in the address.

    What is not allowed falls back to the default.

    Parameters
    ----------
    query : mapping of str
    chains, stages : tuple of str
        The codes of the chain model.

    Examples
    --------
    >>> read_query({"keten": "fashion,nonsense", "jaar": "12"}, ("fashion",), ())[0].chains
    ('fashion',)
    >>> read_query({"keten": "fashion,nonsense", "jaar": "9" * 5000}, ("fashion",), ())[1].keys()
    dict_keys(['keten', 'jaar'])
    """
    allowed: dict[str, tuple[str, ...]] = {
        "cities": CITIES,
        "chains": chains,
        "stages": stages,
        "statuses": HUB_STATUSES,
        "kinds": HUB_KINDS,
        "layers": LAYER_KEYS,
    }
    state = ViewState()
    changes: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, options in allowed.items():
        asked = query.get(NAMES[name], "").split(",")
        kept = tuple(code for code in options if code in asked)
        if kept or asked == [EMPTY]:
            changes[name] = kept
        if unknown := set(asked) - {*options, EMPTY, ""}:
            wrong[NAMES[name]] = ",".join(code for code in asked if code in unknown)
    numbers = {"year": tuple(YEARS), "ends_before": tuple(LEASE_YEARS), "radius": RADII_M}
    singles: dict[str, tuple[Any, ...]] = {**SINGLES, **numbers}
    for name, values in singles.items():
        # Compared as text: a number of thousands of digits is no number to Python.
        found = {str(value): value for value in values}
        text = query.get(NAMES[name], "")
        if text in found:
            changes[name] = found[text]
        elif text:
            wrong[NAMES[name]] = text
    selected = query.get(NAMES["selected"], "")
    if len(selected) <= LONGEST_SELECTED:
        changes["selected"] = selected
    else:
        wrong[NAMES["selected"]] = selected
    return replace(state, **changes), wrong
