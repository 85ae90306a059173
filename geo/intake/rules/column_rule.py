"""Rules about the cells of one recognised column."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class ColumnRule(Rule):
    """A rule that has nothing to say where its column was not recognised.

    Attributes
    ----------
    role : str
    """

    role: ClassVar[str]

    @abstractmethod
    def look_at(self, draft: Draft, column: str) -> Draft:
        """Return the draft after a look at the column, which is there."""

    def apply(self, draft: Draft) -> Draft:
        """Look at the column where it is there."""
        column = draft.roles.get(self.role)
        return draft if column is None else self.look_at(draft, column)


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

    def settle(self, draft: Draft, role: str) -> Draft:  # noqa: ARG002
        """Return the draft with what else is to be done to a column that is there."""
        return draft

    def apply(self, draft: Draft) -> Draft:
        """Mend the cells and tell it, with one of them as an example."""
        for role in [role for role in self.roles if role in draft.roles]:
            found = self.becomes(draft, role)
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
            draft = self.settle(draft, role)
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

    def settle(self, draft: Draft, role: str, rows: Sequence[int]) -> Draft:  # noqa: ARG002
        """Return the draft with what else is to be done to the doubtful cells of a column."""
        return draft

    def apply(self, draft: Draft) -> Draft:
        """Tell the doubtful cells, with one as an example, and propose what can be guessed."""
        for role in [role for role in self.roles if role in draft.roles]:
            rows = self.doubtful(draft, role)
            if rows:
                draft = self.settle(self._ask(draft, role, rows), role, rows)
        return draft

    def _ask(self, draft: Draft, role: str, rows: Sequence[int]) -> Draft:
        column, target = draft.roles[role], self.target or role
        guesses = {i: guess for i in rows if (guess := self.guess(draft, role, i))}
        told = draft.tell(self.code, self.level, list(rows), column, draft.cell(rows[0], column))
        return told.propose(
            [draft.proposal(self.code, i, column, guess, target) for i, guess in guesses.items()]
        )
