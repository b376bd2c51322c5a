"""`ssr validate --baseline`: what a change did to what was there before, told by identity and never by position."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import commit, git, repository
from running import CASES, EXEMPELLAN, MANIFEST, ROOT, Result, process, ssr, write

from ssr.base.knowledge import AUDIENCES, KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import UnreadableError, read_manifest
from ssr.finding import Finding
from ssr.rules.registry import judge

COUNCIL = "knowledge/structures/radet.yaml"
FORUM = "name: Rådet\nsort: forum\nunknown: Mandatet.\n"
MEETING = "knowledge/meetings/mote.yaml"
WORDS = {"title": "X", "description": "X.", "x-sv": {"title": "X", "description": "X."}}


@dataclass
class Memory:
    """A snapshot that lies nowhere."""

    prefix = ""
    overlay = None

    files: dict[str, str]
    manifest: Any = field(init=False)

    def __post_init__(self) -> None:
        self.files = {"ssr.yaml": MANIFEST} | self.files
        self.manifest = read_manifest(self.read)

    def paths(self, folder: str) -> tuple[list[str], list[Finding]]:
        return sorted(path for path in self.files if path.startswith(f"{folder}/")), []

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise UnreadableError("unreadable", path, reason="")
        return self.files[path].encode()


def found(before: dict[str, str], now: dict[str, str]) -> list[Finding]:
    """What the rules against an earlier version say of a change that breaks nothing else, reminders aside."""
    bases = []
    for files in (now, before):
        base, findings = load(Memory(files))
        assert [one for one in findings if one.severity == "error"] == []
        bases.append(base)
    return [
        one for one in judge(bases[0], "2019-06-01", bases[1]) if one.code.startswith("SSR8") and one.severity != "note"
    ]


def told(before: dict[str, str], now: dict[str, str]) -> list[tuple[str, str, int]]:
    return [(one.code, one.location.path, one.location.position.line) for one in found(before, now)]


def kind(**properties: Any) -> dict[str, str]:
    """A kind of the base's own: boats, with these properties besides their names."""
    schema = {
        "title": "Boat", "description": "A boat.", "x-sv": {"title": "Båt", "description": "En båt."},
        "x-folder": "boats", "x-name": "name", "type": "object", "additionalProperties": False,
        "properties": {name: WORDS | one for name, one in {"name": {"type": "string"}, **properties}.items()},
    }  # fmt: skip
    return {"schemas/boat.schema.json": json.dumps(schema)}


BOAT = "knowledge/boats/ebba.yaml"
TEXT = {"type": "string"}


# Nothing is told of what did not change.


@pytest.mark.parametrize("base", [ROOT, EXEMPELLAN])
def test_a_base_against_itself(base: Path) -> None:
    result = ssr("validate", "--strict", "--at", "2026-11-22", "--baseline", base, kb=base)
    assert (result.code, result.err) == (0, "")


def test_writing_it_in_another_way_is_no_change() -> None:
    before = {MEETING: "name: Möte\nsort: meeting\ndate: 2018-11-14\naudience: members\n"}
    assert not told(
        before, {MEETING: '# ny rad\r\naudience: "members"\r\ndate: 2018-11-14\r\nsort: meeting\r\nname: Möte'}
    )


def test_what_is_unsound_is_not_compared(tmp_path: Path) -> None:
    before = write(tmp_path / "before", {"ssr.yaml": MANIFEST, COUNCIL: f"{FORUM}audience: members\n"})
    now = write(tmp_path / "now", {"ssr.yaml": MANIFEST, COUNCIL: f"{FORUM}level: zzz\n"})
    result = ssr("validate", "--format", "json", "--baseline", before, kb=now)
    assert [one["code"] for one in json.loads(result.text)["findings"]] == ["SSR104"]


# SSR801.

