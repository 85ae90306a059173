"""One A4 about a hub, a cluster or a district: map, chain strip, figures, sources.

What a sheet says stands in a module by subject (`layers.paper.fact_sheet_hub`,
`layers.paper.fact_sheet_area`), its map and strip in one each; here a reference becomes a sheet.
`layers.paper.atlas` sets sheets in pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.data.thresholds import FEW_BUILDINGS
from layers.paper.fact_sheet_area import (
    cluster_content,
    cluster_refs,
    cluster_subject,
    district_content,
    district_refs,
    district_subject,
)
from layers.paper.fact_sheet_hub import hub_content, hub_refs, hub_subject
from layers.paper.fact_sheet_map import subject_view
from layers.paper.fact_sheet_parts import Content, FactSheet, SheetsAsked, Subject
from layers.paper.fact_sheet_strip import CityLines, subject_strip
from layers.paper.map_sheet import FIGURE_MM
from layers.view.caption import source_line
from layers.view.map_model import MapView
from layers.words.numbers import number

TALL_FIGURE_MM = (FIGURE_MM[0], 132.0)
SHORT_FIGURE_MM = (FIGURE_MM[0], FIGURE_MM[1] - 4.0)  # over a strip: the fullest house on one page


@dataclass(frozen=True)
class _Kind:
    """What is done for one kind of subject: list, find, and gather what is told of it."""

    refs: Callable[[SheetsAsked], tuple[str, ...]]
    subject: Callable[[SheetsAsked, str], Subject]
    content: Callable[[SheetsAsked, Subject], Content]


KINDS = {
    "hub": _Kind(hub_refs, hub_subject, hub_content),
    "cluster": _Kind(cluster_refs, cluster_subject, cluster_content),
    "district": _Kind(district_refs, district_subject, district_content),
}


class FactSheetMaker:
    """Makes the sheets that are asked of one selection; what they share is measured once.

    Parameters
    ----------
    asked : SheetsAsked
    """

    def __init__(self, asked: SheetsAsked) -> None:
        """Remember what is asked; nothing is made yet."""
        self.asked = asked
        self._lines = CityLines(asked)

    def refs(self, kind: str) -> tuple[str, ...]:
        """References of everything of one kind, a key of `KINDS`, to make a sheet of."""
        return KINDS[kind].refs(self.asked)

    def title_of(self, ref: str) -> str:
        """Name of what a reference points at."""
        return _subject(self.asked, ref).title

    def sheet(self, ref: str) -> FactSheet:
        """Gather the sheet of a reference.

        Raises
        ------
        KeyError
            When nothing of the selection has that reference.
        """
        asked, subject = self.asked, _subject(self.asked, ref)
        strip = subject_strip(asked, subject, self._lines)
        size = SHORT_FIGURE_MM if strip else TALL_FIGURE_MM
        view = subject_view(asked, subject, size)
        content = KINDS[subject.kind].content(asked, subject)
        return FactSheet(
            title=subject.title,
            kicker=subject.kicker,
            view=view,
            map_size=size,
            figures=content.figures,
            strip=strip,
            facts=content.facts,
            mix=_mix(asked, subject),
            table=content.table,
            notes=_notes(asked, subject, view),
            sources=source_line(view),
        )


def _subject(asked: SheetsAsked, ref: str) -> Subject:
    kind, _, key = ref.partition(":")
    return KINDS[kind].subject(asked, key)


def _mix(asked: SheetsAsked, subject: Subject) -> tuple[str, str]:
    """The mix: each chain with its tenants, and how many of them stand in which stage."""
    t, lang, look = asked.context.text, asked.context.lang, asked.context.palette
    mix = asked.shares_of(subject).groupby(["chain", "stage"])["weight"].sum()
    pieces = [
        t(
            "factsheet.chain_row",
            chain=name,
            n=number(mix[code].sum(), lang),
            stages=", ".join(
                t("factsheet.stage_row", stage=stage_name, n=number(mix[code, stage], lang))
                for stage, stage_name in look.stage_names.items()
                if mix.get((code, stage), 0) > 0
            ),
        )
        for code, name in look.chain_names.items()
        if code in mix.index
    ]
    return t("factsheet.chains"), "; ".join(pieces) or t("common.none")


def _notes(asked: SheetsAsked, subject: Subject, view: MapView) -> tuple[str, ...]:
    t = asked.context.text
    travel = t(f"travel.{asked.travel}")
    notes = (
        t("factsheet.filters", filters=view.filters),
        t("factsheet.method", travel=travel, k=FEW_BUILDINGS),
        subject.own_source,
    )
    return tuple(note for note in notes if note)
