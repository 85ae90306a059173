"""The state of one planner's session: in the URL, in the controls, and the tables held for it.

The state lives in one `ViewState`. Controls have the key ``view.<field>``; the address is read when
it was changed from outside (a link, the back button) and written after every run. What only one
page knows (weights, a scenario) it keeps as a parameter of its own, which is in the address too.
The place and zoom of the map (``lat``, ``lon``, ``z``) are written by the map itself and only
carried along.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.data.cities import CITIES
from geo.data.errors import DataErrors
from geo.data.store import Dataset
from layers.view.state import Address, ViewState, address_of, to_query
from layers.words.palette import Palette, palette
from layers.words.text import text
from pages.session import labels, server
from pages.session.whole import whole

PLACE = ("lat", "lon", "z")
PROJECT = "project"
HERE = "venster"  # what this window alone holds; see `pages.own.after_reload`
FRONT = "voorop"  # the city in front where two maps do not fit, unless the page puts it there
OWN = "eigen"  # "1" in an address: the planner's own rows take part
DATA = "session.data"
TAKEN = "session.taken"  # how many addresses came from outside
DROPPED = "session.dropped"  # what was left out, and the address it was told with
WRITTEN = "session.written"  # the last addresses this session wrote or took
MOST_WRITTEN = 20
HEARD_S = 0.4  # until a page that came can be thought to have begun
FIRST_PAGE = "kaart"
PAGE_NAMES = frozenset(path.stem for path in Path(__file__).parents[1].glob("*.py"))


def dataset() -> Dataset:
    """The data of this session: the shipped tables, or those with the planner's rows in them."""
    return dataset_with(parameter(OWN) == "1")


def dataset_with(own: bool) -> Dataset:
    """The shipped tables, with the planner's rows in them if asked for and there are any."""
    joined: Dataset | None = st.session_state.get(DATA)
    return joined if own and joined is not None else server.shipped()


def who() -> str:
    """What tells this session from others; "" outside one."""
    ctx = get_script_run_ctx(suppress_warning=True)
    return ctx.session_id if ctx else ""


def has_own() -> bool:
    """Whether this session has rows of the planner's own, taking part or not."""
    return DATA in st.session_state


def hold(joined: Dataset | None) -> None:
    """Keep the tables with the planner's rows in them; None when there are no such rows."""
    if joined is None:
        st.session_state.pop(DATA, None)
    else:
        st.session_state[DATA] = joined


def looks() -> Palette:
    """Names, colours and shapes in the language of the session."""
    return palette(dataset().chain_model, language())


def key(field: str) -> str:
    """Key of the control that holds a field of the state."""
    return f"view.{field}"


def told(name: str, value: str) -> str:
    """What a control that stays holds of what is kept elsewhere: set when that changed.

    A control that changed its key instead would stand beside the old one for as long as that has
    the focus, and push away what the planner is about to click.
    """
    before = f"{name}.told"
    if name not in st.session_state or st.session_state.get(before) != value:
        if st.session_state.get(name) != value:
            st.session_state[name] = value
        st.session_state[before] = value
    return str(held(name))


def held(name: str) -> Any:
    """What a control holds, to be given as its default too.

    A value that is set through the session reaches the browser with one run only. A browser that
    draws the control in a later one, because the planner was quick or the control lies in a closed
    part of the page, would otherwise begin with the default, and tell that as the planner's choice.
    """
    return st.session_state[name]


def held_at(name: str, options: Iterable[object]) -> int:
    """Place among the options of what a control holds, to be given as its index; see `held`."""
    every = list(options)
    return every.index(held(name)) if held(name) in every else 0


def data_is_sound() -> bool:
    """Load the data; when it has faults, show them all and say that nothing was loaded."""
    try:
        server.shipped()
    except DataErrors as faults:
        st.error(t("app.data_broken", count=len(faults.errors)))
        for fault in faults.errors:
            st.text(t(f"error.{fault.code}", **fault.params))
        return False
    return True


def state() -> ViewState:
    """The state as it stands in this run."""
    kept: ViewState = st.session_state.get("view", ViewState())
    changes: dict[str, Any] = {
        item.name: _from_control(st.session_state[key(item.name)])
        for item in fields(ViewState)
        if key(item.name) in st.session_state
    }
    return replace(kept, **changes)


