"""The knowledge base: every entry of a snapshot, linked into one graph, with what was wrong in reading it.

Answers what there is, what points where, what holds on a day and who may read it. Not for judging (`rules`),
and not for what a reader is shown (`view`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from ssr.entry import Entry
from ssr.finding import Finding, Location, Severity
from ssr.kinds import Field, Kind, Kinds
from ssr.kinds import load as load_kinds
from ssr.links import Link, links
from ssr.resources import Resources
from ssr.schema import Near, Validator, is_key
from ssr.snapshot import Snapshot, UnreadableError, manifest_value
from ssr.source import Route, read

FOLDER = "knowledge"
AUDIENCES = ("public", "members", "office")
HIGHEST = len(AUDIENCES) - 1
_NO_ENTRIES = frozenset({"README.md", ".gitkeep", ".gitignore", ".gitattributes"})
_RESERVED = frozenset({"con", "prn", "aux", "nul", "index", "search", "constructor"})


class Period(NamedTuple):
    """The years that one entry of a period-defining kind covers; the entry's id names it. Days as `YYYY-MM-DD`."""

    id: str
    first: str
    last: str


class KnowledgeBase:
    """The entries of a snapshot and the graph between them. Read once, never changed."""

    def __init__(
        self,
        snapshot: Snapshot,
        resources: Resources,
        kinds: Kinds,
        entries: list[Entry],
        *,
        manifest_sound: bool = True,
    ) -> None:
        self.manifest_sound = manifest_sound  # whether its values have the shape that they should
        self.snapshot = snapshot
        self.resources = resources
        self.kinds = kinds
        self.entries = tuple(sorted(entries, key=lambda entry: entry.path))
        self._item_keys: dict[int, frozenset[str]] = {}
        self._ids_of: dict[tuple[str, ...], list[str]] = {}
        self._by_id: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._by_id[entry.id].append(entry)

    @property
    def ids(self) -> list[str]:
        """Every id there is."""
        return list(self._by_id)

    def ids_of(self, kinds: tuple[str, ...]) -> list[str]:
        """The ids of the entries of some kinds."""
        found = self._ids_of.get(kinds)
        if found is None:
            found = self._ids_of[kinds] = [entry.id for entry in self.entries if entry.kind in kinds]
        return found

    def manifest(self, name: str, default: Any = None) -> Any:
        """A value of the manifest."""
        return manifest_value(self.snapshot, name, default)

    def kind(self, entry: Entry) -> Kind:
        """The kind of an entry."""
        return self.kinds[entry.kind]

    def editions(self, id_: str) -> list[Entry]:
        """Every entry with this id: one, or one for each period that has an edition of it."""
        return self._by_id.get(id_, [])

    def edition(self, id_: str, period: str) -> Entry | None:
        """The edition of an entry that was developed in a period."""
        return next((entry for entry in self.editions(id_) if entry.edition == period), None)

    def in_force(self, id_: str, day: str) -> Entry | None:
        """The entry as it holds on a day: for a kind with editions the latest one agreed, never a draft."""
        holding = [entry for entry in self.editions(id_) if self.holds(entry, day)]
        return max(holding, key=self.first_day, default=None)

    def holds(self, entry: Entry, day: str) -> bool:
        """Whether an entry is in force on a day."""
        if not self._has_begun(entry, day) or not is_in_force(entry.data, day):
            return False
        successor = entry.data.get("replaced_by")
        return not (
            isinstance(successor, str) and any(self._has_begun(other, day) for other in self.editions(successor))
        )

    def _has_begun(self, entry: Entry, day: str) -> bool:
        return not self.is_draft(entry) and self.first_day(entry) <= day

    def first_day(self, entry: Entry) -> str:
        """The first day of an entry: its own, or that of the period it was developed in; empty: always."""
        own = entry.data.get("from")
        if isinstance(own, str):
            return own
        period = self.periods.get(entry.edition or "")
        return period.first if period else ""

    def is_draft(self, entry: Entry) -> bool:
        """Whether its state says that it is not agreed."""
        for name, field in self.kind(entry).root.properties.items():
            if status := field.annotation("status"):
                return entry.data.get(name) in status["draft"]
        return False

    @cached_property
    def periods(self) -> Mapping[str, Period]:
        """The periods by id, in order of time."""
        found = [
            Period(entry.id, str(entry.data.get("from", "")), str(entry.data.get("until", "")))
            for entry in self.entries
            if self.kind(entry).defines_periods
        ]
        return {period.id: period for period in sorted(found, key=lambda period: (period.first, period.id))}

    def outgoing(self, entry: Entry) -> tuple[Link, ...]:
        """Every reference that a sound entry makes."""
        return self._links.get(id(entry), ())

    def incoming(self, id_: str) -> list[Link]:
        """Every reference to an id."""
        return self._incoming.get(id_, [])

    @cached_property
    def _links(self) -> Mapping[int, tuple[Link, ...]]:
        return {id(entry): tuple(links(entry, self.kind(entry).root)) for entry in self.entries if entry.sound}

    @cached_property
    def _incoming(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for entry in self.entries:
            for link in self.outgoing(entry):
                found[link.target].append(link)
        return found

    def resolve(self, link: Link, day: str) -> Entry | None:
        """The entry that a reference leads to: the same period's edition, else what holds, else the latest."""
        candidates = [entry for entry in self.editions(link.target) if entry.kind in link.kinds]
        if not candidates:
            return None
        same = next((entry for entry in candidates if entry.edition and entry.edition == link.origin.edition), None)
        return same or self.in_force(link.target, day) or max(candidates, key=self.first_day)

    def item_keys(self, entry: Entry) -> frozenset[str]:
        """The keys of the items in an entry, as references after `#` may name them."""
        found = self._item_keys.get(id(entry))
        if found is None:
            found = frozenset(key for _, key in keyed_items(entry, self.kind(entry).root))
            self._item_keys[id(entry)] = found
        return found

    def name(self, entry: Entry, day: str) -> str:
        """What an entry is called on a day; its id when it says nothing."""
        kind = self.kind(entry)
        value = entry.data.get(kind.display)
        field = kind.root.properties.get(kind.display)
        if isinstance(value, list) and value and field is not None:
            chosen = next((item for item in value if is_in_force(item, day)), value[-1])
            value = chosen.get(field.annotation("key"))
        return value if isinstance(value, str) else entry.id

    def audience(self, entry: Entry, route: Route = ()) -> int:
        """The place in `AUDIENCES` of the lowest reader who may read what stands at `route`; never below what holds it."""
        default = level_of(self.manifest("audience"))
        level = level_of(entry.data["audience"]) if "audience" in entry.data else default
        value: Any = entry.data
        field: Field | None = self.kind(entry).root
        for step in route:
            field = None if field is None else field.items if isinstance(step, int) else field.properties.get(step)
            value = value[step]
            level = max(level, own_audience(value, field, level))
        return level

    def is_wholly_public(self, entry: Entry) -> bool:
        """Whether anybody may read all of an entry, so that a message may quote it."""
        if not entry.data:
            return False
        return all(self.audience(entry, route) == 0 for route, _, _ in self.kind(entry).root.walk(entry.data))


def own_audience(value: Any, field: Field | None, inherited: int) -> int:
    """The audience that an item, or else its property, asks for; `inherited` where neither says anything."""
    if isinstance(value, dict) and "audience" in value:
        return level_of(value["audience"])
    at_least = field.annotation("audience") if field is not None else None
    return inherited if at_least is None else level_of(at_least)


def level_of(audience: object) -> int:
    """The place of an audience among `AUDIENCES`; what is missing or unknown is for the highest only."""
    return AUDIENCES.index(audience) if audience in AUDIENCES else HIGHEST


def is_in_force(item: Any, day: str) -> bool:
    """Whether a dated item holds on a day (`YYYY-MM-DD`); what has no dates always does."""
    if not isinstance(item, dict):
        return True
    first, last = item.get("from"), item.get("until")
    return (not isinstance(first, str) or first <= day) and (not isinstance(last, str) or day <= last)


def keyed_items(entry: Entry, shape: Field) -> Iterator[tuple[Route, str]]:
    """Every item that has a key of its own, with its place."""
    for route, value, field in shape.walk(entry.data):
        key = field.annotation("key")
        if key and isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, dict) and isinstance(item.get(key), str):
                    yield (*route, place), item[key]


