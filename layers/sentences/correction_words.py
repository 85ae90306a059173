"""What a planner's correction says, in words."""

from __future__ import annotations

from collections.abc import Mapping

from geo.own.corrections import CLOSED, MOVED, RECODED, Correction
from layers.words.palette import Palette
from layers.words.plain_text import named_codes
from layers.words.text import text


def correction_words(
    correction: Correction, look: Palette, hub_names: Mapping[str, str], lang: str
) -> str:
    """Say in one line what is so instead.

    Parameters
    ----------
    correction : Correction
    look : Palette
    hub_names : mapping of str to str
        Names of buildings by id.
    lang : str

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> from layers.words.palette import palette
    >>> shut = Correction("hubs", "x", "De Loods", "closed", "brief", "2026-11-29", 2025)
    >>> correction_words(shut, palette(load_chain_model(), "nl"), {}, "nl")
    'De Loods is gesloten of vertrokken, laatste jaar 2025'
    """
    label = correction.label
    if correction.kind == CLOSED and correction.year is None:
        return text("correction.words_closed", lang, label=label)
    if correction.kind == CLOSED:
        return text("correction.words_closed_in", lang, label=label, year=correction.year)
    if correction.kind == RECODED:
        return text(
            "correction.words_recoded", lang, label=label, codes=_codes(correction, look, lang)
        )
    where = _where(correction, hub_names, lang)
    key = "correction.words_moved" if correction.kind == MOVED else "correction.words_missing"
    return text(key, lang, label=label, where=where)


def _codes(correction: Correction, look: Palette, lang: str) -> str:
    prefix = "kind" if correction.table == "hubs" else "category"
    said = [
        named_codes(correction.chain, look.chain) if correction.chain else "",
        named_codes(correction.stage, look.stage) if correction.stage else "",
        text(f"{prefix}.{correction.category}", lang) if correction.category else "",
    ]
    return ", ".join(filter(None, said))


def _where(correction: Correction, hub_names: Mapping[str, str], lang: str) -> str:
    hub = hub_names.get(correction.hub_id, correction.hub_id)
    shown = text("correction.words_shown", lang) if correction.x is not None else ""
    parts = (hub, shown, correction.address, correction.postcode, correction.city)
    return ", ".join(filter(None, parts))
