"""Every pinned package has its reason in the papers, and the locked lists hold what is pinned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.data.folders import ROOT

LISTS = {"To run": ROOT / "requirements.txt", "To check": ROOT / "tests" / "requirements.txt"}
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)", re.MULTILINE)
ROW = re.compile(r"^\| ([\w.-]+) \| (.+) \| (.+) \|$", re.MULTILINE)
LOCKED = re.compile(
    r"^([\w.-]+)==(\S+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}[^\n]*\n)+)", re.M
)


def pins(path: Path) -> dict[str, str]:
    return dict(PIN.findall(path.read_text(encoding="utf-8")))


def reasons(heading: str) -> dict[str, str]:
    """Package and reason of each row below a heading."""
    papers = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    (part,) = [p for p in papers.split("\n## ") if p.startswith(heading)]
    return {name: why for name, why, _ in ROW.findall(part) if name != "package"}


def locked(path: Path) -> dict[str, set[str]]:
    """Package and versions; more than one where Pythons differ."""
    found: dict[str, set[str]] = {}
    for name, version, _ in LOCKED.findall(path.with_suffix(".lock").read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("heading", LISTS)
def test_every_pinned_package_has_its_reason_and_no_other_has(heading: str) -> None:
    assert set(reasons(heading)) == set(pins(LISTS[heading]))
    assert all(len(why) > 10 or heading == "To check" for why in reasons(heading).values())


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS)
def test_the_locked_list_holds_what_is_pinned(path: Path) -> None:
    lock = locked(path)
    differ = {n: lock.get(n) for n, version in pins(path).items() if lock.get(n) != {version}}
    assert differ == {}, "write it anew: ./ketenkaart lock"


def test_tests_run_on_what_the_app_runs_on() -> None:
    app, tests = (locked(path) for path in LISTS.values())
    assert app.items() <= tests.items()


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS)
def test_a_locked_list_holds_hashes_and_no_address_or_path(path: Path) -> None:
    lines = path.with_suffix(".lock").read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line and line[0] not in " #"]
    assert len(entries) == sum(len(versions) for versions in locked(path).values())
    assert [
        line for line in lines if re.search(r"://|--(extra-)?index|--find-links|/\w+/", line)
    ] == []
