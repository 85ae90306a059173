"""Text in which no table stands: a letter, a report, notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from geo.intake.values.cells import number_of
from geo.intake.values.column_names import is_known

SAMPLE, WIDEST, LONGEST = 200, 50, 300
"""Lines, cells of a line and signs of a line that are looked at."""
EVEN = 3
"""Rows of one width that make a table, whatever stands in them."""
WORDS_OF_SENTENCE = 6
SENTENCE_END = re.compile(r"\w\w[.,:;!]\s*$|[{}]\s*$|\w\([^)]*\)\s*;?\s*$")


def is_prose(rows: Sequence[Sequence[str]], mark: str) -> bool:
    """Say whether rows that were cut from a text are sentences, and no table.

    Sentences end in a sign or have many words, and where a delimiter cuts them it does so unevenly.

    Parameters
    ----------
    rows : sequence of sequence of str
    mark : str
        The delimiter they were cut at.

    Examples
    --------
    >>> letter = [["Geachte heer", ""], [], ["Hierbij de lijst die u vroeg."], ["Groet", " Jan"]]
    >>> is_prose(letter, ","), is_prose([["naam"], ["OT301"], ["De Ceuvel"]], ";")
    (True, False)
    """
    filled = [row for row in rows[:SAMPLE] if any(cell.strip() for cell in row)]
    if not filled or any(is_known(cell.strip()) for row in filled[:3] for cell in row[:WIDEST]):
        return False
    widths = Counter(sum(bool(cell.strip()) for cell in row) for row in filled)
    width, n = widths.most_common(1)[0]
    if width > 1 and n >= EVEN and n * 2 > len(filled):
        return False
    lines = [mark.join(row) for row in filled]
    cells = (cell for row in filled for cell in row[:WIDEST])
    if any(number_of(cell) == number_of(cell) for cell in cells):  # noqa: PLR0124
        return False
    return 2 * sum(map(_is_sentence, lines)) >= len(lines) + (width > 1)


def _is_sentence(line: str) -> bool:
    words = line[:LONGEST].split()
    return len(words) >= WORDS_OF_SENTENCE or bool(SENTENCE_END.search(line[-LONGEST:]))
