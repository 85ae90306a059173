"""Where along a street a house number stands, from ranges of numbers and known doors.

A range (the numbers of one postcode on one side of a street) is known by the mean point of its
addresses. A number stands between that point and the next range's, as far as it lies between their
middle numbers: twice as near as the mean point alone. Every radius here holds nineteen of twenty
known doors (`data/QUALITY.md`, made by the data step).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from shapely import Point

SURE_M = 90.0
"""Nearer than this no number is known: half a large building and what the points miss."""
NEXT_M = 400.0
"""Ranges further apart than this are not next to each other along the street."""
BETWEEN_M = 600.0
CLOSE_M, OF_GAP = 180.0, 0.75
"""Share of the way between two points within which a number between them stands, as long as they
are this close. Points further apart are hardly ever of neighbours: there the whole way counts."""
BEYOND_M, BEYOND_PER_NUMBER_M, BEYOND_MOST_M = 60.0, 3.0, 300.0
"""A number beyond the point of the last range of its street: at least, a number wide, at most."""
LONE_M, PER_NUMBER_M, LONE_MOST_M = 200.0, 1.5, 450.0
"""A range without another beside it: at least, for each number it is wide, and at most."""
OF_STREET = 0.7
"""Share of the way from the middle of some of a street's addresses to the end of that street within
which one of them stands: where a street ends, its numbers do."""


def lone_accuracy(width: float) -> float:
    """Radius in metres round the mean point of a range of house numbers, by its width.

    Examples
    --------
    >>> lone_accuracy(20)
    230.0
    """
    return min(LONE_M + PER_NUMBER_M * width, LONE_MOST_M)


class Spot(NamedTuple):
    """A place and the radius in metres within which the true one is thought to lie."""

    point: Point
    accuracy_m: float


def metres_to_end(point: Point, street: Spot) -> float:
    """Metres from a point to the farthest end of a street.

    Parameters
    ----------
    point : Point
        EPSG:28992.
    street : Spot
        A point of the street, and how far it reaches from there.

    Examples
    --------
    >>> metres_to_end(Point(0, 0), Spot(Point(20, 0), 80.0))
    100.0
    """
    return float(point.distance(street.point)) + street.accuracy_m


class NumberRange(NamedTuple):
    """House numbers from first to last, with the mean point of their addresses (EPSG:28992).

    ``parity`` is "odd", "even" or "mixed"; ``postcode`` has six characters and no blank, or none.
    """

    first: int
    last: int
    parity: str
    postcode: str
    x: float
    y: float

    @property
    def middle(self) -> float:
        """The number in the middle."""
        return (self.first + self.last) / 2

    def on_side_of(self, number: int) -> bool:
        """Tell whether it may hold a number so odd or even."""
        return self.parity == "mixed" or (self.parity == "odd") == bool(number % 2)

    def metres_to(self, other: NumberRange) -> float:
        """Metres between the points of two ranges."""
        return math.hypot(other.x - self.x, other.y - self.y)

    def towards(self, other: NumberRange, share: float) -> Point:
        """Point on the line to another range; a share below 0 leads away from it."""
        return Point(self.x + share * (other.x - self.x), self.y + share * (other.y - self.y))


@dataclass(frozen=True)
class StreetNumbers:
    """The numbers of one street: ranges, doors known by themselves, and the street where known."""

    ranges: Sequence[NumberRange] = ()
    doors: Mapping[int, Point] = field(default_factory=dict)
    street: Spot | None = None

    def in_range(self, number: int, postcode: str = "") -> Spot | None:
        """Place a number that a range holds; that of the postcode first, then the narrowest.

        Examples
        --------
        Numbers 1-9 round (0, 0) and 11-19 round (100, 0): 9 stands four tenths of the way.

        >>> street = StreetNumbers([NumberRange(1, 9, "odd", "1234AB", 0, 0),
        ...                         NumberRange(11, 19, "odd", "1234AC", 100, 0)])
        >>> street.in_range(9)
        Spot(point=<POINT (40 0)>, accuracy_m=90.0)
        >>> street.in_range(10) is None
        True
        """
        side = self._sides[number % 2]
        found = [each for each in side if each.first <= number <= each.last]
        if not found:
            return None
        named = [each for each in found if postcode and each.postcode == postcode]
        here = min(named or found, key=lambda each: each.last - each.first)
        apart = [each for each in side if each.last < here.first or each.first > here.last]
        beside = [each for each in apart if here.metres_to(each) <= NEXT_M]
        doors = [door for door in self._doors_beside(number) if here.metres_to(door) <= NEXT_M]
        between = _between(number, [here, *beside, *doors])
        return between or self._beyond(number, here, beside) or self._alone(here)

    def _alone(self, here: NumberRange) -> Spot:
        """Place a number at the point of its range; no further off than the street goes."""
        point, metres = Point(here.x, here.y), lone_accuracy(here.last - here.first)
        return Spot(point, min(metres, max(SURE_M, OF_STREET * self._to_end(point))))

    def _to_end(self, point: Point) -> float:
        """Metres from a point to the end of the street; without end where that is not known."""
        return metres_to_end(point, self.street) if self.street else math.inf

    def _beyond(self, number: int, here: NumberRange, beside: Sequence[NumberRange]) -> Spot | None:
        """Place a number on the line of its range away from the next one, where there is one."""
        if not beside:
            return None
        other = min(beside, key=lambda each: (abs(each.middle - here.middle), each.first))
        share = (number - here.middle) / (other.middle - here.middle)
        radius = BEYOND_M + BEYOND_PER_NUMBER_M * (here.last - here.first)
        point = here.towards(other, share)
        return Spot(point, min(radius, BEYOND_MOST_M, self._to_end(point)))

    def _doors_beside(self, number: int) -> list[NumberRange]:
        """Doors on the side of a number as ranges of one, that number itself left out."""
        return [door for door in self._single[number % 2] if door.first != number]

    @cached_property
    def _sides(self) -> tuple[list[NumberRange], list[NumberRange]]:
        """Ranges that may hold an even number, and an odd one: asked for each door of a file."""
        even, odd = ([each for each in self.ranges if each.on_side_of(n)] for n in (0, 1))
        return even, odd

    @cached_property
    def _single(self) -> tuple[list[NumberRange], list[NumberRange]]:
        """Doors as ranges of one, even and odd."""
        ones = [NumberRange(n, n, "mixed", "", at.x, at.y) for n, at in self.doors.items()]
        return [o for o in ones if o.first % 2 == 0], [o for o in ones if o.first % 2]

    def between(self, number: int) -> Spot | None:
        """Place a number that lies between two known ones of its side of the street.

        Examples
        --------
        >>> street = StreetNumbers(doors={2: Point(0, 0), 12: Point(200, 0)})
        >>> street.between(4)
        Spot(point=<POINT (40 0)>, accuracy_m=200.0)
        >>> street.between(14) is None, street.between(5) is None
        (True, True)
        """
        return _between(number, [*self._sides[number % 2], *self._doors_beside(number)])


def _between(number: int, known: Sequence[NumberRange]) -> Spot | None:
    """Place a number between the known one below it and the one above."""
    below = [each for each in known if each.middle <= number]
    above = [each for each in known if each.middle >= number]
    if not below or not above:
        return None
    first = max(below, key=lambda each: (each.middle, each.first))
    others = [each for each in above if each.middle > first.middle]
    if not others:
        return None
    second = min(others, key=lambda each: (each.middle, each.first))
    gap = first.metres_to(second)
    if gap > BETWEEN_M:
        return None
    share = (number - first.middle) / (second.middle - first.middle)
    radius = OF_GAP * gap if gap <= CLOSE_M else gap
    return Spot(first.towards(second, share), max(SURE_M, radius))
