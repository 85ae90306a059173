"""A card, a fact sheet and a file say of when the source of a row is, or that it does not say."""

from __future__ import annotations

import io
import zipfile

import geopandas as gpd
import pandas as pd
import pytest

from geo.answers.comparison import load_terms
from geo.answers.lease_end import lease_end
from geo.data.selection import Filters, select
from geo.data.store import load_dataset
from layers.files.data_export import to_csv
from layers.map.composition import map_view
from layers.map.layer_context import LayerContext
from layers.map.point_layers import (
    hubs_layer,
    meeting_layer,
    partners_layer,
    sectors_layer,
    tenants_layer,
)
from layers.paper.fact_sheet_hub import hub_subject
from layers.paper.fact_sheet_parts import SheetsAsked
from layers.sentences.house_words import lease_words
from layers.words.palette import palette
from layers.words.source_dates import date_words, undated_words

FIRST = {
    "nl": "de bron noemt geen datum; gelezen op 25 november 2026",
    "en": "the source states no date; read on 25 November 2026",
}
SECOND = {
    "nl": "de bron noemt geen datum; gelezen op 28 november 2026",
    "en": "the source states no date; read on 28 November 2026",
}
HEADING = {"nl": "Datum van de bron", "en": "Date of the source"}


@pytest.fixture(scope="module", params=["nl", "en"])
def context(request: pytest.FixtureRequest) -> LayerContext:
    data = load_dataset()
    look = palette(data.chain_model, request.param)
    return LayerContext(data, select(data, Filters()), look, request.param)


def undated_row(rows: pd.DataFrame, day: str) -> str:
    found = rows[rows["source_date"].isna() & rows["source_read"].eq(day)]
    return str(found["id"].iloc[0])


def test_the_words_of_a_date(context: LayerContext) -> None:
    lang = context.lang
    assert date_words("2017-04-12", "2026-11-25", lang) == "2017-04-12"
    assert date_words(None, "2026-11-25", lang) == FIRST[lang]
    assert date_words(float("nan"), float("nan"), lang) == FIRST[lang].split(";")[0]
    resource = {"rows": 663, "undated": {"2026-11-25": 8, "2026-11-28": 35}}
    said = {
        "nl": "Van 43 van de 663 rijen noemt de bron geen datum; gelezen op 25 november 2026 (8), "
        "28 november 2026 (35).",
        "en": "Of 43 of 663 rows the source states no date; read on 25 November 2026 (8), "
        "28 November 2026 (35).",
    }
    assert undated_words(resource, lang) == said[lang]
    assert undated_words({"rows": 663}, lang) == ""


def test_cards_of_rows_whose_source_states_no_date(context: LayerContext) -> None:
    lang, chosen = context.lang, context.selection
    hub = undated_row(chosen.hubs, "2026-11-25")
    for layer, begin in ((hubs_layer, "hub"), (sectors_layer, "sector")):
        cards = layer(context).card
        if begin == "hub":
            assert dict(cards[f"hub:{hub}"])[HEADING[lang]] == FIRST[lang]
        assert all(HEADING[lang] in dict(card) for card in cards.values())
    cards, rows = tenants_layer(context).card, chosen.tenants
    placed = rows[rows["hub_id"].isin(chosen.hubs["id"])]
    for day, words in (("2026-11-25", FIRST), ("2026-11-28", SECOND)):
        ref = f"tenant:{undated_row(placed, day)}:"
        mine = [dict(card) for name, card in cards.items() if name.startswith(ref)]
        assert mine
        assert all(card[HEADING[lang]] == words[lang] for card in mine)
        partner = undated_row(chosen.partners, day)
        card = dict(partners_layer(context).card[f"partner:{partner}"])
        assert card[HEADING[lang]] == words[lang]
    dated = meeting_layer(context).card
    day = chosen.meeting_places.iloc[0]
    assert dict(dated[f"meeting:{day['id']}"])[HEADING[lang]] == day["source_date"]


def test_a_fact_sheet_says_when_the_source_was_read(context: LayerContext) -> None:
    none = gpd.GeoDataFrame({"cluster": [], "hub_ids": []}, geometry=[], crs=28992)
    asked = SheetsAsked(context, {}, none, made_on="2026-11-25")
    hub = undated_row(context.selection.hubs, "2026-11-25")
    assert FIRST[context.lang] in hub_subject(asked, hub).own_source


def test_an_end_of_a_lease_says_when_its_source_was_read(context: LayerContext) -> None:
    hubs = context.dataset.hubs.set_index("id", drop=False)
    told = lease_words(lease_end(hubs.loc["de-bonte-zwaan"], load_terms(), 2026), context.lang)
    assert told.startswith("2035 (")
    assert told.endswith(f"({FIRST[context.lang]}))")


def test_what_leaves_has_the_day_of_reading_in_a_column(context: LayerContext) -> None:
    layers = [hubs_layer(context), tenants_layer(context), partners_layer(context)]
    view = map_view(context, (*layers, meeting_layer(context)), "Kaart", "")
    with zipfile.ZipFile(io.BytesIO(to_csv(view))) as files:
        for layer in view.layers:
            table = pd.read_csv(files.open(f"{layer.key}.csv"), sep=";", encoding="utf-8-sig")
            assert table["source_read"].isin(["2026-11-25", "2026-11-28"]).all()
            assert "source_date" in table
