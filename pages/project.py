"""*Mijn project*: own data and settings under one name, kept at every change, and edited here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.errors import KetenkaartError
from geo.intake.result import PREFIX
from geo.project.changes import Item
from geo.project.editing import edited, moved
from geo.project.fault import ProjectError
from geo.project.package import to_bytes
from geo.project.project import LONGEST_NAME, TABLES, Project
from geo.project.rules import own_faults
from geo.project.store import Stored
from layers.drawing import Drawing
from layers.own_layer import own_view
from layers.plain_text import cell_text
from layers.web_map import clicked_in
from pages.parts import finding_map, frame, own_data, own_file, session
from pages.parts.session import t

MOST_ROWS = 500
MOST_FAULTS = 10
MOST_ENTRIES = 200
SPACE = "\u00a0"


def show() -> None:
    """Lay out the page."""
    st.markdown(f"#### {t('project.title')}")
    try:
        kept = own_data.stored()
        say_faults()
        if kept is None:
            show_start()
            return
        show_head(kept)
        show_conflict()
        show_tabs(kept)
    except ProjectError as fault:
        say(fault)
        if session.parameter(own_data.PARAMETER):
            st.button(t("project.leave"), on_click=own_data.leave)
        show_login()


def say(fault: KetenkaartError) -> None:
    """Tell what went wrong, as plain text: its values may come from a file."""
    st.error(t("project.not_done"))
    st.text(t(f"error.{fault.code}", **fault.params))


def say_faults() -> None:
    """Tell what went wrong in the last step."""
    fault: KetenkaartError | None = st.session_state.pop(own_data.FAULT, None)
    if fault is not None:
        say(fault)


def show_login() -> None:
    """Who is at work, and how to sign in where the server knows a provider."""
    if own_data.setting("KETENKAART_USER_HEADER"):
        return
    try:
        known = "auth" in st.secrets
    except FileNotFoundError:
        known = False
    if known and not own_data.login():
        st.button(t("project.sign_in"), on_click=st.login)


# ---- beginning and opening


def show_start() -> None:
    """Begin a project, open a file, or choose one of the team's."""
    st.caption(t("project.intro"))
    who, shared = own_data.person(), own_data.store().shared
    if shared:
        who.must_read()
        st.caption(t(f"project.role_{who.role}", name=cell_text(who.name)))
        show_team()
    if who.role != "edit":
        return
    left, right = st.columns(2, gap="large")
    with left, st.form("project.new"):
        st.text_input(t("project.name"), max_chars=LONGEST_NAME, key="project.new_name")
        st.form_submit_button(t("project.begin"), on_click=_begin)
    with right:
        st.file_uploader(t("project.open"), type=["gpkg"], key="project.file", on_change=_open)


def _begin() -> None:
    name = str(st.session_state["project.new_name"])
    own_data.guarded(lambda: own_data.begin(Project(name)))


def _open() -> None:
    upload = st.session_state["project.file"]
    if upload is not None:
        own_data.guarded(lambda: own_data.begin_from_file(upload.getvalue(), upload.name))


def _run(action: Callable[[], None]) -> None:
    own_data.guarded(action)
    st.rerun()


def show_team() -> None:
    """The projects of the team."""
    who = own_data.person()
    listed = own_data.store().projects(who)
    if not listed:
        st.info(t("project.none"))
        return
    names = {one.key: f"{cell_text(one.name)} · {_day(one.changed)}" for one in listed}
    chosen = st.selectbox(
        t("project.team"), list(names), format_func=names.__getitem__, index=None, key="project.one"
    )
    if chosen:
        session.set_parameter(own_data.PARAMETER, chosen)
        st.rerun()


def _day(moment: str) -> str:
    return moment[:16].replace("T", SPACE)


# ---- the project


