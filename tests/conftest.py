"""What tests of several rooms are given: a project, a database, and the stores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from postgres import Server, running
from projects import nasty_project

from geo.data.kept_arrays import SETTING
from geo.data.store import Dataset, load_dataset
from geo.project.open_store import open_store
from geo.project.project import Project
from geo.project.project_store import ProjectStore
from geo.toy.city import toy_dataset

os.environ[SETTING] = ""  # tests work everything out, and leave nothing in the user's folders
# An example takes as long as the machine is busy with other things: that says nothing.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def project() -> Project:
    """A project that holds everything that may go wrong on the way to a file and back."""
    return nasty_project()


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The shipped data, loaded once; no test changes it."""
    return load_dataset()


@pytest.fixture(scope="session")
def toy() -> Dataset:
    """The toy city; no test changes it (one that does makes its own)."""
    return toy_dataset()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL with PostGIS, started for these tests and stopped after them."""
    with running() as made:
        yield made


@pytest.fixture(params=["folder", pytest.param("database", marks=pytest.mark.database)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ProjectStore:
    """Both stores, which must behave alike."""
    if request.param == "folder":
        return open_store(str(tmp_path / "projecten"))
    return open_store(request.getfixturevalue("server").address)
