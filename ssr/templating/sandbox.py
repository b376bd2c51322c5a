"""Jinja as templates may use it: no way out of the template, no data taken for Markdown, no slip that fills the memory.

Templates are trusted as the tool's own code is, since whoever can change one can change what a document says: a huge
power, repetition or page is stopped, a loop that says nothing for hours is not.
"""

from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ssr.templating.markup import Markdown
from ssr.view.base_view import Text

_MAX_LENGTH = 2_000_000
_MAX_POWER = 10_000
# These hand data on as if it were markup, or escape it for something other than Markdown.
WRONG_FILTERS = ("e", "escape", "forceescape", "safe", "tojson", "urlize", "xmlattr", "striptags")


class _CodeGenerator(CodeGenerator):
    """Compiles `~` so that data beside Markdown is escaped as Markdown, where Jinja would escape it as HTML."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.concatenated((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with bounds on what one expression can make."""

    code_generator_class = _CodeGenerator
    shows_example = False
    intercepted_binops = frozenset({"+", "%", "*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and (isinstance(left, Markup) or isinstance(right, Markup)):
            return self.concatenated((left, right))
        if operator == "%" and isinstance(left, Markup):
            left = Markdown(left)
        if operator == "*" and _size(left) * _size(right) > _MAX_LENGTH:
            raise OverflowError("*")
        if operator == "**" and abs(right) * abs(left) > _MAX_POWER:
            raise OverflowError("**")
        return super().call_binop(context, operator, left, right)

    def note(self, value: Any) -> None:
        """Remember whether anything invented was written."""
        self.shows_example |= isinstance(value, Text) and value.is_example

    def concatenated(self, parts: Iterable[Any]) -> str:
        """The parts as one text; data stays data as long as no part is Markdown."""
        parts = list(parts)
        for part in parts:
            self.note(part)
        if self.autoescape and any(isinstance(part, Markup) for part in parts):
            return Markdown("").join(parts)
        return "".join(str(part) for part in parts)


def _size(value: Any) -> int:
    """How many times over, or how long, in a multiplication that repeats; 1 where it only counts."""
    return len(value) if isinstance(value, (str, list, tuple)) else abs(value) if isinstance(value, int) else 1


def bounded(parts: Any) -> str:
    """The whole text; an error at the template's line when it is longer than any document."""
    result: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > _MAX_LENGTH:
            parts.throw(OverflowError(f"> {_MAX_LENGTH}"))
        result.append(part)
    return "".join(result)
