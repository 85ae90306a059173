"""Names of streets as people say them; some of the source are those of a register of works."""

from __future__ import annotations

import html
import re

ROZENBURG = re.compile(r"\s*[\[(]RZB[\])]$")
REMARK = re.compile(r"\s*\[[^\]]*\]$")
WORK = re.compile(r"\d{3,4} (BRUG|VIADUCT)")
"""A bridge that has a number and no name."""
NUMBER_OF_WORK = re.compile(r"\s+\d{3,4}$")
EXIT = re.compile(r"\d{1,2}(?: & \d{1,2})?$|\bAMC \d$")
"""What the exit of a motorway ends in, as in "OSDORP 6"."""
JUNCTION = re.compile(r"^KP ")
SMALL = {"de", "den", "der", "het", "van"}


def told_street(name: str) -> tuple[str, str]:
    """Return the name of a street as people say it, and the village that tells it from another.

    Parameters
    ----------
    name : str
        As the source has it.

    Returns
    -------
    tuple of str
        Both "" for what is no street: a number, a bridge without a name, the exit of a motorway.

    Examples
    --------
    >>> told_street("Acacialaan[RZB]"), told_street("BLAUWBRUG 0236")
    (('Acacialaan', 'Rozenburg'), ('Blauwbrug', ''))
    >>> told_street("LAAN VAN KRONENBURG"), told_street("AMSTERDAM-SLOTERMEER 4 &amp; 3")
    (('Laan van Kronenburg', ''), ('', ''))
    """
    bare = html.unescape(name)
    part = "Rozenburg" if ROZENBURG.search(bare) else ""
    bare = REMARK.sub("", ROZENBURG.sub("", bare)).strip()
    if bare != bare.upper():
        return bare, part
    if not re.search("[A-Z]", bare) or WORK.fullmatch(bare):
        return "", ""
    named = NUMBER_OF_WORK.sub("", bare)
    if named == bare and EXIT.search(bare):
        return "", ""
    return _written(JUNCTION.sub("KNOOPPUNT ", named)), part


def _written(capitals: str) -> str:
    """Write a name of capitals as other names are: "KARL POPPERLAAN" as "Karl Popperlaan"."""
    words = ["-".join(part.capitalize() for part in word.split("-")) for word in capitals.split()]
    small = [word.lower() if word.lower() in SMALL else word for word in words[1:]]
    return " ".join([*words[:1], *small])
