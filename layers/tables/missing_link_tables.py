"""Tables of *Open schakels*: which are open, what is there, and every place."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.answers.broken_links import BrokenLinks
from geo.answers.surroundings import LIMIT_KM
from geo.evidence.knowledge import COLUMNS, PRESENT, knowledge_of
from layers.sentences.knowledge_words import cell_words, knowledge_words, within_words
from layers.tables.coded_table import source_columns
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.text import text_in


def missing_links_table(
    missing: pd.DataFrame, band_m: int, look: Palette, lang: str
) -> pd.DataFrame:
    """Write missing links with who supplies each nearest by.

    Parameters
    ----------
    missing : DataFrame
        `geo.answers.broken_links.BrokenLinks.missing` of one or more chains, with ``chain`` and
        what is known of each link.
    """
    t, km = text_in(lang), number(LIMIT_KM, lang)
    where = within_words(band_m, lang)
    told = [
        knowledge_words(knowledge_of(row), where, lang)
        for row in missing.assign(found=0)[["found", *COLUMNS]].to_dict("records")
    ]
    known = [
        t("common.few" if few else "schakels.known", n=n)
        for few, n in zip(missing["few"], missing["n_tenants"], strict=True)
    ]
    return pd.DataFrame(
        {
            t("schakels.place"): missing["name"],
            t("column.city"): missing["city"],
            t("column.chain"): missing["chain"].map(look.chain),
            t("schakels.missing"): missing["stage"].map(look.stage),
            t("kennis.known"): told,
            t("kennis.percent"): _hundredths(missing["chance"]),
            t("kennis.favoured"): _hundredths(missing["favoured"]),
            t("schakels.n_missing"): missing["n_missing"],
            t("schakels.said"): known,
            t("column.metres"): missing["metres"].astype(float).round(),
            t("column.minutes"): missing["minutes"].astype(float).round(1),
            t("schakels.supplier"): missing["target_name"].fillna(""),
            t("schakels.where"): [t(f"schakels.reason.{r}", km=km) for r in missing["reason"]],
            t("schakels.undecided"): missing["undecided"],
        }
    )


def _hundredths(chances: pd.Series) -> pd.Series:
    return (chances.astype(float) * 100).round().astype("Int64")


def present_rows_table(
    rows: pd.DataFrame, stage_line: Sequence[str], look: Palette, lang: str
) -> pd.DataFrame:
    """Write what a place does have of a chain, in the order of the line.

    Parameters
    ----------
    rows : DataFrame
        `geo.answers.broken_links.BrokenLinks.rows` of one place, with their sources.
    stage_line : sequence of str
    """
    t, order = text_in(lang), {stage: i for i, stage in enumerate(stage_line)}
    rows = rows.sort_values("stage", key=lambda stages: stages.map(order), kind="stable")
    return pd.DataFrame(
        {
            t("column.stage"): rows["stage"].map(look.stage),
            t("column.name"): rows["label"],
            t("waar.kind"): [t(f"waar.row.{table}") for table in rows["table"]],
            t("column.metres"): rows["metres"].astype(float).round(),
            **source_columns(rows, lang),
        }
    )


def places_table(links: Sequence[BrokenLinks], look: Palette, lang: str) -> pd.DataFrame:
    """Write every place with the stages it has, and what is known of the others; a row a chain."""
    t = text_in(lang)
    every = pd.concat([each.places.assign(chain=each.chain) for each in links])
    told = pd.concat([each.stages.assign(chain=each.chain) for each in links])
    open_ = told[told["state"].ne(PRESENT)]
    words: dict[tuple[str, str], list[str]] = {}
    for row in open_.to_dict("records"):
        stage, said = look.stage(row["stage"]), cell_words(knowledge_of(row), lang)
        part = t("kennis.stage", stage=stage, words=said)
        words.setdefault((row["chain"], row["place_id"]), []).append(part)
    keys = zip(every["chain"], every.index, strict=True)
    return pd.DataFrame(
        {
            t("schakels.place"): every["name"],
            t("column.city"): every["city"],
            t("column.chain"): every["chain"].map(look.chain),
            t("schakels.tenants"): every["n_tenants"],
            t("schakels.present"): [stage_words(codes, look) for codes in every["present"]],
            t("schakels.missing"): ["; ".join(words.get(key, [])) for key in keys],
            t("schakels.hubs"): every["n_hubs"],
            t("schakels.coarse"): every["n_coarse"],
        }
    )


def stage_words(codes: Sequence[str], look: Palette) -> str:
    """Name some stages in one cell."""
    return ", ".join(map(look.stage, codes))
