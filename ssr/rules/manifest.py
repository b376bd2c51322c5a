"""Rules on what the manifest says of the entries: what has another id now, and what is counted."""

from collections.abc import Iterator, Mapping
from typing import Any

from ssr.base.kinds import Field, Kind
from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import kind_titles
from ssr.base.snapshot import lies_over, renames_in
from ssr.base.suggestions import EntrySuggestion, Suggestion
from ssr.rules.rule import Hit, manifest_of
from ssr.text.catalogue import LANGUAGES


def renamed_nowhere(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """What is told to have another id or key now, where there is nothing of that id or key."""
    for layer in base.layers if not (base.kinds.broken or base.lacks_beneath) else ():
        for was in renames_in(layer):
            target, mark, key = base.now_called(was).partition("#")
            entries = base.editions(target)
            keys = frozenset[str]().union(*map(base.item_keys, entries))
            if not entries:
                near = EntrySuggestion(target, base, tuple(base.kinds))
                parameters: dict[str, object] = {"value": target, "earlier": was, "suggestion": near}
                yield Hit(manifest_of(layer), ("renamed", was), "renamed-nowhere", parameters)
            elif mark and key not in keys and all(entry.sound for entry in entries):
                parameters = {"value": key, "earlier": was, "id": target, "suggestion": Suggestion(key, keys)}
                yield Hit(manifest_of(layer), ("renamed", was), "renamed-nowhere-item", parameters)


def unknown_counted(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Counts of a kind, a field or a value that there is not."""
    for number, declared in enumerate(base.manifest("counts", []) if base.manifest_sound else ()):
        if (wrong := _wrong_term(base, declared)) is not None:
            route, key, parameters = wrong
            yield Hit(manifest_of(base.snapshot), ("counts", number, *route), key, parameters)


def is_countable(base: KnowledgeBase, declared: Mapping[str, Any]) -> bool:
    """Whether what a count speaks of exists, or cannot be known since its schema is wrong."""
    return _wrong_term(base, declared) is None


def _wrong_term(
    base: KnowledgeBase, declared: Mapping[str, Any]
) -> tuple[tuple[str, ...], str, Mapping[str, object]] | None:
    name = declared["kind"]
    if name in base.kinds.broken:
        return None
    if name not in base.kinds:
        titles = {one: kind_titles(kind) for one, kind in base.kinds.items()}
        near = Suggestion(name, titles, is_public=True)
        return ("kind",), "counted-kind", {"value": name, "allowed": tuple(sorted(base.kinds)), "suggestion": near}
    return next(filter(None, (_wrong_place(base.kinds[name], *item) for item in declared["where"].items())), None)


def _wrong_place(kind: Kind, path: str, value: str) -> tuple[tuple[str, ...], str, Mapping[str, object]] | None:
    """What is wrong with one of the properties that what is counted must have."""
    shape: Field = kind.root
    for step in path.split("."):
        shape = shape.items or shape
        if step not in shape.properties:
            titles = {name: tuple(map(below.title, LANGUAGES)) for name, below in shape.properties.items()}
            near = Suggestion(step, titles, is_public=True)
            return ("where", path), "counted-field", {"value": path, "kind": kind.name, "suggestion": near}
        shape = shape.properties[step]
    allowed = (shape.items or shape).schema.get("enum", (value,))
    if value in allowed:
        return None
    labels = (shape.items or shape).annotation("labels") or {}
    words = {str(one): tuple(labels.get(one, {}).values()) for one in allowed}
    near = Suggestion(value, words, is_public=True)
    return ("where", path), "counted-value", {"value": value, "allowed": tuple(allowed), "suggestion": near}


def lacking_beneath(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """That the base should lie over another, which is not here."""
    if lies_over(base.snapshot) and base.manifest_sound:
        yield Hit(manifest_of(base.snapshot), ("lies_over",), "lacking-beneath", {"value": lies_over(base.snapshot)})


def other_beneath(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """That a base lies over another than it should."""
    for layer in base.over_another:
        parameters = {"value": base.own_id, "id": lies_over(layer)}
        yield Hit(manifest_of(layer), ("lies_over",), "other-beneath", parameters)
