"""A saved state that was damaged afterwards: told, and rebuilt from the record of what changed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import psycopg
import pytest
import shapely
from postgres import Server
from projects import ALONE, nasty_project, same_content

from geo.project import package, package_check
from geo.project.fault import ProjectError
from geo.project.folder_store import FolderStore, place_name
from geo.project.open_store import open_store
from geo.project.people import Person
from geo.project.project import Project
from geo.project.project_store import ProjectStore, Rebuilt, Stored

FATIMA = Person("fatima")


def four_states(store: ProjectStore) -> list[Stored]:
    """A project with all that may go wrong, renamed, a row changed and one taken away."""
    states = [store.create(nasty_project(), FATIMA)]
    hubs = nasty_project().tables["hubs"].copy()
    hubs.loc[7, "Naam"] = "Zonnedauw"
    for project in (
        states[0].project.renamed("Tweede"),
        states[0].project.renamed("Tweede").with_table("hubs", hubs),
        states[0].project.renamed("Tweede").with_table("hubs", hubs.drop(index=3)),
    ):
        states.append(store.save(states[-1], project, FATIMA))
    return states


def path_of(store: FolderStore, kept: Stored, number: int, ending: str = "gpkg") -> Path:
    return store.folder / place_name(kept.key) / f"{number:08d}.{ending}"


def one_letter(content: bytes) -> bytes:
    """Another letter in a cell: the file stays a sound GeoPackage that says something else."""
    assert b"Zonnedauw" in content
    return content.replace(b"Zonnedauw", b"Zonnebauw")


SPOILT = {
    "nothing": lambda _: b"",
    "zeros": lambda content: bytes(len(content)),
    "half": lambda content: content[: len(content) // 2],
    "a page of zeros": lambda content: content[:8192] + bytes(4096) + content[12288:],
    "one letter": one_letter,
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_damaged_newest_state_comes_back_whole(tmp_path: Path, spoil: str) -> None:
    store = FolderStore(tmp_path)
    states = four_states(store)
    path = path_of(store, states[0], 4)
    path.write_bytes(SPOILT[spoil](path.read_bytes()))
    found = FolderStore(tmp_path).load(states[0].key, ALONE)
    assert found.rebuilt is not None
    assert (found.revision, found.rebuilt.number, found.rebuilt.is_whole) == (4, 4, True)
    assert same_content(found.project, states[3].project)
    assert found.project.created == states[0].project.created
    # Saving it anew needs no change, and all versions can be opened by their number.
    after = store.save(found, found.project, ALONE)
    assert (after.revision, store.load(after.key, ALONE).rebuilt) == (5, None)
    for number, state in enumerate([*states, states[3]], 1):
        assert same_content(store.load(after.key, ALONE, number).project, state.project)


def test_of_a_project_of_which_no_state_is_whole_the_record_tells_all(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    states = four_states(store)
    for number in (1, 2, 3, 4):
        path_of(store, states[0], number).write_bytes(b"spoilt")
    found = store.load(states[0].key, ALONE)
    assert same_content(found.project, states[3].project)
    assert found.rebuilt == Rebuilt(4, 4, store.revisions(found.key, ALONE)[0].at)


def test_what_no_record_tells_is_not_guessed(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    states = four_states(store)
    path_of(store, states[0], 4).write_bytes(b"spoilt")
    path_of(store, states[0], 4, "audit.gz").write_bytes(b"spoilt")
    found = store.load(states[0].key, ALONE)
    assert found.rebuilt == Rebuilt(4, 3, store.revisions(found.key, ALONE)[1].at)
    assert same_content(found.project, states[2].project)
    with pytest.raises(ProjectError, match="project_damaged"):
        store.load(found.key, ALONE, 4)
    # Who goes on from there keeps all.
    after = store.save(found, found.project.renamed("Verder"), ALONE)
    assert (after.revision, store.load(after.key, ALONE).project.name) == (5, "Verder")


def test_where_nothing_is_whole_it_is_told(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    kept = store.create(Project("Proef"), ALONE)
    for ending in ("gpkg", "audit.gz"):
        path_of(store, kept, 1, ending).write_bytes(b"spoilt")
    with pytest.raises(ProjectError, match="project_damaged"):
        store.load(kept.key, ALONE)


def test_another_tab_saves_on_top_of_what_was_damaged(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    states = four_states(store)
    path_of(store, states[0], 4).write_bytes(b"spoilt")
    # From before the row was taken away: that stays so.
    mine = states[2].project.with_setting("weights", {"x": 1})
    after = store.save(states[2], mine, ALONE)
    assert same_content(after.project, states[3].project.with_setting("weights", {"x": 1}))


def test_states_without_a_sum_are_read_as_before(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    kept = store.create(nasty_project(), ALONE)
    record = path_of(store, kept, 1, "audit.gz")
    head, *lines = gzip.decompress(record.read_bytes()).decode().split("\n")
    bare = {name: value for name, value in json.loads(head).items() if name != "sum"}
    record.write_bytes(gzip.compress("\n".join([json.dumps(bare), *lines]).encode()))
    assert same_content(store.load(kept.key, ALONE).project, kept.project)


DAMAGED = {
    "a row": "UPDATE ketenkaart_features SET cells = '[3]' WHERE project = %s",
    "a place": "UPDATE ketenkaart_features SET place = ST_GeomFromText('POINT EMPTY', 28992),"
    ' cells = \'{"fid": {"a": 1}, "geopend": "gisteren"}\' WHERE project = %s',
    "the head": "UPDATE ketenkaart_projects SET parts = '{\"a\": 1}' WHERE id = %s",
    "the head, a number": "UPDATE ketenkaart_projects SET parts = '3' WHERE id = %s",
    "an empty head": "UPDATE ketenkaart_projects SET parts = '[]' WHERE id = %s",
    "no name": "UPDATE ketenkaart_projects SET parts = '[]', name = '' WHERE id = %s",
}


@pytest.mark.database
@pytest.mark.parametrize("damage", DAMAGED)
def test_a_database_rebuilds_from_its_record(server: Server, damage: str) -> None:
    store = open_store(server.address)
    states = four_states(store)
    key = states[0].key
    with psycopg.connect(server.address) as connection:
        connection.execute(DAMAGED[damage], (key,))
    found = store.load(key, FATIMA)
    assert found.rebuilt is not None
    assert found.rebuilt.is_whole
    assert same_content(found.project, states[3].project)
    assert same_content(store.load(key, FATIMA, 2).project, states[1].project)
    # Without a change it is written again as it was, and then nothing has to be rebuilt.
    assert store.save(found, found.project, FATIMA).revision == 4
    again = store.load(key, FATIMA)
    assert again.rebuilt is None
    assert same_content(again.project, states[3].project)
    assert again.versions == store.load(key, FATIMA).versions
    # What another had open from before is saved on top, and only what differs is a conflict.
    after = store.save(states[1], states[1].project.with_setting("weights", {"x": 1}), FATIMA)
    assert same_content(after.project, states[3].project.with_setting("weights", {"x": 1}))
    assert [one.number for one in store.revisions(key, FATIMA)] == [5, 4, 3, 2, 1]


@pytest.mark.database
def test_a_change_on_a_rebuilt_project_is_saved_with_it(server: Server) -> None:
    store = open_store(server.address)
    states = four_states(store)
    with psycopg.connect(server.address) as connection:
        connection.execute(DAMAGED["a row"], (states[0].key,))
    found = store.load(states[0].key, FATIMA)
    store.save(found, found.project.renamed("Verder"), FATIMA)
    after = store.load(states[0].key, FATIMA)
    assert (after.revision, after.rebuilt) == (5, None)
    assert same_content(after.project, states[3].project.renamed("Verder"))


@pytest.mark.database
def test_a_database_without_its_record_says_so(server: Server) -> None:
    store = open_store(server.address)
    key = four_states(store)[0].key
    with psycopg.connect(server.address) as connection:
        connection.execute(DAMAGED["a row"], (key,))
        connection.execute(
            "DELETE FROM ketenkaart_audit WHERE project = %s AND revision = 4", (key,)
        )
    with pytest.raises(ProjectError, match="project_damaged"):
        store.load(key, FATIMA)


# ---- what could be saved and never opened again


def test_the_most_that_is_kept_is_the_most_that_is_opened() -> None:
    assert (package.MAX_ROWS, package.MOST_CELLS, package.MAX_BYTES) == (
        package_check.MAX_ROWS, package_check.MOST_CELLS, package_check.MAX_BYTES
    )  # fmt: skip


def many(n: int, columns: int = 1) -> gpd.GeoDataFrame:
    frame = {f"k{i}": np.arange(n) for i in range(columns)}
    return gpd.GeoDataFrame(frame, geometry=shapely.points(np.full((n, 2), 4.8e5)), crs=28992)


@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [(51, 1, "project_rows"), (30, 5, "project_cells")],
)
def test_what_could_not_be_opened_again_is_not_saved(
    store: ProjectStore, rows: int, columns: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is really the most takes minutes to make; with numbers and places these are 180 cells.
    monkeypatch.setattr("geo.project.package.MAX_ROWS", 50)
    monkeypatch.setattr("geo.project.package.MOST_CELLS", 179)
    kept = store.create(Project("Klein"), FATIMA)
    large = kept.project.with_table("tenants", many(rows, columns))
    for ask in (lambda: store.create(large, FATIMA), lambda: store.save(kept, large, FATIMA)):
        with pytest.raises(ProjectError, match=code):
            ask()
    assert store.load(kept.key, FATIMA).project.name == "Klein"
    assert [one.number for one in store.revisions(kept.key, FATIMA)] == [1]


def test_a_file_larger_than_is_opened_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path)
    kept = store.create(Project("Klein"), ALONE)
    monkeypatch.setattr("geo.project.package.MAX_BYTES", 200_000)
    with pytest.raises(ProjectError, match="project_large"):
        store.save(kept, nasty_project().with_table("partners", many(5_000)), ALONE)
    assert same_content(store.load(kept.key, ALONE).project, kept.project)
