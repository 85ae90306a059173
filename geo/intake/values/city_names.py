"""The two cities by the names that people give them."""

from __future__ import annotations

import re

from geo.intake.values.cells import is_nothing

CITY_NAMES = {
    "Amsterdam": r"amsterdam\b.*|a'?dam|adam|mokum|ams|020",
    "Rotterdam": r"rotterdam\b.*|r'?dam|rdam|rtd|rtm|010",
}


def city_name(text: str | None) -> str | None:
    """Return Amsterdam or Rotterdam for their many spellings, else the text.

    Examples
    --------
    >>> city_name("A'dam"), city_name("ROTTERDAM"), city_name("Utrecht"), city_name("-")
    ('Amsterdam', 'Rotterdam', 'Utrecht', None)
    """
    if text is None or is_nothing(text):
        return None
    plain = text.strip().lower()[:60]
    found = (city for city, words in CITY_NAMES.items() if re.fullmatch(words, plain))
    return next(found, text)
