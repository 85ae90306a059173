"""What the lists say of a source in English, in Dutch; the source's own title stays as it is."""

from __future__ import annotations

import re

import pandas as pd

from data.prepare.raw import read_hand_table

TITLE = "source_title"


def in_dutch(titles: pd.Series) -> pd.Series:
    """Put the words of the lists' makers in Dutch, phrase by phrase (hand-made table).

    Examples
    --------
    >>> in_dutch(pd.Series(["KCAP: privacy statement (address)", "Arcam: Loods 6"])).tolist()
    ['KCAP: privacyverklaring (adres)', 'Arcam: Loods 6']
    """
    words = read_hand_table("source_words_nl").set_index("source")["nl"].to_dict()
    longest_first = sorted(words, key=len, reverse=True)
    phrase = re.compile("|".join(map(re.escape, longest_first)))
    return titles.str.replace(phrase, lambda found: words[found.group()], regex=True)


def with_dutch_titles(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables, of those whose rows name their source with its words in Dutch."""
    return {
        name: table.assign(**{TITLE: in_dutch(table[TITLE])}) if TITLE in table else table
        for name, table in tables.items()
    }
