"""Tables of the whole country: the quotients of an area, the next stages, who shares a spot."""

from __future__ import annotations

import pandas as pd

from geo.country.country_answers import WITHHELD
from layers.words.palette import Palette
from layers.words.text import text_in


def area_table(quotients: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write the chains of one area, the highest quotient first.

    Parameters
    ----------
    quotients : DataFrame
        `geo.country.country_answers.area_quotients` of the area.
    """
    t = text_in(lang)
    known = ~quotients["verdict"].isin(["too_few", WITHHELD])
    return pd.DataFrame(
        {
            t("column.chain"): quotients["chain"].map(look.chain),
            "LQ": quotients["lq"].where(known).round(2),
            t("nabijheid.low_95"): quotients["low"].where(known).round(2),
            t("nabijheid.high_95"): quotients["high"].where(known).round(2),
            t("nabijheid.x"): quotients["x"].round(1),
            "n": quotients["n"].round(1),
            t("nabijheid.x_expected"): quotients["expected"].round(1),
            t("nabijheid.verdict"): [t(f"land.lq_{code}") for code in quotients["verdict"]],
        }
    ).sort_values("LQ", ascending=False)


def steps_table(steps: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write how far the next stage is, in the order of chain and stage.

    Parameters
    ----------
    steps : DataFrame
        `geo.country.country_answers.next_stages`.
    """
    t = text_in(lang)
    return pd.DataFrame(
        {
            t("column.chain"): steps["chain"].map(look.chain),
            t("column.stage"): steps["stage"].map(look.stage),
            t("land.next"): steps["next"].map(look.stage),
            t("land.median"): steps["median_m"].round(0),
            t("land.far"): steps["far_m"].round(0),
            t("land.n_from"): steps["n"],
            t("land.n_next"): steps["heads"],
        }
    )


def spots_table(spots: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write which chains share a spot, the highest ratio first.

    Parameters
    ----------
    spots : DataFrame
        `geo.country.country_answers.shared_spots`.
    """
    t = text_in(lang)
    return pd.DataFrame(
        {
            t("nabijheid.from"): spots["a"].map(look.chain),
            t("nabijheid.with"): spots["b"].map(look.chain),
            t("nabijheid.ratio"): spots["ratio"].round(2),
            t("nabijheid.n_from"): spots["n_a"].round(1),
            t("nabijheid.n_with"): spots["n_b"].round(1),
        }
    )
