"""The table of a planner's corrections on *Mijn project*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.own.corrections import Correction
from layers.sentences.correction_words import correction_words
from layers.words.palette import Palette
from layers.words.text import text_in


def corrections_table(
    corrections: Sequence[Correction],
    outcomes: Sequence[str],
    look: Palette,
    hub_names: Mapping[str, str],
    lang: str,
) -> pd.DataFrame:
    """Write what each correction says, by what source, and whether it counts.

    Parameters
    ----------
    corrections : sequence of Correction
    outcomes : sequence of str
        `geo.own.rows.Joined.corrections`, in the same order.
    look : Palette
    hub_names : mapping of str to str
        Names of buildings by id.
    lang : str
    """
    t = text_in(lang)
    said = [correction_words(each, look, hub_names, lang) for each in corrections]
    return pd.DataFrame(
        {
            t("correction.table"): [t(f"correction.table_{each.table}") for each in corrections],
            t("correction.what"): said,
            t("correction.source_short"): [each.source for each in corrections],
            t("correction.noted"): [each.noted for each in corrections],
            t("correction.outcome"): [t(f"correction.outcome_{found}") for found in outcomes],
        }
    )
