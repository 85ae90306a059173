"""Whether a planner's own rows take part in what all pages show, and what becomes of each.

Off until the planner says so; the switch stands in the side bar and its answer in the address.
The joined tables live in the session alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from geo.data.errors import KetenkaartError
from geo.data.gazetteer import shipped_gazetteer
from geo.data.thresholds import LEAST_SHOWN
from geo.own.corrected import Corrections, with_corrections
from geo.own.corrections import corrections_in
from geo.own.rows import COUNTING, TABLES, TAKES_PART, Joined, OwnRows, fingerprint, with_own
from geo.project.kept_settings import choices_of
from geo.project.project_store import Stored
from layers.tables.own_tables import outcomes_table
from layers.words.plain_text import cell_text, literal
from pages.own import file, project_session
from pages.session import planner, server
from pages.session.planner import t
from pages.widgets import data_table, page_choice

SWITCH = "own.part"
KEPT = "own.joined"
NO_CORRECTIONS = Corrections("", "", ())
# What they are made from, the tables, the rows, and whose corrections.
Joint = tuple[object, Joined, list[OwnRows], Corrections]


def begin() -> None:
    """Take the session's own rows into its data, when there are any and the planner wants it."""
    file.take_in()
    wanted = planner.parameter(planner.OWN) == "1"
    if not page_choice.is_new(planner.OWN, SWITCH):
        wanted = bool(st.session_state[SWITCH])
    elif SWITCH in st.session_state:  # by Back, or by a link
        st.session_state[SWITCH] = wanted
    joint = _joint()
    planner.hold(joint[1].dataset if joint else None)
    page_choice.write(planner.OWN, "1" if wanted else "")


def follow() -> None:
    """Draw anew when the page has just brought, changed or dropped own rows: the side bar stood."""
    kept: Joint | None = st.session_state.get(KEPT)
    if _mark() != (kept[0] if kept else None):
        st.rerun()


def joined() -> Joined | None:
    """The shipped tables with the session's own rows in them, whether they take part or not."""
    joint = _joint()
    return joint[1] if joint else None


def _joint() -> Joint | None:
    """Join once for the same rows and choices."""
    mark = _mark()
    if mark is None:
        st.session_state.pop(KEPT, None)
        return None
    kept: Joint | None = st.session_state.get(KEPT)
    if kept is None or kept[0] != mark:
        rows, mended = _brought(), corrections()
        found = _laid_together(rows, mended)
        kept = (mark, found, rows, mended)
        st.session_state[KEPT] = kept
    return kept


def _laid_together(rows: Sequence[OwnRows], mended: Corrections) -> Joined:
    """Addresses are looked up for corrections alone: own rows were placed when they were read."""
    shipped = server.shipped()
    if not mended.rows:
        return with_own(shipped, rows)
    return with_corrections(shipped, mended, rows, shipped_gazetteer())


def _mark() -> object | None:
    """What the own rows are made from; None when there are none."""
    project, own = _project(), _upload()
    if project is not None and _has_rows(project):
        return (project.key, project.revision)
    mended = (project.key, project.revision) if project and corrections().rows else None
    brought = (own.intake, *sorted(own.choices.items())) if own else None
    return (mended, brought) if mended or brought else None


def _project() -> Stored | None:
    """The open project."""
    try:
        return project_session.stored()
    except KetenkaartError:  # the page of the project tells it
        return None


def _has_rows(kept: Stored) -> bool:
    """Whether a project has rows: they go before those of an upload not yet taken in."""
    return any(map(len, kept.project.tables.values()))


def _upload() -> file.OwnFile | None:
    own = file.kept()
    return own if own and own.intake.refused is None and own.intake.n_rows else None


def corrections() -> Corrections:
    """The corrections of the open project."""
    kept = _project()
    if kept is None:
        return NO_CORRECTIONS
    found = corrections_in(kept.project.settings)
    return Corrections(kept.project.name, kept.project.changed[:10], found)


def _brought() -> list[OwnRows]:
    kept = _project()
    if kept is not None and _has_rows(kept):
        return [_of_project(kept, table) for table in kept.project.tables]
    own = _upload()
    if own is None:
        return []
    source = own.intake.source
    return [OwnRows(source.name, source.sha256, source.read_on, own.intake.values, own.choices)]


def _of_project(kept: Stored, table: str) -> OwnRows:
    intake = project_session.rows_of(kept, table)
    values = intake.values.assign(entity=table)
    choices = choices_of(kept.project, table)
    digest = fingerprint(intake.rows)
    return OwnRows(intake.source.name, digest, intake.source.read_on, values, choices)


def show_in_sidebar() -> None:
    """Offer the switch where there are own rows."""
    if _joint() is None:
        return
    st.session_state.setdefault(SWITCH, planner.parameter(planner.OWN) == "1")
    with st.sidebar:
        taking_part = planner.held(SWITCH)
        st.toggle(t("own.take_part"), taking_part, key=SWITCH, help=t("own.take_part_help"))


def show_banner() -> None:
    """Say on every page that own rows take part, or that the link was made with rows not here."""
    joint = _joint()
    wanted = planner.parameter(planner.OWN) == "1"
    if joint is None:
        if wanted:
            st.warning(t("own.absent"))
        return
    _, found, rows, mended = joint
    if wanted and found.n:
        st.info(t("own.banner", parts=_parts(found.counts), files=_files(rows)))
    if wanted and mended.rows:
        _say_corrections(found.corrections, mended)
    out = found.counts[~found.counts["outcome"].isin(COUNTING)]
    if wanted and len(out):
        st.warning(" ".join([t("own.out", n=int(out["n"].sum())), _reasons(out)]))


def _say_corrections(outcomes: Sequence[str], mended: Corrections) -> None:
    """Say how many corrections count, and how many do not."""
    n = sum(outcome == TAKES_PART for outcome in outcomes)
    st.info(t("own.banner_corrected", n=n, name=literal(cell_text(mended.name))))
    if out := len(outcomes) - n:
        st.warning(t("own.out_corrected", n=out))


def _files(rows: Sequence[OwnRows]) -> str:
    return ", ".join(dict.fromkeys(literal(cell_text(each.name)) for each in rows))


def _parts(counts: pd.DataFrame) -> str:
    part = counts[counts["outcome"].isin(COUNTING)].groupby("table")["n"].sum()
    return ", ".join(t(f"own.{name}", n=part[name]) for name in TABLES if name in part)


def _reasons(out: pd.DataFrame) -> str:
    """Say of the rows that take no part how many for which reason, and what may be wrong."""
    parts = [
        f"{t(f'own.{row.table}', n=row.n)} {t(f'own.why_out.{row.outcome}', k=LEAST_SHOWN)}"
        for row in out.sort_values("n", ascending=False).itertuples()
    ]
    homeless = out["outcome"].eq("no_building").any()
    return "; ".join(parts) + "." + (f" {t('own.out_how')}" if homeless else "")


def show_outcomes() -> None:
    """The sum: what becomes of every own row on the other pages."""
    found = joined()
    if found is None:
        return
    st.markdown(f"**{t('own.outcome')}**")
    data_table.show(outcomes_table(found.counts, planner.state().lang), hide_index=True)
