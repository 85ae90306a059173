"""Draw how time grows with rows, ours beside others: ``.venv/bin/python docs/draw_growth.py``.

``growth.csv`` and ``peers.csv`` in ``benchmarks/`` are written by `python -m benchmarks.growth` and
`./ketenkaart peers`. Both axes are logarithmic: a line at the slope of the grey ones takes twice as
long for twice the rows.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

HERE = Path(__file__).parent
BENCHMARKS = HERE.parent / "benchmarks"
PICTURE = HERE / "growth.svg"
OURS = "ketenkaart"
OWN_STEPS = "Own steps of Ketenkaart"
TITLES = {
    "along_streets": "Nearest of 2,000 partners along the streets",
    "into_areas": "In which of 3,000 areas each row lies",
    "clusters": "Clusters (HDBSCAN)",
    "into_page": "Points on their way into a page",
}
STEPS = {
    "describe_clusters": "what each cluster holds",
    "find_clusters": "clusters of as many buildings",
    "cluster_stability": "how firm clusters are",
    "chance_scores": "clusters by chance",
    "cross_k": "a pair by distance (cross-K)",
    "colocation": "pairs in the house",
    OURS: "Ketenkaart",
}
COLUMNS = 3
HEADING = (
    "How much longer does it take with more rows? "
    "Along a grey line twice the rows take twice as long; lower is quicker."
)


def draw(growth: pd.DataFrame, peers: pd.DataFrame) -> Figure:
    """One panel of our own steps, and one for each piece of work that others do too."""
    panels = [(OWN_STEPS, growth.rename(columns={"case": "who"}))]
    panels += [(TITLES[name], rows) for name, rows in peers.groupby("case", sort=False)]
    lines = -(-len(panels) // COLUMNS)
    figure = Figure(figsize=(4.6 * COLUMNS, 4.2 * lines), layout="constrained")
    figure.suptitle(HEADING, fontsize=13)
    places = figure.subplots(lines, COLUMNS).ravel()
    for axes, (title, rows) in zip(places, panels, strict=False):
        _panel(axes, title, rows)
    for axes in places[len(panels) :]:
        axes.remove()
    return figure


def _panel(axes: Axes, title: str, rows: pd.DataFrame) -> None:
    axes.set(xscale="log", yscale="log", xlabel="rows", ylabel="seconds of one processor")
    axes.set_title(title, fontsize=12)
    first, last = rows["rows"].min(), rows["rows"].max()
    for start in 10.0 ** np.arange(-8, 4):
        axes.plot([first, last], [start, start * last / first], color="0.85", zorder=0)
    low, high = rows["seconds"].min(), rows["seconds"].max()
    for who, each in rows.groupby("who", sort=False):
        wide = 2.5 if who == OURS else 1.2
        label = STEPS.get(who, who)
        axes.plot(each["rows"], each["seconds"], marker="o", linewidth=wide, label=label)
    # Room above the lines for what they are called.
    axes.set_ylim(low / 2, high * (high / low) ** 0.6 * 2)
    for axis, words in ((axes.xaxis, "{:,.0f}"), (axes.yaxis, "{:,g}")):
        axis.set_major_formatter(FuncFormatter(lambda value, _, words=words: words.format(value)))
        axis.set_minor_formatter(NullFormatter())
    axes.legend(loc="upper left", framealpha=1, edgecolor="white", fontsize=9)


def main() -> None:
    """Draw it, without a date or names drawn by lot: the same numbers give the same file."""
    mpl.rcParams["svg.hashsalt"] = "growth"
    kept = [pd.read_csv(BENCHMARKS / name) for name in ("growth.csv", "peers.csv")]
    draw(*kept).savefig(PICTURE, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    main()
