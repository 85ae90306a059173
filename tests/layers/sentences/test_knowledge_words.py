"""What is said of a chain and stage, word for word."""

from __future__ import annotations

from dataclasses import replace

from geo.evidence.knowledge import Knowledge
from layers.sentences.knowledge_words import knowledge_words, state_words, within_words

SEEN = Knowledge("not_seen", 0, 43, 250, False, 1, 0, 0.618, 0.41, 0.803, 0.5, None, ())  # noqa: FBT003
WHERE = within_words(500, "nl")


def said(**changes: object) -> str:
    return knowledge_words(replace(SEEN, **changes), WHERE, "nl")  # type: ignore[arg-type]


def test_the_four_answers() -> None:
    assert said(state="present", found=3) == "3 bekend binnen 500 m"
    assert said(state="absent", sources=("osm_tourism",)) == (
        "ontbreekt: volgens OpenStreetMap geen binnen 500 m"
    )
    assert said(state="absent", sources=("register",)) == (
        "ontbreekt: volgens uw register geen binnen 500 m"
    )
    assert said() == (
        "niet gezien onder 43 van 250 bekende huurders; kans dat hij er toch zit 62 % (41–80)"
    )
    assert said(state="never") == "komt in de indeling niet voor"


def test_what_is_estimated_or_not_told_is_said() -> None:
    assert "(250 is deels geschat)" in said(estimated=True)
    assert "ten minste 62 % (41–80), want van 1 gebouw is niet bekend" in said(n_unsized=1)
    unsized = {"n_published": None, "chance": None, "low": None, "high": None}
    assert said(**unsized, n_known=4, share_bound=0.527) == (
        "niet gezien onder 4 bekende huurders; hoeveel er zijn is niet bekend, dus een kans is niet"
        " te geven (aandeel in huis waarschijnlijk onder 53 %)"
    )
    assert said(**unsized) == (
        "niet gezien: er is geen huurder bekend en niet bekend hoeveel er zijn"
    )


def test_a_chance_is_never_none_and_never_all() -> None:
    assert "kans dat hij er toch zit 99 % (1–99)" in said(chance=0.9999, low=0.0, high=1.0)


def test_nobody_is_missing_where_nobody_looked() -> None:
    assert "ontbreekt" not in said() + said(estimated=True) + said(n_unsized=2)
    assert state_words("not_seen", "nl") == "niet gezien"
