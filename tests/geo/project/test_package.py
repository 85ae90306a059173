"""A project as a GeoPackage: it comes back the same, opens elsewhere, and nothing else gets in."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from geopackages import blob_of
from hypothesis import given, settings
from hypothesis import strategies as some
from nested_shapes import nested_wkb
from pandas.testing import assert_frame_equal
from projects import NASTY, nasty_table, same_content
from shapely import Point

from geo.data.errors import ArgumentError
from geo.data.reading_apart import SandboxError
from geo.project import package_apart, package_check
from geo.project.fault import ProjectError
from geo.project.migrations import FORM, STEPS
from geo.project.package import from_bytes, to_bytes
from geo.project.package_apart import read_project
from geo.project.project import Project, own_table
from layers.words.text import table

OLD = Path(__file__).parent / "files" / "project_form_1.gpkg"


def written(project: Project, folder: Path) -> Path:
    path = folder / "p.gpkg"
    path.write_bytes(to_bytes(project))
    return path


def altered(project: Project, folder: Path, *statements: str) -> bytes:
    """The file after somebody changed it with SQLite."""
    path = written(project, folder)
    with sqlite3.connect(path) as database:
        for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(function, 1, lambda _: 0)  # for the triggers of the index
        for statement in statements:
            database.execute(statement)
    database.close()
    return path.read_bytes()


def test_everything_comes_back_as_it_was(project: Project) -> None:
    found = from_bytes(to_bytes(project))
    assert (found.name, found.created, found.changed) == (
        project.name, project.created, project.changed,
    )  # fmt: skip
    assert found.settings == project.settings
    assert list(found.tables) == ["hubs", "tenants", "partners"]
    for name, frame in project.tables.items():
        assert_frame_equal(pd.DataFrame(found.tables[name]), pd.DataFrame(frame))
        assert found.tables[name].crs == frame.crs


def test_cells_are_those_that_were_brought(project: Project) -> None:
    hubs = from_bytes(to_bytes(project)).tables["hubs"].loc[[12, 3, 2_000_000_000, 7, 1]]
    assert [None if pd.isna(cell) else cell for cell in hubs["Naam"]] == NASTY
    assert hubs["oppervlakte (m²) {0}"].tolist() == [1, pd.NA, 2**60, -(2**62), 0]
    assert hubs["geopend"].tolist()[:3] == [date(2020, 2, 29), None, date(1901, 1, 1)]
    assert hubs["gewijzigd"].iloc[0] == pd.Timestamp("2026-03-29 02:30:00.123")
    assert hubs["gezien"].iloc[0] == pd.Timestamp("2026-01-01 09:00:00.5", tz="UTC")
    assert hubs["huur"].tolist()[2:] == [float("inf"), 0.0, 1e-300]
    assert hubs["gemengd"].tolist()[:3] == ["1", "twee", "3.5"]
    assert hubs.geometry.iloc[0].equals(Point(121000.123456789, 487000.1))
    assert hubs.geometry.iloc[1] is None


def test_the_frame_that_was_given_is_not_changed() -> None:
    given_table, before = nasty_table(), nasty_table()
    to_bytes(Project("x", {"hubs": given_table}))
    assert_frame_equal(pd.DataFrame(given_table), pd.DataFrame(before))


cells = some.one_of(
    some.lists(some.text(max_size=20), max_size=6),
    some.lists(some.one_of(some.none(), some.integers(-(2**63) + 1, 2**63 - 1)), max_size=6),
    some.lists(some.floats(), max_size=6),
    some.lists(some.one_of(some.none(), some.dates()), max_size=6),
    some.lists(some.one_of(some.none(), some.booleans()), max_size=6),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(some.text(min_size=1, max_size=30), cells)
def test_any_column_comes_back(name: str, column: list[object]) -> None:
    kind = "Int64" if any(type(cell) is int for cell in column) else None
    frame = gpd.GeoDataFrame(
        {f"k{name}": pd.Series(column, dtype=kind or (None if column else "object"))},
        geometry=[Point(1, 2)] * len(column),
        crs="EPSG:28992",
    )
    project = Project("x", {"tenants": frame})
    assert same_content(from_bytes(to_bytes(project)), project)


def test_a_difference_is_seen(project: Project) -> None:
    hubs = project.tables["hubs"]
    moved = hubs.set_geometry([Point(1, 1), *hubs.geometry.iloc[1:]])
    assert not same_content(project, project.with_table("hubs", moved))
    assert not same_content(project, project.with_table("partners", None))
    assert not same_content(project, project.with_setting("weights", {"waar": 1}))
    assert not same_content(project, project.renamed("anders"))
    renumbered = project.with_table("hubs", hubs.set_index(hubs.index + 1))
    assert not same_content(project, renumbered)
    assert same_content(project, project.with_setting("weights", {"waar": [3, 1.5, None, True]}))


# ---- other programs


def test_gdal_opens_every_layer_in_rd_with_an_index(project: Project, tmp_path: Path) -> None:
    path = written(project, tmp_path)
    layers = {str(name): kind for name, kind in pyogrio.list_layers(path)}
    assert layers == {"hubs": "Point", "partners": "Point", "ketenkaart_project": None}
    info = pyogrio.read_info(path, layer="hubs")
    assert info["crs"] == "EPSG:28992"
    assert info["features"] == 5
    assert all(name == name.lower() and name.isascii() for name in info["fields"])
    with sqlite3.connect(path) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        assert {"rtree_hubs_geom", "rtree_partners_geom"} <= names
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        keys = dict(database.execute("SELECT key, version FROM ketenkaart_project"))
    assert set(keys) == {"about", "columns", *project.settings}
    assert set(keys.values()) == {FORM}


@pytest.mark.programs
@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="gdal-bin is not installed")
def test_ogrinfo_opens_it_without_a_warning(project: Project, tmp_path: Path) -> None:
    command = ["ogrinfo", "-al", "-so", str(written(project, tmp_path))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Warning" not in done.stderr and "ERROR" not in done.stderr, done.stderr


def test_what_was_changed_in_another_program_comes_along(project: Project, tmp_path: Path) -> None:
    path = written(project, tmp_path)
    frame = pyogrio.read_dataframe(path, layer="partners", fid_as_index=True)
    frame["extra"] = np.arange(len(frame)) + 0.5
    pyogrio.write_dataframe(frame, path, layer="partners", driver="GPKG")
    found = from_bytes(path.read_bytes()).tables["partners"]
    assert found["extra"].tolist() == [0.5, 1.5, 2.5, 3.5, 4.5]
    assert sorted(found["Naam"].dropna()) == sorted(name for name in NASTY if name)


def test_a_file_that_is_open_in_qgis_is_read(project: Project, tmp_path: Path) -> None:
    content = altered(project, tmp_path, "PRAGMA journal_mode = WAL")
    assert content[18] == 2
    assert same_content(from_bytes(content), project)


# ---- older and newer


def test_a_file_of_the_first_form_is_migrated() -> None:
    found = from_bytes(OLD.read_bytes())
    assert found.name == "Verkenning 2025"
    assert found.settings == {
        "filters": {"keten": "fashion,music", "jaar": "2015"},
        "scenarios": ["heet=Zonder%20OT!weg=ot301"],
        "weights": {"waar": "3331111"},
    }
    assert found.tables["hubs"]["Huurders"].tolist() == [12, pd.NA]
    assert found.tables["hubs"].geometry.iloc[0] == Point(122590.5, 485228.0)
    assert same_content(from_bytes(to_bytes(found)), found)


def test_every_older_form_has_a_step() -> None:
    assert sorted(STEPS) == list(range(1, FORM))


def test_a_file_of_a_newer_program_is_refused(project: Project, tmp_path: Path) -> None:
    newer = altered(project, tmp_path, f"UPDATE ketenkaart_project SET version = {FORM + 1}")
    with pytest.raises(ProjectError, match="project_newer"):
        from_bytes(newer)


# ---- what does not belong

FORBIDDEN = [
    "CREATE VIEW tenants AS SELECT * FROM hubs",
    "CREATE TABLE kwaad (x)",
    "CREATE TRIGGER kwaad AFTER INSERT ON hubs BEGIN DELETE FROM hubs; END",
    "CREATE VIRTUAL TABLE kwaad USING fts5(x)",
    "CREATE VIRTUAL TABLE rtree_anders_geom USING rtree(id, a, b, c, d)",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_what_a_project_never_holds_is_refused(
    project: Project, tmp_path: Path, statement: str
) -> None:
    with pytest.raises(ProjectError) as fault:
        from_bytes(altered(project, tmp_path, statement))
    assert fault.value.code == "project_forbidden"


@pytest.mark.parametrize("how", ["VIRTUAL", ""])
@pytest.mark.parametrize("made", ["hex(zeroblob(100000000))", "'a' || naam"])
def test_a_computed_column_is_refused_by_its_name(
    project: Project, tmp_path: Path, made: str, how: str
) -> None:
    column = f"ALTER TABLE hubs ADD COLUMN kwaad TEXT AS ({made}) {how}"
    with pytest.raises(ProjectError, match="project_forbidden") as fault:
        from_bytes(altered(project, tmp_path, column))
    assert fault.value.params["value"] == "column hubs.kwaad"


def test_a_virtual_table_that_says_it_is_none_is_refused(project: Project, tmp_path: Path) -> None:
    content = altered(
        project,
        tmp_path,
        "CREATE VIRTUAL TABLE gpkg_kwaad USING fts5(x)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'CREATE VIRTUAL', '/**/CREATE VIRTUAL')"
        " WHERE name = 'gpkg_kwaad'",
    )
    with pytest.raises(ProjectError, match=r"project_(forbidden|file)"):
        from_bytes(content)


def broken_settings(value: str) -> str:
    return f"UPDATE ketenkaart_project SET value = '{value}' WHERE key = 'columns'"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM ketenkaart_project", "project_file"),
        ("DELETE FROM ketenkaart_project WHERE key = 'about'", "project_file"),
        ("UPDATE ketenkaart_project SET value = '{' WHERE key = 'about'", "project_file"),
        (
            """UPDATE ketenkaart_project SET value = '{"name": "x", "created": "gisteren","""
            """ "changed": "2026-01-01T00:00:00+00:00"}' WHERE key = 'about'""",
            "project_file",
        ),
        ("UPDATE ketenkaart_project SET version = 0", "project_file"),
        ("UPDATE ketenkaart_project SET version = 'x'", "project_file"),
        (broken_settings('{"hubs": [["naam"]]}'), "project_file"),
        (broken_settings('{"spook": []}'), "project_file"),
        (broken_settings("[" * 20_000), "project_file"),
        ("UPDATE gpkg_geometry_columns SET srs_id = 4326", "project_layer_crs"),
        ("UPDATE hubs SET oppervlakte_m2_0 = 'veel' WHERE fid = 12", "project_cell"),
        ("UPDATE hubs SET geopend = 'gisteren' WHERE fid = 12", "project_cell"),
        ("DROP TABLE ketenkaart_project", "project_none"),
    ],
)
def test_what_is_broken_is_told(
    project: Project, tmp_path: Path, statement: str, code: str
) -> None:
    with pytest.raises(ProjectError) as fault:
        from_bytes(altered(project, tmp_path, statement))
    assert fault.value.code == code


