"""The translation table: complete, one row a key, and never a template for the data."""

from __future__ import annotations

from string import Formatter

import pytest

from layers.words import text as module
from layers.words.text import table, text


def test_both_languages_ask_for_the_same_values() -> None:
    for key, texts in table().items():
        asked = [
            sorted({name for _, name, _, _ in Formatter().parse(words) if name})
            for words in texts.values()
        ]
        assert asked[0] == asked[1], key


@pytest.mark.parametrize("nasty", ["{{7*7}}", "{0.__class__}", "{lang}", "$HOME", "<b>"])
def test_a_value_is_put_in_literally(nasty: str) -> None:
    assert text("tip.hub", "nl", name=nasty, n=3) == f"{nasty}: 3 huurders bekend"


def test_a_key_that_stands_twice_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "a.csv").write_text("key,nl,en\nx,een,one\nx,twee,two\n", encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    table.cache_clear()
    with pytest.raises(ValueError, match="'x' twice"):
        table()
    table.cache_clear()


def test_a_comma_too_many_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "a.csv").write_text("key,nl,en\nx,een, twee,one\n", encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    table.cache_clear()
    with pytest.raises(ValueError, match="not two texts"):
        table()
    table.cache_clear()