def load(snapshot: Snapshot, progress: Callable[[int, int], None] | None = None) -> tuple[KnowledgeBase, list[Finding]]:
    """Read every entry of a snapshot. What is wrong is returned as findings; one broken file never hides the others.

    `progress` is told how many files of how many are read.
    """
    resources = Resources(snapshot)
    kinds = load_kinds(resources)
    validator = Validator()
    findings = [*kinds.findings, *snapshot.manifest.findings]
    if snapshot.manifest.data is not None:
        findings += [finding._replace(public=True) for finding in validator.check(snapshot.manifest, kinds.manifest)]
    sound = not any(finding.location.path == snapshot.manifest.path for finding in findings)
    paths, unreadable = snapshot.paths(FOLDER)
    findings += unreadable
    for folder in ("schemas", "templates"):
        findings += snapshot.paths(folder)[1]
    entries: list[Entry] = []
    suspects: dict[int, list[Finding]] = {}
    for number, path in enumerate(paths, 1):
        entry, found = _read_entry(snapshot, kinds, validator, path)
        if entry is None:
            findings += found
        else:
            entries.append(entry)
            suspects[id(entry)] = found
        if progress is not None:
            progress(number, len(paths))
    base = KnowledgeBase(snapshot, resources, kinds, entries, manifest_sound=sound)
    for entry in base.entries:
        if found := suspects[id(entry)]:
            # With a field that is not known, the audience may be what was meant and misspelt.
            public = base.is_wholly_public(entry) and all(finding.key != "unknown-field" for finding in found)
            findings += [finding._replace(public=public) for finding in found]
    return base, findings


