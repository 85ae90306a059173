from __future__ import annotations

from collections.abc import Sequence

from geo.intake.meaning.abroad import foreign_postcode, not_of_the_cities
from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.cells import is_nothing
from geo.intake.values.codes import postcode_guess


class PostcodeOdd(AskingRule):
    """A postcode that cannot be one; where an O stands for a 0 the likely one is proposed."""

    code = "postcode_odd"
    roles = ("postcode",)

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows with something that is no postcode."""
        texts = draft.texts(draft.roles[role])
        away = not_of_the_cities(draft)
        odd = [
            i
            for i, (code, text) in enumerate(zip(draft.values[role], texts, strict=True))
            if not isinstance(code, str) and not is_nothing(text) and not away[i]
        ]
        # Without a place a postcode of another country is right as it is.
        return [i for i in odd if self.guess(draft, role, i) or not foreign_postcode(texts[i])]

    def guess(self, draft: Draft, role: str, at: int) -> str | None:
        """Exchange letters and digits that look alike."""
        return postcode_guess(draft.layer.table[draft.roles[role]].iloc[at])
