"""Headings that their own cells deny: a column "Gemeente" with yes and no names no town."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from geo.data.cities import CITIES
from geo.intake.meaning.abroad import foreign_postcode
from geo.intake.values.cells import number_of, text_of
from geo.intake.values.city_names import city_name
from geo.intake.values.codes import postcode_text

YES_NO = frozenset(
    ("ja", "nee", "j", "n", "yes", "no", "y", "waar", "onwaar", "true", "false", "x", "v")
    + ("wel", "niet", "deels", "n.v.t.")
)
ANSWERS = ("starter", "status", "id", "x", "y", "lat", "lon", "point", "count", "activity")
"""Roles that a yes or no, or an x, may well say something of."""
MOST = 0.8
LINK = re.compile(r"[^\s@]+@[^\s@]+\.\w+|(?:https?://|www\.)\S+", re.I)
POSTCODE = re.compile(r"\s*[1-9]\d{3}\s?[A-Za-z]{2}\s*")


def is_denied(role: str, sample: Sequence[object]) -> bool:
    """Say whether the cells of a column cannot be what its heading promises.

    Parameters
    ----------
    role : str
        Of its heading.
    sample : sequence
        Filled cells.

    Examples
    --------
    >>> is_denied("city", ["Ja", "Nee", "Ja"]), is_denied("city", ["Amsterdam", "Diemen"])
    (True, False)
    >>> is_denied("address", ["info@loods.nl"]), is_denied("postcode", ["Noord", "West"])
    (True, True)
    """
    texts = [text for cell in sample if (text := text_of(cell))]
    if not texts:
        return False
    if role not in ANSWERS and _most(texts, _is_answer):
        return True
    test = TESTS.get(role)
    return test is not None and _most(texts, test)


def _most(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    return sum(map(test, texts)) >= MOST * len(texts)


def _is_answer(text: str) -> bool:
    return text.strip().lower() in YES_NO


def _is_number(text: str) -> bool:
    return number_of(text) == number_of(text)  # noqa: PLR0124 - a missing number is not itself


def _no_city(text: str) -> bool:
    return bool(_is_number(text) or LINK.fullmatch(text) or POSTCODE.fullmatch(text))


def _no_street(text: str) -> bool:
    town = city_name(text) in CITIES and not re.search(r"\d", text)
    return bool(town or _is_number(text) or LINK.fullmatch(text) or POSTCODE.fullmatch(text))


def _no_postcode(text: str) -> bool:
    return postcode_text(text) is None and not re.search(r"\d", text) and not foreign_postcode(text)


def _no_name(text: str) -> bool:
    return bool(LINK.fullmatch(text) or POSTCODE.fullmatch(text))


TESTS: dict[str, Callable[[str], bool]] = {
    "city": _no_city,
    "address": _no_street,
    "street": _no_street,
    "postcode": _no_postcode,
    "name": _no_name,
}
"""What a cell is that its role cannot be."""
