"""Whether the names that a document's `document.yaml` uses stand for anything: options, selections, kinds, fields, documents.

Its shape is checked where it is read; this needs to know the base that it is used in.
"""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from ssr.base.knowledge import KnowledgeBase
from ssr.errors import UnsoundError, UsageError
from ssr.templating.definition import Definition
from ssr.templating.definition_files import FOLDER
from ssr.view.query import Selection


class _Use(NamedTuple):
    """A name at a place of the file, and what it may stand for."""

    place: str
    name: str
    known: Container[str]


def require_known_names(document: Definition, base: KnowledgeBase, documents: Mapping[str, Definition]) -> None:
    """Refuse a document that names something which there is not; `documents` are all that there are."""
    for place, name, known in _uses(document, base, documents):
        if name not in known:
            if name in base.kinds.broken:
                raise UnsoundError("unsound", path=base.kinds.findings[0].location.path, findings=base.kinds.findings)
            path = f"{FOLDER}/{document.name}/document.yaml"
            raise UsageError("unknown-in-document", path=path, place=place, name=name)


def _uses(document: Definition, base: KnowledgeBase, documents: Mapping[str, Definition]) -> Iterator[_Use]:
    yield from (_Use("about", kind, base.kinds) for kind in document.about)
    for name, selection in document.selections.items():
        for place, used, known in _in_selection(document, selection, base):
            yield _Use(f"selections.{name}.{place}", used, known)
    yield from (_Use("sources", name, document.selections) for name in document.sources)
    shown = {*document.selections, *_own(document, base)}
    yield from (_Use("holds", path.partition(".")[0], shown) for path in document.holds)
    yield from _written(document, documents)
    yield from _agreed(document, base)
    yield from _drafted(document, base, documents)
    for part in document.parts:
        yield from () if part.of is None else [_Use("parts.of", part.of, document.selections)]
        for one in part.documents:
            yield _Use("parts.document", one.document, documents)
            options = {parameter.name for parameter in documents[one.document].parameters}
            each = () if one.each is None else (one.each,)
            yield from (_Use("parts.options", name, options) for name in (*one.options, *each))
            values = {"{id}", *(f"{{{parameter.name}}}" for parameter in document.parameters)}
            yield from (_Use("parts.about", pattern, values) for pattern in one.about)
            yield from (_Use("parts.over", name, document.selections) for name in one.over)


def _written(document: Definition, documents: Mapping[str, Definition]) -> Iterator[_Use]:
    """What a page that writes another document has to know: that document, and a field for each name that it uses."""
    spec = document.writes
    if spec is None:
        return
    yield _Use("writes.document", spec.document, documents)
    options = {parameter.name for parameter in documents[spec.document].parameters}
    when = {spec.when.day, spec.when.start, spec.when.end}
    yield from (_Use("writes", name, document.fields) for name in sorted({spec.each, spec.mark.field, *when}))
    named = sorted({*document.fields, spec.when.option} - {spec.mark.field, *when})
    yield from (_Use("writes.document", name, options) for name in named)


def _agreed(document: Definition, base: KnowledgeBase) -> Iterator[_Use]:
    """What a document in which things are agreed, or come back, has to know: its fields, a selection and the kinds of actors."""
    spec = document.agrees
    if spec is not None:
        yield from (_Use("agrees", name, document.fields) for name in (spec.what, spec.who, spec.when))
        yield _Use("agrees.forum", spec.forum, document.selections)
        yield from (_Use("agrees.actors", kind, base.kinds) for kind in spec.actors)
    yield from () if document.recalls is None else [_Use("recalls", document.recalls, document.selections)]


def _drafted(document: Definition, base: KnowledgeBase, documents: Mapping[str, Definition]) -> Iterator[_Use]:
    """What a document that collects has to know, and one of which entries are drafted: the form, a field of it, a kind and the properties of that."""
    collects = document.collects
    if collects is None:
        return
    yield _Use("collects.document", collects.document, documents)
    yield from (_Use("collects.answers", name, documents[collects.document].fields) for name in collects.answers)
    if (spec := collects.drafts) is None:
        return
    yield _Use("collects.drafts.rows", spec.rows, documents[collects.document].fields)
    yield _Use("collects.drafts.kind", spec.kind, base.kinds)
    root = base.kinds[spec.kind].root
    yield _Use("collects.drafts.list", spec.list, root.properties)
    yield from (_Use("collects.drafts.entry", name, root.properties) for name in spec.entry)
    items = root.properties[spec.list].items
    yield from (_Use("collects.drafts.item", name, items.properties if items else ()) for name in spec.item)


def _own(document: Definition, base: KnowledgeBase) -> set[str]:
    """The properties of the entries that the document is made of, or a part of it.

    In a folder a selection may also go out from what an option names, where a part is made of that.
    """
    named = [kind for parameter in document.parameters if document.parts for kind in parameter.ref]
    starts = [base.kinds[kind] for kind in (*document.about, *named) if kind in base.kinds]
    return {name for kind in starts for name in kind.root.properties}


def _in_selection(document: Definition, selection: Selection, base: KnowledgeBase) -> Iterator[_Use]:
    options = {parameter.name for parameter in document.parameters}
    own = _own(document, base)
    if document.about:
        yield from (_Use("from", path.partition(".")[0], own) for path in selection.from_)
    yield from (_Use("all", kind, base.kinds) for kind in selection.all or ())
    yield from (_Use("kinds", kind, base.kinds) for kind in selection.kinds)
    yield from (_Use("where", name, options) for name in selection.where.values())
    yield from () if selection.given is None else [_Use("given", selection.given, options)]
    if selection.during is not None and selection.during.option is not None:
        yield _Use("during.option", selection.during.option, options)
