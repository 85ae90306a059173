"""Text that came out of a web page with its tags and letters written out."""

from __future__ import annotations

import html
import re
from html.entities import html5

LONGEST = 2_000
TAG = re.compile(
    r"</?(?:b|i|u|p|a|br|em|div|span|strong|font|small|td|tr|ul|ol|li|h[1-6])\b[^<>]{0,200}>", re.I
)
BREAK = re.compile(r"(?:\s*(?:<br\s*/?>|</(?:p|div|li|tr)>))+\s*", re.I)
LITERAL = re.compile(r"&(?:lt|gt|#0*6[02]|#x0*3[ce]);", re.I)
"""Written out so as to be seen as signs: a name that has them means them."""
LETTER = re.compile(r"&(?:#x?[0-9a-f]{1,6}|[a-z]{2,8});", re.I)


def plain_of_web(text: str) -> str:
    """Return the text that a page would show; lines it would break are joined by a comma.

    Examples
    --------
    >>> plain_of_web("Weena&nbsp;5<br/>3012 AA"), plain_of_web("<b>Caf&eacute;</b>")
    ('Weena 5, 3012 AA', 'Café')
    >>> plain_of_web("R&D"), plain_of_web("a < b"), plain_of_web("&copyright;")
    ('R&D', 'a < b', '&copyright;')
    """
    if len(text) > LONGEST or ("<" not in text and "&" not in text) or LITERAL.search(text):
        return text
    bare = TAG.sub("", BREAK.sub(", ", text)) if TAG.search(text) else text
    shown = LETTER.sub(_letter, bare)
    return text if shown == text else " ".join(shown.split()).strip(" ,")


def _letter(found: re.Match[str]) -> str:
    name = found.group()[1:]
    return html.unescape(found.group()) if name.startswith("#") or name in html5 else found.group()
