"""Rules on what has another id or key than in an earlier version: it is told once, with the references that should follow."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.links import Link
from ssr.base.yaml.source import Route
from ssr.rules.baseline import Baseline
from ssr.rules.rule import AnnotatedValue, Hit


def not_followed(versions: Baseline) -> Iterator[Hit]:
    """What was renamed while references still name it as it was called before."""
    return (hit for hit, left in _renamed(versions) if left)


def followed(versions: Baseline) -> Iterator[Hit]:
    """What was renamed, and all references with it."""
    return (hit for hit, left in _renamed(versions) if not left)


def _renamed(versions: Baseline) -> Iterator[tuple[Hit, list[Link]]]:
    renames = versions.renames
    for was, now in renames.entries.items():
        entry, before = (base.editions(id_)[0] for base, id_ in ((versions.base, now), (versions.earlier, was)))
        yield _hit(versions, "renamed", (entry, ()), (before, ()), was, now, renames.left(was))
    for item in renames.items:
        left = renames.left_of(item)
        yield _hit(
            versions,
            "renamed-item",
            (item.now, item.route),
            (item.before, item.route_before),
            item.key_before,
            item.key,
            left,
        )


def _hit(
    versions: Baseline,
    key: str,
    place: tuple[Entry, Route],
    there: tuple[Entry, Route],
    was: str,
    now: str,
    left: list[Link],
) -> tuple[Hit, list[Link]]:
    before, route = there
    root = versions.earlier.kind(before).root
    earlier = AnnotatedValue(versions.earlier, before, route, before.value(route), root.at(route) or root)
    related = tuple((link.origin, link.route) for link in left)
    parameters = {"earlier": was, "value": now, "n": len(left)}
    told = "" if _is_told(versions, (before, was), (place[0], now), of_item=bool(route)) else "-untold"
    return Hit(*place, f"{key}{'-left' if left else told}", parameters, related=related, earlier=earlier), left


def _is_told(versions: Baseline, before: tuple[Entry, str], now: tuple[Entry, str], *, of_item: bool) -> bool:
    """Whether the manifest tells of it, so that who knows the old name gets here."""
    was, called = (f"{entry.id}#{name}" if of_item else name for entry, name in (before, now))
    return versions.base.now_called(was) == called


def follows(versions: Baseline, hit: Hit) -> bool:
    """Whether what a rule found is but another sign of what was renamed."""
    renames, value = versions.renames, hit.parameters.get("value")
    if hit.key == "unknown-reference":
        return value in renames.entries
    if hit.key == "unknown-item":
        target = str(hit.entry.value(hit.route)).partition("#")[0]
        return renames.meant(target, str(value)) != (target, value)
    there = hit.earlier
    return any(
        (item.now is hit.entry and item.route == hit.route)
        or (there is not None and item.before is there.entry and item.route_before == there.route)
        for item in renames.items
    )