def test_other_files_are_refused_by_their_first_bytes() -> None:
    for content in (b"", b"PK\x03\x04" * 500, b"SQLite format 3\x00" + bytes(2000)):
        with pytest.raises(ProjectError, match="project_file"):
            from_bytes(content)


def test_a_file_cut_short_or_scribbled_on_never_gives_a_trace(project: Project) -> None:
    whole = to_bytes(project)
    rng = np.random.default_rng(7)
    for n in range(40):
        content = bytearray(whole[: len(whole) * (n + 1) // 41] if n % 2 else whole)
        for place in rng.integers(100, len(content), 30) if len(content) > 200 else ():
            content[place] = rng.integers(256)
        try:
            from_bytes(bytes(content))
        except (ProjectError, ArgumentError) as fault:
            assert f"error.{fault.code}" in table()


def test_a_large_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_check, "MAX_BYTES", 1000)
    with pytest.raises(ProjectError, match="project_large"):
        from_bytes(OLD.read_bytes())


def test_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    monkeypatch.setattr(package_check, "MAX_ROWS", 4)
    with pytest.raises(ProjectError, match="project_rows"):
        from_bytes(to_bytes(project))


# ---- what cannot be kept

WITHOUT_DATUM = (
    "+proj=sterea +lat_0=52.15616055555555 +lon_0=5.38763888888889 +k=0.9999079"
    " +x_0=155000 +y_0=463000 +ellps=bessel +units=m +no_defs"
)


@pytest.mark.parametrize("crs", [None, "EPSG:4326", "EPSG:28991", WITHOUT_DATUM])
def test_only_rd_is_kept(crs: str | None) -> None:
    frame = gpd.GeoDataFrame({"naam": ["a"]}, geometry=[Point(1, 1)], crs=crs)
    with pytest.raises(ArgumentError, match="project_crs"):
        own_table(frame)


def test_two_columns_of_one_name_are_refused() -> None:
    frame = gpd.GeoDataFrame([["a", "b"]], columns=["naam", "naam"], geometry=[Point(1, 1)])
    with pytest.raises(ArgumentError, match="project_columns"):
        own_table(frame.set_crs(28992))


@pytest.mark.parametrize(
    ("met", "told"),
    [
        ("took_too_long", "project_slow"),
        ("takes_too_much", "project_heavy"),
        ("not_readable", "project_file"),
    ],
)
def test_reading_that_takes_more_than_it_may_is_told_of_the_project(
    monkeypatch: pytest.MonkeyPatch, met: str, told: str
) -> None:
    def ended(*_: object) -> None:
        raise SandboxError(met, seconds=60)

    monkeypatch.setattr(package_apart, "ask", ended)
    with pytest.raises(ProjectError) as fault:
        read_project(b"SQLite format 3", "p.gpkg")
    assert fault.value.code == told


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Project(""), "project_name"),
        (lambda: Project("x" * 121), "project_name"),
        (lambda: Project("x", {"wegen": nasty_table()}), "project_table"),
        (lambda: Project("x", settings={"about": 1}), "project_setting"),
        (lambda: Project("x", settings={"weights": float("nan")}), "project_setting"),
        (lambda: Project("x", settings={"weights": {1, 2}}), "project_setting"),
        (lambda: Project("x", settings={"weights": "x" * 2_000_001}), "project_settings_long"),
    ],
)
def test_what_cannot_be_kept_is_refused(make: Callable[[], Project], code: str) -> None:
    with pytest.raises(ArgumentError) as fault:
        make()
    assert fault.value.code == code
    assert f"error.{code}" in table()


