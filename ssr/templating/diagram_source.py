"""A picture as Markdown: boxes in layers, in the small part of Mermaid that `ssr.formats.adapters` and GitHub draw.

Whatever a label holds, it is shown: what means something to Mermaid, to Markdown or to HTML is written as a number.
"""

import re
from collections.abc import Sequence

# Letters, digits, and signs that nobody reads as anything else. A number at the beginning with a full stop is a list.
_SIGN = re.compile(r"[^\w ,.:()/!?'’–-]|_|(?<=\d)\.(?= )|^[-.]")


def diagram_source(nodes: Sequence[tuple[str, str, bool]], edges: Sequence[tuple[str, str]]) -> str:
    """The fenced block for boxes (key, label, whether the document is about it) and arrows from key to key."""
    names = {key: f"n{number}" for number, (key, _, _) in enumerate(nodes, 1)}
    boxes = [f'{names[key]}["{_written(label)}"]{":::here" if here else ""}' for key, label, here in nodes]
    arrows = [f"{names[above]} --> {names[below]}" for above, below in edges]
    return _block([*boxes, *arrows, "classDef here stroke-width:3px"])


def layers_source(layers: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The fenced block for layers of boxes, each with its name, the first one on top; nothing where there is no box."""
    lines: list[str] = []
    count = 0
    filled = [(title, labels) for title, labels in layers if labels]
    for number, (title, labels) in enumerate(filled, 1):
        boxes = [f'    n{box}["{_written(label)}"]' for box, label in enumerate(labels, count + 1)]
        lines += [f'subgraph l{number}["{_written(title)}"]', *boxes, "end"]
        count += len(boxes)
    return "" if not filled else _block([*lines, *(f"l{number} ~~~ l{number + 1}" for number in range(1, len(filled)))])


def _block(lines: Sequence[str]) -> str:
    return "\n".join(["```mermaid", "flowchart TD", *(f"    {line}" for line in lines), "```", ""])


def _written(label: str) -> str:
    seen = "".join(letter for letter in " ".join(label.split()) if letter.isprintable())
    return _SIGN.sub(lambda sign: f"#{ord(sign.group())};", seen) or "–"
