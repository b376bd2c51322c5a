"""Draws the rooms of `ssr/` on their floors, with an arrow for each room that another imports from, but for the lowest floor, which all use. Used by `generate.py`.

Floors are the layers that `pyproject.toml` gives to import-linter, arrows the imports as the code has them, wherever in a
module they stand.
"""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

TOP = Path(__file__).parent.parent
WIDTH, ROOM, HEIGHT, FLOOR, LEFT = 940, 176, 46, 84, 60
# A room alone on its floor stands a little aside, so that arrows that pass it can be told apart.
ASIDE = (0, -130, 130)

JOBS = {
    "completion": "what Tab fills in",
    "cli": "options, screen, exit codes",
    "web": "local pages of ssr edit",
    "commands": "one function per verb",
    "documents": "request to rendered text",
    "templating": "definitions and Jinja",
    "report": "findings to sentences",
    "forms": "what came back",
    "upkeep": "what needs a look",
    "authoring": "edits, byte for byte",
    "rules": "judges a base",
    "diff": "what changed",
    "view": "who sees what, when",
    "base": "files to knowledge",
    "formats": "text to bytes",
    "files": "old or new, never torn",
    "series": "repeats to occasions",
    "errors": "failures of use",
    "finding": "wrong data",
    "text": "words, days, letters",
}


class Room(NamedTuple):
    """A room with the middle of its box."""

    name: str
    x: float
    y: float


def picture() -> str:
    """The picture as SVG."""
    floors = _floors()
    rooms = {room.name: room for number, names in enumerate(floors) for room in _placed(names, number)}
    height = len(floors) * FLOOR + 16
    box = f'viewBox="0 0 {WIDTH} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-labelledby="t d" font-family="sans-serif">',
        '<title id="t">The rooms of ssr</title>',
        f'<desc id="d">{escape(_description(floors))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number in range(len(floors)):
        y = 8 + number * FLOOR
        label = len(floors) - 1 - number
        parts.append(f'<rect x="8" y="{y}" width="{WIDTH - 16}" height="{FLOOR - 10}" rx="6" fill="#f3f5f7"/>')
        parts.append(f'<text x="28" y="{y + 46}" font-size="15" fill="#5a6470">{label}</text>')
    for (above, below), count in sorted(_imports().items()):
        if below not in floors[-1]:  # those are used by all
            parts.append(_arrow(rooms[above], rooms[below], count))
    parts += [_box(room) for room in rooms.values()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _floors() -> list[list[str]]:
    """The rooms of each floor, top first."""
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return [layer.split(" | ") for layer in contracts[0]["layers"]]


def _placed(names: list[str], number: int) -> Iterator[Room]:
    step = (WIDTH - LEFT) / len(names)
    aside = ASIDE[number % len(ASIDE)] if len(names) == 1 else 0
    for place, name in enumerate(names):
        yield Room(name, LEFT + aside + step * (place + 0.5), 8 + number * FLOOR + (FLOOR - 10) / 2)


def _imports() -> Counter[tuple[str, str]]:
    """How many modules of one room import from another."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted((TOP / "ssr").rglob("*.py")):
        above = path.relative_to(TOP / "ssr").with_suffix("").parts[0]
        below = {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _rooms(node)}
        found.update((above, name) for name in below - {above} if above in JOBS and name in JOBS)
    return found


def _rooms(node: ast.AST) -> Iterator[str]:
    """The rooms that a statement imports from."""
    if isinstance(node, ast.ImportFrom) and node.module == "ssr":
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ssr."):
        yield str(node.module).split(".")[1]
    elif isinstance(node, ast.Import):
        yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("ssr."))


def _arrow(above: Room, below: Room, count: int) -> str:
    """A line from one box down to another: the more modules import, the thicker."""
    start, end = above.y + HEIGHT / 2, below.y - HEIGHT / 2
    bend = (end - start) / 2
    path = f"M{above.x:.0f} {start:.0f}C{above.x:.0f} {start + bend:.0f} {below.x:.0f} {end - bend:.0f} {below.x:.0f} {end:.0f}"
    width = 0.8 + min(count, 12) / 5
    return f'<path d="{path}" fill="none" stroke="#35618f" stroke-opacity="0.35" stroke-width="{width:.1f}"/>'


def _box(room: Room) -> str:
    x, y = room.x - ROOM / 2, room.y - HEIGHT / 2
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{ROOM}" height="{HEIGHT}" rx="5" fill="#ffffff" stroke="#1f3a57"/>'
        f'<text x="{room.x:.0f}" y="{room.y - 3:.0f}" font-size="15" font-weight="600" text-anchor="middle">{room.name}</text>'
        f'<text x="{room.x:.0f}" y="{room.y + 14:.0f}" font-size="11.5" fill="#333c46" text-anchor="middle">'
        f"{escape(JOBS[room.name])}</text>"
    )


def _description(floors: list[list[str]]) -> str:
    """The picture in words, for those who do not see it."""
    names = "; ".join(", ".join(names) for names in floors)
    return f"Floors from the top: {names}. Each room imports from floors below it only; all use the lowest."
