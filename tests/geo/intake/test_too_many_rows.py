"""More rows than are read: of every format refused for it, and never the first of them alone."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from intakes import read_here

from benchmarks.large_files import FILES
from geo.intake import process, readers
from geo.intake.model import limits

ROOMS = (process, readers)


def bounded(monkeypatch: pytest.MonkeyPatch, rows: int) -> list[str]:
    """Lower the bound wherever it is asked; returns where."""
    found = []
    for room in ROOMS:
        for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            place = importlib.import_module(module.name)
            if getattr(place, "MAX_ROWS", 0) == limits.MAX_ROWS:
                monkeypatch.setattr(place, "MAX_ROWS", rows)
                found.append(module.name)
    return found


@pytest.mark.parametrize("ending", FILES)
def test_one_row_too_many_is_refused_for_it(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "geo.intake.process.pipeline" in bounded(monkeypatch, 3)
    name = f"panden.{ending}"
    whole, more = (read_here(name, FILES[ending][0](n)) for n in (3, 4))
    assert (whole.refused, whole.n_rows, whole.n_on_map) == (None, 3, 3)
    assert more.refused is not None
    assert (more.refused.code, more.refused.params["limit"]) == ("too_many_rows", "3")


@pytest.mark.parametrize("ending", ["gpkg", "fgb"])
def test_one_that_is_cut_is_refused_for_it_too(
    ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = FILES[ending][0](400)
    cut = content[: len(content) - 200] if ending == "fgb" else content[:-4096]
    left = read_here(f"panden.{ending}", cut)
    assert left.refused is None
    bounded(monkeypatch, left.n_rows - 1)
    refused = read_here(f"panden.{ending}", cut).refused
    assert refused is not None
    assert refused.code == "too_many_rows"
