from __future__ import annotations

from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.codes import postcode_text


class PostcodeNotation(MendingRule):
    """Postcodes in small letters, with other signs between, or with the town behind them."""

    code = "postcode_notation"
    roles = ("postcode",)

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return 1033 ZX for cells that differ from it in more than the blank."""
        texts = draft.texts(draft.roles[role])
        codes = [postcode_text(text) for text in texts]
        return {
            i: code
            for i, (code, text) in enumerate(zip(codes, texts, strict=True))
            if code and code.replace(" ", "") != text.replace(" ", "")
        }

    def settle(self, draft: Draft, role: str) -> Draft:
        """Write every postcode alike; what is none is left out of the recognised values."""
        cells = draft.layer.table[draft.roles[role]]
        return draft.filled(role, [postcode_text(cell) for cell in cells])