COUNTED = kind(
    speed={"type": "integer"},
    crew={"type": "array", "items": {"type": "string", "x-ref": ["boat"]}},
    count={"type": "integer", "x-grows-with": ["speed", "crew", "gone"]},
    boxed={"type": "object", "additionalProperties": False, "properties": {"a": WORDS | TEXT}, "x-grows-with": ["speed"]},
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "lines"),
    [
        ("speed: 1", "speed: 2", [2, 2]),
        ("speed: 1", "speed: 2\ncount: 0\nboxed: {a: x}", []),  # what has no least is greater than nothing
        ("speed: 1\ncount: 5", "speed: 2\ncount: 5\nboxed: {a: x}", [3]),
        ("speed: 1\ncount: 5", "speed: 2\ncount: 4\nboxed: {a: x}", [3]),
        ("speed: 1\ncount: 5", "speed: 2\ncount: 6\nboxed: {a: x}", []),
        ("speed: 1\ncount: 5", "speed: 2\ncount: 5.0\nboxed: {a: x}", [3]),
        ("speed: 1\ncount: 5", "count: 5\nboxed: {a: x}", [2]),
        ("count: 5", "speed: 1\ncount: 5\nboxed: {a: x}", [3]),
        ("count: 5", "count: 4", []),
        ("count: 5\ncrew: [ebba, ebba-2]", "count: 5\ncrew: [ebba-2, ebba]", []),
        ("count: 5\ncrew: [ebba, ebba-2]", "count: 5\ncrew: [ebba]", [2]),
    ],
)
def test_what_must_grow(before: str, now: str, lines: list[int]) -> None:
    other = {"knowledge/boats/ebba-2.yaml": "name: Ebba 2\n"}
    files = [COUNTED | other | {BOAT: f"name: Ebba\n{text}\n"} for text in (before, now)]
    assert told(*files) == [("SSR801", BOAT, line) for line in lines]


def test_a_schema_that_changed_its_mind_breaks_nothing() -> None:
    before = kind(speed=TEXT, crew=TEXT, count=TEXT) | {BOAT: 'name: Ebba\nspeed: "1"\ncrew: ebba\ncount: "9"\n'}
    assert not told(before, COUNTED | {BOAT: "name: Ebba\nspeed: 1\ncrew: [ebba]\ncount: 1\nboxed: {a: x}\n"})


def test_it_holds_for_items_too() -> None:
    stop = {"id": TEXT, "time": TEXT, "count": {"type": "integer", "x-grows-with": ["time"]}}
    items = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: WORDS | one for name, one in stop.items()},
    }
    schema = kind(stops={"type": "array", "x-key": "id", "items": items})
    before = "name: Ebba\nstops:\n  - {id: a, time: x, count: 1}\n  - {id: b, time: y, count: 1}\n"
    moved = "name: Ebba\nstops:\n  - {id: b, time: y, count: 1}\n  - {id: a, time: x, count: 1}\n  - {id: c, time: z, count: 1}\n"
    assert not told(schema | {BOAT: before}, schema | {BOAT: moved})
    late = moved.replace("time: x", "time: xx")
    assert told(schema | {BOAT: before}, schema | {BOAT: late}) == [("SSR801", BOAT, 4)]


# SSR802.


def test_a_schema_that_no_longer_withholds_a_property() -> None:
    before, now = (
        kind(phone=TEXT | audience) | {BOAT: "name: Ebba\nphone: x\n"} for audience in ({"x-audience": "office"}, {})
    )
    assert told(before, now) == [("SSR802", BOAT, 2)]
    assert not told(now, before)


@pytest.mark.parametrize("folder", ["arks", "ships"])
def test_a_file_that_moves_to_a_kind_that_does_not_withhold_a_property(folder: str) -> None:
    """Though not a word in it is changed."""
    boats = kind(phone=TEXT | {"x-audience": "office"})
    [other] = kind(phone=TEXT).values()
    kinds = boats | {f"schemas/{folder[:-1]}.schema.json": other.replace('"boats"', f'"{folder}"')}
    text, moved = "name: Ebba\nphone: x\n", f"knowledge/{folder}/ebba.yaml"
    assert told(kinds | {BOAT: text}, kinds | {moved: text}) == [("SSR802", moved, 2)]
    assert not told(kinds | {moved: text}, kinds | {BOAT: text})


