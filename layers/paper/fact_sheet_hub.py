"""What the fact sheet of a hub says: its tenants, its next stages, or else who is near."""

from __future__ import annotations

import pandas as pd

from geo.answers.comparison import load_terms
from geo.answers.house_measures import house_measures
from geo.answers.hub_profile import HubProfile, hub_profile
from geo.answers.lease_end import lease_end
from geo.network.proximity import MEASURED
from layers.map.layer_context import LayerContext, hub_facts, lines, place_words
from layers.paper.fact_sheet_parts import (
    MOST_ROWS,
    Content,
    FactTable,
    Pairs,
    SheetsAsked,
    Subject,
    by_name,
    with_rest,
)
from layers.sentences.house_words import house_lines, status_words
from layers.sentences.knowledge_words import cell_words
from layers.words.numbers import whole
from layers.words.plain_text import named_codes, one_line, plain
from layers.words.source_dates import date_words

AROUND_M = (480.0, 330.0)  # half the ground shown round a hub: about 1:10 000
MOST_STAGES = 4  # those of the largest chain: a large house stays on one page
NEAR_M = 500.0


def hub_refs(asked: SheetsAsked) -> tuple[str, ...]:
    """References of the hubs; those without a place have no map and so no sheet."""
    return tuple("hub:" + by_name(asked.context.selection.hubs)["id"])


def hub_subject(asked: SheetsAsked, hub_id: str) -> Subject:
    """Find a hub, with the partners within `NEAR_M`.

    Raises
    ------
    KeyError
        When the selection has no such hub on the map.
    """
    chosen, t = asked.context.selection, asked.context.text
    hubs = chosen.hubs[chosen.hubs["id"].eq(hub_id)]
    if hubs.empty:
        raise KeyError(hub_id)
    hub = hubs.iloc[0]
    (wide, high), x, y = AROUND_M, hub.geometry.x, hub.geometry.y
    return Subject(
        kind="hub",
        key=hub_id,
        title=one_line(hub["name"]),
        kicker=t(
            "factsheet.kicker_hub",
            kind=t(f"kind.{hub['kind']}"),
            status=status_words(hub["status"], asked.context.lang),
            city=hub["city"],
        ),
        city=hub["city"],
        shape=hub.geometry,
        extent=(x - wide, y - high, x + wide, y + high),
        hubs=hubs,
        partners=chosen.partners[chosen.partners.distance(hub.geometry).le(NEAR_M)],
        own_source=_own_source(asked.context, hub),
    )


def _own_source(context: LayerContext, hub: pd.Series) -> str:
    date = date_words(hub["source_date"], hub["source_read"], context.lang)
    pieces = ", ".join(filter(None, (date, plain(hub["source_url"]))))
    return context.text("factsheet.own_source", title=plain(hub["source_title"]), date=pieces)


def hub_content(asked: SheetsAsked, subject: Subject) -> Content:
    """Gather what is told of a hub; where no next stage is known, the partners near it."""
    context, hub = asked.context, subject.hubs.iloc[0]
    t = context.text
    network, every = asked.networks[subject.city], asked.suppliers_of(subject.city)
    profile = hub_profile(context.dataset, network, subject.key, asked.travel, every)
    lists = asked.lists_of(subject.city)
    measured = house_measures(context.dataset, subject.key, asked.year, lists)
    facts = lines(
        *hub_facts(hub, lease_end(hub, load_terms(), asked.year), context.lang),
        (t("column.precision"), place_words(hub, context.lang)),
        *house_lines(measured, subject.city, context.lang),
    )
    table = _next_stages(asked, subject, profile.next_partner)
    figures = _figures(asked, subject, profile)
    return Content(figures, facts, table if table.rows else _around(context, subject))


def _figures(asked: SheetsAsked, subject: Subject, profile: HubProfile) -> Pairs:
    t, lang, reason = asked.context.text, asked.context.lang, profile.meeting_reason
    met = (whole(len(profile.meeting_places), lang), t("factsheet.meeting"))
    if reason != "ok":
        met = (t("factsheet.unknown"), f"{t('factsheet.meeting')}: {t(f'reason.{reason}')}")
    return (
        asked.tenant_figure(subject),
        (whole(len(subject.partners), lang), t("factsheet.partners_near", n=len(subject.partners))),
        met,
    )


def _next_stages(asked: SheetsAsked, subject: Subject, found: pd.DataFrame) -> FactTable:
    t, look, lang = asked.context.text, asked.context.palette, asked.context.lang
    mine = asked.shares_of(subject).groupby("chain")["weight"].sum()
    # The largest chains first, as many as there is room for.
    order = found["chain"].map(mine).fillna(0)
    found = found.assign(order=-order).sort_values(["order", "chain"], kind="stable")
    rows = []
    for row in found.head(MOST_STAGES).itertuples():
        far = ("", "")
        if row.reason in MEASURED:
            far = (whole(row.metres, lang), whole(row.minutes, lang))
        told = asked.known.get(subject.city, {}).get((row.chain, row.stage))
        name = plain(row.target_name) or t(f"reason.{row.reason}")
        if row.reason == "no_target" and told and not told.found:
            name = cell_words(told, lang)
        rows.append((look.chain(row.chain), look.stage(row.stage), name, *far))
    headings = ("chain", "stage", "target_name", "metres", "minutes")
    title = t("factsheet.next", travel=t(f"travel.{asked.travel}"))
    return FactTable(title, tuple(t(f"column.{name}") for name in headings), tuple(rows), 2)


def _around(context: LayerContext, subject: Subject) -> FactTable:
    """List the partners near a hub whose tenants are not known, the nearest first."""
    t, look, lang = context.text, context.palette, context.lang
    far = subject.partners.distance(subject.shape)
    found = subject.partners.assign(metres=far).sort_values(["metres", "name"])
    rows: list[tuple[str, ...]] = [
        (
            one_line(row.name_),
            named_codes(row.chain, look.chain),
            named_codes(row.stage, look.stage),
            whole(row.metres, lang),
        )
        for row in found.rename(columns={"name": "name_"}).head(MOST_ROWS).itertuples()
    ]
    headings = tuple(t(f"column.{name}") for name in ("name", "chain", "stage", "metres"))
    return FactTable(t("factsheet.around"), headings, with_rest(rows, len(found), context))
