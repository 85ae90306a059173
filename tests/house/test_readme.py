"""Each command of the README does what stands beside it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time

import pytest
from local_servers import answers, free_port

from geo.data.folders import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = set(re.findall(r"bash ketenkaart (\w+)", README))
# What makes a command short: the rest of its way is that of every other call.
SHORTLY = {
    "check": ("tests/geo/toy/test_toy.py",),
    "test": ("tests/geo/toy/test_toy.py",),
    "bench": ("--collect-only", "-q"),
}
START_S = 180.0

pytestmark = pytest.mark.slow


def test_the_readme_names_the_two_commands_that_do_everything_and_no_other() -> None:
    assert {"run", "test"} <= COMMANDS
    assert set(SHORTLY) | {"run"} >= COMMANDS
    # Both languages name the same ones.
    dutch, english = README.split("# Ketenkaart (English)")
    first = [re.findall(r"^bash ketenkaart (\w+)", half, re.MULTILINE) for half in (dutch, english)]
    assert first[0] == first[1]


@pytest.mark.parametrize("command", sorted(COMMANDS - {"run"}))
def test_a_command_of_the_readme_runs(command: str) -> None:
    made = subprocess.run(
        ["bash", "ketenkaart", command, *SHORTLY[command]],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout[-2000:] + made.stderr[-2000:]
    assert re.search(r"\d+ (?:passed|tests? collected)", made.stdout)


def test_run_starts_the_app() -> None:
    port = free_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    server = subprocess.Popen(
        ["bash", "ketenkaart", "run", *options], cwd=ROOT, env={**os.environ},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + START_S
        while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.5)
        assert answers(f"http://127.0.0.1:{port}/")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
