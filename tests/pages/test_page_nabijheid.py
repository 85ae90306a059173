"""*Nabijheid*, *Bereik* and *Wat als*, run by Streamlit's own AppTest on the shipped data."""

from __future__ import annotations

import pytest
from app_pages import opened, said
from streamlit.testing.v1 import AppTest

from geo.data.store import load_dataset
from layers.view.state import ViewState
from layers.words.text import text
from pages.session import server
from pages.views import nabijheid_points_view
from pages.views.nabijheid_asked import asked_of

pytestmark = pytest.mark.slow

RANKING = {"wi.tab": text("watals.tab_ranking", "nl")}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nabijheid_opens_in_both_languages(lang: str) -> None:
    test = opened("nabijheid", taal=lang)
    assert not test.exception
    assert text("nabijheid.title", lang) in said(test)
    drawn = "".join(str(part.proto.body) for part in test.get("html"))
    # In the house and between houses, of two cities.
    assert drawn.count("data:image/svg+xml") == 4
    assert text("nabijheid.pairs_nothing", lang) in said(test)


def test_nabijheid_says_what_drops_out() -> None:
    test = opened("nabijheid", stad="Rotterdam")
    # No source names a street of Keilewerf 2 and Oranjeboom. The tenant list names one organisation
    # there that is present, Stichting Treehouse; the others are groups, plans, or gone.
    assert text("nabijheid.left_out_coarse_tenants", "nl", n=1) in said(test)


@pytest.mark.parametrize("asked", ["creative", "every"])
def test_what_is_no_creative_chain_takes_part_only_when_it_is_asked_for(asked: str) -> None:
    test = opened("nabijheid", stad="Rotterdam", per="chain", soorten=asked)
    assert not test.exception
    kinds = {name for frame in test.dataframe for name in frame.value.get("Wie", ())}
    assert ("eten en drinken" in kinds) == (asked == "every")
    assert "architectuur" in kinds


def test_nonsense_in_the_address_of_nabijheid_is_no_error() -> None:
    test = opened("nabijheid", per="{{7*7}}", wie="<b>", bij="x", punten="none", gebied="wijk")
    assert not test.exception
    assert "{{" not in said(test)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_bereik_counts_what_lies_around_the_building_of_the_address(lang: str) -> None:
    test = opened("bereik", taal=lang, pand="ot301", minuten="10")
    assert not test.exception
    assert "OT301" in said(test)
    limit = text("bereik.minutes_unit", lang, minutes="10")
    assert limit.split()[0] in said(test)
    assert len(test.dataframe) + said(test).count('<table class="ketenkaart-sentences"') >= 3


def test_bereik_of_a_building_known_by_neighbourhood_is_no_reach() -> None:
    hubs = load_dataset().hubs
    coarse = hubs[hubs["precision"].eq("neighbourhood") & hubs["status"].eq("active")].iloc[0]
    test = opened("bereik", pand=coarse["id"])
    assert not test.exception
    assert any(coarse["name"] in warning.value for warning in test.warning)


def shown(test: AppTest) -> str:
    return said(test) + "\n".join(str(part.value) for part in test.text)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_wat_als_without_a_scenario_asks_for_one(lang: str) -> None:
    test = opened("wat_als", taal=lang)
    assert not test.exception
    assert text("watals.start", lang) in said(test)


def test_a_scenario_in_the_address_is_answered_in_one_sentence() -> None:
    test = opened("wat_als", watals="heet=Zonder%20OT!weg=ot301!jaar=2030-10", binnen="1000")
    assert not test.exception
    assert test.text_input(key="wi.name").value == "Zonder OT"
    assert test.multiselect(key="wi.removed").value == ["ot301"]
    assert "In het scenario ‘Zonder OT’ sluiten" in shown(test)
    assert "heet=Zonder%20OT!weg=ot301!jaar=2030-10" in test.query_params["watals"]


def test_a_new_building_in_the_address_stands_in_its_city() -> None:
    test = opened("wat_als", watals="nieuw=92500,437000,music.public.3+music.make.2")
    assert not test.exception
    assert "een gebouw bij met 5 huurders" in shown(test)
    assert "Rotterdam" in "\n".join(caption.value for caption in test.caption)


