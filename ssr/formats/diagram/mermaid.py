"""A picture in the Markdown: boxes in layers, joined by arrows, in the small part of Mermaid that templates write.

    flowchart TD
        n1["Regional council"]
        n2["Steering group"]:::here
        n1 --> n2
        classDef here stroke-width:3px

One box may be marked as the one that the document is about. Instead of arrows, the layers may have names:

    flowchart TD
        subgraph l1["What we want"]
            n1["Help in time"]
        end
        subgraph l2["What we have"]
            n2["Forums"]
            n3["Routines"]
        end
        l1 ~~~ l2

Anything else, and what goes round in circles, is no picture of ours and is left to be shown as the code it is. Where
things stand in the picture is for `drawing`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ssr.text.catalogue import layout_words
from ssr.text.characters import HIDDEN

# More boxes and arrows than anybody can take in.
_MOST_BOXES, _MOST_ARROWS = 100, 300

_NODE = re.compile(r'(\w{1,40})\["([^"\n]*)"\](:::here)?', re.ASCII)
_EDGE = re.compile(r"(\w{1,40}) --> (\w{1,40})", re.ASCII)
_STYLE = re.compile(r"classDef here [^\n]*")
_LAYER = re.compile(r'subgraph \w{1,40}\["([^"\n]*)"\]', re.ASCII)
_NEXT = re.compile(r"\w{1,40} ~~~ \w{1,40}", re.ASCII)
_ENTITY = re.compile(r"#([0-9]{1,7}|quot|amp|lt|gt);")
_NAMED = {"quot": '"', "amp": "&", "lt": "<", "gt": ">"}


class Diagram(NamedTuple):
    """The boxes by their number: what each says, in which layer it is, which stand below it, and which one is marked.

    Layers that have names have them under `titles`, from the top; no arrows join boxes then.
    """

    labels: Sequence[str]
    ranks: Sequence[int]
    below: Sequence[Sequence[int]]
    here: frozenset[int]
    titles: Sequence[str] = ()


def read(text: str) -> Diagram | None:
    """The picture that the text describes; None where it describes none."""
    first, *lines = (line.strip() for line in text.strip().split("\n"))
    if first != "flowchart TD":
        return None
    return _named_layers(lines) if any(map(_LAYER.fullmatch, lines)) else _joined_boxes(lines)


def _named_layers(lines: Sequence[str]) -> Diagram | None:
    titles: list[str] = []
    labels: list[str] = []
    ranks: list[int] = []
    is_open = False
    for line in lines:
        if not is_open and (layer := _LAYER.fullmatch(line)):
            titles.append(_decoded(layer[1]))
            is_open = True
        elif is_open and (node := _NODE.fullmatch(line)):
            labels.append(_decoded(node[2]))
            ranks.append(len(titles) - 1)
        elif is_open and line == "end":
            is_open = False
        elif is_open or not _NEXT.fullmatch(line):
            return None
    if is_open or len(labels) > _MOST_BOXES or len(set(ranks)) < len(titles):
        return None
    return Diagram(labels, ranks, [()] * len(labels), frozenset(), titles)


def _joined_boxes(lines: Sequence[str]) -> Diagram | None:
    numbers: dict[str, int] = {}
    labels: list[str] = []
    here: set[int] = set()
    edges: list[tuple[str, str]] = []
    for line in lines:
        if node := _NODE.fullmatch(line):
            if node[1] in numbers:
                return None
            numbers[node[1]] = len(labels)
            if node[3]:
                here.add(len(labels))
            labels.append(_decoded(node[2]))
        elif edge := _EDGE.fullmatch(line):
            edges.append((edge[1], edge[2]))
        elif line and not _STYLE.fullmatch(line):
            return None
    if not 0 < len(labels) <= _MOST_BOXES or len(edges) > _MOST_ARROWS or not {*chain(*edges)} <= numbers.keys():
        return None
    below: list[list[int]] = [[] for _ in labels]
    for above, under in dict.fromkeys(edges):
        below[numbers[above]].append(numbers[under])
    ranks = _ranks(below)
    return Diagram(labels, ranks, below, frozenset(here)) if ranks else None


def _decoded(label: str) -> str:
    return HIDDEN.sub("", " ".join(_ENTITY.sub(_letter, label).split()))


def _letter(entity: re.Match[str]) -> str:
    name = entity[1]
    if name in _NAMED:
        return _NAMED[name]
    return chr(int(name)) if 31 < int(name) < 0xD800 or 0xDFFF < int(name) < 0x110000 else entity[0]


def _ranks(below: Sequence[Sequence[int]]) -> list[int]:
    """The layer of each box: as far down as the longest way to it; none where a way leads back."""
    waiting = [0] * len(below)
    for under in (under for boxes in below for under in boxes):
        waiting[under] += 1
    ranks = [0] * len(below)
    ready = [box for box, count in enumerate(waiting) if count == 0]
    for box in ready:
        for under in below[box]:
            ranks[under] = max(ranks[under], ranks[box] + 1)
            waiting[under] -= 1
            if waiting[under] == 0:
                ready.append(under)
    return ranks if len(ready) == len(below) else []


def alternative_text(diagram: Diagram, language: str) -> str:
    """The picture in words, for who cannot see it: what each box has below it, or what each layer holds."""
    words = _words(language)
    under_it, and_ = words["below"], words["and"]
    names = [_name(diagram, box, language) for box in range(len(diagram.labels))]
    if diagram.titles:
        return " ".join(
            f"{title}: {_listed([name for name, own in zip(names, diagram.ranks, strict=True) if own == rank], and_)}."
            for rank, title in enumerate(diagram.titles)
        )
    joined = {box for boxes in diagram.below for box in boxes}
    sentences = []
    for box, boxes in enumerate(diagram.below):
        if boxes:
            sentences.append(f"{names[box]}: {under_it} {_listed([names[other] for other in boxes], and_)}.")
        elif box not in joined:
            sentences.append(f"{names[box]}.")
    return " ".join(sentences)


def _listed(names: Sequence[str], and_: str) -> str:
    *others, last = names
    return f"{', '.join(others)} {and_} {last}" if others else last


def outline(diagram: Diagram, language: str) -> Iterator[tuple[int, str]]:
    """The boxes as lines with their depth, from the top and down; what is below a box is told once."""
    if diagram.titles:
        yield from _layers(diagram, language)
        return
    above = _words(language)["above"]
    listed: set[int] = set()
    waiting = [(0, box) for box, rank in enumerate(diagram.ranks) if rank == 0][::-1]
    while waiting:
        depth, box = waiting.pop()
        again = box in listed and diagram.below[box]
        yield depth, _name(diagram, box, language) + (f" ({above})" if again else "")
        if not again:
            waiting += [(depth + 1, under) for under in reversed(diagram.below[box])]
        listed.add(box)


def _layers(diagram: Diagram, language: str) -> Iterator[tuple[int, str]]:
    for rank, title in enumerate(diagram.titles):
        yield 0, title
        yield from ((1, _name(diagram, box, language)) for box, own in enumerate(diagram.ranks) if own == rank)


def _name(diagram: Diagram, box: int, language: str) -> str:
    here = _words(language)["here"]
    return f"{diagram.labels[box]} ({here})" if box in diagram.here else diagram.labels[box]


def _words(language: str) -> Mapping[str, str]:
    words: Mapping[str, str] = layout_words(language)["picture"]
    return words
