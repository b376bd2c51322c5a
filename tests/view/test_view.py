"""What a reader is shown: nothing above the audience, and what holds on the day."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from repository import commit, repository
from running import EXEMPELLAN, MANIFEST, Result, asked, composed, ssr, write
from tools import POPPLER, require

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.knowledge import AUDIENCES, KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.diff.change import Change
from ssr.diff.compare import compare
from ssr.diff.comparison import diff
from ssr.diff.concern import Concern
from ssr.diff.reference_names import ReferenceNames
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import SsrError
from ssr.formats.adapters import convert
from ssr.formats.page import Page
from ssr.report.change_report import ChangeReport, changes_as_json
from ssr.templating.definition import Definition
from ssr.templating.definition_files import Definitions
from ssr.text.catalogue import catalogue
from ssr.view.base_view import View
from ssr.view.query import Selection
from ssr.view.selection import select

MARK = "hemlig"
Data = dict[str, Any]


# A base full of secrets, and the same base without them.


@dataclass
class Secrets:
    """Takes the files of a base and hides marked things in them, wherever their kinds let something be hidden."""

    base: KnowledgeBase
    number: int = 0

    def files(self) -> dict[str, Data]:
        found: dict[str, Data] = {}
        for entry in self.base.entries:
            root = self.base.kind(entry).root
            data = deepcopy(entry.data)
            self.fill(data, root, hidden=self.base.audience(entry) > 0, kind=entry.kind)
            found[entry.path] = data
            twin = deepcopy(entry.data) | {"audience": "office"}
            self.mark(twin, root)
            if not self.base.kind(entry).defines_periods:
                found[str(Path(entry.path).with_name(f"{MARK}-{entry.id}.yaml"))] = twin
        return found

    def fill(self, value: Any, field: Field, *, hidden: bool, kind: str) -> None:
        """Mark what is hidden already; in what is not, hide something in every list."""
        if isinstance(value, dict) and field.properties:
            for name in list(value):
                below = field.properties[name]
                secret = hidden or bool(below.annotation("audience"))
                if secret:
                    self.mark_at(value, name, below)
                self.fill(value[name], below, hidden=secret, kind=kind)
        elif isinstance(value, list) and field.items is not None:
            for item in value:
                secret = hidden or (isinstance(item, dict) and item.get("audience") in {"members", "office"})
                if secret:
                    self.mark(item, field.items)
                self.fill(item, field.items, hidden=secret, kind=kind)
            if not hidden and value:
                self.hide_in(value, field, field.items)

    def hide_in(self, value: list[Any], field: Field, items: Field) -> None:
        if isinstance(value[-1], dict) and "audience" in items.properties:
            twin = deepcopy(value[-1]) | {"audience": "office"}
            self.mark(twin, items)
            if key := field.annotation("key"):
                below = items.properties[key]
                twin[key] = self.twin_of(value[-1][key]) if below.reference else self.key(below.schema.get("format"))
                if below.schema.get("enum"):
                    return
            value.insert(0, twin)
        elif items.reference is not None:
            target, _, key = value[-1].partition("#")
            value.append(f"{target}#{MARK}-item" if key else self.twin_of(target))

    def twin_of(self, id_: str) -> str:
        return f"{MARK}-{id_}"

    def mark(self, value: Any, field: Field) -> None:
        """Put the mark into every text that may say anything."""
        if isinstance(value, dict) and field.properties:
            for name in value:
                self.mark_at(value, name, field.properties[name])
        elif isinstance(value, list) and field.items is not None:
            for place in range(len(value)):
                self.mark_at(value, place, field.items)

    def mark_at(self, holder: Any, step: Any, field: Field) -> None:
        value = holder[step]
        free = not ({"enum", "format", "pattern"} & field.schema.keys()) and field.reference is None
        if field.is_text or (isinstance(value, str) and free and not str(value).startswith("http")):
            holder[step] = self.new()
        else:
            self.mark(value, field)

    def key(self, form: str | None) -> str:
        """A key of its own; a day can say nothing but that it is one."""
        return {"date": "2098-12-31", "url": f"https://example.org/{self.new()}"}.get(form or "", self.new())

    def new(self) -> str:
        self.number += 1
        return f"{MARK}-{self.number}"


def _asked(base: KnowledgeBase, entry: Entry) -> int:
    return AUDIENCES.index(entry.data.get("audience") or base.kind(entry).root.annotation("audience") or "public")


def _without_secrets(base: KnowledgeBase, level: int) -> dict[str, Data]:
    """The files as someone would leave them who deletes by hand what is above a level, and what then hangs loose."""

    def above(value: Any, field: Field) -> bool:
        own = value.get("audience") if isinstance(value, dict) else None
        return AUDIENCES.index(own or field.annotation("audience") or "public") > level

    def kept(value: Any, field: Field) -> Any:
        if isinstance(value, dict) and field.properties:
            return {
                name: kept(inner, field.properties[name])
                for name, inner in value.items()
                if not above(inner, field.properties[name])
            }
        if isinstance(value, list) and field.items is not None:
            return [kept(item, field.items) for item in value if not above(item, field.items)]
        return value

    def loose(value: Any, field: Field) -> bool:
        if field.reference is None or not isinstance(value, str):
            return False
        target, _, key = value.partition("#")
        return target not in ids or (key != "" and key not in keys)

    def tied(value: Any, field: Field) -> Any:
        if isinstance(value, dict) and field.properties:
            return {
                name: tied(inner, field.properties[name])
                for name, inner in value.items()
                if not loose(inner, field.properties[name])
            }
        if isinstance(value, list) and field.items is not None:
            key = field.annotation("key")
            items = field.items
            return [
                tied(item, items)
                for item in value
                if not loose(item, items) and not (key and loose(item.get(key), items.properties[key]))
            ]
        return value

    seen = {
        entry.path: (entry, kept(entry.data, base.kind(entry).root))
        for entry in base.entries
        if _asked(base, entry) <= level
    }
    ids = {entry.id for entry, _ in seen.values()}
    keys = {
        item.get(field.annotation("key"))
        for entry, data in seen.values()
        for _, value, field in base.kind(entry).root.walk(data)
        if field.annotation("key") and isinstance(value, list)
        for item in value
    }
    return {path: tied(data, base.kind(entry).root) for path, (entry, data) in seen.items()}


def _written(folder: Path, files: dict[str, Data]) -> KnowledgeBase:
    manifest = (EXEMPELLAN / "ssr.yaml").read_text(encoding="utf-8").partition("counts:")[0]
    texts = {path: json.dumps(data, ensure_ascii=False, indent=1) for path, data in files.items()}
    base, findings = load(WorkingTree(write(folder, {"ssr.yaml": manifest, **texts})))
    assert [finding for finding in findings if finding.code.startswith("SSR1")] == []
    return base


@pytest.fixture(scope="session")
def secret(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    base, _ = load(WorkingTree(EXEMPELLAN))
    files = Secrets(base).files()
    # A successor, a version and a period that must not be known to have come.
    files["knowledge/routines/aktivering.yaml"]["replaced_by"] = f"{MARK}-aktivering"
    files[f"knowledge/routines/{MARK}-aktivering.yaml"].pop("replaced_by", None)
    files["knowledge/goal-images/2027-2030.yaml"] = {
        "name": MARK, "from": "2022-06-01", "until": "2030-12-31", "audience": "office",
    }  # fmt: skip
    newer = deepcopy(files["knowledge/directives/2023-2026/storm.yaml"])
    files["knowledge/directives/2027-2030/storm.yaml"] = newer | {
        "name": MARK, "audience": "office", "from": "2022-06-02",
    }  # fmt: skip
    return _written(tmp_path_factory.mktemp("secret"), files)


class Converter:
    """Makes a file of the same words and the same looks once: what a file says is all in these.

    Of what takes long to make, these stand for the file itself, but for one in so many.
    """

    _SLOW, _ONE_IN = {"pdf", "docx"}, 5

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], list[tuple[Page, bytes]]] = {}

    def __call__(self, format_: str, text: str, page: Page) -> bytes:
        if format_ in self._SLOW and len(text) % self._ONE_IN:
            return f"{text}{page}".encode()
        made = self._made.setdefault((format_, text), [])
        known = next((content for looks, content in made if looks == page), None)
        if known is None:
            known = convert(format_, text, page)
            made.append((page, known))
        return known


@pytest.fixture
def _each_file_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssr.documents.renderer.convert", Converter())
    monkeypatch.setattr("ssr.documents.page_limits.page_count", lambda *_: 1)


def _outputs(
    base: KnowledgeBase, audience: str, monkeypatch: pytest.MonkeyPatch, *, most: int | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every document of every entry, or of the first so many, in every format, on several days, and the differences between periods."""
    monkeypatch.setattr("ssr.documents.renderer.load", lambda _: (base, []))
    monkeypatch.setattr("ssr.diff.side.load", lambda _, **__: (base, []))
    renderer = Renderer(base.snapshot)
    first, *_ = readers = [Readers(day, audience, "sv", pinned=True) for day in ("2022-11-21", "2024-11-21")]
    visible = [entry for entry in base.entries if MARK not in entry.id]
    ids = sorted({(entry.id, entry.kind) for entry in visible})
    for document in Definitions(base.resources).values():
        if document.parts:
            yield from _folders(renderer, first, document)
            continue
        for format_ in () if document.about else document.formats:
            for options in _options(document):
                made = _made(renderer, RenderRequest(document, first, None, format_, options=options))
                yield f"{document.name} {' '.join(options.values())} {format_} ", made
        for id_, _ in [one for one in ids if one[1] in document.about][:most]:
            for format_ in document.formats:
                for some in readers if format_ == "md" else [first]:
                    made = _made(renderer, RenderRequest(document, some, id_, format_))
                    yield f"{document.name} {id_} {format_} {some.day}", made
    for old, new in (("2019-2022", "2023-2026"), ("2020-01-01", "2024-01-01")):
        found = diff(base.snapshot, old=old, new=new, today="2026-11-21", audience=audience, language="sv")
        yield f"diff {old} json", changes_as_json(found.changes, old, new, complete=True).encode()
        yield (
            f"diff {old} text",
            ChangeReport(catalogue("sv"), found.names).text(found.changes, old, new, complete=True).encode(),
        )
        concern = Concern(found.old, found.new, {"responsible", "member", "concerned"}, "member")
        yield f"concerned {old}", repr([concern.of(change) for change in found.changes]).encode()
        told = [found.old.name(entry) for entry in found.old.entries()]
        yield f"names {old}", "\n".join(told).encode()