def test_the_same_key_twice_is_told_apart_by_its_days() -> None:
    def members(*periods: str) -> dict[str, str]:
        rows = "".join(f"  - {{party: haninge, {period}}}\n" for period in periods)
        actor = "names: [{name: Haninge}]\nsort: municipality\nparticipation: [{as: member}]\n"
        return {COUNCIL: f"{FORUM}members:\n{rows}", "knowledge/actors/haninge.yaml": actor}

    first = "from: 2015-01-01, until: 2015-12-31, audience: members"
    second = "from: 2018-01-01"
    assert not told(members(first, second), members(second, first))
    assert not told(members(first), members(second, first))
    assert told(members(first, second), members(second, first.replace(", audience: members", ""))) == [
        ("SSR802", COUNCIL, 6)
    ]
    later = "from: 2015-02-01, until: 2015-12-31"
    assert told(members(first, second), members(second, later)) == [("SSR802", COUNCIL, 6)]


def test_an_item_without_a_key_is_known_by_what_it_says() -> None:
    item = {"type": "object", "additionalProperties": False, "properties": {"text": WORDS | TEXT}}
    schema = kind(remarks={"type": "array", "items": item})
    before = schema | {BOAT: "name: Ebba\nremarks: [{text: a, audience: members}, {text: b}]\n"}
    assert not told(before, schema | {BOAT: "name: Ebba\nremarks: [{text: b}, {audience: members, text: a}]\n"})
    assert not told(before, schema | {BOAT: "name: Ebba\nremarks: [{text: b}]\n"})
    assert told(before, schema | {BOAT: "name: Ebba\nremarks: [{text: b}, {text: a}]\n"}) == [("SSR802", BOAT, 2)]


MANIFESTS = [MANIFEST.replace("\naudience: public", f"\naudience: {one}") for one in AUDIENCES]


@pytest.mark.parametrize("text", ["", "audience: members\n"])
def test_a_lower_default_is_told_once(text: str) -> None:
    before = {"ssr.yaml": MANIFESTS[1], COUNCIL: f"{FORUM}{text}"}
    now = {"ssr.yaml": MANIFESTS[0], COUNCIL: f"{FORUM}short: R\n"}
    expected = [("SSR802", "ssr.yaml", 5), ("SSR802", COUNCIL, 1)]
    assert told(before, now) == (expected if text else expected[:1])
    assert not told({**now, COUNCIL: before[COUNCIL]}, before)  # that fewer may read needs no leave


def test_a_line_that_goes_where_the_default_says_the_same() -> None:
    before = {"ssr.yaml": MANIFESTS[1], COUNCIL: f"{FORUM}audience: members\n"}
    assert not told(before, {"ssr.yaml": MANIFESTS[1], COUNCIL: FORUM})
    assert told(before, {COUNCIL: FORUM})[1:] == [("SSR802", COUNCIL, 1)]


# Trees of items within items, each with an audience of its own or none.
TREE = kind(parts={"type": "array", "x-key": "id", "items": {
        "type": "object", "additionalProperties": False, "properties": {
            "id": WORDS | TEXT,
            "phone": WORDS | TEXT | {"x-audience": "members"},
            "box": WORDS | {"type": "object", "additionalProperties": False, "properties": {"text": WORDS | TEXT}},
        },
    }})  # fmt: skip
audience = st.sampled_from([{}, *({"audience": one} for one in AUDIENCES)])
box = st.builds(lambda own, text: {**own, "text": text}, audience, st.sampled_from("ab"))
part = st.builds(lambda own, inner: {**own, "phone": "x", "box": inner}, audience, box)
boat = st.builds(
    lambda own, parts, order: {**own, "name": "Ebba", "parts": [{"id": one, **parts[one]} for one in order if one in parts]},
    audience, st.dictionaries(st.sampled_from("abc"), part), st.permutations("abc"),
)  # fmt: skip


