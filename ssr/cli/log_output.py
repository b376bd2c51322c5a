"""The life of an entry in the format that was asked for, and what is said beside it of what is missing."""

import json
from datetime import date
from itertools import groupby

from ssr.cli.console import Console
from ssr.commands.log import EntryHistory
from ssr.diff.change import Change
from ssr.diff.entry_log import LogEvent
from ssr.report.change_report import ChangeReport, change_as_object
from ssr.report.sentences import refusal, visible_line
from ssr.text.catalogue import Catalogue


def history_text(console: Console, life: EntryHistory, format_: str) -> str:
    """The events as sentences, or in the shape that `schemas/_life.schema.json` describes."""
    return _as_json(life) if format_ == "json" else _as_text(console.words, life)


def report_missing(console: Console, life: EntryHistory) -> None:
    """Why not everything could be told."""
    if life.missing is not None:
        console.say(refusal(console.words, life.missing))
        console.tell("next.no-history")
    if life.is_shallow:
        console.tell("next.history-ends")
    if life.left_out:
        console.left_out(life.left_out, "left-out-then")


def _as_json(life: EntryHistory) -> str:
    events = [
        {
            "sort": event.sort,
            "day": event.day if event.day_is_known else None,
            "commit": event.commit,
            "renamed": [{"old_id": was, "id": now} for now, was in event.renamed.items()],
            "changes": [change_as_object(change) for change in event.changes],
        }
        for event in life.events
    ]
    report = {"id": life.id, "kind": life.kind.name, "name": life.name, "complete": life.is_complete, "events": events}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _as_text(words: Catalogue, life: EntryHistory) -> str:
    title = life.kind.root.title(words.language)
    head = [visible_line(words.text("life.header", title=title, name=life.name, id=life.id))]
    for event in life.events:
        report = ChangeReport(words, event.names)
        head += [line for line in (*report.banner, *report.legend(event.changes)) if line not in head]
    blocks = ["".join(f"{line}\n" for line in head)]
    blocks += [block for event in life.events for block in _blocks(words, life, event)]
    if not life.events:
        blocks.append(words.text("life.nothing") + "\n")
    return "\n".join(blocks)


def _blocks(words: Catalogue, life: EntryHistory, event: LogEvent) -> list[str]:
    """One block for each version of the entry that an event is about."""
    report = ChangeReport(words, event.names)
    result = []
    renamed = [words.text("life.renamed", id=now, old=was) for now, was in event.renamed.items()]
    if renamed:
        result.append([_heading(words, event), *renamed])
    for _, group in groupby(event.changes, key=lambda change: (change.new, change.old)):
        changes = list(group)
        heading = _heading(words, event) + _version(words, life, changes[0])
        result.append([heading, *report.sentences(changes)])
    return ["\n  - ".join(lines) + "\n" for lines in result]


def _heading(words: Catalogue, event: LogEvent) -> str:
    if not event.day_is_known:
        return words.text("life.held-unknown")
    if event.begins or event.ends:
        return words.text(
            f"life.{'begun' if event.begins else 'ended'}", day=words.known_day(event.begins or event.ends)
        )
    day = words.day(date.fromisoformat(event.day), week=False)
    return words.text(f"life.{event.sort}", day=day, commit=(event.commit or "")[:10])


def _version(words: Catalogue, life: EntryHistory, change: Change) -> str:
    """Which version of which entry, where that is not plain."""
    entry, old = change.entry, change.old
    other = words.text("life.other", id=entry.id) if entry.id != life.id else ""
    if not entry.edition:
        return other
    if old is not None and old.edition not in {None, entry.edition}:
        return other + words.text("life.versions", version=entry.edition, old=old.edition)
    return other + words.text("life.version", version=entry.edition)
