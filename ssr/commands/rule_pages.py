"""`ssr rule`: what is checked, and the manual page of one code."""

import inspect
import textwrap
from dataclasses import dataclass

from ssr.base.schema import closest
from ssr.errors import UsageError
from ssr.rules.registry import RULES
from ssr.text.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class RulePage:
    """A code, its title, and its manual in Markdown; codes that are judged in reading have no manual of their own."""

    code: str
    title: str
    manual: str


def pages(catalogue: Catalogue) -> list[RulePage]:
    """A page for every code, in order."""
    manuals = {rule.code: inspect.cleandoc(rule.manual) for rule in RULES}
    titles = catalogue.lookup("codes")
    return [RulePage(code, titles[code], manuals.get(code, "")) for code in sorted(titles)]


def page(catalogue: Catalogue, code: str) -> RulePage:
    """The page of one code; `UsageError` when there is none."""
    known = {page.code: page for page in pages(catalogue)}
    result = known.get(code.upper())
    if result is None:
        raise UsageError("unknown-rule", code=code, suggestion=closest(code.upper(), known))
    return result


def examples(manual: str) -> tuple[str, str]:
    """The wrong and the right example of a manual page, as they stand in it."""
    _, _, rest = manual.partition("\nFel:\n")
    wrong, _, right = rest.partition("\nRätt:\n")
    return textwrap.dedent(wrong).strip("\n"), textwrap.dedent(right).strip("\n")
