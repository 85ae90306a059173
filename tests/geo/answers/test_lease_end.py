"""When the lease of a building ends, and who says so."""

from __future__ import annotations

import pandas as pd

from geo.answers.comparison import load_terms
from geo.answers.lease_end import lease_end
from geo.data.store import load_dataset
from layers.sentences.house_words import lease_words

TERMS = pd.DataFrame(
    {
        "hub_id": ["a", "a", "a", "b"],
        "subject": ["term", "term", "rent", "term"],
        "nl": ["tot 2019", None, "2019", None],
        "source_title": ["Krant", "Blad", "Bord", "Weg"],
        "source_date": ["2015", None, None, None],
        "source_read": ["2026-11-28", "2026-11-25", None, None],
    }
)


def hub(**more: object) -> pd.Series:
    return pd.Series({"id": "a", "lease_end": 2019, "status": "active"} | more)


def test_an_end_behind_us_may_have_been_extended_unless_the_building_is_gone() -> None:
    for year, status, past in ((2026, "active", True), (2019, "active", False)):
        assert lease_end(hub(status=status), TERMS, year).past is past  # type: ignore[union-attr]
    assert not lease_end(hub(status="ended"), TERMS, 2026).past  # type: ignore[union-attr]
    assert lease_end(hub(lease_end=None), TERMS, 2026) is None


def test_who_names_the_year_is_the_source_else_all_who_tell_of_the_term() -> None:
    named = lease_end(hub(), TERMS, 2026)
    every = lease_end(hub(lease_end=2030), TERMS, 2026)
    krant, blad = ("Krant", "2015", "2026-11-28"), ("Blad", None, "2026-11-25")
    assert named and named.sources == (krant,)
    assert every and every.sources == (krant, blad)
    assert lease_words(named, "nl") == "2019, mogelijk verlengd (bron: Krant (2015))"
    assert lease_words(every, "nl") == (
        "2030 (bron: Krant (2015); Blad (de bron noemt geen datum; gelezen op 25 november 2026))"
    )
    # The source of the building stands with its date beside this.
    own = lease_words(every, "en", own="Blad")
    assert own == "2030 (source: Krant (2015); that of this building)"


def test_every_shipped_end_has_a_source() -> None:
    hubs, terms = load_dataset().hubs, load_terms()
    for _, row in hubs[hubs["lease_end"].notna()].iterrows():
        found = lease_end(row, terms, 2026)
        assert found and found.sources, row["id"]
