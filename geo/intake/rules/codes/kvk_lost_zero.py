from __future__ import annotations

import re
from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule

IN_FRONT = re.compile(r"^(?:kvk|k\.v\.k\.)[\s.:\-]*(?:nr|nummer)?[\s.:\-]*", re.I)
LENGTHS = {"kvk": 8, "branch_number": 12}


class KvkLostZero(MendingRule):
    """A KvK or branch number that lost the zeros in front, because it was kept as a number."""

    code = "kvk_lost_zero"
    roles = ("kvk", "branch_number")

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the whole number for cells that lack one or two digits or have signs in it."""
        column, length = draft.roles[role], LENGTHS[role]
        found = {}
        for i, text in enumerate(draft.texts(column)):
            if len(text) == length and text.isdecimal():
                continue
            digits = digits_in(text)
            if (
                re.fullmatch(rf"\d{{{length - 2},{length}}}", digits)
                and digits.zfill(length) != text
            ):
                found[i] = digits.zfill(length)
        return found


def digits_in(text: str) -> str:
    """Return the digits of a number, whatever it was kept as and whatever stands in front.

    Examples
    --------
    >>> digits_in("12.345.678"), digits_in("KvK 12345678"), digits_in("1.2345678E7")
    ('12345678', '12345678', '12345678')
    """
    bare = IN_FRONT.sub("", text.strip())
    power = re.fullmatch(r"(\d)[.,](\d{1,11})e\+?(\d{1,2})", bare, re.I)
    if power and len(power[2]) == int(power[3]):
        return power[1] + power[2]
    return re.sub(r"[\s.\-]", "", re.sub(r"[.,]0$", "", bare))