def show_head(kept: Stored) -> None:
    """Name, state of saving, undo and redo, download."""
    may, history, version = own_data.may_edit(), own_data.history(), kept.revision
    name, back, again, file = st.columns([0.46, 0.14, 0.14, 0.26], vertical_alignment="bottom")
    name.text_input(
        t("project.name"),
        kept.project.name,
        max_chars=LONGEST_NAME,
        key=f"project.name.{version}",
        disabled=not may,
        on_change=_rename,
        args=(version,),
    )
    back.button(
        t("project.undo", n=len(history.past)),
        disabled=not (may and history.past),
        on_click=own_data.guarded,
        args=(own_data.undo,),
        width="stretch",
    )
    again.button(
        t("project.redo", n=len(history.future)),
        disabled=not (may and history.future),
        on_click=own_data.guarded,
        args=(own_data.redo,),
        width="stretch",
    )
    file.download_button(
        t("project.download"),
        partial(to_bytes, kept.project),
        file_name=file_name(kept.project),
        mime="application/geopackage+sqlite3",
        on_click="ignore",
        width="stretch",
    )
    where = "team" if own_data.store().shared else "own"
    st.caption(t(f"project.saved_{where}", moment=_day(kept.project.changed), n=version))
    if own_data.store().shared:
        who = own_data.person()
        st.caption(t(f"project.role_{who.role}", name=cell_text(who.name)))


def file_name(project: Project) -> str:
    """A name for the file of a project that every system takes.

    Examples
    --------
    >>> file_name(Project("Verkenning 'Oost' 2026/27"))
    'Verkenning_Oost_2026_27.gpkg'
    """
    bare = re.sub(r"[^A-Za-z0-9]+", "_", project.name).strip("_")
    return f"{bare[:60] or 'project'}.gpkg"


def _rename(version: int) -> None:
    kept = own_data.stored()
    assert kept is not None
    new = str(st.session_state[f"project.name.{version}"])
    own_data.guarded(lambda: own_data.commit(kept.project.renamed(new)))


def show_conflict() -> None:
    """Both versions of everything that somebody else has changed, to choose from."""
    clash = own_data.conflict()
    if clash is None:
        return
    st.warning(t("error.project_conflict", count=len(clash.conflicts)))
    say_word = session.words()
    mine: set[Item] = set()
    for conflict in clash.conflicts:
        part = t(f"project.part_{conflict.item.part}")
        with st.container(border=True):
            st.text(f"{part} {conflict.item.key}")
            versions = {
                t(f"project.{name}"): words_of(value)
                for name, value in (
                    ("base", conflict.base),
                    ("mine", conflict.mine),
                    ("theirs", conflict.theirs),
                )
            }
            st.dataframe(differing(pd.DataFrame(versions).fillna("")))
            chosen = st.segmented_control(
                t("project.keep_which"),
                ("mine", "theirs"),
                default="mine",
                required=True,
                key=f"project.keep.{clash.current.revision}.{conflict.item}",
                format_func=lambda name: say_word(f"project.keep_{name}"),
            )
        mine |= {conflict.item} if chosen == "mine" else set()
    st.button(
        t("project.settle"),
        type="primary",
        on_click=own_data.guarded,
        args=(partial(own_data.settle, frozenset(mine)),),
    )


def words_of(value: object) -> dict[str, str]:
    """The cells of one version of an item, as text by heading.

    Examples
    --------
    >>> words_of({"cells": {"naam": "a"}, "geometry": None}), words_of("x"), words_of(None)
    ({'naam': 'a'}, {'': 'x'}, {})
    """
    if value is None:
        return {}
    if isinstance(value, dict) and set(value) == {"cells", "geometry"}:
        cells = {str(name): cell_text(cell) for name, cell in value["cells"].items()}
        if value["geometry"]:
            shape = gpd.GeoSeries.from_wkb([value["geometry"]]).iloc[0]
            cells["RD"] = f"{shape.centroid.x:.1f} {shape.centroid.y:.1f}"
        return cells
    return {"": cell_text(value)}


