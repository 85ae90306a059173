"""What *Nabijheid* is asked: one of its six questions, read from the state and its parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.evidence.area_counts import LEVELS, SECTORS
from geo.evidence.association import BY
from layers.sentences.nearness_words import codes_of
from layers.view.state import Parameters, ViewState
from layers.words.palette import palette

QUESTIONS = ("matrix", "local", "curve", "hot", "quotient", "country")
# The page's own parameters in the address.
QUESTION, PER, POINTS, WHO, NEAR, VALUE, SHARE, LEVEL, KINDS = (
    "vraag", "per", "punten", "wie", "bij", "waarde", "lq", "gebied", "soorten",
)  # fmt: skip
FAMILY = ("creative", "every")  # unknown, other and food are no kinds of a test, unless asked for
ALL_POINTS = ("all", "tenants")  # partners are points too, or tenants alone
PAIRS = {"stage": ("make", "public"), "chain": ("visual_art", "design")}
VALUES = ("tenants", *SECTORS)


@dataclass(frozen=True)
class Asked:
    """What the page is asked.

    Attributes
    ----------
    question : str
        One of `QUESTIONS`.
    filters : Filters
        Without those of what is compared: a stage filter would take out the stages to compare, a
        chain filter the chains; with stages the chain filter stands, so that one chain can be
        looked at by itself.
    by : "stage" or "chain"
    partners : bool
        Whether partners are points too.
    pair : tuple of str
        Who is looked at, and whom they are near.
    value : str
        Counted per neighbourhood, one of `VALUES`.
    share, level : str
        The quotient asked for: of a sector or chain, per district or neighbourhood.
    every : bool
        Whether the pairs are also of what is unknown or no creative chain.
    """

    question: str
    filters: Filters
    by: str
    partners: bool
    pair: tuple[str, str]
    value: str
    share: str
    level: str
    every: bool

    @property
    def whole(self) -> Filters:
        """Filters of a share among all tenants: chain and stage would change what it is of."""
        return replace(self.filters, chains=(), stages=())


def asked_of(data: Dataset, state: ViewState, parameters: Parameters) -> Asked:
    """Read what is asked; what is not allowed falls back to what the page opens with."""
    by = _one_of(parameters, PER, BY, "stage")
    codes = codes_of(palette(data.chain_model, state.lang), by)
    chains = state.chains if by == "stage" else ()
    return Asked(
        _one_of(parameters, QUESTION, QUESTIONS, QUESTIONS[0]),
        state.filters_for(*chains),
        by,
        _one_of(parameters, POINTS, ALL_POINTS, "all") == "all",
        (
            _one_of(parameters, WHO, codes, PAIRS[by][0]),
            _one_of(parameters, NEAR, codes, PAIRS[by][1]),
        ),
        _one_of(parameters, VALUE, VALUES, "tenants"),
        _one_of(parameters, SHARE, (*SECTORS, *data.chain_model.ten), SECTORS[0]),
        _one_of(parameters, LEVEL, LEVELS, "district"),
        _one_of(parameters, KINDS, FAMILY, FAMILY[0]) == "every",
    )


def _one_of(parameters: Parameters, name: str, allowed: tuple[str, ...], default: str) -> str:
    value = parameters.get(name, default)
    return value if value in allowed else default
