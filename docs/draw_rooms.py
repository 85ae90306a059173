"""Draw the rooms of the house from what the code imports: ``python docs/draw_rooms.py``.

Every folder with Python files is a box, imports between two boxes of a room are an arrow. A box
stands above all that it imports; boxes that import each other stand side by side, joined in red.
Arrows that follow from others are left out. ``--check`` draws nothing and fails when the committed
picture no longer shows the code.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = Path(__file__).with_name("rooms.svg")
ROOMS = ("app", "pages", "layers", "geo", "data")
DEPTH = 2  # geo/intake is one box; what lies in it is told on its lines
COUNTS = re.compile(r"[\d,]+(?= (?:lines|imports)<)")
TOLERANCE = 0.15  # of a count of lines or imports, before the picture counts as out of date

Graph = Mapping[str, set[str]]


# --- what the code says -------------------------------------------------------------------------


@dataclass
class Box:
    """One package, or the files that lie loose in a room."""

    name: str
    files: int = 0
    lines: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    """Packages within it, and how many files each has."""
    purpose: str = ""

    @property
    def room(self) -> str:
        """The top folder it lies in."""
        return self.name.split("/")[0]


@dataclass
class House:
    """All boxes, which box imports which, how often one room imports another, and what for."""

    boxes: dict[str, Box]
    arrows: dict[str, set[str]]
    between: Counter[tuple[str, str]]
    purposes: dict[str, str]


def read_house(root: Path) -> House:
    """Read every Python file of the rooms under ``root``."""
    paths = {module_of(path, root): path for path in source_files(root)}
    house = House({}, defaultdict(set), Counter(), {})
    for module, path in paths.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = box_of(path, root)
        count_file(house.boxes.setdefault(own, Box(own)), path, root, tree)
        for target in imported(tree, module, paths):
            other = box_of(paths[target], root)
            if other.split("/")[0] != own.split("/")[0]:
                house.between[own.split("/")[0], other.split("/")[0]] += 1
            elif other != own:
                house.arrows[own].add(other)
    house.purposes = {name: box.purpose for name, box in house.boxes.items()}
    house.boxes = {name: box for name, box in house.boxes.items() if box.files}
    return house


def source_files(root: Path) -> Iterator[Path]:
    """Yield the Python files of the rooms, without those that are empty."""
    for room in ROOMS:
        paths = [root / f"{room}.py", *sorted((root / room).rglob("*.py"))]
        yield from (path for path in paths if path.is_file() and path.read_bytes().strip())


def module_of(path: Path, root: Path) -> str:
    """Return the dotted name of a file; that of a package for its ``__init__.py``."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def box_of(path: Path, root: Path) -> str:
    """Return the box a file belongs to: its folder, at most `DEPTH` deep."""
    relative = path.relative_to(root)
    return "/".join(relative.parts[:-1][:DEPTH]) or relative.stem


def count_file(box: Box, path: Path, root: Path, tree: ast.Module) -> None:
    """Add a file to its box."""
    folders = path.relative_to(root).parts[:-1]
    if path.name == "__init__.py":
        if len(folders) <= DEPTH:
            box.purpose = first_sentence(ast.get_docstring(tree) or "")
        if len(tree.body) <= 1:  # a docstring alone
            return
    box.files += 1
    box.lines += len(path.read_text(encoding="utf-8").splitlines())
    if len(folders) > DEPTH:
        box.parts[folders[DEPTH]] += 1


def first_sentence(words: str) -> str:
    """Return the first sentence of a docstring, without its stop.

    Examples
    --------
    >>> first_sentence("Charts, drawn\\nas SVG.\\n\\nMore.")
    'Charts, drawn as SVG'
    """
    return " ".join(words.split("\n\n", maxsplit=1)[0].split()).removesuffix(".")


