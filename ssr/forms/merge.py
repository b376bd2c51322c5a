"""The reports side by side: which of each actor's counts, what is contradicted, and what changed since the last picture."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ssr.formats.form import Form, name_and_row
from ssr.forms.reports import Note, RejectedFile, Report
from ssr.forms.response import CollectSpec
from ssr.view.base_view import Answer, Node, Ref


class ReportVersions(NamedTuple):
    """What one actor sent. `counts` is None where the versions contradict each other: then none of them counts."""

    counts: Report | None
    earlier: tuple[Report, ...] = ()
    same: tuple[Report, ...] = ()
    against: tuple[Report, ...] = ()


def versions(reports: Sequence[Report]) -> ReportVersions:
    """The latest of one actor's reports, where it is certain which that is."""
    distinct: list[Report] = []
    same = []
    for report in sorted(reports, key=lambda one: (one.at, one.path)):
        if any((report.at, report.answers) == (other.at, other.answers) for other in distinct):
            same.append(report)
        else:
            distinct.append(report)
    last = max(one.at for one in distinct)
    against = tuple(one for one in distinct if one.at == last or not one.at)
    if len(against) > 1:
        return ReportVersions(None, tuple(one for one in distinct if one not in against), tuple(same), against)
    return ReportVersions(distinct[-1], tuple(distinct[:-1]), tuple(same))


