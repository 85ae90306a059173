"""Make the folder of a national register: ``./ketenkaart country REGISTER FOLDER --areas FILE``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo.country.folder import REJECTED, read_areas
from geo.country.making import make_folder
from geo.country.register_file import open_register
from geo.data.chains import load_chain_model
from geo.data.errors import DataError
from layers.words.text import text, text_in

COLUMNS = ("id", "sbi", "x", "y")


def main(given: list[str] | None = None) -> int:
    """Read what is asked, make the folder, and say what became of the rows; 1 when it failed."""
    asked = _asked(given)
    try:
        for line in _made(asked):
            print(line)
    except DataError as fault:
        print(text(f"error.{fault.code}", asked.lang, **fault.params), file=sys.stderr)
        return 1
    return 0


def _asked(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./ketenkaart country", description=__doc__)
    parser.add_argument("register", type=Path, help="CSV or Parquet: number, SBI and place")
    parser.add_argument("folder", type=Path, help="is made, or replaced when it is a register")
    parser.add_argument("--areas", type=Path, help="GeoPackage, GeoJSON or GeoParquet")
    parser.add_argument("--title", default="", help="of the source, as the page names it")
    parser.add_argument("--date", default="", help="of the register; else when its file changed")
    parser.add_argument("--lang", default="nl", choices=["nl", "en"])
    for name in COLUMNS:
        parser.add_argument(f"--{name}", default="", help="column, where its heading says little")
    parser.add_argument("--code", default="", help="column of the boundaries")
    parser.add_argument("--name", default="", help="column of the boundaries")
    return parser.parse_args(given)


def _made(asked: argparse.Namespace) -> list[str]:
    t = text_in(asked.lang)
    areas = read_areas(asked.areas, asked.code, asked.name) if asked.areas else None
    register = open_register(asked.register, {name: getattr(asked, name) for name in COLUMNS})
    said = {"title": asked.title, "date": asked.date}
    said["areas"] = asked.areas.name if asked.areas else ""
    told = make_folder(
        register, asked.folder, load_chain_model(), areas, said, lambda code: t(f"land.{code}")
    )
    lines = [t("land.made", kept=told.kept, read=told.read, folder=str(asked.folder))]
    lines += [
        t("land.left_out", n=n, reason=t(f"land.{code}"), file=REJECTED)
        for code, n in told.rejected.items()
    ]
    if areas is not None:
        lines.append(t("land.areas", n=len(areas), file=asked.areas.name))
    return [*lines, t("land.now_set", folder=str(asked.folder.resolve()))]


if __name__ == "__main__":
    sys.exit(main())
