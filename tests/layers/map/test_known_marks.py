"""What is known, absent and not seen is told apart on screen and paper, without colour too."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from layers.map.broken_layers import CLASSES
from layers.map.scenario_layers import LOOKS, worst_changes
from layers.paper.artists import symbol_glyphs
from layers.view.map_model import LegendEntry
from layers.view.symbol_svg import symbol_svg
from layers.view.symbols import HATCHED, STRIPES


def test_every_class_has_a_form_of_its_own() -> None:
    known = {name: CLASSES[name] for name in ("whole", "absent", "unseen")}
    shapes = [shape for shape, *_ in known.values()]
    assert len(set(shapes)) == len(shapes)
    # As an area too: a fill or none, and a dash of its own.
    assert len({(bool(fill), dash) for _, fill, _, dash in known.values()}) >= 2
    assert known["unseen"][0] == HATCHED
    assert known["absent"][1]  # a solid mark


def test_a_link_that_breaks_says_whether_its_next_stage_is_absent_or_not_seen() -> None:
    hubs = gpd.GeoDataFrame({"id": ["a", "b", "c", "d"]}, geometry=[None] * 4, crs=28992)
    changes = pd.DataFrame(
        [
            ("a", "broken", "not_seen"),
            ("a", "broken", "absent"),  # the graver of the two
            ("b", "further", "present"),
            ("b", "broken", "not_seen"),
            ("c", "broken", "not_seen"),  # but it closes itself
            ("d", "nearer", "present"),
        ],
        columns=["hub_id", "change", "state_after"],
    )
    worst = worst_changes(hubs, changes, {"c"}, set())
    assert worst.tolist() == ["broken", "unseen", "gone", "nearer"]
    assert LOOKS["unseen"][0] == HATCHED
    assert [shape for shape, *_ in LOOKS.values()].count(HATCHED) == 1


def test_stripes_lie_within_the_circle_and_apart() -> None:
    stripes = [shapely.Polygon(stripe) for stripe in STRIPES]
    circle = shapely.Point(0, 0).buffer(1.0, quad_segs=256)
    assert all(circle.buffer(1e-3).contains(stripe) for stripe in stripes)
    assert not any(a.intersects(b) for a in stripes for b in stripes if a is not b)
    # From the lower left to the upper right, y downwards.
    x, y = zip(*stripes[1].exterior.coords[:2], strict=True)
    assert (x[1] - x[0]) * (y[1] - y[0]) < 0


def test_legend_and_paper_draw_the_same_stripes() -> None:
    svg = symbol_svg(LegendEntry("", HATCHED, "", "#8c8c8c", 7))
    assert svg.count("<polygon") == len(STRIPES)
    glyphs = symbol_glyphs(HATCHED, "", "#8c8c8c", 5.0)
    assert [glyph.fill for glyph in glyphs] == ["#ffffff", *["#8c8c8c"] * len(STRIPES), ""]
