"""Open a file of scenes from outside in a process of its own: see `geo.data.reading_apart`."""

from __future__ import annotations

import json

from geo.data.errors import DataError, DataErrors
from geo.data.reading_apart import Limits, SandboxError, ask
from layers.view.scenes import MOST_BYTES, Scene, from_file

WORKER = "layers.view.scenes_worker"
LIMITS = Limits(20.0, 256 * 2**20, 10 * MOST_BYTES)


def read_scenes(content: bytes, name: str) -> tuple[str, tuple[Scene, ...]]:
    """Open a file of scenes that may come from anyone.

    Raises
    ------
    DataErrors
        As `layers.view.scenes.from_file`, with every fault; or ``reading_busy``.

    Examples
    --------
    >>> from layers.view.scenes import scene, to_file
    >>> read_scenes(to_file([scene("A", "", "kaart", "keten=music")]), "x.json")[1][0].headline
    'A'
    """
    try:
        # A byte more than allowed shows that it is too large.
        parts = ask(WORKER, [name.encode(errors="replace"), content[: MOST_BYTES + 1]], LIMITS)
        faults = [DataError(code, **params) for code, params in json.loads(parts[0])]
    except SandboxError as error:
        code = "reading_busy" if error.code == "reading_busy" else "scene_file_json"
        raise DataErrors([DataError(code, file=name, **error.params)]) from error
    if faults:
        raise DataErrors(faults)
    return from_file(parts[1], name)
