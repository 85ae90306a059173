"""Plan areas as the map writes them into an address."""

from __future__ import annotations

from collections.abc import Sequence

from layers.view.plan_area import BASE, DIGIT, DIGITS, KIND, SOUTH, STEPS, WEST


def plan_ref(corners: Sequence[tuple[float, float]]) -> str:
    """Return corners (latitude, longitude) as the reference of a plan area."""
    steps = [(round((lat - SOUTH) * STEPS), round((lon - WEST) * STEPS)) for lat, lon in corners]
    return f"{KIND}:" + "".join(_digits(step) for pair in steps for step in pair)


def _digits(step: int) -> str:
    powers = [step // BASE**place % BASE for place in reversed(range(DIGITS))]
    return "".join(DIGIT[power] for power in powers)
