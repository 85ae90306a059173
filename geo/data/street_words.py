"""Read addresses: streets, house numbers and postcodes, whatever way they are written.

Names are folded to be compared, never to be shown: accents, hyphens and blanks go, Sint and St.,
Eerste and 1e, Zuidzijde and Z.z. become one.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import NamedTuple

LONGEST_RANGE = 200
"""House numbers further apart than this are no range ("12-301" is a flat)."""

MOST_DOORS = 120
"""House numbers of one address that are looked at: one long range, and some more."""
NUMBERED = re.compile(r"(.*?[^\W\d].*?)\s+(\d+)[a-z]*(?:\s*-\s*(\d+))?", re.I)

_ABBREVIATIONS = {
    **{"v": "van", "vd": "van der", "burg": "burgemeester", "str": "straat", "st": "sint"},
    **{"eerste": "1e", "tweede": "2e", "derde": "3e", "vierde": "4e"},
}
_STREET_WORDS = {
    **{"vijfde": "5e", "zesde": "6e", "zevende": "7e", "1ste": "1e", "2de": "2e", "3de": "3e"},
    **{"doctor": "dr", "dokter": "dr", "professor": "prof"},
    **{"dominee": "ds", "meester": "mr", "ingenieur": "ir", "burgem": "burgemeester"},
    **{"jonkheer": "jhr", "gen": "generaal", "adm": "admiraal", "pres": "president"},
    **{"nwe": "nieuwe", "nw": "nieuwe", "gebr": "gebroeders", "kon": "koningin"},
    **{"ln": "laan", "gr": "gracht"},
    **{"wm": "willem", "const": "constantyn", "weth": "wethouder", "secr": "secretaris"},
}

PAIR = re.compile(r"\b([nzowv])\.? ?([zd])\.?(?=[\s,]|$)", re.I)
REMARK = re.compile(r"\([^)]{0,400}\)")
"""What stands in brackets; a bracket that never closes is none, and is not looked for far."""
WORD = re.compile(r"(?<!['’`´\w])([^\W_]+)(\.?)")
"""A word and the dot behind it; 't and 's are none of their own."""
# Amsterdam's canals begin with a side, streets along Rotterdam's harbours end with one.
_FIRST_SIDE = {"nz": "nieuwezyds", "oz": "oudezyds"}
_LAST_SIDE = {"nz": "noordzyde", "zz": "zuidzyde", "oz": "oostzyde", "wz": "westzyde"}
_ENDINGS = (
    *(("dwstraat", "dwarsstraat"), ("dwstr", "dwarsstraat"), ("str", "straat")),
    *(("plnts", "plantsoen"), ("pln", "plein"), ("sngl", "singel"), ("wg", "weg")),
    *(("gr", "gracht"), ("ln", "laan"), ("kd", "kade")),
)


def plain_words(text: str) -> str:
    """Lower case, no accents, no punctuation: for comparing names, never for showing them.

    Examples
    --------
    >>> plain_words("TT. Nevéritaweg ")
    'tt neveritaweg'
    >>> plain_words("De Ruijterkade") == plain_words("de Ruyterkade")
    True
    >>> plain_words("Derde Wittenburgerdwarsstraat")
    '3e wittenburgerdwarsstraat'
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words).replace("ij", "y")


def street_key(name: str) -> str:
    """Fold the name of a street, so that the ways it is written become one.

    Examples
    --------
    >>> street_key("Sint-Agathastraat") == street_key("St. Agathastr.")
    True
    >>> street_key("Churchill-laan") == street_key("Churchilllaan")
    True
    >>> street_key("Prinsengr."), street_key("Kromme Waal")
    ('prinsengracht', 'krommewaal')
    >>> street_key("Maashaven Z.z.") == street_key("Maashaven Zuidzijde")
    True
    >>> street_key("N.Z. Voorburgwal") == street_key("Nieuwezijds Voorburgwal")
    True
    >>> street_key("Galileïstraat"), street_key("Eerste IJzerstraat")
    ('galileistraat', '1eyzerstraat')
    """
    words = _street_words(_with_pairs(name))
    if len(words) > 1:
        words[0] = _FIRST_SIDE.get(words[0], words[0])
        words[-1] = _LAST_SIDE.get(words[-1], words[-1])
    return _ended("".join(words))


def _street_words(text: str) -> list[str]:
    """Return the folded words of a street's name, titles and numbers in one way."""
    return [_STREET_WORDS.get(word, word) for word in plain_words(text).split()]


def _with_pairs(name: str) -> str:
    """Join two letters that are one word: "v.d." and "z.z."."""
    return PAIR.sub(r"\1\2", name.strip())


