"""Rules about the cells of one recognised column."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class MendingRule(Rule):
    """A rule that is sure what a cell means.

    Attributes
    ----------
    roles : tuple of str
        Recognised columns it looks at.
    """

    level = "mended"
    roles: ClassVar[tuple[str, ...]]

    @abstractmethod
    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return what the value at each position to be mended becomes."""

    def apply(self, draft: Draft) -> Draft:
        """Mend the cells and tell it, with one of them as an example."""
        for role in self.roles:
            found = self.becomes(draft, role) if role in draft.roles else {}
            if found:
                column, first = draft.roles[role], next(iter(found))
                draft = draft.mended(self.code, column, role, found).tell(
                    self.code,
                    self.level,
                    list(found),
                    column,
                    draft.cell(first, column),
                    becomes=found[first],
                )
        return draft


class AskingRule(Rule):
    """A rule that finds cells it is not sure of, and proposes what some of them may mean.

    Attributes
    ----------
    roles : tuple of str
        Recognised columns it looks at.
    target : str
        Value that a proposal fills; "" for the role itself.
    """

    level = "proposed"
    roles: ClassVar[tuple[str, ...]]
    target: ClassVar[str] = ""

    @abstractmethod
    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the positions of the cells that are in doubt."""

    def guess(self, draft: Draft, role: str, at: int) -> str | None:  # noqa: ARG002
        """Return what a doubtful cell may mean; None when there is no telling."""
        return None

    def apply(self, draft: Draft) -> Draft:
        """Tell the doubtful cells, with one as an example, and propose what can be guessed."""
        for role in self.roles:
            rows = self.doubtful(draft, role) if role in draft.roles else []
            if rows:
                draft = self._ask(draft, role, rows)
        return draft

    def _ask(self, draft: Draft, role: str, rows: Sequence[int]) -> Draft:
        column, target = draft.roles[role], self.target or role
        guesses = {i: guess for i in rows if (guess := self.guess(draft, role, i))}
        told = draft.tell(self.code, self.level, list(rows), column, draft.cell(rows[0], column))
        return told.propose(
            [draft.proposal(self.code, i, column, guess, target) for i, guess in guesses.items()]
        )
