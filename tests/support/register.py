"""A made-up business register of any length, the same each time."""

from __future__ import annotations

import random

CITIES = (("Amsterdam", 115_000, 480_000), ("Rotterdam", 86_000, 430_000))
SECTORS = ("muziek", "film", "mode", "drukwerk")


def register(n: int) -> bytes:
    """Return a CSV of ``n`` businesses round both cities in RD, with semicolons."""
    chance = random.Random(61)
    lines = ["naam;plaats;sector;x;y"]
    for i in range(n):
        city, west, south = CITIES[i % 2]
        x, y = west + chance.random() * 14_000, south + chance.random() * 12_000
        lines.append(f"Huurder {i:06d};{city};{SECTORS[i % 4]};{x:.1f};{y:.1f}")
    return ("\n".join(lines) + "\n").encode()
