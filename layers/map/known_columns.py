"""What is known of open stages, as columns of a data file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.evidence.knowledge import ABSENT, NOT_SEEN, Knowledge
from layers.words.machine_numbers import dotted


def known_columns(told: Sequence[Mapping[str, Knowledge]]) -> dict[str, list[str]]:
    """Write what is known of open stages as columns of a data file, a cell a place.

    Parameters
    ----------
    told : sequence of mapping
        Of each place from what a stage is called to what is known of it.

    Returns
    -------
    dict of str to list
        ``stages_absent, stages_not_seen``, and in the order of the latter the chance of each that
        it is there all the same, with its interval: ``chances_not_seen, chances_low,
        chances_high``, between nought and one, empty where no chance can be told.

    Examples
    --------
    >>> seen = Knowledge("not_seen", 0, 3, 40, False, 1, 0, 0.62, 0.41, 0.8, 0.4, None, ())
    >>> known_columns([{"public": seen}, {}])["chances_not_seen"]
    ['0.62', '']
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
    }


def _share(chance: float | None) -> str:
    return "" if chance is None else dotted(chance, digits=3)
