"""What stood open in a year: the sentence beside the slider, against the rows themselves."""

from __future__ import annotations

import pytest
from app_pages import opened, said

from geo.data.store import load_dataset
from layers.view.state import ViewState

pytestmark = pytest.mark.slow


def test_the_sentence_of_a_year_counts_the_rows() -> None:
    hubs = load_dataset().hubs
    shown = hubs[hubs["city"].eq("Rotterdam") & hubs["status"].isin(ViewState().statuses)]
    away = shown["opened"].gt(2005).fillna(False) | shown["closed"].lt(2005).fillna(False)
    unknown = shown["opened"].isna() & ~away
    known = len(shown) - int(away.sum()) - int(unknown.sum())
    test = opened(stad="Rotterdam", jaar="2005")
    assert not test.exception
    words = said(test)
    assert f"2005: van {known} gebouwen is bekend dat het er toen stond" in words
    assert f"Van {int(unknown.sum())} andere is geen jaar bekend" in words
    assert f"{int(away.sum())} stonden er dat jaar niet" in words


def test_ended_buildings_are_told_and_shown_on_request() -> None:
    hubs = load_dataset().hubs
    stood = hubs["opened"].fillna(2005).le(2005) & hubs["closed"].fillna(2005).ge(2005)
    n = int((stood & hubs["status"].eq("ended")).sum())
    test = opened(jaar="2005")
    assert f"{n} beëindigde gebouwen die er toen stonden" in said(test)
    test.button(key="years.with_ended").click().run()
    assert not test.exception
    assert "de status laat ze weg" not in said(test)
    assert "ended" in "".join(test.query_params["status"])


def test_without_a_year_it_says_what_it_is_for() -> None:
    test = opened(stad="Amsterdam")
    assert "Kies een jaar" in said(test)
