"""What a session held goes when it ends: files, addresses, memory; and whose content is whose."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, RuntimeConfig, media_file_manager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.session_manager import SessionClient
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.app import ended_sessions, media_names
from pages.session import served
from pages.session import server as kept

COLUMNS_LIE = """
import pyarrow
from pages.app.ended_sessions import columns_with_the_rest
columns_with_the_rest()
column = pyarrow.array(range(100_000))
print(pyarrow.default_memory_pool().backend_name, pyarrow.default_memory_pool().bytes_allocated())
"""


class Browser(SessionClient):
    """A browser that listens and says nothing."""

    def write_forward_msg(self, msg: object) -> None:
        """Take what is sent."""

    @property
    def client_context(self) -> None:
        """Nothing is known of it."""


class Server:
    """Streamlit's runtime on a loop of its own, with two minutes that can be passed over."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.storage = MemorySessionStorage()
        self.storage._cache._timer = lambda: time.monotonic() + self.passed
        self.media = MemoryMediaFileStorage("/media")
        self.uploads = MemoryUploadedFileManager("/upload")
        config = RuntimeConfig(__file__, self.media, self.uploads, session_storage=self.storage)
        self.runtime = Runtime(config)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.on_loop(self.runtime.start)

    def on_loop(self, asked: Callable[[], Any]) -> Any:
        async def doing() -> Any:
            made = asked()
            return await made if asyncio.iscoroutine(made) else made

        return asyncio.run_coroutine_threadsafe(doing(), self.loop).result(30)

    def comes(self) -> str:
        return self.on_loop(lambda: self.runtime.connect_session(Browser(), {}))

    def leaves(self, session: str) -> None:
        self.on_loop(lambda: self.runtime.disconnect_session(session))

    def end(self) -> None:
        self.runtime.stop()
        self.on_loop(lambda: self.runtime.stopped)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(30)

    def holds(self, address: str) -> bool:
        try:
            return bool(self.media.get_file(address.rpartition("/")[2]))
        except MediaFileStorageError:
            return False


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(Runtime, "_instance", None)
    made = Server()
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
def as_session(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def now(session: str) -> None:
        monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: session)

    return now


@pytest.mark.slow
def test_addresses_and_files_of_a_session_are_gone_when_nobody_can_come_back(
    server: Server, as_session
) -> None:
    first, second = server.comes(), server.comes()
    as_session(first)
    alone, both = served.address_of(b"a secret", "points"), served.address_of(b"of both", "points")
    download = server.runtime.media_file_mgr.add(b"a;b", "text/csv", "x", file_name="plan.csv")
    server.uploads.add_file(first, UploadedFileRec("1", "plan.csv", "text/csv", b"a;b"))
    as_session(second)
    assert served.address_of(b"of both", "points") == both
    server.leaves(first)
    # For two minutes the browser may come back and find all there.
    assert ended_sessions.clear_up_if_any_ended() == 0
    assert all(map(server.holds, (alone, both, download)))
    server.passed = 121.0
    assert ended_sessions.clear_up_if_any_ended() == 1
    assert [server.holds(each) for each in (alone, download, both)] == [False, False, True]
    assert server.uploads.get_files(first, ["1"]) == []
    # Who knows the address and has not the content gets nothing, and brings nothing back.
    as_session(second)
    other = served.address_of(b"another's", "points")
    assert other not in (alone, download)
    assert not server.holds(alone)
    server.leaves(second)
    server.passed = 300.0
    assert ended_sessions.clear_up_if_any_ended() == 1
    assert not any(map(server.holds, (both, other)))


@pytest.mark.slow
def test_a_session_that_was_there_when_the_server_cleared_up_is_collected_later(
    server: Server,
) -> None:
    session = server.comes()
    manager = server.runtime._session_mgr
    held = weakref.ref(manager.get_active_session_info(session).session)
    before = gc.get_freeze_count()
    try:
        ended_sessions.clear_up()
        assert gc.get_freeze_count() == before
        server.leaves(session)
        server.passed = 121.0
        assert ended_sessions.clear_up_if_any_ended() == 1
        assert held() is None
        # Nobody is there any more: what stays is passed over by the collector.
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()


class Brought:
    """What a planner brought."""


