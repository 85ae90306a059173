"""The reading process of templates for slides: a presentation in, one that is sound out.

`layers.files.slide_template` starts it.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.data.sandboxed import as_json, limit_memory, limits_given, serve


def answer(parts: list[bytes]) -> Iterable[bytes]:
    """Make a template anew without its slides; returns what is wrong, if anything, and the file."""
    from lxml.etree import ErrorTypes

    from geo.data.errors import DataError
    from layers.files.slide_template import BROKEN, made_anew

    limit_memory(limits_given()[0])
    try:
        return [as_json({}), made_anew(parts[0])]
    except DataError as fault:
        return [as_json({"fault": fault.code, "params": fault.params})]
    except BROKEN as fault:
        if getattr(fault, "code", None) == ErrorTypes.ERR_NO_MEMORY:  # to lxml a broken file
            raise MemoryError from fault
        reason = type(fault).__name__
        return [as_json({"fault": "template_broken", "params": {"reason": reason}})]


if __name__ == "__main__":
    serve(answer)
