"""Findings for other programs: JSON, and the annotations that GitHub shows on the lines of a change."""

import json
from collections.abc import Sequence
from typing import Any

from ssr.finding import Finding, Location
from ssr.report.sentences import Sentences, path_text, place_text, unobeyed, within
from ssr.text.catalogue import Catalogue

# GitHub obeys `::command::` at the start of a line and the older `##[command]` anywhere in it.
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SHOWN = 10  # of each in a step; GitHub drops the others without a word


def json_text(value: Any) -> str:
    """Anything as JSON that people can read too, and in which a log of CI finds nothing to obey; the data stay the same."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("##[", "#\\u0023[") + "\n"


def findings_as_json(
    findings: Sequence[Finding], omitted: int, sentences: Sentences, *, files: int, entries: int
) -> str:
    """The documented shape; quotes no value that is long or not public."""
    objects = [finding_as_object(finding, sentences) for finding in findings]
    room = len(within(json.dumps(one, ensure_ascii=False, indent=2) for one in objects))
    report = {
        "findings": objects[:room],
        "files": files,
        "entries": entries,
        "omitted": omitted + len(objects) - room,
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def finding_as_object(finding: Finding, sentences: Sentences) -> dict[str, Any]:
    """One finding for other programs; quotes no value that is long or not public."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": sentences.message(finding, quoting=False),
        "hint": sentences.hint(finding, quoting=False),
        **_place(finding.location),
        "related": [{**_place(other), "message": sentence} for other, sentence in sentences.related(finding)],
    }


def _place(location: Location) -> dict[str, Any]:
    return {"path": path_text(location.path), "line": location.position.line, "column": location.position.column}


def findings_as_github(
    findings: Sequence[Finding], omitted: int, catalogue: Catalogue, sentences: Sentences, summary: str
) -> str:
    """The `summary`, then a workflow command for each finding that GitHub shows, and a line of the log for each other."""
    room = dict.fromkeys(_COMMANDS.values(), _SHOWN)
    room[_COMMANDS["note"]] -= 1  # the summary
    shown: list[Finding] = []
    others: list[Finding] = []
    for finding in findings:
        command = _COMMANDS[finding.severity]
        room[command] -= 1
        (others if room[command] < 0 else shown).append(finding)
    lines = [_annotation(finding, catalogue, sentences) for finding in shown]
    logged = within(_log_line(finding, catalogue, sentences) for finding in others)
    left_out = omitted + len(others) - len(logged)
    if logged:
        summary = f"{summary} {catalogue.text('report.in-log', n=len(logged))}"
    if left_out:
        summary = f"{summary} {catalogue.text('report.omitted', n=left_out)}"
    return "".join([f"::notice title=ssr validate::{_escaped(summary, '')}\n", *lines, *logged])


def _annotation(finding: Finding, catalogue: Catalogue, sentences: Sentences) -> str:
    position = finding.location.position
    properties = {
        "file": path_text(finding.location.path),
        "line": str(position.line),
        "col": str(position.column),
        "endColumn": str(position.column + position.width),
        "title": f"{finding.code} {catalogue.text(f'codes.{finding.code}')}",
    }
    listed = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escaped(sentences.in_full(finding), '')}\n"


def _log_line(finding: Finding, catalogue: Catalogue, sentences: Sentences) -> str:
    severity = catalogue.text(f"severity.{finding.severity}")
    return unobeyed(f"{place_text(finding.location)}  {severity} {finding.code}  {sentences.in_full(finding)}\n")


def _escaped(text: str, more: str) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for letter in more:
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text
