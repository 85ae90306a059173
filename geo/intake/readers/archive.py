"""A zip as planners send it: shapefiles in folders, or one other file inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from geo.intake.model.limits import MAX_LAYERS
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import ZIP_FAULTS, members, opened_zip

SHAPEFILE = ("shp", "shx", "dbf", "prj", "cpg")
READABLE_ENDINGS = (
    "geojson",
    "json",
    "gpkg",
    "csv",
    "tsv",
    "xlsx",
    "xls",
    "ods",
    "kml",
    "gpx",
    "gml",
    "parquet",
    "fgb",
    "geojsonl",
    "ndjson",
    "txt",
    "geoparquet",
    "xlsm",
)
SHOWN = 8


@dataclass(frozen=True)
class Parts:
    """The files of one shapefile, by extension without dot, in lower case."""

    name: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def shapefiles_in(name: str, content: bytes) -> list[Parts]:
    """Gather the shapefiles of a zip, however deep in folders and in whatever case.

    Members that a Mac adds (``__MACOSX``, ``._hubs.shp``) are left aside.

    Raises
    ------
    FileRefused
        ``archive_crowded``, ``file_damaged`` or ``shapefile_incomplete``.
    """
    names = members_of(content)
    stems = {_stem(n) for n in names if _ending(n) == "shp"}
    _refuse_crowd(name, len(stems) + len(inner_files(content)))
    groups: dict[str, dict[str, str]] = {stem: {} for stem in sorted(stems)}
    for member in names:
        if (stem := _stem(member)) in groups:
            groups[stem][_ending(member)] = member
    loose = [n for n in names if _ending(n) == "dbf" and _stem(n) not in stems]
    if not groups and loose and not inner_files(content):
        raise FileRefused("shapefile_incomplete", file=name, found=_shown(names), missing=".shp")
    shown = short_names(list(groups))
    return [
        Parts(
            shown[stem],
            {end: _read(name, content, n) for end, n in files.items() if end in SHAPEFILE},
        )
        for stem, files in groups.items()
    ]


def _refuse_crowd(name: str, count: int) -> None:
    """Refuse more layers and tables than anybody packs: each would be read to choose from them."""
    if count > MAX_LAYERS:
        raise FileRefused("archive_crowded", file=name, count=str(count))


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Return the last part of each path, or all of it where two would be called the same.

    Examples
    --------
    >>> short_names(["ams/hubs", "rtm/hubs", "rtm/huurders"])
    {'ams/hubs': 'ams/hubs', 'rtm/hubs': 'rtm/hubs', 'rtm/huurders': 'huurders'}
    """
    last = {path: PurePosixPath(path).name for path in paths}
    seen = Counter(last.values())
    return {path: name if seen[name] == 1 else path for path, name in last.items()}


def inner_files(content: bytes) -> list[str]:
    """Names of other files in a zip that can be read."""
    return [n for n in members_of(content) if _ending(n) in READABLE_ENDINGS]


def inner_content(name: str, content: bytes, member: str) -> bytes:
    """Unpack one member.

    Raises
    ------
    FileRefused
        ``file_damaged``.
    """
    return _read(name, content, member)


def members_of(content: bytes) -> list[str]:
    """Names of the files in a zip, without folders and what a Mac or Windows adds."""
    names = [info.filename for info in members(content) if info.filename[-1:] not in ("", "/")]
    return [n for n in names if not _is_added(n)]


def _is_added(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    last = parts[-1] if parts else ""
    return "__MACOSX" in parts or last.startswith("._") or last in (".DS_Store", "Thumbs.db")


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().lstrip(".")


def _stem(name: str) -> str:
    return str(PurePosixPath(name.replace("\\", "/")).with_suffix("")).lower()


def _shown(names: Sequence[str]) -> str:
    last = [PurePosixPath(n).name[:60] for n in names]
    return ", ".join(last[:SHOWN]) + (" …" if len(last) > SHOWN else "")


def _read(name: str, content: bytes, member: str) -> bytes:
    try:
        return opened_zip(content).read(member)
    except ZIP_FAULTS as error:
        shown = f"{name}: {PurePosixPath(member).name}"
        raise FileRefused("file_damaged", file=shown, damage="zip") from error


def refuse_unknown(name: str, content: bytes) -> FileRefused:
    """Make the refusal of a zip in which nothing can be read: it names what was found."""
    if any(_ending(n) in ("zip", "kmz") for n in members_of(content)):
        return FileRefused("archive_in_archive", file=name)
    return FileRefused("no_map_in_archive", file=name, found=_shown(members_of(content)))