def _from_control(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def begin(read: Callable[[Mapping[str, str]], Address]) -> ViewState:
    """Take the address when it came from outside, else keep the session's state.

    ``read`` understands an address that may come from anyone.
    """
    labels.back_to_codes()
    given = dict(st.query_params.items())
    asked = {name: value for name, value in given.items() if name not in PLACE}
    if "view" not in st.session_state or _comes_from_outside(asked):
        _know(asked)
        found = read(given)
        st.session_state[TAKEN] = taken() + 1
        st.session_state["view"] = found.state
        st.session_state["parameters"] = found.parameters
        st.session_state.pop(DROPPED, None)
        tell_dropped("address.dropped", found.dropped)
        for name in set(PLACE) & given.keys() - found.place.keys():
            del st.query_params[name]
        _forget_controls()
    seed()
    return state()


def taken() -> int:
    """How many addresses this session took from outside: links, and the back button."""
    return int(st.session_state.get(TAKEN, 0))


def tell_dropped(words: str, dropped: Sequence[str]) -> None:
    """Have the next page say what was left out; ``words`` is the text that says of what."""
    if dropped:
        told, _ = st.session_state.get(DROPPED, ({}, ""))
        st.session_state[DROPPED] = ({**told, words: tuple(dropped)}, "")


def dropped() -> dict[str, tuple[str, ...]]:
    """What was left out, by the text that says of what, until the planner changes the view."""
    told, told_at = st.session_state.get(DROPPED, ({}, ""))
    if told_at and told_at != address():
        del st.session_state[DROPPED]
        return {}
    return dict(told)


def _forget_controls() -> None:
    for item in fields(ViewState):
        st.session_state.pop(key(item.name), None)


def put(wanted: ViewState) -> None:
    """Set the state and its controls; called before they are drawn."""
    st.session_state["view"] = wanted
    _forget_controls()
    seed()


@whole()
def start_again() -> None:
    """Forget what was chosen, in the controls and in the address, but for the language."""
    st.session_state["view"] = ViewState(lang=language())
    st.session_state["parameters"] = {}
    _forget_controls()
    st.query_params.clear()


def _comes_from_outside(asked: dict[str, str]) -> bool:
    """Whether the address is another than the session's own, by a link or the back button.

    A click may bring an address that the session wrote some runs ago: the browser had not heard of
    the newer one yet. Taking that for a link would undo what was chosen since.
    """
    if asked == st.session_state.get("address"):
        return False
    # The menu leads to a page without its choices; Back to none leads to the app as it opened.
    return _went_back() or bool(asked) and asked not in st.session_state.get(WRITTEN, ())


def _went_back() -> bool:
    """Whether this run answers a press of Back, or of forward."""
    ctx = get_script_run_ctx(suppress_warning=True)
    return ctx is not None and ctx.is_history_navigation


def _know(asked: dict[str, str]) -> None:
    """Keep an address as one that this session has written or taken.

    A planner who clicks before the first page stands ends the run that took the address, and the
    next one finds it again: taken anew, it would undo the click.
    """
    st.session_state[WRITTEN] = (*st.session_state.get(WRITTEN, ()), asked)[-MOST_WRITTEN:]


def parameters() -> dict[str, str]:
    """What the address says beside the state, for pages that check it; text from outside.

    Without the key of a project and what this window holds: whoever gets a view gets neither.
    """
    kept: dict[str, str] = st.session_state.get("parameters", {})
    return {name: value for name, value in kept.items() if name not in (PROJECT, HERE)}


def parameter(name: str, default: str = "") -> str:
    """What the address says of something that only one page knows; text from outside, unchecked."""
    kept: dict[str, str] = st.session_state.get("parameters", {})
    return kept.get(name, default)


def set_parameter(name: str, value: str) -> None:
    """Keep a page's own value in the session and in the address; "" takes it out."""
    kept: dict[str, str] = dict(st.session_state.get("parameters", {}))
    kept.pop(name, None)
    if value:
        kept[name] = value
    st.session_state["parameters"] = kept


def seed() -> None:
    """Give every control that was not drawn in the last run its value back."""
    kept: ViewState = st.session_state["view"]
    for item in fields(ViewState):
        if key(item.name) not in st.session_state and item.name != "selected":
            value = getattr(kept, item.name)
            st.session_state[key(item.name)] = list(value) if isinstance(value, tuple) else value


def write_address() -> None:
    """Keep the state and put it in the URL, beside the place the map has written there."""
    now = state()
    st.session_state["view"] = now
    query = {**to_query(now), **st.session_state.get("parameters", {})}
    begins = "address" not in st.session_state
    if query != st.session_state.get("address"):
        _know(query)
    st.session_state["address"] = query
    if DROPPED in st.session_state:
        told, told_at = st.session_state[DROPPED]
        st.session_state[DROPPED] = (told, told_at or address())
    place = {name: st.query_params[name] for name in PLACE if name in st.query_params}
    if dict(st.query_params.items()) != {**query, **place}:
        if begins and st.context.url:
            # A quick page is there as one message: its script of Back would come after this step.
            time.sleep(HEARD_S)
        st.query_params.from_dict({**query, **place})


def address() -> str:
    """The query string that reopens this view, without the place of the map.

    The key of a planner's project is left out: who gets a map to see gets no project with it.
    """
    return address_of(state(), parameters())


def full_address(page: str, query: str) -> str:
    """Where a view opens again on this server; "" where no browser asked.

    Parameters
    ----------
    page : str
        Name of the page: the last part of its address, unless it is the first page.
    query : str
    """
    at = urlsplit(st.context.url or "")
    if not at.netloc:
        return ""
    # Behind a proxy the app may stand in a folder; what follows it names the page we are on.
    folder, _, here = at.path.rpartition("/")
    folder = folder if here in PAGE_NAMES else at.path.rstrip("/")
    path = f"{folder}/" if page == FIRST_PAGE else f"{folder}/{page}"
    return urlunsplit((at.scheme, at.netloc, path, query.lstrip("?"), ""))


def show_city(city: str) -> None:
    """Show a city beside those that are shown; a place outside both has no map of its own."""
    cities = st.session_state[key("cities")]
    if city in CITIES and city not in cities:
        st.session_state[key("cities")] = [*cities, city]


def choose(ref: str) -> None:
    """Make one thing the chosen one, from the map or from the table."""
    st.session_state[key("selected")] = ref


def language() -> str:
    """`state().lang`, without the rest of the state: a page asks for hundreds of texts."""
    chosen = st.session_state.get(key("lang"))
    kept: ViewState = st.session_state.get("view", ViewState())
    return str(chosen) if chosen else kept.lang


def t(name: str, /, **values: object) -> str:
    """A text in the language of the session."""
    return text(name, language(), **values)


def words() -> Callable[..., str]:
    """`t` bound to the language of this run: for functions that a control calls later."""
    lang = language()
    return lambda name, /, **values: text(name, lang, **values)


def worded(prefix: str) -> Callable[[object], str]:
    """From a code to its text, whose key is ``prefix`` and the code, in the language of this run.

    For the options of a control, which asks for them later too.
    """
    say = words()
    return lambda code: say(f"{prefix}{code}")