def test_five_new_buildings_each_with_its_name_and_mix() -> None:
    one, two = "92500,437000,music.public.3+music.make.2,De%20Kade", "123453,487486,design.make.4"
    test = opened("wat_als", watals="!".join([f"nieuw={one}", *[f"nieuw={two}"] * 4]))
    assert not test.exception
    assert "komen er in Rotterdam en Amsterdam 5 gebouwen bij (De Kade, +2, +3" in shown(test)
    assert "samen 21 huurders" in shown(test)
    assert text("watals.new_full", "nl", n=5) in said(test)
    assert [test.number_input(key=f"wi.number.0.{k}").value for k in range(3)] == [3, 2, 0]
    assert test.text_input(key="wi.called.0").value == "De Kade"


def test_a_sixth_new_building_is_left_out_and_said() -> None:
    six = "!".join(["nieuw=123453,487486,design.make.4"] * 6)
    assert text("watals.left_out", "nl", n=1) in said(opened("wat_als", watals=six))


def test_a_year_the_control_does_not_offer_is_left_out_and_said() -> None:
    test = opened("wat_als", watals="jaar=2055-10!weg=ot301")
    assert text("watals.left_out", "nl", n=1) in said(test)
    assert test.selectbox(key="wi.year").value is None


def test_a_scenario_that_is_nonsense_is_left_out_and_said() -> None:
    test = opened("wat_als", watals="weg=nobody!heet={{7*7}}!nieuw=1,2,x.y.z")
    assert not test.exception
    assert text("watals.left_out", "nl", n=2) in said(test)
    assert test.text_input(key="wi.name").value == "{{7*7}}"


def test_the_order_before_and_after_knows_the_new_building() -> None:
    watals = "weg=ot301!nieuw=123453,487486,music.make.9"
    test = opened("wat_als", RANKING, watals=watals, ik="music.make")
    assert not test.exception
    column = text("watals.rank_after", "nl")
    tables = [frame.value for frame in test.dataframe if column in frame.value]
    assert tables
    assert "+1" in set(tables[0][text("column.hub_name", "nl")])
    assert "Standaardgewichten" in said(test)


def test_the_order_before_and_after_takes_the_weights_of_where_must_i_be() -> None:
    asked = {"watals": "weg=ot301", "ik": "music.make", "gewicht": "50000000"}
    test = opened("wat_als", RANKING, **asked)
    assert not test.exception
    (note,) = (part.value for part in test.caption if "Gekozen gewichten" in part.value)
    assert note.count("×") == 1


@pytest.mark.parametrize("tab", ["matrix", "local", "curve", "hot", "quotient"])
def test_every_question_of_nabijheid_opens_from_its_address(tab: str) -> None:
    test = opened("nabijheid", vraag=tab, stad="Rotterdam", lq="music")
    assert not test.exception
    assert test.session_state["nb.tab"] == text(f"nabijheid.tab_{tab}", "nl")


@pytest.mark.parametrize("level", ["district", "neighbourhood"])
def test_both_cities_have_quotients_of_businesses_and_no_totals_are_compared(level: str) -> None:
    test = opened("nabijheid", vraag="quotient", lq="culture_recreation", gebied=level)
    assert not test.exception
    words = said(test)
    assert text("nabijheid.no_counts", "nl", city="Amsterdam") not in words
    assert "vergelijk aandelen, geen aantallen" in words
    (areas,) = (part.value for part in test.dataframe if "LQ" in part.value)
    # Amsterdam has 8 districts, of which Westpoort has no counts, or 22 areas.
    counts = areas[text("column.city", "nl")].value_counts()
    assert counts["Amsterdam"] == {"district": 7, "neighbourhood": 22}[level]


def test_pairs_of_a_city_do_not_hang_on_which_cities_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, parameters = server.shipped(), {"per": "stage"}
    both = asked_of(data, ViewState(), parameters)
    kept = nabijheid_points_view.matrix_of(data, both, "Rotterdam", "house")

    def again(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(nabijheid_points_view, "house_matrix", again)
    alone = asked_of(data, ViewState(cities=("Rotterdam",)), parameters)
    assert nabijheid_points_view.matrix_of(data, alone, "Rotterdam", "house").equals(kept)
