"""What people call an entry, a kind, a document or a value, and which one they mean by a word that they type.

An id goes before all else. A whole name that only one has is enough, and so is a part of a name or alias that only one
has; of several none is guessed. Not for references in files: these are ids.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from ssr.base.entry import Entry
from ssr.base.kinds import Field, Kind, Kinds
from ssr.base.knowledge import KnowledgeBase, is_in_force
from ssr.errors import SsrError, UnsoundError, UsageError
from ssr.text.folding import closest, is_same_noun, plain, words_of
from ssr.text.sorting import sort_key

LONGEST = 300  # letters of a word that is typed; no name is longer


class Standing(IntEnum):
    """How an entry stands on a day, those in force first."""

    IN_FORCE = 0
    COMING = 1
    DRAFT = 2
    ENDED = 3


class DatedName(NamedTuple):
    """A name that does not hold on the day, and how it stands."""

    name: str
    standing: Standing


class Candidate(NamedTuple):
    """What may be meant by a word: its id and name, and of an entry its kind, how it stands, and by which name it is meant."""

    id: str
    name: str
    kind: Kind | None = None
    standing: Standing = Standing.IN_FORCE
    other_name: DatedName | None = None


Choose = Callable[[str, Sequence[Candidate]], str]


def refuse(word: str, candidates: Sequence[Candidate]) -> str:
    """Choose none of several: the one at the keyboard has to."""
    raise UsageError("ambiguous-name", word=word, candidates=tuple(candidates))


class _Fit(IntEnum):
    """How well a word fits a name, the best first."""

    WHOLE = 0
    WORDS = 1
    BEGINNINGS = 2
    PARTS = 3


class _Word:
    """A word, or several, as somebody typed them."""

    def __init__(self, text: str) -> None:
        self._words = words_of(text[:LONGEST])
        self._plain = tuple(map(plain, self._words))
        self.has_marks = self._words != self._plain

    def fit(self, name: str, *, with_marks: bool) -> _Fit | None:
        """How well it fits a name; `with_marks` letters such as å and a differ."""
        mine = self._words if with_marks else self._plain
        theirs = words_of(name)
        return _fit(mine, theirs if with_marks else tuple(map(plain, theirs)))

    def fit_id(self, id_: str) -> _Fit | None:
        """How well it fits an id, of which no part of a word is anything that people say."""
        result = _fit(self._plain, tuple(id_.split("-")))
        return None if result is None or result > _Fit.WORDS else result

    def fit_title(self, title: str) -> _Fit | None:
        """How well it fits what a kind or a value is called, whatever its words end in."""
        theirs = words_of(title)
        if _fit(self._plain, tuple(map(plain, theirs))) is _Fit.WHOLE:
            return _Fit.WHOLE
        if not self._words or not all(any(is_same_noun(mine, other) for other in theirs) for mine in self._words):
            return None
        return _Fit.WORDS if len(self._words) < len(theirs) else _Fit.WHOLE


def is_part(word: str, name: str) -> bool:
    """Whether a word is a part of a name, whatever stands over its letters."""
    return _Word(word).fit(name, with_marks=False) is not None


def _fit(mine: Sequence[str], theirs: Sequence[str]) -> _Fit | None:
    if not mine:
        return None
    if "".join(mine) == "".join(theirs):
        return _Fit.WHOLE
    if all(word in theirs for word in mine):
        return _Fit.WORDS
    if all(any(other.startswith(word) for other in theirs) for word in mine):
        return _Fit.BEGINNINGS
    return _Fit.PARTS if all(any(word in other for other in theirs) for word in mine) else None


# Kinds, documents, values.


def resolve_word(word: str, titles: Mapping[str, Sequence[str]], choose: Choose = refuse) -> str:
    """Which of some things is meant by a word; `titles` are what each is called. The word itself where none is."""
    if word in titles:
        return word
    typed = _Word(word)
    fits: dict[_Fit, list[str]] = {}
    for key, names in titles.items():
        if found := [fit for name in (key, *names) if (fit := typed.fit_title(name)) is not None]:
            fits.setdefault(min(found), []).append(key)
    if not fits:
        return word
    keys = fits[min(fits)]
    return keys[0] if len(keys) == 1 else choose(word, [Candidate(key, next(iter(titles[key]), key)) for key in keys])


def kind_titles(kind: Kind) -> tuple[str, ...]:
    """What people call a kind, in Swedish and English; its folder is the English word for several."""
    return kind.root.title("sv"), kind.root.title("en"), kind.folder


def resolve_kind(word: str, kinds: Kinds, choose: Choose = refuse) -> str:
    """The kind that is meant by a word: its name, its title in Swedish or English, or its folder."""
    if word in kinds:
        return word
    result = resolve_word(word, {name: kind_titles(kind) for name, kind in kinds.items()}, choose)
    if result not in kinds:
        if kinds.broken:
            raise _behind_broken(word, kinds)
        raise UsageError("unknown-kind", kind=word, known=", ".join(kinds), suggestion=closest(word, kinds))
    return result


def field_titles(field: Field) -> tuple[str, ...]:
    """What people call a field: its name, and its title in Swedish and English."""
    return field.name, field.title("sv"), field.title("en")


def resolve_field(word: str, kind: Kind, choose: Choose = refuse) -> tuple[str, ...]:
    """The way to the field of a kind that is meant by a word: names or titles with dots between.

    A field that lies deeper than the word says is meant where no nearer one is called so.
    """
    way: tuple[str, ...] = ()
    shape = kind.root
    for part in word.split("."):
        below = fields_below(shape)
        near = {step[0]: field_titles(field) for step, field in below.items() if len(step) == 1}
        found: tuple[str, ...] = (resolve_word(part, near, choose),)
        if found not in below:
            deep = {".".join(step): field_titles(field) for step, field in below.items()}
            found = tuple(resolve_word(part, deep, choose).split("."))
        if found not in below:
            suggestion = closest(part, [name for titles in near.values() for name in titles])
            raise UsageError("unknown-field", field=part, kind=kind.name, suggestion=suggestion)
        way, shape = (*way, *found), below[found]
    return way


def fields_below(shape: Field) -> dict[tuple[str, ...], Field]:
    """Every field in a shape, by the names that lead to it; what a list holds is as near as the list."""
    result: dict[tuple[str, ...], Field] = {}
    waiting: list[tuple[tuple[str, ...], Field]] = [((), shape)]
    while waiting:
        way, field = waiting.pop(0)
        for name, below in (field.items or field).properties.items():
            result[*way, name] = below
            waiting.append(((*way, name), below))
    return result


# Entries.


def resolve(word: str, base: KnowledgeBase, day: str, kinds: Sequence[str] = (), choose: Choose = refuse) -> str:
    """The id of the entry that is meant by a word on a day, among those of some kinds where they are given.

    The word itself where there is none, or where it is an id; an id that an entry had before, by the manifest, means the
    entry. Where only entries of other kinds fit, and one of them
    alone, it is that one, for its kind to be told.
    """
    if not word or base.editions(word):
        return word
    if base.editions(now := base.now_called(word)):
        return now
    candidates = _Search(word, base, day, kinds).candidates()
    only = candidates[0].id if len(candidates) == 1 and candidates[0].other_name is None else None
    if only is None and candidates:
        return choose(word, candidates)
    if only is None and kinds:
        others = _Search(word, base, day, ()).candidates()
        only = others[0].id if len(others) == 1 else None
    return only or word


def resolve_period(word: str, base: KnowledgeBase, day: str, choose: Choose = refuse) -> str:
    """The id of the period that is meant by a word; the word itself where there is none."""
    if word in base.periods:
        return word
    result = resolve(word, base, day, [kind.name for kind in base.kinds.values() if kind.defines_periods], choose)
    return result if result in base.periods else word


def nearest(word: str, base: KnowledgeBase, kinds: Sequence[str] = ()) -> str | None:
    """The id of the entry that was probably meant by a word that fits none, if any is near by its id or its name."""
    entries = [entry for entry in base.entries if not kinds or entry.kind in kinds]
    if near := closest(word, [entry.id for entry in entries]):
        return near
    named = {name_key(name): entry.id for entry in entries for name, _ in names_of(entry, base.kind(entry), "")}
    return named.get(closest(name_key(word[:LONGEST]), named) or "")


def unknown(word: str, base: KnowledgeBase, kinds: Sequence[str] = ()) -> SsrError:
    """That no entry is meant by a word, and which one may have been."""
    if base.kinds.broken:
        return _behind_broken(word, base.kinds)
    return UsageError("unknown-id", id=word, suggestion=nearest(word, base, kinds))


def _behind_broken(word: str, kinds: Kinds) -> UnsoundError:
    """That nothing is meant by a word in what can be read: all that has the kind of a broken schema is out of sight."""
    path = kinds.findings[0].location.path
    return UnsoundError("unknown-behind-broken", value=word, path=path, findings=kinds.findings)


def ids_by_name(base: KnowledgeBase, entries: Iterable[Entry], day: str) -> Mapping[str, str]:
    """The ids of some entries by all that each is called on a day, as `name_key` has it, with å as a too.

    What several are called is left out; a name as it is spelt goes before one without its marks.
    """
    spelt: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for name, standing in names_of(entry, base.kind(entry), day):
            if standing is Standing.IN_FORCE:
                spelt[name_key(name)].add(entry.id)
                bare[plain(name_key(name))].add(entry.id)
    return {name: min(ids) for names in (bare, spelt) for name, ids in names.items() if len(ids) == 1}


def name_key(name: str) -> str:
    """A name as it is compared in `ids_by_name`: its letters count, spaces, signs and capitals do not."""
    return " ".join(words_of(name))


def names_of(entry: Entry, kind: Kind, day: str) -> Iterator[DatedName]:
    """All that an entry is called, by its name and by what its schema marks `x-alias`, and how that stands on a day."""
    for field in kind.naming:
        value, is_display = entry.data.get(field.name), field.name == kind.display
        key = field.annotation("key")
        for route, inner, shape in field.walk(value):
            is_name = is_display and (not route or route[1:] == (key,))
            if is_name or shape.annotation("alias"):
                standing = max(
                    (_standing(_at(value, route[:length]), day) for length in range(1, len(route))),
                    default=Standing.IN_FORCE,
                )
                yield from (DatedName(text, standing) for text in _texts(inner))


def _standing(item: Any, day: str) -> Standing:
    if is_in_force(item, day):
        return Standing.IN_FORCE
    first = item.get("from")
    return Standing.COMING if isinstance(first, str) and first > day else Standing.ENDED


def _at(value: Any, route: Sequence[str | int]) -> Any:
    for step in route:
        value = value[step]
    return value


def _texts(value: Any) -> Iterator[str]:
    """A text, those of a list, or those of each language."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        inner = value if isinstance(value, list) else value.values()
        yield from (text for text in inner if isinstance(text, str))


