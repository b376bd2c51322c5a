"""A template holds words and order: it compares no days, and does not count, cut or add up lists."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

TEMPLATES = Path(__file__).parents[2] / "templates"

ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)
ORDERINGS = {"lt", "lteq", "gt", "gteq"}
# The tests of Jinja's that order, by all their names; `select` and its kin take them as words.
ORDERING_TESTS = ORDERINGS | {"le", "ge", "lessthan", "greaterthan", "<", "<=", ">", ">="}
SELECTING = {"select", "reject", "selectattr", "rejectattr"}
COUNTING = {"sum", "min", "max", "sort", "batch", "slice", "groupby"}


def thick(source: str) -> Iterator[str]:
    """What a template works out instead of being handed it, each with its line."""
    for node in jinja2.Environment(autoescape=True).parse(source).find_all(nodes.Node):
        reason = _reason(node)
        if reason:
            yield f"{node.lineno}: {reason}"


def _reason(node: nodes.Node) -> str | None:
    match node:
        case nodes.Compare(expr=first, ops=operands):
            values = [first, *(operand.expr for operand in operands)]
            orders = any(operand.op in ORDERINGS for operand in operands)
            return "order" if orders and not any(map(_is_number, values)) else None
        case nodes.Slice():
            return "slice"
        case nodes.Getitem(arg=arg) if _is_number(arg):
            return "place in a list"
        case nodes.Filter(name=name, args=arguments):
            words = {argument.value for argument in arguments if isinstance(argument, nodes.Const)}
            return name if name in COUNTING or (name in SELECTING and words & ORDERING_TESTS) else None
        case nodes.Test(name=name) if name in ORDERING_TESTS:
            return name
    return "arithmetic" if isinstance(node, ARITHMETIC) else None


def _is_number(node: nodes.Node) -> bool:
    """Whether it is a number in the template itself, with which no day can be compared."""
    return isinstance(node, nodes.Const) and isinstance(node.value, (int, float))


def test_no_template_works_out_what_it_could_be_handed() -> None:
    templates = sorted(TEMPLATES.rglob("*.j2"))
    assert len(templates) > 30
    found = [
        f"{template.relative_to(TEMPLATES)}:{place}"
        for template in templates
        for place in thick(template.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "expression",
    [
        "entry.until < day",
        "day >= entry.until",
        "first <= day <= last",
        "entry.until is lt(day)",
        'items | selectattr("date", "gt", day)',
        'dates | reject(">", day)',
        "items[:3]",
        "items[3:]",
        "items[0]",
        "items[-1]",
        "items[-number]",
        "members + others",
        "items | length - 3",
        "14 // count",
        "number * 2",
        "items | sum(start=[])",
        "[a, b] | max",
        "items | sort",
    ],
)
def test_what_it_works_out_is_seen_wherever_it_stands(expression: str) -> None:
    for template in ("{{ X }}", "{% set x = (X) %}", "{% macro m() %}\n{% if X %}x{% endif %}{% endmacro %}"):
        assert list(thick(template.replace("X", expression)))


@pytest.mark.parametrize(
    "expression",
    [
        "entry.until is past",
        "items | length > 1",
        "count > 0",
        "a == b",
        "a in b",
        'items | selectattr("date", "coming")',
        "(items | at_most(3)).shown",
        '"a" ~ name',
        'entry["title"]',
    ],
)
def test_words_and_order_may_stand(expression: str) -> None:
    assert list(thick("{{ X }}".replace("X", expression))) == []
