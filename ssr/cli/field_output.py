"""What `ssr explain` found, turned into text."""

from collections.abc import Iterable, Sequence

from ssr.authoring.yaml_lines import lines as yaml_lines
from ssr.base.kinds import Kinds
from ssr.cli.console import Console
from ssr.commands.explain import Explanation
from ssr.report.field_page import FieldPages, Named
from ssr.report.sentences import unobeyed, visible_line
from ssr.text.columns import in_columns


def kinds_text(console: Console, kinds: Kinds) -> str:
    """The kinds, each with what it is called and is."""
    language = console.words.language
    rows = [(kind.name, kind.root.title(language), kind.root.description(language)) for kind in kinds.values()]
    return _told(in_columns(rows))


def explanation_text(console: Console, result: Explanation) -> str:
    """A kind or a field, what it may hold, and an example."""
    words, pages = console.words, FieldPages(console.words, result.kinds)
    page = pages.of_field(result.kind, result.way) if result.way else pages.of_kind(result.kind)
    lines = [f"{page.title} ({page.path})", page.description, "", *page.facts]
    lines += _table(words.text("field.values"), page.values)
    lines += _table(words.text("field.fields"), page.fields)
    if page.common:
        lines += ["", f"{words.text('field.common')}: {', '.join(page.common)}"]
    if result.sample is not None:
        entry, value = result.sample
        written = yaml_lines(result.way[-1], value) if result.way else entry.source.text.rstrip("\n").split("\n")
        lines += ["", f"{words.text('field.example', id=entry.id)}:", *(f"  {line}" for line in written)]
    return _told(lines)


def _table(heading: str, rows: Sequence[Named]) -> list[str]:
    return ["", f"{heading}:", *(f"  {line}" for line in in_columns(rows))] if rows else []


def _told(lines: Iterable[str]) -> str:
    return unobeyed("\n".join(map(visible_line, lines))) + "\n"
