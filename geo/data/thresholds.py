"""From which number something is said, in one place: below it the answer is "too few".

Each is about a statement of its own: equal numbers are no reason to make two of them one.
"""

from __future__ import annotations

TEST_LEVEL = 0.05
"""The usual level of a statistical test: chance alone passes it once in twenty times."""

LEAST_SHOWN = 5
"""Smallest cell of an uploaded register that may be read or worked out: the minimum frequency of
`geo.data.small_numbers`."""
FEWEST_HIDDEN_CELLS = 2
"""Cells withheld on a line with a known total: a single one would follow from the rest."""
FEWEST_COUNT_COLUMNS = 2
"""Columns of counts from which an uploaded table is one of counts, with margins to work from."""

FEW_BUILDINGS = 3
"""Buildings under a median way to the next stage: of two it is the way of neither."""
FEW_OF_CHAIN = 2
"""Known tenants of a chain in a place: round a single one, missing stages say nothing of it."""
FEW_NAMED = 5
"""Named tenants under shares of a building: below five each of them is over 20 % of the whole."""
FEW_STAYS = 5
"""Stays with dates under a length of stay, a share of starters or a rate of moving on: below five
each of them is over 20 % of the whole."""
FEW_POINTS = 5
"""Points of either category under a co-location: below five a single one turns the quotient."""
FEW_EXPECTED = 5.0
"""Establishments of a sector expected in an area: with fewer the normal approximation of ln LQ does
not hold."""
FEW_AREAS = 30
"""Areas under a test for pattern between them: the usual advice for Moran's I and Gi*."""
FEW_BUSINESSES = 50
"""Establishments under a share: the source rounds its counts to five, a tenth of fifty."""

LEAST_LISTED = 0.5
"""Share of a city's cafés and restaurants on the lists under "few meeting places here": of fewer,
what is not on a list says more of the list than of the street."""

FEWEST_POINTS = 2
"""Points of which one can have a nearest neighbour."""
FEWEST_COMPARED, MOST_COMPARED = 2, 6
"""Hubs side by side: one has no other, and seven columns do not fit a sheet."""

BANDS_M = (250, 500, 1000)
"""Metres at which nearness is read: effects within 250 and under 500 m (Coll-Martínez 2019)."""
