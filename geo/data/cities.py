"""The cities of the map, in the order in which they are shown."""

from __future__ import annotations

CITIES = ("Amsterdam", "Rotterdam")
