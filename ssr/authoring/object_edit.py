"""An object of an entry with other values: what is there is replaced, what is new stands in the order of the schema."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ssr.authoring.patch import Editor
from ssr.base.yaml import read
from ssr.base.yaml.source import Route


def overwritten(
    path: str, content: bytes, route: Route, values: Mapping[str, Any], order: Sequence[str], gone: Collection[str] = ()
) -> bytes:
    """The file with these values in the object at `route`, which is there and keeps some of its properties.

    `order` are the names of its properties in the schema; those in `gone` are taken away.
    """
    before = _at(path, content, route)
    changed = {name: values[name] for name in order if name in values and values[name] != before.get(name)}
    anew = {name for name, value in changed.items() if name in before and not _are_texts(value, before[name])}
    editor = Editor(path, content)
    for name, value in changed.items():
        if name not in before:
            editor.add((*route, name), value, after=beside(before, name, order))
        elif name not in anew:
            editor.replace((*route, name), value)
    content = _without(path, editor.content(), route, {*anew, *gone} & before.keys())
    for name, value in changed.items():
        if name in anew:
            editor = Editor(path, content)
            editor.add((*route, name), value, after=beside(_at(path, content, route), name, order))
            content = editor.content()
    return content


def with_object(path: str, content: bytes, name: str, values: Mapping[str, Any], order: Sequence[str]) -> bytes:
    """The file with an object as a property of its own, in place of an empty one if there is such."""
    return _with(path, content, name, dict(values), order)


def with_item(path: str, content: bytes, name: str, values: Mapping[str, Any], order: Sequence[str]) -> bytes:
    """The file with an object last in a list, which is made if there is none."""
    if not _at(path, content, ()).get(name):
        return _with(path, content, name, [dict(values)], order)
    editor = Editor(path, content)
    editor.append((name,), values)
    return editor.content()


def _with(path: str, content: bytes, name: str, value: Any, order: Sequence[str]) -> bytes:
    content = _without(path, content, (), {name} & _at(path, content, ()).keys())
    editor = Editor(path, content)
    editor.add((name,), value, after=beside(_at(path, content, ()), name, order))
    return editor.content()


def _without(path: str, content: bytes, route: Route, names: Collection[str]) -> bytes:
    for name in sorted(names):  # each by itself: two that stand beside each other within braces share a comma
        editor = Editor(path, content)
        editor.remove((*route, name))
        content = editor.content()
    return content


def beside(data: Mapping[str, Any], name: str, order: Sequence[str]) -> str:
    """The property to stand below: the nearest that is there of those that come before in the schema, else the last."""
    before = [other for other in order[: order.index(name)] if other in data]
    return before[-1] if before else list(data)[-1]


def _are_texts(*values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def _at(path: str, content: bytes, route: Route) -> Any:
    data = read(path, content).data
    for step in route:
        data = data[step]
    return data
