"""What a tenant list says of coming, staying and going, in words; too little is said to be so."""

from __future__ import annotations

from geo.data.thresholds import TEST_LEVEL
from geo.evidence.turnover import StayTest, Turnover
from layers.words.numbers import decimal, hundredths, number
from layers.words.text import text


def stay_words(found: Turnover, lang: str) -> str:
    """Say how long half of the stays last."""
    if not found.n_stays:
        return text("vergelijken.absent", lang)
    if found.few:
        return text("common.few", lang, n=found.n_stays)
    if found.median_years is None and found.n_closed:
        return text("vergelijken.median_closed", lang, n=found.n_closed, k=found.n_stays)
    if found.median_years is None:
        return text("vergelijken.median_open", lang, k=found.n_stays)
    if found.median_years < 1:
        return text("vergelijken.median_short", lang, k=found.n_stays)
    n = number(found.median_years, lang)
    return text("vergelijken.median_years", lang, n=n, k=found.n_stays)


def stay_test_words(found: StayTest, lang: str) -> str:
    """Say whether houses differ in how long tenants stay, with the n it rests on."""
    values = {"houses": found.houses, "n": found.n, "left": found.n_left}
    if found.p is None:
        return text("vergelijken.no_stay_test", lang, **values)
    key = "vergelijken.stays_differ" if found.p <= TEST_LEVEL else "vergelijken.stays_alike"
    return text(key, lang, **values, p=decimal(found.p, lang, 2))


def presence_words(found: Turnover, lang: str) -> str:
    """Say how many of those who are there no source has seen of late; "" when all were seen."""
    if found.years.empty or not found.years["not_seen"].iloc[-1]:
        return ""
    last = found.years.iloc[-1]
    values = {"n": int(last["present"]), "k": int(last["not_seen"]), "year": int(last["year"])}
    return text("vergelijken.not_seen", lang, **values)


def starter_words(found: Turnover, lang: str) -> str:
    """Say which share of the tenants are starters."""
    n = found.n_starter_known
    if not n:
        return text("vergelijken.absent", lang)
    if found.starter_share is None:
        return text("common.few", lang, n=n)
    return text("vergelijken.share_of", lang, p=hundredths(found.starter_share, lang), n=n)


def destination_words(found: Turnover, lang: str) -> str:
    """Say where those who left went."""
    if not found.n_next_known:
        return text("vergelijken.absent", lang)
    places = "; ".join(
        text("vergelijken.destination", lang, place=row.next_place, n=row.exits)
        for row in found.destinations.itertuples()
    )
    counts = {"known": found.n_next_known, "n": found.n_exits}
    return text("vergelijken.destinations_of", lang, places=places, **counts)
