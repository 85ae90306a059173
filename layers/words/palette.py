"""Names, letters, colours and shapes of chains and stages in one language."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.data.chains import BESIDE, ChainModel
from layers.words import style

SEEN = 3.0  # the least contrast of a symbol with what it lies on (WCAG 2.2, 1.4.11)
DIM = 0.04045  # below it light follows the number straight (sRGB)
GLARE = 0.05  # of WCAG 2.2: the light that falls on any screen, black included


@dataclass(frozen=True)
class Palette:
    """What a chain or stage is called and looks like.

    Attributes
    ----------
    chain_names, stage_names : dict of code to name
        In the language asked for, in the order of the chain model.
    letters : dict of chain code to one letter or two
        Of the chain's name in the language asked for, no two alike: what a print without colour
        tells chains apart by.
    colours : dict of chain code to ``#rrggbb``
    shapes : dict of stage code to symbol
    beside : frozenset of str
        Chains beside the ten (food, other, unknown): drawn hollow.
    """

    chain_names: dict[str, str]
    stage_names: dict[str, str]
    letters: dict[str, str]
    colours: dict[str, str]
    shapes: dict[str, str]
    beside: frozenset[str] = frozenset(BESIDE)

    @property
    def stage_line(self) -> list[str]:
        """Codes of the stages of the line; what comes after them stands beside it."""
        return list(self.stage_names)[:4]

    def chain(self, code: str | None) -> str:
        """Name of a chain; a missing code is "unknown"."""
        return self.chain_names.get(code or "unknown", self.chain_names["unknown"])

    def stage(self, code: str | None) -> str:
        """Name of a stage; a missing code is "unknown"."""
        return self.stage_names.get(code or "unknown", self.stage_names["unknown"])

    def letter(self, chain: str | None) -> str:
        """Letter of a chain; a missing code is "unknown"."""
        return self.letters.get(chain or "unknown", self.letters["unknown"])

    def fill(self, chain: str) -> str:
        """Fill colour, "" (hollow) for what is beside the ten chains."""
        return "" if chain in self.beside else self.colours.get(chain, "")

    def edge(self, chain: str) -> str:
        """Colour of a chain as a line: its own, darker where the land would swallow it."""
        return seen_on_land(self.colours.get(chain, style.UNKNOWN))

    def stroke(self, chain: str) -> str:
        """Outline of a symbol: grey for a hollow one, dark round a light fill, else white."""
        fill = self.fill(chain)
        if not fill:
            return style.UNKNOWN
        return style.WHITE if contrast(fill, style.LAND) >= SEEN else self.edge(chain)

    def shape(self, stage: str) -> str:
        """Symbol of a stage."""
        return self.shapes.get(stage, self.shapes["unknown"])


def ink_on(fill: str) -> str:
    """Return white or the ink, whichever contrasts more with a fill (WCAG 2.2); "" is white paper.

    Examples
    --------
    >>> ink_on("#332288"), ink_on("#DDCC77"), ink_on("")
    ('#ffffff', '#1a1a1a', '#1a1a1a')
    """
    if not fill:
        return style.INK
    against_ink = contrast(fill, style.INK)
    return style.WHITE if contrast(fill, style.WHITE) > against_ink else style.INK


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by WCAG 2.2, from 1 (none) to 21.

    Examples
    --------
    >>> contrast("#000000", "#ffffff"), round(contrast("#DDCC77", style.LAND), 2)
    (21.0, 1.47)
    """
    dark, light = sorted((_brightness(one), _brightness(other)))
    return (light + GLARE) / (dark + GLARE)


def seen_on_land(colour: str) -> str:
    """Return a colour, mixed with ink as far as it takes to be seen on the land of the map.

    Examples
    --------
    >>> seen_on_land("#332288"), seen_on_land("#DDCC77")
    ('#332288', '#998e56')
    """
    steps = (mixed(style.INK, colour, share / 20) for share in range(20))
    return next(step for step in steps if contrast(step, style.LAND) >= SEEN)


def _brightness(colour: str) -> float:
    """Return the relative luminance of WCAG: how much light a colour gives."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= DIM else math.pow((part + 0.055) / 1.055, 2.4) for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(over: str, under: str, share: float) -> str:
    """Return the colour of a see-through colour on another.

    Examples
    --------
    >>> mixed("#ff0000", style.WHITE, 0.5)
    '#ff8080'
    """
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def palette(model: ChainModel, lang: str) -> Palette:
    """Build the palette of a chain model in ``lang``.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> palette(toy_dataset().chain_model, "nl").stage("make")
    'maken'
    >>> palette(toy_dataset().chain_model, "nl").letter("music")
    'Z'
    """
    chains, stages = model.chains, model.stages
    return Palette(
        chain_names=dict(zip(chains["code"], chains[lang], strict=True)),
        stage_names=dict(zip(stages["code"], stages[lang], strict=True)),
        letters=dict(zip(chains["code"], chains[f"letter_{lang}"], strict=True)),
        colours=dict(zip(chains["code"], chains["colour"], strict=True)),
        shapes=dict(zip(stages["code"], stages["shape"], strict=True)),
    )
