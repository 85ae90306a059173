"""What an upload cannot do: reach files or the network, use up the server, stay behind, or hang."""

from __future__ import annotations

import http.server
import os
import sqlite3
import struct
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import zipped
from intakes import read_here
from register import register

from geo.data import reading_apart
from geo.intake.model.limits import MAX_MEMBERS
from geo.intake.process.sandbox import read_upload

FILES = Path(__file__).parent / "cases"
RULES = Path(__file__).parent / "rules"


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", ["17-null-island.csv", "45-house-number-became-date.xlsx", "94-two-shapefiles.zip"]
)
def test_reading_apart_gives_what_reading_here_gives(file: str) -> None:
    content = (FILES / file).read_bytes()
    apart, here = read_upload(file, content), read_here(file, content)
    assert apart.notices == here.notices
    assert apart.rejections == here.rejections
    assert [p.key for p in apart.proposals] == [p.key for p in here.proposals]
    assert apart.rows.geometry.geom_equals(here.rows.geometry).tolist() == [
        point is not None for point in here.rows.geometry
    ]
    for column in here.rows.columns.drop("geometry"):
        one, other = apart.rows[column], here.rows[column]
        assert one.isna().tolist() == other.isna().tolist()
        assert one.dropna().tolist() == other.dropna().tolist()


class Listener(list[str]):
    """Paths that were asked of a web server on this machine, and its port."""

    port = 0


@pytest.fixture
def listener() -> Iterator[Listener]:
    asked = Listener()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name the base class asks for
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def do_HEAD(self) -> None:  # noqa: N802
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    asked.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield asked
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["geojson", "csv", "kml", "gpkg", "fgb", "zip", "parquet"])
def test_a_virtual_file_calls_nobody_whatever_its_name(listener: Listener, ending: str) -> None:
    content = (FILES / "74-remote-disguised.geojson").read_bytes()
    content = content.replace(b"18099", str(listener.port).encode())
    assert read_upload(f"hubs.{ending}", content).refused is not None
    assert read_upload("hubs.zip", zipped({f"hubs.{ending}": content})).refused is not None
    assert listener == []


@pytest.mark.slow
def test_addresses_and_paths_in_cells_stay_text(listener: Listener) -> None:
    web = f"http://127.0.0.1:{listener.port}"
    lines = [
        "naam;wkt;x;y",
        f"/vsicurl/{web}/a;{web}/b;121230;490467",
        "/etc/passwd;file:///etc/passwd;121230;490467",
    ]
    intake = read_upload(f"/vsicurl/{web}/hubs.csv", "\n".join(lines).encode())
    assert intake.n_on_map == 2
    assert intake.rows["naam"].iloc[1] == "/etc/passwd"
    assert listener == []


@pytest.mark.slow
def test_links_in_kml_are_not_followed(listener: Listener) -> None:
    content = (RULES / "file" / "links_not_followed" / "broken.kml").read_bytes()
    content = content.replace(b"127.0.0.1/", f"127.0.0.1:{listener.port}/".encode())
    assert read_upload("a.kml", content).n_on_map == 1
    assert listener == []


@pytest.mark.slow
def test_prj_that_names_a_file_or_address_is_not_opened(listener: Listener) -> None:
    with zipfile.ZipFile(FILES / "98-macosx.zip") as archive:
        files = {n: archive.read(n) for n in archive.namelist() if "MACOSX" not in n}
    web = f"http://127.0.0.1:{listener.port}/x.prj".encode()
    for label in (web, b"/etc/passwd", b"IMPORT:/etc/passwd"):
        intake = read_upload("hubs.zip", zipped({**files, "hubs.prj": label}))
        assert intake.n_on_map == 2
    assert listener == []


@pytest.mark.slow
def test_a_view_with_endless_sql_is_not_run() -> None:
    content = (RULES / "file" / "views_left_out" / "broken.gpkg").read_bytes()
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    endless = "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT i FROM t"
    database.execute("DROP VIEW v")
    database.execute(f"CREATE VIEW v AS {endless}")
    database.commit()
    start = time.monotonic()
    intake = read_upload("hubs.gpkg", database.serialize())
    assert intake.n_on_map == 5
    assert time.monotonic() - start < 20


@pytest.mark.slow
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for file in ("81-wal-mode.gpkg", "94-two-shapefiles.zip", "55-xlsx-bomb.xlsx"):
        read_upload(file, (FILES / file).read_bytes())
    read_upload("a.fgb", b"fgb\x03fgb\x00" + b"\x00" * 100)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_takes_too_long_is_ended() -> None:
    start = time.monotonic()
    intake = read_upload("register.csv", register(20_000), seconds=0.5)
    assert intake.refused is not None
    assert intake.refused.code == "took_too_long"
    assert time.monotonic() - start < 5


@pytest.mark.slow
def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    # A sheet that says it is small: its directory lies about the size of what is packed.
    lying = bytearray(zipped({"xl/workbook.xml": b"<workbook/>", "hubs.csv": b"a" * 200 * 2**20}))
    directory = lying.rfind(b"PK\x01\x02")
    struct.pack_into("<L", lying, directory + 24, 1000)
    intake = read_upload("hubs.zip", bytes(lying))
    assert intake.refused is not None


def test_a_directory_of_too_many_names_is_refused_unread() -> None:
    content = bytearray(zipped({"a.csv": b"naam"}))
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<H", content, end + 10, MAX_MEMBERS + 1)
    intake = read_upload("a.zip", bytes(content))
    assert intake.refused is not None
    assert intake.refused.code == "archive_crowded"


def test_the_reading_process_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKAART_DATABASE", "postgresql://user:secret@host/db")
    environment = reading_apart.environment("/nowhere")
    assert "secret" not in "".join(environment.values())
    assert environment["PROJ_NETWORK"] == "OFF"


def test_only_one_driver_of_gdal_can_open_anything() -> None:
    skipped = reading_apart.environment("/nowhere")["GDAL_SKIP"].split(",")
    assert "FlatGeobuf" not in skipped
    assert {"GeoJSON", "GPKG", "CSV", "KML"} <= set(skipped)


def test_an_answer_that_is_no_answer_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart.sys, "executable", "/bin/false")
    intake = read_upload("a.csv", b"naam;x;y\nA;121230;490467\n")
    assert intake.refused is not None
    assert intake.refused.code == "not_readable"


def test_no_process_is_left_running() -> None:
    before = set(os.listdir("/proc"))
    read_upload("register.csv", register(5_000), seconds=0.3)
    time.sleep(0.3)
    # Only its own and those without a parent: tests beside this one read files too.
    parents = {str(os.getpid()), "1"}
    own = [
        pid
        for pid in set(os.listdir("/proc")) - before
        if pid.isdigit() and _parent(pid) in parents and b"process.worker" in _command(pid)
    ]
    assert own == []


def _parent(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
    except OSError:
        return ""


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods", "xlsx"])
def test_a_broken_workbook_ends_at_most_its_own_process(kind: str) -> None:
    content = bytearray((Path(__file__).parent / "workbooks" / f"hubs.{kind}").read_bytes())
    for at in range(600, len(content), len(content) // 5):
        broken = bytes(content[:at]) + b"\xff\x00\xff" + bytes(content[at + 3 :])
        intake = read_upload(f"hubs.{kind}", broken)
        assert intake.n_on_map + intake.n_off_map == intake.n_rows
        assert intake.refused is not None or intake.n_rows
