"""The reading process of templates for slides: a presentation in, one that is sound out.

`layers.files.slide_template` starts it.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.data.errors import DataError
from geo.data.sandboxed import as_json, limit_memory, limits_given, serve
from layers.files.template_sound import NOT_SOUND, looked_through, made_anew


def answer(parts: list[bytes]) -> Iterable[bytes]:
    """Make a template anew without its slides; returns what is wrong, if anything, and the file."""
    try:
        content = looked_through(parts[0])
        return [as_json({}), _anew(content)]
    except DataError as fault:
        return [as_json({"fault": fault.code, "params": fault.params})]
    except NOT_SOUND as fault:
        return [_broken(fault)]


def _broken(fault: Exception) -> bytes:
    reason = type(fault).__name__
    return as_json({"fault": "template_broken", "params": {"reason": reason}})


def _anew(content: bytes) -> bytes:
    from lxml.etree import ErrorTypes, XMLSyntaxError
    from pptx.exc import PythonPptxError

    limit_memory(limits_given()[0])
    try:
        return made_anew(content)
    except XMLSyntaxError as fault:
        if fault.code == ErrorTypes.ERR_NO_MEMORY:  # to lxml a broken file
            raise MemoryError from fault
        raise DataError("template_broken", reason=type(fault).__name__) from fault
    except PythonPptxError as fault:
        raise DataError("template_broken", reason=type(fault).__name__) from fault


if __name__ == "__main__":
    serve(answer)
