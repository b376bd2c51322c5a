"""Rules on what is settled: an item in force, what was agreed, and a period that is over are not changed on the quiet."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.yaml.source import Route
from ssr.rules.alterations import altered_places, removed_items
from ssr.rules.baseline import Baseline, deciding
from ssr.rules.rule import AnnotatedValue, Hit


def item_removed(versions: Baseline) -> Iterator[Hit]:
    """Items with a key that are gone from a settled entry."""
    for now, before in _comparable(versions):
        ended = versions.ended(before) is not None
        if not ended and (versions.was_draft(before) or versions.is_new_version(now, before)):
            continue
        kind = versions.earlier.kind(before)
        for route, earlier_route in removed_items(versions.pair(now, before, kind.root)):
            items = kind.root.at(earlier_route[:-1])
            if items is not None and earlier_route[:-1] != (kind.display,):  # a name has a rule of its own
                key = before.value((*earlier_route, items.annotation("key")))
                parameters = {"value": key, "field_titles": items}
                has_versions = not ended and versions.has_versions(before)
                key_of_message = "item-removed-of-version" if has_versions else "item-removed"
                yield Hit(now, route, key_of_message, parameters, earlier=_place(versions, before, earlier_route))


def decided_changed(versions: Baseline) -> Iterator[Hit]:
    """Agreed entries that changed without a new decision."""
    for now, before in _comparable(versions):
        root = versions.earlier.kind(before).root
        names = deciding(root)
        if not names or not versions.was_decided(before) or versions.ended(before) is not None:
            continue
        if not versions.is_decided_anew(now, before):
            others = ", ".join(name for name in names if name in root.properties)
            for route, earlier_route in altered_places(versions.pair(now, before, root)):
                parameters = {"field_titles": _shape(root, route, earlier_route), "others": others}
                yield Hit(now, route, "decided-changed", parameters, earlier=_place(versions, before, earlier_route))


def closed_changed(versions: Baseline) -> Iterator[Hit]:
    """Changes in a period that is over."""
    for now, before in _comparable(versions):
        period = versions.ended(before)
        if period is not None:
            root = versions.earlier.kind(before).root
            for route, earlier_route in altered_places(versions.pair(now, before, root)):
                shape = _shape(root, route, earlier_route)
                parameters = {"field_titles": shape, "period": period.id, "until": period.last}
                yield Hit(now, route, "closed-changed", parameters, earlier=_place(versions, before, earlier_route))


def _comparable(versions: Baseline) -> Iterator[tuple[Entry, Entry]]:
    """The changed entries whose earlier versions had the shape that their schema gives them."""
    return ((now, before) for now, before in versions.changed if before.sound)


def _shape(root: Field, route: Route, earlier_route: Route) -> Field:
    """The innermost property on the way to a place, where it was or else where it is."""
    longer = max(route, earlier_route, key=len)
    properties = (root.at(longer[:end]) for end in range(len(longer), 0, -1) if isinstance(longer[end - 1], str))
    return next((field for field in properties if field is not None), root)


def _place(versions: Baseline, before: Entry, route: Route) -> AnnotatedValue:
    kind = versions.earlier.kind(before)
    return AnnotatedValue(versions.earlier, before, route, before.value(route), kind.root.at(route) or kind.root)
