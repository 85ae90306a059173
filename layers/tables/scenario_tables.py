"""Tables of *Wat als*: links, presence and order before and after, and the tenants that go."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geo.answers.ranking import Ranking
from geo.answers.what_if import CHANGES
from geo.data.schemas import SOURCE_COLUMNS
from geo.evidence.knowledge import Knowledge
from layers.sentences.explanation import ContentTable
from layers.sentences.knowledge_words import city_words
from layers.sentences.ranking_words import rank_words
from layers.sentences.scenario_words import link_after_words
from layers.tables.coded_table import headed
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.plain_text import named_codes
from layers.words.text import text_in


def content_table(content: ContentTable) -> pd.DataFrame:
    """Return a table in words, as slide and document have it, as one for the page."""
    return pd.DataFrame([dict(zip(content.headings, row, strict=True)) for row in content.rows])


def changed_links_table(
    changes: pd.DataFrame, limit_m: int, look: Palette, lang: str
) -> pd.DataFrame:
    """Write the links that change, the largest changes of each kind first.

    Parameters
    ----------
    changes : DataFrame
        As `geo.answers.what_if.compare_links` with `geo.answers.changed_links.links_known`; links
        that stay the same are left out.
    limit_m : int
    """
    t, rows = text_in(lang), changes[changes["change"].ne("same")]
    rows = rows.sort_values(["change", "extra_m"], ascending=[True, False], kind="stable")
    words = {change: t(f"watals.change_{change}") for change in CHANGES}
    tenants = rows["tenants_after"].fillna(rows["tenants_before"])
    known = [link_after_words(row, limit_m, lang) for row in rows.to_dict("records")]
    why = [t(f"reason.{code}") if isinstance(code, str) else "" for code in rows["reason_after"]]
    return pd.DataFrame(
        {
            t("watals.change"): rows["change"].map(words),
            t("column.city"): rows["city"],
            t("column.hub_name"): rows["hub_name"],
            t("column.chain"): rows["chain"].map(look.chain),
            t("ketens.from"): rows["stage"].map(look.stage),
            t("ketens.to"): rows["next_stage"].map(look.stage),
            t("watals.tenants"): [number(value, lang) for value in tenants],
            t("watals.partner_before"): rows["target_name_before"],
            t("watals.metres_before"): rows["metres_before"].astype(float).round(),
            t("watals.minutes_before"): rows["minutes_before"].astype(float).round(1),
            t("watals.partner_after"): rows["target_name_after"],
            t("watals.metres_after"): rows["metres_after"].astype(float).round(),
            t("watals.minutes_after"): rows["minutes_after"].astype(float).round(1),
            t("watals.why_after"): why,
            t("watals.known_after"): known,
        }
    )


def presence_table(
    rows: pd.DataFrame,
    lost: Mapping[tuple[str, str, str], Knowledge],
    look: Palette,
    lang: str,
) -> pd.DataFrame:
    """Write in which city which stage of a chain comes, goes or changes.

    Parameters
    ----------
    rows : DataFrame
        As `geo.answers.what_if.compare_presence`.
    lost : mapping of (city, chain, stage) to Knowledge
        What is known of those that nobody known has any more.
    """
    t = text_in(lang)
    keys = zip(rows["city"], rows["chain"], rows["stage"], strict=True)
    known = [city_words(lost[key], key[0], lang) if key in lost else "" for key in keys]
    return pd.DataFrame(
        {
            t("column.city"): rows["city"],
            t("column.chain"): rows["chain"].map(look.chain),
            t("column.stage"): rows["stage"].map(look.stage),
            t("watals.tenants_before"): rows["tenants_before"].round(1),
            t("watals.tenants_after"): rows["tenants_after"].round(1),
            t("ketens.partners"): rows["partners"].round(1),
            t("watals.change"): [t(f"watals.presence_{change}") for change in rows["change"]],
            t("watals.known_city"): known,
        }
    )


def rank_change_table(before: Ranking, after: Ranking, first: int, lang: str) -> pd.DataFrame:
    """Write rank and score before and after: of new hubs, and of the ``first`` in either."""
    t, shown = text_in(lang), ["name", "city", "rank", "rank_low", "rank_high", "score"]
    both = before.table[shown].add_suffix("_before")
    both = both.join(after.table[shown].add_suffix("_after"), how="outer")
    best = both[["rank_before", "rank_after"]].min(axis=1)
    rows = both.assign(best=best).sort_values(["best", "rank_after"], kind="stable")
    rows = rows[rows["best"].le(first).fillna(False) | rows["name_before"].isna()]
    return pd.DataFrame(
        {
            t("column.hub_name"): rows["name_after"].fillna(rows["name_before"]),
            t("column.city"): rows["city_after"].fillna(rows["city_before"]),
            t("watals.rank_before"): _rank_column(rows, "before", lang),
            t("watals.rank_after"): _rank_column(rows, "after", lang),
            t("watals.score_before"): rows["score_before"].round(2),
            t("watals.score_after"): rows["score_after"].round(2),
        }
    )


def _rank_column(rows: pd.DataFrame, when: str, lang: str) -> list[str]:
    names = ["rank", "rank_low", "rank_high"]
    ranks = rows[[f"{name}_{when}" for name in names]].set_axis(names, axis=1)
    return [rank_words(row, lang) for row in ranks.to_dict("records")]


def tenants_gone_table(
    gone: pd.DataFrame, hub_names: pd.Series, look: Palette, lang: str
) -> pd.DataFrame:
    """Write the tenants that go, with the hub of each and its source.

    Parameters
    ----------
    gone : DataFrame
        `geo.answers.what_if.Applied.tenants_gone`.
    hub_names : Series
        By hub id.
    """
    rows = gone.assign(
        hub_name=gone["hub_id"].map(hub_names),
        chain=[named_codes(cell, look.chain) for cell in gone["chain"]],
        stage=[named_codes(cell, look.stage) for cell in gone["stage"]],
    )
    columns = ["hub_name", "label", "chain", "stage", "year_from", "year_to", *SOURCE_COLUMNS]
    return headed(rows[columns], lang)
