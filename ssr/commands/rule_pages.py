"""`ssr rule`: what is checked, and the manual page of one code."""

import textwrap
from dataclasses import dataclass

from ssr.errors import UsageError
from ssr.text.catalogue import Catalogue
from ssr.text.folding import closest


@dataclass(frozen=True, slots=True)
class RulePage:
    """A code, its title, and its manual in Markdown."""

    code: str
    title: str
    catalogue: Catalogue

    @property
    def manual(self) -> str:
        """The whole manual, read when it is asked for; empty where there is none."""
        return self.catalogue.manual(self.code)

    def parts(self) -> tuple[str, str, str]:
        """What the manual says is checked and why, its wrong example and its right one."""
        wrong, right = (f"\n{self.catalogue.text(f'rule.{key}')}:\n" for key in ("wrong", "right"))
        what, _, shown = self.manual.partition(wrong)
        before, _, after = shown.partition(right)
        return what.strip(), textwrap.dedent(before).strip("\n"), textwrap.dedent(after).strip("\n")


def pages(catalogue: Catalogue) -> list[RulePage]:
    """A page for every code, in order."""
    titles = catalogue.lookup("codes")
    return [RulePage(code, titles[code], catalogue) for code in sorted(titles)]


def page(catalogue: Catalogue, code: str) -> RulePage:
    """The page of one code; `UsageError` when there is none."""
    known = {page.code: page for page in pages(catalogue)}
    result = known.get(code.upper())
    if result is None:
        raise UsageError("unknown-rule", code=code, suggestion=closest(code.upper(), known))
    return result
