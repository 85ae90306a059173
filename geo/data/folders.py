"""Where the folders of the project are: the one module that looks at its own place."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
STATIC = ROOT / "static"
