"""`ssr new`: an entry of a kind as a form, with what is known of it. Works out the file; writing it is for the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ssr.authoring.entry_form import EntryForm
from ssr.authoring.joined import joined, require_free
from ssr.authoring.samples import samples
from ssr.base.entry import Entry, require_sound
from ssr.base.kinds import MARKS, Field, Kind
from ssr.base.knowledge import KnowledgeBase
from ssr.base.marks import SUPPORT
from ssr.base.repeats import repeating, series_of
from ssr.base.schema import is_day, is_key
from ssr.base.snapshot import FOLDER
from ssr.errors import UnsoundError, UsageError
from ssr.finding import Finding, Severity
from ssr.rules.check import brought, check
from ssr.text.catalogue import Catalogue, catalogue
from ssr.text.slug import slug

_LONGEST = 80  # letters of an id
_ON_SOURCES = "SSR7"  # rules on where something is from, which can be written afterwards
_TIMES = 200  # that a series is held, of those that are told


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """The file of a new entry, what is to be looked at because of it, the fields that are left, and the days it is held.

    Of errors it has none but those of sources that are not named yet.
    """

    path: str
    content: bytes
    findings: tuple[Finding, ...]
    left: tuple[Field, ...]
    days: tuple[date, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something has to be mended before it can be taken into the base."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


class Plan:
    """A new entry of a kind, before it is known what it says."""

    def __init__(self, base: KnowledgeBase, findings: Sequence[Finding], kind: Kind) -> None:
        if kind.defines_periods:
            raise UsageError("new-is-period", kind=kind.name)
        self._base, self._findings, self.kind = base, findings, kind
        self._words: Catalogue = catalogue(base.language)
        self._form = EntryForm(base, kind, self._words, samples(base, kind))

    def asked(self, *, is_series: bool) -> list[tuple[str, ...]]:
        """The fields to ask for, by the names that lead to them: those that an entry should have and that are one answer."""
        root = self.kind.root
        names = [self.name_way, *((name,) for name in self._form.wanted() if name != self.kind.display)]
        ways = [way for way in names if not (root.at(way[:1]) or root).annotation("status")]
        if is_series:
            repeats = self._repeats()
            ways += [(own,) for own in repeats.annotation("series").values() if own in root.properties]
            ways += [(repeats.name, name) for name in ("every", "which", "until") if name in repeats.properties]
        return [way for way in dict.fromkeys(ways) if way == self.name_way or _is_single(self.field(way))]

    @property
    def name_way(self) -> tuple[str, ...]:
        """The way to the name of an entry, which may be a list of those over time."""
        field = self.kind.root.properties[self.kind.display]
        return (field.name, field.annotation("key")) if field.items is not None else (field.name,)

    def field(self, way: tuple[str, ...]) -> Field:
        """The field of the kind that a way leads to."""
        field = self.kind.root
        for name in way:
            field = (field.items or field).properties[name]
        return field

    def _repeats(self) -> Field:
        repeats = repeating(self.kind.root)
        if repeats is None:
            raise UsageError("no-series", kind=self.kind.name)
        return repeats

    def entry(
        self,
        data: Mapping[str, Any],
        day: str,
        *,
        id_: str | None = None,
        edition: str | None = None,
        like: Entry | None = None,
        is_series: bool = False,
    ) -> PlannedEntry:
        """The entry that says `data`; `UsageError` where there can be none, `UnsoundError` where that is wrong."""
        base, kind = self._base, self.kind
        known = dict(data)
        self._complete(known)
        if is_series:
            self._require_series(known)
        path = self._path(known, id_, edition)
        missing = [
            field for field in map(kind.root.properties.__getitem__, self._form.wanted()) if field.name not in known
        ]
        self._excuse(known, missing)
        if like is None:
            content = self._form.content(known, self._intro("intro"))
        else:
            if like.kind != kind.name:
                titles = (base.kind(like).root.title(self._words.language), kind.root.title(self._words.language))
                raise UsageError("wrong-kind", id=like.id, kind=titles[0].lower(), kinds=titles[1].lower())
            require_sound([like], self._findings)
            other = {name: value for name, value in like.data.items() if name not in {MARKS, "unknown"}}
            content = self._form.copy(known, other, self._intro("intro-like", id=like.id))
        return self._checked(path, content, known, missing, day)

    def _complete(self, known: dict[str, Any]) -> None:
        """Add what follows from what is known: that it is a draft, and the weekday of a day."""
        status = self.kind.root.status
        if status is not None:
            known.setdefault(status.name, status.annotation("status")["draft"][0])
        for field in self.kind.root.properties.values():
            of, values = known.get(field.annotation("weekday-of") or ""), field.schema.get("enum", ())
            if isinstance(of, str) and is_day(of) and len(values) == len(self._words.lookup("dates.weekdays")):
                known.setdefault(field.name, values[date.fromisoformat(of).weekday()])

    def _require_series(self, known: Mapping[str, Any]) -> None:
        repeats = self._repeats()
        first = repeats.annotation("series")["date"]
        lacking = [name for name in (first, repeats.name) if name not in known]
        if lacking:
            raise UsageError("needs-set", field=lacking[0])

    def _excuse(self, known: dict[str, Any], missing: Sequence[Field]) -> None:
        """Say what is not known yet, where the entry would not be complete without."""
        required = [field for field in missing if field.name in self.kind.root.requires]
        is_grounded = not self.kind.root.annotation("grounded") or any(name in known for name in SUPPORT)
        if "unknown" in known or (not required and is_grounded):
            return
        titles = [field.title(self._words.language).lower() for field in required]
        if not is_grounded:
            titles.append(self.kind.root.properties[SUPPORT[0]].title(self._words.language).lower())
        known["unknown"] = self._words.text("form.unknown", titles=", ".join(titles))

    def _intro(self, key: str, **parameters: str) -> list[str]:
        language, kind = self._words.language, self.kind
        more = self._words.text("form.more", kind=kind.name)
        parts = [
            f"{kind.root.title(language)}: {kind.root.description(language)}",
            self._words.text(f"form.{key}", **parameters),
        ]
        return [*parts, *self._words.lookup("form.how"), more]

    def _path(self, known: Mapping[str, Any], id_: str | None, edition: str | None) -> str:
        base, kind = self._base, self.kind
        folder = f"{FOLDER}/{kind.folder}"
        day = next(
            (known.get(name) for name, field in kind.root.properties.items() if field.annotation("in-file-name")), None
        )
        if kind.has_editions:
            period = edition or next(iter(list(base.periods)[::-1]), None)
            if period is None or period not in base.periods:
                raise UsageError("no-such-period", period=period or "", known=", ".join(base.periods))
            folder = f"{folder}/{period}"
        elif isinstance(day, str) and self._is_by_year():
            folder = f"{folder}/{day[:4]}"
        id_ = id_ or self._id(known, day if isinstance(day, str) else None)
        if not is_key(id_):
            raise UsageError("no-id", id=id_)
        others = [entry for entry in base.editions(id_) if entry.edition in {edition, None} or entry.kind != kind.name]
        if others:
            raise UsageError("id-taken", id=id_, path=others[0].path)
        return f"{folder}/{id_}.yaml"

    def _id(self, known: Mapping[str, Any], day: str | None) -> str:
        """An id out of the name, behind the day of what is of one day."""
        name: Any = known.get(self.kind.display)
        if isinstance(name, list):
            name = name[0].get(self.name_way[-1])
        made = slug(str(name or ""))
        if day is not None and made:
            made = f"{day}-{made}"
        return made if len(made) <= _LONGEST else made[:_LONGEST].rpartition("-")[0]

    def _is_by_year(self) -> bool:
        """Whether the entries of the kind lie in folders for each year."""
        folders = {entry.path.split("/")[2] for entry in self._base.entries if entry.kind == self.kind.name}
        return any(len(folder) == len("2018") and folder.isdigit() for folder in folders)

    def _checked(
        self, path: str, content: bytes, known: Mapping[str, Any], missing: Sequence[Field], day: str
    ) -> PlannedEntry:
        snapshot = self._base.snapshot
        require_free(snapshot, path)
        _, after = check(joined(snapshot, {path: content}), day)
        new = brought(self._findings, after)
        errors = [one for one in new if one.severity is Severity.ERROR and one.location.path == path]
        if wrong := tuple(one for one in errors if not one.code.startswith(_ON_SOURCES)):
            raise UnsoundError("unsound-new", findings=wrong)
        return PlannedEntry(path, content, new, tuple(missing), tuple(self._days(known)))

    def _days(self, known: Mapping[str, Any]) -> list[date]:
        """The days that it is held, where that is more than one."""
        repeats = repeating(self.kind.root)
        series = series_of(known, repeats) if repeats is not None and repeats.name in known else None
        if series is None or series.last_day is None:
            return []
        return [one.span.first_day for one in series.occasions(series.first_day, series.last_day)[:_TIMES]]


def _is_single(field: Field) -> bool:
    """Whether a field, or each item of it, is one answer."""
    return not (field.items or field).properties
