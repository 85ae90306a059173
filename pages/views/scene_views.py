"""A scene as it is shown: from its address to the view of its page, and the pictures of it.

Pictures are drawn beside the page, one after another, and kept for all sessions that hold the same
data; nothing here waits for them but `content_of`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from geo.data.store import SHIPPED, Dataset
from layers.files.picture_queue import Asked, PictureQueue
from layers.map.composition import filter_words
from layers.view.map_model import MapView
from layers.view.plan_area import place_ref
from layers.view.scenes import Place, Scene, shown_at, shown_round
from layers.view.state import Address, ViewState, address_of
from pages.session import planner, server
from pages.session.answers import Answers, answering_for, answers_of_planner
from pages.views import address, page_views
from pages.views.wat_als_view import SCENARIO

if TYPE_CHECKING:
    from layers.files.scene_content import SceneContent
    from layers.paper.map_picture import MapPictures


MAP_PAGE = "kaart"  # on which things are chosen; on others what was asked is the subject


def asked_in(query: str) -> dict[str, str]:
    """What a query string asks, by name."""
    return dict(parse_qsl(query.lstrip("?")))


def told_sound(scenes: Sequence[Scene]) -> tuple[Scene, ...]:
    """Scenes from outside without what no address may say; the next page says what that was."""
    kept, dropped = [], []
    for at, scene in enumerate(scenes, start=1):
        found = address.read(asked_in(scene.query), server.shipped())
        query = address_of(found.state, found.parameters)
        kept.append(replace(scene, query=query) if found.dropped else scene)
        dropped += [f"{at}: {each}" for each in found.dropped]
    if dropped:
        planner.tell_dropped("address.dropped_scenes", dropped)
    return tuple(kept)


@dataclass(frozen=True)
class Shown:
    """Everything that decides what the picture of a scene is.

    Attributes
    ----------
    page, query : str
    place : Place or None
    lang : str
    day : str
        ISO date.
    data_key : str
        Of ``data``, which is not compared itself.
    answers : dict
        The answers of its planner alone, which go with the session.
    """

    page: str
    query: str
    place: Place | None
    lang: str
    day: str
    data_key: str
    data: Dataset = field(compare=False, repr=False)
    answers: Answers = field(compare=False, repr=False, default_factory=dict)

    @property
    def state(self) -> ViewState:
        """The state the scene was saved in, in the language of now; of the chosen only a place."""
        kept = self._asked.state
        return replace(kept, selected=place_ref(kept.selected), lang=self.lang)

    @property
    def parameters(self) -> dict[str, str]:
        """What only the page of the scene knows."""
        return self._asked.parameters

    @cached_property
    def _asked(self) -> Address:
        return address.read(asked_in(self.query), self.data)

    @property
    def view(self) -> MapView:
        """The map of the scene: where it was looked at, else round what was chosen on the map."""
        view = page_views.view_of(self.page, self.data, self.state, self.parameters, self.day)
        if self.place is None and self.page == MAP_PAGE:
            return shown_round(view, self._asked.state.selected)
        return shown_at(view, self.place)

    @property
    def filters(self) -> str:
        """The filters of the scene in words, without working out its map."""
        return filter_words(server.context_of(self.data, self.state.filters, self.lang))


def shown(scene: Scene) -> Shown:
    """A scene in the language of this session, with its own rows if it was made with such rows."""
    data = planner.dataset_with(with_own_rows(scene))
    lang, day = planner.state().lang, server.today()
    own = answers_of_planner()
    return Shown(scene.page, scene.query, scene.place, lang, day, data.key, data, own)


def with_own_rows(scene: Scene) -> bool:
    """Whether a planner's own rows took part when the scene was made."""
    return asked_in(scene.query).get(planner.OWN) == "1"


def draw(wanted: Shown) -> MapPictures:
    """Draw the figure or the map of a scene."""
    with answering_for(wanted.answers):
        return _drawn(wanted)


def _drawn(wanted: Shown) -> MapPictures:
    figure = page_views.figure_of(
        wanted.page, wanted.data, wanted.state, wanted.parameters, wanted.day
    )
    # Drawing libraries take a second to load, which opening a page need not wait for.
    if figure:
        from layers.paper.figure_file import figure_pictures

        return figure_pictures(figure)
    from layers.paper.map_picture import map_pictures

    return map_pictures(wanted.view)


@server.shared()
def queue() -> PictureQueue[Shown, MapPictures]:
    """The queue of pictures of this server."""
    return PictureQueue(draw, home=_home)


def _home(wanted: Shown) -> dict[Shown, Asked] | None:
    """What was drawn with a planner's own rows or scenario is kept with those, and goes too."""
    if wanted.data_key != SHIPPED:
        kept: dict[Shown, Asked] = wanted.data.answers.setdefault(draw, {})
        return kept
    return wanted.answers.setdefault(draw, {}) if SCENARIO in wanted.parameters else None


def ask(scenes: Sequence[Scene]) -> int:
    """Have the pictures of scenes drawn; returns how many of them are there."""
    drawn, pictures = 0, queue()
    for wanted in map(shown, scenes):
        if pictures.is_done(wanted):
            drawn += 1
        else:
            pictures.ask(wanted, planner.who())
    return drawn


def withdraw(scenes: Sequence[Scene]) -> None:
    """Draw those of the scenes that are not begun no more."""
    queue().withdraw(map(shown, scenes), planner.who())


def content_of(scene: Scene) -> SceneContent:
    """All that a scene shows and says; waits for its picture where that is not there yet."""
    from layers.files.scene_content import scene_content

    wanted = shown(scene)
    explanation = page_views.explanation_of(
        wanted.page, wanted.data, wanted.state, wanted.parameters, wanted.day
    )
    picture = queue().result(wanted, planner.who())
    content = scene_content(wanted.view, explanation, scene.headline, scene.note, picture)
    return replace(content, address=planner.full_address(scene.page, scene.query))
