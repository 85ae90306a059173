"""Likeness of names: by hand, against difflib, and in any order of words."""

from __future__ import annotations

import difflib

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intakes import read_here
from shapely import Point

from geo.intake.meaning.joining import link_to_hubs, twins
from geo.intake.values.column_names import role_of
from geo.intake.values.likeness import LIKE, likeliest, likeness

HUBS = gpd.GeoDataFrame(
    {
        "id": ["ams-1", "ams-2"],
        "name": ["Hof van Noord", "Westerdok Ateliers"],
        "city": ["Amsterdam", "Amsterdam"],
        "address": ["Overtoom 301", None],
    },
    geometry=[Point(119_500, 486_000), Point(122_000, 490_000)],
    crs="EPSG:28992",
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("abcd", "abcd", 1.0),
        ("abcd", "abce", 0.0),  # 2 * 3 / 8 = 0.75 is too little
        ("abcdefgh", "abcdefg", 2 * 7 / 15),
        ("hof van noord", "noord hof van", 1.0),
        ("hof van noord", "noord hof vn", 2 * 12 / 25),
        ("", "", 0.0),
        ("keilewerf", "", 0.0),
    ],
)
def test_likeness_by_hand(one: str, other: str, expected: float) -> None:
    assert likeness([one], [other])[0] == pytest.approx(expected, abs=1e-6)
    assert likeness([other], [one])[0] == pytest.approx(expected, abs=1e-6)


WORDS = st.text("abcde ", max_size=24).map(lambda text: " ".join(text.split()))


@given(WORDS, WORDS)
def test_nothing_that_difflib_finds_is_lost(one: str, other: str) -> None:
    ratio = difflib.SequenceMatcher(None, one, other).ratio()
    if ratio >= LIKE and one and other:
        assert likeness([one], [other])[0] >= ratio - 1e-6


@given(WORDS, st.lists(WORDS, max_size=8))
def test_the_most_alike_are_those_a_full_comparison_gives(asked: str, known: list[str]) -> None:
    scores = [float(likeness([asked], [name])[0]) for name in known] if asked else []
    expected = sorted((score for score in scores if score), reverse=True)[:3]
    found = likeliest([asked], known, 3)[0] if asked else []
    assert [score for _, score in found] == pytest.approx(expected, abs=6e-4)
    assert [scores[i] for i, _ in found] == pytest.approx(expected, abs=6e-4)


def linked(*lines: str) -> list[tuple[str, str, bool, float]]:
    content = ("naam;soort;hub;adres;plaats\n" + "\n".join(lines)).encode()
    links = link_to_hubs(read_here("a.csv", content).values, HUBS)
    return [(link.hub_id, link.by, link.certain, link.likeness) for link in links]


def test_words_in_another_order_are_proposed_and_never_assumed() -> None:
    assert linked("A;huurder;Noord, hof van;;") == [("ams-1", "like", False, 1.0)]
    assert linked("A;huurder;Ateliers Westerdok;;") == [("ams-2", "like", False, 1.0)]


def test_signs_alone_are_the_name_of_no_hub() -> None:
    assert linked("***;hub;;;Amsterdam", "A;huurder;***;;Amsterdam") == []


def test_a_twin_may_have_its_words_in_another_order() -> None:
    content = b"naam;plaats;x;y\nNoord Hof van;Amsterdam;119500;486000\n"
    found = twins(read_here("a.csv", content).values, "hubs", HUBS)
    assert [(twin.shipped_id, twin.likeness) for twin in found] == [("ams-1", 1.0)]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Huisnumer", "house_number"),
        ("Postkoode", "postcode"),
        ("Latitudde", "lat"),
        ("X-coördinat", "x"),
        ("De coördinaat", ""),  # as like that of x as that of y
        ("Kleurnaam", ""),
        ("stat", ""),
    ],
)
def test_a_misspelt_heading_is_known_when_it_can_mean_one_thing(heading: str, role: str) -> None:
    assert role_of(heading) == role
