"""Tables of *Ketens*: the counts of each stage, the steps between them, and every way."""

from __future__ import annotations

import pandas as pd

from geo.network.proximity import MEASURED
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.text import text_in


def stage_counts_table(counts: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write how many tenants, hubs and partners each stage has in each city.

    Parameters
    ----------
    counts : DataFrame
        `geo.answers.chain_line.ChainLine.stages` of every city, with ``city``.
    """
    t = text_in(lang)
    return pd.DataFrame(
        {
            t("column.city"): counts["city"],
            t("column.stage"): counts["stage"].map(look.stage),
            t("ketens.tenants"): counts["tenants"],
            t("column.n_points"): counts["hubs"],
            t("ketens.partners"): counts["partners"],
        }
    )


def steps_table(steps: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write the median way from each stage to the next; of too few ways the number stands there.

    Parameters
    ----------
    steps : DataFrame
        `geo.answers.chain_line.ChainLine.steps` of every city, with ``city``.
    """
    t = text_in(lang)
    metres = [
        t("common.few", n=n) if pd.isna(value) else number(round(value), lang)
        for value, n in zip(steps["median_m"], steps["n"], strict=True)
    ]
    minutes = ["" if pd.isna(value) else number(value, lang) for value in steps["median_min"]]
    return pd.DataFrame(
        {
            t("column.city"): steps["city"],
            t("ketens.from"): steps["stage"].map(look.stage),
            t("ketens.to"): steps["next_stage"].map(look.stage),
            t("ketens.median"): metres,
            t("column.minutes"): minutes,
            t("ketens.n"): steps["n"],
            t("reason.in_house"): steps["in_house"],
            t("reason.too_coarse"): steps["too_coarse"],
            t("reason.unreachable"): steps["unreachable"],
        }
    )


def ways_table(links: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write the way from every hub to its next stage, or why there is none.

    Parameters
    ----------
    links : DataFrame
        `geo.answers.chain_line.ChainLine.links` of every city, with ``city``.
    """
    t, measured = text_in(lang), links["reason"].isin(MEASURED)
    return pd.DataFrame(
        {
            t("column.city"): links["city"],
            t("column.hub_name"): links["hub_name"],
            t("ketens.from"): links["stage"].map(look.stage),
            t("ketens.to"): links["next_stage"].map(look.stage),
            t("column.target_name"): links["target_name"],
            t("column.metres"): links["metres"].where(measured).round(),
            t("column.minutes"): links["minutes"].where(measured).round(1),
            t("kaart.reason"): [t(f"reason.{reason}") for reason in links["reason"]],
        }
    )