def _ended(word: str) -> str:
    """Write the ending of a street in full."""
    for short, long in _ENDINGS:
        if word.endswith(short):
            return word.removesuffix(short) + long
    return word


class Word(NamedTuple):
    """A word of a street's name: folded, as it is written, and whether it is broken off."""

    folded: str
    written: str
    short: bool


def words_of_street(name: str) -> list[Word]:
    """Return the words of a street's name: an initial, or one that ends in a dot, is short.

    Examples
    --------
    >>> [word for word in words_of_street("Pr. Hendrikstr.")]
    [Word(folded='pr', written='pr', short=True), \
Word(folded='hendrikstraat', written='hendrikstr', short=True)]
    >>> [word.folded for word in words_of_street("J.v.d. Heydenstraat")]
    ['j', 'van', 'der', 'heydenstraat']
    """
    found: list[Word] = []
    for written, dot in WORD.findall(_with_pairs(name)):
        folded = _street_words(written)
        bare = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode().lower()
        short = bool(dot) or len(written) == 1
        if len(folded) == 1:
            found.append(Word(folded[0], bare.replace("ij", "y"), short))
        else:
            found += [Word(word, word, False) for word in folded]
    if len(found) > 1 and found[0].folded in _FIRST_SIDE:
        found[0] = Word(_FIRST_SIDE[found[0].folded], found[0].written, False)
    if found:
        found[-1] = found[-1]._replace(folded=_ended(found[-1].folded))
    return found


def address_keys(city: str, address: str | None) -> list[tuple[str, str, int]]:
    """Split an address into city, folded street and house number, once for each number meant.

    A range such as 8-12 means 8, 10 and 12; letters after a number are left out.

    Examples
    --------
    >>> address_keys("Amsterdam", "Overtoom 301")
    [('Amsterdam', 'overtoom', 301)]
    >>> address_keys("Amsterdam", "1e Jan Steenstraat 12-16 hs")
    [('Amsterdam', '1ejansteenstraat', 12), ('Amsterdam', '1ejansteenstraat', 14), \
('Amsterdam', '1ejansteenstraat', 16)]
    >>> address_keys("Amsterdam", "WG-terrein"), address_keys("Rotterdam", "Weena 7\\n3012 AA")
    ([], [('Rotterdam', 'weena', 7)])
    """
    keys = (
        (city, key, number)
        for part in _parts(address)
        if (found := NUMBERED.match(part))
        for key in [street_key(found.group(1))]
        for number in _range(int(found.group(2)), int(found.group(3) or 0))
    )
    return list(islice(keys, MOST_DOORS))


def first_street(address: str | None) -> str:
    """The first street with a house number, as it is written; empty without one.

    Examples
    --------
    >>> first_street("Las Palmas, Wilhelminakade 332")
    'Wilhelminakade'
    """
    found = (NUMBERED.match(part) for part in _parts(address))
    return next((match.group(1) for match in found if match), "")


def _range(first: int, last: int) -> range:
    if first < last <= first + LONGEST_RANGE:
        return range(first, last + 1, 2)
    return range(first, first + 1)


def _parts(address: str | None) -> list[str]:
    """Split an address that names several; what stands in brackets is a remark."""
    if not isinstance(address, str):
        return []
    bare = REMARK.sub(" ", address)
    return [part.strip() for part in re.split(r"[/,;\n\r]|\s(?:en|and)\s", bare) if part.strip()]


def street_keys(address: str | None) -> list[str]:
    """Folded names of the streets an address speaks of, in order.

    Examples
    --------
    >>> street_keys("Piet Heinkade / Oostelijke Handelskade 12")
    ['pietheinkade', 'oostelykehandelskade']
    """
    return [key for name in street_names(address) if (key := street_key(name))]


def street_names(address: str | None) -> list[str]:
    """Return the streets an address speaks of as they are written, in order.

    Examples
    --------
    >>> street_names("Pr. Hendrikkade 33-II / 1e J. Steenstr. 4, Amsterdam")
    ['Pr. Hendrikkade', '1e J. Steenstr.', 'Amsterdam']
    """
    return [re.sub(r"\s+\d.*$", "", part) for part in _parts(address)]


def postcode_of(text: str | None) -> str | None:
    """Postcode without blank, six characters or four digits; None when it is neither.

    Examples
    --------
    >>> postcode_of("1054 hw"), postcode_of("3012"), postcode_of("Weena")
    ('1054HW', '3012', None)
    """
    if not isinstance(text, str):
        return None
    found = re.fullmatch(r"\s*([1-9]\d{3})\s*([A-Za-z]{2})?\s*", text)
    return found.group(1) + (found.group(2) or "").upper() if found else None
