"""The rules, in order of code, and the one that runs them.

`0xx` files and syntax and `1xx` schema are judged where files are read; here begins `2xx`.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import KnowledgeBase
from ssr.base.yaml.source import Route, Source
from ssr.finding import Finding, Severity
from ssr.rules import (
    agreed,
    agreement,
    confidentiality,
    coverage,
    dates,
    ended,
    exceptions,
    guards,
    manifest,
    name_changes,
    occasions,
    references,
    regressions,
    renamed,
    sources,
    stray,
    succession,
    twins,
)
from ssr.rules.baseline import Baseline
from ssr.rules.exceptions import WITHOUT_REASON, Exceptions
from ssr.rules.rule import AnnotatedValue, Hit, Rule

_NOT_NEEDED = Rule("SSR708", Severity.WARNING, on_place=exceptions.not_needed)

RULES = (
    Rule("SSR201", Severity.ERROR, on_place=references.unknown_reference, annotation="ref", in_unsound=True),
    Rule("SSR202", Severity.ERROR, on_place=references.wrong_kind, annotation="ref", in_unsound=True),
    Rule("SSR203", Severity.ERROR, on_base=references.duplicate_id),
    Rule("SSR204", Severity.ERROR, on_base=references.unknown_period),
    Rule("SSR205", Severity.ERROR, on_place=references.unknown_item, annotation="ref", in_unsound=True),
    Rule("SSR206", Severity.ERROR, on_place=references.refines_other_period, annotation="ref"),
    Rule("SSR207", Severity.ERROR, on_place=references.repeated_key, annotation="key"),
    Rule("SSR208", Severity.ERROR, on_place=references.needed_but_missing, annotation="needed-when", for_missing=True),
    Rule("SSR209", Severity.ERROR, on_base=references.said_already),
    Rule("SSR210", Severity.WARNING, on_base=twins.copied),
    Rule("SSR211", Severity.WARNING, on_base=twins.shared_identity),
    Rule("SSR212", Severity.ERROR, on_place=twins.shared_rank, annotation="rank"),
    Rule("SSR213", Severity.WARNING, on_base=stray.outside),
    Rule("SSR214", Severity.ERROR, on_base=manifest.renamed_nowhere),
    Rule("SSR215", Severity.ERROR, on_base=manifest.unknown_counted),
    Rule("SSR216", Severity.WARNING, on_base=manifest.lacking_beneath),
    Rule("SSR217", Severity.ERROR, on_base=manifest.other_beneath),
    Rule("SSR301", Severity.ERROR, on_place=dates.out_of_order, annotation="not-before"),
    Rule("SSR302", Severity.ERROR, on_place=dates.wrong_weekday, annotation="weekday-of"),
    Rule("SSR303", Severity.ERROR, on_base=dates.overlapping_editions),
    Rule("SSR304", Severity.ERROR, on_base=dates.overlapping_periods),
    Rule("SSR305", Severity.ERROR, on_place=dates.clock_changed, annotation="clock-on"),
    Rule("SSR306", Severity.NOTE, on_base=dates.of_other_period),
    Rule("SSR307", Severity.ERROR, on_place=occasions.no_occasion, annotation="series"),
    Rule("SSR308", Severity.ERROR, on_place=occasions.contradicted, annotation="series"),
    Rule("SSR309", Severity.ERROR, on_place=occasions.first_day_outside, annotation="series"),
    Rule("SSR310", Severity.ERROR, on_place=occasions.longer_than_interval, annotation="series"),
    Rule("SSR311", Severity.ERROR, on_place=occasions.no_such_day, annotation="series"),
    Rule("SSR313", Severity.ERROR, on_place=occasions.ends_too_early, annotation="series"),
    Rule("SSR314", Severity.ERROR, on_place=occasions.clock_changed_later, annotation="series"),
    Rule("SSR315", Severity.ERROR, on_place=dates.other_part_of_day, annotation="hours-of"),
    Rule("SSR316", Severity.WARNING, on_place=twins.other_day, annotation="in-file-name"),
    Rule("SSR321", Severity.ERROR, on_place=agreement.not_agreed_by_any, annotation="status"),
    Rule("SSR322", Severity.ERROR, on_place=agreement.holds_before_agreed, annotation="status"),
    Rule("SSR323", Severity.ERROR, on_place=succession.held_at_once, annotation="exclusive"),
    Rule("SSR324", Severity.WARNING, on_place=succession.hole_between, annotation="exclusive"),
    Rule("SSR325", Severity.ERROR, on_base=succession.in_a_ring),
    Rule("SSR326", Severity.WARNING, on_base=succession.revived),
    Rule("SSR327", Severity.NOTE, on_base=ended.ended_references),
    Rule("SSR328", Severity.ERROR, on_place=ended.ended_called_off, annotation="called-off"),
    Rule("SSR330", Severity.ERROR, on_place=agreement.says_otherwise, annotation="fills"),
    Rule("SSR331", Severity.ERROR, on_place=agreement.agreed_too_early, annotation="agreement"),
    Rule("SSR601", Severity.NOTE, on_place=coverage.expected, annotation="expect", for_missing=True),
    Rule("SSR602", Severity.ERROR, on_base=coverage.wrong_count),
    Rule("SSR610", Severity.NOTE, on_place=coverage.long_text, annotation="long"),
    Rule("SSR701", Severity.ERROR, on_place=sources.unsourced, annotation="sourced"),
    Rule("SSR702", Severity.ERROR, on_place=confidentiality.more_than_pointer, annotation="pointer-only"),
    Rule("SSR703", Severity.ERROR, on_base=confidentiality.above_highest_audience),
    Rule("SSR704", Severity.ERROR, on_base=confidentiality.personal_number),
    Rule("SSR705", Severity.WARNING, on_base=sources.placeholder),
    Rule(WITHOUT_REASON, Severity.WARNING, on_place=exceptions.without_reason, annotation="editorial"),
    _NOT_NEEDED,
    Rule("SSR709", Severity.ERROR, on_place=sources.invented_call, annotation="never-example"),
    Rule("SSR710", Severity.ERROR, on_place=sources.without_ground, annotation="grounded"),
    Rule("SSR711", Severity.ERROR, on_place=sources.agreed_without_source, annotation="origin"),
    Rule("SSR801", Severity.ERROR, on_versions=regressions.not_grown),
    Rule("SSR802", Severity.ERROR, on_versions=regressions.audience_lowered),
    Rule("SSR803", Severity.ERROR, on_versions=regressions.removed),
    Rule("SSR804", Severity.ERROR, on_versions=agreed.item_removed),
    Rule("SSR805", Severity.ERROR, on_versions=agreed.decided_changed),
    Rule("SSR806", Severity.ERROR, on_versions=agreed.closed_changed),
    Rule("SSR807", Severity.ERROR, on_versions=name_changes.name_lost),
    Rule("SSR808", Severity.NOTE, on_versions=name_changes.name_reworded),
    Rule("SSR809", Severity.NOTE, on_versions=guards.judges_changed),
    Rule("SSR810", Severity.ERROR, on_versions=renamed.not_followed),
    Rule("SSR811", Severity.NOTE, on_versions=renamed.followed),
    Rule("SSR812", Severity.ERROR, on_versions=regressions.example_unmarked),
    Rule("SSR820", Severity.NOTE, on_versions=regressions.left_behind),
)


def judge(base: KnowledgeBase, day: str, before: KnowledgeBase | None = None) -> list[Finding]:
    """Every finding of every rule on `day` (`YYYY-MM-DD`), less what the data itself excepts with `allow`.

    With `before`, an earlier version of the base, the rules against it are asked too.
    """
    hits = [*_hits_on_places(base), *_hits_on_base(base, day)]
    if before is not None:
        versions = Baseline(base, before, day)
        causes = {renamed.not_followed, renamed.followed}
        hits = [
            (rule, hit)
            for rule, hit in [*hits, *_hits_on_versions(versions)]
            if rule.on_versions in causes or not renamed.follows(versions, hit)
        ]
    allowed = Exceptions(base, before)
    hits = [(rule, hit) for rule, hit in hits if not allowed.cover(rule.code, hit)]
    unmarked = [hit for rule, hit in hits if rule.on_versions is regressions.example_unmarked]
    findings = [_finding(base, rule, hit) for rule, hit in hits if not regressions.follows(unmarked, hit)]
    return findings + [_finding(base, _NOT_NEEDED, hit) for hit in allowed.unused()]


def _hits_on_versions(versions: Baseline) -> Iterator[tuple[Rule, Hit]]:
    for rule in RULES:
        if rule.on_versions is not None:
            yield from ((rule, hit) for hit in rule.on_versions(versions))


def _hits_on_base(base: KnowledgeBase, day: str) -> Iterator[tuple[Rule, Hit]]:
    for rule in RULES:
        if rule.on_base is not None:
            yield from ((rule, hit) for hit in rule.on_base(base, day))


def _hits_on_places(base: KnowledgeBase) -> Iterator[tuple[Rule, Hit]]:
    """Asks at each place of each entry only the rules on its own annotations, in an unsound entry few of them."""
    added = frozenset(map(id, base.additions))
    for entry in base.all_entries:
        # What an addition does not say stands in the entry that it adds to.
        for route, value, shape, asked in _asked_places(
            entry.source, base.kind(entry).root, is_added=id(entry) in added
        ):
            if entry.sound or isinstance(value, str):
                place = AnnotatedValue(base, entry, route, value, shape)
                for rule, check in asked:
                    if entry.sound or rule.in_unsound:
                        yield from ((rule, hit) for hit in check(place))


_Check = Callable[[AnnotatedValue], Iterator[Hit]]
_AskedPlace = tuple[Route, Any, Field, Sequence[tuple[Rule, _Check]]]


@lru_cache(maxsize=8192)  # while somebody writes, most files are judged again as they were
def _asked_places(source: Source, root: Field, *, is_added: bool) -> tuple[_AskedPlace, ...]:
    """The places of a file that any rule is asked about, and which."""
    data = source.data if isinstance(source.data, dict) else {}
    return tuple(
        (route, value, shape, asked)
        for route, value, shape in root.walk(data)
        if (asked := _rules_on(shape, missing=isinstance(value, dict) and (bool(route) or not is_added)))
    )


@lru_cache(maxsize=8192)
def _rules_on(shape: Field, *, missing: bool) -> Sequence[tuple[Rule, _Check]]:
    """The rules that a field's annotations, or those of its properties, call for."""
    below = shape.properties.values() if missing else ()
    return tuple(
        (rule, rule.on_place)
        for rule in RULES
        if rule.on_place is not None
        if (any(_has(field, rule) for field in below) if rule.for_missing else _has(shape, rule))
    )


def _has(shape: Field, rule: Rule) -> bool:
    return shape.annotation(rule.annotation) is not None


def _finding(base: KnowledgeBase, rule: Rule, hit: Hit) -> Finding:
    earlier = hit.earlier
    return Finding(
        rule.code,
        rule.severity,
        hit.key,
        hit.entry.location(hit.route, of_key=hit.of_key),
        hit.parameters,
        tuple(entry.location(route) for entry, route in hit.related),
        hit.entry.sound
        and _is_public(base, hit.entry, hit.route)
        and (earlier is None or _is_public(earlier.base, earlier.entry, earlier.route)),
        None if earlier is None else earlier.entry.location(earlier.route),
    )


def _is_public(base: KnowledgeBase, entry: Entry, route: Route) -> bool:
    """Whether anybody may read what stands at a place; what belongs to no kind says nothing of anybody."""
    return entry.kind not in base.kinds or base.audience(entry, route) == 0