# ---- what is made to hurt


@pytest.mark.parametrize(("kind", "order"), [(7, "<"), (7, ">"), (4, "<"), (11, ">")])
def test_a_geometry_nested_deep_is_refused(
    project: Project, tmp_path: Path, kind: int, order: str
) -> None:
    deep = blob_of(nested_wkb(150_000, kind, order)).hex()
    content = altered(project, tmp_path, f"UPDATE hubs SET geom = x'{deep}' WHERE fid = 12")
    with pytest.raises(ProjectError, match="project_nesting"):
        from_bytes(content)


def test_a_broken_geometry_is_told_with_its_row(project: Project, tmp_path: Path) -> None:
    blob = (blob_of(Point(1, 2).wkb)[:-3]).hex()
    content = altered(project, tmp_path, f"UPDATE hubs SET geom = x'{blob}' WHERE fid = 3")
    with pytest.raises(ProjectError, match="project_cell") as fault:
        from_bytes(content)
    # The rows lie in the order of their number: 1, 3, 7, 12, 2000000000.
    assert (fault.value.params["where"], fault.value.params["row"]) == ("hubs.geom", 2)


def many_rows(table: str, n: int) -> str:
    rows = f"WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < {n})"
    return f"INSERT INTO {table} (geom) {rows} SELECT NULL FROM t"


