"""The page *Uitvoer*, run by Streamlit's own AppTest on the shipped data."""

from __future__ import annotations

import pytest
from app_pages import opened

from layers.words.text import text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("what", ["map", "figure", "slide", "data", "sheet", "atlas"])
def test_every_kind_opens_and_makes_nothing_by_itself(what: str, lang: str) -> None:
    test = opened("uitvoer", {"uitvoer.what": what}, taal=lang, stad="Rotterdam")
    assert not test.exception
    assert text("uitvoer.title", lang) in "\n".join(m.value for m in test.markdown)
    assert text("uitvoer.make", lang) in [button.label for button in test.button]
    assert "uitvoer.made" not in test.session_state


@pytest.mark.slow
def test_with_no_city_there_is_nothing_to_make() -> None:
    test = opened("uitvoer", {"uitvoer.what": "map"}, stad="-")
    assert not test.exception
    assert text("kaart.no_city", "nl") in [info.value for info in test.info]


@pytest.mark.slow
def test_the_preview_says_of_which_file_it_is() -> None:
    test = opened("uitvoer", {"uitvoer.what": "map"}, stad="Rotterdam", keten="film_media")
    test.button(key="uitvoer.preview").click().run()
    assert not test.exception
    (shown,) = test.get("image")
    assert "Voorbeeld van het bestand ketenkaart_kaart_" in shown.proto.imgs[0].alt
