"""What *Bereik* says of what lies round a building."""

from __future__ import annotations

from geo.answers.reach_content import ReachContent
from layers.words.numbers import number
from layers.words.text import text

OTHERS = ("tenants", "hubs")  # of a building all but its own are counted


def kind_words(kind: str, content: ReachContent, lang: str) -> str:
    """Name a kind of what is counted: other buildings where it is counted from one."""
    if content.hub_id or kind not in OTHERS:
        return text(f"bereik.kind_{kind}", lang)
    return text(f"pin.kind_{kind}", lang)


def reach_words(content: ReachContent, hub_name: str, limit: float, mode: str, lang: str) -> str:
    """Say what lies within some minutes of a building or a pin, counted."""
    counts = content.counts((limit,))[limit]
    return text(
        "bereik.sentence" if content.hub_id else "pin.sentence",
        lang,
        minutes=number(limit, lang),
        travel=text(f"travel.{mode}", lang),
        hub=hub_name,
        partners=number(counts["partners"], lang),
        tenants=number(counts["tenants"], lang),
        hubs=number(counts["hubs"], lang),
        meeting=number(counts["meeting_places"], lang),
        stops=number(counts["stops"], lang),
    )
