"""Findings in the formats that forges, editors and test reports read: GitLab's code quality, SARIF 2.1.0 and JUnit.

Each tells the same as the JSON of `machine`, and quotes no value that is long or not public either.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from ssr import __version__
from ssr.finding import Finding, Location, Severity
from ssr.report.sentences import Sentences, path_text, place_text, within
from ssr.text.catalogue import Catalogue

_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def findings_as_gitlab(
    findings: Sequence[Finding], omitted: int, catalogue: Catalogue, sentences: Sentences, manifest: str
) -> str:
    """A list of issues, each with a fingerprint that stays when lines move; the last tells how many are left out."""
    issues = [
        {
            "description": sentences.in_full(finding),
            "check_name": finding.code,
            "fingerprint": sign,
            "severity": _GITLAB[finding.severity],
            "location": {"path": path_text(finding.location.path), "lines": {"begin": finding.location.position.line}},
        }
        for finding, sign in _signed(findings, sentences)
    ]
    room = len(within(json.dumps(issue, ensure_ascii=False, indent=2) for issue in issues))
    if left_out := omitted + len(issues) - room:
        more = catalogue.text("report.omitted", n=left_out)
        place = {"path": manifest, "lines": {"begin": 1}}
        last = {"description": more, "check_name": "ssr", "fingerprint": _sign(more), "severity": "info"}
        issues[room:] = [{**last, "location": place}]
    return _json(issues)


def findings_as_sarif(findings: Sequence[Finding], omitted: int, catalogue: Catalogue, sentences: Sentences) -> str:
    """A log of one run, with the title of each rule that found something."""
    results = [_sarif_result(finding, sign, sentences) for finding, sign in _signed(findings, sentences)]
    room = len(within(json.dumps(result, ensure_ascii=False, indent=2) for result in results))
    codes = sorted({finding.code for finding in findings[:room]})
    rules = [{"id": code, "shortDescription": {"text": catalogue.text(f"codes.{code}")}} for code in codes]
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left_out := omitted + len(results) - room:
        more = {"text": catalogue.text("report.omitted", n=left_out)}
        invocation["toolExecutionNotifications"] = [{"level": "note", "message": more}]
    driver = {"name": "ssr", "semanticVersion": __version__, "language": catalogue.language, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results[:room],
    }
    return _json({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _sarif_result(finding: Finding, sign: str, sentences: Sentences) -> dict[str, Any]:
    result = {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": _sarif_text(sentences.in_full(finding)),
        "locations": [_sarif_place(finding.location)],
        "partialFingerprints": {"ssr/v1": sign},
    }
    related = [{**_sarif_place(place), "message": _sarif_text(text)} for place, text in sentences.related(finding)]
    return result | ({"relatedLocations": related} if related else {})


def _sarif_text(text: str) -> dict[str, str]:
    """A message without what SARIF takes for a link, which is the same as in Markdown."""
    return {"text": text.replace("](", "] (")}


def _sarif_place(location: Location) -> dict[str, Any]:
    position = location.position
    region = {
        "startLine": position.line,
        "startColumn": position.column,
        "endColumn": position.column + position.width,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": quote(path_text(location.path))}, "region": region}}


def findings_as_junit(
    findings: Sequence[Finding], omitted: int, catalogue: Catalogue, sentences: Sentences, *, strict: bool, summary: str
) -> str:
    """A test case for the check as a whole, and one for each finding, which fails if the finding fails the check."""
    cases = [_junit_case(finding, catalogue, sentences, strict=strict) for finding in findings]
    kept = cases[: len(within(ET.tostring(case, "unicode") for case in cases))]
    if left_out := omitted + len(cases) - len(kept):
        summary = f"{summary} {catalogue.text('report.omitted', n=left_out)}"
    whole = ET.Element("testcase", name="ssr validate", classname="ssr")
    ET.SubElement(whole, "system-out").text = summary
    failures = str(sum(case.find("failure") is not None for case in kept))
    counts = {"tests": str(len(kept) + 1), "failures": failures, "errors": "0"}
    suites = ET.Element("testsuites", {"name": "ssr", **counts})
    ET.SubElement(suites, "testsuite", {"name": "ssr validate", "skipped": "0", **counts}).extend([whole, *kept])
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, "unicode")}\n'


def _junit_case(finding: Finding, catalogue: Catalogue, sentences: Sentences, *, strict: bool) -> ET.Element:
    place, text = finding.location, sentences.in_full(finding)
    name = f"{finding.code} {place_text(place)}"
    case = ET.Element("testcase", name=name, classname=path_text(place.path))
    fails = finding.severity is Severity.ERROR or (strict and finding.severity is Severity.WARNING)
    severity = catalogue.text(f"severity.{finding.severity}")
    if fails:
        ET.SubElement(case, "failure", type=finding.code, message=f"{severity}: {text}")
    else:
        ET.SubElement(case, "system-out").text = f"{severity}: {text}"
    return case


def _signed(findings: Sequence[Finding], sentences: Sentences) -> Iterator[tuple[Finding, str]]:
    """Each finding with a sign of its own that does not depend on its line; the like of each other are numbered."""
    numbers: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        of = finding.code, finding.location.path, sentences.message(finding, quoting=False)
        numbers[of] = numbers.get(of, 0) + 1
        yield finding, _sign(repr((*of, numbers[of])))


def _sign(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
