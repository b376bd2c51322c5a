"""Findings turned into text in the format that was asked for."""

import posixpath
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ssr.base.snapshot import MANIFEST, UnreadableError
from ssr.base.yaml import read
from ssr.cli.console import Console
from ssr.cli.setting import Setting
from ssr.commands.validate import ValidationResult
from ssr.errors import UsageError
from ssr.finding import Finding, Location
from ssr.report.exchange import findings_as_gitlab, findings_as_junit, findings_as_sarif
from ssr.report.finding_text import findings_as_text
from ssr.report.machine import findings_as_github, findings_as_json
from ssr.report.sentences import Sentences, chosen, summary_of


def validation_text(
    console: Console, setting: Setting, result: ValidationResult, format_: str, *, day: str, strict: bool
) -> str:
    """The findings of a check on `day` in a format; what forges read has its paths from the top of the repository."""
    kept, omitted = chosen(result.findings)
    words, sentences = console.words, Sentences(console.words, result.base.kinds, date.fromisoformat(day))
    if format_ == "json":
        files = len({entry.path for entry in result.base.all_entries})
        return findings_as_json(kept, omitted, sentences, files=files, entries=len(result.base.all_entries))
    if format_ == "text":
        if not result.findings:
            return words.text("report.clean", n=result.looked_at) + "\n"
        return findings_as_text(kept, omitted, words, sentences, result.line_of)
    way = setting.from_top
    findings = [_moved(finding, way) for finding in kept]
    if format_ == "gitlab":
        return findings_as_gitlab(findings, omitted, words, sentences, way + MANIFEST)
    if format_ == "sarif":
        return findings_as_sarif(findings, omitted, words, sentences)
    tell, more = (findings_as_junit, {"strict": strict}) if format_ == "junit" else (findings_as_github, {})
    summary = summary_of(words, result.findings, result.looked_at)
    return tell(findings, omitted, words, sentences, summary=summary, **more)


def _moved(finding: Finding, way: str) -> Finding:
    """A finding with its places below `way`."""

    def moved(place: Location) -> Location:
        return place._replace(path=posixpath.normpath(way + place.path))

    earlier = None if finding.earlier is None else moved(finding.earlier)
    return finding._replace(
        location=moved(finding.location), related=tuple(moved(place) for place in finding.related), earlier=earlier
    )


def findings_text(
    console: Console, setting: Setting, findings: Sequence[Finding], planned: Mapping[str, bytes] | None = None
) -> str:
    """A few findings for a person, outside of a check; `planned` are the files that are not written."""
    kept, omitted = chosen(findings)
    return findings_as_text(
        kept, omitted, console.words, Sentences(console.words), _line_reader(setting, planned or {})
    )


def _line_reader(setting: Setting, planned: Mapping[str, bytes]) -> Callable[[Location], str]:
    def line(location: Location) -> str:
        path = location.path
        try:
            content = planned[path] if path in planned else setting.tree.read(path)
            return read(path, content).line(location.position.line)
        except (UnreadableError, UsageError):  # which there is not, or not yet
            return ""

    return line
