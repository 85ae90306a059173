"""Notices, proposals and rejections of an intake in the words of a planner."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from geo.intake.model.result import PREFIX, Intake, Notice, Proposal, Rejection, SourceFile
from layers.words.numbers import number
from layers.words.plain_text import one_line, shortened
from layers.words.text import table, text

SHOWN_ROWS = 6
LONGEST_VALUE = 60
HASH_SHOWN = 12
# What a notice tells in numbers, written by a program.
AMOUNTS = {"metres", "size", "packed", "limit", "count", "seconds", "lost", "n"}
# What a notice tells by the key of its words.
CAUSES = {"kind", "damage", "heavy"}
FRAME_COUNT = re.compile(r"([a-z_0-9]+) \((\d+)\)")


def rows_words(rows: Sequence[int], n: int, lang: str) -> str:
    """Name the first rows: "rij 3, 5".

    Examples
    --------
    >>> rows_words((3, 5), 2, "nl"), rows_words(range(1, 90), 89, "nl")
    ('rij 3, 5', 'rij 1, 2, 3, 4, 5, 6 en verder')
    """
    if not rows:
        return text("intake.rows_none", lang)
    words = ", ".join(str(row) for row in rows[:SHOWN_ROWS])
    return text("intake.rows_more" if n > SHOWN_ROWS else "intake.rows_one", lang, rows=words)


def notice_words(notice: Notice, lang: str) -> str:
    """Return the sentence of a notice; values from the file are put in as they are.

    Examples
    --------
    >>> notice_words(Notice("place_half", "rejected", rows=(2,), n=1), "en")
    '1 row of which one of the two coordinates is empty (row 2).'
    """
    key = f"intake.{notice.code}"
    values: dict[str, object] = defaultdict(str, _params(notice, lang))
    sentence = text(key, lang, **{**dict.fromkeys(_names(key, lang), ""), **values})
    return f"{notice.layer}: {sentence}" if notice.layer else sentence


def _names(key: str, lang: str) -> list[str]:
    """Names of what the sentence wants filled in."""
    return re.findall(r"\{(\w+)\}", table()[key][lang])


def _params(notice: Notice, lang: str) -> dict[str, object]:
    params: dict[str, object] = {
        name: number(float(said), lang) if name in AMOUNTS else shown(said)
        for name, said in notice.params.items()
    }
    for name in CAUSES & set(params):
        params[name] = cause_words(name, notice.params[name], lang)
    if "frame" in params:
        params["frame"] = frame_words(notice.params["frame"], lang)
    if "frames" in params:
        pairs = FRAME_COUNT.findall(notice.params["frames"])
        counted = ((frame_words(key, lang), number(int(n), lang)) for key, n in pairs)
        params["frames"] = ", ".join(f"{name} ({n})" for name, n in counted)
    given = {"column": shown(notice.column), "value": shown(notice.value)}
    rows = rows_words(notice.rows, notice.n, lang)
    n_rows = text("intake.n_one" if notice.n == 1 else "intake.n_more", lang, n=notice.n)
    return {**given, "rows": rows, "n_rows": n_rows, "n": notice.n or "", **params}


def shown(value: str) -> str:
    """Return a value from a file as one short line."""
    return shortened(one_line(value), LONGEST_VALUE)


def frame_words(key: str, lang: str) -> str:
    """Name a coordinate system; one that is not ours goes by its own name."""
    name = f"intake.frame.{key}"
    return text(name, lang) if name in table() else key


def cause_words(name: str, said: str, lang: str) -> str:
    """Name a kind of file, or what is wrong with one; what has no words is said as it is."""
    key = f"intake.{name}.{said}"
    return text(key, lang) if key in table() else shown(said)


def notice_remedy(notice: Notice, lang: str) -> str:
    """Say what to do about a notice, for its very cause where that is known.

    Examples
    --------
    >>> notice_remedy(Notice("kind_unsupported", "refused", params={"kind": "image"}), "en")
    'A picture holds no table; ask its maker for the list or map layer itself.'
    """
    for name in sorted(CAUSES & set(notice.params)):
        key = f"intake.{name}.{notice.params[name]}.remedy"
        if key in table():
            return text(key, lang)
    return remedy_words(notice.code, lang)


def remedy_words(code: str, lang: str) -> str:
    """Say what to do about a notice or rejection."""
    return text(f"intake.{code}.remedy", lang)


def reason_words(row: Rejection | Proposal, lang: str) -> str:
    """Say in a few words why a row is not on the map, or what is thought to be wrong with it."""
    key = f"intake.{row.code}.reason"
    if isinstance(row, Rejection) and row.where:
        return text(key, lang, where=where_words(row.where, lang))
    if isinstance(row, Rejection) and row.why:
        unknown = [text(f"intake.unknown.{part}", lang) for part in row.why.split(";")]
        return f"{text(key, lang)}: {', '.join(unknown)}"
    return text(key, lang)


def where_words(where: str, lang: str) -> str:
    """Say where abroad a row lies: near a city, and its degrees.

    Examples
    --------
    >>> where_words("51.5;-0.1;london", "nl"), where_words("-33.9;18.4;", "en")
    ('bij Londen, 51,5 N 0,1 W', '33.9 S 18.4 E')
    """
    lat, lon, city = where.split(";")
    side = ("north" if float(lat) >= 0 else "south"), ("east" if float(lon) >= 0 else "west")
    degrees = " ".join(
        f"{number(abs(float(said)), lang, 1)} {text(f'intake.side.{name}', lang)}"
        for said, name in zip((lat, lon), side, strict=True)
    )
    near = text(f"intake.city.{city}", lang) if city else ""
    return text("intake.near_city", lang, city=near, degrees=degrees) if near else degrees


def role_words(role: str, lang: str) -> str:
    """Name what a column means."""
    return text(f"intake.role.{role}", lang)


def level_words(level: str, lang: str) -> str:
    """Name how grave a notice is."""
    return text(f"intake.level.{level}", lang)


def source_words(source: SourceFile, lang: str) -> str:
    """Name file, date and fingerprint: what goes into every caption of own data."""
    return text(
        "intake.caption",
        lang,
        name=shown(source.name),
        date=source.read_on,
        hash=source.sha256[:HASH_SHOWN],
    )


def count_words(intake: Intake, lang: str) -> str:
    """Say the sum: rows in the file are those on the map and those not on it.

    Of those on it that lie outside both cities it is said too: no other page counts them.
    """
    said = text("eigen.counts", lang, n=intake.n_rows, on=intake.n_on_map, off=intake.n_off_map)
    rows = intake.rows
    on_map = rows[rows.geometry.notna()]
    outside = int(on_map[f"{PREFIX}in_city"].eq("").sum()) if len(on_map) else 0
    return f"{said}. {text('eigen.counts_outside', lang, n=outside)}" if outside else said


def decided_words(intake: Intake, lang: str) -> str:
    """Say what the rows were taken for, and by what; "" for a file that was not read."""
    kind, why = intake.decided
    if not why:
        return ""
    entity = text(f"intake.entity.{kind}", lang) if kind else text("intake.entity_each", lang)
    return text("intake.decided", lang, entity=entity, why=text(f"intake.why.{why}", lang))


def own_columns(intake: Intake) -> list[str]:
    """Names of the planner's own columns, in the order of the file."""
    return [
        str(c) for c in intake.rows.columns if not str(c).startswith(PREFIX) and c != "geometry"
    ]
