"""Tables of *Bronnen*: every file of the data package, and the meaning of its columns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from layers.words.resources import Resource, licence_words, resource_text
from layers.words.text import text_in


def files_table(resources: Sequence[Resource], lang: str) -> pd.DataFrame:
    """Write every file with its rows, date, licence and credit."""
    t = text_in(lang)
    return pd.DataFrame(
        [
            {
                t("bronnen.subject"): resource_text(resource, "title", lang),
                t("bronnen.rows"): resource.get("rows"),
                t("bronnen.date"): resource.get("date", ""),
                t("bronnen.licence"): licence_words(resource, lang),
                t("bronnen.credit"): resource_text(resource, "credit", lang),
                t("bronnen.estimated"): t(
                    "common.yes" if resource.get("estimated") else "common.no"
                ),
                t("bronnen.file"): resource["path"],
            }
            for resource in resources
        ]
    )


def columns_table(resource: Resource, lang: str) -> pd.DataFrame:
    """Write every column of a file with its type, meaning and unit."""
    t = text_in(lang)
    return pd.DataFrame(
        [
            {
                t("bronnen.column"): field["name"],
                t("bronnen.type"): field["type"],
                t("bronnen.meaning"): resource_text(field, "description", lang),
                t("bronnen.unit"): field.get("unit", ""),
            }
            for field in resource.get("schema", {}).get("fields", [])
        ]
    )


def precision_table(hubs: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Count how finely the hubs of each city are placed."""
    t, table = text_in(lang), pd.crosstab(hubs["precision"], hubs["city"])
    table.index = pd.Index([t(f"precision.{code}") for code in table.index])
    return table
