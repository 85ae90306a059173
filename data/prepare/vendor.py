"""Fetch the pinned browser libraries into ``static/vendor`` and check their hashes. Run by hand.

python data/prepare/vendor.py            check what is there against SHA256SUMS
python data/prepare/vendor.py --fetch    fetch again with npm, check, then replace
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"


@dataclass(frozen=True)
class Library:
    """One npm package: what to take from it and under which name it is kept."""

    name: str
    version: str
    files: dict[str, str]


LIBRARIES = (
    Library(
        "leaflet",
        "1.9.4",
        {
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            "LICENSE": "leaflet.LICENSE.txt",
        },
    ),
    Library(
        "protomaps-leaflet",
        "5.1.0",
        {
            "dist/protomaps-leaflet.js": "protomaps-leaflet.js",
            "LICENSE": "protomaps-leaflet.LICENSE.txt",
        },
    ),
    # Built into protomaps-leaflet.js: only the licences are kept. pmtiles and basemaps have none
    # in their package; they are of the authors and under the licence of protomaps-leaflet itself.
    *(
        Library(name, version, {licence: f"bundled/{name.split('/')[-1]}.LICENSE.txt"})
        for name, version, licence in (
            ("@mapbox/point-geometry", "1.1.0", "LICENSE"),
            ("@mapbox/vector-tile", "2.0.3", "LICENSE.txt"),
            ("pbf", "4.0.1", "LICENSE"),
            ("fflate", "0.8.2", "LICENSE"),
            ("rbush", "3.0.1", "LICENSE"),
            ("quickselect", "2.0.0", "LICENSE"),
            ("color2k", "2.0.3", "LICENSE"),
            ("potpack", "1.0.2", "LICENSE"),
        )
    ),
)


def pinned() -> dict[str, str]:
    """Return the pinned hashes as ``{file name: sha256}``."""
    lines = SUMS.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def check(folder: Path) -> list[str]:
    """Name the files in ``folder`` that are missing or are not the pinned ones."""
    wrong = []
    for name, digest in pinned().items():
        path = folder / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return wrong


def fetch(library: Library, folder: Path) -> None:
    """Take the wanted files of one npm package into ``folder``."""
    package = f"{library.name}@{library.version}"
    command = ["npm", "pack", "--silent", package]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / done.stdout.strip()) as packed:
        for inside, outside in library.files.items():
            (folder / outside).parent.mkdir(exist_ok=True)
            member = packed.extractfile(f"package/{inside}")
            if member is None:
                raise FileNotFoundError(f"{package}: {inside}")
            (folder / outside).write_bytes(member.read())


def main() -> None:
    """Check, or fetch and check, the vendored files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fetch", action="store_true")
    if parser.parse_args().fetch:
        with tempfile.TemporaryDirectory(dir=VENDOR.parent) as name:
            folder = Path(name)
            for library in LIBRARIES:
                fetch(library, folder)
            if wrong := check(folder):
                raise SystemExit(f"not what was pinned, nothing replaced: {', '.join(wrong)}")
            (VENDOR / "bundled").mkdir(exist_ok=True)
            for file in pinned():
                (folder / file).replace(VENDOR / file)
    wrong = check(VENDOR)
    print(f"wrong or missing: {', '.join(wrong)}" if wrong else "static/vendor is as pinned")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
