"""A drawing as SVG: in the colour of the text around it, without ids, and with nothing that needs a style sheet."""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from ssr.formats.diagram.layout import LETTER, LINE, NARROW, Box, Drawing, Point, drawn, head, letter, room
from ssr.formats.diagram.mermaid import alternative_text, read
from ssr.formats.page import Page

# In a point of the size that letters have on paper.
_PIXELS = 4 / 3


class SvgDrawing(NamedTuple):
    """A picture, and its content in words."""

    svg: str
    words: str


def picture(text: str, page: Page, *, narrow: bool = False) -> SvgDrawing | None:
    """The picture that a text in the Markdown describes; None where it describes none.

    It is as wide as the sheet has room for, or `narrow`, for a phone.
    """
    diagram = read(text)
    if diagram is None:
        return None
    drawing, words = drawn(diagram, NARROW if narrow else room(page.layout)), alternative_text(diagram, page.language)
    return SvgDrawing(_svg(drawing, words, letter(page.layout) * _PIXELS / LETTER), words)


def _svg(drawing: Drawing, words: str, scale: float) -> str:
    """The drawing; `words` say what it shows to who cannot see it."""
    width, height = _number(drawing.width), _number(drawing.height)
    wide, high = _number(drawing.width * scale), _number(drawing.height * scale)
    lines = "".join(map(_line, drawing.lines))
    heads = "".join(f"{_line(head(end))}Z" for end in drawing.arrows)
    joined = f'<path d="{lines}"/>\n<path d="{heads}" fill="currentColor" stroke="none"/>\n' if lines else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(words)}"'
        f' viewBox="0 0 {width} {height}" width="{wide}" height="{high}"'
        f' fill="none" stroke="currentColor" font-size="{LETTER}" text-anchor="middle">\n'
        f"{joined}{''.join(map(_box, drawing.boxes))}"
        f'<g fill="currentColor" stroke="none">\n{"".join(map(_text, drawing.boxes))}</g>\n</svg>\n'
    )


def _line(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _box(box: Box) -> str:
    left, top, width, height = map(_number, box[:4])
    heavy = ' stroke-width="3"' if box.here else ""
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}"{heavy}/>\n'


def _text(box: Box) -> str:
    bold = ' font-weight="bold"' if box.here else ""
    middle = _number(box.left + box.width / 2)
    first = box.top + (box.height - len(box.lines) * LINE) / 2 + LETTER
    lines = [(f' x="{middle}" y="{_number(first + at * LINE)}"', escape(line)) for at, line in enumerate(box.lines)]
    if len(lines) == 1:
        return f"<text{lines[0][0]}{bold}>{lines[0][1]}</text>\n"
    return f"<text{bold}>{''.join(f'<tspan{place}>{line}</tspan>' for place, line in lines)}</text>\n"


def _number(value: float) -> str:
    """As short as can be, and never with an exponent."""
    return f"{value:.1f}".removesuffix(".0")
