"""An entry as a form: each field that its kind has, with its name, its help, what it holds and what is wrong with it.

Driven by the schema alone. What a form cannot show is shown as it stands, for the text view to change; what the audience
may not read is not there.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import MARKS, Field
from ssr.base.knowledge import HIGHEST, KnowledgeBase
from ssr.base.labels import item_text
from ssr.base.yaml.source import Route
from ssr.text.catalogue import LANGUAGES, Catalogue
from ssr.text.columns import shortened
from ssr.text.localised import Localised
from ssr.web.choices import Choices
from ssr.web.elements import Child, Html, element
from ssr.web.input_controls import control, labelled

_LONGEST_LABEL = 70
_FEW = 2  # fields that are not worth folding together


def id_of(route: Route) -> str:
    """The id of what stands at a route, on the page."""
    return "-".join(["f", *map(str, route)])


class EntryFields:
    """Writes the fields of one entry, for one audience."""

    def __init__(self, base: KnowledgeBase, entry: Entry, words: Catalogue, level: int, choices: Choices) -> None:
        self._base, self._entry, self._words, self._level, self._choices = base, entry, words, level, choices
        self._root = base.kind(entry).root
        self._faults: Mapping[Route, Sequence[Html]] = {}
        self._opened: Collection[Route] = ()

    def form(self, opened: Collection[Route] = (), faults: Mapping[Route, Sequence[Html]] | None = None) -> Html:
        """All of it; lists that are `opened` have a blank item last."""
        self._opened, self._faults = opened, faults or {}
        return element("div", {"id": "fields"}, self._fault_list(()), self._object((), self._root, self._entry.data))

    def may_show(self, route: Route) -> bool:
        """Whether the audience may read what stands, or would stand, at a route.

        Of a list, all of it, so that no gap in the numbers tells of an item; of an item, also what it leads to.
        """
        if self._level == HIGHEST:
            return True
        if self._base.audience(self._entry, route) > self._level:
            return False
        value, field = self._entry.value(route), self._root.at(route)
        if isinstance(value, str) and field is not None and field.reference is not None:
            return not self._choices.hides(value)
        if isinstance(value, list):
            return all(self.may_show((*route, number)) for number in range(len(value)))
        is_item = bool(route) and isinstance(route[-1], int) and isinstance(value, dict)
        known = field.properties if is_item and field is not None else {}
        below = [name for name in value if name in known] if known else []
        return all(self.may_show((*route, name)) for name in below if known[name].reference is not None)

    def may_remove(self, route: Route) -> bool:
        """Whether the audience may read all that stands at a route."""
        field = self._root.at(route)
        below = field.walk(self._entry.value(route)) if field is not None else ()
        return all(self.may_show((*route, *way)) for way, _, _ in below)

    def field(self, route: Route) -> Field | None:
        """The field at a route, if it has a place in the form; of a text in several languages, in one of them."""
        field: Field | None = self._root
        for depth, step in enumerate(route):
            value = self._entry.value(route[:depth])
            if field is None or not self.may_show(route[: depth + 1]):
                return None
            if field.is_text:
                return field if step in LANGUAGES and isinstance(value, dict) and depth + 1 == len(route) else None
            if isinstance(step, int):
                known = len(value) if isinstance(value, list) else 0
                field = field.items if 0 <= step <= known else None
            else:
                field = field.properties.get(step)
        return field

    def _object(self, route: Route, shape: Field, value: Any) -> list[Child]:
        """The fields of an object: its own, then folded together those that may be left out, and those that are everywhere."""
        data = value if isinstance(value, dict) else {}
        own = [field.name for field in self._base.kinds.own(shape)]
        common = [name for name in shape.properties if name in self._base.kinds.common and name not in own]
        common = [name for name in common if name != MARKS and self.may_show((*route, name))]
        spare = [name for name in own if self._is_spare(route, shape, name, data)]
        spare = spare if len(spare) > _FEW and len(spare) < len(own) else []
        rest = [name for name in data if name not in shape.properties and self._level == HIGHEST]
        shown: list[Child] = [self._shown((*route, name), shape, data) for name in own if name not in spare]
        shown += [self._as_text((*route, name), name, data[name]) for name in rest]
        titles = [shape.properties[name].title(self._words.language).lower() for name in spare]
        more = self._words.text("edit.more", titles=", ".join(titles))
        for key, title, names in (("m", more, spare), ("c", self._words.text("edit.common"), common)):
            is_open = any(name in data for name in names) or any(self._is_faulty((*route, name)) for name in names)
            inner = [self._shown((*route, name), shape, data) for name in names]
            if inner:
                folded = _folded(f"{id_of(route)}-{key}", is_open=is_open)
                shown.append(element("details", folded, element("summary", {}, title), inner))
        return shown

    def _is_spare(self, route: Route, shape: Field, name: str, data: Mapping[str, Any]) -> bool:
        """Whether a field says nothing, and nobody asks for it."""
        field = shape.properties[name]
        is_asked = name in shape.requires or field.annotation("expect") or self._is_faulty((*route, name))
        has_mark = isinstance(data.get(MARKS), dict) and name in data[MARKS]
        is_there = name in data or has_mark or (*route, name) in self._opened
        return not is_asked and not is_there and self.may_show((*route, name))

    def _is_faulty(self, route: Route) -> bool:
        return any(other[: len(route)] == route for other in self._faults)

    def _shown(self, route: Route, around: Field, data: Mapping[str, Any]) -> Child:
        """A property, and what is said of it as a whole."""
        if not self.may_show(route):
            return None
        name = str(route[-1])
        field, needed = around.properties[name], name in around.requires
        if field.items is not None and not isinstance(data.get(name), str):
            return self._list(route, field, data.get(name), needed=needed, mark=self._mark(route, around, data))
        marks = data.get(MARKS)
        is_marked = (isinstance(marks, dict) and name in marks) or self._is_faulty((*route[:-1], MARKS, name))
        shown = self._field(route, field, data.get(name), needed=needed)
        return [shown, self._mark(route, around, data)] if is_marked else shown

    def _mark(self, route: Route, around: Field, data: Mapping[str, Any]) -> Child:
        """What holds for a property as a whole, where that can be said."""
        name, marks = str(route[-1]), around.properties.get(MARKS)
        shape = marks.properties.get(name) if marks is not None else None
        if shape is None:
            return None
        way = (*route[:-1], MARKS, name)
        said = (data.get(MARKS) or {}).get(name) if isinstance(data.get(MARKS), dict) else None
        is_open = bool(said) or self._is_faulty(way)
        inner = [self._shown((*way, one), shape, said or {}) for one in shape.properties if one != MARKS]
        title = element("summary", {}, self._words.text("edit.marks"))
        return element("details", _folded(f"{id_of(way)}-c", is_open=is_open), title, self._fault_list(way), inner)

    def _field(self, route: Route, field: Field, value: Any, *, needed: bool = False) -> Child:
        if field.is_text and isinstance(value, dict):
            return [self._single((*route, one), field, value.get(one), language=one) for one in LANGUAGES]
        if field.items is not None and not isinstance(value, str):
            return self._list(route, field, value, needed=needed)
        if field.properties:
            return self._group(route, field, self._object(route, field, value), needed=needed)
        if isinstance(value, (dict, list)) or (field.schema.get("type") in ("object", "array") and field.items is None):
            return self._as_text(route, field.title(self._words.language), value)
        return self._single(route, field, value, needed=needed)

    def _single(
        self, route: Route, field: Field, value: Any, *, needed: bool = False, language: str | None = None
    ) -> Html:
        """A field with one value."""
        id_, words = id_of(route), self._words
        number = f" {int(route[-1]) + 1}" if isinstance(route[-1], int) else ""
        in_language = f" ({words.text(f'edit.languages.{language}')})" if language else ""
        titled = (self.field(route[:-1]) or field) if number else field  # one of a list is called as the list is
        name = f"{titled.title(words.language)}{number}{in_language}"
        description = None if number else field.description(words.language)
        shown = self._choices.shown(value) if field.reference is not None and isinstance(value, str) else value
        attributes = {
            "id": id_,
            "data-route": json.dumps(route, ensure_ascii=False),
            "aria-describedby": f"{id_}-h {id_}-e" if description else f"{id_}-e",
            "aria-invalid": "true" if self._faults.get(route) else None,
            "lang": language,
            "list": self._choices.list_for(field, self._entry.kind) if field.reference is not None else None,
        }
        made = control(field, shown, attributes, words)
        return labelled(id_, [name, self._need(needed)], description, made, self._fault_list(route))

    def _need(self, needed: bool) -> Child:
        return element("span", {"class": "need"}, self._words.text("edit.needed")) if needed else None

    def _group(self, route: Route, field: Field, inner: Child, *, needed: bool) -> Html:
        """Fields that belong together."""
        title = element("legend", {}, field.title(self._words.language), self._need(needed))
        help_ = element("p", {"class": "help"}, field.description(self._words.language))
        attributes: dict[str, str | bool | None] = {"id": id_of(route), "tabindex": "-1"}
        return element("fieldset", attributes, title, help_, self._fault_list(route), inner)

    def _list(self, route: Route, field: Field, value: Any, *, needed: bool, mark: Child = None) -> Html:
        """A list: its items, each with buttons, and one to add another."""
        items = list(value) if isinstance(value, list) else []
        blank = [None] if route in self._opened else []
        shown = [self._item((*route, number), field, item, items) for number, item in enumerate([*items, *blank])]
        add = self._button(route, "add", field.title(self._words.language), f"{id_of(route)}-add")
        listed = element("ol", {"class": "items"}, shown) if shown else None
        return self._group(route, field, [listed, add, mark], needed=needed)

    def _item(self, route: Route, field: Field, item: Any, items: Sequence[Any]) -> Html:
        shape, number = field.items or field, int(route[-1])
        shown = {name: item[name] for name in item if self.may_show((*route, name))} if isinstance(item, dict) else item
        label = self._label(field, shape, shown, number)
        is_there = number < len(items)
        buttons = [
            self._button(route, name, label, f"{id_of(route)}-{name}")
            for name, is_wanted in (("up", number > 0), ("down", number + 1 < len(items)), ("remove", True))
            if is_wanted and (is_there or name == "remove")
        ]
        tools = element("div", {"class": "tools"}, buttons)
        if not shape.properties:
            return element("li", {}, self._field(route, shape, item), tools)
        is_open = not is_there or self._is_faulty(route)
        body = [tools, self._fault_list(route), self._object(route, shape, item)]
        summary = element("summary", {"id": id_of(route)}, label)
        folded = _folded(f"{id_of(route)}-i", is_open=is_open, name="item")
        return element("li", {}, element("details", folded, summary, body))

    def _label(self, field: Field, shape: Field, item: Any, number: int) -> str:
        """What an item is called."""
        text = item_text(item, shape) if isinstance(item, dict) else item
        if text is None and isinstance(item, dict):
            name = next((name for name, one in item.items() if isinstance(one, str)), None)
            text = self._worded(shape.properties.get(name), item[name]) if name is not None else None
        text = Localised.pick(text, self._words.language).text if text else ""
        name = f"{field.title(self._words.language)} {number + 1}"
        return f"{name}: {shortened(text, _LONGEST_LABEL)}" if text else name

    def _worded(self, field: Field | None, value: str) -> str:
        if field is None or field.reference is not None:
            return self._choices.shown(value)
        return field.label(value, self._words.language)

    def _button(self, route: Route, name: str, label: str, id_: str) -> Html:
        """A button that does something with an item or a list; what it is about is said to those who do not see it."""
        attributes: dict[str, str | bool | None] = {
            "type": "button", "id": id_, "data-op": name, "data-route": json.dumps(route, ensure_ascii=False),
        }  # fmt: skip
        return element(
            "button",
            attributes,
            self._words.text(f"edit.buttons.{name}"),
            element("span", {"class": "unseen"}, f" {label}"),
        )

    def _as_text(self, route: Route, title: str, value: Any) -> Child:
        """What the form cannot change, as it stands."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, indent=2)
        note = element("p", {"class": "help"}, self._words.text("edit.only-text"))
        attributes: dict[str, str | bool | None] = {"class": "field", "id": id_of(route)}
        return element(
            "div", attributes, element("p", {}, element("b", {}, title)), element("pre", {}, text), note,
            self._fault_list(route),
        )  # fmt: skip

    def _fault_list(self, route: Route) -> Html:
        return element("ul", {"class": "faults", "id": f"{id_of(route)}-e"}, self._faults.get(route, ()))


def _folded(id_: str, *, is_open: bool, name: str = "common") -> dict[str, str | bool | None]:
    """The attributes of what can be folded together."""
    return {"id": id_, "class": name, "open": is_open}
