"""A large own register in a real Chromium: cells from afar, each row from near, sent once."""

from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pytest
from controls import go_to, listening, looked_at, taken_in, until
from own_crowd import DAM
from playwright.sync_api import Frame, Page, Request, expect

pytestmark = pytest.mark.browser
WAIT = 120_000
MANY, OTHERS = 3_300, 200
NAME = 'Atelier <b>Vet</b> "{{7*7}}"'
ALONE = (124_120.0, 489_930.0)  # in the north, where no other row is
LAYERS = "Object.values(map._layers).filter(l => l.content && l.features)"
CELLS = f"() => {LAYERS}.filter(l => l.content.counts).reduce((n, l) => n + l.features.length, 0)"
POINTS = f"() => {LAYERS}.filter(l => l.content.crowd).flatMap(l => l.features)"
NAMED = f"() => {{ const p = ({POINTS})(); return p.length && p.every(f => f.card.length); }}"
OWN = f"({POINTS})().filter(f => f.ring).map(f => f.chain_words)"
CHAINS = f"() => Array.from(new Set({OWN})).sort().join()"


def degrees(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a place."""
    at = gpd.GeoSeries.from_xy([x], [y], crs=28992).to_crs(4326)[0]
    return at.y, at.x


def register() -> bytes:
    """Rows round the Dam, one far from all others, and sixty on one spot."""
    dice = np.random.default_rng(7)
    places = dice.normal(DAM, 900, (MANY + OTHERS, 2)).round(1)
    rows = [f"huurder;Bedrijf {i};mode;maken;{x};{y}" for i, (x, y) in enumerate(places[:MANY])]
    rows += [f"huurder;Klank {i};muziek;maken;{x};{y}" for i, (x, y) in enumerate(places[MANY:])]
    rows += [f"huurder;Toren {i};mode;maken;{DAM[0]};{DAM[1]}" for i in range(60)]
    name = NAME.replace('"', '""')
    rows.append(f'huurder;"{name}";mode;maken;{ALONE[0]};{ALONE[1]}')
    return "\n".join(["soort;naam;sector;schakel;x;y", *rows]).encode()


def bring(page: Page, address: str) -> Frame:
    """Have the register take part, and open *Kaart*."""
    page.goto(f"{address}/eigen?stad=Amsterdam")
    page.locator("input[type=file]").set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": register()}, timeout=WAIT
    )
    page.get_by_text("Eigen rijen en correcties doen mee", exact=True).click(timeout=WAIT)
    expect(page.get_by_text("Eigen rijen doen mee:")).to_be_visible(timeout=WAIT)
    with taken_in(page):
        go_to(page, "Kaart")
    frame = listening(page)
    frame.wait_for_function(CELLS, timeout=WAIT)
    return frame


def test_a_register_is_counted_from_afar_and_seen_row_by_row_from_near(
    page: Page, app_address: str
) -> None:
    fetched: list[str] = []

    def note(request: Request) -> None:
        if "/media/" in request.url and ".bin" in request.url:
            fetched.append(request.headers.get("range", "all"))

    page.on("request", note)
    frame = bring(page, app_address)
    assert frame.evaluate(POINTS) == []
    until(page, lambda: len(fetched) == 1)  # places and kinds, and no name yet

    looked_at(frame, *degrees(*DAM), 17)
    frame.wait_for_function(NAMED)
    assert frame.evaluate(CELLS) == 0
    assert frame.evaluate(CHAINS) == "mode,muziek"
    # Sixty on one spot are one pie that opens all of them.
    piles = f"() => ({POINTS})().filter(f => f.members).map(f => f.members().length)"
    assert frame.evaluate(piles) == [60]

    looked_at(frame, *degrees(*DAM), 12)
    frame.wait_for_function(CELLS)
    assert frame.evaluate(POINTS) == []

    looked_at(frame, *degrees(*ALONE), 17)
    frame.wait_for_function(NAMED)
    frame.locator("#map_div").hover()
    expect(frame.locator(".ketenkaart-tip")).to_have_text(f"{NAME} · mode · maken")
    frame.locator("#map_div").click()
    expect(frame.locator(".ketenkaart-card h3")).to_have_text(NAME)
    expect(page).to_have_url(re.compile("partner%3Aown-|partner:own-"), timeout=WAIT)
    # The fact sheet opens by itself; a press on its button would close it.
    expect(page.get_by_text(NAME, exact=True).first).to_be_visible()

    looked_at(frame, *degrees(*DAM), 17)
    frame.wait_for_function(NAMED)
    heads = len([each for each in fetched if each.startswith("bytes=0-")])
    page.locator(".st-key-map_legend summary").click()
    with taken_in(page):
        page.locator(".st-key-legend-chains button").filter(has_text="mode").click()
    frame.wait_for_function(f"() => ({CHAINS})() === 'mode'")
    assert len([each for each in fetched if each.startswith("bytes=0-")]) == heads == 1
