"""The map in the browser: a Folium figure that never changes and layers that come and go on it.

How a page uses it::

    answer = st_folium(
        base_map(centre, zoom, lang),
        key="kaart",
        feature_group_to_add=feature_groups(view, selected_ref),
        returned_objects=RETURNED_OBJECTS,
        center=target,   # None, or (lat, lon) to fly to; the map moves when it changes
        zoom=target_zoom,
    )
    clicked = clicked_in(answer)

The figure depends on its arguments alone, so that a rerun does not mount the map anew: keep
``centre`` and ``zoom`` the same for the session and move with ``center`` and ``zoom`` of
``st_folium``. Moving the map writes ``lat``, ``lon`` and ``z`` into the address of the page
without a rerun, and a map that is mounted opens where the address says.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.data.cities import CITIES
from geo.data.folders import STATIC
from layers.view.map_model import MapLayer, MapView
from layers.view.symbols import OUTLINES, STRIPES, letter_rooms
from layers.web import plain_scripts
from layers.web.embedding import as_base64, layer_content
from layers.web.map_scripts import JOINED, joined
from layers.words import style
from layers.words.text import text

plain_scripts.install()

STYLES = ("vendor/leaflet.css", "ketenkaart/chart.css")
BASE_MAPS = ("basemap/amsterdam.pmtiles", "basemap/rotterdam.pmtiles")

# From the frame of the component to Streamlit's static files, whatever path the app is under.
STATIC_ADDRESS = "../../app/static"

MIN_ZOOM, MAX_ZOOM = 9, 19
# Both cities with room round them; beyond is plain land.
MAX_BOUNDS = ((51.55, 3.55), (52.75, 5.55))

RETURNED_OBJECTS = ["last_object_clicked_popup"]

COLOURS = {
    "land": style.LAND,
    "beyond": style.BEYOND,
    "water": style.WATER,
    "waterName": style.WATER_LABEL,
    "park": style.PARK,
    "street": style.STREET,
    "streetCase": style.STREET,
    "streetMain": style.STREET_WIDE,
    "streetFill": style.WHITE,
    "rail": style.RAIL,
    "tram": style.TRAM,
    "name": style.PLACE_NAME,
    "place": style.INK_SOFT,
    "title": style.TITLE,
    "highlight": style.HIGHLIGHT,
    "font": style.FONT_STACK,
}


@dataclass(frozen=True)
class Click:
    """One click on a thing of the map.

    Attributes
    ----------
    moment : str
        Different for every click, also for two on the same thing.
    ref : str
        ``ref`` of the clicked row.
    """

    moment: str
    ref: str


def clicked_in(answer: Mapping[str, object] | None) -> Click | None:
    """Read the last click from what ``st_folium`` returned; None before the first.

    Examples
    --------
    >>> clicked_in({"last_object_clicked_popup": "1790000000000 hub:a-lab"})
    Click(moment='1790000000000', ref='hub:a-lab')
    >>> clicked_in({"last_object_clicked_popup": None}) is None
    True
    """
    popup = (answer or {}).get("last_object_clicked_popup")
    if not isinstance(popup, str):
        return None
    moment, _, ref = popup.partition(" ")
    return Click(moment, ref) if moment.isdigit() and ref else None


@cache
def address(name: str) -> str:
    """Address of a file in ``static`` with its fingerprint, so that a new version is fetched."""
    content = joined() if name == JOINED else (STATIC / name).read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return f"{STATIC_ADDRESS}/{name}?v={digest}"


def pmtiles_bounds(path: Path) -> tuple[float, ...]:
    """Read west, south, east, north in degrees from the head of a PMTiles v3 file."""
    with path.open("rb") as stream:
        head = stream.read(127)
    if head[:8] != b"PMTiles\x03":
        raise ValueError(f"{path.name} is not a PMTiles file of version 3")
    return tuple(value / 1e7 for value in struct.unpack_from("<4i", head, 102))


SAID_ON_MAP = (
    *("keys", "card", "close", "list", "list_none"),
    *(
        "pin",
        "pin_hint",
        "measure",
        "measure_hint",
        "area",
        "area_hint",
        "more_corners",
        "done",
        "undo",
        "copy",
        "copied",
    ),
)


def map_config(
    lang: str, cities: Sequence[Mapping[str, object]], *, shown: str, **extra: object
) -> str:
    """Return what ``ketenkaart.begin`` needs, ready to stand in a script.

    ``shown`` names the city of the map, or its cities, to who does not see it.
    """
    words = {
        "also_here": text("map.also_here", lang, n="#"),
        "list_more": text("map.list_more", lang, n="#"),
        "others_more": text("map.others_more", lang, n="#"),
        "map_label": text("map.label", lang, shown=shown),
        **{name: text(f"map.{name}", lang) for name in SAID_ON_MAP},
    }
    return as_base64(
        {
            "cities": list(cities),
            "colours": COLOURS,
            "symbols": {"outlines": OUTLINES, "letters": letter_rooms(), "stripes": STRIPES},
            "credit": text("map.credit", lang),
            "lang": lang,
            "words": words,
            **extra,
        }
    )


@cache
def _served_config(lang: str, keep_place: bool, shown: str, tools: bool) -> str:
    cities = [
        {
            "name": Path(name).stem,
            "url": address(name),
            "bounds": pmtiles_bounds(STATIC / name),
        }
        for name in BASE_MAPS
    ]
    return map_config(lang, cities, shown=shown, keep_place=keep_place, tools=tools)


class KetenkaartMap(folium.Map):
    """A Folium map whose scripts and styles come from the app itself."""

    default_js = [(JOINED, address(JOINED))]
    default_css = [(name, address(name)) for name in STYLES]

    def __init__(self, centre: Sequence[float], zoom: float, lang: str, config: str) -> None:
        whole = math.floor(zoom)
        super().__init__(
            location=list(centre),
            zoom_start=whole,
            tiles=None,
            min_zoom=MIN_ZOOM,
            max_zoom=MAX_ZOOM,
            zoom_control=False,
            control_scale=False,
            maxBounds=[list(corner) for corner in MAX_BOUNDS],
            maxBoundsViscosity=0.8,
            # What comes stands at once: each picture of a fade draws every layer again.
            fadeAnimation=False,
            font_size="13px",
        )
        # Folium numbers its elements at random; the figure must be the same in every rerun.
        self._id = "ketenkaart"
        self.add_child(Ground(lang, config, round(zoom - whole, 2)))


class Drawn(MacroElement):
    """A piece of the map that a template draws."""

    def __init__(self, name: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's has no types
        self._name = name


class Ground(Drawn):
    """Base map, controls and everything that listens to the mouse."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            L.control.zoom({
                zoomInTitle: {{ this.zoom_in|tojson }}, zoomOutTitle: {{ this.zoom_out|tojson }}
            }).addTo({{ this._parent.get_name() }});
            L.control.scale({ imperial: false }).addTo({{ this._parent.get_name() }});
            ketenkaart.begin(
                {{ this._parent.get_name() }}, "{{ this.config }}", null, {{ this.spare }}
            );
        {% endmacro %}
        """
    )

    def __init__(self, lang: str, config: str, spare: float) -> None:
        super().__init__("Ground")
        self._id = "ground"
        self.zoom_in, self.zoom_out = text("map.zoom_in", lang), text("map.zoom_out", lang)
        self.config, self.spare = config, spare


class DataOnMap(Drawn):
    """One layer of the view; its content is in ``static/ketenkaart/chart.js`` hands."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            ketenkaart.draw(
                {{ this._parent._parent.get_name() }}, {{ this._parent.get_name() }},
                "{{ this.content }}"
            );
        {% endmacro %}
        """
    )

    def __init__(self, content: str) -> None:
        super().__init__("DataOnMap")
        self.content = content


class ChosenOnMap(Drawn):
    """Which thing is ringed."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            ketenkaart.select({{ this._parent._parent.get_name() }}, "{{ this.ref }}");
        {% endmacro %}
        """
    )

    def __init__(self, ref: str) -> None:
        super().__init__("ChosenOnMap")
        self.ref = as_base64(ref)


def base_map(
    centre: Sequence[float],
    zoom: float,
    lang: str,
    *,
    keep_place: bool = True,
    shown: str = ", ".join(CITIES),
    tools: bool = False,
) -> folium.Map:
    """Return the figure that never changes between reruns.

    Parameters
    ----------
    centre : (float, float)
        Latitude and longitude the map opens with when the address of the page says nothing.
    zoom : float
    lang : str
        "nl" or "en", for the credit and the titles of the buttons.
    keep_place : bool
        Whether moving the map writes ``lat``, ``lon`` and ``z`` into the address of the page;
        False for a second map on one page.
    shown : str
        The city that is shown, by which a screen reader tells the maps of a page apart.
    tools : bool
        Whether it can be measured and drawn on; not where a click on the ground means something.
    """
    config = _served_config(lang, keep_place, shown, tools)
    return KetenkaartMap(centre, zoom, lang, config)


def encoded_layers(view: MapView) -> tuple[str, ...]:
    """Return what `feature_groups` puts on the map, a text per layer.

    It takes up to some tenths of a second and depends on the view alone: a page that keeps it
    beside the view answers a click at once.
    """
    return encoded(view.layers)


def encoded(layers: Sequence[MapLayer], first: int = 0) -> tuple[str, ...]:
    """Return the same for layers of which the lowest is the ``first`` of its map."""
    return tuple(encoded_layer(layer, order) for order, layer in enumerate(layers, first))


def encoded_layer(layer: MapLayer, order: int) -> str:
    """Return the same for one layer that is the ``order``-th of its map, from below."""
    return as_base64(layer_content(layer, order))


def feature_groups(
    view: MapView,
    selected_ref: str = "",
    encoded: Sequence[str] | None = None,
    near: Mapping[str, object] | None = None,
) -> list[folium.FeatureGroup]:
    """Return the layers of a view, a feature group each, and a last one with the choice.

    Parameters
    ----------
    view : MapView
    selected_ref : str
        ``ref`` of the row that is ringed on the map, "" for none.
    encoded : sequence of str, optional
        What `encoded_layers` returned for this view, when it was kept.
    near : mapping of name to content, optional
        What `layers.web.point_file.near_content` returned for layers that count their rows.
    """
    contents = encoded_layers(view) if encoded is None else encoded
    named = [*zip((layer.key for layer in view.layers), contents, strict=True)]
    named += [(f"{key}.near", as_base64(content)) for key, content in (near or {}).items()]
    groups = []
    for name, content in named:
        group = folium.FeatureGroup(name=name, control=False)
        group.add_child(DataOnMap(content))
        groups.append(group)
    choice = folium.FeatureGroup(name="choice", control=False)
    choice.add_child(ChosenOnMap(selected_ref))
    return [*groups, choice]
