"""Words a planner writes in a list, and the codes of our tables they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd

from geo.data.chains import ChainModel, classify_sbi

UNKNOWN = "unknown"
STAGES = {
    "conceive": r"bedenk\w*|ontwerp\w*|idee\w*|concept\w*|creatie|r&d|onderzoek|conceiv\w*|design",
    "make": r"mak\w+|vervaardig\w*|produc\w+|uitvoer\w*|ambacht\w*|bouw\w*|make|making",
    "distribute": r"versprei\w*|distribu\w+|verkoop\w*|handel|uitgev\w+|galeries?|winkels?|retail",
    "public": r"publiek\w*|public\w*|podi\w+|tentoonstell\w*|museum|vertoning|audience|presentatie",
    "support": r"ondersteun\w*|support\w*|dienst\w*|facilit\w*|onderwijs|advies",
}
KINDS = {
    "vrijplaats": r"vrijplaats\w*|kraakpand|free space",
    "broedplaats": r"(?:keten)?broedplaats\w*|atelier\w*|studiogebouw|studios?",
    "other_creative_building": r"hubs?|gebouw|pand|locatie|building|(?:bedrijfs)?verzamel\w+",
}
STATUSES = {
    "active": r"actief|in gebruik|open|bestaand|lopend|active|in use|existing",
    "planned": r"gepland|in ontwikkeling|toekomstig|plan|voorgenomen|planned|future",
    "ended": r"beeindigd|beëindigd|gesloten|gestopt|voormalig|opgeheven|ended|closed|former",
}
PARTNERS = {
    "museum": r"muse\w+",
    "gallery": r"galer\w+|gallery|kunsthandel",
    "theatre": r"theater\w*|theatre|schouwburg",
    "cinema": r"bioscoop|filmhuis|cinema",
    "stage": r"podi\w+|stage",
    "concert_hall": r"concert\w*",
    "school": r"school|academie|opleiding|academy",
    "shop": r"winkel|shop|boekhandel|store",
    "library": r"bibliotheek|library",
    "makerspace": r"makerspace|fablab|werkplaats",
    "printer": r"drukker\w*|printer",
    "market": r"markt|market",
    "publisher": r"uitgever\w*|publisher",
    "trade": r"groothandel|showroom|wholesale",
    "workshop": r"atelier\w*|workshop",
    "office": r"bureau|kantoor|office",
}
MEETING = {
    "cafe_restaurant": r"cafe[- ]restaurant|eetcafe|grand cafe",
    "restaurant": r"restaurant\w*|bistro",
    "coffee": r"koffie\w*|coffee\w*|espresso\w*",
    "lunchroom": r"lunch\w*|broodjes\w*|bakker\w*",
    "cafe": r"caf[eé]s?|kroeg|bar|pub|horeca",
    "library": r"bibliotheek|library",
    "market": r"markt|market",
    "venue": r"zaal|podium|venue|club",
}
YES = r"ja|j|yes|y|waar|true|1|x|starter|startend"
NO = r"nee|n|no|onwaar|false|0|doorgroeier|gevestigd"
LONGEST = 60


def code_of(words: object, table: Mapping[str, str], default: str) -> str:
    """Return the first code whose words a cell holds, else ``default``.

    Examples
    --------
    >>> code_of("Galerie", PARTNERS, "other"), code_of(None, PARTNERS, "other")
    ('gallery', 'other')
    """
    if not isinstance(words, str):
        return default
    plain = words.strip().casefold()[:LONGEST]
    return next((code for code, known in table.items() if re.fullmatch(known, plain)), default)


def yes_or_no(words: object) -> bool | None:
    """Read a cell that says yes or no; None when it says neither.

    Examples
    --------
    >>> yes_or_no("Ja"), yes_or_no("nee"), yes_or_no("misschien"), yes_or_no(True)
    (True, False, None, True)
    """
    if isinstance(words, bool | np.bool_):
        return bool(words)
    if not isinstance(words, str):
        return None
    found = code_of(words, {"yes": YES, "no": NO}, "")
    return {"yes": True, "no": False}.get(found)


def stages_of(words: object, sbi: object, model: ChainModel) -> str:
    """Return the stages a cell names, else those of its SBI codes, else "unknown".

    Returns
    -------
    str
        Codes, split by ``;``.

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> model = load_chain_model()
    >>> stages_of("Maken, verspreiden", None, model), stages_of(None, "71111", model)
    ('make;distribute', 'conceive')
    """
    cells = re.split(r"[;,/|+&]|\s(?:en|and)\s", words) if isinstance(words, str) else []
    named = [code_of(cell, _stage_words(model), UNKNOWN) for cell in cells]
    known = [code for code in dict.fromkeys(named) if code != UNKNOWN]
    if not known and isinstance(sbi, str) and sbi:
        shares = [share for code in sbi.split(";") for share in classify_sbi(code, model)]
        known = [stage for stage in dict.fromkeys(s for _, s, _ in shares) if stage != UNKNOWN]
    return ";".join(known) or UNKNOWN


def _stage_words(model: ChainModel) -> Mapping[str, str]:
    """The words of every stage: its code and names in the model, and what planners write."""
    return _joined_words(tuple(model.stages[["code", "nl", "en"]].itertuples(index=False)))


@cache
def _joined_words(stages: tuple[tuple[str, str, str], ...]) -> Mapping[str, str]:
    names = {
        code: "|".join(re.escape(name.casefold()) for name in (code, nl, en))
        for code, nl, en in stages
        if code != UNKNOWN
    }
    return {code: f"{known}|{STAGES[code]}" for code, known in names.items()}


def texts(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as text, missing where it is absent or empty.

    Examples
    --------
    >>> texts(pd.DataFrame({"a": ["x", None]}), "a").isna().tolist()
    [False, True]
    """
    if name not in frame:
        return pd.Series(pd.NA, index=frame.index, dtype="str")
    cells = frame[name].astype("str")
    return cells.where(cells.str.strip().ne(""))
