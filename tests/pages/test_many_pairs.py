"""*Nabijheid*: the pairs of a great many points are worked out when asked for."""

from __future__ import annotations

import numpy as np
import pytest
from app_pages import opened, said
from intakes import read_here
from streamlit.testing.v1 import AppTest

from geo.intake.process.pipeline import Options
from layers.words.text import text
from pages.own.file import KEPT, OwnFile

pytestmark = pytest.mark.slow

WORK = "nb.pairs"


def brought(n: int) -> OwnFile:
    """Own rows round the Dam, in no building."""
    xy = np.random.default_rng(1).normal((121_393, 487_354), 1_500, (n, 2))
    lines = [
        f"huurder;Bedrijf {i};Amsterdam;mode;maken;{x:.0f};{y:.0f}\n" for i, (x, y) in enumerate(xy)
    ]
    content = ("soort;naam;plaats;sector;schakel;x;y\n" + "".join(lines)).encode()
    return OwnFile("rijen.csv", content, Options(), read_here("rijen.csv", content))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page with own rows, where two hundred points are a great many."""
    monkeypatch.setattr("geo.evidence.association.MANY_POINTS", 200)
    return opened("nabijheid", {KEPT: brought(60)}, stad="Amsterdam", eigen="1")


def drawn(page: AppTest) -> int:
    return "".join(str(part.proto.body) for part in page.get("html")).count("data:image/svg+xml")


def test_pairs_of_many_points_wait_until_they_are_asked_for(page: AppTest) -> None:
    assert not page.exception
    assert drawn(page) == 0
    assert "duurt een paar minuten" in said(page)
    page.button(key=WORK).click().run()
    assert not page.exception
    # In the house and between houses; and the latter says that it counted in cells.
    assert drawn(page) == 2
    assert text("nabijheid.curve_cells", "nl", metres="100") in said(page)
    assert "duurt een paar minuten" not in said(page)


def test_another_choice_is_asked_for_anew(page: AppTest) -> None:
    page.button(key=WORK).click().run()
    assert drawn(page) == 2
    page.session_state["nb.by"] = "chain"
    again = page.run()
    assert drawn(again) == 0
    assert [button.label for button in again.button if button.key == WORK]
