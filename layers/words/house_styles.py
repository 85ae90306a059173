"""Ready house styles for sheets: the colours of both cities, and a neutral one.

Only colours are taken, as both cities publish them in the code of their design systems (Amsterdam:
https://github.com/Amsterdam/amsterdam-styled-components; Rotterdam: the theme at
https://github.com/nl-design-system/rotterdam). Logos and letters of the cities are not free and are
not here. A house style changes title and bar of a sheet; the colours of chains and ground stay, so
that two sheets are read with one legend.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers.words import style


@dataclass(frozen=True)
class HouseStyle:
    """Colours of what stands round the map.

    Attributes
    ----------
    key : str
    title : str
        Colour of titles, ``#rrggbb``; dark enough for white paper (4.5 to 1).
    accent : str
        Colour of the bar along the top edge; "" for none.
    """

    key: str
    title: str
    accent: str = ""


NEUTRAL = HouseStyle("neutral", style.TITLE)
HOUSE_STYLES = {
    made.key: made
    for made in (
        NEUTRAL,
        HouseStyle("amsterdam", "#004699", "#ec0000"),
        HouseStyle("rotterdam", "#00811f", "#00811f"),
    )
}
