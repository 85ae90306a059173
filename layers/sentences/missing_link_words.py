"""What *Open schakels* says of what it found."""

from __future__ import annotations

from collections.abc import Sequence

from geo.answers.missing_links import MissingLinks
from layers.words.text import text


def summary_words(found: MissingLinks, band_m: int, lang: str) -> str:
    """Say at how many places a link is open, at how many none, and where too little is known."""
    n = found.counts()
    counts = {"n": n.open, "one": n.one, "whole": n.whole, "few": n.few}
    known = {"absent": n.absent, "unseen": n.unseen}
    return text("schakels.summary", lang, band=band_m, **counts, **known)


def ways_words(found: MissingLinks, cities: Sequence[str], most: int | None, lang: str) -> str:
    """Say how many of the ways are drawn."""
    drawn, total = found.count_drawn(cities, most)
    return text("schakels.map_note", lang, drawn=drawn, total=total)


def places_words(found: MissingLinks, cities: Sequence[str], lang: str) -> str:
    """Say at how many places of which kind a link is open, below the title of a map."""
    kind, n = text(f"schakels.kind.{found.kind}", lang), found.counts(cities)
    counts = {"n": n.open, "one": n.one}
    return text("schakels.map_subtitle", lang, kind=kind, band=found.links[0].band_m, **counts)


def left_out_words(found: MissingLinks, band_m: int, lang: str) -> str:
    """Say which hubs and places take no part, and why."""
    left_out = found.links[0].left_out
    return text(
        "schakels.left_out",
        lang,
        coarse=left_out["too_coarse"],
        no_place=left_out["no_place"],
        empty=sum(each.left_out["no_tenants"] for each in found.links),
        band=band_m,
    )