def _folders(renderer: Renderer, readers: Readers, document: Definition) -> Iterator[tuple[str, bytes]]:
    """Every file of a document that is a folder."""
    for id_ in ("storm", "flood") if document.about else (None,):
        for name, content in composed(renderer, readers, document, id_).items():
            yield f"{document.name} {id_} {name}", content


def unpacked(content: bytes) -> bytes:
    """All that somebody could find in a file: every part and property of a Word document, every object of a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return b"".join(part.filename.encode() + part.comment + parts.read(part) for part in parts.infolist())
    if content.startswith(b"%PDF"):
        require(POPPLER)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            objects = [found.unparse(resolved=True) for found in pdf.objects]
            streams = [found.read_bytes() for found in pdf.objects if isinstance(found, pikepdf.Stream)]
            strings = [str(text).encode() for found in pdf.objects for text in _strings(found)]
        told = subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True).stdout
        return b"".join([*objects, *streams, *strings, told])
    return content


def _strings(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts in an object of a PDF as a reader shows them, whatever their encoding."""
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        yield from (text for inner in value for text in _strings(inner, depth + 1))
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream) and depth == 0:
        yield from (text for key in value.keys() for text in _strings(value[key], 1))  # noqa: SIM118


def _options(document: Definition) -> list[dict[str, str]]:
    """What a document about the whole base is asked for: two periods where it compares, and for one of those concerned."""
    sides = dict(asked(document, EXEMPELLAN))
    return [sides, sides | {"for_": "ekasen"}] if sides else [{}]


