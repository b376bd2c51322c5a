"""From atomic changes to the changes that people are told of: each atom belongs to one change of an entry.

Not for what a change is called (`classify`), and not for sentences: those are for `report` and the templates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ssr.base.entry import Entry
from ssr.base.labels import item_label
from ssr.base.links import Link
from ssr.base.marks import is_example
from ssr.base.yaml.source import texts_in
from ssr.diff.atoms import Atom, atoms
from ssr.diff.change import Change
from ssr.diff.classify import classify_change, differing_texts
from ssr.diff.entry_trees import EntryTrees
from ssr.diff.match import Matching, Pair
from ssr.diff.node_pair import NodePair
from ssr.diff.owner import owner_of
from ssr.diff.reference_names import ReferenceNames
from ssr.diff.tree import Tree
from ssr.diff.words import diff_words


class ChangeFinder:
    """Finds what changed in the entries of two views."""

    def __init__(self, matching: Matching) -> None:
        self._matching, self._entry_trees = matching, EntryTrees(matching)
        self._names = ReferenceNames(matching.old, matching.new)

    def changes(self, pair: Pair) -> list[Change]:
        """What changed in one entry, in the order of the newer side; every atomic change is part of one of these."""
        if pair.old is not None and pair.new is not None:
            old, new = self._entry_trees.data(pair)
            comparison = _EntryComparison(self._matching, self._entry_trees, self._names, pair, pair.old, pair.new)
            changes = [] if old == new else comparison.changes(*self._entry_trees.trees(pair))
            return self._renamed(pair, pair.old, pair.new, changes)
        return [self._one_sided(pair, entry) for entry in (pair.old, pair.new) if entry is not None]

    def _renamed(self, pair: Pair, old: Entry, new: Entry, changes: list[Change]) -> list[Change]:
        """The changes with what has another id or key told as that, and not as gone and come, nor where it is named."""
        renames, shape = self._matching.renames, self._entry_trees.shape(pair)
        result = [change for change in changes if not self._only_names_anew(change, new)]
        if renames.entries.get(old.id) == new.id:
            left, name = _origins(renames.left(old.id)), self._matching.new.name(new)
            result.insert(0, Change("renamed", old, new, (), name, old.id, new.id, (shape,), shape, left=left))
        for item in renames.items:
            if (item.now.id, item.now.edition) != (new.id, new.edition) or item.says_more:
                continue
            routes = {(*item.way[:-1], item.key_before), item.way}
            gone = [one for one in result if one.route in routes and one.change in {"added", "removed", "retired"}]
            if gone:
                last, left = gone[-1], _origins(renames.left_of(item))
                renamed = replace(last, change="renamed", old=old, new=new, route=item.way, left=left)
                renamed = replace(renamed, before=item.key_before, after=item.key)
                result = [renamed if one is gone[0] else one for one in result if one not in gone[1:]]
        return result

    def _only_names_anew(self, change: Change, new: Entry) -> bool:
        """Whether a change says no more than that what a reference leads to is not found under its old id any more."""
        field = change.field.items or change.field
        if field.reference is None:
            return False
        before, after = (set(_listed(side)) for side in (change.before, change.after))
        lost = before - after
        renamed = all(self._matching.is_renamed(reference) for reference in lost)
        return bool(lost) and after <= before and renamed and lost <= {text for _, text in texts_in(new.data)}

    def _one_sided(self, pair: Pair, entry: Entry) -> Change:
        """An entry that is there on one side only: its name stands for it."""
        shape = self._entry_trees.shape(pair)
        view = self._matching.old if pair.new is None else self._matching.new
        name = view.name(entry)
        invented = is_example(entry.data)
        examples = (invented and pair.new is None, invented and pair.old is None)
        change = Change("added", pair.old, pair.new, (), name, None, name, (shape,), shape, examples=examples)
        if pair.new is not None:
            return replace(change, was_proposed=self._was_proposed(entry))
        if (settled := self._settled(entry)) is not None:
            return replace(change, change="agreed", new=settled, before=name, after=None)
        known = self._matching.new.base.editions(entry.id)
        declared = (str(other.data.get("replaced_by")) for other in known)
        successor = next((id_ for id_ in declared if self._matching.new.base.editions(id_)), None)
        return replace(change, change="retired" if known else "removed", before=name, after=None, successor=successor)

    def _settled(self, entry: Entry) -> Entry | None:
        """The version of the newer base that a draft became, where that does not hold on its day; None where it is none."""
        old, new = self._matching.old.base, self._matching.new.base
        id_ = self._matching.renames.entries.get(entry.id, entry.id)
        versions = (other for other in new.editions(id_) if other.edition == entry.edition and not new.is_draft(other))
        return next(versions, None) if old.is_draft(entry) else None

    def _was_proposed(self, entry: Entry) -> bool:
        """Whether an entry that is no draft was one in the older base, whatever its id was there."""
        old, new = self._matching.old.base, self._matching.new.base
        ids = {entry.id, *(was for was, now in self._matching.renames.entries.items() if now == entry.id)}
        known = (other for id_ in ids for other in old.editions(id_) if other.edition == entry.edition)
        return not new.is_draft(entry) and any(old.is_draft(other) for other in known)


@dataclass(frozen=True)
class _EntryComparison:
    """Finds what changed in one entry that is there on both sides."""

    matching: Matching
    entry_trees: EntryTrees
    names: ReferenceNames
    pair: Pair
    old: Entry
    new: Entry

    def changes(self, before: Tree, after: Tree) -> list[Change]:
        """What changed from one tree to the other."""
        top = NodePair((), self.entry_trees.shape(self.pair), before, after)
        owners = (self._owner_of(atom, top) for atom in atoms(before, after))
        return [self._change(owner) for owner in {owner.names: owner for owner in owners}.values()]

    def _owner_of(self, atom: Atom, top: NodePair) -> NodePair:
        """What an atom is told of; another name is told of the property that names the entry."""
        display, is_renamed = self._display
        if is_renamed and atom.names[1:2] == (display,) and len(atom.names) <= 3:
            return top.child(atom.names[0]).child(display)
        return owner_of(atom, top)

    @property
    def _display(self) -> tuple[str, bool]:
        """The property that names the entry, and whether the name is another."""
        before, after = self._entry_names
        return self.matching.new.base.kind(self.new).display, before != after

    @property
    def _entry_names(self) -> tuple[str, str]:
        return self.matching.old.name(self.old), self.matching.new.name(self.new)

    def _change(self, owner: NodePair) -> Change:
        change = Change(
            change=classify_change(owner),
            old=self.old,
            new=self.new,
            route=tuple(_route(owner)),
            name=self._entry_names[1],
            before=owner.before,
            after=owner.after,
            fields=tuple(pair.field for pair in owner.path if pair.names and not pair.is_item),
            field=owner.field,
            subject=self._subject(owner),
            examples=owner.examples,
        )
        if (owner.names[-1], True) == self._display and len(owner.names) == 2:
            return self._of_name(change)
        if change.change == "reworded":
            return self._of_words(change, owner)
        if change.change == "removed" and self._is_still_written(owner):
            return replace(change, change="retired")
        return change

    def _subject(self, owner: NodePair) -> str | None:
        """What the item that changed is called; of a record within another item, what that is called, too."""
        if (item := owner.item) is None or item.parent is None:
            return None
        within = self._subject(item.parent) if owner.is_record else None
        own = self._called(item, item.parent)
        return " – ".join(filter(None, (within, own))) or None

    def _called(self, item: NodePair, items: NodePair) -> str | None:
        """What an item of a list says, or what its key stands for; None where it has neither."""
        language = self.matching.new.language
        if label := item_label(item.before if item.after is None else item.after, item.field, language):
            return label
        if items.field.annotation("key") is None:
            return None
        key, shape = list(_route(item))[-1], item.field.properties.get(items.field.annotation("key"))
        return shape.label(key, language) if shape and shape.annotation("labels") else self.names.of(key)

    def _of_name(self, change: Change) -> Change:
        """Another name is declared by dates, or by an entry that took over; else the name was only put otherwise."""
        before, after = self._entry_names
        named = replace(change, before=before, after=after)
        if change.field.annotation("dated") or self.old.id != self.new.id:
            return replace(named, change="renamed")
        language = self.matching.new.base.language
        return replace(named, change="reworded", words=diff_words(before, after), language=language)

    def _of_words(self, change: Change, owner: NodePair) -> Change:
        texts = differing_texts(owner, self.matching.new.language)
        if texts is None:
            return change
        language, before, after = texts
        return replace(change, words=diff_words(before, after), language=language)

    def _is_still_written(self, owner: NodePair) -> bool:
        """Whether the newer file still holds an item, though it is no longer in force."""
        _, new = self.entry_trees.trees(self.pair, new_on_any_day=True)
        return new.at(owner.names) is not None


def _route(pair: NodePair) -> Iterator[str]:
    """The way to a pair within its entry: property names, and the keys of items as their files have them."""
    for step in pair.path:
        if step.is_item and step.parent is not None:
            data = step.before if step.after is None else step.after
            yield str((data or {}).get(step.parent.field.annotation("key")) or step.names[-1])
        elif len(step.names) > 1:
            yield step.names[-1]


def _origins(links: Iterable[Link]) -> tuple[str, ...]:
    """The ids of the entries that some references stand in."""
    return tuple(sorted({link.origin.id for link in links}))


def _listed(side: Any) -> list[str]:
    """The references that a property holds."""
    return [str(one) for one in (side if isinstance(side, list) else [side])] if side is not None else []
