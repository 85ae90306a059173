"""Projects, templates, scenes, mappings and addresses made to hurt."""

# ruff: noqa: E501, PLW0108 - what is made stands as it is

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from functools import cache

from geopackages import blob_of
from hostile_uploads import ENTITIES
from nested_shapes import nested_wkb
from pptx import Presentation
from projects import nasty_project

from geo.project.package import to_bytes

DEEP = 150_000


@cache
def sound_project() -> bytes:
    return to_bytes(nasty_project())


def altered(*statements: str) -> bytes:
    """A project after somebody changed it with SQLite."""
    database = sqlite3.connect(":memory:")
    database.deserialize(sound_project())
    for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        database.create_function(function, 1, lambda _: 0)  # for the triggers of the index
    for statement in statements:
        database.execute(statement)
    database.commit()
    content = database.serialize()
    database.close()
    return content


def nested(kind: int = 7, order: str = "<") -> bytes:
    deep = blob_of(nested_wkb(DEEP, kind, order)).hex()
    return altered(f"UPDATE hubs SET geom = x'{deep}' WHERE fid = 12")


def many_rows(n: int) -> str:
    rows = f"WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < {n})"
    return f"INSERT INTO hubs (geom) {rows} SELECT NULL FROM t"


def repeated_settings() -> bytes:
    twice = "INSERT INTO ketenkaart_project (key) SELECT key FROM ketenkaart_project"
    return altered(
        f"ALTER TABLE ketenkaart_project ADD COLUMN b TEXT DEFAULT '{'x' * 1_000_000}'",
        "ALTER TABLE ketenkaart_project RENAME COLUMN value TO old",
        "ALTER TABLE ketenkaart_project RENAME COLUMN b TO value",
        *[twice] * 3,
    )


def setting(key: str, value: str) -> bytes:
    return altered(f"UPDATE ketenkaart_project SET value = '{value}' WHERE key = '{key}'")


