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

# Of the streets and names that only the web map draws.
BEYOND = "#efece4"
STREET_WIDE = "#cdc5b6"
TRAM = "#c4bfb6"
PLACE_NAME = "#77736b"

WHITE = "#ffffff"
INK = "#1a1a1a"
INK_SOFT = "#4a4a4a"
TITLE = "#0b3c5d"
HIGHLIGHT = "#d1495b"
OWN = "#d06c00"  # the ring round a planner's own row
OWN_FILL = "#0b3c5d"  # of that row on a map of its own
UNKNOWN = "#8c8c8c"
HUB_FILL = "#d3e0ea"  # not white: a hollow ring, for a coarse place, must look different
HUB_STROKE = "#0b3c5d"
CLUSTER = "#0b3c5d"
STOP = "#5b5b5b"
MEETING = "#7a5c3e"

# Five classes, light to dark, distinguishable in grey-scale print (ColorBrewer "YlOrBr").
CLASSES = ("#fff7e0", "#fee0a1", "#fdb55b", "#e0792a", "#9c3f0a")
NO_DATA = "#e6e6e6"
FEW = "#c9c9c9"  # a place of which too little is known
# A pie in a legend stands for any mix: three greys, and the share of each.
PIE_SAMPLE = (("#8c8c8c", 0.5), ("#bdbdbd", 0.3), ("#d9d9d9", 0.2))

# What chance would give, and what stands out: strong first. ColorBrewer "PuOr", safe for
# colour-blind readers: violet avoids, orange attracts.
AVOIDS = ("#5e3c99", "#b2abd2")
ATTRACTS = ("#e66101", "#fdb863")
NEUTRAL = "#f2f0ec"
NEUTRAL_AREA = "#e4e0d8"  # darker: an area lies see-through on the land
NEUTRAL_EDGE = "#cfc9bd"
SWATCH_EDGE = "#8f897c"
ENVELOPE = "#cfd8de"

# What a scenario does to a link; what breaks has the colour of a highlight.
GONE = "#3a3a3a"
NEARER = "#a6dba0"
MENDED = "#117733"

# Within reach: light is near. One hue, so that the three stay apart in grey print.
REACH = ("#08519c", "#6baed6", "#c6dbef")

# First row of a table on paper.
HEAD_FILL = "#eef1f4"

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
