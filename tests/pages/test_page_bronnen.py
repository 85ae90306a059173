"""*Bronnen*: every part on completeness opens, in both languages, and says n of N."""

from __future__ import annotations

import pytest
from app_pages import opened, said

from layers.words.methods import methods
from layers.words.text import LANGUAGES, text

TABS = ("cells", "totals", "houses", "sources", "businesses")


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tab", TABS)
def test_every_part_on_completeness_opens(tab: str, lang: str) -> None:
    test = opened("bronnen", taal=lang)
    test.session_state["br.coverage"] = text(f"volledig.tab_{tab}", lang)
    test.run()
    assert not test.exception
    assert text("volledig.title", lang) in said(test)
    if tab == "businesses":
        columns = [set(frame.value.columns) for frame in test.dataframe]
        assert any(text("volledig.counted_by", lang) in names for names in columns)
    if tab in ("cells", "totals"):
        drawn = "\n".join(str(part.proto.body) for part in test.get("html"))
        note = "volledig.cells_title" if tab == "cells" else "volledig.totals_title"
        assert text(note, lang, city="Rotterdam") in drawn


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_method_says_what_it_does_not_say(lang: str) -> None:
    test = opened("bronnen", taal=lang)
    told = [method.title for method in methods(lang)]
    assert [each.label for each in test.expander if each.label in told] == told
    assert methods(lang)[0].told in said(test)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "nl",
            "Van 71 van de 186 rijen noemt de bron geen datum; gelezen op 25 november 2026 (71).",
        ),
        (
            "en",
            "Of 43 of 663 rows the source states no date; read on 25 November 2026 (8), "
            "28 November 2026 (35).",
        ),
    ],
)
def test_a_file_says_of_how_many_rows_the_source_states_no_date(lang: str, words: str) -> None:
    test = opened("bronnen", taal=lang)
    assert words in said(test)
    named = [text.value for text in test.text if text.value.startswith(words[:3])]
    # Buildings, tenants, partners, terms and ferries; every meeting place is dated.
    assert len(named) == 5
