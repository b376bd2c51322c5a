"""Where the boxes and lines of a picture stand. How they are written down is for each format.

Boxes of one layer stand in rows, each row below what points to it. A line goes down from a box, along a lane of its own
between two rows, and down to each box that it points to; past the rows between them it goes through a gap in each.
Layers that have names have no lines: each stands to the right of its name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from ssr.formats.diagram.mermaid import Diagram
from ssr.formats.page import Layout

# In units of which a letter is as high as `LETTER`.
LETTER = 14
LINE = 17
_WIDTH, _PADDING, _GAP, _EDGE = 160, 8, 20, 2
_STEP = _WIDTH + _GAP
# How many boxes stand beside each other on a phone, and on a sheet that stands or lies, if letters are small enough.
NARROW = 2
_STANDING, _LYING, _SMALL = 4, 6, 10.5
_ABOVE_LANES, _LANE, _BELOW_LANES = 10, 7, 16
# How far from each other lines are that come to one box, or go through one gap.
_ASIDE, _BESIDE = 9, 4
_ASIDES = (0, _BESIDE, -_BESIDE, 2 * _BESIDE, -2 * _BESIDE)

# Half as wide as the head of an arrow is, and as long as it is.
_HALF, _LONG = 4, 8

# How wide letters are, as a share of their height, in the fonts that are likely. Most are as wide as the usual one.
_WIDTHS = (
    dict.fromkeys("iljtfrI.,:;'!|()[] /-", 0.33)
    | dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZÅÄÖ", 0.74)
    | dict.fromkeys("mwMW@%–", 0.9)
)
_USUAL, _FULL = 0.55, "\u1100"
# Where a word that is too long is parted, which is right more often than not.
_SYLLABLE = re.compile("(?<=[a-zåäö]{2})[b-df-hj-np-tv-xz][aeiouyåäö]")

Point = tuple[float, float]


class Box(NamedTuple):
    """A box, what stands in it, whole and as lines that fit, and whether it is the marked one."""

    left: float
    top: float
    width: float
    height: float
    label: str
    lines: Sequence[str]
    here: bool


class Drawing(NamedTuple):
    """A picture: its size, its boxes, the lines between them, and the points of those lines that have an arrow."""

    width: float
    height: float
    boxes: list[Box]
    lines: list[list[Point]]
    arrows: list[Point]


class _Way(NamedTuple):
    """A line on its way down, and the boxes that it has not reached yet."""

    x: float
    targets: Sequence[int]


# The boxes that stand beside each other, and how far from the middle of the picture the middle of each is.
_Row = Mapping[int, float]


def letter(layout: Layout) -> float:
    """How high letters are in a picture, in points."""
    return layout.points or _SMALL


def room(layout: Layout) -> int:
    """How many boxes a sheet has room for beside each other."""
    most = _LYING if layout.landscape else _STANDING
    return max(int(most * _SMALL / letter(layout)), 1)


def drawn(diagram: Diagram, across: int) -> Drawing:
    """The picture, with at most so many boxes beside each other."""
    if diagram.titles:
        return _layered(diagram, max(across - 1, 1))
    rows = _rows(diagram, across)
    width = 2 * max(map(abs, (x for row in rows for x in row.values()))) + _STEP + _GAP
    drawing = Drawing(width, 0, [], [], [])
    ways: list[_Way] = []
    bottom = float(_EDGE)
    for row in ({box: x + width / 2 for box, x in row.items()} for row in rows):
        above = bottom
        top = above + (_ABOVE_LANES + max(len(ways) - 1, 0) * _LANE + _BELOW_LANES if drawing.boxes else 0)
        bottom = _stand(row, diagram, top, drawing.boxes)
        passed = list(_onward(ways, row))
        for lane, (way, through) in enumerate(zip(ways, passed, strict=True)):
            along = above + _ABOVE_LANES + lane * _LANE
            ends = [(x, top) for x in _arrivals(way, ways, row)]
            drawing.arrows.extend(ends)
            if through.targets:
                ends.append((through.x, bottom))
            drawing.lines.extend([(way.x, above), (way.x, along), (x, along), (x, y)] for x, y in ends)
        new = [_Way(x, diagram.below[box]) for box, x in row.items()]
        ways = sorted(way for way in (*passed, *new) if way.targets)
    return drawing._replace(height=bottom + _EDGE)


def _layered(diagram: Diagram, across: int) -> Drawing:
    """The picture of layers that have names."""
    rows = list(map(list, _rows(diagram, across)))
    width = (1 + max(map(len, rows))) * _STEP - _GAP + 2 * _EDGE
    boxes: list[Box] = []
    bottom = float(_EDGE)
    for rank, layer in groupby(rows, key=lambda row: diagram.ranks[row[0]]):
        top, first = bottom + (2 * _PADDING if boxes else 0), len(boxes)
        bottom = top - _PADDING
        for row in layer:
            places = {box: _EDGE + column * _STEP + _WIDTH / 2 for column, box in enumerate(row, 1)}
            bottom = _stand(places, diagram, bottom + _PADDING, boxes)
        title = diagram.titles[rank]
        lines = _broken(title)
        bottom = max(bottom, top + len(lines) * LINE + 2 * _PADDING)
        boxes.insert(first, Box(_EDGE, top, _WIDTH, bottom - top, title, lines, here=True))
    return Drawing(width, bottom + _EDGE, boxes, [], [])


def head(end: Point) -> list[Point]:
    """The head of an arrow that points down to here."""
    x, y = end
    return [(x - _HALF, y - _LONG), (x + _HALF, y - _LONG), end]


def _rows(diagram: Diagram, across: int) -> list[_Row]:
    """Layer by layer, in several rows if need be, and each box as near as can be to those that point to it."""
    above: list[list[int]] = [[] for _ in diagram.labels]
    for box, boxes in enumerate(diagram.below):
        for under in boxes:
            above[under].append(box)
    rows: list[_Row] = []
    places: dict[int, float] = {}
    for rank in range(max(diagram.ranks) + 1):
        layer = [box for box, own in enumerate(diagram.ranks) if own == rank]
        layer.sort(key=lambda box: sum(places[other] for other in above[box]) / max(len(above[box]), 1))
        count = -(-len(layer) // across)
        columns = -(-len(layer) // count)
        middles = [(at - (columns - 1) / 2) * _STEP for at in range(columns)]
        for start in range(0, len(layer), columns):
            rows.append(dict(zip(layer[start : start + columns], middles, strict=False)))
            places |= rows[-1]
    return rows


def _stand(row: _Row, diagram: Diagram, top: float, boxes: list[Box]) -> float:
    """Put the boxes of a row in their places; where the row ends."""
    texts = {box: _broken(diagram.labels[box]) for box in row}
    height = max(map(len, texts.values())) * LINE + 2 * _PADDING
    for box, lines in texts.items():
        left = row[box] - _WIDTH / 2
        boxes.append(Box(left, top, _WIDTH, height, diagram.labels[box], lines, box in diagram.here))
    return top + height


def _arrivals(way: _Way, ways: Sequence[_Way], row: _Row) -> Iterator[float]:
    """Where a line comes down on the boxes of a row that it points to, beside the others that come to the same box."""
    others = [other.x for other in ways if other is not way]
    for box, middle in row.items():
        if box in way.targets:
            coming = [other.x for other in ways if box in other.targets]
            straight = coming.index(middle) if middle in coming else (len(coming) - 1) / 2
            x = middle + (coming.index(way.x) - straight) * min(_ASIDE, _WIDTH / 2 / len(coming))
            places = (x + aside for aside in range(0, _WIDTH, _BESIDE) if x + aside < middle + _WIDTH / 2)
            yield _free(places, others, x)


def _onward(ways: Sequence[_Way], row: _Row) -> Iterator[_Way]:
    """The lines below a row, each through the nearest gap in it, to what it points to yet."""
    edges = [x - _STEP / 2 for x in row.values()]
    taken: list[float] = []
    for way in ways:
        gaps = sorted([*edges, edges[-1] + _STEP], key=lambda gap: abs(gap - way.x))
        places = (gap + aside for gap in gaps for aside in _ASIDES)
        x = _free(places, [*taken, *(other.x for other in ways if other is not way)], gaps[0])
        targets = [box for box in way.targets if box not in row]
        taken += [x] if targets else []
        yield _Way(x, targets)


def _free(places: Iterable[float], others: Sequence[float], otherwise: float) -> float:
    """The first place where no other line comes down."""
    return next((x for x in places if all(abs(x - other) >= _BESIDE for other in others)), otherwise)


def _broken(label: str) -> list[str]:
    """The label as lines that fit in a box; a word that does not is parted with a hyphen."""
    lines = [""]
    for word in label.split():
        for piece in _pieces(word):
            longer = f"{lines[-1]} {piece}".lstrip()
            if _fits(longer):
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _pieces(word: str) -> Iterator[str]:
    while not _fits(word):
        longest = max((end for end in range(1, len(word)) if _fits(f"{word[:end]}-")), default=1)
        syllables = [syllable.start() for syllable in _SYLLABLE.finditer(word, 1, longest + 2)]
        end = syllables[-1] if syllables else longest
        yield f"{word[:end]}-"
        word = word[end:]
    yield word


def _fits(text: str) -> bool:
    widths = (_WIDTHS.get(letter, _USUAL if letter < _FULL else 1) for letter in text)
    return sum(widths) * LETTER <= _WIDTH - 2 * _PADDING
