"""Streets that are written short: "Pr. Hendrikkade", "J. v. Lennepkade", "Haarlemmerd.".

What is written short in all names alike (str., pln., burg., v.d.) is folded by
`geo.data.street_words`. What is left, an initial or a word that breaks off at a dot, is looked for
among the streets of one city: it means the one street that begins so, and where there are several
it is left as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.data.street_words import Word, street_key, words_of_street

SHORT = re.compile(r"[^\W\d_]\.|(?<![\w'’])[^\W\d_](?![\w'’])")
"""A word that ends in a dot, or of one letter: what a street written short has."""
SHORTEST_WHOLE = 4
"""Letters of the last word, at least: of less too many streets could be meant."""
MOST_WORDS = 8
Place = tuple[int, str]
Streets = Mapping[Place, tuple[tuple[tuple[Word, ...], str], ...]]


@dataclass(frozen=True)
class ShortStreets:
    """The streets of one city by how many words they have and the letter they begin with."""

    streets: Streets

    def meant(self, street: str) -> tuple[str, ...]:
        """Return the streets that a name written short can mean; none when it is not short.

        Examples
        --------
        >>> of_city = short_streets(["Prins Hendrikkade", "Jan Steenstraat", "Jan Steenplein"])
        >>> of_city.meant("Pr. Hendrikkade"), of_city.meant("Prins Hendrikkade")
        (('Prins Hendrikkade',), ())
        >>> of_city.meant("J. Steenstr."), of_city.meant("Jan Steen.")
        (('Jan Steenstraat',), ('Jan Steenplein', 'Jan Steenstraat'))
        """
        words = words_of_street(street)
        if not 0 < len(words) <= MOST_WORDS or not any(word.short for word in words):
            return ()
        if len(words[-1].written) < SHORTEST_WHOLE:
            return ()
        near = self.streets.get((len(words), words[0].folded[:1]), ())
        # Written in two ways it is one street still.
        found = {street_key(name): name for full, name in near if all(map(_can_be, words, full))}
        return tuple(sorted(found.values()))


def _can_be(asked: Word, full: Word) -> bool:
    if asked.folded == full.folded:
        return True
    return asked.short and full.folded.startswith(asked.written)


def short_streets(names: Iterable[str]) -> ShortStreets:
    """Gather the streets of one city by their words."""
    found: defaultdict[Place, list[tuple[tuple[Word, ...], str]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        words = words_of_street(name)
        if words:
            found[len(words), words[0].folded[:1]].append((tuple(words), name))
    return ShortStreets({place: tuple(streets) for place, streets in found.items()})