class ReportMerge:
    """Puts the reports into the shape that templates read, with every text as text."""

    def __init__(
        self,
        form: Form,
        collects: CollectSpec,
        ref: Callable[[str], Ref],
        describe: Callable[[Note], str],
        language: str,
    ) -> None:
        self._form, self._collects, self._ref, self._describe = form, collects, ref, describe
        self._language = language

    def node(
        self,
        judged: Sequence[Report | RejectedFile],
        expected: Sequence[str],
        previous: Mapping[str, Any] | None,
        at: str,
        event: str | None,
        number: str | None,
    ) -> tuple[Node, Mapping[str, Report]]:
        """What templates find under `collected`, and the report that counts for each who has one."""
        reports = sorted((one for one in judged if isinstance(one, Report)), key=lambda one: one.who)
        sent = {who: versions(list(group)) for who, group in groupby(reports, key=lambda one: one.who)}
        apart = [one for one in judged if isinstance(one, RejectedFile)]
        also = sorted({*sent} - {*expected})
        rows = [self._row(who, sent.get(who), apart, is_expected=who in expected) for who in (*expected, *also)]
        counted = {
            who: one.counts for who, one in sent.items() if one.counts is not None and self._is_answer(one.counts)
        }
        result: dict[str, Any] = {
            "at": _moment(at),
            "named": self._event(event, counted),
            "number": self._text(number) if number else None,
            "rows": rows,
            "reported": sorted((row for row in rows if row.state != "missing"), key=self._rank),
            "silent": [row for row in rows if row.state == "missing"],
            "expected": len(expected),
            "counted": sum(who in counted for who in expected),
            "apart": [
                Node({"file": self._text(one.path), "why": self._text(self._describe(one.why))}) for one in apart
            ],
            "contradictions": [self._against(who, one.against) for who, one in sent.items() if one.against],
            "replies": {},
            "replies_besides": [],
            "changes": None if previous is None else self._changes(counted, previous, expected),
        }
        return Node(result), counted

    def _is_answer(self, report: Report) -> bool:
        """Whether somebody has answered what is asked, and not only asked for more time or the like."""
        wanted = self._collects.answers
        filled = {name_and_row(key)[0] for key, value in report.answers.items() if value}
        return not wanted or bool(report.other) or not filled.isdisjoint(wanted)

    def _event(self, event: str | None, counted: Mapping[str, Report]) -> Answer | None:
        """What is told of: the event that was asked for, or the one that all reports name."""
        for_event = (one.answers.get(first, "") for first in self._collects.events[:1] for one in counted.values())
        named = {name.casefold(): name for name in for_event if name}
        only = next(iter(named.values())) if len(named) == 1 else None
        chosen = event or only
        return self._text(chosen) if chosen else None

    def _rank(self, row: Node) -> tuple[bool, int]:
        """Where a row stands among those that reported: what is contradicted first, then the worst."""
        worst = self._collects.worst
        choices = [value for value, _ in self._form.fields[worst].choices] if worst else []
        value = row.chosen[worst] if worst else None
        return row.state == "reported", -choices.index(value) if value in choices else 1

    def _row(self, who: str, sent: ReportVersions | None, apart: Sequence[RejectedFile], *, is_expected: bool) -> Node:
        counts = sent.counts if sent else None
        is_missing = sent is None or (counts is not None and not self._is_answer(counts))
        state = "missing" if is_missing else "contradicted" if counts is None else "reported"
        return Node(
            {
                "ref": self._ref(who),
                "state": state,
                "is_expected": is_expected,
                "has_apart": any(one.who == who for one in apart),
                "answers": self._answers(counts.answers if counts else {}),
                "chosen": Node({key: counts.answers.get(key) if counts else None for key in self._form.fields}),
                "file": self._text(counts.path) if counts else None,
                "at": _moment(counts.at) if counts else None,
                "is_late": any(note.key == "late" for note in (counts.notes if counts else ())),
                "notes": [self._text(self._describe(note)) for note in (counts.notes if counts else ())],
                "other": [self._text(text) for text in (counts.other if counts else ())],
                "earlier": [self._version(one) for one in (sent.earlier if sent else ())],
                "same": [self._version(one) for one in (sent.same if sent else ())],
            }
        )

    def _answers(self, answers: Mapping[str, str]) -> Node:
        return Node({key: self._answer(key, answers.get(key, "")) for key in self._form.fields})

    def _answer(self, key: str, value: str) -> Answer | None:
        label = dict(self._form.fields[key].choices).get(value, value)
        return self._text(label) if label else None

    def _version(self, report: Report) -> Node:
        return Node({"file": self._text(report.path), "at": _moment(report.at)})

    def _against(self, who: str, reports: Sequence[Report]) -> Node:
        differing = [key for key in self._form.fields if len({report.answers.get(key, "") for report in reports}) > 1]
        answers = [
            Node({"title": self._text(self._form.fields[key].title), "file": self._text(report.path), "at": _moment(report.at),
                  "value": self._answer(key, report.answers.get(key, ""))})
            for key in differing for report in reports
        ]  # fmt: skip
        return Node({"ref": self._ref(who), "said": answers})

    def _changes(
        self, counted: Mapping[str, Report], previous: Mapping[str, Any], expected: Sequence[str]
    ) -> list[Node]:
        """Who answers otherwise than last time, in the order of the rows; who is new and who is no longer counted too."""
        changes = []
        for who in dict.fromkeys((*expected, *sorted({*counted, *previous}))):
            now, was = counted.get(who), previous.get(who)
            if now is None and was is None:
                continue
            answers = now.answers if now else {}
            keys = [key for key in self._form.fields if was and now and answers.get(key, "") != was.get(key, "")]
            kind = "new" if was is None else "gone" if now is None else "changed"
            items = [
                Node({"title": self._text(self._form.fields[key].title), "was": self._answer(key, (was or {}).get(key, "")),
                      "now": self._answer(key, answers.get(key, ""))})
                for key in keys
            ]  # fmt: skip
            if kind != "changed" or items:
                changes.append(Node({"ref": self._ref(who), "kind": kind, "items": items}))
        return changes

    def _text(self, text: str) -> Answer:
        """What somebody wrote, as a text in which nothing is markup."""
        return Answer(text, self._language)


def _moment(at: str) -> Node | None:
    return Node({"day": at[:10], "clock": at[11:]}) if at else None
