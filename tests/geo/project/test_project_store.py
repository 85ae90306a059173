"""Both stores: what is saved comes back, two writers lose nothing, and a crash leaves it whole."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import geopandas as gpd
import psycopg
import pytest
import sqlalchemy
from postgres import Server
from projects import ALONE, same_content
from shapely import Point
from sqlalchemy.exc import OperationalError

from geo.data.folders import ROOT
from geo.project import folder_store
from geo.project.changes import Item, changes_between, settled
from geo.project.fault import ProjectError
from geo.project.folder_store import KEPT, FolderStore, place_name
from geo.project.open_store import open_store
from geo.project.people import NOBODY, Person
from geo.project.project import Project
from geo.project.project_store import EditConflictError, ProjectStore, Stored

FATIMA, JOOST, READER = Person("fatima"), Person("joost"), Person("lezer", "read")


def hubs(*names: str) -> gpd.GeoDataFrame:
    places = [Point(121000 + i, 487000) for i in range(len(names))]
    frame = {"name": list(names), "huurders": range(len(names))}
    return gpd.GeoDataFrame(frame, geometry=places, crs="EPSG:28992")


def with_name(project: Project, row: int, name: str, column: str = "name") -> Project:
    table = project.tables["hubs"].copy()
    table.loc[row, column] = name
    return project.with_table("hubs", table)


def without(project: Project, row: int) -> Project:
    return project.with_table("hubs", project.tables["hubs"].drop(index=row))


def begun(store: ProjectStore) -> Stored:
    return store.create(
        Project("Proef", {"hubs": hubs("a", "b", "c")}, {"weights": {"x": 1}}), ALONE
    )


def names(stored: Stored) -> list[str]:
    return stored.project.tables["hubs"]["name"].tolist()


def test_everything_comes_back(store: ProjectStore, project: Project) -> None:
    made = store.create(project, FATIMA)
    found = store.load(made.key, FATIMA)
    assert found.revision == 1
    assert same_content(found.project, project)


def test_a_change_of_anything_comes_back(store: ProjectStore, project: Project) -> None:
    first = store.create(Project("leeg"), FATIMA)
    second = store.save(first, project, FATIMA)
    assert same_content(store.load(first.key, FATIMA).project, project)
    fewer = project.with_table("partners", None).with_setting("scenes", None).renamed("anders")
    store.save(second, fewer, FATIMA)
    assert same_content(store.load(first.key, FATIMA).project, fewer)


def test_nothing_changed_is_no_new_state(store: ProjectStore) -> None:
    made = begun(store)
    assert store.save(made, made.project, ALONE).revision == 1
    assert len(store.revisions(made.key, ALONE)) == 1


def test_every_earlier_state_can_be_opened(store: ProjectStore) -> None:
    states = [begun(store)]
    for change in (
        lambda p: with_name(p, 2, "B"),
        lambda p: without(p, 1),
        lambda p: p.with_setting("weights", {"x": 2}),
        lambda p: p.with_table("hubs", p.tables["hubs"].assign(nieuw=[1.5, None])),
        lambda p: p.with_table("hubs", None),
    ):
        states.append(store.save(states[-1], change(states[-1].project), ALONE))
    key = states[0].key
    assert [r.number for r in store.revisions(key, ALONE)] == [6, 5, 4, 3, 2, 1]
    for state in states:
        assert same_content(store.load(key, ALONE, state.revision).project, state.project)


def test_two_planners_on_two_hubs_both_get_through(store: ProjectStore) -> None:
    base = begun(store)
    store.save(base, with_name(base.project, 1, "A!"), FATIMA)
    joined = store.save(base, with_name(base.project, 3, "C!"), JOOST)
    assert names(joined) == ["A!", "b", "C!"]
    assert names(store.load(base.key, ALONE)) == ["A!", "b", "C!"]


def test_two_planners_on_one_hub_and_nothing_is_lost(store: ProjectStore) -> None:
    base = begun(store)
    store.save(base, with_name(base.project, 2, "van Fatima"), FATIMA)
    mine = with_name(with_name(base.project, 2, "van Joost"), 3, "C!")
    with pytest.raises(EditConflictError) as clash:
        store.save(base, mine, JOOST)
    (conflict,) = clash.value.conflicts
    assert conflict.item == Item("hubs", "2")
    seen = [v["cells"]["name"] for v in (conflict.base, conflict.mine, conflict.theirs)]
    assert seen == ["b", "van Joost", "van Fatima"]
    # Nothing of the refused save was written, the sound part neither.
    assert names(store.load(base.key, ALONE)) == ["a", "van Fatima", "c"]
    # Joost chooses, and both his changes stand; what Fatima had is in the state before.
    now = clash.value.current
    chosen = settled(now.project, clash.value.changes, [conflict.item], [conflict.item])
    after = store.save(now, chosen, JOOST)
    assert names(after) == ["a", "van Joost", "C!"]
    assert names(store.load(base.key, ALONE, after.revision - 1)) == ["a", "van Fatima", "c"]


def test_theirs_can_be_kept_as_well(store: ProjectStore) -> None:
    base = begun(store)
    store.save(base, with_name(base.project, 2, "van Fatima"), FATIMA)
    mine = with_name(with_name(base.project, 2, "van Joost"), 3, "C!")
    with pytest.raises(EditConflictError) as clash:
        store.save(base, mine, JOOST)
    now, items = clash.value.current, [c.item for c in clash.value.conflicts]
    after = store.save(now, settled(now.project, clash.value.changes, [], items), JOOST)
    assert names(after) == ["a", "van Fatima", "C!"]


def test_a_hub_that_was_taken_away_is_a_conflict(store: ProjectStore) -> None:
    base = begun(store)
    store.save(base, without(base.project, 2), FATIMA)
    with pytest.raises(EditConflictError) as clash:
        store.save(base, with_name(base.project, 2, "B!"), JOOST)
    assert clash.value.conflicts[0].theirs is None
    now = clash.value.current
    back = settled(now.project, clash.value.changes, [Item("hubs", "2")], [Item("hubs", "2")])
    assert names(store.save(now, back, JOOST)) == ["a", "B!", "c"]


def test_the_same_change_twice_is_no_conflict(store: ProjectStore) -> None:
    base = begun(store)
    store.save(base, without(base.project, 2), FATIMA)
    assert names(store.save(base, without(base.project, 2), JOOST)) == ["a", "c"]


def test_settings_conflict_one_by_one(store: ProjectStore) -> None:
    base = begun(store)
    store.save(base, base.project.with_setting("weights", {"x": 2}), FATIMA)
    other = store.save(base, base.project.with_setting("filters", {"stad": "R"}), JOOST)
    assert other.project.settings == {"weights": {"x": 2}, "filters": {"stad": "R"}}
    with pytest.raises(EditConflictError):
        store.save(base, base.project.with_setting("weights", {"x": 3}), JOOST)


def test_a_moved_point_is_a_change(store: ProjectStore) -> None:
    base = begun(store)
    table = base.project.tables["hubs"].copy()
    table.loc[1, "geometry"] = Point(121500.25, 487500.75)
    store.save(base, base.project.with_table("hubs", table), ALONE)
    found = store.load(base.key, ALONE).project.tables["hubs"]
    assert found.geometry.loc[1] == Point(121500.25, 487500.75)


@pytest.mark.slow
def test_many_writers_at_once_lose_nothing(store: ProjectStore) -> None:
    base = store.create(Project("Druk", {"hubs": hubs(*"abcdef")}), ALONE)
    faults: list[BaseException] = []

    def write(row: int) -> None:
        try:
            mine = base
            for n in range(4):
                mine = store.save(mine, with_name(mine.project, row, f"{row}.{n}"), ALONE)
        except ProjectError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(row,)) for row in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    found = store.load(base.key, ALONE)
    assert names(found) == [f"{row}.3" for row in range(1, 7)]
    assert found.revision == 25


@pytest.mark.parametrize("key", ["", "../../../../etc/passwd", "A" * 22, "x' OR '1'='1", "A" * 500])
def test_a_key_that_does_not_exist_is_told(store: ProjectStore, key: str) -> None:
    for ask in (store.load, store.revisions if not store.shared else store.load, store.remove):
        with pytest.raises(ProjectError, match="project_unknown"):
            ask(key, ALONE)


def test_who_may_only_read_cannot_write(store: ProjectStore) -> None:
    base = begun(store)
    assert same_content(store.load(base.key, READER).project, base.project)
    for write in (
        lambda: store.save(base, without(base.project, 1), READER),
        lambda: store.create(base.project, READER),
        lambda: store.remove(base.key, READER),
    ):
        with pytest.raises(ProjectError, match="project_may_not_edit"):
            write()
    for read in (store.load, store.revisions, store.audit):
        with pytest.raises(ProjectError, match="project_may_not_read"):
            read(base.key, NOBODY)
    with pytest.raises(ProjectError, match="project_may_not_read"):
        store.projects(NOBODY)
    assert names(store.load(base.key, ALONE)) == ["a", "b", "c"]


def test_a_project_can_be_taken_away(store: ProjectStore) -> None:
    base = begun(store)
    store.remove(base.key, ALONE)
    with pytest.raises(ProjectError, match="project_unknown"):
        store.load(base.key, ALONE)


# ---- the folder


def test_the_audit_trail_says_who_what_and_when(store: ProjectStore) -> None:
    base = begun(store)
    second = store.save(base, with_name(base.project, 2, "B!"), FATIMA)
    store.save(second, without(second.project, 1), JOOST)
    newest, before = store.audit(base.key, ALONE, 2)
    assert (newest.who, newest.change.item, newest.change.after) == ("joost", ("hubs", "1"), None)
    assert newest.change.before["cells"]["name"] == "a"
    assert (before.who, before.revision) == ("fatima", 2)
    assert before.change.before["cells"] == {"name": "b", "huurders": 1}
    assert before.change.after["cells"] == {"name": "B!", "huurders": 1}
    assert base.project.created <= before.at <= newest.at
    revisions = [(r.number, r.who, r.changes) for r in store.revisions(base.key, ALONE)]
    # The first save is the name, a setting, the columns and three rows.
    assert revisions == [(3, "joost", 1), (2, "fatima", 1), (1, "", 6)]


@pytest.mark.slow
def test_a_folder_keeps_the_last_states(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    stored = begun(store)
    for n in range(KEPT + 3):
        stored = store.save(stored, with_name(stored.project, 1, str(n)), ALONE)
    found = store.revisions(stored.key, ALONE)
    assert [r.number for r in found] == list(range(stored.revision, stored.revision - KEPT, -1))
    assert store.projects(ALONE) == []
    assert oct((tmp_path / place_name(stored.key)).stat().st_mode)[-3:] == "700"


def test_a_full_disk_keeps_the_state_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    base = begun(store)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProjectError, match="store_unwritable"):
        store.save(base, with_name(base.project, 1, "x"), ALONE)
    monkeypatch.undo()
    assert names(store.load(base.key, ALONE)) == ["a", "b", "c"]
    assert list((tmp_path / place_name(base.key)).glob("*.half")) == []


def test_a_full_disk_at_the_beginning_leaves_no_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    monkeypatch.setattr(os, "fsync", refusing(28, "No space left on device"))
    with pytest.raises(ProjectError, match="No space left"):
        begun(store)
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def refusing(number: int, words: str):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, words)

    return refuse


def test_no_room_for_temporary_files_is_told_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    base = begun(store)
    monkeypatch.setattr("geo.project.package.tempfile.TemporaryDirectory", refusing(28, "full"))
    with pytest.raises(ProjectError) as fault:
        store.save(base, with_name(base.project, 1, "x"), ALONE)
    assert fault.value.code == "store_unwritable"
    monkeypatch.undo()
    assert names(store.load(base.key, ALONE)) == ["a", "b", "c"]


def test_a_folder_that_may_only_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests may be allowed everything: the refusal is put in the place of rights.
    store = open_store(str(tmp_path))
    base = begun(store)
    monkeypatch.setattr(Path, "open", refusing(30, "Read-only file system"))
    for action in (
        lambda: store.save(base, with_name(base.project, 1, "x"), ALONE),
        lambda: store.remove(base.key, ALONE),
    ):
        with pytest.raises(ProjectError) as fault:
            action()
        assert fault.value.params == {"value": "Read-only file system"}
    monkeypatch.undo()
    assert names(store.load(base.key, ALONE)) == ["a", "b", "c"]
    monkeypatch.setattr(Path, "read_bytes", refusing(5, "Input/output error"))
    with pytest.raises(ProjectError, match="store_unreadable"):
        store.load(base.key, ALONE)


@pytest.mark.parametrize("spoilt", [b"", b"\x1f\x8b\x08broken", b"not packed", "cut", "odd"])
def test_a_damaged_record_takes_nothing_else_with_it(tmp_path: Path, spoilt: bytes | str) -> None:
    store = open_store(str(tmp_path))
    base = begun(store)
    second = store.save(base, with_name(base.project, 1, "x"), FATIMA)
    third = store.save(second, with_name(second.project, 2, "y"), JOOST)
    path = tmp_path / place_name(base.key) / "00000002.audit.gz"
    odd = {"cut": path.read_bytes()[:-9], "odd": gzip.compress(b'{"at": 1}\n[7]')}
    path.write_bytes(odd[spoilt] if isinstance(spoilt, str) else spoilt)
    assert [one.number for one in store.revisions(base.key, ALONE)] == [3, 2, 1]
    assert {entry.who for entry in store.audit(base.key, ALONE)} == {"joost", ""}
    assert names(store.load(base.key, ALONE)) == ["x", "y", "c"]
    assert store.save(third, with_name(third.project, 3, "z"), ALONE).revision == 4


def test_one_damaged_old_project_stops_nobody(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    old, odd = begun(store), begun(store)
    long_ago = time.time() - 366 * 86_400
    (tmp_path / place_name(odd.key) / "00000001.gpkg").write_bytes(b"spoilt")
    for base in (old, odd):
        path = tmp_path / place_name(base.key) / "00000001.gpkg"
        os.utime(path, (long_ago, long_ago))
    keeping = FolderStore(tmp_path, keep_days=365)
    assert names(begun(keeping)) == ["a", "b", "c"]
    assert sorted(removed(tmp_path)) == [("", "retention"), ("Proef", "retention")]


def test_waiting_for_another_who_writes_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    base = begun(store)
    monkeypatch.setattr(folder_store, "LONGEST_WAIT_S", 0.1)
    with (tmp_path / place_name(base.key) / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ProjectError, match="project_locked"):
            store.save(base, with_name(base.project, 1, "x"), ALONE)
    # The other is gone, and its lock with it.
    assert names(store.save(base, with_name(base.project, 1, "x"), ALONE))[0] == "x"


WRITER = """
import sys
from geo.project.people import Person
from geo.project.open_store import open_store
store, key = open_store(sys.argv[1]), sys.argv[2]
stored = store.load(key, Person("schrijver"))
for n in range(1, 100_000):
    table = stored.project.tables["hubs"].assign(huurders=n)
    stored = store.save(stored, stored.project.with_table("hubs", table), Person("schrijver"))
    print(n, flush=True)
