"""What a click on the ground of a map means: where it is, and whether it is a new one."""

from __future__ import annotations

from collections.abc import Mapping

from layers.web.folium_map import clicked_in

Seen = tuple[object, str]  # the last click on the ground, and the moment of the last on a symbol
NOTHING_SEEN: Seen = (None, "")
LatLng = Mapping[str, float]  # ``lat`` and ``lng``


def ground_clicked(answer: Mapping[str, object] | None, before: Seen) -> tuple[Seen, LatLng | None]:
    """Read what a map answered: what to compare with next time, and a new click on the ground.

    A click on a symbol opens its card and is a click on the map as well: it is no place on the
    ground. Each click on a symbol has its own moment.

    Parameters
    ----------
    answer : mapping or None
        What ``st_folium`` returned, ``last_clicked`` included.
    before : tuple
        What this returned for the answer before, `NOTHING_SEEN` at first.

    Examples
    --------
    >>> ground, symbol = {"lat": 52.0, "lng": 4.9}, "1790000000000 hub:h1"
    >>> ground_clicked({"last_clicked": ground}, NOTHING_SEEN)[1]
    {'lat': 52.0, 'lng': 4.9}
    >>> answer = {"last_clicked": ground, "last_object_clicked_popup": symbol}
    >>> ground_clicked(answer, NOTHING_SEEN)[1] is None
    True

    A map that was mounted anew knows of no symbol any more:

    >>> ground_clicked({"last_clicked": ground}, (None, "1790000000000"))[1]
    {'lat': 52.0, 'lng': 4.9}
    """
    click, on_symbol = (answer or {}).get("last_clicked"), clicked_in(answer)
    now = (click, on_symbol.moment if on_symbol else "")
    # A map that was mounted anew has forgotten its symbols: none was clicked since.
    on_ground = now[1] in ("", before[1])
    is_new = isinstance(click, dict) and click != before[0] and on_ground
    return now, click if is_new and isinstance(click, dict) else None
