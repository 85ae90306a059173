"""Coordinate systems as a heading names them: "x_rd_oud", "lat (Bessel)", "Y EPSG:28991".

Only systems that numbers do not tell by themselves need a word: degrees on Bessel's ellipsoid look
like any degrees, and RD without its false origin like nothing in particular.
"""

from __future__ import annotations

import re
import unicodedata

NAMED = (
    (r"\b(?:rd|rijksdriehoek\w*|amersfoort)\b.*\b(?:oud|oude|old)\b", "EPSG:28991"),
    (r"\b(?:oud|oude|old)\b.*\b(?:rd|rijksdriehoek\w*)\b", "EPSG:28991"),
    (r"\b(?:x|y|x coord\w*|y coord\w*|[xy]\s?coordinaat)\b\s*(?:oud|old)$", "EPSG:28991"),
    (r"\bbessel\b|\bamersfoort\b", "EPSG:4289"),
    (r"\bed\s?50\b.*\butm\b|\butm\b.*\bed\s?50\b", "EPSG:23031"),
    (r"\bed\s?50\b", "EPSG:4230"),
    (r"\blambert\s?(?:19)?72\b", "EPSG:31370"),
    (r"\butm\s?(?:zone\s?)?31\s?n?\b", "EPSG:25831"),
    (r"\butm\s?(?:zone\s?)?32\s?n?\b", "EPSG:25832"),
)
CODES = frozenset(("28991", "4289", "4230", "23031", "31370", "3812", "25832", "32632"))
PLAIN = frozenset(("28992", "4326", "4258", "3857", "25831", "32631", "3035"))
"""Systems that numbers tell by themselves."""
WORDS = re.compile(
    r"\b(?:rd|rijksdriehoek\w*|amersfoort|oude?|old|bessel|ed\s?50|utm(?:\s?3[12]\s?n?)?|zone|"
    r"lambert|epsg|wgs\s?84|"
    r"etrs\s?89|srid|(?:19)?72|3[12]\s?n?|\d{4,5})\b"
)


def _words(heading: str) -> str:
    """Return a heading in small letters with blanks for signs; what stands in brackets stays."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    bare = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def system_of_heading(heading: str) -> str:
    """Return the system that a heading names and that numbers alone do not tell; "" for none.

    Examples
    --------
    >>> system_of_heading("x_rd_oud"), system_of_heading("lat (Bessel)")
    ('EPSG:28991', 'EPSG:4289')
    >>> system_of_heading("Y_EPSG4289"), system_of_heading("x_rd"), system_of_heading("lat")
    ('EPSG:4289', '', '')
    """
    words = _words(heading)
    codes = re.findall(r"(?<!\d)\d{4,5}(?!\d)", words)
    known = next((code for code in codes if code in CODES), "")
    if known or any(code in PLAIN for code in codes):
        return f"EPSG:{known}" if known else ""
    return next((code for pattern, code in NAMED if re.search(pattern, words)), "")


def without_system(heading: str) -> str:
    """Return a heading without the words that name a system; as it is when it names none.

    Examples
    --------
    >>> without_system("x_rd_oud"), without_system("Lat Bessel"), without_system("naam oud")
    ('x', 'lat', 'naam oud')
    """
    if not system_of_heading(heading):
        return heading
    bare = re.sub(r"(?<=\b[a-z])(?=epsg)", " ", _words(heading))
    return " ".join(WORDS.sub(" ", bare).split()) or heading
