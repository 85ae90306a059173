"""Arrays between two starts: found again, never damaged or foreign; all goes on without."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geo.data import kept_arrays
from geo.data.kept_arrays import SETTING, find, found_or_made, keep

NUMBERS = {"xy": np.arange(12.0).reshape(6, 2), "n": np.array([3, 1])}
Broken = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SETTING, str(tmp_path / "cache"))
    return tmp_path / "cache"


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_made_is_found_and_mapped(folder: Path) -> None:
    made: list[int] = []

    def make() -> dict[str, np.ndarray]:
        made.append(1)
        return NUMBERS

    for _ in range(3):
        held = found_or_made("proef", make)
        assert {name: array.tolist() for name, array in held.items()} == {
            name: array.tolist() for name, array in NUMBERS.items()
        }
    assert len(made) == 1
    assert isinstance(held["xy"], np.memmap)
    assert not held["xy"].flags.writeable
    assert find("iets anders") is None
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-8]),
        lambda path: path.write_bytes(path.read_bytes()[:-1] + b"!"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(pickle.dumps({"xy": 1})),
        lambda path: path.unlink(),
    ],
)
@pytest.mark.parametrize("which", [0, -1])
def test_what_is_damaged_is_made_anew(folder: Path, damage: Broken, which: int) -> None:
    keep("proef", NUMBERS)
    damage(files(folder)[which])
    assert find("proef") is None
    assert found_or_made("proef", lambda: NUMBERS)["n"].tolist() == [3, 1]
    held = find("proef")
    assert held is not None
    assert held["n"].tolist() == [3, 1]


@pytest.mark.usefixtures("folder")
def test_other_data_or_code_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    keep("proef", NUMBERS)
    assert find("proef") is not None
    monkeypatch.setattr(kept_arrays, "_mark", lambda: "other")
    assert find("proef") is None


def test_objects_are_not_kept_and_nothing_half_stays(folder: Path) -> None:
    keep("proef", {"n": np.array([1]), "o": np.array([{}], dtype=object)})
    assert find("proef") is None
    assert files(folder) == []


def test_who_is_second_leaves_the_first(folder: Path) -> None:
    keep("proef", NUMBERS)
    keep("proef", {"n": np.array([9])})
    held = find("proef")
    assert held is not None
    assert held["n"].tolist() == [3, 1]
    assert not list(folder.rglob("new-*"))


def test_a_folder_that_others_can_write_in_is_not_used(folder: Path) -> None:
    keep("proef", NUMBERS)
    folder.chmod(0o777)
    assert find("proef") is None


@pytest.mark.parametrize("said", ["", "/proc/nothing/here"])
def test_without_a_folder_all_is_made_each_time(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, said)
    assert found_or_made("proef", lambda: NUMBERS) is NUMBERS
    assert find("proef") is None


def test_what_other_versions_left_goes_in_time(folder: Path) -> None:
    old, young = folder / "old", folder / "young"
    for made in (old, young):
        made.mkdir(parents=True)
    folder.chmod(0o700)
    os.utime(old, (1, 1))
    keep("proef", NUMBERS)
    assert not old.exists()
    assert young.exists()
