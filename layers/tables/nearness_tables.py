"""Tables of *Nabijheid*: the numbers behind each drawing, and the points they rest on."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from geo.data.schemas import SOURCE_COLUMNS
from layers.sentences.nearness_words import verdict_words
from layers.tables.coded_table import with_age
from layers.words.palette import Palette
from layers.words.plain_text import named_codes
from layers.words.text import text_in


def house_table(pairs: pd.DataFrame, name: Callable[[str], str], lang: str) -> pd.DataFrame:
    """Write who shares a house, a pair a row; what rests on too few points is left open.

    Parameters
    ----------
    pairs : DataFrame
        `geo.evidence.association.house_matrix`, with ``city``.
    name : callable
        From the code of a stage or chain to its name.
    """
    t, known = text_in(lang), pairs["verdict"].ne("too_few")
    return _pair_columns(pairs, name, lang).assign(
        **{
            t("nabijheid.ratio"): pairs["ratio"].where(known).round(2),
            t("nabijheid.low_90"): pairs["low"].where(known).round(2),
            t("nabijheid.high_90"): pairs["high"].where(known).round(2),
            t("nabijheid.houses_both"): pairs["houses"],
            "p": pairs["p"].where(known).round(4),
            "q": pairs["q"].round(4),
            t("nabijheid.n_from"): pairs["n_a"].round(1),
            t("nabijheid.n_with"): pairs["n_b"].round(1),
        }
    )


def between_table(pairs: pd.DataFrame, name: Callable[[str], str], lang: str) -> pd.DataFrame:
    """Write who lies near whom, a pair and distance a row; too few is left open.

    Parameters
    ----------
    pairs : DataFrame
        `geo.evidence.association.between_matrix`, with ``city``.
    name : callable
        From the code of a stage or chain to its name.
    """
    t, known = text_in(lang), pairs["verdict"].ne("too_few")
    return _pair_columns(pairs, name, lang).assign(
        **{
            t("column.metres"): pairs["radius"],
            t("nabijheid.m"): pairs["m"].where(known).round(2),
            t("nabijheid.ratio"): pairs["ratio"].where(known).round(2),
            t("nabijheid.low"): pairs["low"].round(2),
            t("nabijheid.high"): pairs["high"].round(2),
            t("nabijheid.p_all"): pairs["p"].round(4),
            t("nabijheid.n_from"): pairs["n_a"].round(1),
            t("nabijheid.n_with"): pairs["n_b"].round(1),
        }
    )


def _pair_columns(pairs: pd.DataFrame, name: Callable[[str], str], lang: str) -> pd.DataFrame:
    t = text_in(lang)
    return pd.DataFrame(
        {
            t("column.city"): pairs["city"],
            t("nabijheid.from"): pairs["a"].map(name),
            t("nabijheid.with"): pairs["b"].map(name),
            t("nabijheid.verdict"): pairs["verdict"].map(verdict_words("verdict", lang)),
            t("nabijheid.borderline"): pairs["borderline"].map({True: t("common.yes"), False: ""}),
        }
    )


def points_table(points: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write the points themselves, each with its source.

    Parameters
    ----------
    points : DataFrame
        `geo.evidence.association.CityPoints.rows`, with ``city``.
    """
    t = text_in(lang)
    columns = ["city", "name", "place_name", "chain", "stage", "precision", *SOURCE_COLUMNS]
    table = with_age(points[columns], lang).assign(
        chain=[named_codes(cell, look.chain) for cell in points["chain"]],
        stage=[named_codes(cell, look.stage) for cell in points["stage"]],
        precision=[t(f"precision.{code}") for code in points["precision"]],
    )
    keys = {"place_name": "column.hub_name"}
    return table.rename(columns={c: t(keys.get(c, f"column.{c}")) for c in table})


def local_table(places: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write the places of a local co-location.

    Parameters
    ----------
    places : DataFrame
        `geo.evidence.association.local_places`, with ``city``.
    """
    t = text_in(lang)
    return pd.DataFrame(
        {
            t("column.city"): places["city"],
            t("column.hub_name"): places["place_name"],
            t("nabijheid.n_here"): places["n_a"],
            t("nabijheid.n_near"): places["n_near"],
            t("nabijheid.b_near"): places["b_near"],
            t("nabijheid.ratio"): places["quotient"].astype(float).round(2),
            "p": places["p"].astype(float).round(3),
            "q": places["q"].astype(float).round(3),
            t("nabijheid.verdict"): places["verdict"].map(verdict_words("local", lang)),
        }
    )


def curve_table(curves: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write the curve of every city, a distance a row.

    Parameters
    ----------
    curves : DataFrame
        `geo.evidence.association.association_curve`, with ``city``.
    """
    t = text_in(lang)
    columns = {
        "city": t("column.city"),
        "radius": t("column.metres"),
        "k": "K (m²)",
        "expected": t("nabijheid.expected"),
        "low": t("nabijheid.low_k"),
        "high": t("nabijheid.high_k"),
        "n_a": t("nabijheid.n_from"),
        "n_b": t("nabijheid.n_to"),
    }
    return curves[list(columns)].round(0).rename(columns=columns)


def hot_spots_table(areas: pd.DataFrame, value: str, lang: str) -> pd.DataFrame:
    """Write neighbourhoods by Gi*, the highest first.

    Parameters
    ----------
    areas : DataFrame
        As `layers.map.nearness_layers.hot_spots_layer` takes them, with ``year``.
    value : str
        What is counted in them; a share is written as a percentage.
    """
    t, scale = text_in(lang), 1.0 if value == "tenants" else 100.0
    return pd.DataFrame(
        {
            t("column.city"): areas["city"],
            t("column.neighbourhood"): areas["name"],
            t("column.district"): areas["district"],
            t(f"nabijheid.unit_{value}"): (areas["value"] * scale).round(1),
            "n": areas["n"],
            "z": areas["z"].round(2),
            "p": areas["p"].round(3),
            "q": areas["q"].round(3),
            t("nabijheid.verdict"): areas["verdict"].map(verdict_words("hot", lang)),
            t("nabijheid.year"): areas["year"],
        }
    ).sort_values("z", ascending=False)


def quotients_table(areas: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write areas by their location quotient, the highest first; too few is left open.

    Parameters
    ----------
    areas : DataFrame
        As `layers.map.nearness_layers.quotients_layer` takes them.
    """
    t, known = text_in(lang), areas["verdict"].ne("too_few")
    return pd.DataFrame(
        {
            t("column.city"): areas["city"],
            t("nabijheid.area"): areas["name"],
            "LQ": areas["lq"].where(known).round(2),
            t("nabijheid.low_95"): areas["low"].where(known).round(2),
            t("nabijheid.high_95"): areas["high"].where(known).round(2),
            t("nabijheid.x"): areas["x"].round(1),
            "n": areas["n"].round(1),
            t("nabijheid.x_expected"): areas["expected"].round(1),
            t("nabijheid.verdict"): areas["verdict"].map(verdict_words("lq", lang)),
        }
    ).sort_values("LQ", ascending=False)