def test_what_is_lowered_by_a_word_of_its_own_is_told_beside_what_is_around_it() -> None:
    """Whoever lowers the whole and says how far a part of it goes along has lowered both."""
    before = "name: Ebba\naudience: office\nparts:\n  - {id: a, box: {text: x}}\n  - {id: b}\n"
    now = before.replace("office", "public").replace("id: a,", "id: a, audience: members,")
    assert told(TREE | {BOAT: before}, TREE | {BOAT: now}) == [("SSR802", BOAT, 2), ("SSR802", BOAT, 4)]


def levels(base: KnowledgeBase) -> dict[tuple[str | int, ...], int]:
    """Who may read each place, named by the keys of its items."""
    [entry] = base.entries
    parts = entry.data["parts"]
    return {
        tuple(parts[step]["id"] if isinstance(step, int) else step for step in route): base.audience(entry, route)
        for route, _, _ in base.kind(entry).root.walk(entry.data)
        if "audience" not in route
    }


@settings(deadline=None, max_examples=25)
@given(boat, boat, st.sampled_from(MANIFESTS))
def test_exactly_the_lowered_is_told(before: Any, now: Any, manifest: str) -> None:
    sides = [TREE | {"ssr.yaml": manifest, BOAT: json.dumps(one)} for one in (before, now)]
    old, new = (levels(load(Memory(one))[0]) for one in sides)
    lowered = {place for place in new if place in old and new[place] < old[place]}
    assert any(one.code == "SSR802" for one in found(*sides)) is bool(lowered)


@settings(deadline=None, max_examples=25)
@given(boat, boat, st.randoms(use_true_random=False))
def test_the_order_of_items_says_nothing(before: Any, now: Any, chance: Any) -> None:
    shuffled = {**now, "parts": chance.sample(now["parts"], len(now["parts"]))}
    files = [TREE | {BOAT: json.dumps(one)} for one in (before, now, shuffled)]
    assert not found(files[1], files[2])
    assert len(found(files[0], files[2])) == len(found(files[0], files[1]))


# SSR803.


def test_a_kind_that_cannot_be_read_is_told_and_not_each_entry_of_it(tmp_path: Path) -> None:
    boats = {f"knowledge/boats/{name}.yaml": "name: x\n" for name in "abc"}
    before = write(tmp_path / "before", {"ssr.yaml": MANIFEST, **kind(), **boats})
    now = write(tmp_path / "now", {"ssr.yaml": MANIFEST, "schemas/boat.schema.json": '{"x-folder": "boats"}', **boats})
    result = ssr("validate", "--format", "json", "--baseline", before, kb=now)
    assert {one["code"] for one in json.loads(result.text)["findings"]} == {"SSR013", "SSR809"}


def test_a_file_that_can_no_longer_be_read_is_not_removed() -> None:
    base, _ = load(Memory({COUNCIL: "name: ["}))
    earlier, _ = load(Memory({COUNCIL: FORUM}))
    assert judge(base, "2019-06-01", earlier) == []


def test_a_removed_entry_is_told_where_it_was_asked_for(tmp_path: Path) -> None:
    before = write(tmp_path / "before", {"ssr.yaml": MANIFEST, COUNCIL: FORUM})
    now = write(tmp_path / "now", {"ssr.yaml": MANIFEST, "knowledge/actors/.gitkeep": ""})
    for asked, code in (("knowledge/structures", 1), (COUNCIL, 1), ("ssr.yaml", 0)):
        assert ssr("validate", now / asked, "--baseline", before, kb=now).code == code


# SSR812.


