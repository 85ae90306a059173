"""What *Nabijheid* shows of a register of the whole country, where the server has one."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from geo.country.country_answers import (
    area_quotients,
    counts_by_area,
    next_stages,
    shared_spots,
)
from geo.country.engine import Engine
from geo.country.engine_choice import engine_for
from geo.country.folder import REGISTER, CountryFolder, open_folder
from geo.data.chains import ChainModel
from pages.session import server

FOLDER, ENGINE, SCHEDULER = "KETENKAART_COUNTRY", "KETENKAART_COUNTRY_ENGINE", "KETENKAART_DASK"
"""Settings of the server: the folder of a register, which engine counts, and where Dask is."""


def register() -> CountryFolder | None:
    """The register that the setting names; None where none is set."""
    where = os.environ.get(FOLDER, "").strip()
    return _opened(where, _stamp(where)) if where else None


def _stamp(where: str) -> str:
    """Changes when the folder is made anew, so that nothing of an earlier one is shown."""
    file = Path(where) / REGISTER
    return str(file.stat().st_mtime_ns) if file.is_file() else ""


@server.shared(2)
def _opened(where: str, stamp: str) -> CountryFolder:  # noqa: ARG001
    return open_folder(Path(where))


@server.shared(2)
def _engine(where: str, stamp: str) -> Engine:
    name = os.environ.get(ENGINE, "").strip()
    return engine_for(_opened(where, stamp), name, os.environ.get(SCHEDULER, "").strip())


@server.shared(2)
def _counts(where: str, stamp: str) -> pd.DataFrame:
    return counts_by_area(_engine(where, stamp), _opened(where, stamp))


@server.shared(2)
def _quotients(where: str, stamp: str) -> pd.DataFrame:
    return area_quotients(_counts(where, stamp))


@server.shared(2)
def _next_stages(where: str, stamp: str, _model: ChainModel) -> pd.DataFrame:
    return next_stages(_engine(where, stamp), _opened(where, stamp), _model)


@server.shared(2)
def _shared_spots(where: str, stamp: str, _model: ChainModel) -> pd.DataFrame:
    return shared_spots(_engine(where, stamp), _opened(where, stamp), _model)


def _asked(folder: CountryFolder) -> tuple[str, str]:
    return str(folder.path), _stamp(str(folder.path))


def placed_in_areas(folder: CountryFolder) -> float:
    """How many rows lie in an area."""
    return float(_counts(*_asked(folder))["n"].sum())


def quotients_of_area(folder: CountryFolder, code: str) -> pd.DataFrame:
    """The quotients of every chain in one area."""
    found = _quotients(*_asked(folder))
    return found[found["area"].eq(code)]


def steps(folder: CountryFolder, model: ChainModel) -> pd.DataFrame:
    """How far the next stage is, of every chain."""
    return _next_stages(*_asked(folder), model)


def spots(folder: CountryFolder, model: ChainModel) -> pd.DataFrame:
    """Which chains share a spot."""
    return _shared_spots(*_asked(folder), model)
