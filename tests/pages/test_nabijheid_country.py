"""*Nabijheid*, the whole country: without a register, and with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pages import opened, said
from registers import made, register_rows

from layers.words.text import text

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_without_a_register_the_command_is_named(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KETENKAART_COUNTRY", raising=False)
    test = opened("nabijheid", taal=lang, vraag="country")
    assert not test.exception
    assert text("land.none", lang) in said(test)


def test_any_area_of_the_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path, register_rows())
    monkeypatch.setenv("KETENKAART_COUNTRY", str(folder.path))
    test = opened("nabijheid", vraag="country", land="GM2")
    assert not test.exception
    assert test.selectbox(key="nb.country").value == "GM2"
    (table,) = [each.value for each in test.dataframe]
    assert table["LQ"].notna().any()
    assert "Van 400 rijen hebben er 400 een plek" in said(test)
    test.selectbox(key="nb.country").set_value("GM9").run()
    assert text("land.empty", "nl") in said(test)


def test_a_folder_that_is_none_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKAART_COUNTRY", str(tmp_path))
    test = opened("nabijheid", vraag="country", land="<b>")
    assert not test.exception
    assert text("land.not_done", "nl") in said(test)
