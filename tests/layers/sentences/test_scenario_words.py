"""What is said of a scenario: harm before links, one way of travelling, and what is not known."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from geo.answers.changed_links import links_known, lost_known, states_counted
from geo.answers.harm import Harm, harm
from geo.answers.what_if import (
    Scenario,
    apply,
    compare_links,
    compare_presence,
    presence,
)
from geo.data.coverage import load_coverage
from geo.data.selection import Filters, select
from geo.evidence.unseen import unseen_in
from geo.network.distances import city_distances, links
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.sentences.knowledge_words import cell_words, chance_figure, knowledge_words
from layers.sentences.scenario_words import (
    Told,
    before_after,
    before_after_lines,
    harm_figures,
    link_after_words,
    scenario_sentence,
    state_after,
)
from layers.words.numbers import UNKNOWN
from layers.words.palette import palette

pytestmark = pytest.mark.slow

TOY = toy_dataset()
LINE, TEN = TOY.chain_model.stage_line, tuple(TOY.chain_model.ten)
CITY = "Amsterdam"


def told(*removed: str, mode: str = "walk") -> Told:
    before = select(TOY, Filters())
    asked = Scenario(removed=removed)
    applied = apply(asked, before)
    ways = city_distances(TOY.hubs, TOY.partners, toy_network(), CITY, mode)
    changes = compare_links(*(links(rows, ways, LINE, TEN) for rows in (before, applied.after)))
    there = compare_presence(*(presence(rows, (CITY,), TEN) for rows in (before, applied.after)))
    basis = {CITY: unseen_in(TOY, Filters(), load_coverage(TOY.chain_model), CITY)}
    both = {"before": before, "after": applied.after}
    changes = changes.join(links_known(changes, both, {CITY: ways}, basis, 500))
    lost = lost_known(there[there["change"].eq("lost")], applied.after, basis)
    hit = harm(before, applied, {CITY: ways}, mode, TEN)
    return Told(asked, applied, hit, changes, there, lost, 500, mode, LINE)


def said(of: Told, lang: str = "nl") -> str:
    return scenario_sentence(of, palette(TOY.chain_model, lang), lang)


def test_who_loses_a_place_is_said_before_any_link() -> None:
    words = said(told("h9", "h10"))
    assert "2 van de 11 bekende huurders verliezen hun plek" in words
    assert words.index("verliezen hun plek") < words.index("chakel")
    assert "Geen van de 2 gebouwen die sluiten publiceert een aantal" in words
    assert "voor 2 van hen geen gebouw met iemand uit dezelfde keten." in words
    # What is none is not said, and of a refuge that is not there no room.
    assert "0 van hen" not in words and "Of daar plaats is" not in words


def test_a_refuge_comes_with_the_number_of_houses_and_what_cannot_be_said() -> None:
    # Pand 1: two make fashion, of which Pand 2 and 3 are left; of the third no chain is known.
    words = said(told("h1"))
    assert (
        "Binnen 15 minuten te voet staat voor 2 van hen een gebouw met iemand uit dezelfde keten"
        " (samen 2 gebouwen). Of daar plaats is, weten de gegevens niet. Van 1 van hen is niet te"
        " zeggen of er binnen 15 minuten te voet een gebouw van hun keten staat"
    ) in words


def test_no_link_breaks_is_said_of_those_who_stay_only() -> None:
    words = said(told("h9", "h10"))
    assert "onder wie blijft breekt geen schakel" in words


@pytest.mark.parametrize(("mode", "words"), [("walk", "te voet"), ("cycle", "met de fiets")])
def test_a_way_is_said_in_minutes_of_one_way_of_travelling(mode: str, words: str) -> None:
    found = told("h2", mode=mode)
    minutes = found.changes.assign(change="further", extra_min=13.1, extra_m=-16.0)
    minutes = minutes.assign(tenants_after=1.0)
    sentence = said(Told(**{**vars(found), "changes": minutes}))
    assert f"13,1 minuten {words} verder" in sentence
    assert "16" not in sentence
    other = {"te voet", "met de fiets"} - {words}
    assert not any(each in sentence for each in other)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_table_and_lines_hold_the_same_numbers(lang: str) -> None:
    of = told("h1")
    table = before_after(of.harm, of.changes, 500, lang)
    lines = before_after_lines(of.harm, of.changes, 500, lang)
    counted = pd.concat([of.harm.figures, states_counted(of.changes)])
    for row, line, row_of in zip(table.rows, lines, counted.itertuples(), strict=True):
        assert all(cell in line for cell in row)
        assert (int(row[1]), int(row[2])) == (row_of.before, row_of.after)
        assert int(row[3].replace("−", "-")) == row_of.after - row_of.before
    short = before_after(of.harm, of.changes, 500, lang, whole=False)
    assert short.rows == tuple(row[:4] for row in table.rows)


def test_a_broken_link_says_what_is_known_of_the_next_one() -> None:
    of = told("h2", "h3")
    words = said(of)
    known = [each for each in map(state_after, of.changes.to_dict("records")) if each]
    row = of.changes[of.changes["change"].eq("broken")].iloc[0]
    assert (row["hub_id"], row["state_after"]) == ("h1", "not_seen")
    chance = chance_figure(row["chance_after"], "nl")
    assert f"1× niet gezien (kans dat hij er toch zit ten minste {chance} %)" in words
    assert len(known) >= 1
    assert knowledge_words(state_after(dict(row)), "binnen 500 m", "nl") == link_after_words(
        dict(row), 500, "nl"
    )


def test_a_stage_that_nobody_known_has_any_more_comes_with_its_chance() -> None:
    of = told("h2", "h3")
    fact = of.lost[CITY, "fashion", "make"]
    assert f"mode/maken in Amsterdam: {cell_words(fact, 'nl')}" in said(of)
    assert "≥" in cell_words(fact, "nl")


def test_a_number_nobody_publishes_is_no_nought() -> None:
    unpublished = told("h9").harm
    assert [figure.value for figure in harm_figures(unpublished, "nl")] == ["1", UNKNOWN, "0"]
    assert harm_figures(told("h1").harm, "nl")[1].value == "40"


def test_nothing_that_closes_has_no_harm_and_no_refuge() -> None:
    none = pd.DataFrame(columns=["figure", "before", "after", "change", "n", "of"])
    nobody = Harm(0, 0, 11, 0, 0, 0, 0, 0, 0, none)
    assert len(harm_figures(nobody, "nl")) == 1
    words = said(Told(**{**vars(told("h9")), "harm": nobody}))
    assert not re.search(r"verlies|publiceert|Binnen 15", words)
