"""`ssr render`: a document made of an entry, in a format."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ssr.entry import Entry
from ssr.errors import UnsoundError, UsageError
from ssr.finding import Finding, Location, Severity
from ssr.formats import FORMATS, Page, TooLongError, convert
from ssr.knowledge import KnowledgeBase, load
from ssr.language import catalogue, sort_key
from ssr.redaction import without_examples
from ssr.schema import closest
from ssr.snapshot import Snapshot
from ssr.templating import Document, Templates
from ssr.view import Node, Ref, View


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document, and what is wrong elsewhere in the base, which did not stop it."""

    content: bytes
    id: str
    elsewhere: tuple[Finding, ...]


def render(
    snapshot: Snapshot,
    *,
    document: Document,
    id_: str,
    format_: str,
    day: str,
    audience: str,
    language: str,
    edition: str | None = None,
    options: Mapping[str, str] | None = None,
    reference: bytes | None = None,
) -> Rendered:
    """Make a document of an entry as it is on `day`, or with `edition` of the version from that period.

    `reference` is an office's own Word document, whose letterhead and styles a Word document takes over.
    """
    base, findings = load(snapshot)
    if format_ not in document.formats or format_ not in FORMATS:
        known = ", ".join(name for name in document.formats if name in FORMATS)
        raise UsageError("unknown-format", document=document.name, format=format_, known=known)
    view = View(base if document.examples else without_examples(base), day, audience, language)
    if edition is not None:
        view = View(view.base, _day_of(view.base, edition, day), audience, language)
    entry = _entry(view, document, id_, edition)
    targets = (view.target(link) for link in view.base.outgoing(entry))
    _require_sound([entry, *(target for target in targets if target is not None)], findings)
    defaults = {parameter["name"]: parameter.get("default") for parameter in document.parameters}
    context = {**defaults, **(options or {}), **_context(view, document, entry)}
    selected = (one.ref.id for found in context["selections"].values() for one in found)
    _require_sound([other for one in selected for other in view.base.editions(one)], findings)
    text = Templates(base.resources, catalogue(language)).render(document, format_, context)
    try:
        content = convert(format_, text, Page(language, reference))
    except TooLongError as error:
        raise UnsoundError("unsound", path=entry.path, findings=(_does_not_fit(entry, error),)) from error
    return Rendered(content, entry.id, tuple(findings))


def _does_not_fit(entry: Entry, error: TooLongError) -> Finding:
    """What the format says of the document, as something wrong with the entry that it was made of."""
    parameters = {"length": error.length, "limit": error.limit, "value": error.longest}
    return Finding("SSR603", Severity.ERROR, "does-not-fit", Location(entry.path), parameters)


def _day_of(base: KnowledgeBase, period: str, today: str) -> str:
    """A period is seen on its last day, or today while it runs."""
    found = base.periods.get(period)
    if found is None:
        raise UsageError(
            "unknown-period", period=period, known=", ".join(base.periods), suggestion=closest(period, base.periods)
        )
    return min(found.last, today)


def _entry(view: View, document: Document, id_: str, edition: str | None) -> Entry:
    base = view.base
    seen = base.editions(id_)
    if not seen:
        wanted = [entry.id for entry in base.entries if entry.kind in document.about]
        raise UsageError("unknown-id", id=id_, suggestion=closest(id_, wanted))
    words = catalogue(view.language).language
    if all(entry.kind not in document.about for entry in seen):
        titles = [base.kinds[kind].root.title(words).lower() for kind in document.about if kind in base.kinds]
        kind = base.kind(seen[0]).root.title(words).lower()
        raise UsageError("wrong-about", document=document.name, kinds=", ".join(titles), id=id_, kind=kind)
    found = view.find(id_, edition)
    known = ", ".join(entry.edition for entry in seen if entry.edition)
    if found is None and edition is not None:
        raise UsageError("unknown-edition", id=id_, edition=edition, known=known)
    if found is None:
        raise UsageError("not-in-force", id=id_, known=known)
    if edition is None and found.edition and base.first_day(found) > view.day:
        first = min(base.first_day(entry) for entry in seen if not base.is_draft(entry))
        raise UsageError("not-yet", id=id_, day=view.day, first=first)
    return found


def _require_sound(rested_on: Sequence[Entry], findings: list[Finding]) -> None:
    """Refuse what rests on data with errors: the entry itself, what it points to, who is selected."""
    for needed in rested_on:
        if not needed.sound:
            told = tuple(finding for finding in findings if finding.location.path == needed.path)
            raise UnsoundError("unsound", path=needed.path, findings=told)


def _context(view: View, document: Document, entry: Entry) -> dict[str, Any]:
    """What every template may use. All of it comes from the view, so none of it is above the audience."""
    base, node = view.base, view.node(entry)
    name = str(base.manifest("name"))
    selections = {
        key: view.select(node, declared["from"], declared.get("through"), declared.get("kinds", ()))
        for key, declared in document.selections.items()
    }
    return {
        "entry": node,
        "day": view.day,
        "audience": catalogue(view.language).text(f"audience.{view.audience}"),
        "base": {
            "name": name,
            "slug": _slug(name),
            "known_until": base.manifest("known_until"),
            "time_zone": base.manifest("time_zone"),
        },
        "banner": _banner(base, node),
        "sources": _sources(node),
        "selections": selections,
        "incoming": {"refines": [], "frame": []} | view.incoming(entry),
    }


def _banner(base: KnowledgeBase, node: Node) -> list[str]:
    """What must stand at the top: that all or some is invented, that it is a draft."""
    banner = []
    if base.manifest("fictitious"):
        banner.append("fictitious")
    elif any(inner.illustrative for inner in _nodes(node)):
        banner.append("examples")
    if node.is_draft:
        banner.append("draft")
    return banner


def _sources(node: Node) -> list[Node]:
    """Every source that the entry or an item in it names, once, in Swedish order."""
    refs = {ref: None for inner in _nodes(node) for ref in inner.sources}
    return [ref.entry for ref in sorted(refs, key=lambda ref: sort_key(ref.name))]


def _nodes(value: Any) -> Iterator[Node]:
    """An entry and every item in it; what it only points to is not part of it."""
    if isinstance(value, Node):
        yield value
        for name in value:
            yield from _nodes(value[name])
    elif isinstance(value, list):
        for item in value:
            if not isinstance(item, Ref):
                yield from _nodes(item)


def _slug(name: str) -> str:
    """A name in lower-case ASCII letters, digits and hyphens, as identifiers outside the base need it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
