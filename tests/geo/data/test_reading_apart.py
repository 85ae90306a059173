"""The process in which things from outside are read: its budget, its end, and the line."""

from __future__ import annotations

import threading
import time

import pytest

from geo.data import reading_apart
from geo.data.reading_apart import Limits, Line, SandboxError, ask

WORKER = "tests.support.hungry_worker"
ROOMY = Limits(30.0, 2**28, 2**26)


def test_parts_come_back_as_they_went() -> None:
    assert ask(WORKER, [b"echo", b"a" * 3_000_000, b""], ROOMY) == [b"a" * 3_000_000, b""]


@pytest.mark.slow
def test_who_gets_its_seconds_late_is_not_refused() -> None:
    # Three seconds by the clock of almost no work: others had the processor.
    assert ask(WORKER, [b"wait"], Limits(2.0, 2**28, 2**26)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "limits", "code"),
    [
        ("eat", ROOMY, "takes_too_much"),
        ("abort", ROOMY, "takes_too_much"),
        # No work in all that time: others had the processor, and the file is not to blame.
        ("sleep", Limits(2.0, 2**28, 2**26), "reading_starved"),
        ("spin", Limits(2.0, 2**28, 2**26), "took_too_long"),
        ("flood", Limits(30.0, 2**28, 10**7), "takes_too_much"),
        ("write", ROOMY, "not_readable"),
        ("half", ROOMY, "not_readable"),
    ],
)
def test_what_goes_too_far_is_ended_with_its_reason(told: str, limits: Limits, code: str) -> None:
    start = time.monotonic()
    with pytest.raises(SandboxError) as fault:
        ask(WORKER, [told.encode()], limits)
    assert fault.value.code == code
    assert time.monotonic() - start < 15
    assert reading_apart.LINE._turns == []


def test_the_line_is_first_come_first_served_and_tells_places() -> None:
    line = Line(at_once=2, most_waiting=3)
    turns = [line.enter() for _ in range(5)]
    assert [turn.place for turn in turns] == [0, 0, 1, 2, 3]
    with pytest.raises(SandboxError, match="reading_busy"):
        line.enter()
    begun = []

    def come(number: int) -> None:
        turns[number].wait()
        begun.append(number)

    threads = [threading.Thread(target=come, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    threads[0].join(5)
    threads[1].join(5)
    assert sorted(begun) == [0, 1]
    turns[3].leave()  # one that waits goes away
    assert [turns[2].place, turns[4].place] == [1, 2]
    turns[1].leave()
    threads[2].join(5)
    assert begun[2:] in ([2], [2, 3], [3, 2])
    for turn in turns:
        turn.leave()
    for thread in threads:
        thread.join(5)
    assert sorted(begun) == [0, 1, 2, 3, 4]


def test_without_room_for_its_folder_nothing_is_read_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reading_apart.tempfile, "TemporaryDirectory", full)
    with pytest.raises(SandboxError) as fault:
        ask(WORKER, [b"echo"], ROOMY)
    assert fault.value.code == "no_room_to_read"
    turn = reading_apart.LINE.enter()
    assert turn.place == 0  # the place in the line is free again
    turn.leave()
