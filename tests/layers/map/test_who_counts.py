"""What leads and what is a share counts organisations: maps, words, houses compared, clusters."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from geo.answers.comparison import compare_hubs, load_terms, station_walks
from geo.answers.harm import harm
from geo.answers.surroundings import surroundings
from geo.answers.what_if import Scenario, apply
from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset
from geo.data.tenant_count import organisation_shares, tenant_count
from geo.evidence.clusters import describe_clusters
from geo.network.distances import city_distances
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.map.area_layers import who_words
from layers.map.layer_context import LayerContext
from layers.map.point_layers import hubs_layer, sectors_layer, tenants_layer
from layers.sentences.comparison_explanation import explanation_of_comparison
from layers.sentences.comparison_words import counted_words, said_of
from layers.sentences.explanation import largest_hubs, statement
from layers.tables.hub_tables import tenant_count_words
from layers.view.legend_groups import legend_groups
from layers.view.map_model import MapView
from layers.words.palette import palette

# Of Pand 1 what makes and sells fashion is a room and a group of the house.
KINDS = {"t1": "programme", "t4": "group"}


def city() -> Dataset:
    toy = toy_dataset()
    kinds = toy.tenants["id"].map(KINDS).fillna(toy.tenants["row_kind"])
    return replace(toy, tenants=toy.tenants.assign(row_kind=kinds))


DATA = city()
CHOSEN = select(DATA, Filters())
LOOK = palette(DATA.chain_model, "nl")
CONTEXT = LayerContext(DATA, CHOSEN, LOOK, "nl")


def everywhere(chosen: Selection) -> dict[str, float]:
    """Organisations by chain, counted row by row."""
    tenants = chosen.tenants.set_index("id")
    kinds = chosen.shares["tenant_id"].map(tenants["row_kind"])
    placed = chosen.shares["hub_id"].isin(chosen.hubs["id"])
    mine = chosen.shares[kinds.eq("organisation") & placed]
    return {str(chain): float(n) for chain, n in mine.groupby("chain")["weight"].sum().items()}


def test_the_toy_rows_are_what_this_test_takes_them_for() -> None:
    rows = DATA.tenants[DATA.tenants["id"].isin(KINDS)]
    assert rows["hub_id"].tolist() == ["h1", "h1"]
    assert rows["chain"].tolist() == ["fashion", "fashion"]


def test_legends_of_pies_and_of_single_tenants_count_the_same_organisations() -> None:
    want = {LOOK.chain(code): round(n) for code, n in everywhere(CHOSEN).items()}
    for layer in (sectors_layer(CONTEXT), tenants_layer(CONTEXT)):
        chains = [entry for entry in layer.legend if entry.letter]
        found = {entry.label: entry.count for entry in chains if entry.count}
        assert found == want


def test_what_is_drawn_and_counts_none_keeps_its_line_in_the_legend() -> None:
    fashion = DATA.tenants["chain"].eq("fashion")
    data = replace(
        DATA,
        tenants=DATA.tenants.assign(row_kind=DATA.tenants["row_kind"].mask(fashion, "programme")),
    )
    context = LayerContext(data, select(data, Filters()), LOOK, "nl")
    entry = {each.label: each for each in tenants_layer(context).legend}[LOOK.chain("fashion")]
    assert entry.count == 0
    assert LOOK.chain("fashion") not in {each.label for each in sectors_layer(context).legend}


def test_the_heading_of_the_shared_legend_says_whom_it_counts() -> None:
    layers = (hubs_layer(CONTEXT), sectors_layer(CONTEXT), tenants_layer(CONTEXT))
    view = MapView("nl", "", "", "", layers, (), (), (), (0, 0, 1, 1), (), "", "")
    group = next(each for each in legend_groups(view) if each.key == "chains")
    assert "organisaties" in group.heading and "huurders" not in group.heading
    fashion = next(each for each in group.entries if each.label.startswith(LOOK.chain("fashion")))
    assert fashion.label == f"{LOOK.chain('fashion')} ({round(everywhere(CHOSEN)['fashion'])})"


def test_a_pie_is_of_organisations_and_the_card_says_how_many_are_none() -> None:
    pie = sectors_layer(CONTEXT)
    row = pie.frame.set_index("id").loc["h1"]
    assert row["chain_mix"] == f"{LOOK.chain('unknown')} 1"
    assert ("Huurders bekend", "3 bij naam bekend, van wie 2 een ruimte, programma of groep van"
            " het huis") in pie.card["sector:h1"]  # fmt: skip
    assert ("Huurders bekend", "1 bij naam bekend") in pie.card["sector:h2"]


def test_a_cluster_is_led_by_organisations_and_has_the_stages_of_all() -> None:
    two = DATA.hubs[DATA.hubs["id"].isin(["h1", "h5"])]
    labels = pd.Series(1, index=two.index)
    every, counted = CHOSEN.shares, organisation_shares(CHOSEN)
    row = describe_clusters(two, labels, every, DATA.chain_model, counted=counted).iloc[0]
    # Two rows of fashion and one musician: by rows fashion would lead.
    assert describe_clusters(two, labels, every, DATA.chain_model).iloc[0]["top_chain"] == "fashion"
    assert (row["top_chain"], row["n_creative"], row["n_rooms"]) == ("music", 1, 2)
    assert row["mix"] == {"music": 1.0}
    assert row["n_tenants"] == 4
    assert row["stages"]["fashion"]
    words = who_words(row.to_dict(), LOOK, "nl")
    assert words == (
        "muziek 100 % (naar 1 organisatie; 2 ruimten, programma's of groepen tellen niet mee)"
    )


def test_a_cluster_of_rooms_alone_is_led_by_nothing() -> None:
    one = DATA.hubs[DATA.hubs["id"].eq("h1")]
    labels = pd.Series(1, index=one.index)
    none = organisation_shares(CHOSEN)
    none = none[none["chain"].ne("unknown")]
    row = describe_clusters(one, labels, CHOSEN.shares, DATA.chain_model, counted=none).iloc[0]
    assert (row["top_chain"], row["lines"], row["mix"]) == ("unknown", (), {})
    assert who_words(row.to_dict(), LOOK, "nl") == ""


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_houses_side_by_side_count_organisations_and_say_who_is_none(lang: str) -> None:
    net = toy_network()
    around = {"Amsterdam": surroundings(DATA, net, "Amsterdam")}
    stations = station_walks(DATA, net, "Amsterdam")
    found = compare_hubs(DATA, ["h1", "h6"], load_terms().head(0), around, stations)
    assert (found.organisations("h1"), found.named("h1")) == (1, 3)
    assert set(found.mix.loc[found.mix["hub_id"].eq("h1"), "chain"]) == {"unknown"}
    # What is there is there, whoever does it.
    assert "fashion" in set(found.stages.loc[found.stages["hub_id"].eq("h1"), "chain"])
    assert "2" in counted_words(found, "h1", lang)
    assert counted_words(found, "h6", lang).count(";") == 0
    told = said_of(found, "mix", "h1", LOOK, DATA.package, lang)
    assert told == (f"{LOOK.chain('unknown')} 1", counted_words(found, "h1", lang))
    scene = explanation_of_comparison(found, LOOK, lang)
    assert "Pand 6" in scene.statement
    assert [row[2:4] for row in scene.table.rows] == [("3", "1"), ("2", "2")]
    assert scene.bars.series[0][1] == (1.0, 2.0)


def test_the_largest_of_a_tie_is_not_one_of_it() -> None:
    shares = organisation_shares(CHOSEN)
    # Music 2 and visual art 2 of organisations; fashion 2 too, its rooms left out.
    assert shares.groupby("chain")["weight"].sum()[["fashion", "music", "visual_art"]].tolist() == [
        2, 2, 2
    ]  # fmt: skip
    words = statement(CHOSEN, LOOK, "nl")
    assert "even groot" in words
    assert all(LOOK.chain(code) in words for code in ("fashion", "music", "visual_art"))
    one = select(toy_dataset(), Filters())
    assert statement(one, LOOK, "nl") == "De keten mode is de grootste in Amsterdam en Rotterdam:"\
        " 4 van 11 huurders die een organisatie zijn"  # fmt: skip


def test_the_largest_houses_name_no_chain_that_no_organisation_is_in() -> None:
    rows = {row[0]: row for row in largest_hubs(CHOSEN, LOOK, "nl").rows}
    assert rows["Pand 1"][2:] == ("–", "3")


def test_a_fact_sheet_says_how_many_of_its_tenants_are_none() -> None:
    found = tenant_count(DATA, CHOSEN, ["h1"])
    assert (found.shown, found.rooms) == (3, 2)
    assert tenant_count_words(found, "nl") == (
        "Huurders: 3 bij naam bekend, van wie 2 geen organisatie"
    )


def test_who_loses_a_place_is_counted_apart() -> None:
    ways = city_distances(DATA.hubs, DATA.partners, toy_network(), "Amsterdam")
    applied = apply(Scenario(removed=("h1",)), CHOSEN)
    found = harm(CHOSEN, applied, {"Amsterdam": ways}, "walk", tuple(DATA.chain_model.ten))
    assert (found.lost, found.rooms) == (3, 2)
    left: gpd.GeoDataFrame = applied.after.hubs
    assert int(left["n_rooms"].sum()) == 0
