"""The own file of one session: in memory only, read when it is new or asked for anew.

Reading goes on beside the page: whatever the planner does meanwhile, the file is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

import streamlit as st

from geo.data.reading_apart import LINE, SandboxError, Turn
from geo.intake.model.result import Intake
from geo.intake.process.mapping import layer_names
from geo.intake.process.pipeline import Options
from geo.intake.process.sandbox import read_upload
from layers.words.plain_text import literal
from pages.session import server
from pages.session.planner import t
from pages.session.whole import whole

KEPT, READING = "eigen.kept", "eigen.reading"
REFUSED, REFUSALS = "eigen.refused", "eigen.refusals"
MOST_THREADS = 64  # they only wait, for their turn and for a process that reads
EVERY_S = 0.2  # how often a page that waits for a file hears what else is asked


@dataclass(frozen=True)
class OwnFile:
    """What the session holds of an upload.

    Attributes
    ----------
    name : str
    content : bytes
    options : Options
        What the planner said about it.
    intake : Intake
        What became of it, with what was agreed to.
    choices : dict of str to str
        Which of two twins counts, by "<row>:<shipped id>"; and the building of a tenant that the
        planner agreed to, by "hub:<row>".
    layers : tuple of str
        Sheets, layers and files in it that an earlier reading told of.
    """

    name: str
    content: bytes
    options: Options
    intake: Intake
    choices: dict[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A file that is being read.

    Attributes
    ----------
    name : str
    content : bytes
    options : Options
    answer : Future of Intake
    turn : Turn or None
        In the line of what the server reads.
    before : OwnFile or None
        The same file as it was read before, whose agreements hold.
    """

    name: str
    content: bytes
    options: Options
    answer: Future[Intake]
    turn: Turn | None
    before: OwnFile | None = None


@server.shared()
def _readers() -> ThreadPoolExecutor:
    """They wait for their turn in the line, and for a process that reads."""
    return ThreadPoolExecutor(MOST_THREADS)


def kept() -> OwnFile | None:
    """The own file of this session, if it has one."""
    found: OwnFile | None = st.session_state.get(KEPT)
    return found


def keep(own: OwnFile) -> None:
    """Keep the own file for this session; nothing is written anywhere."""
    st.session_state[KEPT] = own


def refused() -> Intake | None:
    """The last upload, when it was refused and what was loaded before it stays."""
    found: Intake | None = st.session_state.get(REFUSED)
    return found


def refusals() -> int:
    """How often an upload was refused: what was chosen for it is not chosen again by itself."""
    return int(st.session_state.get(REFUSALS, 0))


def begin(name: str, content: bytes, options: Options, before: OwnFile | None = None) -> None:
    """Begin to read an upload, in a process of its own, when its turn comes."""
    try:
        turn = LINE.enter()
    except SandboxError:
        turn = None  # reading will say so, unless there is room by then
    st.session_state.pop(REFUSED, None)
    answer = _readers().submit(read_upload, name, content, options, turn=turn)
    st.session_state[READING] = Reading(name, content, options, answer, turn, before)


def begin_again(own: OwnFile, options: Options) -> None:
    """Begin to read the same file with other choices; what was agreed to is agreed to again."""
    begin(own.name, own.content, options, own)


def waited_for() -> OwnFile | None:
    """The own file, once what is being read is read."""
    reading = _reading()
    if reading is not None:
        _wait_in_line(reading)
        with st.spinner(t("eigen.reading", name=literal(reading.name))):
            while not reading.answer.done():
                _wait_a_moment(reading)
        take_in()
    return kept()


def _wait_in_line(reading: Reading) -> None:
    """Say how many files of others come first, until none does."""
    shown, said = st.empty(), 0
    while reading.turn is not None and (place := reading.turn.place) and not reading.answer.done():
        if place != said:
            shown.info(t("eigen.waiting", name=literal(reading.name), place=place))
            said = place
        _wait_a_moment(reading)
    shown.empty()


def _wait_a_moment(reading: Reading) -> None:
    wait([reading.answer], EVERY_S)
    _reading()  # at a word with the session Streamlit ends a run nobody waits for


def take_in() -> None:
    """Keep what was being read, if it is read by now; a refused one leaves what there was."""
    reading = _reading()
    if reading is None or not reading.answer.done():
        return
    with whole():
        own, before = _read(reading), kept()
        if own.intake.refused is None or before is None or before.intake.refused is not None:
            keep(own)
        else:
            st.session_state[REFUSED] = own.intake
            st.session_state[REFUSALS] = refusals() + 1
        st.session_state.pop(READING)


def _reading() -> Reading | None:
    found: Reading | None = st.session_state.get(READING)
    return found


def _read(reading: Reading) -> OwnFile:
    own = OwnFile(reading.name, reading.content, reading.options, reading.answer.result())
    if reading.before is None:
        return own
    before = reading.before
    intake = own.intake.accept(before.intake.accepted)
    layers = (*before.layers, *layer_names(before.intake))
    return replace(own, intake=intake, choices=before.choices, layers=layers)


def accept(own: OwnFile, keys: list[str]) -> None:
    """Agree to proposals."""
    keep(replace(own, intake=own.intake.accept(keys)))


def choose_all(own: OwnFile, answers: Mapping[str, str]) -> None:
    """Say several things at once; what is said to be "" is said no more."""
    choices = {**own.choices, **answers}
    keep(replace(own, choices={pair: choice for pair, choice in choices.items() if choice}))
