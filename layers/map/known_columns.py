"""What is known of open stages, as columns of a data file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from geo.evidence.knowledge import ABSENT, NOT_SEEN, Knowledge
from layers.sentences.knowledge_words import short_words
from layers.words.machine_numbers import dotted
from layers.words.palette import Palette

WORDS = "not_seen_in_words"


def known_columns(
    told: Sequence[Mapping[str, Knowledge]], names: Callable[[str], str], lang: str
) -> dict[str, list[str]]:
    """Write what is known of open stages as columns of a data file, a cell a place.

    Parameters
    ----------
    told : sequence of mapping
        Of each place from what a stage is called to what is known of it.
    names : callable
        From what a stage is called to what a reader calls it.
    lang : str

    Returns
    -------
    dict of str to list
        ``stages_absent, stages_not_seen``, and in the order of the latter the chance of each that
        it is there all the same, with its interval: ``chances_not_seen, chances_low,
        chances_high``, between nought and one, empty where no chance can be told. The same for a
        reader: ``not_seen_in_words``.

    Examples
    --------
    >>> seen = Knowledge("not_seen", 0, 3, 40, False, 1, 0, 0.62, 0.41, 0.8, 0.4, None, ())
    >>> found = known_columns([{"public": seen}, {}], str.upper, "nl")
    >>> found["chances_not_seen"], found["not_seen_in_words"]
    (['0.62', ''], ['PUBLIC: kans 62 % (41–80)', ''])
    """
    unseen = [[each for each in place.values() if each.state == NOT_SEEN] for place in told]
    figures = {"not_seen": "chance", "low": "low", "high": "high"}
    return {
        **{
            f"stages_{state}": [
                ";".join(name for name, each in place.items() if each.state == state)
                for place in told
            ]
            for state in (ABSENT, NOT_SEEN)
        },
        **{
            f"chances_{name}": [
                ";".join(_share(getattr(each, figure)) for each in place) for place in unseen
            ]
            for name, figure in figures.items()
        },
        WORDS: [
            "; ".join(
                f"{names(name)}: {short_words(each, lang)[1]}"
                for name, each in place.items()
                if each.state == NOT_SEEN
            )
            for place in told
        ],
    }


def stage_namer(look: Palette) -> Callable[[str], str]:
    """Name what is open: a stage, or ``chain.stage`` where there are several chains."""

    def name(code: str) -> str:
        chain, _, stage = code.rpartition(".")
        words = look.stage_names.get(stage, stage)
        return f"{look.chain_names.get(chain, chain)} · {words}" if chain else words

    return name


def _share(chance: float | None) -> str:
    return "" if chance is None else dotted(chance, digits=3)
