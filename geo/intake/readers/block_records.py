"""Records that are written as blocks of "Naam: OT301", one field a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.intake.values.column_names import is_known

FIELD = re.compile(r"\s*(?:[-*•]\s*)?([^\W\d][^:;,\t|]{0,40}?)\s*:(?:\s+(.*))?$")
MOST_LABELS = 60
LEAST_KNOWN = 2


def block_records(lines: Sequence[str]) -> tuple[list[list[str]], list[int]] | None:
    """Return the headings and a row for each block, with the lines they begin on; None for others.

    Every line that is filled is a field, at least two of the labels are known headings, and the
    first label comes back in every block: a letter has none of that.

    Parameters
    ----------
    lines : sequence of str

    Examples
    --------
    >>> block_records(["Naam: OT301", "Adres: Overtoom 301", "", "Naam: Dok", "Adres: Kade 8"])
    ([['Naam', 'Adres'], ['OT301', 'Overtoom 301'], ['Dok', 'Kade 8']], [1, 1, 4])
    >>> block_records(["Geachte heer: dank", "Groet"]) is None
    True
    """
    filled = [(i, line) for i, line in enumerate(lines, 1) if line.strip()]
    if len(filled) < LEAST_KNOWN or not FIELD.match(filled[0][1]):
        return None
    records: list[dict[str, str]] = []
    starts: list[int] = []
    labels: dict[str, None] = {}
    for at, line in filled:
        found = FIELD.match(line)
        if found is None or len(labels) > MOST_LABELS:
            return None
        label, value = found[1], (found[2] or "").strip()
        labels[label] = None
        if not records or label in records[-1]:
            records.append({})
            starts.append(at)
        records[-1][label] = value
    first = next(iter(labels))
    if sum(map(is_known, labels)) < LEAST_KNOWN or any(first not in each for each in records):
        return None
    rows = [[each.get(label, "") for label in labels] for each in records]
    return [list(labels), *rows], [starts[0], *starts]