def _read_entry(
    snapshot: Snapshot, kinds: Kinds, validator: Validator, path: str
) -> tuple[Entry | None, list[Finding]]:
    place = PurePosixPath(path)
    if place.name in _NO_ENTRIES:
        return None, []
    kind, problem = _place(kinds, place)
    if kind is None:
        return None, [problem] if problem else []
    try:
        content = snapshot.read(path)
    except UnreadableError as error:
        return None, [error.finding]
    source = read(path, content)
    edition = place.parts[2] if kind.has_editions else None
    findings = list(source.findings)
    if source.data is not None:
        told = {finding.location for finding in findings}  # what is wrong in the writing is not told again as shape
        findings += [finding for finding in validator.check(source, kind.root) if finding.location not in told]
    sound = not any(finding.severity is Severity.ERROR for finding in findings)
    return Entry(kind.name, place.stem, edition, source, sound), findings


def _place(kinds: Kinds, place: PurePosixPath) -> tuple[Kind | None, Finding | None]:
    """The kind that a file's folder gives it, or why its place or name is wrong."""

    def wrong(code: str, key: str, **parameters: object) -> Finding:
        return Finding(code, Severity.ERROR, key, Location(str(place)), parameters, public=True)

    folders = place.parts[1:-1]
    if folders and folders[0] in kinds.broken_folders:
        return None, None
    kind = kinds.by_folder.get(folders[0]) if folders else None
    problem: Finding | None = None
    if place.suffix != ".yaml":
        problem = wrong("SSR002", "not-yaml")
    elif not is_key(place.stem) or place.stem in _RESERVED:
        problem = wrong("SSR002", "bad-name")
    elif not folders:
        problem = wrong("SSR003", "no-folder")
    elif kind is None:
        near = Near(folders[0], kinds.by_folder)
        problem = wrong("SSR003", "unknown-folder", folder=folders[0], suggestion=near)
    elif kind.has_editions and len(folders) != 2:
        problem = wrong("SSR003", "no-edition-folder", folder=folders[0])
    elif not all(map(is_key, folders)):
        problem = wrong("SSR002", "bad-folder")
    return (kind, None) if problem is None else (None, problem)
