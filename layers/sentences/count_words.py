"""How many there are, in words: on the map and in all, and how many are known of those published.

Made from the counts of `geo.data.tenant_count` alone: screen, sheet, slide, document and files take
their words from here.
"""

from __future__ import annotations

from geo.data.selection import Selection
from geo.data.store import Dataset
from geo.data.tenant_count import (
    KnownOfPublished,
    PlacedCounts,
    houses_in_scope,
    known_of_published,
    placed_counts,
)
from layers.words.text import text


def map_count_words(chosen: Selection, lang: str) -> str:
    """Count what is on the map: what stands above it."""
    found, asked = placed_counts(chosen), chosen.filters
    # Of the chains and stages that were asked for: what is known of all stands beside it.
    return text(
        "kaart.subtitle_chosen" if asked.chains or asked.stages else "kaart.subtitle",
        lang,
        hubs=found.hubs.on_map,
        tenants=found.tenants.on_map,
        partners=found.partners.on_map,
    )


def all_count_words(found: PlacedCounts, lang: str) -> str:
    """Count what passes the filters, with a place or without, and who of it is no organisation."""
    said = text(
        "kaart.counts_all",
        lang,
        hubs=found.hubs.all,
        hubs_aside=found.hubs.aside,
        tenants=found.tenants.all,
        tenants_aside=found.tenants.aside,
        partners=found.partners.all,
        partners_aside=found.partners.aside,
    )
    if not found.not_organisations:
        return said
    return f"{said} {text('kaart.counts_rooms', lang, n=found.not_organisations)}"


def with_rooms(words: str, rooms: int, lang: str) -> str:
    """Add to a count of tenants how many of them are no organisation, where there are any.

    Examples
    --------
    >>> with_rooms("3 huurders", 0, "nl"), with_rooms("3 tenants", 1, "en")
    ('3 huurders', '3 tenants, 1 of them no organisation')
    """
    return text("kaart.rooms_among", lang, words=words, n=rooms) if rooms else words


def known(dataset: Dataset, chosen: Selection) -> KnownOfPublished:
    """Count the tenants known by name of those that the buildings in scope say they have."""
    return known_of_published(dataset, houses_in_scope(chosen))


def known_words(found: KnownOfPublished, lang: str) -> str:
    """Say how many tenants are known of how many are published; "" where nobody publishes."""
    if not found.published:
        return ""
    return text(
        "kaart.known_of_published",
        lang,
        known=found.known,
        published=found.published,
        houses=found.houses,
        all_houses=found.all_houses,
    )


def count_notes(dataset: Dataset, chosen: Selection, lang: str) -> tuple[str, ...]:
    """What a view says of its numbers, wherever it goes."""
    told = (
        all_count_words(placed_counts(chosen), lang),
        known_words(known(dataset, chosen), lang),
    )
    return tuple(words for words in told if words)
