"""Reads every entry of a snapshot, and of the base laid over it, into a knowledge base.

What is wrong in reading is returned as findings; one broken file never hides the others. Not for judging: `rules`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from ssr.base.effective import FREE_FORMATS
from ssr.base.entry import Entry, Twin
from ssr.base.kinds import Field, Kind, Kinds
from ssr.base.knowledge import KnowledgeBase
from ssr.base.names import kind_titles
from ssr.base.resources import Resources
from ssr.base.schema import check, is_key
from ssr.base.schema_files import load_kinds
from ssr.base.snapshot import FOLDER, Snapshot, UnreadableError, lies_over
from ssr.base.suggestions import Suggestion
from ssr.base.yaml import read
from ssr.base.yaml.source import Source
from ssr.finding import Finding, Location, Position, Severity

_SUFFIX = ".yaml"
_NO_ENTRIES = frozenset({"README.md", ".gitkeep", ".gitignore", ".gitattributes"})
_NAME = re.compile(r"[\s-]*([\w-]+)")  # of a field, at the beginning of its line
_WITHOUT_FIELDS = frozenset({"empty", "not-a-mapping"})
_MISSING = frozenset({"missing", "missing-always"})
_RESERVED = frozenset({"con", "prn", "aux", "nul", "index", "search", "constructor"})


def load(snapshot: Snapshot, progress: Callable[[int, int], None] | None = None) -> tuple[KnowledgeBase, list[Finding]]:
    """Read every entry of a snapshot. What is wrong is returned as findings; one broken file never hides the others.

    `progress` is told how many files of how many are read.
    """
    resources = Resources(snapshot)
    reader = _BaseReader(load_kinds(resources), progress)
    reader.findings += reader.kinds.findings
    for folder in ("schemas", "templates"):
        reader.findings += [finding.below(snapshot.prefix) for finding in snapshot.paths(folder)[1]]
    entries = reader.read(snapshot)
    errors = (finding for finding in reader.findings if finding.severity is Severity.ERROR)
    sound = not any(finding.location.path == snapshot.manifest.path for finding in errors)
    additions: list[Entry] = []
    if snapshot.overlay is not None:
        twins = frozenset(entry.twin for entry in entries)
        laid_over = reader.read_over(snapshot.overlay, twins)
        additions = [entry for entry in laid_over if entry.twin in twins]
        entries += [entry for entry in laid_over if entry.twin not in twins]
    base = KnowledgeBase(snapshot, resources, reader.kinds, entries, additions, manifest_sound=sound)
    return base, [*reader.findings, *reader.shape_findings(base)]


class _BaseReader:
    """Reads the entries of one layer after the other, and keeps what is wrong with them."""

    def __init__(self, kinds: Kinds, progress: Callable[[int, int], None] | None) -> None:
        self.kinds = kinds
        self.findings: list[Finding] = []
        self._progress = progress
        self._in_overlay = False
        self._suspects: dict[int, tuple[Finding, ...]] = {}
        self._meant: dict[int, Entry] = {}  # what is wrong in their writing, with what they were probably meant to be

    def read(self, layer: Snapshot, twins: frozenset[Twin] = frozenset()) -> list[Entry]:
        """The entries of a layer. One that has its twin in `twins` only adds to it, and may leave the rest out."""
        self.findings += _manifest_findings(layer.manifest, self.kinds.manifest)
        paths, unreadable = layer.paths(FOLDER)
        self.findings += [finding.below(layer.prefix) for finding in unreadable]
        entries: list[Entry] = []
        for number, path in enumerate(paths, 1):
            entry, findings = self._read_entry(layer, path, twins)
            if entry is None:
                self.findings += [finding.below(layer.prefix) for finding in findings]
            else:
                entries.append(entry)
                self._suspects[id(entry)] = findings
            if self._progress is not None:
                self._progress(number, len(paths))
        return entries

    def read_over(self, layer: Snapshot, twins: frozenset[Twin]) -> list[Entry]:
        """The same of a layer that is laid over the others."""
        self._in_overlay = True
        return self.read(layer, twins)

    def _read_entry(
        self, layer: Snapshot, path: str, twins: frozenset[Twin]
    ) -> tuple[Entry | None, tuple[Finding, ...]]:
        _, *folders, name = path.split("/")
        if name in _NO_ENTRIES:
            return None, ()
        kind, problem = _place(self.kinds, path, folders, name)
        if kind is None:
            return None, (problem,) if problem else ()
        try:
            content = layer.read(path)
        except UnreadableError as error:
            return None, (error.finding,)
        source = read(layer.prefix + path, content)
        id_, edition = name.removesuffix(_SUFFIX), folders[1] if kind.has_editions else None
        shape = kind.part if (kind.name, id_, edition) in twins else kind.root
        findings, meant = file_findings(source, shape)
        sound = not any(finding.severity is Severity.ERROR for finding in findings)
        if (
            lies_over(layer) and not self._in_overlay
        ):  # what is missing may stand in the base beneath, which is not here
            findings = tuple(finding for finding in findings if finding.key not in _MISSING)
        entry = Entry(kind.name, id_, edition, source, sound, in_overlay=self._in_overlay)
        if meant is not source:
            self._meant[id(entry)] = replace(entry, source=meant)
        return entry, findings

    def shape_findings(self, base: KnowledgeBase) -> Iterator[Finding]:
        """What is wrong with the entries themselves, and whether anybody may read the values it quotes."""
        for entry in base.all_entries:
            if findings := self._suspects[id(entry)]:
                # With a field that is not known, the audience may be what was meant and misspelt.
                meant = self._meant.get(id(entry), entry)
                public = base.is_wholly_public(meant) and all(finding.code != "SSR103" for finding in findings)
                yield from (finding._replace(public=public) for finding in findings)


def _manifest_findings(manifest: Source, shape: Field) -> Iterator[Finding]:
    """What is wrong with a manifest; each finding with the field that it is about, for who seldom sees one."""
    for finding in file_findings(manifest, shape)[0]:
        about = finding.parameters.get("field_titles")
        if not isinstance(about, Field):
            written = _NAME.match(manifest.line(finding.location.position.line))
            names = (str(finding.parameters.get("suggestion") or ""), written[1] if written else "")
            about = next(filter(None, (shape.named(name) for name in names if name)), None)
        about = shape if about is None and finding.key in _WITHOUT_FIELDS else about
        more = {} if about is None else {"about": about}
        yield finding._replace(public=True, parameters={**finding.parameters, **more})


@lru_cache(maxsize=8192)  # as many as are read (see `read`): while somebody writes, most files stay as they were
def file_findings(source: Source, shape: Field) -> tuple[tuple[Finding, ...], Source]:
    """What is wrong with the writing and the shape of one file, and the file as it was probably meant, else itself.

    What was meant is told first, and then what would still be wrong; of a file that cannot be read that is not sure.
    """
    findings = tuple(_findings_of(source, shape))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if not errors:
        return findings, source
    from ssr.base.diagnosis import diagnose  # noqa: PLC0415  (needed only for a file with a fault)

    diagnosis = diagnose(source, shape, errors)
    if diagnosis is None:
        return findings, source
    others = _findings_of(diagnosis.mended, shape)
    if source.data is None:
        return (diagnosis.finding,), source if others else diagnosis.mended
    return (diagnosis.finding, *others), diagnosis.mended


def _findings_of(source: Source, shape: Field) -> list[Finding]:
    """What is wrong with the writing of a file and with its shape, each place once."""
    if source.data is None:
        return list(source.findings)
    wrong = check(source, shape)
    meant = {each.location: each.parameters["meant"] for each in wrong if "meant" in each.parameters}
    return [_with_meaning(finding, meant) for finding in _judged(source, shape, wrong)]


def _with_meaning(finding: Finding, meant: Mapping[Location, object]) -> Finding:
    """What is wrong in the writing of a value, with what its kind knows that it should be."""
    if finding.location not in meant:
        return finding
    return finding._replace(parameters={**finding.parameters, "meant": meant[finding.location]})


def _judged(source: Source, shape: Field, wrong: Sequence[Finding]) -> list[Finding]:
    """What is wrong with the writing of a file and with its shape, each place once.

    Of writing that can be read and is only doubtful, it is an error where the value does not fit either, and nothing
    where it fits a form that no more text could have: a comment after a date, an id or a choice cut nothing.
    """
    misfits = {finding.location for finding in wrong}
    unmendable = {finding.location for finding in wrong if "meant" not in finding.parameters}  # by quotation marks
    findings = [
        finding._replace(severity=Severity.ERROR) if finding.location in misfits else finding
        for finding in source.findings
        if finding.key != "comment-cut" or _is_free_text(source, shape, finding.location.position)
        if finding.key != "ambiguous" or finding.location not in unmendable
    ]
    located = {finding.location for finding in findings}
    return findings + [finding for finding in wrong if finding.location not in located]


def _is_free_text(source: Source, shape: Field, comment: Position) -> bool:
    """Whether a comment stands behind a text in words of one's own, or behind nothing."""
    latest: tuple[int, Field] | None = None
    for route, value, field in shape.walk(source.data):
        if isinstance(value, str):
            place = source.position(route)
            if place.line == comment.line and place.column < comment.column:
                latest = max(latest or (0, field), (place.column, field), key=lambda place: place[0])
    return latest is None or latest[1].is_text or latest[1].schema.get("format") in FREE_FORMATS