BOMBS = {
    # By hand: 20,000 rows of ten defaults of 10 kB are 2 GB; of 300 empty columns 6 million cells,
    # which the limit of this test does not allow.
    "defaults": [
        f"ALTER TABLE hubs ADD COLUMN b{i} TEXT DEFAULT '{'x' * 10_000}'" for i in range(10)
    ],
    "columns": [f"ALTER TABLE hubs ADD COLUMN b{i} TEXT" for i in range(300)],
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_small_file_that_reads_as_gigabytes_is_refused_unread(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: str
) -> None:
    monkeypatch.setattr(package_check, "MOST_CELLS", 5_000_000)
    drop = "DROP TRIGGER rtree_hubs_geom_insert"
    content = altered(project, tmp_path, drop, many_rows("hubs", 20_000), *BOMBS[bomb])
    start, before = time.thread_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ProjectError, match="project_too_large"):
        from_bytes(content)
    assert time.thread_time() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_a_settings_table_that_reads_as_gigabytes_is_refused(
    project: Project, tmp_path: Path
) -> None:
    content = altered(
        project,
        tmp_path,
        f"ALTER TABLE ketenkaart_project ADD COLUMN b TEXT DEFAULT '{'x' * 1_000_000}'",
        "ALTER TABLE ketenkaart_project RENAME COLUMN value TO old",
        "ALTER TABLE ketenkaart_project RENAME COLUMN b TO value",
        "INSERT INTO ketenkaart_project (key) SELECT key FROM ketenkaart_project",
        "INSERT INTO ketenkaart_project (key) SELECT key FROM ketenkaart_project",
        "INSERT INTO ketenkaart_project (key) SELECT key FROM ketenkaart_project",
    )
    with pytest.raises(ProjectError, match="project_too_large"):
        from_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("deep", [True, False])
def test_a_project_from_outside_is_read_in_a_process_of_its_own(
    project: Project, tmp_path: Path, deep: bool
) -> None:
    if not deep:
        assert same_content(read_project(to_bytes(project), "p.gpkg"), project)
        return
    cell = blob_of(nested_wkb(150_000)).hex()
    content = altered(project, tmp_path, f"UPDATE hubs SET geom = x'{cell}' WHERE fid = 12")
    with pytest.raises(ProjectError, match="project_nesting") as fault:
        read_project(content, "p.gpkg")
    assert fault.value.params == {"where": "hubs", "allowed": "8"}


def test_a_project_that_ends_its_reader_ends_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.project.package_apart.WORKER", "tests.support.no_such_worker")
    with pytest.raises(ProjectError, match="project_file"):
        read_project(OLD.read_bytes(), "p.gpkg")
