from __future__ import annotations

import re

from geo.intake.model.limits import MAX_NESTING
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of
from geo.intake.rules.rule import ContentRule

BRACKETS = re.compile(rb"[\[\]{}\"]")
STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


class JsonNesting(ContentRule):
    """JSON with brackets nested so deep that reading it would exhaust the server."""

    code = "json_nesting"

    def check(self, name: str, content: bytes) -> None:
        """Refuse by the depth of brackets outside strings, without building anything."""
        if kind_of(content) != "geojson":
            return
        depth = _depth(content.replace(b"\x00", b""))
        if depth > MAX_NESTING:
            raise FileRefused(self.code, file=name, limit=str(MAX_NESTING))


def _depth(content: bytes) -> int:
    """Return the greatest depth, or the first depth above the limit."""
    depth = deepest = at = 0
    while found := BRACKETS.search(content, at):
        mark, at = found.group(), found.end()
        if mark == b'"':
            string = STRING.match(content, found.start())
            at = string.end() if string else len(content)
            continue
        depth += 1 if mark in b"[{" else -1
        deepest = max(deepest, depth)
        if deepest > MAX_NESTING:
            break
    return deepest