"""


def writing(setting: str, key: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, setting, key]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def rest(process: subprocess.Popen[str], said: int) -> int:
    """The last state the writer was told to be safe."""
    out, _ = process.communicate(timeout=60)
    return max([said, *(int(line) for line in out.split())])


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.03, 0.11])
def test_a_writer_killed_at_any_moment_leaves_a_whole_folder(tmp_path: Path, delay: float) -> None:
    store = FolderStore(tmp_path)
    base = store.create(Project("Proef", {"hubs": hubs(*["x"] * 300)}), ALONE)
    process = writing(str(tmp_path), base.key)
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(3)][-1]
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    said = rest(process, said)
    found = store.load(base.key, ALONE)
    (value,) = set(found.project.tables["hubs"]["huurders"])
    assert value in (said, said + 1)
    # The record agrees with the states: of a save that was cut off nothing counts.
    assert store.audit(base.key, ALONE, 1)[0].revision == found.revision
    counts = {r.number: r.changes for r in store.revisions(base.key, ALONE)}
    assert {counts[n] for n in range(max(3, min(counts)), found.revision + 1)} <= {300}
    after = store.save(found, with_name(found.project, 1, "verder"), ALONE)
    assert after.revision == found.revision + 1
    assert [e.change.item for e in store.audit(base.key, ALONE, 1)] == [Item("hubs", "1")]


def test_records_outlive_the_states_and_are_dropped_in_their_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_store, "KEPT", 2)
    monkeypatch.setattr(folder_store, "KEPT_RECORDS", 4)
    store = FolderStore(tmp_path)
    stored = begun(store)
    for n in range(6):
        stored = store.save(stored, with_name(stored.project, 1, str(n)), FATIMA)
    assert [r.number for r in store.revisions(stored.key, ALONE)] == [7, 6]
    assert [e.revision for e in store.audit(stored.key, ALONE)] == [7, 6, 5, 4]
    kept = sorted(path.name for path in (tmp_path / place_name(stored.key)).iterdir())
    assert kept == [
        "00000004.audit.gz", "00000005.audit.gz", "00000006.audit.gz", "00000006.gpkg",
        "00000007.audit.gz", "00000007.gpkg", "lock",
    ]  # fmt: skip


def removed(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / folder_store.REMOVED).read_text(encoding="utf-8").splitlines()
    return [(note["name"], note["who"]) for note in map(json.loads, lines)]


def test_a_project_that_nobody_changes_for_long_goes_and_that_is_noted(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    old, new = begun(store), begun(store)
    long_ago = time.time() - 366 * 86_400
    for path in (tmp_path / place_name(old.key)).glob("*.gpkg"):
        os.utime(path, (long_ago, long_ago))
    assert open_store(str(tmp_path)).load(old.key, ALONE).revision == 1  # no days set: all stay
    keeping = open_store(str(tmp_path), keep_days=365)
    with pytest.raises(ProjectError, match="project_unknown"):
        keeping.load(old.key, ALONE)
    assert keeping.load(new.key, ALONE).revision == 1
    assert removed(tmp_path) == [("Proef", "retention")]


def test_taking_a_project_out_of_a_folder_is_noted(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    base = begun(store)
    store.remove(base.key, JOOST)
    assert removed(tmp_path) == [("Proef", "joost")]
    assert not (tmp_path / place_name(base.key)).exists()


# ---- the database


@pytest.mark.database
@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.17])
def test_a_database_killed_while_writing_loses_nothing(server: Server, delay: float) -> None:
    store = open_store(server.address)
    base = store.create(Project("Proef", {"hubs": hubs(*["x"] * 300)}), FATIMA)
    process = writing(server.address, base.key)
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(3)][-1]
    time.sleep(delay)
    server.kill()
    said = rest(process, said)
    with pytest.raises(ProjectError, match="store_unreachable"):
        store.load(base.key, FATIMA)
    server.start()
    found = store.load(base.key, FATIMA)  # the same store: it finds its way back by itself
    (value,) = set(found.project.tables["hubs"]["huurders"])
    assert value in (said, said + 1)  # committed is there; the last may be so unheard
    assert found.revision == value + 1
    # The record agrees with the rows: each state has its 300 entries (the second had one
    # row that needed no change), and the first is intact.
    counts = {r.number: r.changes for r in store.revisions(base.key, FATIMA)}
    assert {counts[n] for n in range(3, found.revision + 1)} == {300}
    assert max(counts) == found.revision
    assert same_content(store.load(base.key, FATIMA, 1).project, base.project)


@pytest.mark.database
def test_taking_a_project_away_stays_on_record(server: Server) -> None:
    store = open_store(server.address)
    base = begun(store)
    store.remove(base.key, JOOST)
    entry = store.audit(base.key, FATIMA)[0]
    assert (entry.who, entry.change.before, entry.change.after) == ("joost", "Proef", None)
    assert base.key not in [one.key for one in store.projects(FATIMA)]


@pytest.mark.database
def test_a_database_keeps_projects_as_long_as_a_folder_does(server: Server) -> None:
    store = open_store(server.address)
    old, new = begun(store), begun(store)
    with psycopg.connect(server.address) as connection:
        sent = "UPDATE ketenkaart_projects SET changed = now() - interval '366 days' WHERE id = %s"
        connection.execute(sent, (old.key,))
    assert store.load(old.key, FATIMA).revision == 1  # no days set: all stay
    keeping = open_store(server.address, keep_days=365)
    with pytest.raises(ProjectError, match="project_unknown"):
        keeping.load(old.key, FATIMA)
    assert keeping.load(new.key, FATIMA).revision == 1
    entry = keeping.audit(old.key, FATIMA)[0]
    assert (entry.who, entry.change.before, entry.change.after) == ("retention", "Proef", None)


@pytest.mark.database
def test_the_team_sees_its_projects(server: Server) -> None:
    store = open_store(server.address)
    first, second = begun(store), begun(store)
    store.save(first, first.project.renamed("Laatst"), FATIMA)
    listed = store.projects(READER)
    assert (listed[0].key, listed[0].name) == (first.key, "Laatst")
    assert second.key in [one.key for one in listed]


@pytest.mark.database
def test_places_are_geometry_in_postgis(server: Server) -> None:
    import psycopg

    base = begun(open_store(server.address))
    with psycopg.connect(server.address) as connection:
        row = connection.execute(
            "SELECT count(*), ST_AsText(min(ST_Envelope(place)::geometry)), min(ST_SRID(place))"
            " FROM ketenkaart_features WHERE project = %s"
            " AND ST_DWithin(place, ST_SetSRID(ST_MakePoint(121000, 487000), 28992), 0.5)",
            (base.key,),
        ).fetchone()
    assert row == (1, "POINT(121000 487000)", 28992)


@pytest.mark.database
def test_text_from_data_does_nothing_in_the_database(server: Server) -> None:
    store = open_store(server.address)
    nasty = "'); DROP TABLE ketenkaart_features; --"
    made = store.create(
        Project(nasty, {"hubs": hubs(nasty).rename(columns={"name": nasty})}), FATIMA
    )
    assert store.load(made.key, Person(nasty)).project.tables["hubs"][nasty].tolist() == [nasty]


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as fault:
        open_store(f"postgresql://planner:geheim@/db?host={tmp_path}")
    assert fault.value.code == "store_unreachable"
    assert "geheim" not in str(fault.value)
    with pytest.raises(ProjectError, match="store_unknown"):
        open_store("mysql://planner:geheim@host/db")


def test_changes_are_few_when_little_changed(project: Project) -> None:
    assert changes_between(project, project) == []
    copied = project.with_table("hubs", project.tables["hubs"].copy())
    assert changes_between(project, copied) == []


# ---- who may look into the folder


def test_the_folder_is_the_servers_alone_and_its_names_are_no_keys(
    tmp_path: Path, project: Project
) -> None:
    folder = tmp_path / "projecten"
    store = open_store(str(folder))
    kept = store.create(project, ALONE)
    assert folder.stat().st_mode & 0o777 == 0o700
    (place,) = folder.iterdir()
    assert place.stat().st_mode & 0o777 == 0o700
    assert kept.key not in "".join(str(path) for path in folder.rglob("*"))
    with pytest.raises(ProjectError, match="project_unknown"):
        store.load(place.name, ALONE)
    folder.chmod(0o755)
    open_store(str(folder))
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_holds_other_things_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "anders.txt").write_text("x")
    tmp_path.chmod(0o755)
    open_store(str(tmp_path))
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_project_of_an_earlier_version_is_found_by_its_key(
    tmp_path: Path, project: Project
) -> None:
    kept = open_store(str(tmp_path)).create(project, ALONE)
    (tmp_path / place_name(kept.key)).rename(tmp_path / kept.key)
    found = open_store(str(tmp_path)).load(kept.key, ALONE)
    assert same_content(found.project, project)
    assert [path.name for path in tmp_path.iterdir()] == [place_name(kept.key)]


def test_a_race_in_the_database_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    class Raced:
        def begin(self) -> object:
            raise OperationalError("", {}, psycopg.errors.SerializationFailure())

    monkeypatch.setattr(sqlalchemy, "create_engine", lambda *_, **__: Raced())
    with pytest.raises(ProjectError) as fault:
        open_store("postgresql://planner@localhost/db")
    assert fault.value.code == "store_busy"