def _made(renderer: Renderer, request: RenderRequest) -> bytes:
    try:
        return renderer.render(request).content
    except SsrError as error:
        return f"{error.key} {dict(error.parameters)}".encode()


@pytest.mark.usefixtures("_each_file_made_once")
@pytest.mark.parametrize("audience", ["public", "members"])
def test_nothing_above_the_audience_is_shown(
    secret: KnowledgeBase, tmp_path: Path, audience: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No mark in anything that is made; and hidden is exactly as if it had never been written."""
    plain = _written(tmp_path, _without_secrets(secret, AUDIENCES.index(audience)))
    shown = dict(_outputs(secret, audience, monkeypatch))
    expected = dict(_outputs(plain, audience, monkeypatch))
    removed = set(shown) - set(expected)  # an entry above the audience, asked for by its id
    assert all(shown[name].startswith(b"unknown-id") for name in removed)
    assert len(expected) > 60
    for name, content in expected.items():
        if audience == "public":
            assert MARK.encode() not in unpacked(shown[name]), name
        if shown[name] != content:
            one, other = shown[name].decode().split("\n"), content.decode().split("\n")
            pytest.fail(f"{name}: {next((pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]), '')}")


@pytest.mark.usefixtures("_each_file_made_once")
def test_the_office_sees_all(secret: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the test above would pass on empty pages."""
    shown = dict(_outputs(secret, "office", monkeypatch, most=5))
    assert b"".join(shown.values()).count(MARK.encode()) > 500
    for format_, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        packed = [content for name, content in shown.items() if f" {format_} " in name and content.startswith(begins)]
        assert sum(unpacked(content).count(MARK.encode()) for content in packed) > 50, format_


# What was hidden and is shown now, or the other way round.


def _needed(base: KnowledgeBase) -> set[str]:
    """The entries, and the items `id#key`, that others must refer to: who deleted one by hand could not leave it at that."""
    found = set()
    for entry in base.entries:
        for link in base.outgoing(entry):
            *above, name = link.route
            holder, around = (base.kind(entry).root.at(tuple(route)) for route in (above, above[:-1]))
            must = holder.schema.get("then", {}).get("required", ()) if holder is not None else ()
            if name in must and (around is None or around.annotation("key") != name):
                found |= {link.target, f"{link.target}#{link.key}"}
    return found


def _partly_hidden(base: KnowledgeBase, which: int) -> dict[str, Data]:
    """The files, where every third entry and some items are for the office only and say something else."""
    secrets, needed = Secrets(base), _needed(base)
    found: dict[str, Data] = {}
    for number, entry in enumerate(base.entries):
        root = base.kind(entry).root
        found[entry.path] = data = deepcopy(entry.data)
        if number % 3 == which and not base.kind(entry).defines_periods and entry.id not in needed:
            secrets.mark(data, root)
            data["audience"] = "office"
            continue
        for _, value, field in root.walk(data):
            for item in value[1 + which :: 3] if isinstance(value, list) and field.items is not None else ():
                is_needed = isinstance(item, dict) and f"{entry.id}#{item.get(field.annotation('key'))}" in needed
                if "audience" in field.items.properties and not is_needed:
                    secrets.mark(item, field.items)
                    item["audience"] = "office"
    return found


def _told(old: KnowledgeBase, new: KnowledgeBase, audience: str) -> tuple[str, str, list[Change]]:
    """What differs between two bases, as JSON and in sentences."""
    sides = [View(base, "2024-11-21", audience, "sv") for base in (old, new)]
    changes = compare(sides[0], sides[1]).changes
    report = ChangeReport(catalogue("sv"), ReferenceNames(sides[0], sides[1]))
    told = report.text(changes, "a", "b", complete=True)
    return changes_as_json(changes, "a", "b", complete=True), told, list(changes)


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> list[KnowledgeBase]:
    """The same base three times: as it is, and with this or that hidden."""
    base, _ = load(WorkingTree(EXEMPELLAN))
    contents = [{entry.path: entry.data for entry in base.entries}, _partly_hidden(base, 0), _partly_hidden(base, 1)]
    return [_written(tmp_path_factory.mktemp("released"), content) for content in contents]


@pytest.mark.parametrize("audience", ["public", "members"])
@pytest.mark.parametrize(("old", "new"), [(0, 1), (1, 0), (1, 2)])
def test_what_is_hidden_on_one_side_comes_and_goes(
    released: list[KnowledgeBase], tmp_path: Path, old: int, new: int, audience: str
) -> None:
    """As if it had been written, or deleted, between the two: nothing of what it said when it was hidden."""
    sides = [released[old], released[new]]
    level = AUDIENCES.index(audience)
    plain = [_written(tmp_path / str(at), _without_secrets(base, level)) for at, base in enumerate(sides)]
    shown, expected = _told(*sides, audience), _told(*plain, audience)
    assert shown[:2] == expected[:2]
    assert MARK not in shown[0] + shown[1]
    of_entries = {change.change for change in shown[2] if not change.route}  # an earlier version may stand in
    assert len(of_entries & {"added", "removed"}) == 1 + (old != 0 and new != 0)
    assert not any("audience" in change.route for change in shown[2])


@pytest.mark.parametrize("audience", ["public", "members"])
def test_what_was_hidden_is_not_in_the_life_of_an_entry(
    released: list[KnowledgeBase], tmp_path: Path, audience: str
) -> None:
    """Recorded in git, one version after the other: two histories that differ in what was hidden look the same."""
    order = [{entry.path: entry.data for entry in released[at].entries} for at in (1, 0, 2, 1)]
    secret = _recorded(tmp_path / "secret", order)
    other = _recorded(tmp_path / "other", [json.loads(json.dumps(files).replace(MARK, "annan")) for files in order])
    of_kinds = {released[0].editions(id_)[0].kind: id_ for id_ in released[0].ids}
    office = ""
    for id_ in sorted(of_kinds.values())[::3]:
        shown, expected = (
            [ssr("log", id_, "--audience", audience, "--format", format_, kb=kb) for format_ in ("text", "json")]
            for kb in (secret, other)
        )
        assert [_without_hashes(one) for one in shown] == [_without_hashes(one) for one in expected]
        assert MARK not in "".join(one.text for one in shown)
        office += ssr("log", id_, "--audience", "office", kb=secret).text
    assert MARK in office


def _recorded(folder: Path, versions: list[dict[str, Data]]) -> Path:
    repository(folder)
    for files in versions:
        shutil.rmtree(folder / "knowledge", ignore_errors=True)
        _written(folder, files)
        commit(folder)
    return folder


def _without_hashes(result: Result) -> tuple[int, str, str]:
    return result.code, re.sub("[0-9a-f]{40}|[(][0-9a-f]{10}[)]", "", result.text), result.err


def test_a_hidden_successor_is_not_named(tmp_path: Path) -> None:
    files = {
        "knowledge/structures/gammal.yaml": f"name: Gammal\nsort: group\nuntil: 2020-12-31\nreplaced_by: {MARK}\n",
        f"knowledge/structures/{MARK}.yaml": "name: Ny\nsort: group\nfrom: 2021-01-01\naudience: office\n",
    }
    kb = write(tmp_path, {"ssr.yaml": MANIFEST, **files})
    for audience, named in (("public", False), ("office", True)):
        for format_ in ("text", "json"):
            told = ssr("diff", "@2020-01-01", "@2022-01-01", "--audience", audience, "--format", format_, kb=kb)
            assert (MARK in told.text) is named


def test_a_change_of_audience_is_told_to_those_who_may_read_both_sides(released: list[KnowledgeBase]) -> None:
    json_, told, changes = _told(released[0], released[1], "office")
    assert sum(change.route[-1:] == ("audience",) for change in changes) > 50
    assert "spridning: kansliet" in told
    assert MARK in json_


@pytest.mark.parametrize("command", ["render", "diff"])
@pytest.mark.parametrize("hint", [True, False])
def test_a_hidden_entry_behaves_like_an_unknown_one(tmp_path: Path, command: str, *, hint: bool) -> None:
    """The same words and the same exit code, with and without a hidden entry of that name."""
    hidden = {"knowledge/meetings/hemligt.yaml": "name: Hemligt\nsort: meeting\ndate: 2022-12-01\naudience: office\n"}
    other = {"knowledge/meetings/oppet.yaml": "name: Öppet\nsort: meeting\ndate: 2022-12-01\n"}
    asked = "hemligt" if not hint else "hemligx"
    arguments = ("render", "invite", asked) if command == "render" else ("diff", "2022-01-01", "--id", asked)
    results = [
        ssr(*arguments, kb=write(tmp_path / name, {"ssr.yaml": MANIFEST, **files}))
        for name, files in (("with", {**hidden, **other}), ("without", other))
    ]
    assert results[0] == results[1]
    assert results[0].code == 2


# Small bases.


@pytest.fixture
def view(tmp_path: Path) -> Callable[..., View]:
    def make_view(day: str, audience: str = "public", language: str = "sv", **files: str) -> View:
        texts = {f"knowledge/{name}.yaml": text for name, text in files.items()}
        base, _ = load(WorkingTree(write(tmp_path, {"ssr.yaml": MANIFEST, **texts})))
        return View(base, day, audience, language)

    return make_view


NAMES = """\
names:
  - name: Landstinget
    until: 2018-12-31
  - name: Regionen
    from: 2019-01-01
sort: region
participation:
  - as: member
"""
GROUP = "name: {name}\nsort: group\nmembers:\n{members}"


def _group(name: str, *members: str) -> str:
    return GROUP.format(name=name, members="".join(f"  - {member}\n" for member in members))


def _actor(name: str) -> str:
    return f"names:\n  - name: {name}\nsort: company\nparticipation:\n  - as: member\n"


@pytest.mark.parametrize(("day", "name"), [("2018-12-31", "Landstinget"), ("2019-01-01", "Regionen")])
def test_names_follow_the_day(view: Callable[..., View], day: str, name: str) -> None:
    seen = view(day, **{"actors/region": NAMES})
    entry = seen.find("region")
    assert entry is not None
    assert seen.name(entry) == name


@pytest.mark.parametrize(("language", "foreign"), [("sv", False), ("en", True)])
def test_a_name_is_no_example_and_in_the_language_of_the_base(
    view: Callable[..., View], language: str, *, foreign: bool
) -> None:
    seen = view("2020-01-01", "public", language, **{"actors/a": _actor("A") + "illustrative: true\n"})
    entry = seen.find("a")
    assert entry is not None
    title = seen.title(entry)
    assert (str(title), title.language, title.foreign, title.is_example, title.is_name) == (
        "A",
        "sv",
        foreign,
        False,
        True,
    )


def test_a_hidden_name_is_not_the_name(view: Callable[..., View]) -> None:
    text = NAMES.replace("  - name: Regionen\n", "  - name: Hemliga regionen\n    audience: office\n")
    for audience, name in (("public", "Landstinget (–2018-12-31)"), ("office", "Hemliga regionen")):
        seen = view("2020-01-01", audience, **{"actors/region": text})
        entry = seen.find("region")
        assert entry is not None
        assert seen.name(entry) == name


@pytest.mark.parametrize(("audience", "shown"), [("public", False), ("members", False), ("office", True)])
def test_an_audience_that_nobody_knows_is_the_highest(view: Callable[..., View], audience: str, *, shown: bool) -> None:
    seen = view("2020-01-01", audience, **{"actors/a": _actor("A") + "audience: alla\n"})
    assert (seen.find("a") is not None) is shown


def test_a_base_without_an_audience_is_for_the_highest(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("audience: public\n", "")
    base, _ = load(WorkingTree(write(tmp_path, {"ssr.yaml": manifest, "knowledge/actors/a.yaml": _actor("A")})))
    assert View(base, "2020-01-01", "members", "sv").find("a") is None
    assert View(base, "2020-01-01", "office", "sv").find("a") is not None


def test_the_history_of_an_entry_is_what_held_on_any_day(view: Callable[..., View]) -> None:
    seen = view("2018-12-31", **{"actors/region": NAMES})
    entry = seen.find("region")
    assert entry is not None
    assert [name.name for name in seen.node(entry).names] == ["Landstinget"]
    assert [name.name for name in seen.history(entry).names] == ["Landstinget", "Regionen"]
    assert str(seen.history(entry).name) == "Landstinget"


def test_what_is_within_something_invented_is_invented(view: Callable[..., View]) -> None:
    steps = "steps:\n  - {id: ett, text: Ring.}\n"
    files = {"routines/a": f"name: A\nillustrative: true\n{steps}", "routines/b": f"name: B\n{steps}"}
    seen = view("2020-01-01", **files)
    for name, invented in (("a", True), ("b", None)):
        entry = seen.find(name)
        assert entry is not None
        assert seen.node(entry).steps[0].illustrative is invented


def test_items_about_others_are_in_the_order_of_their_names(view: Callable[..., View]) -> None:
    files = {"actors/a": _actor("Ö"), "actors/b": _actor("Å"), "structures/group": _group("G", "party: a", "party: b")}
    seen = view("2020-01-01", **files)
    entry = seen.find("group")
    assert entry is not None
    assert [str(item.party) for item in seen.node(entry).members] == ["Å", "Ö"]


def test_members_follow_the_day(view: Callable[..., View]) -> None:
    files = {
        "actors/a": _actor("A"),
        "actors/b": _actor("B"),
        "structures/group": "name: Gruppen\nsort: group\nmembers:\n"
        "  - party: a\n    until: 2020-12-31\n  - party: b\n    from: 2021-01-01\n",
    }
    for day, names in (("2020-12-31", ["A"]), ("2021-01-01", ["B"])):
        seen = view(day, **files)
        entry = seen.find("group")
        assert entry is not None
        assert [str(item.party) for item in seen.node(entry).members] == names


@pytest.mark.parametrize(
    ("day", "owner", "who"), [("2020-12-31", "Gamla", ["A", "Gamla"]), ("2021-01-01", None, ["A"])]
)
def test_what_has_ended_is_not_shown_as_what_acts(
    view: Callable[..., View], day: str, owner: str | None, who: list[str]
) -> None:
    """Who owns a routine, and whom its steps are for; its file, and what it once said, still name them."""
    files = {
        "actors/a": _actor("A"),
        "structures/old": _group("Gamla", "party: a") + "until: 2020-12-31\n",
        "routines/larm": "name: Larm\nowner: old\nsteps:\n  - {id: ett, rank: 1, text: Ring., who: [old, a]}\n",
    }
    seen = view(day, **files)
    entry = seen.find("larm")
    assert entry is not None
    node = seen.node(entry)
    assert (None if node.owner is None else str(node.owner)) == owner
    assert [str(one) for one in node.steps[0].who] == who
    assert (seen.plain(entry)["owner"], str(seen.history(entry).owner)) == ("old", "Gamla")


def _edition(**more: str) -> str:
    return "".join(f"{name}: {value}\n" for name, value in {"name": "Snö", "reach": "regional", **more}.items())


def _periods(*, until: str = "2022-12-31") -> dict[str, str]:
    return {
        "goal-images/2015-2018": "name: Första\nfrom: 2015-01-01\nuntil: 2018-12-31\n",
        "goal-images/2019-2022": f"name: Andra\nfrom: 2019-01-01\nuntil: {until}\n",
    }


@pytest.mark.parametrize(
    ("old", "new", "day", "edition"),
    [
        ({}, {}, "2016-01-01", "2015-2018"),
        ({}, {}, "2019-01-01", "2019-2022"),
        ({}, {"from": "2020-05-01"}, "2020-04-30", "2015-2018"),  # the period classifies, it does not end it
        ({}, {"from": "2020-05-01"}, "2020-05-01", "2019-2022"),
        ({}, {"status": "draft"}, "2020-01-01", "2015-2018"),
        ({}, {"status": "referral"}, "2020-01-01", "2015-2018"),
        ({"until": "2018-06-30"}, {"from": "2020-05-01"}, "2019-01-01", None),
        ({}, {"until": "2020-12-31"}, "2021-01-01", "2015-2018"),
        ({}, {}, "2030-01-01", "2019-2022"),
    ],
)
def test_the_version_in_force(
    view: Callable[..., View], old: dict[str, str], new: dict[str, str], day: str, edition: str | None
) -> None:
    files = {"directives/2015-2018/snow": _edition(**old), "directives/2019-2022/snow": _edition(**new)}
    found = view(day, **_periods(), **files).entries()
    assert next((entry.edition for entry in found if entry.id == "snow"), None) == edition


def test_a_draft_is_shown_only_when_asked_for(view: Callable[..., View], tmp_path: Path) -> None:
    seen = view("2020-01-01", **_periods(), **{"directives/2019-2022/snow": _edition(status="draft")})
    assert seen.find("snow") is None
    found = seen.find("snow", "2019-2022")
    assert found is not None
    assert seen.node(found).is_draft
    refused = ssr("render", "directive", "snow", kb=tmp_path)
    assert (refused.code, refused.out) == (2, b"")
    assert "--edition 2019-2022" in refused.err
    assert "> **UTKAST" in ssr("render", "directive", "snow", "--edition", "2019-2022", kb=tmp_path).text


def test_what_is_replaced_gives_way_once_its_successor_holds(view: Callable[..., View]) -> None:
    files = {
        "routines/old": "name: Gammal\nreplaced_by: new\n",
        "routines/new": "name: Ny\nfrom: 2020-01-01\n",
    }
    assert [entry.id for entry in view("2019-12-31", **files).entries()] == ["old"]
    assert [entry.id for entry in view("2020-01-01", **files).entries()] == ["new"]


def _selected(seen: View) -> list[tuple[str, tuple[str, ...]]]:
    entry = seen.find("m")
    assert entry is not None
    found = select(seen, entry, Selection(["structures", "guests"], through="members.party"), {})
    return [(str(one.ref), tuple(one.reasons)) for one in found]


MEETING = "name: M\nsort: meeting\ndate: 2020-01-01\nstructures: [{structures}]\nguests: [{guests}]\n"


def test_a_selection_names_each_once_with_its_reasons(view: Callable[..., View]) -> None:
    files = {
        "actors/a": _actor("Älvby"),
        "actors/b": _actor("Ale"),
        "structures/one": _group("Ettan", "party: a", "party: b"),
        "structures/two": _group("Tvåan", "party: one"),
        "meetings/m": MEETING.format(structures="one, two", guests="b"),
    }
    assert _selected(view("2020-01-01", **files)) == [
        ("Ale", ("Ettan", "Tvåan", "Övriga inbjudna")),
        ("Älvby", ("Ettan", "Tvåan")),
    ]


def test_groups_that_hold_each_other_come_to_an_end(view: Callable[..., View]) -> None:
    files = {
        "actors/a": _actor("A"),
        "structures/one": _group("Ettan", "party: two", "party: a"),
        "structures/two": _group("Tvåan", "party: one", "party: two"),
        "meetings/m": MEETING.format(structures="one", guests=""),
    }
    assert _selected(view("2020-01-01", **files)) == [("A", ("Ettan",))]


def test_groups_that_meet_again_and_again_cost_no_more(view: Callable[..., View]) -> None:
    levels = {
        f"structures/{side}{n}": _group(f"{side}{n}", f"party: a{n + 1}", f"party: b{n + 1}")
        for n in range(40)
        for side in "ab"
    }
    ends = {f"actors/{side}40": _actor(side) for side in "ab"}
    files = {**levels, **ends, "meetings/m": MEETING.format(structures="a0", guests="")}
    assert _selected(view("2020-01-01", **files)) == [("a", ("a0",)), ("b", ("a0",))]


def test_prose_falls_back_to_the_other_language(view: Callable[..., View]) -> None:
    files = {"routines/r": "name: R\npurpose: {text: {sv: Syfte, en: Purpose}}\nused_when: {text: Alltid}\n"}
    for language, texts in (("sv", ("Syfte", "Alltid")), ("en", ("Purpose", "Alltid"))):
        seen = view("2020-01-01", "public", language, **files)
        entry = seen.find("r")
        assert entry is not None
        node = seen.node(entry)
        assert (str(node.purpose.text), str(node.used_when.text)) == texts
        assert (node.purpose.text.foreign, node.used_when.text.foreign) == (False, language == "en")


def test_who_is_selected_is_never_a_guess(view: Callable[..., View], tmp_path: Path) -> None:
    """A file with errors behind a group stops the document; elsewhere it does not."""
    files = {
        "actors/a": _actor("A"),
        "actors/b": "names: fel\n",
        "structures/one": _group("Ettan", "party: a"),
        "meetings/m": MEETING.format(structures="one", guests=""),
    }
    view("2020-01-01", **files)
    fine = ssr("render", "invite", "m", kb=tmp_path)
    assert (fine.code, "i en annan del av basen" in fine.err or "i andra delar av basen" in fine.err) == (0, True)
    view("2020-01-01", **{**files, "structures/one": _group("Ettan", "party: a", "party: b")})
    refused = ssr("render", "invite", "m", kb=tmp_path)
    assert (refused.code, refused.out) == (1, b"")
    assert "knowledge/actors/b.yaml:1:" in refused.err


# What a kind says of its own entries, and the item that a reference names.

RATED = "name: Skattning\nactor: a\ndate: 2020-01-01\nratings:\n  - capability: bild\n    rating: skala#god\n"
RATING = {
    "actors/a": _actor("A"),
    "capabilities/bild": "name: Bild\n",
    "vocabularies/skala": "name: Skala\ncodes:\n  - code: god\n    label: God\n    until: 2020-06-30\n",
}


@pytest.mark.parametrize(
    ("own", "least"), [("", "office"), ("audience: members\n", "members"), ("audience: public\n", "public")]
)
def test_a_kind_says_who_may_read_its_entries_unless_they_do(view: Callable[..., View], own: str, least: str) -> None:
    for audience in AUDIENCES:
        seen = view("2021-01-01", audience, **RATING, **{"assessments/rated": RATED + own})
        assert (seen.find("rated") is not None) is (AUDIENCES.index(audience) >= AUDIENCES.index(least))


def test_a_base_that_may_hold_less_refuses_entries_of_such_a_kind(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("highest_audience: office", "highest_audience: members")
    files = {f"knowledge/{name}.yaml": text for name, text in RATING.items()}
    for own, code in (("", 1), ("audience: members\n", 0)):
        files["knowledge/assessments/rated.yaml"] = f"{RATED}{own}marks: {{ratings: {{sources: [k]}}}}\n"
        files["knowledge/papers/k.yaml"] = "name: K\nsort: report\n"
        result = ssr("validate", "knowledge/assessments", kb=write(tmp_path, {"ssr.yaml": manifest, **files}))
        assert (result.code, "SSR703" in result.text) == (code, bool(code))


def test_a_reference_gives_the_item_that_it_names_whatever_the_day(view: Callable[..., View]) -> None:
    seen = view("2021-01-01", "office", **RATING, **{"assessments/rated": RATED})
    entry = seen.find("rated")
    assert entry is not None
    node = seen.node(entry)
    assert node.ratings[0].rating.item.label == "God"
    assert node.ratings[0].rating.entry.codes == []
    assert node.actor.item is None


@pytest.mark.parametrize("rating", ["skala#borta", "borta#god"])
def test_a_reference_that_leads_nowhere_is_not_there(view: Callable[..., View], rating: str) -> None:
    files = RATING | {"assessments/rated": RATED.replace("skala#god", rating)}
    seen = view("2020-01-01", "office", **files)
    entry = seen.find("rated")
    assert entry is not None
    assert seen.node(entry).ratings[0].rating is None
    assert str(seen.node(entry).ratings[0].capability) == "Bild"


@pytest.mark.parametrize(("more", "invented"), [("", None), ("illustrative: true\n", True)])
def test_the_item_that_a_reference_names_is_invented_where_its_entry_is(
    view: Callable[..., View], more: str, *, invented: bool | None
) -> None:
    files = RATING | {"vocabularies/skala": RATING["vocabularies/skala"] + more, "assessments/rated": RATED}
    seen = view("2020-01-01", "office", **files)
    entry = seen.find("rated")
    assert entry is not None
    assert seen.node(entry).ratings[0].rating.item.illustrative is invented
