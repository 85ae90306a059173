"""What reading processes took: their processor time and the most memory each held."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path
from typing import Any

MEGABYTE = 2**20


class Measured(subprocess.Popen[bytes]):
    """A process that is watched: put in the place of ``subprocess.Popen``.

    Processor time and not the clock, so that a busy machine fails no test: these processes have one
    thread and wait for nobody, so on a quiet machine both are the same. Memory is looked at from
    outside: what the system says at the end holds what the server itself had when it forked.
    """

    seconds = 0.0
    memory = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gone = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self._gone.wait(0.01):
            try:
                lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
            except OSError:
                return
            peaks = [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")]
            Measured.memory = max(Measured.memory, *peaks, 0)

    def _try_wait(self, flags: int) -> tuple[int, int]:
        try:
            pid, status, used = os.wait4(self.pid, flags)
        except ChildProcessError:
            return self.pid, 0
        if pid:
            self._gone.set()
            Measured.seconds += used.ru_utime + used.ru_stime
        return pid, status
