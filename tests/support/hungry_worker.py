"""A reading process that does what it is told, to see where it is stopped."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from geo.data.sandboxed import limit_memory, limits_given, serve


def answer(parts: list[bytes]) -> Iterable[bytes]:
    limit_memory(limits_given()[0])
    told = parts[0].decode()
    if told == "echo":
        return parts[1:]
    if told == "eat":
        return [bytes(10**9)]
    if told == "abort":
        os.abort()
    if told == "sleep":
        time.sleep(60)
    if told == "wait":
        time.sleep(3)
    if told == "spin":
        while True:
            pass
    if told == "flood":
        return [bytes(10**7)] * 10
    if told == "write":
        Path("x").write_bytes(b"x")
    if told == "half":
        sys.stdout.buffer.write(b"\x00\x00\x00")
        sys.stdout.flush()
        os._exit(0)
    return []


if __name__ == "__main__":
    serve(answer)
