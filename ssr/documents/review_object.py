"""A review for other programs, in the shape that `schemas/_review.schema.json` describes."""

import json
from datetime import date
from typing import Any

from ssr.diff.comparison import ComparisonResult
from ssr.documents.outcomes import Outcome, state_of
from ssr.documents.review import Incomparable, Review
from ssr.documents.review_page import concerned, definition
from ssr.report.attention_report import AttentionReport
from ssr.report.change_report import aside_as_object, change_as_object
from ssr.report.machine import finding_as_object
from ssr.report.sentences import Sentences, chosen
from ssr.text.catalogue import Catalogue
from ssr.text.localised import Localised


def review_json(result: Review | Incomparable, words: Catalogue) -> bytes:
    """The shape that `schemas/_review.schema.json` describes."""
    kept, omitted = chosen(result.findings)
    sentences = Sentences(words, result.base.kinds, date.fromisoformat(result.readers.day))
    old, new = result.sides
    report: dict[str, Any] = {
        "old": old,
        "new": new or None,
        "day": result.readers.day,
        "audience": result.readers.audience,
        **(_unknown(result, sentences) if isinstance(result, Incomparable) else _differences(result, words)),
        "findings": [finding_as_object(finding, sentences) for finding in kept],
        "omitted": omitted,
        "mends": [
            {"path": one.path, "line": one.first, "before": one.before, "after": one.after} for one in result.mends
        ],
    }
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _unknown(result: Incomparable, sentences: Sentences) -> dict[str, Any]:
    """That nothing is known of what differs, and why."""
    reasons = [finding_as_object(finding, sentences) for finding in chosen(result.reasons)[0]]
    names = ("held", "proposed", "outcomes", "aside", "files", "concerned", "documents", "needs")
    return {"empty": False, "complete": False, "incomparable": reasons, **{name: [] for name in names}}


def _differences(result: Review, words: Catalogue) -> dict[str, Any]:
    """What differs, and what follows from it."""
    attention = AttentionReport(words, result.held.new.base, result.readers.day)
    return {
        "empty": result.is_empty,
        "complete": not result.held.left_out,
        "incomparable": [],
        "held": [change_as_object(change) for change in result.held.changes],
        "proposed": [change_as_object(change) for change in result.proposed.changes],
        "outcomes": [_outcome(one, result.held) for one in result.outcomes],
        "aside": [aside_as_object(one) for one in result.aside],
        "files": list(result.held.files),
        "concerned": concerned(result, definition()),
        "documents": [
            {
                "document": one.document.name,
                "title": Localised.pick(one.document.title, words.language).text,
                "id": one.id,
                "name": one.name,
                "how": one.how,
            }
            for one in result.documents
        ],
        "needs": [attention.need_as_object(need) for need in result.needs],
    }


def _outcome(one: Outcome, compared: ComparisonResult) -> dict[str, Any]:
    state = state_of(one, compared)
    return {
        "kind": one.after.kind,
        "id": one.after.id,
        "edition": one.after.edition,
        "name": compared.new.name(one.after),
        "before": state.before,
        "after": state.after,
        "holds": state.holds,
        "record": [change_as_object(change) for change in one.record],
        "changes": [change_as_object(change) for change in one.changes],
    }
