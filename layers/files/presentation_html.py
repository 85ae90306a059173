"""A presentation as HTML: one file that opens without any network, and the deck inside the app.

Both are the same sections, style and script. Every text is escaped; pictures stand in the file.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from geo.data.errors import ArgumentError
from geo.data.folders import STATIC
from layers.files.scene_content import SceneContent
from layers.view.caption import made_words
from layers.view.legend_groups import legend_groups
from layers.web.legend_html import legend_html
from layers.web.standalone_page import POLICY
from layers.words.plain_text import cell_text, one_line
from layers.words.text import text

LONG, VERY_LONG = 80, 130  # characters of a headline: smaller type, so that it stays in two lines
WORDY = 140  # characters of a note
MANY, CROWDED = 18, 21  # entries of a legend
UPRIGHT = 1.3  # width over height of a figure; below it words stand beside it
MOST_ROWS, MOST_COLUMNS = 3, 4  # beside a map, in type that is read at three metres
SHORT = 9  # letters of a cell that is not broken over two lines


KEYS = ("forward", "back", "ends", "black", "full", "speaker", "leave", "help")


def presentation_html(scenes: Sequence[SceneContent], title: str = "") -> bytes:
    """Return scenes as one HTML page that opens from disk with the network off.

    Parameters
    ----------
    scenes : sequence of SceneContent
        At least one.
    title : str
        "" takes the headline of the first scene.

    Returns
    -------
    bytes
        UTF-8 HTML. Arrow keys, PageUp, PageDown and space turn the scenes, Escape shows them all;
        ``s`` opens a window for who speaks, with the notes, what comes next and the time. Without
        scripts, and on paper, the scenes stand one below the other, with their notes.

    Raises
    ------
    ArgumentError
        Without scenes.
    """
    inside = deck_html(scenes)
    name = escape(one_line(title) or one_line(scenes[0].headline))
    head = (
        f'<meta charset="utf-8"><title>{name}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>html,body{{margin:0}}\n{deck_style()}</style>"
    )
    start = f"{deck_script()}\nketenkaartPresentation(document, function () {{}});"
    page = (
        f'<!DOCTYPE html><html lang="{escape(scenes[0].lang)}"><head>{head}</head>'
        f"<body>{inside}<script>{start}</script></body></html>"
    )
    return page.encode("utf-8", errors="replace")


def deck_html(scenes: Sequence[SceneContent]) -> str:
    """Return the scenes as sections of a deck, every text escaped.

    Raises
    ------
    ArgumentError
        Without scenes.
    """
    if not scenes:
        raise ArgumentError("no_scenes", argument="scenes", value=0, allowed=">= 1")
    lang = scenes[0].lang
    sections = "".join(_section(one, order, len(scenes)) for order, one in enumerate(scenes, 1))
    return (
        f'<div class="deck" lang="{escape(lang)}" {_speaker_words(lang)}>{sections}'
        f"{_turn('back', '‹', lang)}{_turn('next', '›', lang)}"
        f"{_keys(lang)}"
        f'<button type="button" class="again">{escape(text("deck.again", lang))}</button>'
        '<div class="said" role="status" aria-live="polite"></div></div>'
    )


def _speaker_words(lang: str) -> str:
    """The words of the window of who speaks, for the script."""
    words = {name: text(f"deck.speaker_{name}", lang) for name in ("title", "next", "none", "end")}
    return " ".join(f'data-{name}="{escape(said, quote=True)}"' for name, said in words.items())


def deck_style() -> str:
    """Return the style sheet of a deck."""
    return (STATIC / "ketenkaart/presentation.css").read_text(encoding="utf-8")


def deck_script() -> str:
    """Return the script of a deck: the function ``ketenkaartPresentation(root, left)``."""
    return (STATIC / "ketenkaart/presentation.js").read_text(encoding="utf-8")


def mount_script() -> str:
    """Return the script of a deck as a component of the app: its default export mounts it."""
    mount = (STATIC / "ketenkaart/council_screen.js").read_text(encoding="utf-8")
    return f"{deck_script()}\n{mount}"


def _turn(way: str, sign: str, lang: str) -> str:
    label = escape(text(f"deck.{way}", lang), quote=True)
    return f'<button type="button" class="turn {way}" aria-label="{label}">{sign}</button>'


def _keys(lang: str) -> str:
    """The button and the list of keys, which lies over the scene while it is asked for."""
    title = escape(text("deck.keys", lang))
    lines = [text(f"deck.key_{name}", lang).partition(": ") for name in KEYS]
    rows = "".join(f"<dt>{escape(keys)}</dt><dd>{escape(does)}</dd>" for keys, _, does in lines)
    return (
        f'<button type="button" class="help" aria-label="{title}" aria-expanded="false">?</button>'
        f'<div class="keys" role="region" aria-label="{title}" hidden><div>{title}</div>'
        f'<dl>{rows}</dl><button type="button" class="single" aria-pressed="true">'
        f"{escape(text('deck.single', lang))}</button></div>"
    )


def _section(one: SceneContent, order: int, total: int) -> str:
    headline = escape(one_line(one.headline))
    label = text("deck.scene", one.lang, n=order, total=total, headline=one_line(one.headline))
    count = escape(text("deck.count", one.lang, n=order, total=total))
    return (
        f'<section class="{_classes(one)}" aria-label="{escape(label, quote=True)}">'
        f'<h2 dir="auto">{headline}</h2>'
        f'<div class="body"><figure>{_image(one)}{_legend(one)}</figure>'
        f'<div class="beside">{_figures(one)}{_note(one)}{_table(one)}</div></div>'
        f"<footer><span>{escape(_foot(one))}</span><span>{count}</span></footer></section>"
    )


def _classes(one: SceneContent) -> str:
    is_map = one.pictures.legend is not None
    entries = sum(len(group.entries) for group in legend_groups(one.view)) if is_map else 0
    length = len(one.headline)
    wanted = {
        "long": LONG < length <= VERY_LONG,
        "very-long": length > VERY_LONG,
        "tabled": _has_rows(one) and (entries <= MANY or entries > CROWDED),
        "wordy": len(one.note) > WORDY and not one.for_speaker,
        "many": entries > MANY,
        "crowded": entries > CROWDED,
        "figure": not is_map,
        "upright": not is_map and one.pictures.map.ratio < UPRIGHT,
    }
    return " ".join(["scene", *(name for name, holds in wanted.items() if holds)])


def _image(one: SceneContent) -> str:
    content = base64.b64encode(one.pictures.map.light).decode("ascii")
    alt = escape(one_line(one.alt), quote=True)
    return f'<img alt="{alt}" src="data:image/webp;base64,{content}">'


def _legend(one: SceneContent) -> str:
    """Return the legend of a map; a figure has its own."""
    if one.pictures.legend is None:
        return ""
    return f"<figcaption>{legend_html(one.view)}</figcaption>"


def _figures(one: SceneContent) -> str:
    rows = "".join(
        f"<div><dt>{escape(figure.label)}</dt><dd>{escape(figure.value)}</dd></div>"
        for figure in one.figures
    )
    return f"<dl>{rows}</dl>"


def _note(one: SceneContent) -> str:
    note = cell_text(one.note)
    name = "note for-speaker" if one.for_speaker else "note"
    return f'<p class="{name}" dir="auto">{escape(note)}</p>' if note else ""


def _has_rows(one: SceneContent) -> bool:
    """Say whether there is more than names to tell beside a map, and no note in its place."""
    is_map, noted = one.pictures.legend is not None, bool(one.note) and not one.for_speaker
    return is_map and not noted and bool(one.table.rows) and len(one.table.headings) > 1


def _table(one: SceneContent) -> str:
    """Return the rows of what is told, beside a map; the style sheet shows them where they fit."""
    if not _has_rows(one):
        return ""
    rows = [row[:MOST_COLUMNS] for row in one.table.rows[:MOST_ROWS]]
    heads = "".join(
        f'<th scope="col">{escape(words)}</th>' for words in one.table.headings[:MOST_COLUMNS]
    )
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f'<table dir="auto"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _cell(words: str) -> str:
    """A cell; a short one, such as "3 (2–10)", stays on one line."""
    short = ' class="short"' if len(words) <= SHORT else ""
    return f"<td{short}>{escape(words)}</td>"


def _foot(one: SceneContent) -> str:
    return " · ".join([one.credits, one_line(one.view.filters), made_words(one.view)])
