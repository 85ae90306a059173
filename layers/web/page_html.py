"""Pieces of a page that Streamlit has no element for, as HTML; every text is escaped.

Their looks stand in ``static/ketenkaart/page.css``, with the colours and fonts of the house style.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from layers.web.page_files import page_file
from layers.words import style
from layers.words.text import text

Pair = tuple[str, str]
SAID_BY_STREAMLIT = {
    "upload": "app.upload",
    "upload-most": "app.upload_most",
    "no-results": "app.no_results",
}
OF_STREAMLIT = (
    *("columns", "csv", "search", "type_to_search", "fullscreen", "close_fullscreen", "heading"),
    *("skip", "sidebar", "collapse", "expand", "clear_one", "clear_all", "copy", "copied"),
    *("ascending", "descending", "autosize", "pin", "unpin", "hide", "name", "statistics"),
    *("select_all", "tabs_right", "tabs_left", "running", "pages", "menu", "close"),
    *("selected", "help_for", "remove", "open", "increment", "decrement", "clear_entry"),
    *("notifications", "home", "theme", "print", "cancel", "show_password", "hide_password"),
    *("view_more", "view_less", "more"),
    # the menu of a column, what it counts, and the search in a table
    *("column_menu", "format", "values", "empty", "distinct", "least_length", "most_length"),
    *("mean_length", "least", "most", "mean", "median", "deviation", "sum", "range", "quarter"),
    *("three_quarters", "true", "false", "no_data", "sampled", "chart_top", "chart_true"),
    *("automatic", "localized", "plain", "compact", "dollar", "euro", "yen", "percent"),
    *("scientific", "accounting", "bytes", "distance", "duration", "calendar", "index"),
    *("result", "results", "result_before", "result_next", "close_search"),
    # what is asked of who types or chooses a file, and what is wrong with it
    *("apply", "apply_lines", "apply_lines_mac", "submit", "file_too_large", "file_too_small"),
    *("file_kind", "file_one", "file_fault", "file_add", "file_upload"),
    *("fault", "fault_below", "fault_above", "fault_outside"),
    # the server: whether it answers, and what it does
    *("connecting", "connecting_server", "unconnected", "connection_fault", "no_answer"),
    *("stopped", "timed_out", "lost", "script_fault", "stop", "rerun", "always_rerun"),
    "file_change",
)
"""What Streamlit writes in English whatever the language: names of controls, and its own words."""
STARTS = {"streamlit run yourscript.py": "bash ketenkaart run"}
"""How Streamlit says that a stopped server is started, and how this one is: in every language."""
APP_FAULT = (
    "This app has encountered an error. The original error message is redacted to prevent data "
    "leaks. Full error details have been recorded in the logs (if you're on Streamlit Cloud, click "
    "on 'Manage app' in the lower right of your app)."
)
"""How Streamlit says that a page broke off, whatever the language."""
VARIABLES = {
    "font": style.FONT_STACK,
    "title": style.TITLE,
    "soft": style.INK_SOFT,
    "line": style.STREET,
}

SIDE_BY_SIDE_PX = 1600
"""From this width of the screen on two maps stand side by side."""
CLOSED_DRAWER = '<span class="ketenkaart-closed"></span>'
"""By this the style sheet knows a drawer that is closed."""


@dataclass(frozen=True)
class Card:
    """One thing of several that are set side by side.

    Attributes
    ----------
    name, small : str
        Heading, and the small line beneath it.
    cells : tuple of (str, str)
        What is said on each line, and the small line with n, source and date; as many in every
        card, in the order of the lines.
    """

    name: str
    small: str
    cells: tuple[Pair, ...]


def page_style(lang: str) -> str:
    """Return the style sheet of every page: the frame, tables of sentences, facts and cards.

    What Streamlit says in English whatever the language is said by the sheet in its place.
    """
    said = {name: json.dumps(text(key, lang)) for name, key in SAID_BY_STREAMLIT.items()}
    names = "".join(f"--ketenkaart-{k}:{v};" for k, v in {**VARIABLES, **said}.items())
    return f"<style>:root{{{names}}}\n{page_file('page.css')}</style>"


def language_script(lang: str) -> str:
    """Return the script that tells the browser in which language the page is.

    Examples
    --------
    >>> language_script("nl")
    '<i class="ketenkaart-silent"></i><script>document.documentElement.lang="nl"</script>'
    """
    return _silent(f"document.documentElement.lang={json.dumps(lang)}")


def _silent(script: str) -> str:
    """A script in a piece of the page that takes no room: by the mark the style sheet knows it."""
    return f'<i class="ketenkaart-silent"></i><script>{script}</script>'


def history_script() -> str:
    """Return the script by which one press of Back leads to the page before."""
    return _silent(page_file("one_back.js"))


def side_bar_script() -> str:
    """Return the script that closes the side bar of a small screen when a page is chosen in it."""
    return _silent(page_file("side_bar.js"))


@cache  # each run of every page asks for it
def streamlit_script(lang: str) -> str:
    """Return the script that says Streamlit's own English words in the language of the page."""
    other = {"nl": "en", "en": "nl"}[lang]
    said = [
        [text(f"streamlit.{name}", of, name="{name}") for of in (other, lang)]
        for name in OF_STREAMLIT
    ]
    own = {**STARTS, APP_FAULT: text("app.fault", lang)}
    words = json.dumps({**dict(said), **own}, ensure_ascii=True)
    return _silent(page_file("streamlit_words.js").replace("(WORDS)", f"({words})"))


