"""The ways of travelling that are measured, and how fast they go."""

from __future__ import annotations

MODES = ("walk", "cycle")
SPEED = {"walk": 4.8 / 3.6, "cycle": 15 / 3.6}  # metres a second
