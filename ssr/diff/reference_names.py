"""What references lead to, in the words of the newer side, else of the older one."""

from dataclasses import dataclass

from ssr.base.entry import Entry
from ssr.base.knowledge import keyed_items
from ssr.base.labels import item_label
from ssr.diff.planted import ComparedSide


@dataclass(frozen=True)
class ReferenceNames:
    """The names in two views."""

    old: ComparedSide
    new: ComparedSide

    def is_draft(self, entry: Entry) -> bool:
        """Whether an entry of one of the views does not hold yet."""
        return any(view.base.is_draft(entry) for view in (self.new, self.old) if entry in view.base.entries)

    def of(self, reference: str) -> str:
        """What an entry is called, or what the item in it says; the reference itself where it leads nowhere."""
        target, _, key = reference.partition("#")
        for view in (self.new, self.old):
            entry = view.find(target)
            if entry is not None:
                root = view.base.kind(entry).root
                routes = (route for route, name in keyed_items(entry, root) if key and name == key)
                shapes = ((entry.value(route), root.at(route)) for route in routes)
                labels = (item_label(item, shape, view.language) for item, shape in shapes if shape is not None)
                return next((label for label in labels if label), None) or view.name(entry)
        return reference
