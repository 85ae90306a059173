"""Scenes: the list a planner makes, and the file that comes from outside."""

from __future__ import annotations

import json

import pytest
from views import NASTY_NAMES, view_of

from geo.data.errors import ArgumentError, DataErrors
from layers.view.scenes import (
    MOST_BYTES,
    MOST_SCENES,
    Place,
    added,
    from_file,
    moved,
    removed,
    reworded,
    scene,
    shown_at,
    to_file,
)
from layers.view.scenes_file import read_scenes
from layers.words.text import text

PLAIN = {"headline": "a", "note": "", "page": "kaart", "query": "keten=music"}


def five():
    return tuple(scene(word, "", "kaart", "") for word in "abcde")


def order(scenes) -> str:
    return "".join(one.headline for one in scenes)


def file_of(*rows: object, **more: object) -> bytes:
    return json.dumps({"ketenkaart_scenes": 1, "title": "t", "scenes": rows, **more}).encode()


def codes(content: bytes) -> list[str]:
    with pytest.raises(DataErrors) as caught:
        from_file(content, "mijn.json")
    for fault in caught.value.errors:
        for lang in ("nl", "en"):
            assert text(f"error.{fault.code}", lang, **fault.params)
    return [fault.code for fault in caught.value.errors]


def test_the_list_is_reordered_renamed_and_shortened() -> None:
    scenes = five()
    assert order(moved(scenes, 0, 1)) == "bacde"
    assert order(moved(scenes, 4, -2)) == "abecd"
    assert order(moved(scenes, 0, -1)) == order(moved(scenes, 4, 3)) == "abcde"
    assert order(removed(scenes, 2)) == "abde"
    again = reworded(scenes, 1, "nieuw", "noot")
    assert (again[1].headline, again[1].note, again[1].page) == ("nieuw", "noot", "kaart")
    assert order(scenes) == "abcde"


def test_a_thirteenth_scene_is_refused() -> None:
    scenes = five()
    while len(scenes) < MOST_SCENES:
        scenes = added(scenes, scene("x", "", "", ""))
    with pytest.raises(ArgumentError) as caught:
        added(scenes, scene("x", "", "", ""))
    assert caught.value.code == "scenes_full"


def test_a_saved_file_opens_the_same_scenes() -> None:
    scenes = tuple(
        scene(name, f"{name}\nregel twee", "kaart", "keten=music&stad=Amsterdam")
        for name in NASTY_NAMES[:MOST_SCENES]
    )
    scenes = (*scenes[:-1], scene("x", "", "waar", "", Place(52.37, 4.9, 13.5)))
    assert from_file(to_file(scenes, "Titel"), "x.json") == ("Titel", scenes)


def test_a_file_saved_by_notepad_opens() -> None:
    content = b"\xef\xbb\xbf" + to_file(five(), "t")
    assert from_file(content)[1] == five()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["scene_file_json"]),
        (b"\xff\xfe\x00", ["scene_file_json"]),
        (b"[" * 100_000, ["scene_file_json"]),
        (b" " * (MOST_BYTES + 1), ["scene_file_size"]),
        (b"[]", ["scene_file_format"]),
        (b'{"ketenkaart_scenes": 2, "scenes": []}', ["scene_file_format"]),
        (b'{"ketenkaart_scenes": 1}', ["scene_count"]),
        (file_of(*[PLAIN] * 13), ["scene_count"]),
        (file_of(PLAIN, more=1), ["scene_key"]),
        (file_of({**PLAIN, "script": "x"}), ["scene_key"]),
        (file_of({**PLAIN, "headline": 7}), ["scene_text"]),
        (file_of({k: v for k, v in PLAIN.items() if k != "query"}), ["scene_text"]),
        (file_of("geen scène", {**PLAIN, "note": None}), ["scene_text", "scene_text"]),
        (file_of({**PLAIN, "headline": "x" * 201}), ["scene_long"]),
        (file_of({**PLAIN, "place": {"lat": 52.0, "lon": 4.9}}), ["scene_place"]),
        (file_of({**PLAIN, "place": {"lat": True, "lon": 4.9, "zoom": 12}}), ["scene_place"]),
        (file_of({**PLAIN, "place": {"lat": 0, "lon": 0, "zoom": 12}}), ["scene_place"]),
        (
            file_of(PLAIN).replace(
                b'"keten=music"', b'"q", "place": {"lat": NaN, "lon":4,"zoom":9}'
            ),
            ["scene_place"],
        ),
    ],
)
def test_every_fault_of_a_file_is_named(content: bytes, expected: list[str]) -> None:
    assert codes(content) == expected


def test_a_title_that_is_no_text_is_named() -> None:
    assert codes(b'{"ketenkaart_scenes": 1, "title": 3, "scenes": []}') == ["scene_text"]


def test_control_characters_do_not_come_in() -> None:
    _, (one,) = from_file(file_of({**PLAIN, "headline": "Bel\x07", "note": "a\x00b"}))
    assert (one.headline, one.note) == ("Bel", "ab")


def test_the_ground_of_a_place_is_what_the_screen_showed() -> None:
    view = view_of(cities=("Amsterdam",))
    # By hand: Dam square is RD (121 397, 487 358) by the national formula, within 25 m; at zoom 15
    # a pixel there is 156543.034 * cos(52.373) / 32768 = 2.917 m, and the map is 900 pixels wide.
    minx, miny, maxx, maxy = shown_at(view, Place(52.3731, 4.8932, 15.0)).extent
    assert ((minx + maxx) / 2, (miny + maxy) / 2) == pytest.approx((121_397, 487_358), abs=60)
    assert maxx - minx == pytest.approx(900 * 2.917, rel=0.001)


def test_two_cities_or_no_place_leave_the_view_as_it_is() -> None:
    view = view_of(cities=("Amsterdam", "Rotterdam"))
    assert shown_at(view, Place(52.37, 4.9, 14.0)) is view
    assert shown_at(view, None) is view


# ---- in a process of its own


@pytest.mark.slow
def test_a_file_from_outside_is_read_as_here() -> None:
    assert read_scenes(to_file(five(), "Titel"), "x.json") == ("Titel", five())
