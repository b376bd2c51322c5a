"""Findings turned into text in the format that was asked for."""

from collections.abc import Callable, Sequence
from datetime import date

from ssr.base.snapshot import UnreadableError
from ssr.base.yaml import read
from ssr.cli.console import Console
from ssr.cli.setting import Setting
from ssr.commands.validate import ValidationResult
from ssr.errors import UsageError
from ssr.finding import Finding, Location
from ssr.report.finding_text import findings_as_text
from ssr.report.machine import findings_as_github, findings_as_json
from ssr.report.sentences import Sentences, chosen


def validation_text(console: Console, result: ValidationResult, format_: str, day: str) -> str:
    """The findings of a check on `day` as `text`, `json` or `github`."""
    kept, omitted = chosen(result.findings)
    sentences = Sentences(console.words, result.base.kinds, date.fromisoformat(day))
    if format_ == "json":
        files = len({entry.path for entry in result.base.all_entries})
        return findings_as_json(kept, omitted, sentences, files=files, entries=len(result.base.all_entries))
    if format_ == "github":
        return findings_as_github(kept, omitted, console.words, sentences)
    if not result.findings:
        return console.words.text("report.clean", n=result.looked_at) + "\n"
    return findings_as_text(kept, omitted, console.words, sentences, result.line_of)


def findings_text(console: Console, setting: Setting, findings: Sequence[Finding]) -> str:
    """A few findings for a person, outside of a check."""
    kept, omitted = chosen(findings)
    return findings_as_text(kept, omitted, console.words, Sentences(console.words), _line_reader(setting))


def _line_reader(setting: Setting) -> Callable[[Location], str]:
    def line(location: Location) -> str:
        try:
            return read(location.path, setting.tree.read(location.path)).line(location.position.line)
        except (UnreadableError, UsageError):  # which there is not, or not yet
            return ""

    return line
