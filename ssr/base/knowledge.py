"""The knowledge base: every entry of a snapshot, linked into one graph, with what was wrong in reading it.

Answers what there is, what points where, what holds on a day and who may read it. Not for judging (`rules`),
and not for what a reader is shown (`view`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field, Kind, Kinds
from ssr.base.links import Link, links
from ssr.base.resources import Resources
from ssr.base.snapshot import Snapshot, lies_over, manifest_value, own_layer, renames_in
from ssr.base.yaml.source import Route
from ssr.text.catalogue import LANGUAGES
from ssr.text.days import first_of, last_of
from ssr.text.slug import slug
from ssr.text.zone import is_zone

AUDIENCES = ("public", "members", "office")
HIGHEST = len(AUDIENCES) - 1
_NO_NAME = "…"


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
        additions: list[Entry] | None = None,
        *,
        manifest_sound: bool = True,
    ) -> None:
        self.manifest_sound = manifest_sound  # whether its values have the shape that they should
        self.snapshot = snapshot
        self.resources = resources
        self.kinds = kinds
        self.entries = tuple(sorted(entries, key=lambda entry: entry.path))
        # What a base laid over this one says of entries of this one; a view makes one of the two.
        self.additions = tuple(sorted(additions or (), key=lambda entry: entry.path))
        self._proposed: frozenset[Entry] = frozenset()  # drafts that are looked at as if they were agreed
        self._preferred: frozenset[Entry] = frozenset()  # those of them that go before what is agreed
        self._in_force: dict[tuple[str, str], Entry | None] = {}  # by id and day
        self._item_keys: dict[int, frozenset[str]] = {}
        self._ids_of: dict[tuple[str, ...], list[str]] = {}
        self._by_id: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self._by_id[entry.id].append(entry)

    def proposing(self, until: str, id_: str | None = None) -> "KnowledgeBase":
        """The same base as if its drafts were agreed, those that are chosen from a day or earlier; with an id only its own."""
        other = copy(self)
        other._in_force = {}
        drafts = (entry for entry in self.entries if self.is_draft(entry) and self.first_day(entry) <= until)
        other._proposed = frozenset(entry for entry in drafts if id_ in {None, entry.id})
        other._preferred = other._proposed if id_ is not None else frozenset()
        return other

    def having(self, *made: Entry) -> "KnowledgeBase":
        """The same base with entries that stand in no file. What is worked out of the others already is kept."""
        other = copy(self)
        other.entries = tuple(sorted((*self.entries, *made), key=lambda entry: entry.path))
        other._ids_of = {}
        other._by_id = defaultdict(list, self._by_id)
        for entry in made:
            other._by_id[entry.id] = [*self.editions(entry.id), entry]
        own = {id(entry): tuple(links(entry, self.kind(entry).root)) for entry in made}
        incoming = defaultdict(list, self._incoming)
        for link in (link for found in own.values() for link in found):
            incoming[link.target] = [*incoming.get(link.target, ()), link]
        vars(other).pop("periods", None)
        vars(other).update(_links={**self._links, **own}, _incoming=incoming)
        return other

    @property
    def all_entries(self) -> tuple[Entry, ...]:
        """Every entry as its file has it, those that only add to another too."""
        return self.entries + self.additions

    @property
    def ids(self) -> list[str]:
        """Every id there is."""
        return list(self._by_id)

    def ids_of(self, kinds: tuple[str, ...]) -> list[str]:
        """The ids of the entries of some kinds."""
        result = self._ids_of.get(kinds)
        if result is None:
            result = self._ids_of[kinds] = [entry.id for entry in self.entries if entry.kind in kinds]
        return result

    @property
    def layers(self) -> tuple[Snapshot, ...]:
        """The files of the base, and those of the one laid over it, if any."""
        overlay = self.snapshot.overlay
        return (self.snapshot,) if overlay is None else (self.snapshot, overlay)

    def layer(self, entry: Entry) -> Snapshot:
        """The files that an entry comes from."""
        return self.layers[entry.in_overlay]

    def is_own(self, entry: Entry) -> bool:
        """Whether an entry is of the base that one writes in, and neither of one over it nor of one beneath."""
        return self.layer(entry) is own_layer(self.snapshot)

    def manifest(self, name: str, default: Any = None) -> Any:
        """A value of the manifest."""
        return manifest_value(self.snapshot, name, default)

    @property
    def lacks_beneath(self) -> bool:
        """Whether there is a base that it should lie over, and which is not here; what leads there cannot be judged."""
        return bool(lies_over(self.snapshot)) or bool(self.over_another)

    @property
    def over_another(self) -> tuple[Snapshot, ...]:
        """The layers that should lie over another base than this one."""
        return tuple(layer for layer in self.layers[1:] if lies_over(layer) not in {"", self.own_id})

    @property
    def own_id(self) -> str:
        """What programs, and bases laid over it, know the base by."""
        return str(self.manifest("id") or slug(self.title))

    @property
    def title(self) -> str:
        """What the base is called, as documents print it."""
        name = self.manifest("name")
        return str(name) if isinstance(name, (str, int)) and name else _NO_NAME

    @property
    def language(self) -> str:
        """The language of its prose."""
        language = self.manifest("language")
        return language if language in LANGUAGES else LANGUAGES[0]

    @property
    def registrar(self) -> str | None:
        """The authority that keeps the register of its papers; None where that is not known."""
        said = self.manifest("registrar")
        name = said.get("name") if isinstance(said, dict) else None
        return name if isinstance(name, str) else None

    @property
    def time_zone(self) -> str:
        """The zone of its clock times."""
        zone = self.manifest("time_zone")
        return zone if isinstance(zone, str) and is_zone(zone) else "UTC"

    @cached_property
    def told_renames(self) -> Mapping[str, str]:
        """What has another id or key since some time, as the manifests say: `id` or `id#key` by what it was then."""
        return {was: now for layer in self.layers for was, now in renames_in(layer).items()}

    def now_called(self, reference: str) -> str:
        """The id, or the `id#key`, that has taken the place of one, through all that the manifest tells of."""
        seen = {reference}
        while True:
            target, mark, key = reference.partition("#")
            following = self.told_renames.get(reference) or self.told_renames.get(target, target) + mark + key
            if following in seen:
                return reference
            seen.add(following)
            reference = following

    def first_called(self, id_: str) -> str:
        """The id that an entry had at first, by which programs outside know it."""
        before = {now: was for was, now in self.told_renames.items()}
        seen = {id_}
        while (was := before.get(id_)) is not None and was not in seen:
            seen.add(was)
            id_ = was
        return id_

    def kind(self, entry: Entry) -> Kind:
        """The kind of an entry."""
        return self.kinds[entry.kind]

    def editions(self, id_: str) -> list[Entry]:
        """Every entry with this id: one, or one for each period that has an edition of it."""
        return self._by_id.get(id_, [])

    def edition(self, id_: str, period: str) -> Entry | None:
        """The edition of an entry that was developed in a period."""
        return next((entry for entry in self.editions(id_) if entry.edition == period), None)

    def added_to(self, addition: Entry) -> Entry:
        """The entry that an addition adds to."""
        return next(entry for entry in self.editions(addition.id) if entry.twin == addition.twin)

    def in_force(self, id_: str, day: str) -> Entry | None:
        """The entry as it holds on a day: for a kind with editions the latest one agreed, never a draft."""
        if (id_, day) not in self._in_force:
            holding = [entry for entry in self.editions(id_) if self.holds(entry, day)]
            latest = max(holding, key=lambda entry: (entry in self._preferred, self.first_day(entry)), default=None)
            self._in_force[id_, day] = latest
        return self._in_force[id_, day]

    def holds(self, entry: Entry, day: str) -> bool:
        """Whether an entry is in force on a day."""
        return self._has_begun(entry, day) and not self.has_ended(entry, day)

    def has_ended(self, entry: Entry, day: str) -> bool:
        """Whether an entry's last day lies before a day, or another has taken over from it."""
        successor = entry.data.get("replaced_by")
        return has_ended(entry.data, day) or (
            isinstance(successor, str) and any(self._has_begun(other, day) for other in self.editions(successor))
        )

    def _has_begun(self, entry: Entry, day: str) -> bool:
        return entry in self._proposed or (not self.is_draft(entry) and self.first_day(entry) <= day)

    def first_day(self, entry: Entry) -> str:
        """The day that an entry is chosen from: its own, or that of the period it was developed in; empty: always."""
        period = self.periods.get(entry.edition or "")
        return self.known_first_day(entry) or (period.first if period else "")

    def known_first_day(self, entry: Entry) -> str:
        """The first day that an entry itself gives: never before it was agreed; empty where it gives none."""
        own = entry.data.get("from")
        return max(first_of(own) if isinstance(own, str) else "", self._agreed_on(entry))

    def _agreed_on(self, entry: Entry) -> str:
        """The day that an entry's state rests on, as the schema says where it stands; empty where it is not known."""
        status = self._status(entry)
        route = status.annotation("status").get("agreed-on", ()) if status is not None else ()
        holder, stands = self.stated(entry, tuple(route))
        day = holder.value(stands) if route else None
        return day if isinstance(day, str) and first_of(day) == last_of(day) else ""

    def stated(self, entry: Entry, route: Route) -> tuple[Entry, Route]:
        """Where it stands what an entry says at a route: there, or in the entry that a reference beside it fills it in from."""
        around = self.kind(entry).root.at(route[:-1]) if route and entry.value(route) is None else None
        beside = entry.value(route[:-1])
        if around is not None and isinstance(beside, dict):
            filling = around.filled_from.get(str(route[-1]), ())
            for other in (other for name in filling for other in self.editions(beside.get(name, ""))):
                return other, (route[-1],)
        return entry, route

    def is_draft(self, entry: Entry) -> bool:
        """Whether its state says that it is not agreed."""
        status = self._status(entry)
        return status is not None and entry.data.get(status.name) in status.annotation("status")["draft"]

    def _status(self, entry: Entry) -> Field | None:
        """The property of an entry's kind that holds the state of the entry, if it has one."""
        return self.kind(entry).root.status

    @cached_property
    def periods(self) -> Mapping[str, Period]:
        """The periods by id, in order of time."""
        result = [
            Period(entry.id, first_of(str(entry.data.get("from", ""))), last_of(str(entry.data.get("until", ""))))
            for entry in self.entries
            if self.kind(entry).defines_periods
        ]
        return {period.id: period for period in sorted(result, key=lambda period: (period.first, period.id))}

    def outgoing(self, entry: Entry) -> tuple[Link, ...]:
        """Every reference that a sound entry makes."""
        return self._links.get(id(entry), ())

    def incoming(self, id_: str) -> list[Link]:
        """Every reference to an id."""
        return self._incoming.get(id_, [])

    @cached_property
    def _links(self) -> Mapping[int, tuple[Link, ...]]:
        return {id(entry): tuple(links(entry, self.kind(entry).root)) for entry in self.all_entries if entry.sound}

    @cached_property
    def _incoming(self) -> Mapping[str, list[Link]]:
        result: dict[str, list[Link]] = defaultdict(list)
        for entry in self.all_entries:
            for link in self.outgoing(entry):
                result[link.target].append(link)
        return result

    def resolve(self, link: Link, day: str) -> Entry | None:
        """The entry that a reference leads to: the same period's edition, else what holds, else the latest."""
        candidates = [entry for entry in self.editions(link.target) if entry.kind in link.kinds]
        if not candidates:
            return None
        same = next((entry for entry in candidates if entry.edition and entry.edition == link.origin.edition), None)
        return same or self.in_force(link.target, day) or max(candidates, key=self.first_day)

    def leads_to_ended(self, link: Link, day: str) -> Entry | None:
        """The entry that a reference to what is to be used or to act leads to, when that, or its item, has ended."""
        current = link.reference.current
        if isinstance(current, str):
            own = link.origin.data.get(current)
            day = own if isinstance(own, str) else day
        entry = self.resolve(link, day) if current else None
        if entry is None or self.has_ended(entry, day):
            return entry
        items = (entry.value(route) for route, key in keyed_items(entry, self.kind(entry).root) if key == link.key)
        ended = [has_ended(item, day) for item in items] if link.key else []
        return entry if ended and all(ended) else None

    def item_keys(self, entry: Entry) -> frozenset[str]:
        """The keys of the items in an entry, as references after `#` may name them."""
        result = self._item_keys.get(id(entry))
        if result is None:
            result = frozenset(key for _, key in keyed_items(entry, self.kind(entry).root))
            self._item_keys[id(entry)] = result
        return result

    def name(self, entry: Entry, day: str) -> str:
        """What an entry is called on a day; its id when it says nothing."""
        kind = self.kind(entry)
        value = entry.data.get(kind.display)
        field = kind.root.properties.get(kind.display)
        if isinstance(value, list) and value and field is not None:
            key = field.annotation("key")
            current = next((item for item in value if is_in_force(item, day)), None)
            value = _name_of_another_day(value, key, day) if current is None else current.get(key)
        return value if isinstance(value, str) else entry.id

    def audience(self, entry: Entry, route: Route = ()) -> int:
        """The place in `AUDIENCES` of the lowest reader who may read what stands at `route`; never below what holds it.

        What stands nowhere, as the mark of a whole property in one of its items, is read with what holds it.
        """
        default = level_of(manifest_value(self.layer(entry), "audience"))
        of_kind = max(default, own_audience(None, self.kind(entry).root, default))
        level = own_audience(entry.data, None, of_kind)
        field: Field | None = self.kind(entry).root
        for depth, step in enumerate(route, start=1):
            field = None if field is None else field.items if isinstance(step, int) else field.properties.get(step)
            value = entry.value(route[:depth])
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
    first = item.get("from")
    return (not isinstance(first, str) or first_of(first) <= day) and not has_ended(item, day)


def has_ended(item: Any, day: str) -> bool:
    """Whether the last day of a dated item lies before a day, or is not known and has passed."""
    if not isinstance(item, dict):
        return False
    last = item.get("until")
    return (isinstance(last, str) and last_of(last) < day) or item.get("ended") is True


def _name_of_another_day(items: list[Any], key: str, day: str) -> str | None:
    """The name that ended last before a day, else the one that comes first after it; with its days, since it is not that day's."""
    named = [item for item in items if isinstance(item, dict) and isinstance(item.get(key), str)]
    gone = [item for item in named if has_ended(item, day)]
    if not named:
        return None
    item = (
        max(gone, key=lambda item: last_of(str(item.get("until", ""))))
        if gone
        else min(named, key=lambda item: first_of(str(item.get("from", ""))))
    )
    return f"{item[key]} ({item.get('from', '')}–{item.get('until', '')})"


def keyed_items(entry: Entry, shape: Field) -> Iterator[tuple[Route, str]]:
    """Every item that has a key of its own, with its place."""
    for route, value, field in shape.walk(entry.data):
        key = field.annotation("key")
        if key and isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, dict) and isinstance(item.get(key), str):
                    yield (*route, place), item[key]
