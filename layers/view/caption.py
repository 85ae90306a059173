"""What a map says about itself, in words: caption, source line and the facts for a data file.

Made from the `MapView` alone, so that sheet, HTML and data files say the same.
"""

from __future__ import annotations

from typing import NamedTuple

from layers.view.map_model import MapLayer, MapView, SourceLine
from layers.words.plain_text import one_line
from layers.words.text import text


class CaptionLine(NamedTuple):
    """One heading of the caption and what stands behind it, both plain text."""

    heading: str
    words: str


class Fact(NamedTuple):
    """One fact about a file: what it is about, its name, its value."""

    part: str
    name: str
    value: str


def synthetic_rows(layer: MapLayer) -> int:
    """Count the rows of a layer that are invented or estimated (column ``synthetic``)."""
    rows = layer.single.frame
    if "synthetic" not in rows.columns:
        return 0
    return int(rows["synthetic"].fillna(False).astype(bool).sum())


def synthetic_notes(view: MapView) -> tuple[str, ...]:
    """Say of each layer how many of its rows are invented or estimated; silent where none are."""
    return tuple(
        text(
            "export.synthetic",
            view.lang,
            title=one_line(layer.title),
            n=synthetic_rows(layer),
            total=layer.n_rows,
        )
        for layer in view.layers
        if synthetic_rows(layer)
    )


def _joined(parts: list[str]) -> str:
    return "; ".join(part.rstrip(".; ") for part in parts if part)


def _drawn(view: MapView) -> str:
    items = [
        text("export.drawn_item", view.lang, title=one_line(layer.title), n=layer.n_rows)
        for layer in view.layers
    ]
    return _joined(items) or text("export.nothing_drawn", view.lang)


def _not_drawn(view: MapView, outside: int) -> str:
    items = [
        text("export.drawn_item", view.lang, title=one_line(reason), n=n)
        for reason, n in view.not_drawn
        if n
    ]
    if outside:
        items.append(text("export.outside", view.lang, n=outside))
    return _joined(items)


def made_words(view: MapView) -> str:
    """Say when and with which version the map was made."""
    return text("export.made_with", view.lang, date=view.made_on, version=view.version)


def caption(
    view: MapView, outside: int = 0, extra: tuple[str, ...] = ()
) -> tuple[CaptionLine, ...]:
    """Return the caption of a map: filters, drawn, not drawn with reasons, notes, making.

    Parameters
    ----------
    view : MapView
    outside : int
        Rows of the layers that fall outside the frame of a sheet.
    extra : tuple of str
        Notes that only the sheet knows, set behind those of the view.

    Returns
    -------
    tuple of CaptionLine
        In the language of the view; a line without words is left out.
    """
    notes = [*synthetic_notes(view), *map(one_line, view.notes), *extra]
    named = {"export.mark": view.mark, "export.link": view.link}
    signs = [f"{text(key, view.lang)}: {one_line(sign)}" for key, sign in named.items() if sign]
    lines = {
        "export.filters": one_line(view.filters),
        "export.drawn": _drawn(view),
        "export.not_drawn": _not_drawn(view, outside),
        "export.notes": _joined(notes),
        "export.made": _joined([made_words(view), text("export.projection", view.lang), *signs]),
    }
    return tuple(CaptionLine(text(key, view.lang), words) for key, words in lines.items() if words)


def source_line(view: MapView) -> str:
    """Return the credits of everything on the map in one line, each credit and licence once.

    Examples
    --------
    >>> from layers.view.map_model import MapView, SourceLine
    >>> osm = SourceLine("a", "Musea", "© OpenStreetMap", "ODbL 1.0", "2026", "https://osm.org")
    >>> view = MapView("nl", "", "", "", (), (), (osm,), (), (0, 0, 1, 1), (), "", "")
    >>> source_line(view)
    '© OpenStreetMap (Musea; ODbL 1.0, 2026)'
    """
    grouped: dict[tuple[str, str], list[SourceLine]] = {}
    for source in view.sources:
        credit = one_line(source.credit) or one_line(source.title)
        grouped.setdefault((credit, one_line(source.licence)), []).append(source)
    return _joined([_credit(view, *key, group) for key, group in grouped.items()])


def _credit(view: MapView, credit: str, licence: str, group: list[SourceLine]) -> str:
    titles = ", ".join(dict.fromkeys(one_line(source.title) for source in group))
    dates = ", ".join(dict.fromkeys(one_line(source.date) for source in group if source.date))
    details = ", ".join(part for part in (licence, dates) if part)
    key = "export.source_of" if details else "export.source_plain"
    return text(key, view.lang, credit=credit, titles=titles, details=details)


def facts(view: MapView) -> tuple[Fact, ...]:
    """Return all that a data file says about itself, one fact a row.

    Returns
    -------
    tuple of Fact
        Title, filters, date, version, address of the view, rows not drawn and notes; of each
        layer its number of rows and of synthetic rows; of each source title, credit, licence,
        date and address. Facts without a value are left out.
    """
    found = [*_map_facts(view), *_layer_facts(view), *_source_facts(view)]
    return tuple(Fact(*map(one_line, fact)) for fact in found if one_line(fact.value))


def _map_facts(view: MapView) -> list[Fact]:
    part = text("export.map_part", view.lang)
    named = {
        "export.title": view.title,
        "export.subtitle": view.subtitle,
        "export.filters": view.filters,
        "export.date": view.made_on,
        "export.version": f"Ketenkaart {view.version}",
        "export.mark": view.mark,
        "export.link": view.link,
    }
    found = [Fact(part, text(key, view.lang), value) for key, value in named.items()]
    for reason, n in view.not_drawn:
        item = text("export.drawn_item", view.lang, title=reason, n=n)
        found.append(Fact(part, text("export.not_drawn", view.lang), item))
    notes = [*synthetic_notes(view), *view.notes]
    return found + [Fact(part, text("export.notes", view.lang), note) for note in notes]


def _layer_facts(view: MapView) -> list[Fact]:
    heading = text("export.rows", view.lang)
    return [
        Fact(text("export.layer_part", view.lang, title=layer.title), heading, str(layer.n_rows))
        for layer in view.layers
    ]


def _source_facts(view: MapView) -> list[Fact]:
    found = []
    for source in view.sources:
        part = text("export.source_part", view.lang, title=source.title)
        named = {
            "export.credit": source.credit,
            "export.licence": source.licence,
            "export.date": source.date,
            "export.url": source.url,
        }
        found += [Fact(part, text(key, view.lang), value) for key, value in named.items()]
    return found
