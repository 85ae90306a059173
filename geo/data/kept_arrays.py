"""Arrays that were worked out of the shipped data, kept between two starts of the server.

They stand in a folder of this user under a mark of the data, the code and the libraries that made
them, so that nothing old is ever taken for new. What is damaged is made anew; where the folder
cannot be read or written, or belongs to somebody else, nothing is kept and all goes on. The files
are NumPy's own, read without its pickles, mapped into memory and so shared by all processes. What
was made of a planner's own rows is never kept.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy

from geo.data.folders import DATA, ROOT

SETTING = "KETENKAART_CACHE"
"""The folder; without it one in the user's own folder of caches; empty keeps nothing."""
SUMS = "sums.json"
FORGET_AFTER_S = 30 * 24 * 3600
"""What another version of data or code made goes when nobody added to it for so long."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO
MADE_FROM = (".parquet", ".csv", ".json", ".py")

Arrays = Mapping[str, npt.NDArray[Any]]


def found_or_made(name: str, make: Callable[[], Arrays]) -> Arrays:
    """Return the arrays that are kept under a name; those of ``make`` when there are none.

    Parameters
    ----------
    name : str
        Tells what it is, with everything it depends on beside data and code.
    make : callable
        Works them out of the shipped data.
    """
    held = find(name)
    if held is None:
        held = make()
        keep(name, held)
    return held


def find(name: str) -> Arrays | None:
    """Return the arrays that are kept under a name; None when there are none, or damaged ones."""
    folder = _folder()
    if folder is None:
        return None
    place = folder / _file_name(name)
    try:
        sums = json.loads((place / SUMS).read_text(encoding="utf-8"))
        held = {each: _read(place / f"{each}.npy", total) for each, total in sums.items()}
    except (OSError, ValueError, AttributeError):
        shutil.rmtree(place, ignore_errors=True)
        return None
    return held


def keep(name: str, arrays: Arrays) -> None:
    """Keep arrays under a name, whole or not at all; where that cannot be, nothing happens."""
    folder = _folder()
    if folder is None:
        return
    try:
        made = Path(tempfile.mkdtemp(prefix="new-", dir=folder))
    except OSError:
        return
    try:
        for each, array in arrays.items():
            np.save(made / f"{each}.npy", array, allow_pickle=False)
        sums = {each: _sum(made / f"{each}.npy") for each in arrays}
        (made / SUMS).write_text(json.dumps(sums), encoding="utf-8")
        made.rename(folder / _file_name(name))  # refused where another process was first
    except (OSError, ValueError):
        shutil.rmtree(made, ignore_errors=True)


def _read(path: Path, total: str) -> npt.NDArray[Any]:
    if _sum(path) != total:
        raise ValueError(path.name)
    held: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return held


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _file_name(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:32]


def _folder() -> Path | None:
    """Return the folder of this data and code, made where it is not there yet."""
    said = os.environ.get(SETTING)
    if said == "":
        return None
    home = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    whole = Path(said) if said else home / "ketenkaart"
    folder = whole / _mark()
    try:
        if not folder.is_dir():
            whole.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            _forget_old(whole, folder)
        return folder if _is_ours(whole) and _is_ours(folder) else None
    except (OSError, RuntimeError):
        return None


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can have put something there."""
    told = folder.lstat()
    mine = not hasattr(os, "getuid") or told.st_uid == os.getuid()
    return mine and stat.S_ISDIR(told.st_mode) and not stat.S_IMODE(told.st_mode) & OTHERS


def _forget_old(whole: Path, current: Path) -> None:
    for folder in whole.iterdir():
        old = folder.is_dir() and folder.stat().st_mtime < time.time() - FORGET_AFTER_S
        if old and folder != current and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


@cache
def _mark() -> str:
    """SHA-256 of the data, the code of `geo` and the versions that answers can depend on."""
    total = sha256(f"{platform.python_version()} {np.__version__} {scipy.__version__}".encode())
    total.update((ROOT / "requirements.lock").read_bytes())
    files = [*(ROOT / "geo").rglob("*.py"), *DATA.glob("*"), *(DATA / "chain_model").glob("*")]
    for path in sorted(files):
        if path.suffix in MADE_FROM:
            total.update(f"{path.relative_to(ROOT)} ".encode() + sha256(path.read_bytes()).digest())
    return total.hexdigest()[:32]
