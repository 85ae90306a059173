"""Every reader and every key of an address against thousands of broken things.

``python -m benchmarks.readers_hold [N] [NAME...]``: N examples (10,000 unless said) for each reader
and each key, or for those that are named. A reader gets its files of the collection of cases with
bytes changed, left out, repeated and cut; whatever comes, the rows add up, or the file is refused
with a sentence in both languages. An address gets anything under each of its names; what is kept of
it is read the same a second time. Each reader works in a process of its own: one that ends it is
named. The first example that fails is shown as small as it can be made. Tables of our own are read
once a process, where the app reads them once an upload.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import geopandas as gpd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from intakes import read_here  # noqa: E402 - found by the path above

from geo.data.cities import CITIES  # noqa: E402
from geo.data.store import Dataset, load_dataset  # noqa: E402
from geo.data.thresholds import BANDS_M  # noqa: E402
from geo.intake.process import pipeline  # noqa: E402
from layers.sentences.intake_notices import notice_remedy, notice_words  # noqa: E402
from layers.view.state import NAMES, to_query  # noqa: E402
from pages.session import planner  # noqa: E402
from pages.views import address  # noqa: E402
from pages.views import nabijheid_asked as asked  # noqa: E402

CASES = ROOT / "tests" / "geo" / "intake" / "cases"
EXAMPLES = 10_000
LARGEST = 60_000  # bytes of a file that is broken: larger ones only take longer
ENDINGS = (
    "csv", "tsv", "xlsx", "xls", "ods", "geojson", "json", "gpkg", "zip", "fgb", "parquet", "kml",
    "gml", "gpx",
)  # fmt: skip
DRIVERS = {"fgb": "FlatGeobuf", "gml": "GML", "gpx": "GPX", "kml": "KML"}
READER = "reader"
LANGUAGES = ("nl", "en")


@cache
def seeds(ending: str) -> list[bytes]:
    """The files of a kind that are broken: those of the tests, and one made here."""
    found = [path for path in CASES.parent.rglob(f"*.{ending}") if path.stat().st_size < LARGEST]
    return [*(path.read_bytes() for path in sorted(found)), *made(ending)]


def made(ending: str) -> list[bytes]:
    """A file of three places, of a kind that GDAL or Arrow writes; else none."""
    frame = gpd.GeoDataFrame(
        {"naam": ["Loods", "Kade", "Café"], "jaar": [2010, 2015, 2020]},
        geometry=gpd.points_from_xy([121_230, 92_000, 122_590], [490_467, 437_300, 485_228]),
        crs=28992,
    )
    with tempfile.TemporaryDirectory() as within:
        path = Path(within) / f"a.{ending}"
        if ending == "parquet":
            frame.to_parquet(path)
        elif ending in DRIVERS:
            places = frame[["naam", "geometry"]].rename(columns={"naam": "name"}).to_crs(4326)
            places.to_file(path, driver=DRIVERS[ending], engine="pyogrio")
        return [path.read_bytes()] if path.exists() else []


@some.composite
def broken(draw: some.DrawFn, ending: str) -> bytes:
    """A file in which a few things went wrong."""
    content = bytearray(draw(some.sampled_from(seeds(ending))))
    for _ in range(draw(some.integers(0, 6))):
        at = draw(some.integers(0, max(len(content) - 1, 0)))
        length = draw(some.integers(1, 40))
        what = draw(some.sampled_from(("change", "leave out", "repeat", "cut")))
        if what == "change":
            content[at : at + length] = draw(some.binary(min_size=1, max_size=length))
        elif what == "leave out":
            del content[at : at + length]
        elif what == "repeat":
            content[at:at] = content[at : at + length]
        elif draw(some.booleans()):
            del content[at:]
    return bytes(content)


def reads(ending: str, content: bytes) -> None:
    """Read it: the rows add up, and what is told has words."""
    intake = read_here(f"a.{ending}", content)
    assert intake.n_on_map + intake.n_off_map == intake.n_rows
    told = [*intake.notices, *([intake.refused] if intake.refused else [])]
    for notice in told:
        for lang in LANGUAGES:
            assert notice_words(notice, lang)
            if notice.level == "refused":
                assert notice_remedy(notice, lang)


@cache
def data() -> Dataset:
    """The shipped data, loaded once a process."""
    return load_dataset()


def keys() -> list[str]:
    """Every name that an address may have."""
    return sorted({*NAMES.values(), *planner.PLACE, *address._forms(data())})


def understood(name: str, value: str) -> None:
    """Read an address: what is kept of it is kept again, and what is not is told shortly."""
    found = address.read({name: value, "stad": "Amsterdam"}, data())
    assert all(len(each) < 60 for each in found.dropped)  # noqa: PLR2004 - as the tests hold
    again = address.read({**to_query(found.state), **found.parameters}, data())
    assert (again.state, again.parameters, again.dropped) == (found.state, found.parameters, ())


@cache
def known_words() -> list[str]:
    """Words that do stand in addresses: codes, buildings, and what the pages choose from."""
    model = data().chain_model
    codes = [*model.chains["code"], *model.stages["code"], *data().hubs["id"][:20]]
    chosen = [*asked.QUESTIONS, *asked.VALUES, *asked.ALL_POINTS, *map(str, BANDS_M), *CITIES]
    return [*codes, *chosen, "1", "nl", "en", "2019-2023", "52.37", "4.9", "0.5"]


def values() -> some.SearchStrategy[str]:
    """What may stand behind a name: what is meant, near to it, and far from it."""
    words = some.lists(some.sampled_from(known_words()), min_size=1, max_size=4)
    meant = some.tuples(some.sampled_from((".", ",", ";", ":", "!", "-")), words).map(
        lambda drawn: drawn[0].join(drawn[1])
    )
    near = some.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789.,;:!=-+_% ", max_size=60)
    return some.one_of(meant, near, some.text(max_size=200), some.integers().map(str))


def read_once() -> None:
    """Keep what is read of our own tables: it is the same for each example."""
    pipeline.load_chain_model = cache(pipeline.load_chain_model)
    forms = address._forms(data())
    address._forms = lambda _: forms


def hold(check: Callable[..., None], given_to: some.SearchStrategy[object], n: int) -> None:
    """Try a check on so many examples; raises at one that fails."""
    every = settings(
        max_examples=n,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )

    def tried(example: Any) -> None:
        check(example)

    every(given(given_to)(tried))()


def job(names: Sequence[str], n: int) -> None:
    """Try readers or keys one after another; ends the process with how many did not hold."""
    fallen = 0
    read_once()
    for name in names:
        kind, _, what = name.partition(":")
        began, check = time.monotonic(), partial(reads if kind == READER else understood, what)
        try:
            hold(check, broken(what) if kind == READER else values(), n)
        except BaseException:  # noqa: BLE001 - whatever it was, it is shown
            traceback.print_exc()
            fallen += 1
            print(f"{name}: does NOT hold", flush=True)
        else:
            print(f"{name}: {n} examples in {time.monotonic() - began:.0f} s", flush=True)
    sys.exit(fallen)


def main(words: list[str]) -> int:
    """Try all that is asked for; returns how many did not hold."""
    n = next((int(word) for word in words if word.isdecimal()), EXAMPLES)
    readers = [f"{READER}:{ending}" for ending in ENDINGS if seeds(ending)]
    every = [*readers, *(f"address:{key}" for key in keys())]
    asked = [
        word if word in every else f"{READER}:{word}" for word in words if not word.isdecimal()
    ]
    if strange := [name for name in asked if name not in every]:
        sys.exit(f"no reader and no key of an address: {', '.join(strange)}")
    asked = asked or every
    together = [name for name in asked if name not in readers]
    fallen = 0
    for names in [*([name] for name in asked if name in readers), together]:
        process = multiprocessing.get_context("spawn").Process(target=job, args=(names, n))
        process.start()
        process.join()
        fallen += abs(process.exitcode or 0)
        if (process.exitcode or 0) < 0:  # by a signal
            print(f"{names}: ended the process ({process.exitcode})", flush=True)
    return fallen


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
