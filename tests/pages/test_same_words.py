"""The same fact is told with the same words on every surface: one module says it."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from geo.data.store import load_dataset
from layers.files.data_export import to_csv, to_xlsx
from layers.sentences.knowledge_words import city_words, short_words
from layers.view.state import ViewState
from layers.words.palette import palette
from layers.words.text import LANGUAGES, table
from pages.session import server
from pages.views import ketens_view, knowledge_view, schakels_view
from tests.support.app_pages import opened, said

pytestmark = pytest.mark.slow

STAGES = {
    "conceive": "bedenken",
    "make": "maken",
    "distribute": "verspreiden",
    "public": "publiek",
}
CITY, CHAIN, STAGE = "Rotterdam", "publishing", "conceive"
NEXT = ("crafts", "make", "distribute")  # in Rotterdam nobody is known to


def state(lang: str = "nl") -> ViewState:
    return ViewState(cities=(CITY,), lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_stage_nobody_is_known_of_is_told_alike_on_every_surface(lang: str) -> None:
    data, look = server.shipped(), palette(load_dataset().chain_model, lang)
    told = knowledge_view.in_city(data, state(lang), CITY)
    line = ketens_view.lines_of(data, state(lang), CHAIN)[0]
    assert line.missing == (STAGE,)
    fact = told[CHAIN, STAGE]
    assert line.knowledge[STAGE] == fact
    sentence = city_words(fact, CITY, lang)
    asked = {"toon": CHAIN}
    # The page, its figure, the slide, the document and the web presentation.
    assert sentence in said(opened("ketens", taal=lang, stad=CITY, **asked))
    figure = ketens_view.figure_of(data, state(lang), asked, "2026-01-01")
    assert figure is not None
    assert sentence in figure.words
    first, second = short_words(fact, lang)
    assert first in figure.svg
    assert second.replace("≥", "&#8805;") in figure.svg or second in figure.svg
    slide = ketens_view.explanation_of(data, state(lang), asked, "2026-01-01")
    assert f"{first}: {look.stage(STAGE)}" in slide.statement
    assert f"{first}, {second}" in [cell for row in slide.table.rows for cell in row]


def test_the_next_stage_is_told_alike_by_waar_vergelijken_and_ketens() -> None:
    data = server.shipped()
    chain, stage, after = NEXT
    fact = knowledge_view.in_city(data, state(), CITY)[chain, after]
    sentence = city_words(fact, CITY, "nl")
    assert fact.state == "not_seen"
    assert sentence in said(opened("ketens", stad=CITY, toon=chain))
    assert sentence in said(opened("waar", stad=CITY, ik=f"{chain}.{stage}"))
    house, other = "keilewerf-2", "de-kroon"  # both hold makers of crafts
    test = opened("vergelijken", panden=f"{house}.{other}")
    cells = [str(cell) for frame in test.dataframe for cell in frame.value.to_numpy().ravel()]
    assert sentence in cells


def test_files_of_schakels_hold_what_the_page_says() -> None:
    data = server.shipped()
    asked = {"plek": "fashion.hub.500"}
    links = schakels_view.answer(data, schakels_view.asked_of(data, state(), asked)).links[0]
    view = schakels_view.map_of(data, state(), asked, "2026-01-01")
    with zipfile.ZipFile(io.BytesIO(to_csv(view))) as archive:
        places, ways = (
            pd.read_csv(archive.open(f"{name}.csv"), sep=";", decimal=",", encoding="utf-8-sig")
            for name in ("places", "ways")
        )
    told = links.stages[links.stages["state"].eq("not_seen")]
    for row in places.itertuples():
        mine = told[told["place_id"].eq(row.place_id)]
        stages = row.stages_not_seen.split(";") if isinstance(row.stages_not_seen, str) else []
        assert sorted(stages) == sorted(mine["stage"])
        chances = str(row.chances_not_seen).split(";") if mine["chance"].notna().any() else []
        by_stage = mine.set_index("stage")["chance"]
        for stage, chance in zip(stages, chances, strict=False):
            assert float(chance or "nan") == pytest.approx(by_stage[stage], abs=1e-3, nan_ok=True)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(view)))
    sheet = next(one for one in book.worksheets if one["A1"].value == "place_id")
    heads, *rows = sheet.iter_rows(values_only=True)
    # A cell with a list of numbers is for a program: the workbook has words in its place.
    assert not [head for head in heads if head.startswith("chances_")]
    in_words = {row[0]: row[heads.index("not_seen_in_words")] or "" for row in rows}
    for place_id, mine in told.groupby("place_id"):
        parts = in_words[place_id].split("; ")
        assert len(parts) == len(mine)
        for row in mine.itertuples():
            (part,) = [one for one in parts if one.startswith(f"{STAGES[row.stage]}: ")]
            figure = re.search(r"(\d+) %", part)
            if pd.isna(row.chance):
                assert figure is None
            else:
                assert abs(int(figure[1]) / 100 - row.chance) <= 0.01
    keys = ["place_id", "stage"]
    both = ways.merge(links.missing, on=keys, suffixes=("_file", ""))
    assert len(both) == len(ways) > 0
    assert both["state_file"].tolist() == both["state"].tolist()
    theirs = both["chance"].astype(float)
    assert both["chance_file"].tolist() == pytest.approx(theirs.tolist(), nan_ok=True)


def test_nothing_is_said_to_be_missing_but_by_the_module_that_knows() -> None:
    """Whatever a text says of a stage, "ontbreekt" is a word of `kennis.csv` alone."""
    about = ("ketens.", "schakels.", "vergelijken.", "waar.", "bereik.", "watals.", "scene.")
    wrong = [
        key
        for key, row in table().items()
        if key.startswith((*about, "reason.", "factsheet.", "column."))
        and re.search(r"ontbre", row["nl"])
        and key not in EXPLAINED
    ]
    assert wrong == []


EXPLAINED = {
    "schakels.intro",  # says what the word means
    "schakels.summary",  # counts what is so by a source that covers it
    "schakels.legend_absent",
    "waar.why_no_rank",  # of columns of the planner's table, not of stages
    "waar.lacks",
}
