from __future__ import annotations

from itertools import accumulate

from geo.intake.model.limits import MAX_NESTING
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.content import kind_of
from geo.intake.rules.content_rule import ContentRule

PIECE = 2**20
FLOODS = ((b"[{", 1_000_000, 5), (b"{", 300_000, 16))
"""Brackets that open, how many are a flood, and the bytes to each that an honest file has at least:
a pair of coordinates has ten, an object that says a name and a place has thirty."""
LONGEST_GAP = 4
"""Pieces of nothing but blanks; an honest file is indented by a line of them."""
NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
LONGEST_STRING = 8
"""Pieces; a photo or a coastline in one text has a few megabytes, and no more."""
STEPS = bytes(1 if byte in b"[{" else 255 for byte in range(256))
"""Up for a bracket that opens, down (-1 in a byte) for one that closes."""


class JsonNesting(ContentRule):
    """JSON with brackets nested so deep that reading it would exhaust the server."""

    code = "json_nesting"

    def check(self, name: str, content: bytes) -> None:
        """Refuse by the depth of brackets outside strings, without building anything."""
        if kind_of(content) != "geojson":
            return
        self._refuse_deep(name, content[:PIECE])
        for brackets, many, fewest in FLOODS:
            openings = sum(content.count(bracket) for bracket in brackets)
            if openings > many and len(content) < fewest * openings:
                raise FileRefused("takes_too_much", heavy="map")
        self._refuse_deep(name, content)

    def _refuse_deep(self, name: str, content: bytes) -> None:
        depth = _depth(content.replace(b"\x00", b"") if b"\x00" in content else content)
        if depth > MAX_NESTING:
            raise FileRefused(self.code, file=name, limit=str(MAX_NESTING))


def _depth(content: bytes) -> int:
    """Return the greatest depth, or one above the limit; piece by piece, building nothing."""
    depth = deepest = at = 0
    inside = 0  # a string that goes on from the piece before
    long = 0  # pieces that lie wholly within it
    gap = 0  # pieces of blanks
    while at < len(content) and deepest <= MAX_NESTING:
        piece = content[at : at + PIECE]
        at += len(piece)
        if (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            piece += content[at : at + 1]  # what the last backslash is before
            at += 1
        parts = piece.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
        bare = b"".join(parts[inside::2])
        long = long + 1 if inside and len(parts) == 1 else 0
        gap = gap + 1 if piece.isspace() else 0
        if long > LONGEST_STRING or gap > LONGEST_GAP:
            raise FileRefused("takes_too_much", heavy="map")
        inside = (inside + len(parts) - 1) % 2
        steps = memoryview(bare.translate(STEPS, NOT_BRACKETS)).cast("b")
        if steps:
            highest = max(accumulate(steps, initial=depth))
            deepest = max(deepest, highest)
            depth += sum(steps)
    return deepest
