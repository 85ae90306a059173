from __future__ import annotations

from collections.abc import Hashable

from geo.data.street_words import address_keys, plain_words
from geo.intake.meaning.joining import WORD_FOR_ONE
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class RowsSpeltTwice(Rule):
    """Rows of one name at one address, one of which is spelt otherwise; they stay.

    Of rows with a KvK number `geo.intake.rules.table.rows_near_twice` tells.
    """

    code = "rows_spelt_twice"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows may repeat an earlier one whose name or address is spelt otherwise."""
        if not {"name", "address"} <= set(draft.values.columns):
            return draft
        named: dict[str, list[int]] = {}
        numbers = draft.values.get("kvk", draft.n * [None])
        for i, (name, number) in enumerate(zip(draft.values["name"], numbers, strict=True)):
            if isinstance(name, str) and not isinstance(number, str):
                called = WORD_FOR_ONE.sub("", plain_words(name))
                named.setdefault(called, []).append(i)
        at = [i for rows in named.values() if len(rows) > 1 for i in _again(draft, rows)]
        return draft.tell(self.code, self.level, sorted(at)) if at else draft


def _again(draft: Draft, rows: list[int]) -> list[int]:
    """Return the rows of one name at the door of an earlier one, and not written as it is."""
    values = draft.values.iloc[rows]
    cities = values.get("city", len(rows) * [""])
    written = zip(values["name"], values["address"], strict=True)
    seen: dict[Hashable, set[Hashable]] = {}
    found = []
    for i, city, spelt in zip(rows, cities, written, strict=True):
        for door in address_keys(plain_words(city or ""), spelt[1])[:1]:
            others = seen.setdefault(door, set())
            if others and spelt not in others:
                found.append(i)
            others.add(spelt)
    return found
