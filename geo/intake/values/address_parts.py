"""An address with its postcode and town in one cell."""

from __future__ import annotations

import re

from geo.data.cities import CITIES
from geo.intake.values.city_names import city_name

LONGEST = 200
CODE = re.compile(r"^(.*\D.*?)[\s,;-]+([1-9]\d{3})\s?([A-Za-z]{2})(?![A-Za-z])[\s,;-]*([^\d,;]*)")
POSTCODE = re.compile(r"[1-9]\d{3}\s?[A-Za-z]{2}")
TOWN = re.compile(r"^(.*\d.*?)[,;\n]\s*([^\d,;\n]{3,40})$", re.S)
NEVER = re.compile(r"^(?:hs|huis|nederland|netherlands|nl)$", re.I)


def town_behind(text: object) -> tuple[str, str, str] | None:
    """Return street and number, postcode and town of an address; None where neither follows.

    A town alone counts only where it is one of the two cities.

    Examples
    --------
    >>> town_behind("Weena 5, 3012 AA Rotterdam"), town_behind("Overtoom 301 1054hw")
    (('Weena 5', '3012 AA', 'Rotterdam'), ('Overtoom 301', '1054 HW', ''))
    >>> town_behind("Overtoom 301, A'dam"), town_behind("Weena 5"), town_behind("Weena 5, achter")
    (('Overtoom 301', '', 'Amsterdam'), None, None)
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    # Looked for first: the whole pattern tries every place of a long address.
    if POSTCODE.search(text) and (found := CODE.match(text)):
        town = found[4].strip()
        named = "" if NEVER.match(town) else city_name(town) or ""
        return found[1].strip(" ,;-"), f"{found[2]} {found[3].upper()}", named
    if (found := TOWN.match(text)) and (named := city_name(found[2].strip()) or "") in CITIES:
        return found[1].strip(" ,;-"), "", named
    return None
