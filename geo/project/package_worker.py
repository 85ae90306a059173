"""The reading process of projects: a GeoPackage in through the pipe, its tables out as Arrow.

`geo.project.package_apart` starts it.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.data.sandboxed import as_arrow, as_json, limit_memory, limits_given, serve


def answer(parts: list[bytes]) -> Iterable[bytes | memoryview]:
    """Read a project; returns what it is, and one part a table, or the fault."""
    import pyarrow  # noqa: F401 - loaded before memory is limited
    import shapely

    from geo.data.errors import KetenkaartError
    from geo.project.changes import columns_of
    from geo.project.package import from_bytes
    from geo.project.package_apart import GEOMETRY

    limit_memory(limits_given()[0])
    name, content = parts[0].decode(), parts[1]
    try:
        project = from_bytes(content, name)
    except KetenkaartError as fault:
        params = {key: str(value) for key, value in fault.params.items()}
        yield as_json({"fault": fault.code, "params": params})
        return
    about = {
        "name": project.name,
        "created": project.created,
        "changed": project.changed,
        "settings": project.settings,
        "columns": {table: columns_of(frame) for table, frame in project.tables.items()},
    }
    yield as_json(about)
    for frame in project.tables.values():
        bare = frame.drop(columns="geometry").assign(
            **{GEOMETRY: shapely.to_wkb(frame.geometry.to_numpy())}
        )
        yield as_arrow(bare)


if __name__ == "__main__":
    serve(answer)
