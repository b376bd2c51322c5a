"""An edition carried into a new period: a copy in which only what `x-carried` names is another."""

from collections.abc import Mapping

from ssr.authoring.patch import Editor
from ssr.base.entry import Entry
from ssr.base.kinds import Kind
from ssr.base.knowledge import KnowledgeBase


def rewritten(kind: Kind) -> Mapping[str, list[str]]:
    """The properties that a copy has otherwise, by what happens to them: `draft`, `drop`, `origin`."""
    result: dict[str, list[str]] = {}
    for name, field in kind.root.properties.items():
        if carried := field.annotation("carried"):
            result.setdefault(carried, []).append(name)
    return dict(sorted(result.items()))


def is_carried(kind: Kind) -> bool:
    """Whether editions of a kind are carried: a copy that cannot be a draft would hold at once."""
    return kind.has_editions and "draft" in rewritten(kind)


def carried(base: KnowledgeBase, entry: Entry) -> bytes:
    """The file of an edition as the draft of another period has it."""
    kind = base.kind(entry)
    editor = Editor(entry.path, base.layer(entry).read(entry.path))
    names = rewritten(kind)
    status = names["draft"][0]
    draft = kind.root.properties[status].annotation("status")["draft"][0]
    for name in names.get("drop", ()):
        if name in entry.data:
            editor.remove((name,))
    if status in entry.data:
        editor.replace((status,), draft)
    else:
        editor.insert((status,), draft, after=kind.display)
    for name in names.get("origin", ()):
        if name in entry.data:
            editor.replace((name,), str(entry.edition))
        else:
            editor.insert((name,), str(entry.edition), after=status if status in entry.data else kind.display)
    return editor.content()
