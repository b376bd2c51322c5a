"""Pictures in the Markdown: what is one, what it says in words, and where its boxes and lines stand."""

from html import unescape
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ssr.formats.diagram.layout import Box, Drawing, drawn, room
from ssr.formats.diagram.mermaid import Diagram, alternative_text, outline, read
from ssr.formats.diagram.svg import picture
from ssr.formats.markdown_tree import reader
from ssr.formats.page import Layout, Page
from ssr.templating.diagram_source import diagram_source, layers_source
from ssr.text.characters import HIDDEN

COUNCIL = """\
flowchart TD
    n1["Rådet"]
    n2["Styrgrupp"]:::here
    n3["Kansli"]
    n4["Nätverk"]
    n1 --> n2
    n1 --> n3
    n2 --> n4
    n3 --> n4
    classDef here stroke-width:3px
"""


def source(block: str) -> str:
    """What stands inside of the one fenced block that the text must be."""
    [token] = reader().parse(block)
    assert (token.type, token.info) == ("fence", "mermaid")
    return token.content


def of(*labels: str, arrows: list[tuple[int, int]] | None = None, here: int | None = None) -> Diagram:
    """The picture of boxes by their numbers, written and read."""
    nodes = [(str(number), label, number == here) for number, label in enumerate(labels)]
    edges = [(str(above), str(below)) for above, below in arrows or []]
    found = read(source(diagram_source(nodes, edges)))
    assert found is not None
    return found


def test_what_is_read() -> None:
    assert read(COUNCIL) == Diagram(
        ["Rådet", "Styrgrupp", "Kansli", "Nätverk"], [0, 1, 1, 2], [[1, 2], [3], [3], []], frozenset({1})
    )


def test_what_is_written() -> None:
    nodes = [("radet", "Rådet", False), ("styr", "Styrgrupp", True), ("kansli", "Kansli", False)]
    assert diagram_source(nodes, [("radet", "styr"), ("radet", "kansli")]) == (
        "```mermaid\n"
        "flowchart TD\n"
        '    n1["Rådet"]\n'
        '    n2["Styrgrupp"]:::here\n'
        '    n3["Kansli"]\n'
        "    n1 --> n2\n"
        "    n1 --> n3\n"
        "    classDef here stroke-width:3px\n"
        "```\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "flowchart TD",
        "sequenceDiagram\n  a->>b: hej",
        'flowchart LR\n n1["a"]',
        'flowchart TD\n n1["a"] --> n2["b"]',
        'flowchart TD\n n1["a"]\n n1 --> n2',
        'flowchart TD\n n1["a"]\n n1["b"]',
        'flowchart TD\n n1["a"]\n n1 --> n1',
        'flowchart TD\n n1["a"]\n n2["b"]\n n1 --> n2\n n2 --> n1',
        'flowchart TD\n n1["a"]\n n2["b"]\n n1 -->|till| n2',
        'flowchart TD\n n1["a"]\n click n1 "javascript:alert(1)"',
        "flowchart TD\n n1[a]",
        'flowchart TD\n subgraph l1["A"]\n n1["a"]',
        'flowchart TD\n subgraph l1["A"]\n end',
        'flowchart TD\n subgraph l1["A"]\n n1["a"]\n end\n n2["b"]',
        'flowchart TD\n subgraph l1["A"]\n subgraph l2["B"]\n n1["a"]\n end\n end',
        'flowchart TD\n subgraph l1["A"]\n n1["a"]\n n1 --> n1\n end',
        'flowchart TD\n subgraph l1["A"]\n n1["a"]\n end\n l1 --> l2',
        "flowchart TD\n" + "".join(f'n{number}["x"]\n' for number in range(1000)),
    ],
)
def test_anything_else_is_no_picture(text: str) -> None:
    assert read(text) is None


HOSTILE = [
    'han sa "hej"', "`kod` ```", "rad ett\nrad två\r\n```", "a --> b", "slut\"] n2[\"", "]", "<b>fet</b> <script>", "&lt; &#34;",
    "#quot; #34; #0; #1114112; #55296;", "classDef here fill:red", "%% kommentar", "1. lista", "- lista", "* _a_ **b**", "\\n",
    "{{ 7*7 }} {% x %}", "=cmd()", "\u202etxt.exe", "a\x00b\x1b", "   ", "", "________", "å ä ö – ’ 雪 🚒 é\u0301", "end", "::: here",
]  # fmt: skip