def brand_html(name: str) -> str:
    """Return the name of the app above the filters; no heading, as the page's own comes first.

    Examples
    --------
    >>> brand_html("Ketenkaart")
    '<p class="ketenkaart-brand">Ketenkaart</p>'
    """
    return f'<p class="ketenkaart-brand">{escape(name)}</p>'


def legend_script() -> str:
    """Return the script by which the legend on the map unfolds only where it has room."""
    return _silent(page_file("legend.js"))


def council_style() -> str:
    """Return the style sheet that leaves nothing but the scenes on the screen."""
    return f"<style>{page_file('council_screen.css')}</style>"


def front_style(behind: Sequence[str]) -> str:
    """Return the style that hides the maps behind the front one where two do not fit.

    Parameters
    ----------
    behind : sequence of str
        Keys of the containers that stand behind, of letters and underscores.
    """
    columns = ",".join(f'[data-testid="stColumn"]:has(> * > * > .st-key-{key})' for key in behind)
    narrow = f"@media (max-width: {SIDE_BY_SIDE_PX - 1}px)"
    return f"<style>{narrow} {{{columns} {{display: none}}}}</style>"


def title_html(title: str, counts: str) -> str:
    """Return the line above a map: what it shows, as the heading of the page, and how many.

    Examples
    --------
    >>> title_html("De keten <mode>", "3 gebouwen")
    '<div class="ketenkaart-title"><h1>De keten &lt;mode&gt;</h1> <span>3 gebouwen</span></div>'
    """
    heading, said = escape(title), escape(counts)
    return f'<div class="ketenkaart-title"><h1>{heading}</h1> <span>{said}</span></div>'


def known_html(words: str, known: int, of: int) -> str:
    """Return how much is known of a whole as words beside a bar.

    Examples
    --------
    >>> known_html("3 van 40 bekend", 3, 40)[:59]
    '<div class="ketenkaart-known"><meter min="0" max="40" value'
    """
    said = escape(words)
    bar = f'<meter min="0" max="{of}" value="{known}" aria-label="{said}"></meter>'
    return f'<div class="ketenkaart-known">{bar} <span>{said}</span></div>'


def heading_html(words: str, level: int) -> str:
    """Return a heading that holds a name from the data, in which no mark of markdown counts.

    Examples
    --------
    >>> heading_html("<b> & *c*", 2)
    '<h2 class="ketenkaart-name">&lt;b&gt; &amp; *c*</h2>'
    """
    return f'<h{level} class="ketenkaart-name">{escape(words)}</h{level}>'


def facts_html(lines: Sequence[Pair]) -> str:
    """Return headings with their values as a table of two columns."""
    rows = "".join(
        f'<tr><th scope="row">{escape(heading)}</th><td>{escape(value)}</td></tr>'
        for heading, value in lines
    )
    return f'<table class="ketenkaart-facts">{rows}</table>'


def sentences_html(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of sentences that may be long; names from a file stay the text they are."""
    head = "".join(f"<th>{escape(name)}</th>" for name in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<table class="ketenkaart-sentences"><tr>{head}</tr>{body}</table>'


def status_html(words: str) -> str:
    """Return a line that is read aloud when it comes, without taking the focus."""
    return f'<p role="status">{escape(words)}</p>'


def cards_html(groups: Sequence[tuple[str, Sequence[str]]], cards: Sequence[Card]) -> str:
    """Return cards that stand aligned: one column a card, one line a figure, lines in groups.

    Parameters
    ----------
    groups : sequence of (title, labels)
        The labels of all groups together are the lines of every card.
    cards : sequence of Card
    """
    heads = "".join(
        f'<div class="card"><div class="name">{escape(card.name)}</div>'
        f"<small>{escape(card.small)}</small></div>"
        for card in cards
    )
    lines = zip(*(card.cells for card in cards), strict=True)
    body = "".join(
        f'<div class="group">{escape(title)}</div>'
        + "".join(_line(label, cells) for label, cells in zip(labels, lines, strict=False))
        for title, labels in groups
    )
    columns = f"--cards-n:{len(cards)};grid-template-columns:minmax(130px,0.8fr) "
    columns += f"repeat({len(cards)},minmax(9.5rem,1fr))"
    return (
        f'<div class="ketenkaart-cards" tabindex="0" style="{columns}">'
        f"<div></div>{heads}{body}</div>"
    )


def _line(label: str, cells: Sequence[Pair]) -> str:
    said = "".join(
        f'<div class="card"><div class="said">{escape(words)}</div>'
        f'<small class="source">{escape(small)}</small></div>'
        for words, small in cells
    )
    return f'<div class="label">{escape(label)}</div>{said}'
