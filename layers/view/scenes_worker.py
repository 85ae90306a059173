"""The reading process of files of scenes; `layers.view.scenes_file` starts it."""

from __future__ import annotations

from collections.abc import Iterable

from geo.data.sandboxed import as_json, limit_memory, limits_given, serve


def answer(parts: list[bytes]) -> Iterable[bytes]:
    """Read scenes; returns them as the same form of file, or every fault."""
    from geo.data.errors import DataErrors
    from layers.view.scenes import from_file, to_file

    limit_memory(limits_given()[0])
    name, content = parts[0].decode(), parts[1]
    try:
        title, scenes = from_file(content, name)
    except DataErrors as faults:
        return [as_json([[each.code, each.params] for each in faults.errors])]
    return [as_json([]), to_file(scenes, title)]


if __name__ == "__main__":
    serve(answer)
