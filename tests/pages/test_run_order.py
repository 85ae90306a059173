"""A page and its parts run closely one after the other; nothing is lost, and all is in its place.

A real session of Streamlit runs a real script, and is asked for the next run in the very instant
in which Streamlit alone goes wrong.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunnerEvent

from pages.app import run_order

MOST_S = 30
PAGE = """
import streamlit as st
from pages.app import run_order

@st.fragment
def part():
    st.write("the part")

{top}
with st.container():
    part()
st.write("the page")
"""
FROM_THE_TOP = "run_order.from_the_top()"


class NoStore:
    """In the place of what a whole server keeps for its sessions: takes all, gives nothing."""

    def __getattr__(self, name: str) -> NoStore:
        return self

    def __call__(self, *_given: Any, **_named: Any) -> NoStore:
        return self


@pytest.fixture
def streamlit_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Streamlit as it comes, with sessions but no server."""
    asked: Any = AppSession.request_rerun
    monkeypatch.setattr(AppSession, "request_rerun", getattr(asked, "__wrapped__", asked))
    monkeypatch.setattr(Runtime, "_instance", NoStore())
    yield


def session_of(script: Path, top: str) -> Any:
    script.write_text(PAGE.format(top=top), encoding="utf-8")
    return AppSession(
        script_data=ScriptData(str(script), is_hello=False),
        uploaded_file_manager=MemoryUploadedFileManager("/upload"),
        script_cache=ScriptCache(),
        message_enqueued_callback=None,
        user_info={},
    )


def soon(holds: Callable[[], bool]) -> Iterator[None]:
    """Go on until something holds."""
    latest = time.monotonic() + MOST_S
    while not holds():
        assert time.monotonic() < latest, "it never came"
        yield


async def at_rest(session: Any) -> list[ForwardMsg]:
    """What the session said, once nothing of it runs."""
    await asyncio.sleep(0.05)
    for _ in soon(lambda: session._scriptrunner is None):
        await asyncio.sleep(0.01)
    return list(session.flush_browser_queue())


async def part_of(session: Any) -> ClientState:
    """What asks for the page's part, once the page has run."""
    session.request_rerun(None)
    await at_rest(session)
    (part,) = session._fragment_storage._fragments
    return ClientState(fragment_id=part)


def places(said: list[ForwardMsg]) -> dict[str, list[int]]:
    """Where on the page each text stands."""
    return {
        each.delta.new_element.markdown.body: list(each.metadata.delta_path)
        for each in said
        if each.delta.new_element.WhichOneof("type") == "markdown"
    }


async def part_as_the_page_ends(script: Path) -> dict[str, list[int]]:
    """Ask for the part while all that the page said still stands in line."""
    session = session_of(script, FROM_THE_TOP)
    part = await part_of(session)
    session.request_rerun(None)
    for _ in soon(lambda: run_order.has_ended(session)):
        time.sleep(0.01)  # without a turn of the loop
    session.request_rerun(part)
    said = await at_rest(session)
    session.shutdown()
    return places(said)


async def page_as_the_part_ends(script: Path, top: str) -> dict[str, list[int]]:
    """Ask for the page when the part has run, before its runner looks for more to do."""
    session = session_of(script, top)
    part = await part_of(session)

    pass_on = session._on_scriptrunner_event

    def then(sender: Any, event: ScriptRunnerEvent, **more: Any) -> None:
        pass_on(sender, event, **more)
        if event == ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS:
            session.request_rerun(None)

    session._on_scriptrunner_event = then  # before its runner begins
    session.request_rerun(part)
    said = await at_rest(session)
    session.shutdown()
    return places(said)


pytestmark = [pytest.mark.usefixtures("streamlit_alone"), pytest.mark.slow]


def test_what_the_page_said_comes_before_its_part_runs_again(tmp_path: Path) -> None:
    run_order.install()
    said = asyncio.run(part_as_the_page_ends(tmp_path / "page.py"))
    assert said["the page"] == [0, 1]
    assert "the part" in said


def test_a_page_that_follows_its_part_begins_at_the_top(tmp_path: Path) -> None:
    said = asyncio.run(page_as_the_part_ends(tmp_path / "page.py", FROM_THE_TOP))
    assert said["the page"] == [0, 1]


def test_streamlit_alone_still_goes_wrong(tmp_path: Path) -> None:
    """Once this fails, that half of `pages/app/run_order.py` can go."""
    assert "the page" not in asyncio.run(part_as_the_page_ends(tmp_path / "page.py"))
    said = asyncio.run(page_as_the_part_ends(tmp_path / "page.py", ""))
    assert said["the page"] != [0, 1]


def test_installed_twice_it_stands_once() -> None:
    alone = AppSession.request_rerun
    run_order.install()
    run_order.install()
    once: Any = AppSession.request_rerun
    assert once.__wrapped__ is alone
