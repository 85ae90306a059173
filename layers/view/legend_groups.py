"""The legend of a view in groups, for screen and paper alike: exactly what is drawn, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from layers.view.map_model import LegendEntry, MapLayer, MapView
from layers.words import style
from layers.words.numbers import number
from layers.words.palette import mixed
from layers.words.plain_text import one_line, shortened
from layers.words.text import text

LONGEST_LABEL = 120  # characters
SHARED = ("sectors", "tenants", "partners")  # layers of which colour and shape mean the same
CHAINS, STAGES = "chains", "stages"  # keys of the groups that stand for filters


@dataclass(frozen=True)
class Group:
    """A heading and the entries under it; ``key`` where they are all chains or all stages."""

    heading: str
    entries: tuple[LegendEntry, ...]
    key: str = ""


def legend_groups(view: MapView, ground: Sequence[LegendEntry] = ()) -> list[Group]:
    """Return the legend of a view, the top layer first and the ground last.

    Layers without rows are left out, as nothing of them is drawn; layers with the same heading
    share it. Chains and stages stand once, with a count for each layer that shows them. Counts
    stand in the labels.

    Parameters
    ----------
    view : MapView
    ground : sequence of LegendEntry
        Of the base map, where it needs one.
    """
    shown = [layer for layer in reversed(view.layers) if len(layer.frame)]
    # Points that are counted in cells have a scale, and no chain or stage.
    shared = [layer for layer in shown if layer.key in SHARED and layer.kind == "points"]
    found: dict[str, list[LegendEntry]] = {}
    keys = _shared_groups(shared, view.lang)
    for layer in shown:
        if layer in shared[:1]:
            found |= dict(keys.values())
        entries = [_as_drawn(entry, layer) for entry in layer.legend or (_own_entry(layer),)]
        own = [entry for entry in entries if layer not in shared or not _is_shared(entry)]
        if own:
            found.setdefault(_heading(layer, view.lang), []).extend(own)
    if ground:
        heading = text("export.ground", view.lang)
        found[heading] = found.pop(heading, []) + list(ground)
    named = {heading: key for key, (heading, _) in keys.items()}
    return [
        Group(
            heading,
            tuple(dict.fromkeys(counted(entry, view.lang) for entry in entries)),
            named.get(heading, ""),
        )
        for heading, entries in found.items()
    ]


def counted(entry: LegendEntry, lang: str) -> LegendEntry:
    """Write the count of an entry behind its words.

    Examples
    --------
    >>> counted(LegendEntry("Muziek", "circle", count=87), "nl").label
    'Muziek (87)'
    """
    words = shortened(one_line(entry.label), LONGEST_LABEL)
    if entry.count is None:
        return replace(entry, label=words)
    return replace(entry, label=f"{words} ({number(entry.count, lang)})", count=None)


def _heading(layer: MapLayer, lang: str) -> str:
    # What is left of pies says how buildings are drawn.
    title = text("layer.hubs", lang) if layer.key == "sectors" else layer.legend_title
    return one_line(title or layer.title)


def _is_shared(entry: LegendEntry) -> bool:
    # A pie in a legend stands for how a building is drawn; all else is a chain or a stage.
    return entry.symbol != "pie"


def _shared_groups(layers: list[MapLayer], lang: str) -> dict[str, tuple[str, list[LegendEntry]]]:
    """Return heading and entries of chains and of stages, counted in all layers that show them."""
    groups = {}
    for key, lettered in ((CHAINS, True), (STAGES, False)):
        counts: dict[str, dict[LegendEntry, int]] = {}
        for layer in layers:
            mine = {
                replace(entry, count=None): entry.count or 0
                for entry in layer.legend
                if _is_shared(entry) and bool(entry.letter) == lettered
            }
            # Pies and single symbols of the same tenants have the same counts.
            if mine:
                counts.setdefault(text(f"export.counted_{layer.key}", lang), mine)
        if counts:
            heading = text(f"export.{key}", lang, counted=" + ".join(counts))
            groups[key] = (heading, _with_counts(list(counts.values()), lang))
    return groups


def _with_counts(counts: list[dict[LegendEntry, int]], lang: str) -> list[LegendEntry]:
    """Write the counts of each entry behind its words: "muziek (27+2)"."""
    found = []
    for entry in _merged([list(each) for each in counts]):
        by_layer = "+".join(number(each.get(entry, 0), lang) for each in counts)
        found.append(replace(entry, label=f"{entry.label} ({by_layer})"))
    return found


def _merged(lists: list[list[LegendEntry]]) -> list[LegendEntry]:
    """Merge lists that keep one order; what only a later one has comes before what follows it."""
    order: list[LegendEntry] = []
    for each in lists:
        place = len(order)
        for entry in reversed(each):
            if entry not in order:
                order.insert(place, entry)
            place = order.index(entry)
    return order


def _as_drawn(entry: LegendEntry, layer: MapLayer) -> LegendEntry:
    """Give the swatch of a see-through area the colour that it has on the land below it."""
    if layer.kind != "polygons" or entry.symbol != "area" or not entry.colour:
        return entry
    share = float(layer.frame["opacity"].iloc[0])
    return replace(entry, colour=mixed(entry.colour, style.LAND, share))


def _own_entry(layer: MapLayer) -> LegendEntry:
    row = layer.frame.iloc[0]
    symbol = {"points": row.get("shape", "circle"), "lines": "line"}.get(layer.kind, "area")
    stroke = row.get("stroke", "") or row.get("colour", "")
    return LegendEntry(layer.title, symbol, row["colour"], stroke, 6.0, count=len(layer.frame))
