"""The weights of *Waar moet ik zijn?* in the address: one digit a term."""

from __future__ import annotations

from geo.answers.ranking import DEFAULT_WEIGHTS, TERMS

HEAVIEST = 5
Weights = tuple[int, ...]  # in the order of `geo.answers.ranking.TERMS`
DEFAULT: Weights = tuple(DEFAULT_WEIGHTS.values())


def weights_from(digits: str) -> Weights:
    """Read weights; what is not one digit of 0 to 5 a term is the default.

    Examples
    --------
    >>> weights_from("50010000"), weights_from("<script>") == DEFAULT
    ((5, 0, 0, 1, 0, 0, 0, 0), True)
    """
    allowed = {str(weight) for weight in range(HEAVIEST + 1)}
    if len(digits) == len(TERMS) and set(digits) <= allowed:
        return tuple(int(digit) for digit in digits)
    return DEFAULT


def weights_to(weights: Weights) -> str:
    """Write weights, "" for the default.

    Examples
    --------
    >>> weights_to((5, 0, 0, 1, 0, 0, 0, 0)), weights_to(DEFAULT)
    ('50010000', '')
    """
    return "" if weights == DEFAULT else "".join(str(weight) for weight in weights)
