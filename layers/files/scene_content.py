"""What one scene shows and says: picture, statement, figures, table, bars, sources and caption.

Slides, document and council screen are all made from one `SceneContent`, so that they say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from layers.paper.map_picture import MapPictures, map_pictures
from layers.sentences.explanation import Bars, ContentTable, Explanation, KeyFigure
from layers.view.caption import CaptionLine, caption, source_line
from layers.view.map_model import MapView
from layers.words.plain_text import one_line, shortened
from layers.words.text import text

LONGEST_STATEMENT = 200
SENTENCE_END = re.compile(r"[.!?;](?=\s)")


@dataclass(frozen=True)
class SceneContent:
    """One scene, ready to be put on a slide, a page or the screen.

    Attributes
    ----------
    headline : str
        The planner's statement, or one made from the numbers.
    note : str
        The planner's note, or what the numbers say more than a headline holds; "" without.
    view : MapView
    pictures : MapPictures
    figures : tuple of KeyFigure
        One to three.
    table : ContentTable
    bars : Bars
    caption : tuple of CaptionLine
    sources : str
    address : str
        Where the scene opens again; "" where that is not known.
    for_speaker : bool
        Whether the note is the planner's own, for who speaks and not for the screen.
    """

    headline: str
    note: str
    view: MapView
    pictures: MapPictures
    figures: tuple[KeyFigure, ...]
    table: ContentTable
    bars: Bars
    caption: tuple[CaptionLine, ...]
    sources: str
    address: str = ""
    for_speaker: bool = False

    @property
    def lang(self) -> str:
        """Language of all words."""
        return self.view.lang

    @property
    def credits(self) -> str:
        """Who is to be credited, each once; licences and dates stand in ``sources``."""
        explanation = [one_line(line.credit or line.title) for line in self.view.sources]
        names = dict.fromkeys(name.strip() for words in explanation for name in words.split(";"))
        return f"{text('common.sources', self.lang)}: {'; '.join(name for name in names if name)}"

    @property
    def alt(self) -> str:
        """What the picture shows, for who cannot see it."""
        if self.pictures.words:
            return one_line(self.pictures.words)
        drawn = "; ".join(f"{line.heading}: {line.words}" for line in self.caption[:2])
        return text("scene.alt", self.lang, title=one_line(self.view.title), drawn=drawn)


def scene_content(
    view: MapView,
    explanation: Explanation,
    headline: str = "",
    note: str = "",
    pictures: MapPictures | None = None,
) -> SceneContent:
    """Put together what a scene shows and says.

    Parameters
    ----------
    view : MapView
        What is drawn.
    explanation : Explanation
        Its words and numbers.
    headline : str
        "" takes the statement that the numbers make.
    note : str
    pictures : MapPictures, optional
        Of the view, or of the figure that stands in its place, where they are drawn already.
    """
    made, rest = in_headline(explanation.statement)
    return SceneContent(
        # What a planner writes is bounded where it is asked; what we say is never cut.
        shortened(one_line(headline), LONGEST_STATEMENT) or made,
        note or ("" if headline else rest),
        view,
        pictures or map_pictures(view),
        explanation.figures,
        explanation.table,
        explanation.bars,
        caption(view),
        source_line(view),
        for_speaker=bool(note),
    )


def in_headline(statement: str, most: int = LONGEST_STATEMENT) -> tuple[str, str]:
    """Divide a statement into a headline of whole sentences, and what does not fit in it.

    A first sentence that is longer is whole all the same: it is set smaller, not cut.

    Examples
    --------
    >>> in_headline("Er zijn er 8. Dat is veel. Het kan toeval zijn.", 26)
    ('Er zijn er 8. Dat is veel.', 'Het kan toeval zijn.')
    """
    words = one_line(statement)
    ends = [found.end() for found in SENTENCE_END.finditer(words) if found.end() <= most]
    if len(words) <= most or not ends:
        return words, ""
    return words[: ends[-1]].rstrip(" ;"), words[ends[-1] :].strip()
