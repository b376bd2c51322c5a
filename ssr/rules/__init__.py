"""The rules, in order of code, and the one that runs them.

`0xx` files and syntax and `1xx` schema are judged where files are read; here begins `2xx`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ssr.entry import Entry
from ssr.finding import Finding, Severity
from ssr.kinds import Field
from ssr.knowledge import KnowledgeBase
from ssr.rules import confidentiality, coverage, dates, exceptions, identity, truth
from ssr.rules.rule import Hit, Place, Rule
from ssr.source import Route

_WITHOUT_REASON = Rule("SSR707", Severity.WARNING, on_place=exceptions.without_reason, annotation="editorial")
_NOT_NEEDED = Rule("SSR708", Severity.WARNING, on_place=exceptions.not_needed)

RULES = (
    Rule("SSR201", Severity.ERROR, on_place=identity.unknown_reference, annotation="ref"),
    Rule("SSR202", Severity.ERROR, on_place=identity.wrong_kind, annotation="ref"),
    Rule("SSR203", Severity.ERROR, on_base=identity.duplicate_id),
    Rule("SSR204", Severity.ERROR, on_base=identity.unknown_period),
    Rule("SSR205", Severity.ERROR, on_place=identity.unknown_item, annotation="ref"),
    Rule("SSR206", Severity.ERROR, on_place=identity.refines_other_period, annotation="ref"),
    Rule("SSR207", Severity.ERROR, on_place=identity.repeated_key, annotation="key"),
    Rule("SSR208", Severity.ERROR, on_place=identity.needed_but_missing, annotation="needed-when", for_missing=True),
    Rule("SSR301", Severity.ERROR, on_place=dates.out_of_order, annotation="not-before"),
    Rule("SSR302", Severity.ERROR, on_place=dates.wrong_weekday, annotation="weekday-of"),
    Rule("SSR303", Severity.ERROR, on_base=dates.overlapping_editions),
    Rule("SSR304", Severity.ERROR, on_base=dates.overlapping_periods),
    Rule("SSR305", Severity.ERROR, on_place=dates.clock_changed, annotation="clock-on"),
    Rule("SSR601", Severity.NOTE, on_place=coverage.expected, annotation="expect", for_missing=True),
    Rule("SSR602", Severity.ERROR, on_base=coverage.wrong_count),
    Rule("SSR701", Severity.ERROR, on_place=truth.unsourced, annotation="sourced"),
    Rule("SSR702", Severity.ERROR, on_place=confidentiality.more_than_pointer, annotation="pointer-only"),
    Rule("SSR703", Severity.ERROR, on_base=confidentiality.above_highest_audience),
    Rule("SSR704", Severity.ERROR, on_base=confidentiality.personal_number),
    Rule("SSR705", Severity.WARNING, on_base=truth.placeholder),
    _WITHOUT_REASON,
    _NOT_NEEDED,
)


def judge(base: KnowledgeBase, day: str) -> list[Finding]:
    """Every finding of every rule on `day` (`YYYY-MM-DD`), less what the data itself excepts with `allow`."""
    hits = [*_hits_on_places(base), *_hits_on_base(base, day)]
    exceptions_ = _Exceptions(base)
    findings = [_finding(base, rule, hit) for rule, hit in hits if not exceptions_.cover(rule.code, hit)]
    return findings + [_finding(base, _NOT_NEEDED, hit) for hit in exceptions_.unused()]


def _hits_on_base(base: KnowledgeBase, day: str) -> Iterator[tuple[Rule, Hit]]:
    for rule in RULES:
        if rule.on_base is not None:
            yield from ((rule, hit) for hit in rule.on_base(base, day))


def _hits_on_places(base: KnowledgeBase) -> Iterator[tuple[Rule, Hit]]:
    """Walks every sound entry once; each place asks only the rules on its own annotations."""
    rules_on = _RulesOn()
    for entry in base.entries:
        if not entry.sound:
            continue
        for route, value, shape in base.kind(entry).root.walk(entry.data):
            if asked := rules_on(shape, missing=isinstance(value, dict)):
                place = Place(base, entry, route, value, shape)
                for rule, check in asked:
                    for hit in check(place):
                        yield rule, hit


class _RulesOn:
    """The rules that a field's annotations, or those of its properties, call for; worked out once for each field."""

    def __init__(self) -> None:
        self._found: dict[int, list[tuple[Rule, Callable[[Place], Iterator[Hit]]]]] = {}

    def __call__(self, shape: Field, *, missing: bool) -> list[tuple[Rule, Callable[[Place], Iterator[Hit]]]]:
        found = self._found.get(id(shape))
        if found is None:
            below = shape.properties.values() if missing else ()
            found = self._found[id(shape)] = [
                (rule, rule.on_place)
                for rule in RULES
                if rule.on_place is not None and rule.annotation
                if (any(_has(field, rule) for field in below) if rule.for_missing else _has(shape, rule))
            ]
        return found


def _has(shape: Field, rule: Rule) -> bool:
    return shape.annotation(rule.annotation) is not None


@dataclass(frozen=True, slots=True)
class _Exception:
    entry: Entry
    holder: Route  # the object that carries `allow`; the exception covers everything below it
    number: int
    code: str


class _Exceptions:
    """The exceptions that the data declares, and which of them were used."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._all: list[_Exception] = []
        self._used: set[_Exception] = set()
        for entry in base.entries:
            if entry.sound and "allow" in entry.source.text:
                self._all += self._in(base, entry)
        self._by_holder: dict[tuple[str, str, Route], list[_Exception]] = defaultdict(list)
        for exception in self._all:
            self._by_holder[exception.entry.path, exception.code, exception.holder].append(exception)

    def _in(self, base: KnowledgeBase, entry: Entry) -> Iterator[_Exception]:
        for route, value, shape in base.kind(entry).root.walk(entry.data):
            if isinstance(value, dict) and not shape.is_text:
                declared = value.get("allow")
                for number, one in enumerate(declared if isinstance(declared, list) else ()):
                    if isinstance(one, dict) and "rule" in one:  # a kind may have an `allow` of its own
                        yield _Exception(entry, route, number, one["rule"])

    def cover(self, code: str, hit: Hit) -> bool:
        """Whether a hit is excepted; notes that the exception was needed."""
        if not self._all or code == _WITHOUT_REASON.code:
            return False
        holders = (hit.route[:length] for length in range(len(hit.route) + 1))
        covering = [found for holder in holders for found in self._by_holder.get((hit.entry.path, code, holder), ())]
        self._used.update(covering)
        return bool(covering)

    def unused(self) -> Iterator[Hit]:
        """The exceptions that nothing needed."""
        for exception in self._all:
            if exception not in self._used:
                route = (*exception.holder, "allow", exception.number)
                yield Hit(exception.entry, route, "exception-not-needed", {"code": exception.code})


def _finding(base: KnowledgeBase, rule: Rule, hit: Hit) -> Finding:
    public = hit.entry.kind not in base.kinds or base.audience(hit.entry, hit.route) == 0
    return Finding(
        rule.code,
        rule.severity,
        hit.key,
        hit.entry.location(hit.route, of_key=hit.of_key),
        hit.parameters,
        tuple(entry.location(route) for entry, route in hit.related),
        public,
    )