def differing(versions: pd.DataFrame) -> pd.DataFrame:
    """Leave out the lines that are the same in every version."""
    same = versions.nunique(axis=1) == 1
    return versions[~same] if not same.all() else versions


def show_tabs(kept: Stored) -> None:
    """Rows in a table, points on the map, settings, versions."""
    names = ("rows", "map", "settings", "versions")
    drawers = (show_rows, show_map, show_settings, show_versions)
    titles = [t(f"project.tab_{name}") for name in names]
    for tab, draw in zip(
        st.tabs(titles, on_change="rerun", key="project.tab"), drawers, strict=True
    ):
        with tab:
            if tab.open:
                draw(kept)


def chosen_table(kept: Stored, key: str) -> str | None:
    """Which of the own tables is looked at."""
    there = [name for name in TABLES if name in kept.project.tables]
    if not there:
        st.info(t("project.no_rows"))
        return None
    say_word = session.words()
    return st.segmented_control(
        t("project.table"),
        there,
        default=there[0],
        required=True,
        key=key,
        format_func=lambda name: f"{say_word(f'project.part_{name}')} ({_count(kept, name)})",
    )


def _count(kept: Stored, name: str) -> int:
    return len(kept.project.tables[name])


def show_rows(kept: Stored) -> None:
    """The own rows in a table that can be edited; every change is checked and saved at once."""
    if own_data.may_edit():
        take_in_upload()
    table = chosen_table(kept, "project.table")
    if table is None:
        return
    rows = kept.project.tables[table]
    st.caption(t("project.own_mark", name=cell_text(kept.project.name)))
    words = st.text_input(t("project.search"), key="project.search").strip().casefold()
    shown = found_rows(rows, words)
    if len(shown) > MOST_ROWS:
        st.caption(t("project.most_rows", shown=MOST_ROWS, n=len(shown)))
        shown = shown.head(MOST_ROWS)
    bare = pd.DataFrame(shown.drop(columns="geometry")).reset_index()
    after = st.data_editor(
        bare,
        key=f"project.edit.{table}.{kept.revision}.{words}",
        num_rows="dynamic",
        hide_index=True,
        disabled=True if not own_data.may_edit() else ["fid", *found_by_intake(bare)],
        column_config={"fid": st.column_config.NumberColumn(t("project.number"))},
    )
    if own_data.may_edit() and not after.equals(bare):
        _take_edits(kept, table, after, shown.index)


def found_rows(rows: gpd.GeoDataFrame, words: str) -> gpd.GeoDataFrame:
    """The rows that hold some words in one of their text columns; all when there are none."""
    if not words:
        return rows
    texts = pd.DataFrame(rows.drop(columns="geometry")).select_dtypes("str")
    hits = [texts[name].str.casefold().str.contains(words, regex=False, na=False) for name in texts]
    return rows[pd.concat(hits, axis=1).any(axis=1)] if hits else rows.iloc[:0]


def found_by_intake(rows: pd.DataFrame) -> list[str]:
    """Columns that say how a row was read and placed, which follow from the rest."""
    fixed = ("row", "line", "layer", "placed_by", "accuracy_m", "in_city", "frame", "entity")
    return [f"{PREFIX}{name}" for name in fixed if f"{PREFIX}{name}" in rows]


def _take_edits(kept: Stored, table: str, after: pd.DataFrame, shown: pd.Index) -> None:
    """Save the edits if every row keeps the rules, else say which does not."""
    try:
        rows = edited(kept.project.tables[table], after, shown)
    except ProjectError as fault:
        say(fault)
        return
    if refused(table, rows, kept.project.tables[table]):
        return
    _run(lambda: own_data.commit(kept.project.with_table(table, rows)))


