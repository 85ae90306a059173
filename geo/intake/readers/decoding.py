"""From bytes to text: the code page of a file, by its marks and by what makes readable names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from geo.intake.model.draft import Facts
from geo.intake.readers.code_pages import (
    CODECS,
    EAST,
    WINDOWS,
    score_of,
    windows_page,
    windows_score,
)

UNICODE_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", 1),
    (b"\xff\xfe\x00\x00", "utf-32", 4),
    (b"\x00\x00\xfe\xff", "utf-32", 4),
    (b"\xff\xfe", "utf-16", 2),
    (b"\xfe\xff", "utf-16", 2),
)
"""Byte order marks, what they say, and the bytes of one unit; the longer ones first."""
SAMPLE_LINES = 200
OTHERS = {"cp850": "cp858", "mac-roman": "mac_roman"}
"""What is as unlike Windows as it is unlike each other; 858 is 850 with the euro."""
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1d\x1f\x7f]")
"""All but blanks and breaks, and what stands before each object of a text sequence (RFC 8142)."""


@dataclass(frozen=True)
class Text:
    """A decoded file: the text, how it was encoded, and what was odd about it."""

    text: str
    encoding: str
    facts: Facts = field(default_factory=dict)


def decode(content: bytes) -> Text:
    """Decode a text file by its marks and, without marks, by what makes readable Dutch.

    Examples
    --------
    >>> decode("Café".encode("cp1252")).encoding, decode("Café".encode()).text
    ('windows-1252', 'Café')
    """
    for mark, encoding, width in UNICODE_MARKS:
        if content.startswith(mark):
            # A file that breaks off may end within a character.
            whole = content[: len(content) // width * width]
            text = whole.decode(encoding, errors="replace").lstrip("\ufeff")
            return _without_zeros(text, encoding)
    if guess := _utf16_without_mark(content):
        whole = content[: len(content) // 2 * 2]
        return _without_zeros(whole.decode(guess, errors="replace"), guess)
    try:
        return _without_zeros(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(content)


def _utf16_without_mark(content: bytes) -> str:
    """Tell UTF-16 by the zeros at every other byte; zeros at all bytes only fill room."""
    head = content[:1000].strip(b"\x00")
    start = len(content) - len(content.lstrip(b"\x00"))
    zeros = head[1::2].count(0), head[::2].count(0)
    enough = len(head) // 4
    if max(zeros) <= enough or min(zeros) * 4 > max(zeros) or len(head) < 4:  # noqa: PLR2004
        return ""
    # Counted from the first letter, whose own zero may stand in front of it.
    return "utf-16-le" if (zeros[0] > zeros[1]) == (start % 2 == 0) else "utf-16-be"


def _without_zeros(text: str, encoding: str) -> Text:
    """Leave out zeros, and the marks that files begin with where files were joined."""
    text = text.replace("\ufeff", "")
    facts: dict[str, dict[str, str]] = {"nul_bytes": {}} if "\x00" in text else {}
    text, n = CONTROL.subn("", text.replace("\x00", ""))
    return _mended(text, encoding, {**facts, "control_characters": {"n": str(n)}} if n else facts)


def _not_utf8(content: bytes) -> Text:
    """Decode what is not UTF-8: line by line when some lines are, else by code page."""
    lines = content.splitlines(keepends=True)
    if any(_is_accented_utf8(line) for line in lines):
        text = "".join(_either(line) for line in lines).replace("\ufeff", "").replace("\x00", "")
        text, n = CONTROL.subn("", text)
        told = {"control_characters": {"n": str(n)}} if n else {}
        return Text(text, "utf-8", {"encoding_mixed": {}, **told})
    text, encoding, facts = _likeliest(content)
    found = _without_zeros(text, encoding)
    return replace(found, facts={**found.facts, **facts})


def _is_accented_utf8(line: bytes) -> bool:
    try:
        return not line.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _either(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _likeliest(content: bytes) -> tuple[str, str, Facts]:
    """Decode in the code page that gives most letters of names and least oddities."""
    lines = [line for line in content[: 2**21].splitlines() if not line.isascii()]
    sample = b"\n".join(lines[:SAMPLE_LINES])
    scores = {WINDOWS: windows_score(sample)}
    scores |= {name: score_of(sample.decode(codec, "replace")) for name, codec in OTHERS.items()}
    best = max(scores, key=lambda name: scores[name])
    if best != WINDOWS:
        return content.decode(OTHERS[best], errors="replace"), best, {}
    page, word, becomes = windows_page(content, sample)
    facts: Facts = {"encoding_central": {"value": word, "becomes": becomes}} if page == EAST else {}
    return content.decode(CODECS[page], errors="replace"), page, facts


_TWICE = re.compile(r"[ÂÃâ][\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹Œ\u2018-\u201d•–—˜™š›œžŸ]")


def _mended(text: str, encoding: str, facts: Facts) -> Text:
    """Undo UTF-8 that was once read as Windows text and saved again ("CafÃ©")."""
    if not _TWICE.search(text):
        return Text(text, encoding, facts)
    lines = text.split("\n")
    again = [once_more(line) if _TWICE.search(line) else line for line in lines]
    if again == lines:
        return Text(text, encoding, facts)
    before, after = next((a, b) for a, b in zip(lines, again, strict=True) if a != b)
    found = {"value": _odd_word(before), "becomes": _odd_word(after)}
    return Text("\n".join(again), encoding, {**facts, "text_twice_encoded": found})


def once_more(line: str) -> str:
    """Return the line as it was before it was encoded twice; as it is when that cannot be.

    Examples
    --------
    >>> once_more("CafÃ©"), once_more("CAFÃ"), once_more("Café")
    ('Café', 'CAFÃ', 'Café')
    """
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return line


def _odd_word(line: str) -> str:
    return next((word for word in re.split(r"[;,\t|]", line) if not word.isascii()), line)[:60]