class _Match(NamedTuple):
    """The best fit of a word among the names of an entry that hold on the day, and its other names that fit."""

    fit: _Fit | None
    other_name: DatedName | None


class _Search:
    """All the entries of some kinds (none: of any) that a word fits, on a day."""

    def __init__(self, word: str, base: KnowledgeBase, day: str, kinds: Sequence[str]) -> None:
        self._word, self._base, self._day = _Word(word), base, day
        self._entries = [entry for entry in base.all_entries if not kinds or entry.kind in kinds]

    def candidates(self) -> list[Candidate]:
        """What may be meant, those in force first and then the best fits."""
        matches = self._all(with_marks=True) if self._word.has_marks else {}
        matches = matches or self._all(with_marks=False)
        whole = {id_: one for id_, one in matches.items() if one.fit is _Fit.WHOLE}
        candidates = [(self._candidate(id_, one), one.fit) for id_, one in (whole or matches).items()]
        candidates.sort(key=lambda pair: _order(*pair))
        return [candidate for candidate, _ in candidates]

    def _all(self, *, with_marks: bool) -> dict[str, _Match]:
        result: dict[str, _Match] = {}
        for entry in self._entries:
            if (match := self._match(entry, with_marks=with_marks)) is not None:
                before = result.get(entry.id)
                result[entry.id] = match if before is None else _better(before, match)
        return result

    def _match(self, entry: Entry, *, with_marks: bool) -> _Match | None:
        best: _Fit | None = self._word.fit_id(entry.id)
        other: DatedName | None = None
        for dated in names_of(entry, self._base.kind(entry), self._day):
            fit = self._word.fit(dated.name, with_marks=with_marks)
            if fit is None:
                continue
            if dated.standing is not Standing.IN_FORCE:
                other = other or dated
            elif best is None or fit < best:
                best = fit
        return None if best is None and other is None else _Match(best, None if best is not None else other)

    def _candidate(self, id_: str, match: _Match) -> Candidate:
        base, day = self._base, self._day
        entry = base.in_force(id_, day)
        standing = Standing.IN_FORCE
        if entry is None:
            entry = max(base.editions(id_), key=base.first_day)
            standing = Standing.COMING if base.first_day(entry) > day else Standing.ENDED
            standing = Standing.DRAFT if base.is_draft(entry) else standing
        return Candidate(id_, base.name(entry, day), base.kind(entry), standing, match.other_name)


def _better(one: _Match, other: _Match) -> _Match:
    """What two editions of an entry, or an entry and what is laid over it, give together."""
    fits = [match.fit for match in (one, other) if match.fit is not None]
    return _Match(min(fits), None) if fits else one


def _order(candidate: Candidate, fit: _Fit | None) -> tuple[object, ...]:
    best = len(_Fit) if fit is None else int(fit)
    return candidate.standing, best, sort_key(candidate.name), candidate.id
