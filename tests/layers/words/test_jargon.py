"""A word of statistics or of computers is explained in the text that uses it, in both languages.

Names of file formats and numbers of coordinate systems are what a planner looks for by that name.
"""

from __future__ import annotations

import re

import pytest

from layers.words.text import LANGUAGES, table

# The word, and what must stand in the same text, in Dutch or English.
EXPLAINED = {
    r"HDBSCAN": r"dichtheid|density",
    r"(?<!H)DBSCAN": r"vaste straal|fixed radius",
    r"Kaplan": r"wie er nog zit|who is still there",
    r"[Cc]o-?locati": r"aandeel van de andere soort|share of the other kind",
    r"[Hh]ypergeom": r"blind|blindly",
    r"Benjamini": r"[Gg]ecorrigeerd voor|[Cc]orrected for",
    r"Moran": r"[Bb]uren|neighbours",
    r"Gi\*": r"hoger of lager|higher or lower",
    r"[Kk]ruis-K|cross-K": r"binnen elke afstand|within each distance",
    r"[Dd]elta ?method": r"verhouding|ratio",
    r"Dirichlet": r"samen één|add up to one",
    r"Hill": r"even gemengd|as mixed",
    r"log-rank": r"kans dat toeval|probability that chance",
    r"(?<![{\w])p(?![}\w])": r"toeval|chance",
    r"(?<![{\w])q(?![}\w])": r"[Gg]ecorrigeerd voor|[Cc]orrected for",
    r"bootstrap": r"opnieuw|anew",
    r"SHA-256": r"[Vv]ingerafdruk|[Ff]ingerprint",
    r"PDOK": r"overheid|government",
}
NEVER = r"p-waarde|p-value|Monte Carlo|hyperparameter|z-score|nulhypothese|null hypothesis"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("word", EXPLAINED)
def test_jargon_is_explained_where_it_stands(word: str, lang: str) -> None:
    texts = {key: said[lang] for key, said in table().items() if re.search(word, said[lang])}
    assert texts or word.startswith("bootstrap"), f"{word} stands nowhere: take it off the list"
    bare = [key for key, said in texts.items() if not re.search(EXPLAINED[word], said)]
    assert bare == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_some_words_are_never_used(lang: str) -> None:
    assert [key for key, said in table().items() if re.search(NEVER, said[lang])] == []
