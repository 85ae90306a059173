"""Files made by chance: cut off, encoded anew, shuffled, swapped. No trace, no lost row."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intakes import read_here
from pyproj import Transformer

from geo.intake.model.result import LOCATION, Intake

pytestmark = pytest.mark.slow

FILES = Path(__file__).parent / "cases"
SOUND = [
    path
    for path in sorted(FILES.iterdir())
    if path.suffix in (".csv", ".tsv", ".geojson", ".xlsx", ".gpkg", ".zip")
    and path.stat().st_size < 100_000
]
ROWS = [
    ("Loods Noorderkruid", "Amsterdam", 121230.5, 490467.0),
    ("Gashouderhof", "Amsterdam", 119789.0, 488841.5),
    ("De Wibautkamer", "Amsterdam", 122590.5, 485228.0),
    ("Café Étage", "Amsterdam", 128484.5, 485304.5),
    ("Keileloods 7", "Rotterdam", 89689.5, 436371.5),
    ("Zoë's Drukwerkplaats", "Rotterdam", 92190.0, 438231.0),
]
SYSTEMS = ("EPSG:28992", "EPSG:4326", "EPSG:3857", "EPSG:25831")
quick = settings(
    max_examples=40, deadline=10_000, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def adds_up(intake: Intake) -> None:
    off = set(intake.rows.index[intake.rows.geometry.isna()])
    waiting = {p.row for p in intake.proposals if p.target == LOCATION}
    assert intake.n_on_map + intake.n_off_map == intake.n_rows
    assert off == {r.row for r in intake.rejections} | waiting


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_half_a_file_is_no_trace(path: Path) -> None:
    content = path.read_bytes()
    for part in (0.2, 0.5, 0.8, 0.97):
        adds_up(read_here(path.name, content[: int(len(content) * part)]))


@quick
@given(st.sampled_from(SOUND), st.integers(0, 2**31), st.binary(min_size=1, max_size=30))
def test_a_few_wrong_bytes_are_no_trace(path: Path, where: int, wrong: bytes) -> None:
    content = bytearray(path.read_bytes())
    at = where % len(content)
    content[at : at + len(wrong)] = wrong
    adds_up(read_here(path.name, bytes(content)))


@quick
@given(
    st.binary(max_size=2000), st.sampled_from(["a.csv", "a.xlsx", "a.gpkg", "a.geojson", "a.kml"])
)
def test_noise_is_no_trace(noise: bytes, name: str) -> None:
    adds_up(read_here(name, noise))


@pytest.mark.parametrize(
    "content",
    [
        b"fgb\x03fgb",
        b"PAR1" + b"\x00" * 20 + b"PAR1",
        b"PK\x05\x06" + b"\x00" * 18,
        b"SQLite format 3\x00" + b"gpkg_contents" * 20,
        b"[[[[1]]]]",
        b'{"type": "Feature"}',
        b"<kml>",
    ],
)
def test_what_broke_a_reader_once_is_no_trace(content: bytes) -> None:
    adds_up(read_here("a.csv", content))


@quick
@given(st.text(max_size=400))
def test_any_text_is_no_trace(text: str) -> None:
    adds_up(read_here("a.csv", text.encode("utf-8", "surrogatepass")))
    adds_up(read_here("a.csv", ("naam;x;y\n" + text).encode("utf-8", "surrogatepass")))


@quick
@given(
    st.permutations(range(4)),
    st.permutations(range(len(ROWS))),
    st.sampled_from(SYSTEMS),
    st.booleans(),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.booleans(),
)
def test_every_way_of_writing_six_hubs_finds_them(
    columns: list[int],
    order: list[int],
    system: str,
    swapped: bool,
    mark: str,
    encoding: str,
    decimal_comma: bool,
) -> None:
    to = Transformer.from_crs("EPSG:28992", system, always_xy=True)
    lines = []
    for name, city, x, y in (ROWS[i] for i in order):
        a, b = to.transform(x, y)
        numbers = [f"{n:.7f}" for n in ((b, a) if swapped else (a, b))]
        if decimal_comma:
            numbers = [n.replace(".", ",") for n in numbers]
        cells = [name, city, *numbers]
        lines.append(mark.join(f'"{cells[c]}"' for c in columns))
    head = (
        ["naam", "plaats", "lon", "lat"] if system == "EPSG:4326" else ["naam", "plaats", "x", "y"]
    )
    text = "\r\n".join([mark.join(head[c] for c in columns), *lines])
    intake = read_here("hubs.csv", text.encode(encoding))
    adds_up(intake)
    assert intake.n_on_map == len(ROWS)
    found = {row["kk_name"]: row.geometry for _, row in intake.rows.iterrows()}
    assert set(found) == {name for name, *_ in ROWS}
    for name, _, x, y in ROWS:
        assert np.hypot(found[name].x - x, found[name].y - y) < 1.0
    assert ("axes_swapped" in {n.code for n in intake.notices}) == swapped


@quick
@given(st.sets(st.integers(0, 5), min_size=1, max_size=2))
def test_swapped_rows_are_named_and_no_others(swapped: set[int]) -> None:
    to = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    stream = io.StringIO("naam,lat,lon\n")
    stream.seek(0, io.SEEK_END)
    for i, (name, _, x, y) in enumerate(ROWS):
        lon, lat = to.transform(x, y)
        pair = (lon, lat) if i in swapped else (lat, lon)
        stream.write(f"{name},{pair[0]:.6f},{pair[1]:.6f}\n")
    intake = read_here("hubs.csv", stream.getvalue().encode())
    assert {p.row - 1 for p in intake.proposals} == swapped
    assert intake.accept(p.key for p in intake.proposals).n_on_map == len(ROWS)