def refused(table: str, rows: gpd.GeoDataFrame, before: gpd.GeoDataFrame) -> bool:
    """Say which rules an edit newly breaks; faults that a file brought along stop nobody."""
    model = session.dataset().chain_model
    known = {_mark(fault) for fault in own_faults(table, before, model)}
    new = [fault for fault in own_faults(table, rows, model) if _mark(fault) not in known]
    if new:
        st.error(t("project.edit_refused", n=len(new)))
        for fault in new[:MOST_FAULTS]:
            st.text(t(f"error.{fault.code}", **fault.params))
    return bool(new)


def _mark(fault: KetenkaartError) -> tuple[object, ...]:
    return (fault.code, *(str(fault.params.get(name)) for name in ("row", "column", "value")))


def take_in_upload() -> None:
    """Bring the rows of *Eigen gegevens* into the project."""
    own = own_file.kept()
    if own is None or own.intake.refused is not None or not own.intake.n_rows:
        st.caption(t("project.bring_first"))
        return
    say_word = session.words()
    with st.container(border=True):
        st.text(t("project.bring", name=cell_text(own.intake.source.name), n=own.intake.n_rows))
        left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
        entities = own.intake.rows.get(f"{PREFIX}entity", pd.Series(dtype="str")).mode()
        likely = entities.iloc[0] if len(entities) and entities.iloc[0] in TABLES else TABLES[0]
        table = left.segmented_control(
            t("project.bring_as"),
            TABLES,
            default=likely,
            required=True,
            key=f"project.bring_as.{own.intake.source.sha256[:8]}",
            format_func=lambda name: say_word(f"project.part_{name}"),
        )
        right.button(
            t("project.bring_now"),
            on_click=own_data.guarded,
            args=(partial(own_data.take_in, own.intake, table),),
        )


# ---- the map


