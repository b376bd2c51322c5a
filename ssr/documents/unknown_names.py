"""Whether the names that a document's `document.yaml` uses stand for anything: options, selections, kinds, fields, documents.

Its shape is checked where it is read; this needs to know the base that it is used in.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from ssr.base.knowledge import KnowledgeBase
from ssr.base.yaml import Route
from ssr.errors import SsrError
from ssr.finding import Finding
from ssr.templating.definition import Definition, PartDocument
from ssr.templating.definition_files import FOLDER, Definitions, unknown_name
from ssr.view.query import Selection


class _Use(NamedTuple):
    """A name, the place of the file where it stands, and what it may stand for."""

    route: Route
    name: str
    known: Collection[str]


def unknown_names(document: Definition, base: KnowledgeBase) -> list[Finding]:
    """Each name in the file of a document that stands for nothing in a base, where it is written.

    Of a kind whose schema is broken, what is wrong with the schemas is told in place of that.
    """
    definitions = Definitions(base.resources)
    source = definitions.source(document.name)
    unknown = [use for use in _uses(document, base, definitions) if use.name not in use.known]
    if any(use.name in base.kinds.broken for use in unknown):
        return list(base.kinds.findings)
    return [unknown_name(source, *use) for use in unknown]


def _uses(document: Definition, base: KnowledgeBase, documents: Definitions) -> Iterator[_Use]:
    files = {name.removeprefix(f"{FOLDER}/{document.name}/") for name in base.resources.names(FOLDER)}
    yield from (_Use(("formats", name), file, files) for name, file in document.formats.items())
    yield from (_Use(("about", number), kind, base.kinds) for number, kind in enumerate(document.about))
    for name, selection in document.selections.items():
        for route, used, known in _in_selection(document, selection, base):
            yield _Use(("selections", name, *route), used, known)
    yield from _each(("sources",), document.sources, document.selections)
    yield from _each(("holds",), map(_first_step, document.holds), {*document.selections, *_own(document, base)})
    for name, path in document.choices.items():
        enumeration = base.kinds.named(path)
        yield _Use(
            ("choices", name), path, () if enumeration is None or not enumeration.schema.get("enum") else (path,)
        )
    yield from _written(document, documents)
    yield from _agreed(document, base)
    yield from _drafted(document, base, documents)
    for number, part in enumerate(document.parts):
        yield from () if part.of is None else [_Use(("parts", number, "of"), part.of, document.selections)]
        for place, one in enumerate(part.documents):
            for route, used, known in _in_part(document, one, documents):
                yield _Use(("parts", number, "documents", place, *route), used, known)


def _in_part(document: Definition, one: PartDocument, documents: Definitions) -> Iterator[_Use]:
    """What a document of a folder's part has to know, and what it is made of and with."""
    yield _Use(("document",), one.document, documents)
    if (other := _read(documents, one.document)) is not None:
        options = {parameter.name for parameter in other.parameters}
        yield from (_Use(("options", name), name, options) for name in one.options)
        yield from () if one.each is None else [_Use(("each",), one.each, options)]
    values = {"{id}", *(f"{{{parameter.name}}}" for parameter in document.parameters)}
    yield from _each(("about",), one.about, values)
    yield from _each(("over",), one.over, document.selections)


def _written(document: Definition, documents: Definitions) -> Iterator[_Use]:
    """What a page that writes another document has to know: that document, and a field for each name that it uses."""
    spec = document.writes
    if spec is None:
        return
    yield _Use(("writes", "document"), spec.document, documents)
    yield _Use(("writes", "each"), spec.each, document.fields)
    yield _Use(("writes", "mark", "field"), spec.mark.field, document.fields)
    when = {"day": spec.when.day, "start": spec.when.start, "end": spec.when.end}
    yield from (_Use(("writes", "when", step), name, document.fields) for step, name in when.items())
    if (other := _read(documents, spec.document)) is not None:
        options = {parameter.name for parameter in other.parameters}
        named = sorted({*document.fields, spec.when.option} - {spec.mark.field, *when.values()})
        yield from (_Use(("writes", "document"), name, options) for name in named)


def _agreed(document: Definition, base: KnowledgeBase) -> Iterator[_Use]:
    """What a document in which things are agreed, or come back, has to know: its fields, a selection and the kinds of actors."""
    spec = document.agrees
    if spec is not None:
        named = {"what": spec.what, "who": spec.who, "when": spec.when}
        yield from (_Use(("agrees", step), name, document.fields) for step, name in named.items())
        yield _Use(("agrees", "forum"), spec.forum, document.selections)
        yield from _each(("agrees", "actors"), spec.actors, base.kinds)
    yield from () if document.recalls is None else [_Use(("recalls",), document.recalls, document.selections)]


def _drafted(document: Definition, base: KnowledgeBase, documents: Definitions) -> Iterator[_Use]:
    """What a document that collects has to know, and one of which entries are drafted: the form, a field of it, a kind and the properties of that."""
    collects = document.collects
    if collects is None:
        return
    yield _Use(("collects", "document"), collects.document, documents)
    drafts, spec = ("collects", "drafts"), collects.drafts
    if (form := _read(documents, collects.document)) is not None:
        yield from _each(("collects", "answers"), collects.answers, form.fields)
        yield from () if spec is None else [_Use((*drafts, "rows"), spec.rows, form.fields)]
    if spec is None:
        return
    yield _Use((*drafts, "kind"), spec.kind, base.kinds)
    if spec.kind in base.kinds:
        root = base.kinds[spec.kind].root
        yield _Use((*drafts, "list"), spec.list, root.properties)
        yield from (_Use((*drafts, "entry", name), name, root.properties) for name in spec.entry)
        items = root.properties[spec.list].items if spec.list in root.properties else None
        yield from (_Use((*drafts, "item", name), name, items.properties) for name in spec.item if items is not None)


def _own(document: Definition, base: KnowledgeBase) -> set[str]:
    """The properties of the entries that the document is made of, or a part of it.

    In a folder a selection may also go out from what an option names, where a part is made of that.
    """
    named = [kind for parameter in document.parameters if document.parts for kind in parameter.ref]
    starts = [base.kinds[kind] for kind in (*document.about, *named) if kind in base.kinds]
    return {name for kind in starts for name in kind.root.properties}


def _in_selection(document: Definition, selection: Selection, base: KnowledgeBase) -> Iterator[_Use]:
    options = {parameter.name for parameter in document.parameters}
    if document.about:
        yield from _each(("from",), map(_first_step, selection.from_), _own(document, base))
    yield from _each(("all",), selection.all or (), base.kinds)
    yield from _each(("kinds",), selection.kinds, base.kinds)
    yield from (_Use(("where", path), name, options) for path, name in selection.where.items())
    yield from () if selection.given is None else [_Use(("given",), selection.given, options)]
    if selection.during is not None and selection.during.option is not None:
        yield _Use(("during", "option"), selection.during.option, options)


def _each(route: Route, names: Iterable[str], known: Collection[str]) -> Iterator[_Use]:
    """The names in a list."""
    return (_Use((*route, number), name, known) for number, name in enumerate(names))


def _first_step(path: str) -> str:
    return path.partition(".")[0]


def _read(documents: Definitions, name: str) -> Definition | None:
    """Another document; None where there is none, or its own file is broken, which is told of that one."""
    with suppress(KeyError, SsrError):
        return documents[name]
    return None
