from __future__ import annotations

from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.readers.code_pages import WINDOWS, central, could_be_central
from geo.intake.rules.column_rule import AskingRule


class LettersCentral(AskingRule):
    """Names that were read as Western and may be of Central Europe: "Kuèera" for Kučera."""

    code = "letters_central"
    roles = ("name", "hub", "address", "street")

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the cells with such names, in a file that says nothing of its letters."""
        if draft.layer.encoding != WINDOWS:
            return ()
        texts = draft.values[role].tolist()
        return [i for i, text in enumerate(texts) if text and could_be_central(text)]

    def guess(self, draft: Draft, role: str, at: int) -> str | None:
        """Return the name in those letters."""
        return central(str(draft.values[role].iloc[at]))