def _place(kinds: Kinds, path: str, folders: Sequence[str], name: str) -> tuple[Kind | None, Finding | None]:
    """The kind that a file's folder gives it, or why its place or name is wrong."""

    def wrong(code: str, key: str, **parameters: object) -> Finding:
        return Finding(code, Severity.ERROR, key, Location(path), parameters, public=True)

    kind = kinds.by_folder.get(folders[0]) if folders else None
    if folders and kind is None and kinds.broken_folders & {folders[0], ""}:
        return None, None
    problem: Finding | None = None
    id_ = name.removesuffix(_SUFFIX)
    if id_ == name:
        problem = wrong("SSR002", "not-yaml")
    elif not is_key(id_) or id_ in _RESERVED:
        problem = wrong("SSR002", "bad-name")
    elif not folders:
        problem = wrong("SSR003", "no-folder")
    elif kind is None:
        near = Suggestion(folders[0], {name: kind_titles(one) for name, one in kinds.by_folder.items()}, is_public=True)
        problem = wrong("SSR003", "unknown-folder", folder=folders[0], suggestion=near)
    elif kind.has_editions and len(folders) != 2:
        problem = wrong("SSR003", "no-edition-folder", folder=folders[0])
    elif not all(map(is_key, folders)):
        problem = wrong("SSR002", "bad-folder")
    return (kind, None) if problem is None else (None, problem)
