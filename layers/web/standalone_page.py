"""The map as one HTML file that opens without any network.

Scripts, styles, base map and data are all inside. Every text of the view is either escaped HTML
or stands in base64 (see `layers.web.embedding`), so that a name is shown and never run.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from html import escape
from pathlib import Path

import geopandas as gpd
import shapely

from geo.data.crs import RD_NEW, WGS84
from geo.data.folders import STATIC
from layers.view.map_model import MapView, SourceLine
from layers.web.embedding import as_base64, layer_content
from layers.web.folium_map import (
    MAX_BOUNDS,
    MAX_ZOOM,
    MIN_ZOOM,
    STYLES,
    map_config,
    pmtiles_bounds,
)
from layers.web.legend_html import layer_legend_html
from layers.web.map_scripts import SCRIPTS
from layers.web.rows_html import rows_html
from layers.words.numbers import number
from layers.words.text import text

# No address may be asked, whatever a name in the data tries: the browser refuses it too.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; connect-src 'none'; form-action 'none'; base-uri 'none'"
)


def standalone_html(view: MapView) -> bytes:
    """Return a view as one HTML page that opens from disk with the network off.

    Parameters
    ----------
    view : MapView

    Returns
    -------
    bytes
        UTF-8 HTML with map, layer switches, legend, numbers of rows not drawn, filters, notes,
        sources, date and version.
    """
    head = (
        f'<meta charset="utf-8"><title>{escape(view.title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_styles()}</style>"
    )
    body = f'<main><header>{_heading(view)}</header><div id="map"></div>{_aside(view)}</main>'
    body += rows_html(view)
    page = (
        f'<!DOCTYPE html><html lang="{escape(view.lang)}"><head>{head}</head>'
        f"<body>{body}{_scripts(view)}</body></html>"
    )
    # A lone surrogate in a name cannot be written; it becomes "?" rather than stop the map.
    return page.encode("utf-8", errors="replace")


def _styles() -> str:
    # leaflet.css names three pictures that the map does not use.
    parts = [(STATIC / name).read_text(encoding="utf-8") for name in (*STYLES, PAGE_STYLE)]
    return "\n".join(parts).replace("url(images/", "url(data:,")


PAGE_STYLE = "ketenkaart/standalone.css"
PAGE_SCRIPT = "ketenkaart/standalone.js"


def _heading(view: MapView) -> str:
    subtitle = f"<p>{escape(view.subtitle)}</p>" if view.subtitle else ""
    return f"<h1>{escape(view.title)}</h1>{subtitle}"


def _aside(view: MapView) -> str:
    parts = [
        _section(view, "map.layers", _switches(view)),
        _section(view, "map.filters", f"<p>{escape(view.filters)}</p>" if view.filters else ""),
        _section(view, "map.not_drawn", _list(_left_out(view))),
        _section(view, "map.notes", _list(view.notes)),
        _section(view, "common.sources", _sources(view.sources)),
    ]
    made = text("map.made_on", view.lang, date=view.made_on, version=view.version)
    return f"<aside>{''.join(parts)}<footer>{escape(made)}</footer></aside>"


def _section(view: MapView, key: str, inside: str) -> str:
    return f"<section><h2>{escape(text(key, view.lang))}</h2>{inside}</section>" if inside else ""


def _switches(view: MapView) -> str:
    rows = []
    for order, layer in reversed(list(enumerate(view.layers))):
        switch = f'<input type="checkbox" checked data-layer="{order}">'
        title = f"<label>{switch} {escape(layer.title)}</label>"
        rows.append(f'<div class="layer">{title}{layer_legend_html(layer, view.lang)}</div>')
    return "".join(rows)


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _left_out(view: MapView) -> list[str]:
    return [f"{reason}: {number(n, view.lang)}" for reason, n in view.not_drawn]


def _sources(sources: Iterable[SourceLine]) -> str:
    items = []
    for source in sources:
        facts = [source.credit, source.licence, source.date]
        words = ", ".join(escape(fact) for fact in facts if fact)
        address = escape(source.url)
        if source.url.startswith(("https://", "http://")):
            address = f'<a href="{address}" rel="noopener noreferrer">{address}</a>'
        items.append(f"<li>{escape(source.title)} ({words}) {address}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _scripts(view: MapView) -> str:
    options = as_base64(
        {
            "bounds": _bounds(view.extent),
            "minZoom": MIN_ZOOM,
            "maxZoom": MAX_ZOOM,
            "maxBounds": MAX_BOUNDS,
            "zoomIn": text("map.zoom_in", view.lang),
            "zoomOut": text("map.zoom_out", view.lang),
        }
    )
    config = map_config(
        view.lang,
        [_city(city) for city in view.cities],
        shown=", ".join(view.cities),
        keep_place=False,
    )
    tiles = ",".join(f'"{_base64(_tiles(city).read_bytes())}"' for city in view.cities)
    own = [_script_text(STATIC / name) for name in (*SCRIPTS, PAGE_SCRIPT)]
    start = f'ketenkaartStandalone("{options}","{config}",[{tiles}],"{_packed_layers(view)}");'
    return "".join(f"<script>{script}</script>" for script in (*own, start))


def _script_text(path: Path) -> str:
    script = path.read_text(encoding="utf-8")
    # The map of the source is not in the file; a browser's tools would go and ask for it.
    lines = [line for line in script.splitlines() if not line.startswith("//# sourceMappingURL")]
    return "\n".join(lines).replace("</script", "<\\/script")


def _tiles(city: str) -> Path:
    return STATIC / "basemap" / f"{city.lower()}.pmtiles"


def _city(city: str) -> dict[str, object]:
    return {"name": city, "bounds": pmtiles_bounds(_tiles(city))}


def _packed_layers(view: MapView) -> str:
    """Return all layers as base64 of deflated JSON; a saved file may take a moment to unpack."""
    layers = [layer_content(layer, order) for order, layer in enumerate(view.layers)]
    compact = json.dumps(layers, allow_nan=False, separators=(",", ":"))
    return _base64(zlib.compress(compact.encode("ascii"), 9))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _bounds(extent: tuple[float, float, float, float]) -> list[list[float]]:
    """Return south-west and north-east corner as latitude and longitude."""
    box = gpd.GeoSeries([shapely.box(*extent)], crs=RD_NEW).to_crs(WGS84).total_bounds
    west, south, east, north = (float(value) for value in box)
    return [[south, west], [north, east]]