Made = tuple[Callable[[], bytes], set[str]]
NO_INDEX = "DROP TRIGGER rtree_hubs_geom_insert"
PROJECTS: dict[str, Made] = {
    "nested collections": (nested, {"project_nesting"}),
    "nested multipolygons": (lambda: nested(6, ">"), {"project_nesting"}),
    "defaults": (
        lambda: altered(
            NO_INDEX,
            many_rows(20_000),
            *(f"ALTER TABLE hubs ADD COLUMN b{i} TEXT DEFAULT '{'x' * 10_000}'" for i in range(10)),
        ),
        {"project_too_large"},
    ),
    "settings that repeat": (repeated_settings, {"project_too_large"}),
    "a computed column": (
        lambda: altered("ALTER TABLE hubs ADD COLUMN b TEXT AS (hex(zeroblob(100000000)))"),
        {"project_forbidden"},
    ),
    "a view of the maker's": (
        lambda: altered(
            "CREATE VIEW kwaad AS WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t)"
            " SELECT i FROM t"
        ),
        {"project_forbidden"},
    ),
    "a trigger of the maker's": (
        lambda: altered("CREATE TRIGGER kwaad AFTER INSERT ON hubs BEGIN DELETE FROM hubs; END"),
        {"project_forbidden"},
    ),
    "a virtual table": (
        lambda: altered("CREATE VIRTUAL TABLE kwaad USING fts5(x)"),
        {"project_forbidden"},
    ),
    "brackets in the settings": (lambda: setting("columns", "[" * 200_000), {"project_file"}),
    "a number of 100,000 digits": (
        lambda: setting("filters", '{"jaar": ' + "9" * 100_000 + "}"),
        {"read", "project_file"},
    ),
    "half of it": (lambda: sound_project()[: len(sound_project()) // 2], {"project_file"}),
    "zeros behind the mark": (lambda: b"SQLite format 3\x00" + bytes(2**20), {"project_file"}),
}


@cache
def plain_template() -> dict[str, bytes]:
    stream = io.BytesIO()
    Presentation().save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def template_with(part: str, change: Callable[[bytes], bytes], *more: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in plain_template().items():
            archive.writestr(name, change(content) if name == part else content)
        for name, content in more:
            archive.writestr(name, content)
    return stream.getvalue()


def swollen(part: str, size: int) -> bytes:
    """A template of which one part is packed elements, a thousandth of their size."""

    def grown(content: bytes) -> bytes:
        end = content.rfind(b"</")
        return content[:end] + b"<a/>" * (size // 4) + content[end:]

    return template_with(part, grown)


def with_entities(content: bytes) -> bytes:
    head, _, rest = content.partition(b"?>")
    first, _, last = rest.partition(b">")
    return head + b"?>" + f"{ENTITIES}]>".encode() + first + b">&i;" + last


def nested_layout(content: bytes) -> bytes:
    end = content.rfind(b"</")
    return content[:end] + b"<a>" * DEEP + b"</a>" * DEEP + content[end:]


MAIN = "ppt/presentation.xml"
LAYOUT = "ppt/slideLayouts/slideLayout1.xml"
TEMPLATES: dict[str, Made] = {
    "a presentation of 300 MB": (lambda: swollen(MAIN, 300_000_000), {"template_size"}),
    "a layout of 50 MB": (lambda: swollen(LAYOUT, 50_000_000), {"template_size"}),
    "a master of 12 MB": (
        lambda: swollen("ppt/slideMasters/slideMaster1.xml", 12_000_000),
        {"template_size"},
    ),
    "thousands of parts": (
        lambda: template_with("", bytes, *((f"ppt/media/{i}.png", b"") for i in range(20_000))),
        {"template_size"},
    ),
    "entities of entities": (lambda: template_with(MAIN, with_entities), {"template_broken"}),
    "elements within each other": (
        lambda: template_with(LAYOUT, nested_layout),
        {"template_broken"},
    ),
    "half of it": (lambda: template_with("", bytes)[:5000], {"template_broken"}),
    "an old presentation": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        {"template_broken"},
    ),
    "a macro": (
        lambda: template_with("", bytes, ("ppt/vbaProject.bin", b"x")),
        {"template_macro"},
    ),
}


def many_scenes(n: int) -> bytes:
    one = {"headline": "A", "note": "", "page": "kaart", "query": "jaar=" + "9" * 5000}
    return json.dumps({"ketenkaart_scenes": 1, "title": "", "scenes": [one] * n}).encode()


NO_SCENES = {"scene_file_json", "scene_file_format", "scene_file_size"}
SCENES: dict[str, Made] = {
    "brackets": (lambda: b"[" * 190_000, NO_SCENES),
    "digits": (lambda: b'{"ketenkaart_scenes": ' + b"9" * 150_000 + b"}", NO_SCENES),
    "escapes": (lambda: b'"' + b"\\u0000" * 30_000 + b'"', NO_SCENES),
    "no text": (lambda: b"\xff" * 1000, NO_SCENES),
    "ten megabytes": (lambda: b" " * 10_000_000, NO_SCENES),
    "scenes without end": (lambda: many_scenes(30), {"scene_count"}),
    "addresses without end": (lambda: many_scenes(12), {"read", "scene_long"}),
}
COLUMNS = '{"kind": "ketenkaart-kolommen", "version": '
MAPPINGS: dict[str, Made] = {
    "brackets": (lambda: b"[" * 90_000, {"mapping_unknown"}),
    "digits": (lambda: (COLUMNS + "9" * 90_000 + ', "columns": {}}').encode(), {"mapping_unknown"}),
    "a version that is infinite": (
        lambda: (COLUMNS + '1e999, "columns": {}}').encode(),
        {"mapping_unknown"},
    ),
    "columns that are a list": (
        lambda: (COLUMNS + '1, "columns": [[1, 2]]}').encode(),
        {"mapping_unknown"},
    ),
    "fifty megabytes": (lambda: b"{" * 50_000_000, {"mapping_unknown"}),
    "escapes": (lambda: b'{"' + b"\\ud800" * 15_000 + b'": 1}', {"mapping_unknown"}),
}
DIGITS = "9" * 5_000
ADDRESSES: dict[str, dict[str, str]] = {
    "digits": {"jaar": DIGITS, "minuten": DIGITS, "straal": DIGITS},
    "a list without end": {"keten": "music," * 100_000},
    "a megabyte": {"kies": "x" * 1_000_000},
    "names without end": {f"n{i}": "1" for i in range(10_000)},
    "scenarios without end": {"watals": "weg=ot301!" * 100_000},
    "zeros and turned text": {"stad": "\x00Amsterdam", "keten": "\u202emusic", "taal": "nl\x00"},
    "scripts": {"keten": "<script>alert(1)</script>", "stad": "{{7*7}}", "gebied": "../../etc"},
    "half characters": {"kies": "\ud800", "panden": "\udfff" * 1_000},
}
