"""What the findings of *Nabijheid* say in words; where there are too few points, that is said."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd

from geo.data.thresholds import FEW_AREAS, FEW_EXPECTED, FEW_POINTS, TEST_LEVEL
from geo.data.verdicts import ATTRACTS, AVOIDS, MARKED, NO_DIFFERENCE, TOO_FEW
from geo.evidence.area_counts import SECTORS
from geo.evidence.association import (
    CURVES,
    CURVES_OF_MANY,
    MANY_POINTS,
    CityPoints,
    tally,
    told_pairs,
)
from geo.evidence.hotspots import MoranAnswer
from layers.words.numbers import decimal, hundredths, number, whole
from layers.words.palette import Palette
from layers.words.text import text

LEAST_P = 0.001  # written in three decimals
VERDICTS = {
    "verdict": (ATTRACTS, AVOIDS, NO_DIFFERENCE, TOO_FEW),
    "local": (ATTRACTS, AVOIDS, NO_DIFFERENCE, TOO_FEW),
    "hot": ("hot", "cold", NO_DIFFERENCE, TOO_FEW),
    "lq": ("more", "less", NO_DIFFERENCE, TOO_FEW),
}
"""By kind of finding, in the order of a legend."""


def verdict_words(kind: str, lang: str) -> dict[str, str]:
    """Words of the verdicts of one kind of finding, by verdict."""
    return {code: text(f"nabijheid.{kind}_{code}", lang) for code in VERDICTS[kind]}


def codes_of(look: Palette, by: str) -> tuple[str, ...]:
    """Codes of stages or chains (``by``), in the order of the chain model."""
    return tuple(look.stage_names if by == "stage" else look.chain_names)


def namer(look: Palette, by: str) -> Callable[[str], str]:
    """From code to name, of stages or chains (``by``)."""
    return look.stage if by == "stage" else look.chain


# ---- the points that are compared


def points_words(points: CityPoints, lang: str) -> str:
    """Say how many points there are at how many places, and which rows take no part."""
    places = points.rows.geometry.to_wkb().nunique()
    words = [text("nabijheid.rests_on", lang, n=len(points.rows), places=places)]
    words += [
        text(f"nabijheid.left_out_{reason}", lang, n=n)
        for reason, n in points.left_out.items()
        if n
    ]
    return " ".join(words)


def sources_words(points: CityPoints, partners: pd.DataFrame, lang: str) -> str:
    """Say in figures what the sources of one city hold, for they differ between cities.

    Parameters
    ----------
    points : CityPoints
        With partners among them.
    partners : DataFrame
        Of the same city, with ``category``.
    """
    out = points.left_out["coarse_tenants"] + points.left_out["tenants_without_place"]
    kinds = partners["category"].value_counts()
    return text(
        "nabijheid.differ_city",
        lang,
        city=points.city,
        n=int(points.rows["source"].eq("tenant").sum()) + out,
        out=out,
        partners=int(kinds.sum()),
        top=text(f"category.{kinds.index[0]}", lang) if len(kinds) else "–",
        share=hundredths(kinds.iloc[0] / kinds.sum() if len(kinds) else 0.0, lang),
    )


# ---- matrix, one pair on the map, one pair against distance


def pairs_words(matrix: pd.DataFrame, scale: str, name: Callable[[str], str], lang: str) -> str:
    """Say what is left of a matrix at one scale, also when that is nothing.

    Parameters
    ----------
    matrix : DataFrame
        `geo.evidence.association.house_matrix` or
        `geo.evidence.association.between_matrix`.
    scale : "house" or "between"
    name : callable
        From the code of a stage or chain to its name.
    """
    tested, out, unsure = tally(matrix)
    if not tested:
        return text("nabijheid.verdict_too_few", lang)
    pairs = told_pairs(matrix)
    told, border = (
        "; ".join(_pair_words(row, name, lang) for row in pairs[chosen].itertuples())
        for chosen in (pairs["verdict"].isin(MARKED), pairs["borderline"].astype(bool))
    )
    left = "nabijheid.pairs_left" if out else "nabijheid.pairs_nothing"
    parts = [_overall(matrix, scale, tested, lang), text(left, lang, pairs=told)]
    if unsure:
        parts.append(text("nabijheid.pairs_unsure", lang, pairs=border))
    if cell_m := float(matrix["cell_m"].iloc[0]) if "cell_m" in matrix else 0.0:
        parts.append(text("nabijheid.curve_cells", lang, metres=whole(cell_m, lang)))
    return " ".join(parts)


def _overall(matrix: pd.DataFrame, scale: str, tested: int, lang: str) -> str:
    if scale == "house":
        return text("nabijheid.pairs_tested", lang, n=tested)
    p = float(matrix["p"].iloc[0])
    said = f"p < {decimal(LEAST_P, lang, 3)}" if p < LEAST_P else f"p = {decimal(p, lang, 3)}"
    return text("nabijheid.between_p", lang, n=tested, p=said)


def _pair_words(row: pd.Series, name: Callable[[str], str], lang: str) -> str:
    a, b = name(row.a), name(row.b)
    pair = text("nabijheid.one_kind", lang, a=a) if row.a == row.b else f"{a} – {b}"
    where = (
        text("nabijheid.pair_metres", lang, metres=number(row.radius, lang))
        if hasattr(row, "radius")
        else text("nabijheid.pair_houses", lang, n=int(row.houses))
    )
    key = "nabijheid.pair_avoids" if row.ratio < 1 else "nabijheid.pair_attracts"
    return text(key, lang, pair=pair, ratio=decimal(row.ratio, lang), where=where)


def matrix_method(lang: str) -> str:
    """Say how both matrices are told from chance."""
    said = (text(f"nabijheid.{scale}_method", lang) for scale in ("house", "between"))
    return f"{' '.join(said)} {text('nabijheid.matrix_not', lang, k=FEW_POINTS)}"


def local_words(places: gpd.GeoDataFrame, names: tuple[str, ...], city: str, lang: str) -> str:
    """Say at how many places of one thing there is more, or less, of the other than by chance."""
    counts, (a, b) = places["verdict"].value_counts(), names
    if counts.get(TOO_FEW, 0):
        return text("nabijheid.local_few", lang, a=a, b=b, city=city, k=FEW_POINTS)
    more, less = (int(counts.get(verdict, 0)) for verdict in MARKED)
    return text("nabijheid.local_words", lang, a=a, b=b, n=len(places), more=more, less=less)


def local_method(lang: str) -> str:
    """Say how local co-location is told from chance."""
    return text("nabijheid.local_method", lang, k=FEW_POINTS)


def is_few(curve: pd.DataFrame) -> bool:
    """Whether a curve rests on too few points to say something."""
    return curve.empty or bool(min(curve["n_a"].iloc[0], curve["n_b"].iloc[0]) < FEW_POINTS)


def curve_title(curve: pd.DataFrame, city: str, lang: str) -> str:
    """Name the city and the numbers of points of a curve."""
    a, b = (int(curve[name].iloc[0]) if len(curve) else 0 for name in ("n_a", "n_b"))
    return text("nabijheid.curve_title", lang, city=city, a=a, b=b)


def curve_words(curve: pd.DataFrame, names: tuple[str, ...], lang: str) -> str:
    """Say what a curve tells: its p, and at which distances it leaves the envelope."""
    p = decimal(float(curve["p_overall"].iloc[0]), lang, 3)
    above, below = (curve.loc[curve["side"].eq(side), "radius"] for side in (1, -1))
    parts = [text("nabijheid.curve_p", lang, a=names[0], b=names[1], p=p)]
    for key, radii in (("nabijheid.curve_above", above), ("nabijheid.curve_below", below)):
        if len(radii):
            parts.append(
                text(key, lang, low=whole(radii.min(), lang), high=whole(radii.max(), lang))
            )
    if len(above) + len(below) == 0:
        parts.append(text("nabijheid.curve_inside", lang))
    if cell_m := float(curve["cell_m"].iloc[0]):
        parts.append(text("nabijheid.curve_cells", lang, metres=whole(cell_m, lang)))
    return " ".join(parts)


def curve_method(lang: str) -> str:
    """Say how a curve is told from chance."""
    numbers = {"most": CURVES, "many": whole(MANY_POINTS, lang), "fewer": CURVES_OF_MANY}
    return text("nabijheid.curve_method", lang, **numbers)


# ---- areas


def moran_words(answer: MoranAnswer | None, lang: str) -> str:
    """Say whether neighbouring areas are alike."""
    if answer is None or answer.too_few:
        return text("nabijheid.moran_few", lang, n=answer.n if answer else 0, k=FEW_AREAS)
    side = "alike" if answer.i > answer.expected else "unlike"
    verdict = side if answer.p <= TEST_LEVEL else "chance"
    return text(
        "nabijheid.moran",
        lang,
        i=decimal(answer.i, lang, 3),
        expected=decimal(answer.expected, lang, 3),
        p=decimal(answer.p, lang, 3),
        n=answer.n,
        verdict=text(f"nabijheid.moran_{verdict}", lang),
    )


def hot_method(lang: str) -> str:
    """Say how hot spots are told from chance."""
    return text("nabijheid.hot_method", lang, k=FEW_AREAS)


def share_words(what: str, look: Palette, lang: str) -> str:
    """Name what a quotient is of: a sector or a chain."""
    if what in SECTORS:
        return text(f"nabijheid.value_{what}", lang)
    return text("nabijheid.lq_chain", lang, chain=look.chain(what))


def quotient_words(lq: float, low: float, high: float, verdict: str, lang: str) -> str:
    """Say a quotient with its interval."""
    if verdict == TOO_FEW:
        return text("nabijheid.verdict_too_few", lang)
    value = decimal(lq, lang, 2)
    return value if pd.isna(low) else f"{value} ({decimal(low, lang, 2)}–{decimal(high, lang, 2)})"


def quotients_words(areas: gpd.GeoDataFrame, lang: str) -> str:
    """Say in how many areas there is more, or less, and in how many chance alone would do so."""
    counts = areas["verdict"].value_counts()
    more, less, few = (int(counts.get(verdict, 0)) for verdict in ("more", "less", TOO_FEW))
    chance = decimal(TEST_LEVEL * (len(areas) - few), lang)
    return text("nabijheid.lq_words", lang, more=more, less=less, few=few, chance=chance)


def quotient_method(lang: str) -> str:
    """Say how quotients are told from chance."""
    return text("nabijheid.lq_method", lang, k=number(FEW_EXPECTED, lang))
