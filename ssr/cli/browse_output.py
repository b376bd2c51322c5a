"""What the commands that look return, turned into text in the format that was asked for; findings are told elsewhere."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from ssr.base.kinds import Kinds
from ssr.cli.console import Console
from ssr.commands.browse import EntryDetails, ListRow
from ssr.report.machine import json_text
from ssr.report.sentences import unobeyed, visible_line
from ssr.text.columns import in_columns


def list_text(console: Console, kinds: Kinds, entries: Sequence[ListRow], format_: str) -> str:
    """Entries as lines under their kinds, or as a JSON array."""
    if format_ == "json":
        return json_text([asdict(entry) for entry in entries])
    lines: list[str] = []
    for kind, group in groupby(entries, key=lambda entry: entry.kind):
        lines.append(f"{kinds[kind].root.title(console.words.language)} ({kind})")
        rows = [
            [
                entry.id,
                visible_line(entry.name),
                entry.edition or "",
                console.words.text(f"list.{entry.state}") if entry.state else "",
            ]
            for entry in group
        ]
        lines += [f"  {line}" for line in in_columns(rows)]
    return "\n".join(lines) + "\n" if lines else ""


def entry_text(console: Console, result: EntryDetails, format_: str) -> str:
    """One entry: where it lies, what it says, and its links in both directions; or as `schemas/_entry.schema.json` has it."""
    return _entry_json(result) if format_ == "json" else _entry_lines(console, result)


def _entry_json(result: EntryDetails) -> str:
    entry = result.entry
    about = {"kind": entry.kind, "id": entry.id, "edition": entry.edition, "name": result.name, "state": result.state}
    written = {
        "path": entry.path,
        "data": entry.data,
        "laid_over": [{"path": addition.path, "data": addition.data} for addition in result.additions],
    }
    links = {
        direction: [
            {"id": one.id, "kind": one.kind or None, "name": one.name, "field": str(one.route[0])} for one in ends
        ]
        for direction, ends in (("points_to", result.outgoing), ("pointed_from", result.incoming))
    }
    return json_text({**about, **written, **links})


def _entry_lines(console: Console, result: EntryDetails) -> str:
    words, kinds = console.words, result.base.kinds
    kind = kinds[result.entry.kind].root.title(words.language)
    lines = [
        visible_line(result.name),
        f"{words.text('show.kind')}: {kind}",
        f"{words.text('show.path')}: {result.entry.path}",
    ]
    if result.entry.edition:
        lines.append(f"{words.text('show.period')}: {result.entry.edition}")
    for written in (result.entry, *result.additions):
        if written is not result.entry:
            lines += ["", f"{words.text('show.laid-over')}: {visible_line(written.path)}"]
        lines += ["", *(visible_line(line) for line in written.source.text.rstrip("\n").split("\n"))]
    for label, links in (("points-to", result.outgoing), ("pointed-from", result.incoming)):
        lines += ["", f"{words.text(f'show.{label}')}:"]
        for link in links:
            title = kinds[link.kind].root.title(words.language).lower() if link.kind in kinds else "?"
            holder = result.entry.kind if label == "points-to" else link.kind
            field = kinds.field(holder, link.route[:1])
            lines.append(
                f"  {link.id}  {visible_line(link.name)} ({title}; {field.title(words.language).lower() if field else '?'})"
            )
        if not links:
            lines.append(f"  {words.text('show.nothing')}")
    return unobeyed("\n".join(lines)) + "\n"
