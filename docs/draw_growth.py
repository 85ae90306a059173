"""Draw how time grows with rows, ours beside others: ``.venv/bin/python docs/draw_growth.py``.

``growth.csv`` and ``peers.csv`` in ``benchmarks/`` are written by `python -m benchmarks.growth` and
`./ketenkaart peers`. Both axes are logarithmic: a line at the slope of the grey ones takes twice as
long for twice the rows.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

HERE = Path(__file__).parent
BENCHMARKS = HERE.parent / "benchmarks"
PICTURE = HERE / "growth.svg"
OURS = "ketenkaart"
TITLES = {
    "along_streets": "nearest of 2,000 along streets",
    "into_areas": "rows into 3,000 areas",
    "clusters": "clusters (HDBSCAN)",
    "into_page": "points into a page",
}


def draw(growth: pd.DataFrame, peers: pd.DataFrame) -> Figure:
    """One panel of our own steps, and one for each piece of work that others do too."""
    panels = [("our own steps", growth.rename(columns={"case": "who"}))]
    panels += [(TITLES[name], rows) for name, rows in peers.groupby("case", sort=False)]
    figure = Figure(figsize=(4 * len(panels), 4), layout="constrained")
    for axes, (title, rows) in zip(figure.subplots(1, len(panels)), panels, strict=True):
        _panel(axes, title, rows)
    return figure


def _panel(axes: Axes, title: str, rows: pd.DataFrame) -> None:
    axes.set(xscale="log", yscale="log", title=title, xlabel="rows")
    axes.set_ylabel("seconds of processor")
    first, last = rows["rows"].min(), rows["rows"].max()
    for start in (0.01, 0.1, 1.0):
        axes.plot([first, last], [start, start * last / first], color="0.85", zorder=0)
    low, high = rows["seconds"].min(), rows["seconds"].max()
    for who, each in rows.groupby("who", sort=False):
        wide = 2.5 if who == OURS else 1.2
        axes.plot(each["rows"], each["seconds"], marker="o", linewidth=wide, label=who)
    axes.set_ylim(low / 2, high * 2)
    axes.legend(frameon=False, fontsize=8)


def main() -> None:
    """Draw it, without a date or names drawn by lot: the same numbers give the same file."""
    mpl.rcParams["svg.hashsalt"] = "growth"
    kept = [pd.read_csv(BENCHMARKS / name) for name in ("growth.csv", "peers.csv")]
    draw(*kept).savefig(PICTURE, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main()
