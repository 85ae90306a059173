"""Which code page makes readable names of bytes that are no UTF-8.

Windows (1252), DOS (850) and old Mac differ so much that the letters show it. Central Europe (1250)
and Western text with the euro (8859-15) differ from Windows in some letters only: they are read
where a word can be nothing else, and asked about (`could_be_central`) where it may be either.
"""

from __future__ import annotations

import re

WESTERN = "éëïöüèêôûàáíóúçñäÉËÏÖÜÈÄ’‘“”–—€²°½«»ß£"
CENTRAL = "čćďěłľńňřśšťůýźżžąęőűşţăđČĆĎĚŁĽŃŇŘŚŠŤŮÝŹŻŽĄĘŐŰŞŢĂĐ"
QUOTES = "‘“”–—€°²½£"
ODD_SCORE = 3
WINDOWS, EURO, EAST = "windows-1252", "iso-8859-15", "windows-1250"
CODECS = {WINDOWS: "cp1252", EURO: "iso8859-15", EAST: "cp1250"}
LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
C1 = re.compile(rb"[\x80-\x9f]")
"""Bytes that Windows has signs for and 8859 has none."""
EURO_SURE = re.compile(f"¤|(?<=[{LETTER}])[¦¨¸¼½¾](?=[{LETTER}])")
"""A sign for currency that nobody types; signs within a word that are letters in 8859-15."""
EURO_DENIED = re.compile(r"\d[¼½¾]|[¼½¾]\d")
EAST_SURE = re.compile(
    "|".join(
        [
            f"(?<=[{LETTER}])[£¥³¹¿¾¼º](?=[a-zà-ÿ])",  # Wałęsa, Małgorzata, Brâncuşi
            "(?<![A-Za-z0-9])[£¯][a-zà-ÿ]{2}",  # Łukasz, Żak
            "[a-z]iæ(?![a-zà-ÿ])",  # Ivanović
            "ø[áíéù]|[áíé]ø|Ø[áíé]",  # Dvořák, Jiří
            "È[aiou]",  # Čapek
            "[a-zà-ÿ]ñ[bcdfghjklmnpqrstvwxz]",  # Gdańsk
            "[a-zà-ÿ]Ÿ",  # Łódź
            "[a-z][\x8d\x8f\x9d]",  # Bať
        ]
    )
)
"""What no word of Western Europe has, in Windows text."""
WEST_SURE = re.compile(r"[aeou]ï|è[a-z]{1,2}e|êt|[a-z]û[a-z]|å|ã[oe]")
"""Naïef, Haïti, scène, fête, Ångström, São: letters that Central Europe would spoil."""
EAST_MAYBE = re.compile(
    f"[aou]è[aeiou]|È[e]|[aeou]³(?![{LETTER}\\d])|[A-Za-z]ì[a-z]|[a-z]õ(?!e)|[a-z]ø[a-z]?á"
)
"""What hardly any word of Western Europe has."""
LONG_ENOUGH = 3
UNKNOWN = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that Windows has no sign for in Western Europe."""


def score_of(text: str, letters: str = WESTERN, rare: str = "") -> int:
    """Count known letters for, odd signs against; a quote inside a word is odd as well."""
    score = 0
    for i, sign in enumerate(text):
        if sign.isascii():
            continue
        inside = text[i - 1 : i].isalpha() and text[i + 1 : i + 2].isalpha()
        # "CafÄ", "KÜln": a capital within small letters is another letter in another code page.
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        capital = sign.isupper() and (before.islower() or (before.isupper() and after.islower()))
        if capital or (sign in QUOTES and inside) or (sign not in letters and sign not in rare):
            score -= ODD_SCORE
        else:
            # A letter by itself is as likely a sign in another page: "£ 300" and "ú 300".
            in_word = before.isalpha() or after.isalpha()
            score += 2 if sign.isalpha() and sign in letters and in_word else 1
    return score


def windows_score(sample: bytes) -> int:
    """Return how readable bytes are as text of Windows, of Western or Central Europe."""
    west, east = sample.decode("cp1252", "replace"), sample.decode("cp1250", "replace")
    return max(score_of(west), score_of(east, rare=CENTRAL))


def windows_page(content: bytes, sample: bytes) -> tuple[str, str, str]:
    """Tell which page of Windows, or of 8859, a text is in.

    Parameters
    ----------
    content : bytes
        All of it.
    sample : bytes
        The lines with letters that are looked at.

    Returns
    -------
    tuple of str
        `WINDOWS`, `EURO` or `EAST`; of the last an example of a word, as it would stand in Western
        text and as it is.

    Examples
    --------
    >>> [windows_page(raw, raw)[0] for raw in (b"huur \\xa4 5", b"Caf\\xe9", b"\\xc8apek")]
    ['iso-8859-15', 'windows-1252', 'windows-1250']
    """
    text = sample.decode("latin-1")
    if not C1.search(content) and EURO_SURE.search(text) and not EURO_DENIED.search(text):
        return EURO, "", ""
    text = _seen(sample)
    sure = EAST_SURE.search(text)
    if sure is None or WEST_SURE.search(text):
        return WINDOWS, "", ""
    word = _word_round(text, sure.start())
    return EAST, word, central(word)


def _seen(sample: bytes) -> str:
    """Decode as Windows does; the five bytes it does not know stay as they are."""
    signs = zip(sample, sample.decode("cp1252", "replace"), strict=True)
    return "".join(chr(byte) if byte in UNKNOWN else sign for byte, sign in signs)


def _word_round(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in ' \n;,\t|"') + 1
    found = re.match(r"[^ \n\r;,\t|\"]{1,60}", text[start:])
    return found.group() if found else ""


def central(text: str) -> str:
    """Return what text of Windows says in the letters of Central Europe.

    Examples
    --------
    >>> central("Dvoøák"), central("Café €")
    ('Dvořák', 'Café €')
    """
    raw = b"".join(
        bytes([ord(sign)]) if ord(sign) in UNKNOWN else sign.encode("cp1252", "replace")
        for sign in text
    )
    return raw.decode("cp1250", "replace")


def could_be_central(text: str) -> bool:
    """Say whether text that was read as Western may be of Central Europe: "Koèèev", "Nìmec".

    Examples
    --------
    >>> [could_be_central(name) for name in ("Kuèera", "Erdõs", "Scène", "Zoë", "Bjørn", "m³")]
    [True, True, False, False, False, False]
    """
    if text.isascii():
        return False
    word = next((w for w in text.split() if EAST_MAYBE.search(w) or EAST_SURE.search(w)), "")
    return len(word) > LONG_ENOUGH
