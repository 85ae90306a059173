"""Tables of the fact sheet of one hub on *Kaart*."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from geo.answers.hub_profile import HubProfile
from geo.answers.lease_end import LeaseEnd
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.tenant_count import TenantCount
from geo.evidence.knowledge import Knowledge
from geo.evidence.unseen import Cell
from geo.network.proximity import MEASURED
from geo.own.corrected import MARK, MARK_SOURCE
from layers.map.layer_context import HUB_FACTS, hub_facts, place_words
from layers.sentences.count_words import with_rooms
from layers.sentences.knowledge_words import cell_words, city_words
from layers.tables.coded_table import headed
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.plain_text import named_codes, plain
from layers.words.text import text, text_in


def fact_lines(hub: pd.Series, lease: LeaseEnd | None, lang: str) -> list[tuple[str, str]]:
    """Heading and value of every fact that is known of a hub, and how finely it is placed."""
    known = [fact for fact in hub_facts(hub, lease, lang) if fact[1]]
    return [*known, (text("column.precision", lang), place_words(hub, lang))]


def correction_line(row: pd.Series, lang: str) -> str:
    """Say that a row is as the planner's own correction has it, and by what source; "" if not."""
    kinds = plain(row.get(MARK))
    if not kinds:
        return ""
    what = ", ".join(text(f"correction.kind_{kind}", lang) for kind in kinds.split(";"))
    return text("correction.line", lang, what=what, source=plain(row[MARK_SOURCE]))


def fact_row(hub: pd.Series) -> pd.DataFrame:
    """The one row behind the facts of a hub, with ``table`` and ``id``."""
    row = pd.DataFrame([hub]).drop(columns="geometry").assign(table="hubs")
    return row[["table", "id", *(name for name in HUB_FACTS if plain(hub[name]))]]


def mix_table(
    matrix: pd.DataFrame, known: Mapping[Cell, Knowledge], look: Palette, lang: str
) -> pd.DataFrame:
    """Write the named tenants by chain and stage, and of a stage that nobody has what is known.

    Parameters
    ----------
    matrix : DataFrame
        `geo.answers.hub_profile.HubProfile.matrix`.
    known : mapping of (chain, stage) to Knowledge
        In the house.
    """
    line = {stage for _, stage in known}
    order = [code for code in look.stage_names if code in matrix or code in line]

    def cell(chain: str, stage: str) -> str:
        n = matrix.at[chain, stage] if stage in matrix else 0
        told = known.get((chain, stage))
        return number(n, lang) if n else cell_words(told, lang) if told else ""

    rows = [[cell(chain, stage) for stage in order] for chain in matrix.index]
    names = [look.chain(chain) for chain in matrix.index]
    return pd.DataFrame(rows, index=names, columns=[look.stage(stage) for stage in order])


def tenant_count_words(found: TenantCount, lang: str) -> str:
    """Say how many tenants are known, and how many of them the filters leave where that differs."""
    if found.differ:
        said = text("panel.tenants_filtered", lang, known=found.known, shown=found.shown)
    else:
        said = text("panel.tenants", lang, n=found.known)
    return with_rooms(said, found.rooms, lang)


def _marked(tenant: pd.Series, lang: str) -> str:
    """The name of a tenant, and that it stands there by the planner's own correction."""
    name = plain(tenant["label"])
    return text("correction.mark", lang, name=name) if plain(tenant.get(MARK)) else name


def tenants_table(tenants: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write the named tenants, each with its source."""
    rows = tenants.assign(
        label=[_marked(row, lang) for _, row in tenants.iterrows()],
        chain=[named_codes(cell, look.chain) for cell in tenants["chain"]],
        stage=[named_codes(cell, look.stage) for cell in tenants["stage"]],
    )
    columns = ["label", "chain", "stage", "activity", "year_from", "year_to", *SOURCE_COLUMNS]
    return headed(rows[columns], lang)


def next_partners_table(
    ways: pd.DataFrame,
    city: str,
    known: Mapping[Cell, Knowledge],
    look: Palette,
    lang: str,
) -> pd.DataFrame:
    """Write the way to the nearest next stage of each chain, or why there is none.

    Parameters
    ----------
    ways : DataFrame
        `geo.answers.hub_profile.HubProfile.next_partner`.
    city : str
    known : mapping of (chain, stage) to Knowledge
        In the city.
    """
    t, measured = text_in(lang), ways["reason"].isin(MEASURED)
    return pd.DataFrame(
        {
            t("column.chain"): ways["chain"].map(look.chain),
            t("column.stage"): ways["stage"].map(look.stage),
            t("column.target_name"): ways["target_name"],
            t("column.metres"): ways["metres"].where(measured).round(),
            t("column.minutes"): ways["minutes"].where(measured).round(1),
            t("kaart.reason"): [
                no_way_words(row, city, known, lang) for row in ways.to_dict("records")
            ],
        }
    )


def no_way_words(
    way: Mapping[Hashable, Any], city: str, known: Mapping[Cell, Knowledge], lang: str
) -> str:
    """Say why there is no way to a next stage: of one that nobody has, what is known."""
    told = known.get((way["chain"], way["stage"]))
    if way["reason"] == "no_target" and told and not told.found:
        return city_words(told, city, lang)
    return text(f"reason.{way['reason']}", lang)


def next_partner_rows(ways: pd.DataFrame, partner_ids: pd.Series) -> pd.DataFrame:
    """The ways that have a target, credited to it, with ``table`` and ``id``."""
    found = ways[ways["target_id"].notna()]
    outside = found["target_id"].isin(partner_ids)
    table = ["partners" if is_outside else "hubs" for is_outside in outside]
    return found.assign(table=table, id=found["target_id"]).drop(columns="target_id")


def meeting_table(places: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write the meeting places near a hub."""
    t = text_in(lang)
    rows = places.assign(
        category=[t(f"category.{code}") for code in places["category"]],
        metres=places["metres"].round(),
    )
    return headed(rows.drop(columns="id"), lang)


def near_table(near: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write the buildings near a point, as `geo.answers.name_search.buildings_near` found them."""
    t = text_in(lang)
    return pd.DataFrame(
        {t("column.hub_name"): near["name"], t("column.metres"): near["metres"].round()}
    )


def total_words(facts: HubProfile) -> str:
    """Name the published totals of a hub, each with its count."""
    totals = zip(facts.totals["label"], facts.totals["count"], strict=True)
    return "; ".join(f"{label} ({plain(count)})" for label, count in totals)
