"""An address of a page as somebody types it: by its name or title in either language, else told.

Streamlit answers a name it does not know with an English window of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from streamlit.runtime.scriptrunner import get_script_run_ctx

from layers.words.plain_text import one_line, shortened
from layers.words.text import LANGUAGES, text
from pages.session import planner

LONGEST_SHOWN = 40


def lead_on(titles: Mapping[str, str]) -> None:
    """Have Streamlit open the page that is meant; of none, the first, and say so.

    Parameters
    ----------
    titles : mapping
        From the name of a page to the key of its title.
    """
    ctx = get_script_run_ctx(suppress_warning=True)
    if ctx is None or ctx.pages_manager.intended_page_script_hash:
        return
    asked = ctx.pages_manager.intended_page_name or ""
    page = meant(asked, tuple(titles.items()))
    if asked and page is None:
        planner.tell_dropped("address.no_page", [shortened(one_line(asked), LONGEST_SHOWN)])
    path = "" if page in (None, planner.FIRST_PAGE) else page
    ctx.pages_manager.set_script_intent("", path or "")


def meant(asked: str, titles: tuple[tuple[str, str], ...]) -> str | None:
    """Return the name of the page that an address means; None if it is none."""
    return _by_words(titles).get(_bare(asked))


@cache
def _by_words(titles: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, title in titles:
        for words in (name, *(text(title, lang) for lang in LANGUAGES)):
            found.setdefault(_bare(words), name)
    return found


def _bare(words: str) -> str:
    return "".join(sign for sign in words.lower() if sign.isalnum())
