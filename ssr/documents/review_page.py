"""The page of a review: in sentences what changed and what follows from it, as Markdown or HTML.

Its template is the tool's own, whatever the base brings, so that no change decides how it is told itself. In the Markdown,
which forges show and act on, nothing from the base mentions anybody, or leads or loads from outside.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from ssr.base.resources import Resources
from ssr.diff.comparison import Aside, ComparisonResult
from ssr.documents.affected import AffectedDocument
from ssr.documents.comparison_node import side_node
from ssr.documents.concern_nodes import ConcernNodes, concern_scope
from ssr.documents.context import context_of
from ssr.documents.outcomes import Outcome, state_of
from ssr.documents.review import Incomparable, Review
from ssr.formats.adapters import convert
from ssr.formats.page import Page
from ssr.report.attention_report import AttentionReport
from ssr.report.change_report import ChangeReport
from ssr.report.sentences import Sentences, chosen, path_text, summary_of, visible_line
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions
from ssr.templating.templates import Templates
from ssr.text.catalogue import Catalogue
from ssr.text.columns import shortened
from ssr.text.localised import Localised
from ssr.view.base_view import Node

_NAME = "_review"
# How many sentences on changes there is room for in all, how many of them of one entry, and how long each may be.
_LINES, _EACH, _LONGEST = 1000, 30, 600
# What a forge makes a mention, a reference or a link of. A word joiner, which nobody sees, keeps the parts apart.
_ACTED_ON = re.compile(r"@(?=\w)|#(?=[0-9])|\bGH(?=-[0-9])|(?<=[a-zA-Z]):(?=//)|(?<=www)\.", re.IGNORECASE)
_JOINER = "\u2060"
_HEADING = re.compile(r"^(?=#{1,3} )", re.MULTILINE)


def definition() -> Definition:
    """What the page is declared to be: its words, and whom a change may concern."""
    return Definitions.of_the_tool(_NAME)


def page(review: Review | Incomparable, words: Catalogue, format_: str, limit: int | None = None) -> bytes:
    """The page in a format; Markdown with at most `limit` bytes, cut before a heading."""
    document = definition()
    context = context_of(review.renderers[1].view(review.readers), document, None, {}) | {
        "marking": None,
        "form": "",
        "banner": banner(review),
    }
    context["review"] = _node(review, document, words)
    text = Templates(Resources(None), words).render(document, format_, context).text
    content = convert(format_, text, Page(words.language))
    if format_ != "md":
        return content
    return cut(quiet(content.decode()), limit, words.text("review.cut")).encode()


def quiet(markdown: str) -> str:
    """Markdown that a forge makes no mention, reference or link of."""
    return _ACTED_ON.sub(lambda found: found.group() + _JOINER, markdown)


def cut(markdown: str, limit: int | None, note: str) -> str:
    """As many parts of a page as there is room for in some bytes, each from its heading on, and a note if that is not all."""
    if limit is None or len(markdown.encode()) <= limit:
        return markdown
    ending = f"*{note}*\n"
    room = limit - len(ending.encode())
    kept = ""
    for part in _HEADING.split(markdown):
        if len((kept + part).encode()) > room:
            break
        kept += part
    return kept + ending


def banner(review: Review | Incomparable) -> list[str]:
    """What must stand at the top: that all, or something, is invented."""
    if any(renderer.base.manifest("fictitious") is True for renderer in review.renderers):
        return ["fictitious"]
    if isinstance(review, Incomparable):
        return []
    told = [change for one in review.outcomes for change in (*one.record, *one.changes)]
    changes = (*review.held.changes, *review.proposed.changes, *told)
    return ["examples"] if any(any(change.examples) for change in changes) else []


def _node(review: Review | Incomparable, document: Definition, words: Catalogue) -> Node:
    sides = zip(("old", "new"), review.renderers, review.sides, strict=True)
    named = {key: side_node(renderer.view(review.readers), side) for key, renderer, side in sides}
    if isinstance(review, Incomparable):
        return Node({**named, "incomparable": _reasons(review, words), **_check(review, words)})
    return Node({**named, "incomparable": [], **_check(review, words), **_differences(review, document, words)})


def _reasons(review: Incomparable, words: Catalogue) -> list[str]:
    """Why nothing can be said of what differs: what cannot be read, with its place."""
    sentences = Sentences(words, review.base.kinds, date.fromisoformat(review.readers.day))
    return [
        f"{_place(one.location.path, one.location.position.line)}: {sentences.message(one, quoting=False)}"
        for one in chosen(review.reasons)[0]
    ]


def _check(review: Review | Incomparable, words: Catalogue) -> dict[str, Any]:
    """What the check says of the newer version."""
    kept, omitted = chosen(review.findings)
    sentences = Sentences(words, review.base.kinds, date.fromisoformat(review.readers.day))
    return {
        "check": summary_of(words, review.findings, len(review.base.all_entries)),
        "findings": [
            Node(
                {
                    "place": _place(one.location.path, one.location.position.line),
                    "severity": words.text(f"severity.{one.severity}"),
                    "code": one.code,
                    "message": sentences.message(one, quoting=False),
                    "mend": sentences.hint(one, quoting=False),
                }
            )
            for one in kept
        ],
        "omitted": omitted,
        "mends": [
            Node(
                {
                    "place": _place(one.path, one.first),
                    "before": shortened(visible_line(" ".join(one.before)), _LONGEST),
                    "after": shortened(visible_line(" ".join(one.after)), _LONGEST),
                }
            )
            for one in review.mends
        ],
    }


def _place(path: str, line: int) -> str:
    return f"{path_text(path)}:{line}"


def _differences(review: Review, document: Definition, words: Catalogue) -> dict[str, Any]:
    """What differs between the two versions, and what follows from it."""
    attention = AttentionReport(words, review.held.new.base, review.readers.day)
    return {
        "is_empty": review.is_empty,
        "incomplete": bool(review.held.left_out),
        "besides": ChangeReport(words, review.held.names).besides(review.held.files),
        "held": _changes(review.held, words),
        "proposed": _changes(review.proposed, words),
        "outcomes": [_outcome(one, review.held, words) for one in review.outcomes],
        "as_proposed": sum(not one.changes for one in review.outcomes),
        "aside": [_aside(one) for one in review.aside],
        "concerned": _concerned(review, document),
        "affected": len(review.documents),
        "documents": _documents(review.documents, words),
        "needs": [attention.sentence(need) for need in review.needs],
    }


def _changes(compared: ComparisonResult, words: Catalogue) -> Node:
    """Changes in sentences under their entries, as many as there is room for, and how many `more` there are."""
    report = ChangeReport(words, compared.names)
    entries: list[Node] = []
    room, told = _LINES, 0
    for _, group in groupby(compared.changes, key=lambda change: change.entry):
        changes = list(group)
        if not room:
            break
        lines = [shortened(line, _LONGEST) for line in report.sentences(changes)[: min(_EACH, room)]]
        room, told = room - len(lines), told + len(lines)
        entries.append(Node({"heading": report.heading(changes[0]), "lines": lines}))
    counted = report.counts(compared.changes) if compared.changes else ""
    return Node({"counts": counted, "entries": entries, "more": len(compared.changes) - told})


def _outcome(one: Outcome, compared: ComparisonResult, words: Catalogue) -> Node:
    report, state = ChangeReport(words, compared.names), state_of(one, compared)
    lines = [shortened(line, _LONGEST) for line in report.sentences(one.changes)]
    return Node(
        {
            "heading": report.heading_of(
                one.after, compared.new.name(one.after), compared.new.base.kind(one.after).root
            ),
            "before": state.before,
            "after": state.after,
            "holds": state.holds,
            "record": [shortened(line, _LONGEST) for line in report.sentences(one.record)],
            "lines": lines[:_EACH],
            "more": len(lines[_EACH:]),
        }
    )


def _aside(one: Aside) -> Node:
    names = ", ".join(filter(None, (one.entry.id, one.entry.edition)))
    return Node({"name": f"{one.name} ({names})", "draft": one.is_draft})


def _concerned(review: Review, document: Definition) -> list[Node]:
    """Who is concerned, each group or the like of them together, by how many changes of what holds and what is proposed."""
    numbers: dict[tuple[Any, ...], dict[str, int]] = {}
    for name, compared in (("held", review.held), ("proposed", review.proposed)):
        for block in ConcernNodes(compared, concern_scope(document), compared.changes).all():
            numbers.setdefault(tuple(block.whom), {})[name] = block.n
    return [
        Node({"whom": list(whom), "held": counted.get("held", 0), "proposed": counted.get("proposed", 0)})
        for whom, counted in numbers.items()
    ]


def concerned(review: Review, document: Definition) -> list[dict[str, Any]]:
    """Each one concerned, for other programs, with the ids of the groups through which, if not in their own name."""
    scope = concern_scope(document)
    result: dict[str, dict[str, Any]] = {}
    for name, compared in (("held", review.held), ("proposed", review.proposed)):
        for _, ids in scope.of(compared.changes, compared.old, compared.new):
            for id_, through in ids.items():
                one = result.setdefault(id_, {"id": id_, "held": 0, "proposed": 0, "through": set(through)})
                one[name] += 1
                one["through"] = one["through"] & set(through)
    return [{**one, "through": sorted(one["through"])} for _, one in sorted(result.items())]


def _documents(affected: Iterable[AffectedDocument], words: Catalogue) -> list[Node]:
    """The documents of one sort that look different in one way together, with the names of what they are about."""
    result: list[Node] = []
    for name, group in groupby(affected, key=lambda one: one.document.name):
        listed: Sequence[AffectedDocument] = list(group)
        title = Localised.pick(listed[0].document.title, words.language).text
        for how in dict.fromkeys(one.how for one in listed):
            names = [one.name or one.id for one in listed if one.how == how and one.id is not None]
            result.append(Node({"title": title or name, "how": how, "names": names}))
    return result
