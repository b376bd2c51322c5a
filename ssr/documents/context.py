"""What every template may use of the entry that a document is made of, and of the base."""

from collections.abc import Iterator, Mapping
from typing import Any

from ssr.base.entry import Entry
from ssr.templating.definition import Definition
from ssr.text.catalogue import catalogue
from ssr.text.sorting import sort_key
from ssr.view.base_view import Choice, Node, Ref, View
from ssr.view.in_force import preceding
from ssr.view.selection import select, values_at


def context_of(view: View, document: Definition, entry: Entry | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """What every template may use. All of it comes from the view, so none of it is above the audience."""
    base = view.base
    node = None if entry is None else view.node(entry)
    name = base.title
    selections = {key: select(view, entry, declared, options) for key, declared in document.selections.items()}
    # A document about the whole base names what it tells of, or tells of all that it selects.
    listed = document.sources or (selections if node is None else ())
    shown = [
        *([] if node is None else [node]),
        *(selection.ref.entry for key in listed for selection in selections[key]),
    ]
    return {
        **options,
        "entry": node,
        "preceding": None if entry is None or (earlier := preceding(base, entry)) is None else view.node(earlier),
        "history": None if entry is None else view.history(entry),
        "day": view.day,
        "audience": catalogue(view.language).text(f"audience.{view.audience}"),
        "base": {
            "name": name,
            "slug": base.own_id,
            "area": base.manifest("area"),
            "known_until": base.manifest("known_until"),
            "time_zone": base.time_zone,
            "registrar": base.registrar,
        },
        "sources": [] if document.parts else _sources(shown),
        "collected": None,
        "agreed": None,
        "points": [],
        "selections": selections,
        "is_empty": bool(document.holds)
        and not any(selections[path] if path in selections else values_at(node, path) for path in document.holds),
        "choices": {key: _choices(view, path) for key, path in document.choices.items()},
    }


def _choices(view: View, path: str) -> list[Choice]:
    """The values of an enumeration, in the order of its schema."""
    enumeration = view.base.kinds.named(path)
    if enumeration is None:  # an older version that is compared with need not know it
        return []
    return [Choice(value, enumeration.label(value, view.language)) for value in enumeration.schema.get("enum", ())]


def _sources(shown: list[Node]) -> list[Node]:
    """Every source that an entry or an item in it names, once, in Swedish order."""
    refs = {ref: None for inner in nodes(shown) for ref in inner.sources}
    return [ref.entry for ref in sorted(refs, key=lambda ref: sort_key(ref.name))]


def nodes(value: Any) -> Iterator[Node]:
    """An entry and every item in it; what it only points to is not part of it, nor is an exception from a rule."""
    if isinstance(value, Node):
        yield from [value] if "sources" in value else ()
        for name in value:
            yield from nodes(value[name])
    elif isinstance(value, list):
        for item in value:
            if not isinstance(item, Ref):
                yield from nodes(item)
