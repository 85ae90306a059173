"""What the fact sheet of a cluster or a district says: what lies in it, and its buildings."""

from __future__ import annotations

import pandas as pd

from geo.data.tenant_count import leading_chains
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
from layers.sentences.cluster_words import (
    chains_words,
    density_words,
    name_words,
    open_stages_words,
    stages_words,
)
from layers.sentences.explanation import chain_names
from layers.words.numbers import decimal, whole
from layers.words.plain_text import one_line, plain


def cluster_refs(asked: SheetsAsked) -> tuple[str, ...]:
    """References of the clusters, in their order."""
    return tuple("cluster:" + asked.clusters["cluster"].astype(str))


def district_refs(asked: SheetsAsked) -> tuple[str, ...]:
    """References of the districts of the cities chosen."""
    rows = asked.context.dataset.districts
    rows = by_name(rows[rows["city"].isin(asked.context.selection.filters.cities)])
    return tuple("district:" + rows["city"] + ":" + rows["code"])


def cluster_subject(asked: SheetsAsked, key: str) -> Subject:
    """Find a cluster, with its own hubs and the partners inside its outline.

    Raises
    ------
    KeyError
        When there is no such cluster.
    """
    row, t, chosen = _cluster(asked, key), asked.context.text, asked.context.selection
    look, lang = asked.context.palette, asked.context.lang
    return Subject(
        kind="cluster",
        key=key,
        title=name_words(row.to_dict(), look, lang),
        kicker=t(f"factsheet.kicker_{row['verdict']}", city=row["city"]),
        city=row["city"],
        shape=row.geometry,
        extent=row.geometry.bounds,
        hubs=chosen.hubs[chosen.hubs["id"].isin(row["hub_ids"])],
        partners=chosen.partners[chosen.partners.within(row.geometry)],
    )


def _cluster(asked: SheetsAsked, key: str) -> pd.Series:
    rows = asked.clusters[asked.clusters["cluster"].astype(str).eq(key)]
    if rows.empty:
        raise KeyError(key)
    return rows.iloc[0]


def district_subject(asked: SheetsAsked, key: str) -> Subject:
    """Find a district by city and code, with what lies inside it.

    Raises
    ------
    KeyError
        When there is no such district.
    """
    city, _, code = key.partition(":")
    rows, chosen = asked.context.dataset.districts, asked.context.selection
    rows = rows[rows["city"].eq(city) & rows["code"].eq(code)]
    if rows.empty:
        raise KeyError(key)
    row = rows.iloc[0]
    return Subject(
        kind="district",
        key=key,
        title=one_line(row["name"]),
        kicker=asked.context.text("factsheet.kicker_district", city=city),
        city=city,
        shape=row.geometry,
        extent=row.geometry.bounds,
        hubs=chosen.hubs[chosen.hubs.within(row.geometry)],
        partners=chosen.partners[chosen.partners.within(row.geometry)],
    )


def cluster_content(asked: SheetsAsked, subject: Subject) -> Content:
    """Gather what is told of a cluster: what is in it, and how sure it is that it is one."""
    row, t, lang = _cluster(asked, subject.key), asked.context.text, asked.context.lang
    lines, look = row["lines"], asked.context.palette
    stability = (decimal(row["stability"], lang, 2), t("factsheet.stability"))
    facts = (
        (t("column.top_chain"), chains_words(row.to_dict(), look, lang)),
        (t("column.stages_present"), stages_words(lines, 1, look, lang)),
        (t("cluster.nobody_known"), open_stages_words(row.to_dict(), look, lang)),
        (t("cluster.density"), density_words(row.to_dict(), lang)),
    )
    return Content((*_counts(asked, subject), stability), facts, _houses(asked, subject))


def district_content(asked: SheetsAsked, subject: Subject) -> Content:
    """Gather what is told of a district: what is in it, and its residents where they are known."""
    figures = (*_counts(asked, subject), *_residents(asked, subject))
    return Content(figures, (), _houses(asked, subject))


def _counts(asked: SheetsAsked, subject: Subject) -> Pairs:
    t, lang = asked.context.text, asked.context.lang
    return (
        (whole(len(subject.hubs), lang), t("scene.hubs", all=len(subject.hubs))),
        asked.tenant_figure(subject),
        (whole(len(subject.partners), lang), t("factsheet.partners", n=len(subject.partners))),
    )


def _residents(asked: SheetsAsked, subject: Subject) -> Pairs:
    city, _, code = subject.key.partition(":")
    rows = asked.context.dataset.neighbourhoods
    rows = rows[rows["city"].eq(city) & rows["district_code"].eq(code)]
    known = rows["residents"].dropna()
    if known.empty:
        return ()
    year = plain(rows["year"].max())
    words = whole(known.sum(), asked.context.lang)
    return ((words, asked.context.text("factsheet.residents", year=year)),)


def _houses(asked: SheetsAsked, subject: Subject) -> FactTable:
    """List the buildings, those with most tenants first."""
    t = asked.context.text
    hubs = subject.hubs.sort_values(["n_tenants", "name"], ascending=[False, True])
    tenants = asked.tenants_of(subject)["hub_id"].value_counts()
    lead = leading_chains(asked.organisations_of(subject), ["hub_id"])
    rows: list[tuple[str, ...]] = [
        (
            one_line(hub["name"]),
            t(f"status.{hub['status']}"),
            whole(tenants.get(hub["id"], 0), asked.context.lang),
            chain_names(lead[hub["id"]], asked.context.palette) if hub["id"] in lead else "",
        )
        for _, hub in hubs.head(MOST_ROWS).iterrows()
    ]
    headings = ("column.hub_name", "column.status", "column.n_tenants", "column.top_chain")
    shown = with_rest(rows, len(hubs), asked.context)
    return FactTable(t("factsheet.houses"), tuple(map(t, headings)), shown)