def imported(tree: ast.Module, module: str, known: Mapping[str, Path]) -> Iterator[str]:
    """Yield the modules among ``known`` that a file imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, module, known)
            # `from a import b` asks for module a.b, or for a name of a.
            names = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name in known else base for name in names]
        yield from dict.fromkeys(name for name in names if name in known and name != module)


def absolute(node: ast.ImportFrom, module: str, known: Mapping[str, Path]) -> str:
    """Return the full name of the module that an import names, dots in front counted."""
    if not node.level:
        return node.module or ""
    drop = node.level - (known[module].name == "__init__.py")
    parts = module.split(".")[: len(module.split(".")) - drop]
    return ".".join([*parts, node.module] if node.module else parts)


# --- where everything stands --------------------------------------------------------------------


def floors(names: Iterable[str], arrows: Graph) -> dict[str, int]:
    """Return the floor of each name, from 0 at the bottom: one above the highest it imports.

    Names that import each other in a circle stand on one floor.

    Examples
    --------
    >>> floors("abc", {"a": {"b", "c"}, "b": {"c"}})
    {'a': 2, 'b': 1, 'c': 0}
    """
    found = list(names)
    circle = {name: name_circle(name, arrows) for name in found}
    floor = dict.fromkeys(found, 0)
    for _ in found:
        for name in found:
            under = {t for m in circle[name] for t in arrows.get(m, ())} & set(found)
            floor[name] = max((floor[t] + 1 for t in under - circle[name]), default=0)
    return floor


def reach(name: str, arrows: Graph) -> set[str]:
    """Return everything that can be reached from a name along the arrows."""
    found: set[str] = set()
    waiting = list(arrows.get(name, ()))
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += arrows.get(at, ())
    return found


def name_circle(name: str, arrows: Graph) -> set[str]:
    """Return the names that a name imports and that import it, with itself."""
    return {name} | {other for other in reach(name, arrows) if name in reach(other, arrows)}


def essential(arrows: Graph) -> dict[str, set[str]]:
    """Leave out every arrow that follows from others; those within a circle stay.

    Examples
    --------
    >>> essential({"a": {"b", "c"}, "b": {"c"}})
    {'a': {'b'}, 'b': {'c'}}
    """
    kept: dict[str, set[str]] = {}
    for name, targets in arrows.items():
        circle = name_circle(name, arrows)
        others = targets - circle
        follow = {t for o in others for t in reach(o, arrows) - name_circle(o, arrows)}
        kept[name] = (others - follow) | (targets & circle)
    return kept


WIDTH, HEIGHT, GAP, RISE, MARGIN = 236, 50, 22, 30, 24
"""Sizes of a box, of the space between boxes, between floors and round a room."""
LANE, SHIFT = 18, 34
"""Room for an arrow that passes a floor, and between arrows beside the rooms."""
PART = 15
"""Height of a line that tells what a box is for, or of a package within it."""
LETTERS = 38
"""How many letters go on such a line."""


@dataclass(frozen=True)
class Stop:
    """A place on a floor: of a box, or of the bend where an arrow passes the floor."""

    name: str
    floor: int
    bend: bool = False

    @property
    def width(self) -> int:
        """How much of the floor it takes."""
        return LANE if self.bend else WIDTH


def routes(floor: Mapping[str, int], arrows: Graph) -> list[list[Stop]]:
    """Return the way of each arrow: its two boxes, and a bend on every floor between."""
    ways = []
    for name, targets in sorted(arrows.items()):
        for target in sorted(targets):
            high, low = floor[name], floor[target]
            bends = [Stop(f"{name}>{target}", f, bend=True) for f in range(high - 1, low, -1)]
            ways.append([Stop(name, high), *bends, Stop(target, low)])
    return ways


def arranged(floor: Mapping[str, int], ways: list[list[Stop]]) -> list[list[Stop]]:
    """Order the stops of each floor: each near the middle of what it is joined to."""
    stops = dict.fromkeys([Stop(name, at) for name, at in sorted(floor.items())])
    stops.update(dict.fromkeys(stop for way in ways for stop in way))
    beside: dict[Stop, list[Stop]] = defaultdict(list)
    for way in ways:
        for a, b in zip(way, way[1:], strict=False):
            beside[a].append(b)
            beside[b].append(a)
    levels = [[s for s in stops if s.floor == f] for f in range(max(floor.values()) + 1)]
    at = positions(levels)
    for turn in range(24):
        for level in levels if turn % 2 else levels[::-1]:
            level.sort(key=lambda stop: centre([at[other] for other in beside[stop]], at[stop]))
            at = positions(levels)
    return levels


def centre(values: list[float], otherwise: float) -> float:
    """Return the mean of the values, or ``otherwise`` when there are none."""
    return sum(values) / len(values) if values else otherwise


def positions(levels: list[list[Stop]]) -> dict[Stop, float]:
    """Return the middle of every stop, floors centred over each other, 0 at the left."""
    widest = max(floor_width(level) for level in levels)
    at: dict[Stop, float] = {}
    for level in levels:
        x = (widest - floor_width(level)) / 2
        for stop in level:
            at[stop] = x + stop.width / 2
            x += stop.width + GAP
    return at


def floor_width(level: list[Stop]) -> float:
    """Return how wide a floor is with all that stands on it."""
    return sum(stop.width + GAP for stop in level) - GAP


# --- the drawing --------------------------------------------------------------------------------

INK, SOFT, PAPER, WARN = "#1a1a1a", "#4a4a4a", "#ffffff", "#d1495b"
TINTS = {
    "app": ("#0b3c5d", "#e3ebf1"),
    "pages": ("#7a5c3e", "#f3ede6"),
    "layers": ("#3f6f8f", "#e6f0f6"),
    "geo": ("#4f7f52", "#eaf2e6"),
    "data": ("#5b5b5b", "#efede8"),
}
STYLE = f"""
text {{ font-family: 'Open Sans', 'Noto Sans', Helvetica, Arial, sans-serif; fill: {INK}; }}
.room {{ font-size: 19px; font-weight: 700; }}
.sum {{ font-size: 12.5px; fill: {SOFT}; }}
.end {{ text-anchor: end; }}
.name {{ font-size: 14.5px; font-weight: 600; text-anchor: middle; }}
.count {{ font-size: 11.5px; fill: {SOFT}; text-anchor: middle; }}
.part {{ font-size: 11.5px; text-anchor: middle; }}
.lane {{ font-size: 11.5px; fill: {SOFT}; text-anchor: middle; }}
"""


def text(kind: str, x: float, y: float, words: str) -> str:
    """Return one line of text."""
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def plural(n: int, word: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "file"), plural(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def box_height(box: Box) -> int:
    """Return the height of a box: as many more lines as it has to say."""
    return HEIGHT + PART * len(said(box))


def said(box: Box) -> list[str]:
    """Return the lines under the counts: what the box is for, and the packages in it."""
    parts = [f"{part}: {plural(files, 'file')}" for part, files in sorted(box.parts.items())]
    purpose = box.purpose if "/" in box.name else ""  # that of a room stands at its top
    return [*textwrap.wrap(purpose, LETTERS), *parts]


def box_drawing(box: Box, middle: float, top: float) -> str:
    """Draw one box with its name, its counts and the packages in it."""
    ink, _ = TINTS[box.room]
    _, _, own = box.name.partition("/")
    name = own or ("app.py" if box.name == "app" else f"{box.name}/*.py")
    drawn = [
        f'<g><rect x="{middle - WIDTH / 2:.0f}" y="{top:.0f}" width="{WIDTH}" '
        f'height="{box_height(box)}" rx="6" fill="{PAPER}" stroke="{ink}" stroke-width="1.5"/>',
        text("name", middle, top + 21, name),
        text("count", middle, top + 38, f"{plural(box.files, 'file')} · {box.lines:,} lines"),
    ]
    for row, words in enumerate(said(box), start=1):
        drawn.append(text("part", middle, top + 40 + PART * row, words))
    return "\n".join([*drawn, "</g>"])


def arrow(points: list[tuple[float, float]], colour: str) -> str:
    """Draw a smooth line through the points with a head at its end."""
    (x, y), *rest = points
    path = f"M{x:.0f},{y:.0f}"
    for to_x, to_y in rest:
        half = (to_y - y) / 2
        path += f" C{x:.0f},{y + half:.0f} {to_x:.0f},{to_y - half:.0f} {to_x:.0f},{to_y:.0f}"
        x, y = to_x, to_y
    head = "warn" if colour == WARN else "head"
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4" '
        f'marker-end="url(#{head})"/>'
    )


@dataclass
class Panel:
    """One room, drawn with its left top at 0, 0."""

    room: str
    width: float
    height: float
    drawing: str


def panel(house: House, room: str) -> Panel:
    """Draw a room: floors from top to bottom, arrows under the boxes."""
    boxes = {name: box for name, box in house.boxes.items() if box.room == room}
    arrows = essential({name: house.arrows.get(name, set()) for name in sorted(boxes)})
    floor = floors(sorted(boxes), arrows)
    ways = routes(floor, arrows)
    levels = arranged(floor, ways)
    at, tops, height = positions(levels), {}, 54.0
    tall = [
        max((box_height(boxes[s.name]) for s in level if not s.bend), default=0) for level in levels
    ]
    for f in range(len(levels) - 1, -1, -1):
        tops[f] = height
        height += tall[f] + RISE
    lines = [way_drawing(way, at, tops, boxes, tall) for way in ways]
    drawn = [
        box_drawing(boxes[stop.name], at[stop] + MARGIN, tops[stop.floor])
        for level in levels
        for stop in level
        if not stop.bend
    ]
    width = max(floor_width(level) for level in levels) + 2 * MARGIN
    return Panel(room, width, height - RISE + MARGIN - 4, "\n".join([*lines, *drawn]))


def way_drawing(
    way: list[Stop],
    at: Mapping[Stop, float],
    tops: Mapping[int, float],
    boxes: Mapping[str, Box],
    tall: list[int],
) -> str:
    """Draw one arrow from the foot of its box, past the bends, to the head of the other."""
    first, *bends, last = way
    x = at[first] + MARGIN
    if first.floor <= last.floor:  # a circle
        y = tops[first.floor] + box_height(boxes[first.name]) / 2
        side = WIDTH / 2 if at[last] > at[first] else -WIDTH / 2
        return arrow([(x + side, y), (at[last] + MARGIN - side, y + 8)], WARN)
    points = [(x, tops[first.floor] + box_height(boxes[first.name]))]
    for bend in bends:
        points += [(at[bend] + MARGIN, tops[bend.floor] - 4)]
        points += [(at[bend] + MARGIN, tops[bend.floor] + tall[bend.floor] + 4)]
    points.append((at[last] + MARGIN, tops[last.floor] - 3))
    return arrow(points, TINTS[boxes[first.name].room][0])


def picture(house: House) -> str:
    """Return the whole picture as SVG: rooms under each other, arrows between them at the right."""
    rooms = [room for room in ROOMS if any(box.room == room for box in house.boxes.values())]
    panels = [panel(house, room) for room in rooms]
    wide = max(part.width for part in panels)
    y, drawn, spans = 16.0, [], {}
    for part in panels:
        drawn.append(panel_drawing(house, part, wide, y))
        spans[part.room] = (y, y + part.height)
        y += part.height + 20
    lanes = [pair for pair in sorted(house.between) if set(pair) <= set(rooms)]
    drawn += lane_drawings(
        house, sorted(lanes, key=lambda pair: lane_length(pair, spans)), spans, wide
    )
    width, height = 16 + wide + 30 + SHIFT * len(lanes), y
    return "\n".join([*opening(width, height), *drawn, "</svg>", ""])


def opening(width: float, height: float) -> list[str]:
    """Return the head of the file: size, title, style and the heads of arrows."""
    heads = [
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="{colour}"/></marker>'
        for name, colour in (("head", SOFT), ("warn", WARN))
    ]
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-labelledby="title">',
        '<title id="title">The rooms of Ketenkaart and which imports which</title>',
        f"<style>{STYLE}</style>",
        f"<defs>{''.join(heads)}</defs>",
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
    ]


def panel_drawing(house: House, part: Panel, wide: float, y: float) -> str:
    """Return a room at its place, with its name and what it holds in all."""
    ink, fill = TINTS[part.room]
    boxes = [box for box in house.boxes.values() if box.room == part.room]
    files, lines = sum(box.files for box in boxes), sum(box.lines for box in boxes)
    name = "app.py" if part.room == "app" else f"{part.room}/"
    return "\n".join(
        [
            f'<g transform="translate(16,{y:.0f})">',
            f'<rect width="{wide:.0f}" height="{part.height:.0f}" rx="10" fill="{fill}"/>',
            f'<text class="room" x="{MARGIN}" y="31" style="fill:{ink}">{name}</text>',
            text(
                "sum", MARGIN + 8 + 11 * len(name), 31, f"{plural(files, 'file')} · {lines:,} lines"
            ),
            text("sum end", wide - MARGIN, 31, house.purposes.get(part.room, "")),
            f'<g transform="translate({(wide - part.width) / 2:.0f},0)">{part.drawing}</g>',
            "</g>",
        ]
    )


def lane_length(pair: tuple[str, str], spans: Mapping[str, tuple[float, float]]) -> float:
    """Return how far apart two rooms stand."""
    return abs(spans[pair[0]][0] - spans[pair[1]][0])


def lane_drawings(
    house: House,
    pairs: list[tuple[str, str]],
    spans: Mapping[str, tuple[float, float]],
    wide: float,
) -> list[str]:
    """Draw an arrow at the right for each pair of rooms; long ones stand further out."""
    drawn = []
    for lane, (source, target) in enumerate(pairs):
        down = spans[source][0] < spans[target][0]
        step = 12 * lane
        start = spans[source][1] - 22 - step if down else spans[source][0] + 22 + step
        end = spans[target][0] + 22 + step if down else spans[target][1] - 22 - step
        edge, x = 16 + wide, 16 + wide + 26 + SHIFT * lane
        colour = SOFT
        path = f"M{edge:.0f},{start:.0f} H{x:.0f} V{end:.0f} H{edge + 4:.0f}"
        drawn.append(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.6" '
            f'stroke-linejoin="round" marker-end="url(#head)"/>'
        )
        middle = (start + end) / 2
        words = f"{source} → {target}: {house.between[source, target]:,} imports"
        drawn.append(
            f'<text class="lane" x="0" y="0" transform="translate({x + 15:.0f},{middle:.0f}) '
            f'rotate(-90)">{escape(words)}</text>'
        )
    return drawn


# --- is it still true ---------------------------------------------------------------------------


def same(old: str, new: str) -> bool:
    """Say whether two pictures show the same: all alike, and counts of lines nearly so.

    Examples
    --------
    >>> same("<text>1,000 lines</text>", "<text>1,050 lines</text>")
    True
    >>> same("<text>1,000 lines</text>", "<text>2,000 lines</text>")
    False
    """
    if COUNTS.sub("", old) != COUNTS.sub("", new):
        return False
    pairs = zip(COUNTS.findall(old), COUNTS.findall(new), strict=True)
    counts = [(int(a.replace(",", "")), int(b.replace(",", ""))) for a, b in pairs]
    return all(abs(a - b) <= TOLERANCE * max(a, b) for a, b in counts)


def main(arguments: list[str] | None = None) -> int:
    """Draw the picture, or check the one that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--out", type=Path, default=PICTURE)
    asked = parser.parse_args(arguments)
    drawn = picture(read_house(asked.root))
    if not asked.check:
        asked.out.write_text(drawn, encoding="utf-8")
        return 0
    if asked.out.is_file() and same(asked.out.read_text(encoding="utf-8"), drawn):
        return 0
    print(f"{asked.out.name} no longer shows the code: python docs/draw_rooms.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