def test_that_many_are_no_examples_any_more_is_told_and_not_besides_that_they_lack_a_source() -> None:
    """Also in a list within something, and of more than are told one by one."""
    item = {"type": "object", "additionalProperties": False, "properties": {"id": WORDS | TEXT}}
    rows = WORDS | {"type": "array", "x-key": "id", "x-sourced": True, "items": item}
    box = {"type": "object", "additionalProperties": False, "properties": {"rows": rows}}
    now = "name: Ebba\nbox:\n  rows:\n" + "".join(f"    - {{id: r{n}}}\n" for n in range(11))
    sides = [kind(box=box) | {BOAT: text} for text in (now, now.replace("}", ", illustrative: true}"))]
    base, earlier = (load(Memory(files))[0] for files in sides)
    places = [(one.code, one.location.position.line) for one in judge(base, "2019-06-01", earlier)]
    assert places == [("SSR812", line) for line in range(4, 15)]


# SSR820.


def test_what_is_left_behind_in_several_languages_is_shown_in_the_same_one_as_before() -> None:
    languages = {
        "type": "object",
        "additionalProperties": False,
        "properties": dict.fromkeys(("sv", "en", "fi"), WORDS | TEXT),
    }
    schema = kind(remark={"x-text": True, "anyOf": [TEXT, languages]})
    before = "name: Ebba\nremark:\n  fi: Vene.\n  sv: Båt.\n  en: Boat.\n"
    now = "name: Ebba\nremark:\n  en: Boat.\n  fi: Laiva.\n  sv: Båt.\n"
    base, earlier = (load(Memory(schema | {BOAT: text}))[0] for text in (now, before))
    [left] = [one for one in judge(base, "2019-06-01", earlier) if one.code == "SSR820"]
    assert [place.position.line for place in (left.location, left.earlier) if place is not None] == [3, 5]


# Exceptions.

ALLOW = "allow:\n  - rule: SSR802\n    reason: Sagt av rådet.\n"


def test_an_exception_counts_once() -> None:
    first, second = {COUNCIL: f"{FORUM}audience: office\n"}, {COUNCIL: f"{FORUM}audience: members\n{ALLOW}"}
    third = {COUNCIL: f"{FORUM}audience: public\n{ALLOW}"}
    assert not told(first, second)
    assert told(second, third) == [("SSR802", COUNCIL, 4)]
    assert not told(second, {COUNCIL: third[COUNCIL].replace("Sagt av rådet", "Sagt på nytt")})


@pytest.mark.parametrize("before", [None, f"{FORUM}{ALLOW}", FORUM])
def test_an_exception_that_is_not_needed_is_told_in_the_change_that_makes_it(before: str | None) -> None:
    base, _ = load(Memory({COUNCIL: f"{FORUM}short: R\n{ALLOW}"}))
    earlier = load(Memory({COUNCIL: before}))[0] if before is not None else None
    codes = [one.code for one in judge(base, "2019-06-01", earlier)]
    assert codes == (["SSR708"] if before == FORUM else [])


def test_an_exception_in_the_manifest_is_for_these_rules_and_needs_a_reason(tmp_path: Path) -> None:
    for number, allow in enumerate(("{rule: SSR701, reason: x}", "{rule: SSR802}", "{reason: x}", "x")):
        base = write(tmp_path / str(number), {"ssr.yaml": f"{MANIFEST}allow: [{allow}]\n"})
        assert ssr("validate", kb=base).code == 1
        assert ssr("validate", "--baseline", base, kb=base).code == 1


