"""What is said beside the numbers of a pin: how much is known, and what has no place to count."""

from __future__ import annotations

from geo.data.tenant_count import KnownOfPublished, PlacedCounts
from layers.sentences.count_words import known_words
from layers.words.text import text


def pin_notes(known: KnownOfPublished, counts: PlacedCounts, city: str, lang: str) -> list[str]:
    """Say how many tenants are known of how many, and what is not placed in the city of the pin.

    Parameters
    ----------
    known : KnownOfPublished
        Of the buildings within reach.
    counts : PlacedCounts
        Of the whole city, of what the filters leave.
    city : str
    lang : str
    """
    said = known_words(known, lang)
    if not said and known.all_houses:
        said = text("area.none_published", lang)
    aside = {"hubs": counts.hubs, "tenants": counts.tenants, "partners": counts.partners}
    left = {name: each.aside for name, each in aside.items()}
    not_placed = text("pin.no_place", lang, city=city, **left) if any(left.values()) else ""
    return [words for words in (said, not_placed) if words]
