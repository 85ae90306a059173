"""How mixed a house is and how long tenants stay there, in words, with what each rests on."""

from __future__ import annotations

from geo.answers.house_measures import COMMON, HouseMeasures
from geo.answers.lease_end import LeaseEnd
from geo.data.thresholds import TEST_LEVEL
from geo.evidence.house_mix import FEW
from layers.sentences.turnover_words import destination_words, stay_words
from layers.words.numbers import decimal
from layers.words.source_dates import date_words
from layers.words.text import text


def house_lines(found: HouseMeasures, city: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Return heading and words of mix and of coming and going, for a fact sheet."""
    return (
        (text("factsheet.mixed", lang), mix_words(found, city, lang)),
        (text("factsheet.stay", lang), stay_and_go_words(found, city, lang)),
    )


def status_words(status: str, lang: str) -> str:
    """Say whether a building is in use, where no heading says that it is this that is told.

    Examples
    --------
    >>> status_words("active", "nl"), status_words("unknown", "nl")
    ('in gebruik', 'gebruik onbekend')
    """
    return text("panel.status_unknown" if status == "unknown" else f"status.{status}", lang)


def mix_words(found: HouseMeasures, city: str, lang: str) -> str:
    """Say how many chains are common in a house, beside the middle one of its city."""
    if not found.mix.hill:
        return text("factsheet.mix_few", lang, n=found.mix.n, few=FEW)
    hill = found.mix.hill[COMMON]
    value, low, high = (decimal(each, lang) for each in (hill.value, hill.low, hill.high))
    values = {"value": value, "low": low, "high": high, "size": found.mix.size, "n": found.mix.n}
    said = text("factsheet.mix_said", lang, **values)
    if found.middle is None:
        return said
    middle = decimal(found.middle, lang)
    return said + text("factsheet.mix_middle", lang, middle=middle, n=found.others, city=city)


def stay_and_go_words(found: HouseMeasures, city: str, lang: str) -> str:
    """Say how long half of the stays last, whether houses of the city differ, and where to."""
    parts = [stay_words(found.stay, lang)]
    if not found.stay.few and found.test.p is not None:
        key = "differ" if found.test.p <= TEST_LEVEL else "alike"
        values = {"city": city, "houses": found.test.houses, "n": found.test.n}
        p = decimal(found.test.p, lang, 2)
        parts.append(text(f"factsheet.stays_{key}", lang, **values, p=p))
    if found.stay.n_exits:
        parts.append(
            destination_words(found.stay, lang)
            if found.stay.n_next_known
            else text("factsheet.where_to_unknown", lang, n=found.stay.n_exits)
        )
    return "; ".join(parts)


def lease_words(found: LeaseEnd | None, lang: str, own: str = "") -> str:
    """Say when a lease ends, that one in the past may have been extended, and by what source.

    Parameters
    ----------
    found : LeaseEnd or None
    lang : str
    own : str
        Title of the source of the building, which stands with its date beside what is said here:
        it is named as that.

    Examples
    --------
    >>> lease_words(LeaseEnd(2019, True, (("Krant", "2015", None),)), "nl")
    '2019, mogelijk verlengd (bron: Krant (2015))'
    >>> lease_words(LeaseEnd(2035, False, (("Krant", "2015", None),)), "nl", own="Krant")
    '2035 (bron: die van dit gebouw)'
    >>> lease_words(None, "nl")
    ''
    """
    if found is None:
        return ""
    key = "factsheet.lease_past" if found.past else "factsheet.lease_coming"
    said = text(key, lang, year=found.year)
    sources = "; ".join(
        text("factsheet.lease_own", lang)
        if title == own
        else f"{title} ({date_words(stated, read, lang)})"
        for title, stated, read in found.sources
    )
    return text("factsheet.lease_source", lang, said=said, source=sources) if sources else said