def shown(label: str) -> str:
    """What a reader should see of a label: it all, on one line, without what cannot be seen."""
    return "".join(letter for letter in " ".join(label.split()) if letter.isprintable()) or "–"


@given(st.lists(st.text(), min_size=1, max_size=4))
@example(HOSTILE)
def test_writer_and_reader_agree_on_every_label(labels: list[str]) -> None:
    arrows = [(0, number) for number in range(1, len(labels))]
    found = of(*labels, arrows=arrows, here=len(labels) - 1)
    assert found.labels == [" ".join(HIDDEN.sub("", shown(label)).split()) for label in labels]
    assert found.below[0] == list(range(1, len(labels)))
    assert found.here == {len(labels) - 1}


@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_means_nothing_to_mermaid_or_html(label: str) -> None:
    line = source(diagram_source([("a", label, False)], [])).splitlines()[1]
    assert line.startswith('    n1["')
    assert line.endswith('"]')
    assert not set('"<>&`\\*_[]{}|~') & set(line.removeprefix('    n1["').removesuffix('"]'))


def test_in_words() -> None:
    diagram = of("Rådet", "Styrgrupp", "Kansli", "Nätverk", "Ensam", arrows=[(0, 1), (0, 2), (0, 3), (1, 3)], here=1)
    assert alternative_text(diagram, "sv") == (
        "Rådet: därunder Styrgrupp (här), Kansli och Nätverk. Styrgrupp (här): därunder Nätverk. Ensam."
    )
    assert alternative_text(diagram, "en").startswith("Rådet: below it Styrgrupp (here), Kansli and Nätverk.")


def test_as_lines() -> None:
    diagram = of("A", "B", "C", "D", arrows=[(0, 1), (0, 2), (1, 3), (2, 1)], here=3)
    lines = ["  " * depth + line for depth, line in outline(diagram, "sv")]
    assert lines == ["A", "  B", "    D (här)", "  C", "    B (se ovan)"]


# Layers with names.


LAYERS = [
    ("Effekter", ["Hjälp", "Besked"]),
    ("Tomt", []),
    ("Verktyg", ["Forum", "Rutiner", "Rakel"]),
    ("Grund", ["Mål"]),
]


def layered(*layers: tuple[str, list[str]]) -> Diagram:
    """The picture of named layers, written and read."""
    found = read(source(layers_source(layers)))
    assert found is not None
    return found


def test_layers_are_written_one_below_the_other_and_empty_ones_left_out() -> None:
    assert layers_source([("A", ["a", "b"]), ("Tomt", []), ("B", ["c"])]) == (
        "```mermaid\n"
        "flowchart TD\n"
        '    subgraph l1["A"]\n'
        '        n1["a"]\n'
        '        n2["b"]\n'
        "    end\n"
        '    subgraph l2["B"]\n'
        '        n3["c"]\n'
        "    end\n"
        "    l1 ~~~ l2\n"
        "```\n"
    )


def test_without_a_box_there_is_no_picture() -> None:
    assert layers_source([("Tomt", [])]) == ""


def test_layers_in_words_and_as_lines() -> None:
    diagram = layered(*LAYERS)
    assert (
        alternative_text(diagram, "sv") == "Effekter: Hjälp och Besked. Verktyg: Forum, Rutiner och Rakel. Grund: Mål."
    )
    lines = ["  " * depth + line for depth, line in outline(diagram, "sv")]
    assert lines == ["Effekter", "  Hjälp", "  Besked", "Verktyg", "  Forum", "  Rutiner", "  Rakel", "Grund", "  Mål"]


@given(st.text(), st.text())
@example('"]\nend', "subgraph l9[")
def test_writer_and_reader_agree_on_every_layer(title: str, label: str) -> None:
    found = layered((title, [label]), ("B", ["b"]))
    expected = [" ".join(HIDDEN.sub("", shown(text)).split()) for text in (title, label)]
    assert [found.titles[0], found.labels[0]] == expected
    assert (found.ranks, found.titles[1]) == ([0, 1], "B")


