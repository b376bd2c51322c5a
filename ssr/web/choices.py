"""What may be chosen for a reference, by name: lists that inputs search in, and the ids that people's words mean.

Nothing is offered that the audience may not read.
"""

from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.labels import item_label
from ssr.base.names import resolve
from ssr.base.schema import accepts
from ssr.text.sorting import sort_key
from ssr.web.elements import Html, element

_ITEM = "a#b"


class Choices:
    """The entries and items of a base as references may name them; gathers which lists a page needs.

    `seen` is the base as the audience sees it.
    """

    def __init__(self, base: KnowledgeBase, seen: KnowledgeBase, day: str, language: str) -> None:
        self._all, self._base, self._day, self._language = base, seen, day, language
        self._wanted: dict[tuple[tuple[str, ...], bool], str] = {}

    def list_for(self, field: Field, kind: str) -> str:
        """The id of the list of what a reference in an entry of a kind may name."""
        kinds = field.reference.kinds if field.reference is not None else ()
        wanted = kinds or (kind,), accepts(_ITEM, field)
        return self._wanted.setdefault(wanted, f"choices-{len(self._wanted)}")

    def shown(self, reference: str) -> str:
        """What a reference names, with its id; the reference as it is where it leads nowhere that may be read."""
        target, _, key = reference.partition("#")
        name = self._name(target)
        if name is None or (key and key not in dict(self._items(target))):
            return reference
        return f"{name}: {dict(self._items(target))[key]} ({reference})" if key else f"{name} ({reference})"

    def meant(self, text: str, field: Field, kind: str) -> str:
        """The id that is meant by what somebody chose or typed; the text itself where that is not sure."""
        inner = text.rpartition("(")[2].removesuffix(")") if text.endswith(")") else ""
        if inner and self._name(inner.partition("#")[0]) is not None:
            return inner
        kinds = field.reference.kinds if field.reference is not None else ()
        found = resolve(text, self._base, self._day, kinds or (kind,), lambda word, _: word)
        return found if self._name(found) is not None else text

    def lists(self) -> list[Html]:
        """The lists that were asked for."""
        return [
            element("datalist", {"id": name}, (element("option", {"value": text}) for text in self._texts(*wanted)))
            for wanted, name in self._wanted.items()
        ]

    def _texts(self, kinds: tuple[str, ...], with_items: bool) -> list[str]:
        ids = [id_ for id_ in dict.fromkeys(self._base.ids_of(kinds)) if self._name(id_) is not None]
        texts = [self.shown(id_) for id_ in ids]
        if with_items:
            texts += [self.shown(f"{id_}#{key}") for id_ in ids for key, _ in self._items(id_)]
        return sorted(texts, key=sort_key)

    def _name(self, id_: str) -> str | None:
        """What an entry is called; None where there is none that may be read."""
        base = self._base
        entry = base.in_force(id_, self._day) or next(iter(base.editions(id_)), None)
        return None if entry is None else base.name(entry, self._day)

    def hides(self, reference: str) -> bool:
        """Whether a reference leads to what there is, but not for the audience."""
        if self._all is self._base:
            return False
        target, _, key = reference.partition("#")
        if not self._base.editions(target):
            return bool(self._all.editions(target))
        known, seen = (
            {one for entry in base.editions(target) for one in base.item_keys(entry)}
            for base in (self._all, self._base)
        )
        return bool(key) and key in known - seen

    def _items(self, id_: str) -> list[tuple[str, str]]:
        """The keys of the items of an entry, and what each is called."""
        base = self._base
        found: dict[str, str] = {}
        for entry in base.editions(id_):
            for _, value, field in base.kind(entry).root.walk(entry.data):
                key = field.annotation("key")
                if not (key and isinstance(value, list) and field.items is not None):
                    continue
                for item in value:
                    name = item.get(key) if isinstance(item, dict) else None
                    if isinstance(name, str) and not self.hides(name):  # it may be known by what it leads to
                        found.setdefault(name, item_label(item, field.items, self._language) or name)
        return list(found.items())
