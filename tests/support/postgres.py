"""A PostgreSQL with PostGIS for the tests: in a temporary folder, behind a socket, no network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

VERSIONS = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")
LONGEST_WAIT = 60.0
PORT = "54329"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL that has PostGIS."""
    found = [
        folder / "bin"
        for folder in (VERSIONS.iterdir() if VERSIONS.is_dir() else ())
        if (folder / "bin" / "postgres").exists()
        and (EXTENSIONS / folder.name / "extension" / "postgis.control").exists()
    ]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def running() -> Iterator[Server]:
    """A server for some tests, stopped and cleaned up after them; they are skipped without one."""
    where = programs()
    if where is None:
        pytest.skip("PostgreSQL with PostGIS is not installed")
    folder = Path(tempfile.mkdtemp(prefix="kk-", dir="/tmp"))  # a socket's path must be short
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    made = Server(folder, where)
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged() -> dict[str, Any]:
    """How to start a program as the user postgres, for PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


@dataclass
class Server:
    """One server, that can be killed and started again."""

    folder: Path
    programs: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}&port={PORT}"

    def make(self) -> None:
        command = [str(self.programs / "initdb"), "-D", str(self.folder / "data")]
        command += ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **unprivileged())

    def start(self) -> None:
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", PORT]
        command += ["-c", "listen_addresses=", "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, **unprivileged()
            )
        end = time.monotonic() + LONGEST_WAIT
        ready = [str(self.programs / "pg_isready"), "-q", "-h", str(self.folder), "-p", PORT]
        while subprocess.run(ready, check=False).returncode:
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.1)

    def processes(self) -> list[int]:
        """The server and its children."""
        assert self.process is not None
        found = [self.process.pid]
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and state(int(folder.name))[1] == str(self.process.pid):
                found.append(int(folder.name))
        return found

    def kill(self) -> None:
        """End it as a power cut would: no process gets to say goodbye."""
        assert self.process is not None
        processes = self.processes()
        for process in processes:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:  # went with its parent
                continue
        self.process.wait(LONGEST_WAIT)
        end = time.monotonic() + LONGEST_WAIT
        while any(state(p)[0] not in ("", "Z") for p in processes) and time.monotonic() < end:
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # "fast": goodbye to every client
            self.process.wait(LONGEST_WAIT)


def state(process: int) -> tuple[str, str]:
    """State and parent of a process; empty when it is gone."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "", ""
    return words[0], words[1]
