"""*Klopt dit niet?*: say of a shipped row that it closed, moved, is wrongly coded or is missing.

What is said is kept in the project at once; without an open project one is begun for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
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
from pages.views import pin_view
from pages.views.pin_view import Pin
from pages.widgets.held_controls import one_listed
from pages.widgets.segments import one_of

KEPT, FAULT = "correction.just_kept", "correction.fault"
FIELDS = ("name", "year", "city", "address", "postcode", "hub", "chain", "stage", "category")
PLACED = ("hubs", "partners", "meeting_places")
"""Tables whose rows have a place of their own; a tenant is where its building is."""
WHATS = {"hub": "hubs", "sector": "hubs", "partner": "partners", "meeting": "meeting_places"}


class About(NamedTuple):
    """A row that can be corrected; ``id`` is empty of what is missing."""

    table: str
    id: str
    label: str
    hub_id: str = ""


def offer(ref: str) -> None:
    """Offer to correct what is chosen on the map, its building and the tenants in it.

    Of a pin it is what should be at the pin.
    """
    if pin := pin_view.pin_of(server.shipped(), ref):
        _offer_here(pin)
        return
    about = _abouts(ref)
    if not about:
        return
    with st.popover(t("correction.offer")):
        st.caption(t("correction.intro"))
        names = planner.words()
        chosen = one_listed(
            t("correction.about"),
            range(len(about)),
            key=f"correction.about.{ref}",
            format_func=lambda i: _name(names, about[i]),
        )
        ask(about[chosen], f"correction.{ref}.{chosen}")


def _offer_here(pin: Pin) -> None:
    """Offer to say what is missing at a pin, or what should stand there instead of elsewhere."""
    if not pin.city:
        return
    with st.popover(t("correction.offer_here")):
        st.caption(t("correction.intro_here"))
        if pin.within_m:
            st.caption(t("correction.from_afar", metres=pin.within_m))
        key = f"correction.{pin.ref}"
        words = planner.worded("correction.here_")
        what = one_of(t("correction.kind"), (MOVED, MISSING), f"{key}.what", words)
        if what == MISSING:
            choice, names = f"{key}.table", planner.worded("correction.table_")
            table = one_of(t("correction.table"), PLACED, choice, names)
            ask(About(table, "", ""), f"{key}.{table}", pin)
        elif about := _ask_which(pin, key):
            ask(about, f"{key}.{about.table}.{about.id}", pin)


def _ask_which(pin: Pin, key: str) -> About | None:
    """Ask which shipped row of the city of a pin belongs there."""
    found = {f"{about.table}:{about.id}": about for about in _placed_in(pin.city)}
    kinds = planner.worded("correction.table_")
    chosen = one_listed(
        t("correction.which"),
        list(found),
        key=f"{key}.which",
        format_func=lambda code: f"{found[code].label} ({kinds(found[code].table)})",
        index=None,
        placeholder=t("correction.choose"),
    )
    return found.get(chosen)


def _placed_in(city: str) -> list[About]:
    """Every shipped row of a city that has a place of its own, by name."""
    rows = [
        About(table, row_id, cell_text(name))
        for table in PLACED
        for row_id, name, at in getattr(server.shipped(), table)[["id", "name", "city"]].values
        if at == city
    ]
    return sorted(rows, key=lambda about: about.label.casefold())


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


def ask(about: About, key: str, here: Pin | None = None) -> None:
    """Ask what is wrong with one row, what is so instead and by what source; keep it at a click.

    With a pin it is known what is wrong, and the place it is to have.
    """
    if not project_session.may_edit():
        st.caption(t("correction.may_not"))
        return
    known = MOVED if here else ""
    kind = MISSING if not about.id else known or _ask_kind(about, key)
    mark = f"{key}.{kind}"
    _ask_fields(about, kind, mark, here)
    st.text_input(t("correction.source"), max_chars=LONGEST, key=f"{mark}.source")
    if fault := st.session_state.pop(FAULT, ""):
        st.error(t(f"correction.fault_{fault}"))
    _say_kept()  # beside the button that was just pressed, which the eye is at
    if project_session.stored() is None:
        st.caption(t("correction.begins_project", name=t("correction.project_name")))
    st.button(
        t("correction.keep"),
        key=f"{mark}.keep",
        type="primary",
        on_click=partial(_keep, about, kind, mark, here),
    )


def _ask_kind(about: About, key: str) -> str:
    kinds = [CLOSED, MOVED, RECODED]
    if about.table == "meeting_places":
        kinds.remove(RECODED)
    return one_of(t("correction.kind"), kinds, f"{key}.kind", planner.worded("correction.kind_"))


def _ask_fields(about: About, kind: str, mark: str, here: Pin | None) -> None:
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
        _ask_address(about, mark, here)
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


def _ask_address(about: About, mark: str, here: Pin | None) -> None:
    """Ask where it is; a pin says so already, and may have an address beside it."""
    if not about.id and not here:
        one_of(t("correction.city"), CITIES, f"{mark}.city")
    asked = "correction.address_beside" if here else "correction.address"
    st.text_input(t(asked), max_chars=LONGEST, key=f"{mark}.address")
    st.text_input(t("correction.postcode"), max_chars=7, key=f"{mark}.postcode")
    if not here:
        st.caption(t("correction.pin_hint"))


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


def _keep(about: About, kind: str, mark: str, here: Pin | None) -> None:
    """Keep what was filled in, or say what is lacking."""
    correction = _filled_in(about, kind, mark)
    if here:
        x, y = round(here.point.x), round(here.point.y)
        correction = replace(correction, city=here.city, x=x, y=y, within_m=here.within_m or None)
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
    return Correction(
        table=about.table,
        id=about.id,
        label=about.label or plain(said["name"]),
        kind=kind,
        source=plain(said["source"]),
        noted=date.today().isoformat(),
        year=said["year"],
        city=plain(said["city"]),
        address=plain(said["address"]),
        postcode=plain(said["postcode"]),
        hub_id=about.hub_id or plain(said["hub"]),
        chain=plain(said["chain"]),
        stage=";".join(said["stage"] or ()),
        category=plain(said["category"]),
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


def _say_kept() -> None:
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
