"""Findings for a person at a terminal: the source line, what is meant in it, and what to do."""

from collections.abc import Callable, Sequence

from ssr.finding import Finding, Location
from ssr.report.sentences import Sentences, counts, place_text, unobeyed, visible_line, within
from ssr.text.catalogue import Catalogue
from ssr.text.columns import columns

_WIDTH = 160


def findings_as_text(
    findings: Sequence[Finding],
    omitted: int,
    catalogue: Catalogue,
    sentences: Sentences,
    line_of: Callable[[Location], str],
) -> str:
    """One block for each finding, then the counts. `line_of` gives the source line of a place, empty if there is none."""
    blocks = within(_block(finding, catalogue, sentences, line_of) for finding in findings)
    reported = findings[: len(blocks)]
    if reported:
        files = catalogue.text("report.files", n=len({finding.location.path for finding in reported}))
        blocks.append(catalogue.text("report.counted", counts=counts(catalogue, reported), files=files) + "\n")
    if left_out := omitted + len(findings) - len(reported):
        blocks.append(catalogue.text("report.omitted", n=left_out) + "\n")
    return unobeyed("\n".join(blocks))


def _block(finding: Finding, catalogue: Catalogue, sentences: Sentences, line_of: Callable[[Location], str]) -> str:
    severity = catalogue.text(f"severity.{finding.severity}")
    head = f"{place_text(finding.location)}  {severity} {finding.code}  {sentences.message(finding)}\n"
    related = (f"  = {sentence}\n" for _, sentence in sentences.related(finding))
    return head + _excerpt(finding, line_of(finding.location)) + "".join(related) + f"  = {sentences.hint(finding)}\n"


def _excerpt(finding: Finding, line: str) -> str:
    """The line and the carets under what is meant, cut to a readable width."""
    if not line.strip():
        return ""
    position = finding.location.position
    start = max(0, position.column - _WIDTH // 2) if position.column > _WIDTH - 20 else 0
    number = str(position.line)
    meant = line[position.column - 1 :][: min(position.width, _WIDTH - (position.column - 1 - start))]
    carets = "^" * max(columns(_as_shown(meant)), 1)
    margin = " " * len(number)
    before = " " * columns(_as_shown(line[start : position.column - 1]))
    return f"  {number} | {_as_shown(line[start : start + _WIDTH])}\n  {margin} | {before}{carets}\n"


def _as_shown(line: str) -> str:
    return visible_line(line.replace("\t", " "))
