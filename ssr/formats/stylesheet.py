"""The style sheet of a page, `page.css`, without what the page has no use for: comments, spaces, rules of other pages.

A rule stays where each class, element and attribute that its selector names stands in the page. What only says when a
rule holds, `:is()` and the like, is not looked at. Not a general reader of CSS: it knows what `page.css` has.
"""

import re
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from typing import NamedTuple

# A string, which stays as it is, or what may go.
_SPARE = re.compile(r'("[^"]*")|(?:/\*.*?\*/|\s)+', re.DOTALL)
_AROUND = re.compile(r' ?([{};,>]) ?|(:) |("[^"]*")')
_CONDITION = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|::?[a-z-]+|@page")
_NAME = re.compile(r"[a-z][\w-]*")
_SEEN = re.compile(r'<([a-z][a-z0-9]*)|\b(data-[a-z-]+|class|role|type)=(?:"([^"]*)")?')


class _Rule(NamedTuple):
    """Selectors, each with the names in it, and what stands between the braces; of an at-rule the rules there."""

    selectors: tuple[tuple[str, frozenset[str]], ...]
    body: str = ""
    rules: tuple["_Rule", ...] = ()

    def needed(self, seen: Set[str]) -> str:
        """The rule as far as a page needs it."""
        kept = ",".join(selector for selector, names in self.selectors if names <= seen)
        body = "".join(rule.needed(seen) for rule in self.rules) if self.rules else self.body
        return f"{kept}{{{body}}}" if kept and body else ""


def style_for(page: str) -> str:
    """The rules that a page needs, a line for each; `page` is its HTML, and its script where it has one."""
    content, _, script = page.partition("<script>")
    seen = set(_NAME.findall(script))  # it adds to the page what it names
    for element, attribute, value in _SEEN.findall(content):
        seen.update((element, attribute, *value.split()))
    return "".join(f"{rule}\n" for rule in (rule.needed(seen) for rule in _rules()) if rule)


def small(css: str) -> str:
    """A style sheet without comments and without the spaces that nobody needs."""
    css = _SPARE.sub(lambda spare: spare[1] or " ", css)
    return _AROUND.sub(lambda sign: sign[1] or sign[2] or sign[3], css).replace(";}", "}").strip()


@cache
def whole_style() -> str:
    """Every rule, for a page that changes while it is looked at."""
    return small(Path(__file__).with_name("page.css").read_text(encoding="utf-8"))


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_read(whole_style()))


def _read(css: str) -> Iterator[_Rule]:
    while css:
        head, _, css = css.partition("{")
        end = _end(css)
        body, css = css[:end], css[end + 1 :]
        if head.startswith("@media"):
            yield _Rule(((head, frozenset()),), rules=tuple(_read(body)))
        else:
            yield _Rule(tuple((one, _names(one)) for one in _selectors(head)), body)


def _end(css: str) -> int:
    """Where the brace is that ends what has begun."""
    depth = 1
    for at, letter in enumerate(css):
        depth += (letter == "{") - (letter == "}")
        if not depth:
            return at
    raise ValueError("page.css: a brace that nothing ends")


def _selectors(head: str) -> list[str]:
    """The selectors of a rule, which commas part that stand in no brackets."""
    return re.split(r",(?![^()]*\))", head)


def _names(selector: str) -> frozenset[str]:
    """The classes, elements and attributes that a selector names, and the role or type that an attribute has."""
    return frozenset(_NAME.findall(_CONDITION.sub(" ", selector)))
