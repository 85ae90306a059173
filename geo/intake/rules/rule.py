"""What every rule is: a code that never changes, a level, and what it does to a draft."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from geo.intake.model.draft import Draft


class Rule(ABC):
    """One thing that can be wrong with a file.

    Attributes
    ----------
    code : str
        Stable; the texts are ``intake.<code>`` and ``intake.<code>.remedy``.
    level : str
        One of `geo.intake.model.result.LEVELS`.
    """

    code: ClassVar[str]
    level: ClassVar[str]

    @abstractmethod
    def apply(self, draft: Draft) -> Draft:
        """Return the draft, mended and with notices where the rule finds something."""


class FactRule(Rule):
    """A rule whose fault was met, and got round, while the file was opened."""

    def apply(self, draft: Draft) -> Draft:
        """Tell what the opener found."""
        found = draft.layer.facts.get(self.code)
        if found is None:
            return draft
        params = {key: text for key, text in found.items() if key != "value"}
        return draft.tell(self.code, self.level, (), "", found.get("value", ""), **params)


class RejectingRule(Rule):
    """A rule that says of rows still without a place why they have none."""

    level = "rejected"

    @abstractmethod
    def wrong(self, draft: Draft) -> np.ndarray:
        """Say which rows the rule is about; those that are placed or dealt with do not count."""

    def apply(self, draft: Draft) -> Draft:
        """Reject the open rows that the rule is about, with one of them as an example."""
        at = np.flatnonzero(draft.open & self.wrong(draft))
        if len(at) == 0:
            return draft
        columns, value = " / ".join(draft.numbers.columns), draft.place_text(int(at[0]))
        rejected = draft.reject(self.code, at, self.why(draft, at))
        return rejected.tell(self.code, self.level, at, columns, value)

    def why(self, _draft: Draft, _at: np.ndarray) -> Sequence[str]:
        """Return of each of these rows what more there is to say (`why` of a rejection)."""
        return ()


def open_pairs(draft: Draft) -> np.ndarray:
    """Return the positions of open rows that hold something in a pair of columns for the place."""
    a_pair = len(draft.numbers.columns) == 2  # noqa: PLR2004
    return np.flatnonzero(draft.open & draft.numbers.given & a_pair)
