"""The chain strip of a fact sheet: the largest chain of its subject, stage by stage."""

from __future__ import annotations

import pandas as pd

from geo.answers.chain_line import ChainLine, chain_line, line_with_knowledge, part_of_line
from geo.data.chains import BESIDE, LINE
from geo.data.coverage import load_coverage
from geo.evidence.unseen import Unseen, unseen_in
from layers.figures.chain_strip import chain_strip_svg
from layers.figures.figure import Figure
from layers.paper.fact_sheet_parts import SheetsAsked, Subject
from layers.sentences.chain_words import strip_words

STRIP_CUT = 40.0  # the room above a strip that has one city only


class CityLines:
    """Chains of whole cities, each measured once for all the sheets that show a part of it."""

    def __init__(self, asked: SheetsAsked) -> None:
        """Remember what is asked; nothing is measured yet."""
        self._asked = asked
        self._known: dict[tuple[str, str], ChainLine] = {}
        self._unseen: dict[str, Unseen] = {}

    def told(self, part: ChainLine, subject: Subject) -> ChainLine:
        """Say of a part of a line what is known of each stage there."""
        chosen, city = self._asked.context.selection, subject.city
        if city not in self._unseen:
            dataset = self._asked.context.dataset
            coverage = load_coverage(dataset.chain_model)
            self._unseen[city] = unseen_in(dataset, chosen.filters, coverage, city)
        every = int(chosen.partners["city"].eq(city).sum())
        # Half a partner: where none is known, there may be one that no source lists.
        share = (len(subject.partners) + 0.5) / (every + 1)
        return line_with_knowledge(part, self._unseen[city], subject.hubs["id"], share)

    def of(self, city: str, chain: str) -> ChainLine:
        """Return a chain of a city, measured when it is first asked for."""
        asked, key = self._asked, (city, chain)
        if key not in self._known:
            self._known[key] = chain_line(
                asked.context.dataset,
                asked.context.selection,
                asked.networks[city],
                city,
                chain,
                asked.travel,
            )
        return self._known[key]


def subject_strip(asked: SheetsAsked, subject: Subject, lines: CityLines) -> Figure | None:
    """Draw the chain of a subject; None where no tenant of the ten chains is known."""
    shares = asked.shares_of(subject)
    # Where nobody is an organisation, what else is there.
    chain = _shown_chain(asked.organisations_of(subject)) or _shown_chain(shares)
    if chain is None:
        return None
    look, lang, t = asked.context.palette, asked.context.lang, asked.context.text
    line = part_of_line(
        lines.of(subject.city, chain),
        t(f"factsheet.this_{subject.kind}"),
        shares[shares["chain"].eq(chain)],
        subject.partners,
    )
    line = lines.told(line, subject)
    title = t("factsheet.strip", chain=look.chain(chain), travel=t(f"travel.{asked.travel}"))
    scope = "hub" if subject.kind == "hub" else "area"
    svg, words = chain_strip_svg([line], look, lang), strip_words(line, look, lang)
    return Figure(title, svg, words, (t(f"factsheet.partners_{scope}"),), lang, cut=STRIP_CUT)


def _shown_chain(shares: pd.DataFrame) -> str | None:
    """The largest of the ten chains; of which a stage is known, where there is one."""
    ten = shares[~shares["chain"].isin(BESIDE)]
    if ten.empty:
        return None
    # A chain of which no stage is known would be a strip of noughts.
    told = ten["chain"].isin(ten.loc[ten["stage"].isin(LINE), "chain"])
    shown = ten[told] if told.any() else ten
    return str(shown.groupby("chain")["weight"].sum().idxmax())