@given(
    st.lists(
        st.tuples(st.text("Mia å-x", max_size=90), st.lists(st.text("Mia å-x", max_size=60), min_size=1, max_size=7)),
        min_size=1,
        max_size=5,
    ),
    st.integers(1, 6),
)
def test_each_layer_stands_beside_its_name_and_below_the_one_before(
    layers: list[tuple[str, list[str]]], across: int
) -> None:
    diagram = layered(*layers)
    drawing = drawn(diagram, across)
    assert not any(overlap(one, other) for one, other in combinations(drawing.boxes, 2))
    assert max(beside(drawing)) <= max(across, 2)
    assert all(
        box.left + box.width <= drawing.width and box.top + box.height <= drawing.height for box in drawing.boxes
    )
    names = [box for box in drawing.boxes if box.here]
    assert [box.label for box in names] == diagram.titles
    assert [box.top for box in names] == sorted({box.top for box in names})
    boxes = [box for box in drawing.boxes if not box.here]
    assert [box.label for box in boxes] == diagram.labels
    for box, rank in zip(boxes, diagram.ranks, strict=True):
        assert names[rank].top <= box.top
        assert box.top + box.height <= names[rank].top + names[rank].height


# Where things stand.


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    labels = draw(st.lists(st.text("Mia å-x", max_size=60), min_size=1, max_size=14))
    pairs = list(combinations(range(len(labels)), 2))
    arrows = draw(st.lists(st.sampled_from(pairs), max_size=20, unique=True)) if pairs else []
    return of(*labels, arrows=arrows)


@given(diagrams(), st.integers(1, 6))
def test_boxes_stand_apart_and_lines_pass_between_them(diagram: Diagram, across: int) -> None:
    drawing = drawn(diagram, across)
    assert len(drawing.boxes) == len(diagram.labels)
    for one, other in combinations(drawing.boxes, 2):
        assert not overlap(one, other)
    for line in drawing.lines:
        for start, end in pairwise(line):
            assert [box.label for box in drawing.boxes if crosses(start, end, box)] == []


@given(diagrams(), st.integers(1, 6))
def test_each_arrow_leads_from_a_box_to_one_below_it(diagram: Diagram, across: int) -> None:
    drawing = drawn(diagram, across)
    assert len(drawing.arrows) == sum(map(len, diagram.below))
    for x, y in drawing.arrows:
        assert any(box.left < x < box.left + box.width and y == box.top for box in drawing.boxes)


@given(diagrams(), st.integers(1, 6))
def test_nothing_stands_outside_the_picture(diagram: Diagram, across: int) -> None:
    drawing = drawn(diagram, across)
    points = [point for line in drawing.lines for point in line]
    points += [(box.left, box.top) for box in drawing.boxes]
    points += [(box.left + box.width, box.top + box.height) for box in drawing.boxes]
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)
    assert max(beside(drawing)) <= across


def beside(drawing: Drawing) -> list[int]:
    tops = [box.top for box in drawing.boxes]
    return [tops.count(top) for top in tops]


def overlap(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) < one.width and (
        one.top < other.top + other.height and other.top < one.top + one.height
    )


def crosses(start: tuple[float, float], end: tuple[float, float], box: Box) -> bool:
    """Whether a line, which is upright or level, goes through the inside of a box."""
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    across = left < box.left + box.width - 1 and right > box.left + 1
    return across and top < box.top + box.height - 1 and bottom > box.top + 1


def test_words_too_long_for_a_box_are_parted() -> None:
    [box] = drawn(of("Räddningstjänstförbundet i länet"), 4).boxes
    assert box.lines == ["Räddningstjänstför-", "bundet i länet"]


def test_how_many_boxes_a_sheet_has_room_for() -> None:
    layouts = [
        Layout(),
        Layout(points=14),
        Layout(landscape=True),
        Layout(points=14, landscape=True),
        Layout(points=99),
    ]
    assert [room(layout) for layout in layouts] == [4, 3, 6, 4, 1]


# As SVG.


@given(st.text())
def test_an_svg_is_well_formed_whatever_is_in_it(label: str) -> None:
    block = diagram_source([("a", label, True), ("b", "B", False)], [("a", "b")])
    made = picture(source(block), Page("sv"))
    assert made is not None
    root = ElementTree.fromstring(made.svg)  # noqa: S314  (ours)
    assert root.get("role") == "img"
    assert root.get("aria-label") == made.words
    assert unescape(made.words).endswith(" (här): därunder B.")
    assert not any("id" in element.attrib for element in root.iter())
