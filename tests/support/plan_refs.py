"""Plan areas and pins as the map writes them into an address."""

from __future__ import annotations

from collections.abc import Sequence

from layers.view.plan_area import BASE, DIGIT, DIGITS, KIND, PIN, SOUTH, STEPS, WEST

Corner = tuple[float, float]  # latitude, longitude


def plan_ref(corners: Sequence[Corner]) -> str:
    """Return corners as the reference of a plan area."""
    return _ref(KIND, corners)


def pin_ref(at: Corner) -> str:
    """Return a place as the reference of a pin."""
    return _ref(PIN, [at])


def _ref(kind: str, corners: Sequence[Corner]) -> str:
    steps = [(round((lat - SOUTH) * STEPS), round((lon - WEST) * STEPS)) for lat, lon in corners]
    return f"{kind}:" + "".join(_digits(step) for pair in steps for step in pair)


def _digits(step: int) -> str:
    powers = [step // BASE**place % BASE for place in reversed(range(DIGITS))]
    return "".join(DIGIT[power] for power in powers)
