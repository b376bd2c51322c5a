"""The exceptions from rules that the data makes (`allow`), and the rules on exceptions themselves."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.yaml.source import Route
from ssr.rules.baseline import entry_in, entry_pair
from ssr.rules.rule import AnnotatedValue, Hit, manifest_of

WITHOUT_REASON = "SSR707"
_AGAINST_EARLIER = "SSR8"


def without_reason(place: AnnotatedValue) -> Iterator[Hit]:
    """Exceptions that give no reason."""
    for number, exception in enumerate(place.value if isinstance(place.value, list) else ()):
        if isinstance(exception, dict) and "rule" in exception and not exception.get("reason"):
            yield Hit(place.entry, (*place.route, number), "exception-without-reason", {"code": exception["rule"]})


def not_needed(_place: AnnotatedValue) -> Iterator[Hit]:
    """Exceptions from a rule that has nothing to say there."""
    return iter(())


class _Exception(NamedTuple):
    entry: Entry
    holder: Route  # the object that carries `allow`; the exception covers everything below it
    number: int
    code: str
    reason: str


class Exceptions:
    """The exceptions that a base makes, and which of them were used. One in the manifest covers the whole base.

    An exception from a rule against an earlier version excuses the change that it came with. Where the earlier
    version has it too it excuses nothing more, and may stay, for it tells why.
    """

    def __init__(self, base: KnowledgeBase, earlier: KnowledgeBase | None) -> None:
        self._manifest = manifest_of(base.snapshot)
        self._all = [*_counting(self._manifest, base.kinds.manifest, earlier)]
        self._used: set[_Exception] = set()
        for entry in base.all_entries:
            if entry.sound and "allow" in entry.source.text:
                self._all += _counting(entry, base.kind(entry).root, earlier)
        self._by_holder: dict[tuple[str, str, Route], list[_Exception]] = defaultdict(list)
        for exception in self._all:
            self._by_holder[exception.entry.path, exception.code, exception.holder].append(exception)

    def cover(self, code: str, hit: Hit) -> bool:
        """Whether a hit is excepted; notes that the exception was needed."""
        if not self._all or code == WITHOUT_REASON:
            return False
        holders = [(hit.entry.path, hit.route[:length]) for length in range(len(hit.route) + 1)]
        holders.append((self._manifest.path, ()))
        covering = [
            exception for path, holder in holders for exception in self._by_holder.get((path, code, holder), ())
        ]
        self._used.update(covering)
        return bool(covering)

    def unused(self) -> Iterator[Hit]:
        """The exceptions that nothing needed."""
        for exception in self._all:
            if exception not in self._used:
                route = (*exception.holder, "allow", exception.number)
                yield Hit(exception.entry, route, "exception-not-needed", {"code": exception.code})


def _counting(entry: Entry, shape: Field, earlier: KnowledgeBase | None) -> Iterator[_Exception]:
    """The exceptions that an entry makes, without those from a change that is not looked at or was made before."""
    earlier_exceptions: set[tuple[Route | None, str, str]] | None = None
    for exception in _declared(entry, shape):
        if not exception.code.startswith(_AGAINST_EARLIER):
            yield exception
        elif earlier is not None:
            earlier_exceptions = (
                _earlier_exceptions(entry, shape, earlier) if earlier_exceptions is None else earlier_exceptions
            )
            if (exception.holder, exception.code, exception.reason) not in earlier_exceptions:
                yield exception


def _earlier_exceptions(entry: Entry, shape: Field, earlier: KnowledgeBase) -> set[tuple[Route | None, str, str]]:
    """The exceptions that the earlier version of an entry makes, by where their holders stand now."""
    before = entry_in(earlier, entry) if entry.kind else manifest_of(earlier.snapshot)
    if before is None:
        return set()
    pairs = entry_pair(earlier, entry, before, shape).walk()
    now = {pair.old.route: pair.new.route for pair in pairs if pair.old is not None and pair.new is not None}
    return {(now.get(exception.holder), exception.code, exception.reason) for exception in _declared(before, shape)}


def _declared(entry: Entry, shape: Field) -> Iterator[_Exception]:
    for route, value, field in shape.walk(entry.data):
        if isinstance(value, dict) and not field.is_text:
            declared = value.get("allow")
            for number, exception in enumerate(declared if isinstance(declared, list) else ()):
                if isinstance(exception, dict) and isinstance(
                    exception.get("rule"), str
                ):  # a kind may have an `allow` of its own
                    yield _Exception(entry, route, number, exception["rule"], str(exception.get("reason")))
