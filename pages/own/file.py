"""The own file of one session: in memory only, read when it is new or asked for anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from geo.intake.model.result import Intake
from geo.intake.process.pipeline import Options
from geo.intake.process.sandbox import read_upload
from pages.session.planner import t

KEPT = "eigen.kept"


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
    """

    name: str
    content: bytes
    options: Options
    intake: Intake
    choices: dict[str, str] = field(default_factory=dict)


def kept() -> OwnFile | None:
    """The own file of this session, if it has one."""
    found: OwnFile | None = st.session_state.get(KEPT)
    return found


def keep(own: OwnFile) -> None:
    """Keep the own file for this session; nothing is written anywhere."""
    st.session_state[KEPT] = own


def read(name: str, content: bytes, options: Options) -> OwnFile:
    """Read an upload in a process of its own and keep what came of it."""
    with st.spinner(t("eigen.reading", name=name)):
        own = OwnFile(name, content, options, read_upload(name, content, options))
    keep(own)
    return own


def read_again(own: OwnFile, options: Options) -> OwnFile:
    """Read the same file with other choices; what was agreed to is agreed to again."""
    again = read(own.name, own.content, options)
    agreed = replace(again, intake=again.intake.accept(own.intake.accepted), choices=own.choices)
    keep(agreed)
    return agreed


def accept(own: OwnFile, keys: list[str]) -> None:
    """Agree to proposals."""
    keep(replace(own, intake=own.intake.accept(keys)))


def choose_all(own: OwnFile, answers: Mapping[str, str]) -> None:
    """Say several things at once; what is said to be "" is said no more."""
    choices = {**own.choices, **answers}
    keep(replace(own, choices={pair: choice for pair, choice in choices.items() if choice}))