@pytest.mark.slow
def test_the_last_session_that_was_sent_something_holds_nothing_when_it_is_gone(
    server: Server,
) -> None:
    own, offered, word = Brought(), Brought(), "Zonne" + "dauw"
    held = [weakref.ref(own), weakref.ref(offered)]
    session = server.runtime._session_mgr.get_active_session_info(server.comes()).session
    session.session_state["own"] = own
    session.session_state._new_widget_state.widget_metadata["choice"] = offered
    session._client_state.query_string = word
    sent = ForwardMsg()
    sent.delta.new_element.markdown.body = word
    server.on_loop(partial(session._enqueue_forward_msg, sent))
    end = time.monotonic() + 30
    while len(session._browser_queue) and time.monotonic() < end:
        time.sleep(0.01)
    kept = weakref.ref(session)
    server.leaves(session.id)
    del own, offered, session
    server.passed = 121.0
    assert ended_sessions.clear_up_if_any_ended() == 1
    assert [each() for each in held] == [None, None]
    # Streamlit itself has a name for the last it sent something to: it may stay, and is empty.
    assert kept() is None or word not in str(vars(kept()))
    loop = next(
        task.get_coro()
        for task in asyncio.all_tasks(server.loop)
        if task.get_coro().__qualname__ == "Runtime._loop_coroutine"
    )
    assert loop.cr_frame.f_locals["active_session_info"].session is kept()
    assert loop.cr_frame.f_locals["msg_list"] == []


def test_without_a_server_nothing_is_asked_of_it() -> None:
    assert not Runtime.exists()
    assert ended_sessions.clear_up_if_any_ended() == 0


def test_the_server_looks_by_itself_and_goes_on_after_a_look_that_took_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise EOFError

    def busy(_asked: object) -> int:
        raise TimeoutError

    monkeypatch.setattr(ended_sessions.time, "sleep", sleep)
    monkeypatch.setattr(ended_sessions, "_on_loop", busy)
    with pytest.raises(EOFError):
        ended_sessions._look_again_and_again(ended_sessions.Rest(list))
    assert waited == [ended_sessions.EVERY_S] * 3


@pytest.mark.parametrize(
    ("held", "there", "forgotten"),
    [
        (700.0, [0, 0], True),
        (700.0, [0, 1, 0], False),  # somebody came: the quiet begins anew
        (700.0, [0], False),
        (640.0, [0, 0, 0], False),  # 600 at rest and a little more is libraries
        (0.0, [0, 0, 0], False),  # a system that does not say what is held
    ],
)
def test_what_planners_chose_is_forgotten_when_nobody_is_there_and_much_is_held(
    monkeypatch: pytest.MonkeyPatch, held: float, there: list[int], forgotten: bool
) -> None:
    done: list[str] = []
    monkeypatch.setattr(ended_sessions, "clear_up", lambda **_: None)
    monkeypatch.setattr(ended_sessions, "held_mb", lambda: 600.0)
    rest = ended_sessions.Rest(lambda: done.append("forgotten"))
    rest.begins()
    monkeypatch.setattr(ended_sessions, "held_mb", lambda: held)
    for each in there:
        rest.looked_at(each)
    assert bool(done) == forgotten
    assert ended_sessions.QUIET_S == 2 * ended_sessions.EVERY_S


def test_answers_to_choices_are_forgotten_and_data_stay() -> None:
    made: list[str] = []

    @kept.shared(64)
    def answer(choice: str) -> str:
        made.append(choice)
        return choice

    @kept.shared(8)
    def measured(city: str) -> str:
        made.append(city)
        return city

    for _ in range(2):
        answer("music")
        measured("Amsterdam")
        kept.forget_choices()
    assert made == ["music", "Amsterdam", "music"]


def test_large_contents_that_differ_in_one_byte_have_two_addresses(
    server: Server, as_session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.runtime import memory_media_file_storage as storage

    monkeypatch.setattr(storage, "_calculate_file_id", storage._calculate_file_id)
    mine = bytearray(3 * 2**20)
    others = bytes(mine)
    mine[700_000] = 1  # beside the samples that Streamlit looks at
    media_names.install()
    as_session(server.comes())
    one = served.address_of(others, "points")
    as_session(server.comes())
    two = served.address_of(bytes(mine), "points")
    assert one != two
    assert server.media.get_file(two.rpartition("/")[2]).content == bytes(mine)


def test_columns_of_tables_lie_where_what_is_freed_is_given_back() -> None:
    # In a process of its own: the pool of this one is left as it is.
    asked = subprocess.run(
        [sys.executable, "-c", COLUMNS_LIE], capture_output=True, text=True, check=True
    )
    pool, held = asked.stdout.split()
    assert pool == "system" and int(held) >= 8 * 100_000
