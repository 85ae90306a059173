"""The house style in one file: fonts, colours and sizes of map, sheet and page.

Chain colours and stage shapes are data (``data/chain_model``); this file holds everything else.
"""

from __future__ import annotations

FONT = "Open Sans"
CAP_HEIGHT = 0.714  # of a capital of that font, as a share of its size
FONT_STACK = "'Open Sans', 'Noto Sans', 'Segoe UI', Helvetica, Arial, sans-serif"

# Base map: calm, so that the chains carry the eye. After the sample sheet.
LAND = "#f6f4ef"
WATER = "#cfe2ee"
WATER_LABEL = "#3f6f8f"
PARK = "#e3ecd6"
STREET = "#e2ddd2"
STREET_MAIN = "#b9b0a0"
RAIL = "#9a9a9a"
BOUNDARY = "#6b6b6b"

INK = "#1a1a1a"
INK_SOFT = "#4a4a4a"
TITLE = "#0b3c5d"
HIGHLIGHT = "#d1495b"
OWN = "#e07b00"  # the ring round a planner's own row
UNKNOWN = "#8c8c8c"
HUB_FILL = "#d3e0ea"  # not white: a hollow ring, for a coarse place, must look different
HUB_STROKE = "#0b3c5d"
CLUSTER = "#0b3c5d"
LINK = "#0b3c5d"
STOP = "#5b5b5b"
MEETING = "#7a5c3e"

# Five classes, light to dark, distinguishable in grey-scale print (ColorBrewer "YlOrBr").
CLASSES = ("#fff7e0", "#fee0a1", "#fdb55b", "#e0792a", "#9c3f0a")
NO_DATA = "#e6e6e6"

# Parts of the bar of a ranking: blues for the chain, earth for the place, greens for moving on.
TERM_COLOURS = {
    "in_house": "#0b3c5d",
    "near_stages": "#3f7fb0",
    "next_partner": "#93c4e4",
    "meeting": "#7a5c3e",
    "transit": "#c9a27a",
    "focus": "#d9a441",
    "starters": "#4f7f52",
    "turnover": "#a9cfa0",
}