def show_map(kept: Stored) -> None:
    """The own rows on the map; a click on the ground sets the chosen one there."""
    table = chosen_table(kept, "project.map_table")
    if table is None:
        return
    rows = kept.project.tables[table]
    names = {int(number): _name(rows, int(number)) for number in rows.index[:MOST_ROWS]}
    chosen = None
    if own_data.may_edit():
        chosen = st.selectbox(
            t("project.move_which"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=t("project.move_none"),
            key=f"project.move.{table}",
        )
        st.caption(t("project.move_how" if chosen else "project.move_first"))
    state = session.state()
    chosen_rows = session.selection(state.filters)
    drawing = Drawing(session.dataset(), chosen_rows, session.looks(), state.lang)
    view = own_view(drawing, own_data.as_intake(kept, table))
    placed = rows[rows.geometry.notna()]
    # The map keeps its place while a point moves: where it opens depends on the table alone.
    opened = f"project.place.{kept.key}.{table}"
    if opened not in st.session_state:
        ground = placed if len(placed) else session.dataset().outline
        st.session_state[opened] = finding_map.around(ground)
    answer = finding_map.show(
        view, "", "project.map", alone=True, place=st.session_state[opened], also=("last_clicked",)
    )
    for note in view.notes:
        st.text(note)
    if chosen is not None:
        _listen(answer, kept, table, chosen)


def _name(rows: gpd.GeoDataFrame, number: int) -> str:
    columns = [name for name in (f"{PREFIX}name", "name", "naam") if name in rows]
    cell = rows.at[number, columns[0]] if columns else None
    return f"{cell_text(cell)} ({number})" if isinstance(cell, str) else str(number)


def _listen(answer: dict | None, kept: Stored, table: str, row: int) -> None:
    """A click on the ground, new since the row was chosen, is its new place."""
    click, on_thing = (answer or {}).get("last_clicked"), clicked_in(answer)
    now_seen = (row, click, on_thing.moment if on_thing else "")
    before = st.session_state.get("project.click", (None, None, ""))
    st.session_state["project.click"] = now_seen
    fresh = click and before[0] == row and click != before[1] and now_seen[2] == before[2]
    if not click or not fresh:
        return
    place = gpd.GeoSeries.from_xy([click["lng"]], [click["lat"]], crs=4326).to_crs(28992).iloc[0]
    rows = moved(kept.project.tables[table], row, round(place.x, 1), round(place.y, 1))
    if not refused(table, rows.loc[[row]], kept.project.tables[table]):
        _run(lambda: own_data.commit(kept.project.with_table(table, rows)))


# ---- settings and versions


def show_settings(kept: Stored) -> None:
    """What else is in the project: filters, weights, scenarios and scenes."""
    settings = kept.project.settings
    scenarios = [str(words) for words in settings.get("scenarios", []) or []]
    counts = {
        "filters": len(settings.get("filters", {})),
        "weights": len(settings.get("weights", {})),
        "scenarios": len(scenarios),
        "scenes": len((settings.get("scenes") or {}).get("scenes", [])),
        "mapping": len(settings.get("mapping", {})),
    }
    st.dataframe(
        pd.DataFrame(
            {
                t("project.setting"): [t(f"project.setting_{name}") for name in counts],
                t("project.how_many"): list(counts.values()),
            }
        ),
        hide_index=True,
    )
    if own_data.may_edit():
        st.button(
            t("project.keep_settings"), on_click=own_data.guarded, args=(own_data.keep_settings,)
        )
    which = st.selectbox(
        t("project.scenario"), ["", *scenarios], format_func=lambda words: words[:80] or "-"
    )
    st.button(
        t("project.take_up"),
        on_click=own_data.guarded,
        args=(partial(own_data.take_up_settings, which or ""),),
    )


def show_versions(kept: Stored) -> None:
    """The saved states, and for a team who changed what; each can be opened or brought back."""
    store, who = own_data.store(), own_data.person()
    revisions = store.revisions(kept.key, who)
    table = {
        t("project.version"): [one.number for one in revisions],
        t("project.moment"): [_day(one.at) for one in revisions],
    }
    if store.shared:
        table[t("project.who")] = [cell_text(one.who) for one in revisions]
        table[t("project.changes")] = [one.changes for one in revisions]
    st.dataframe(pd.DataFrame(table), hide_index=True)
    earlier = [one.number for one in revisions if one.number < kept.revision]
    chosen = st.selectbox(t("project.earlier"), earlier, index=None, key="project.revision")
    if chosen:
        old = store.load(kept.key, who, chosen).project
        st.download_button(
            t("project.download_version", n=chosen),
            partial(to_bytes, old),
            file_name=f"{chosen}_{file_name(old)}",
            on_click="ignore",
        )
        if own_data.may_edit():
            st.button(
                t("project.back_to", n=chosen),
                on_click=own_data.guarded,
                args=(partial(own_data.back_to, chosen),),
            )
    if store.shared:
        show_audit(kept)
    st.divider()
    st.button(t("project.leave"), on_click=own_data.leave)
    if own_data.may_edit():
        with st.popover(t("project.remove")):
            st.text(t("project.remove_sure"))
            st.button(t("project.remove_now"), on_click=own_data.guarded, args=(own_data.remove,))


def show_audit(kept: Stored) -> None:
    """Who changed what and when, with the values before and after."""
    with st.expander(t("project.audit")):
        entries = own_data.store().audit(kept.key, own_data.person(), MOST_ENTRIES)
        st.dataframe(
            pd.DataFrame(
                {
                    t("project.moment"): [_day(entry.at) for entry in entries],
                    t("project.who"): [cell_text(entry.who) for entry in entries],
                    t("project.what"): [
                        f"{t(f'project.part_{entry.change.item.part}')} {entry.change.item.key}"
                        for entry in entries
                    ],
                    t("project.before"): [_short(entry.change.before) for entry in entries],
                    t("project.after"): [_short(entry.change.after) for entry in entries],
                }
            ),
            hide_index=True,
        )


def _short(value: object) -> str:
    longest = 300
    return "; ".join(f"{name} {cell}".strip() for name, cell in words_of(value).items())[:longest]


frame.only_from_app()
show()
