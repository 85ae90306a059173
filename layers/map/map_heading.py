"""What stands above and below the map of *Kaart*: title, counts and notes on how it was made."""

from __future__ import annotations

from geo.data.coarseness import coarse_rows
from geo.evidence.clusters import clusterable
from layers.map.layer_context import LayerContext
from layers.sentences.count_words import count_notes, known, known_words, map_count_words
from layers.view.state import ViewState


def map_title(context: LayerContext, state: ViewState) -> str:
    """Name the map: of one chain in its cities, or of all."""
    if len(state.chains) != 1:
        return context.text("kaart.view_title")
    cities = context.text("kaart.and").join(state.cities)
    chain = context.palette.chain(state.chains[0])
    return context.text("kaart.view_title_chain", chain=chain, cities=cities)


def map_subtitle(context: LayerContext) -> str:
    """Count hubs, their tenants and partners."""
    return map_count_words(context.selection, context.lang)


def map_notes(context: LayerContext, state: ViewState, least: int) -> tuple[str, ...]:
    """Say what counts rest on, what is placed coarsely, and how clusters and ways were made.

    ``least`` is how many points make a cluster.
    """
    counted = count_notes(context.dataset, context.selection, context.lang)
    notes = [*counted, context.text("kaart.count_note")]
    coarse = int(coarse_rows(context.selection.hubs).sum())
    if coarse:
        notes.append(context.text("kaart.coarse_note", n=coarse))
    if "clusters" in state.layers:
        notes.append(_cluster_note(context, state, least))
    if "links" in state.layers and len(state.chains) == 1:
        travel = context.text(f"travel.{state.travel}")
        notes.append(context.text("kaart.distance_note", travel=travel))
        if "Amsterdam" in state.cities:
            notes.append(context.text("kaart.network_note"))
    return tuple(notes)


def known_note(context: LayerContext) -> tuple[str, ...]:
    """Say how many tenants are known of those published, for a map that counts none of them.

    Empty where no building publishes how many it has.
    """
    words = known_words(known(context.dataset, context.selection), context.lang)
    return (words,) if words else ()


def _cluster_note(context: LayerContext, state: ViewState, least: int) -> str:
    method, of = context.text(f"method.{state.method}"), context.text(f"basis.{state.basis}")
    n = int(clusterable(context.selection.hubs).sum())
    return context.text("kaart.cluster_note", method=method, of=of, size=least, n=n)
