"""*Klopt dit niet?*: say of a shipped row that it closed, moved, is wrongly coded or is missing.

What is said is kept in the project at once; without an open project one is begun for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import streamlit as st

from geo.data.cities import CITIES
from geo.data.row_kinds import named_now
from geo.data.schemas import FIRST_YEAR, HUB_KINDS, LAST_YEAR
from geo.own.corrections import (
    CLOSED,
    LONGEST,
    MISSING,
    MOVED,
    RECODED,
    Correction,
    fault_of,
    record,
)
from geo.project.project import Project
from layers.sentences.correction_words import correction_words
from layers.words.plain_text import cell_text, literal, plain
from pages.own import project_session
from pages.session import planner, server
from pages.session.planner import t
from pages.widgets.held_controls import one_listed
from pages.widgets.segments import one_of

KEPT, FAULT = "correction.just_kept", "correction.fault"
FIELDS = ("name", "year", "city", "address", "postcode", "hub", "chain", "stage", "category")
WHATS = {"hub": "hubs", "sector": "hubs", "partner": "partners", "meeting": "meeting_places"}


class About(NamedTuple):
    """A row that can be corrected; ``id`` is empty of what is missing."""

    table: str
    id: str
    label: str
    hub_id: str = ""


def offer(ref: str) -> None:
    """Offer to correct what is chosen on the map, its building and the tenants in it."""
    about = _abouts(ref)
    if not about:
        return
    with st.popover(t("correction.offer")):
        say_kept()
        st.caption(t("correction.intro"))
        names = planner.words()
        chosen = one_listed(
            t("correction.about"),
            range(len(about)),
            key=f"correction.about.{ref}",
            format_func=lambda i: _name(names, about[i]),
        )
        ask(about[chosen], f"correction.{ref}.{chosen}")


def _abouts(ref: str) -> list[About]:
    kind, _, rest = ref.partition(":")
    data = server.shipped()
    if kind == "tenant":
        tenant_hubs = data.tenants.set_index("id")["hub_id"]
        kind, rest = "hub", str(tenant_hubs.get(rest.partition(":")[0], ""))
    table = WHATS.get(kind, "")
    rows = getattr(data, table) if table else None
    row = None if rows is None else rows[rows["id"].eq(rest)]
    if row is None or row.empty:
        return []
    itself = About(table, rest, str(row["name"].iloc[0]))
    return [itself, *_inside(rest)] if table == "hubs" else [itself]


def _inside(hub_id: str) -> list[About]:
    """The named tenants of a building, and one that is missing."""
    tenants = server.shipped().tenants
    mine = tenants[tenants["hub_id"].eq(hub_id) & named_now(tenants)]
    told = [
        About("tenants", row_id, label)
        for row_id, label in zip(mine["id"], mine["label"], strict=True)
    ]
    return [*told, About("tenants", "", "", hub_id)]


def _name(say: Callable[..., str], about: About) -> str:
    if not about.id:
        return say("correction.about_new")
    key = "correction.about_tenant" if about.table == "tenants" else "correction.about_hubs"
    label = cell_text(about.label)
    return say(key, name=label) if about.table in ("tenants", "hubs") else label


# ---- what is asked


def ask(about: About, key: str) -> None:
    """Ask what is wrong with one row, what is so instead and by what source; keep it at a click."""
    if not project_session.may_edit():
        st.caption(t("correction.may_not"))
        return
    kind = MISSING if not about.id else _ask_kind(about, key)
    mark = f"{key}.{kind}"
    _ask_fields(about, kind, mark)
    st.text_input(t("correction.source"), max_chars=LONGEST, key=f"{mark}.source")
    if fault := st.session_state.pop(FAULT, ""):
        st.error(t(f"correction.fault_{fault}"))
    if project_session.stored() is None:
        st.caption(t("correction.begins_project", name=t("correction.project_name")))
    st.button(
        t("correction.keep"),
        key=f"{mark}.keep",
        type="primary",
        on_click=partial(_keep, about, kind, mark),
    )


def _ask_kind(about: About, key: str) -> str:
    kinds = [CLOSED, MOVED, RECODED]
    if about.table == "meeting_places":
        kinds.remove(RECODED)
    return one_of(t("correction.kind"), kinds, f"{key}.kind", planner.worded("correction.kind_"))


def _ask_fields(about: About, kind: str, mark: str) -> None:
    if kind == MISSING:
        st.text_input(t("correction.name"), max_chars=LONGEST, key=f"{mark}.name")
    if kind == CLOSED:
        st.number_input(
            t("correction.year"), FIRST_YEAR, LAST_YEAR, value=None, step=1, key=f"{mark}.year"
        )
    if kind == MOVED and about.table == "tenants":
        _ask_building(mark)
        st.text_input(t("correction.elsewhere"), max_chars=LONGEST, key=f"{mark}.address")
    elif kind in (MOVED, MISSING) and about.table != "tenants":
        _ask_address(about, mark)
    elif kind == MISSING and not about.hub_id:
        _ask_building(mark)
    if kind in (RECODED, MISSING):
        _ask_codes(about.table, mark)


def _ask_building(mark: str) -> None:
    hubs = server.shipped().hubs.sort_values("name")
    names = dict(zip(hubs["id"], hubs["name"] + " (" + hubs["city"] + ")", strict=True))
    one_listed(
        t("correction.hub"),
        list(names),
        key=f"{mark}.hub",
        format_func=names.__getitem__,
        index=None,
        placeholder=t("correction.choose"),
    )


def _ask_address(about: About, mark: str) -> None:
    if not about.id:
        one_of(t("correction.city"), CITIES, f"{mark}.city")
    st.text_input(t("correction.address"), max_chars=LONGEST, key=f"{mark}.address")
    st.text_input(t("correction.postcode"), max_chars=7, key=f"{mark}.postcode")


def _ask_codes(table: str, mark: str) -> None:
    if table == "hubs":
        one_of(t("correction.category"), HUB_KINDS, f"{mark}.category", planner.worded("kind."))
    if table not in ("tenants", "partners"):
        return
    look = planner.looks()
    one_listed(
        t("correction.chain"),
        list(look.chain_names),
        key=f"{mark}.chain",
        format_func=look.chain,
        index=None,
        placeholder=t("correction.choose"),
    )
    st.pills(
        t("correction.stage"),
        list(look.stage_names),
        key=f"{mark}.stage",
        format_func=look.stage,
        selection_mode="multi",
    )


# ---- what is kept


def _keep(about: About, kind: str, mark: str) -> None:
    """Keep what was filled in, or say what is lacking."""
    correction = _filled_in(about, kind, mark)
    fault = fault_of(correction, server.shipped().chain_model)
    if fault:
        st.session_state[FAULT] = fault
        return
    project_session.guarded(partial(keep, [correction]))
    if project_session.FAULT not in st.session_state:
        _empty(mark)
        st.session_state[KEPT] = correction


def _filled_in(about: About, kind: str, mark: str) -> Correction:
    said = {name: st.session_state.get(f"{mark}.{name}") for name in (*FIELDS, "source")}
    cells = {name: plain(said[name]) for name in ("city", "address", "postcode", "chain")}
    return Correction(
        table=about.table,
        id=about.id,
        label=about.label or plain(said["name"]),
        kind=kind,
        source=plain(said["source"]),
        noted=date.today().isoformat(),
        year=said["year"],
        hub_id=about.hub_id or plain(said["hub"]),
        stage=";".join(said["stage"] or ()),
        category=plain(said["category"]),
        **cells,
    )


def _empty(mark: str) -> None:
    for name in (*FIELDS, "source"):
        st.session_state.pop(f"{mark}.{name}", None)


def keep(corrections: Sequence[Correction]) -> None:
    """Put corrections in the project; begins one where none is open."""
    if project_session.stored() is None:
        project_session.begin(Project(t("correction.project_name")))
    project = project_session.opened().project
    for each in corrections:
        project = project.with_setting(each.setting, record(each))
    project_session.commit(project)


def say_kept() -> None:
    """Say what was just kept, and where; or what kept it from being kept."""
    correction: Correction | None = st.session_state.pop(KEPT, None)
    kept = project_session.stored()
    if correction is None or kept is None:
        return
    what = correction_words(correction, planner.looks(), hub_names(), planner.language())
    name = literal(cell_text(kept.project.name))
    st.success(t("correction.kept", name=name, what=literal(what)))


def hub_names() -> dict[str, str]:
    """Names of the shipped buildings by id."""
    names: dict[str, str] = server.shipped().hubs.set_index("id")["name"].to_dict()
    return names