# How it is told.


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A base with a change that is not recorded yet."""
    base = repository(tmp_path / "base")
    meeting = "name: Möte\nsort: meeting\ndate: 2018-11-14\nsequence: 41\nupdated: 2018-10-01\naudience: members\nunknown: Platsen.\n"
    commit(base, {"ssr.yaml": MANIFEST, MEETING: meeting, COUNCIL: f"{FORUM}audience: members\n"})
    return write(base, {MEETING: meeting.replace("11-14", "11-15").replace("10-01", "10-02"), COUNCIL: FORUM})


def check(base: Path, *arguments: str) -> Result:
    return ssr("validate", "--at", "2019-06-01", "--lang", "sv", *arguments, kb=base)


def test_text(changed: Path) -> None:
    assert check(changed, "--baseline", "HEAD").text == (
        f'{MEETING}:4:11  fel SSR801  fältet sequence ska vara större än 41 ("antal ändringar"), eftersom datum har ändrats\n'
        "  4 | sequence: 41\n"
        "    |           ^^\n"
        f"  = tidigare: {MEETING}:4:11\n"
        "  = skriv sequence: 42\n"
        "\n"
        f'{COUNCIL}:1:1  fel SSR802  spridningen är "öppen", men var "SSR:s aktörer"\n'
        "  1 | name: Rådet\n"
        "    | ^^^^^^^^^^^\n"
        f"  = tidigare: {COUNCIL}:4:11\n"
        "  = sätt tillbaka den (audience: members), eller skriv ett undantag (allow) som anger vem som har godkänt att fler får läsa\n"
        "\n"
        "2 fel i 2 filer.\n"
    )
    assert check(changed).code == 0


def test_machine_formats_name_the_earlier_place_and_quote_nothing_withheld(changed: Path) -> None:
    [meeting, council] = json.loads(check(changed, "--baseline", "HEAD", "--format", "json").text)["findings"]
    assert meeting["message"] == 'fältet sequence ska vara större än … ("antal ändringar"), eftersom datum har ändrats'
    assert council["related"] == [
        {"path": COUNCIL, "line": 4, "column": 11, "message": f"tidigare: {COUNCIL}:4:11"}
    ]  # fmt: skip
    [_, line, other] = check(changed, "--baseline", "HEAD", "--format", "github").text.splitlines()
    assert "41" not in line
    assert f" – tidigare: {COUNCIL}:4:11 – " in other


def test_the_same_bytes_wherever_it_runs(changed: Path) -> None:
    expected = check(changed, "--baseline", "HEAD")
    for seed in ("0", "1"):
        env = {"PYTHONHASHSEED": seed, "LC_ALL": "C", "GIT_DIR": "/nowhere"}
        arguments = ("validate", "--at", "2019-06-01", "--lang", "sv", "--baseline", "HEAD", "--kb", changed)
        result = process(*arguments, cwd=changed.parent, env=env)
        assert (result.code, result.out, result.err) == (1, expected.out, "")


def test_what_cannot_be_read_there_is_said(changed: Path) -> None:
    commit(changed, {"knowledge/structures/broken.yaml": "name: ["})
    (changed / "knowledge/structures/broken.yaml").unlink()
    result = check(changed, "--baseline", "HEAD")
    assert "posten broken är borttagen" in result.text
    assert result.err == "Obs: 1 fil i den tidigare versionen går inte att läsa och är inte jämförd.\n"


# Which earlier version.


def test_a_folder_is_written_as_no_revision_can_be(changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a change cannot bring a folder that is taken for the revision that it is compared with."""
    shutil.copytree(changed, changed / "main", ignore=shutil.ignore_patterns(".git"))
    monkeypatch.chdir(changed)
    assert check(changed, "--baseline", "main").code == 1
    for folder in ("./main", "../base/main", str(changed / "main"), "."):
        assert check(changed, "--baseline", folder).code == 0
    git(changed, "branch", "--quiet", "--move", "other")
    result = check(changed, "--baseline", "main")
    assert (result.code, result.out) == (2, b"")
    assert result.err.endswith("En mapp skrivs ./main\n")


@pytest.mark.parametrize(
    "name", ["--output=x", "^HEAD", "HEAD..HEAD", "-h", "HEAD\nHEAD", "", "./nowhere", "/etc", "..", "."]
)
def test_what_is_no_earlier_version(changed: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(changed / "knowledge/structures")
    result = check(changed, f"--baseline={name}")
    assert (result.code, result.out) == (2, b"")
    assert len(result.err.splitlines()) == 2
    assert not (changed / "x").exists()


def test_without_a_repository_only_a_folder_will_do(tmp_path: Path) -> None:
    base = shutil.copytree(CASES / "validate/_shared", tmp_path / "base")
    assert check(base, "--baseline", "HEAD").code == 2
    assert check(base, "--baseline", str(base)).code == 0
