"""The life of one entry: every change once, in the words of a comparison, and nothing that the reader may not see."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from base.test_git import contents
from referencing import Registry, Resource
from repository import commit, git, repository
from running import MANIFEST, ROOT, Result, process, ssr, write
from tools import GIT, require

SCHEMAS = {
    name: json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    for name in ("_life.schema.json", "_changes.schema.json")
}
REGISTRY = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items())

A = "knowledge/structures/a.yaml"
SNOW = "knowledge/directives/{}/sno.yaml"


def group(name: str, **more: str) -> str:
    return f"name: {name}\nsort: group\n" + "".join(f"{key}: {value}\n" for key, value in more.items())


def goal(first: int) -> dict[str, str]:
    path = f"knowledge/goal-images/{first}-{first + 3}.yaml"
    return {path: f"name: Gemensam målbild\nfrom: {first}-01-01\nuntil: {first + 3}-12-31\n"}


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with an empty base, in which one stands."""
    folder = repository(tmp_path / "å bas")
    commit(folder, {"ssr.yaml": MANIFEST, "knowledge/routines/larm.yaml": "name: Larm\n"})
    monkeypatch.chdir(folder)
    return folder


def log(*arguments: str, kb: Path | str = ".") -> Result:
    return ssr("log", *arguments, kb=Path(kb))


def life(*arguments: str, kb: Path | str = ".") -> dict[str, Any]:
    result = log(*arguments, "--format", "json", kb=kb)
    assert result.code == 0, result.err
    report: dict[str, Any] = json.loads(result.text)
    jsonschema.Draft202012Validator(SCHEMAS["_life.schema.json"], registry=REGISTRY).validate(report)
    return report


def told(*arguments: str, kb: Path | str = ".") -> list[tuple[str, str | None, list[str]]]:
    """Each event in short: its sort, the commit, and its changes."""
    events = life(*arguments, kb=kb)["events"]
    return [(event["sort"], event["commit"], [change["change"] for change in event["changes"]]) for event in events]


# What was saved.


def test_each_saved_change_the_latest_first(base: Path) -> None:
    hashes = [
        commit(base, {A: group("A")}),
        commit(base, {A: group("B")}),
        commit(base, {A: group("B", rhythm="Varje vecka.")}),
    ]
    (base / A).unlink()
    hashes.append(commit(base))
    assert told("a") == [
        ("saved", hashes[3], ["removed"]),
        ("saved", hashes[2], ["set"]),
        ("saved", hashes[1], ["reworded"]),
        ("saved", hashes[0], ["added"]),
    ]
    report = life("a")
    assert (report["id"], report["name"], report["kind"], report["complete"]) == ("a", "B", "structure", True)
    assert {event["day"] for event in report["events"]} == {"2022-11-21"}


def test_each_is_what_diff_says_of_it(base: Path) -> None:
    for name in "ABC":
        commit(base, {A: group(name, members=f"[{{party: {name.lower()}x}}]"), **actors()})
    for event in life("a")["events"][:-1]:
        arguments = (f"{event['commit']}~1", event["commit"], "--id", "a", "--format", "json")
        assert json.loads(ssr("diff", *arguments, kb=base).text)["changes"] == event["changes"]


def actors() -> dict[str, str]:
    return {
        f"knowledge/actors/{name}x.yaml": f"names: [{{name: {name.upper()}x}}]\nsort: municipality\nparticipation: [{{as: member}}]\n"
        for name in "abc"
    }


def test_what_does_not_touch_the_entry_or_say_anything_is_not_told(base: Path) -> None:
    first = commit(base, {A: group("A")})
    commit(base, {"knowledge/structures/b.yaml": group("B")})
    commit(base, {A: f"# en anmärkning\nsort: group\nname: 'A'\nnote: {'x' * 40}\n"})
    assert told("a") == [("saved", first, ["added"])]


def test_what_is_not_saved_yet(base: Path) -> None:
    first = commit(base, {A: group("A")})
    write(base, {A: group("B"), "knowledge/structures/ny.yaml": group("Ny")})
    assert told("a") == [("unsaved", None, ["reworded"]), ("saved", first, ["added"])]
    assert told("ny") == [("unsaved", None, ["added"])]
    assert "Ändrat men inte sparat\n  - Posten är ny.\n" in log("ny").text


def test_a_merge_is_one_step(base: Path) -> None:
    first = commit(base, {A: group("A")})
    git(base, "checkout", "--quiet", "-b", "förslag")
    commit(base, {A: group("B")})
    commit(base, {A: group("C")})
    git(base, "checkout", "--quiet", "main")
    commit(base, {"knowledge/structures/b.yaml": group("B")})
    git(base, "merge", "--quiet", "--no-ff", "--message", "Infört.", "förslag")
    assert told("a") == [("saved", git(base, "rev-parse", "main"), ["reworded"]), ("saved", first, ["added"])]


def test_what_a_merge_itself_changes_is_told(base: Path) -> None:
    """By hand, where two changes met."""
    commit(base, {A: group("A")})
    git(base, "checkout", "--quiet", "-b", "förslag")
    commit(base, {A: group("B")})
    git(base, "checkout", "--quiet", "main")
    commit(base, {A: group("C")})
    git(base, "merge", "--quiet", "--strategy=ours", "--no-commit", "förslag")
    merged = commit(base, {A: group("D")})
    assert told("a")[0] == ("saved", merged, ["reworded"])
    assert life("a")["events"][0]["changes"][0]["before"] == "C"


# Across names of the file.


def test_another_folder(base: Path) -> None:
    hashes = [commit(base, {A: group("A")})]
    (base / "knowledge/structures/inre/råd").mkdir(parents=True)
    (base / A).rename(base / "knowledge/structures/inre/a.yaml")
    commit(base)
    hashes.append(commit(base, {"knowledge/structures/inre/a.yaml": group("B")}))
    assert told("a") == [("saved", hashes[1], ["reworded"]), ("saved", hashes[0], ["added"])]


def test_another_file_name(base: Path) -> None:
    hashes = [commit(base, {A: group("A")}), commit(base, {A: group("B")})]
    (base / A).rename(base / "knowledge/structures/b.yaml")
    hashes.append(commit(base))
    hashes.append(commit(base, {"knowledge/structures/b.yaml": group("C")}))
    assert told("b") == [
        ("saved", hashes[3], ["reworded"]),
        ("saved", hashes[2], []),
        ("saved", hashes[1], ["reworded"]),
        ("saved", hashes[0], ["added"]),
    ]
    assert life("b")["events"][1]["renamed"] == [{"old_id": "a", "id": "b"}]
    assert "  - Filen bytte namn från a till b.\n" in log("b").text
    assert [changes for _, _, changes in told("a")] == [["removed"], ["reworded"], ["added"]]


def test_another_file_name_twice(base: Path) -> None:
    commit(base, {A: group("A")})
    for old, new in ("ab", "bc"):
        (base / f"knowledge/structures/{old}.yaml").rename(base / f"knowledge/structures/{new}.yaml")
        commit(base)
    renamed = [event["renamed"] for event in life("c")["events"]]
    assert renamed == [[{"old_id": "b", "id": "c"}], [{"old_id": "a", "id": "b"}], []]


def test_likeness_is_no_rename(base: Path) -> None:
    commit(base, {A: group("A", rhythm="Varje vecka.")})
    (base / A).unlink()
    last = commit(base, {"knowledge/structures/b.yaml": group("B", rhythm="Varje vecka.")})
    assert told("b") == [("saved", last, ["added"])]


def test_what_was_no_entry_is_not_followed(base: Path) -> None:
    """Neither a file of another sort, nor one with a name that git would take for a pattern."""
    for old in ("knowledge/structures/*.yaml", "knowledge/structures/a.txt", "annat/a.yaml"):
        commit(base, {old: group("A")})
        (base / "knowledge/structures").mkdir(exist_ok=True)
        (base / old).rename(base / "knowledge/structures/c.yaml")
        last = commit(base)
        assert told("c")[0] == ("saved", last, ["added"])
        assert life("c")["events"][0]["renamed"] == []
        (base / "knowledge/structures/c.yaml").unlink()
        commit(base)


def test_one_of_two_with_the_same_content_is_not_chosen(base: Path) -> None:
    commit(base, {A: group("A"), "knowledge/structures/b.yaml": group("A")})
    (base / A).unlink()
    (base / "knowledge/structures/b.yaml").unlink()
    last = commit(base, {"knowledge/structures/c.yaml": group("A")})
    assert told("c") == [("saved", last, ["added"])]


def test_a_declared_successor(base: Path) -> None:
    hashes = [commit(base, {A: group("A")}), commit(base, {A: group("Å")})]
    new = {A: group("Å", replaced_by="b"), "knowledge/structures/b.yaml": group("B", **{"from": "2020-01-01"})}
    hashes.append(commit(base, new))
    assert told("b") == [
        ("saved", hashes[2], ["set", "added"]),
        ("saved", hashes[1], ["reworded"]),
        ("saved", hashes[0], ["added"]),
        ("held", None, ["renamed"]),
    ]
    assert "Gäller från 1 januari 2020\n  - Heter nu B, tidigare Å.\n" in log("b").text
    assert ", a\n" in log("b").text


# What has held.


def test_days_on_which_something_else_holds(base: Path) -> None:
    actor = "names: [{name: Landstinget, until: 2018-12-31}, {name: Regionen, from: 2019-01-01}]\nsort: region\nparticipation: [{as: member}]\n"
    commit(base, {"knowledge/actors/regionen.yaml": f"{actor}from: 2015-01-01\nuntil: 2022-11-30\n"})
    events = life("regionen")["events"]
    assert [(event["sort"], event["day"]) for event in events] == [
        ("held", "2022-12-01"),
        ("saved", "2022-11-21"),
        ("held", "2019-01-01"),
        ("held", "2015-01-01"),
    ]
    assert [event["changes"][0]["change"] for event in events] == ["retired", "added", "renamed", "added"]


def test_what_is_to_come_has_not_happened(base: Path) -> None:
    commit(base, {A: group("A", **{"from": "2020-01-01", "until": "9998-12-31"})})
    assert [event["day"] for event in life("a")["events"]] == ["2022-11-21", "2020-01-01"]


def test_the_first_and_the_last_day_there_are(base: Path) -> None:
    commit(base, {A: group("A", **{"from": "0001-01-01", "until": "9999-12-31"})})
    assert [event["day"] for event in life("a")["events"]] == ["2022-11-21"]


def test_the_day_is_that_of_the_agreement_or_of_the_file_itself(base: Path) -> None:
    """And never that of the period, which decides only which version is meant."""
    sno = "name: Snö\nreach: regional\nstatus: agreed\nunknown: Inget är känt.\n"
    files = {
        **goal(2015),
        **goal(2019),
        SNOW.format("2015-2018"): f"{sno}agreement: {{unknown: Det är inte känt.}}\n",
        SNOW.format("2019-2022"): f"{sno}from: '2020-01-01'\nagreement: {{date: '2020-03-05'}}\n",
    }
    commit(base, files)
    held = [event["day"] for event in life("sno")["events"] if event["sort"] == "held"]
    assert held == ["2020-03-05", None]
    assert "Gäller från 5 mars 2020, version 2019-2022" in log("sno").text


def test_versions_of_each_period(base: Path) -> None:
    sno = "name: Snö\nreach: regional\nstatus: agreed\nagreement: {unknown: Det är inte känt.}\n"
    files = {
        **goal(2015),
        **goal(2019),
        SNOW.format("2015-2018"): sno,
        SNOW.format("2019-2022"): f"{sno}version: '2'\n",
    }
    first = commit(base, files)
    second = commit(base, {SNOW.format("2015-2018"): f"{sno}version: '1'\n"})
    assert told("sno") == [
        ("saved", second, ["set"]),
        ("saved", first, ["added", "added"]),
        ("held", None, ["changed"]),
        ("held", None, ["added"]),
    ]
    headings = [line for line in log("sno").text.splitlines() if line and not line.startswith("  ")]
    assert [re.sub(r" \([0-9a-f]{10}\)", "", line) for line in headings[1:]] == [
        "Ändrat 21 november 2022, version 2015-2018",
        "Ändrat 21 november 2022, version 2015-2018",
        "Ändrat 21 november 2022, version 2019-2022",
        "Gäller från en dag som inte är känd, version 2019-2022 (tidigare 2015-2018)",
        "Gäller från en dag som inte är känd, version 2015-2018",
    ]


def test_drafts_have_a_life_too(base: Path) -> None:
    draft = {SNOW.format("2019-2022"): "name: Snö\nreach: regional\nstatus: draft\n", **goal(2019)}
    commit(base, draft)
    commit(base, {SNOW.format("2019-2022"): "name: Is\nreach: regional\nstatus: draft\n"})
    assert [changes for _, _, changes in told("sno")] == [["reworded"], ["added"]]


def test_a_removed_version_is_removed_though_another_is_left(base: Path) -> None:
    files = {SNOW.format(period): "name: Snö\nreach: regional\n" for period in ("2015-2018", "2019-2022")}
    commit(base, {**goal(2015), **goal(2019), **files})
    (base / SNOW.format("2015-2018")).unlink()
    commit(base)
    assert [changes for _, _, changes in told("sno") if "removed" in changes] == [["removed"]]


def test_the_day_is_that_of_the_base(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When its author made it, wherever the machine stands."""
    write(base, {A: group("A")})
    git(base, "add", "--all", ".")
    git(base, "commit", "--quiet", "--message", "x", "--date", "2022-06-30T23:30:00+0000")
    for zone in ("UTC", "America/New_York"):
        done = process("log", "a", "--format", "json", cwd=base, env={"TZ": zone})
        assert json.loads(done.text)["events"][0]["day"] == "2022-07-01"


# Who may read it.


def test_what_readers_may_not_see_is_not_in_it(base: Path) -> None:
    commit(base, {A: group("A", audience="members", rhythm="PLANTERAT.")})
    commit(base, {A: group("A", audience="members", rhythm="PLANTERAT igen.")})
    shown = commit(base, {A: group("A", rhythm="Öppet.")})
    commit(base, {A: group("A", audience="office", rhythm="PLANTERAT.")})
    assert told("a", "--audience", "public")[1:] == [("saved", shown, ["added"])]
    assert [changes for _, _, changes in told("a")] == [["removed"], ["added"]]
    assert "PLANTERAT" not in log("a").text + log("a", "--format", "json").text
    assert len(told("a", "--audience", "office")) == 4


def test_an_item_for_fewer(base: Path) -> None:
    shape = "name: A\nsort: group\nmembers:\n  - {{party: b, as: '{}', audience: members}}\n"
    commit(base, {A: shape.format("08-1"), "knowledge/structures/b.yaml": group("B")})
    commit(base, {A: shape.format("08-2")})
    assert [changes for _, _, changes in told("a")] == [["added"]]
    assert "08-" not in log("a", "--format", "json").text
    assert "08-2" in log("a", "--audience", "office", "--format", "json").text


def test_a_hidden_reference_is_not_in_it(base: Path) -> None:
    hidden = {
        "knowledge/actors/bx.yaml": "names: [{name: PLANTERAT}]\nsort: municipality\nparticipation: [{as: member}]\naudience: office\n"
    }
    commit(base, {**actors(), **hidden, A: group("A", members="[{party: ax}]")})
    commit(base, {A: group("A", members="[{party: ax}, {party: bx}]")})
    assert [changes for _, _, changes in told("a")] == [["added"]]
    assert "bx" not in log("a", "--format", "json").text
    assert "bx" in log("a", "--audience", "office", "--format", "json").text


def test_a_hidden_entry_is_an_unknown_one(base: Path) -> None:
    commit(base, {A: group("A", audience="office")})
    commit(base, {A: group("B", audience="office"), "knowledge/structures/ab.yaml": group("AB")})
    hidden = log("a")
    (base / A).unlink()
    commit(base, {"knowledge/structures/ab.yaml": group("AB", note="x")})
    unknown = log("a")  # it may still mean what others are called
    assert (hidden.code, hidden.out, unknown.code, unknown.out) == (2, b"", 2, b"")
    assert hidden.err == unknown.err


@pytest.mark.parametrize("audience", ["public", "members", "office"])
def test_no_message_and_no_person(base: Path, audience: str) -> None:
    write(base, {A: group("A")})
    git(base, "add", "--all", ".")
    git(
        base,
        "commit",
        "--quiet",
        "--message",
        "PLANTERAT\n\nauthor PLANTERAT <x> 0 +0000",
        "--author",
        "P <p@p.example>",
    )
    for format_ in ("text", "json"):
        result = log("a", "--audience", audience, "--format", format_)
        assert result.code == 0
        assert not re.search("PLANTERAT|example|Prov|1970", result.text)


def test_the_same_bytes_whatever_is_hidden(base: Path, tmp_path: Path) -> None:
    """But for the hashes, which stand for all that is recorded."""
    texts = []
    for number, secret in enumerate(("ett", "två")):
        folder = Path(shutil.copytree(base, tmp_path / f"copy{number}"))
        members = "[{party: ax}]"
        commit(folder, {**actors(), A: group("A", members=members, connection=secret)})
        commit(folder, {A: group("A", members=members, connection=secret * 2)})
        commit(folder, {A: group("B", members=members)})
        texts.append(re.sub("[0-9a-f]{40}", "", log("a", "--format", "json", kb=folder).text))
    assert texts[0] == texts[1]


def test_what_is_laid_over_the_base_has_no_part(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(base, {A: group("A")})
    before = log("a", "--audience", "office").out
    monkeypatch.setenv("SSR_OVERLAY", str(write(tmp_path / "over", {"ssr.yaml": MANIFEST, A: "rhythm: PLANTERAT.\n"})))
    assert log("a", "--audience", "office").out == before


def test_control_characters_are_escaped(base: Path) -> None:
    commit(base, {A: group('"A\\tB ##[error] \\u00ad"')})
    assert "##[" not in log("a").text
    assert "\t" not in log("a").text


# Wherever the repository is.


def test_a_shallow_clone_says_that_the_history_ends(base: Path, tmp_path: Path) -> None:
    for name in "ABC":
        last = commit(base, {A: group(name)})
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{base}", "shallow")
    assert told("a", kb=tmp_path / "shallow") == [("saved", last, ["reworded"])]
    assert life("a", kb=tmp_path / "shallow")["complete"] is False
    assert "git fetch --unshallow" in log("a", kb=tmp_path / "shallow").err
    assert "fetch" not in log("a").err


def test_without_a_repository_the_days_are_told(tmp_path: Path) -> None:
    require(GIT)
    files = {"ssr.yaml": MANIFEST, A: group("A", **{"from": "2020-01-01"}), "knowledge/structures/b.yaml": group("B")}
    folder = write(tmp_path / "base", files)
    assert told("a", kb=folder) == [("held", None, ["added"])]
    assert life("a", kb=folder)["complete"] is False
    result = log("b", kb=folder)
    assert result.text.endswith("Det finns inga ändringar av posten att visa.\n")
    assert "versionshanteras inte med git" in result.err
    repository(folder)
    assert told("a", kb=folder) == [("held", None, ["added"])]


def test_without_git_the_days_are_told(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(base, {A: group("A", **{"from": "2020-01-01"})})
    monkeypatch.setenv("PATH", "")
    assert told("a") == [("held", None, ["added"])]
    assert "Git behövs" in log("a").err


def test_a_worktree_a_detached_head_and_a_bare_repository(base: Path, tmp_path: Path) -> None:
    first = commit(base, {A: group("A")})
    commit(base, {A: group("B")})
    git(base, "worktree", "add", "--quiet", "--detach", tmp_path / "other", first)
    assert told("a", kb=tmp_path / "other") == [("saved", first, ["added"])]
    git(tmp_path, "clone", "--quiet", "--bare", base, "bare.git")
    assert told("a", kb=tmp_path / "bare.git") == told("a")


def test_a_base_below_the_top_in_an_odd_folder(tmp_path: Path) -> None:
    top = repository(tmp_path / "top")
    for name in "AB":
        entries = {f"{folder}/{A}": group(name) for folder in ("[a]* å", "annan")}
        commit(top, {"[a]* å/ssr.yaml": MANIFEST, "annan/ssr.yaml": MANIFEST, **entries})
    commit(top, {f"annan/{A}": group("C")})
    assert [changes for _, _, changes in told("a", kb=top / "[a]* å")] == [["reworded"], ["added"]]


def test_a_base_that_came_later(tmp_path: Path) -> None:
    folder = repository(tmp_path / "base")
    commit(folder, {A: group("A")})
    commit(folder, {"ssr.yaml": MANIFEST, A: group("B")})
    assert [changes for _, _, changes in told("a", kb=folder)] == [["added"]]


def test_index_and_work_tree_are_left_alone(base: Path) -> None:
    commit(base, {A: group("A")})
    write(base, {A: group("B")})
    os.utime(base / "ssr.yaml", ns=(1, 1))
    before = contents(base)
    assert log("a").code == 0
    assert contents(base) == before


# What cannot be read.


@pytest.mark.parametrize("wrong", ["name: [\n", "", "name: A\nlevle: 1\n"])
def test_a_version_with_errors_is_left_out(base: Path, wrong: str) -> None:
    first = commit(base, {A: group("A")})
    broken = commit(base, {A: wrong})
    commit(base, {A: group("C")})
    last = commit(base, {A: group("D")})
    assert told("a") == [("saved", last, ["reworded"]), ("saved", first, ["added"])]
    assert life("a")["complete"] is False
    assert f"{broken[:10]}:{A}" in log("a").err


def test_what_is_wrong_now_is_left_out(tmp_path: Path) -> None:
    folder = write(tmp_path / "base", {"ssr.yaml": MANIFEST, A: group("A", **{"from": "2020-01-01", "levle": "1"})})
    assert told("a", kb=folder) == []
    assert f"Obs: 1 version innehåller fel och ingår inte: {A}" in log("a", kb=folder).err


def test_a_version_that_is_no_file_is_left_out(base: Path) -> None:
    first = commit(base, {A: group("A")})
    (base / A).unlink()
    (base / A).symlink_to(base / "ssr.yaml")
    commit(base)
    assert told("a") == [("saved", first, ["added"])]
    assert life("a")["complete"] is False


def test_a_broken_manifest_then_is_left_out(base: Path) -> None:
    first = commit(base, {A: group("A")})
    broken = commit(base, {"ssr.yaml": "name: [\n", A: group("B")})
    last = commit(base, {"ssr.yaml": MANIFEST, A: group("C")})
    assert told("a") == [("saved", first, ["added"])]
    assert f"{broken[:10]}:ssr.yaml" in log("a").err
    assert last[:10] not in log("a").text
    write(base, {"ssr.yaml": "name: [\n"})
    assert (log("a").code, log("a").out) == (1, b"")


def test_a_file_that_is_gone_from_the_repository_is_an_error(base: Path) -> None:
    commit(base, {A: group("A")})
    hash_ = git(base, "rev-parse", f"HEAD:{A}")
    commit(base, {A: group("B")})
    (base / ".git/objects" / hash_[:2] / hash_[2:]).unlink()
    assert (log("a").code, log("a").out) == (3, b"")


@pytest.mark.parametrize(
    "id_", ["x", "*", "a*", "..", "../../etc/passwd", "", "a b", "A", "å", ":(top)a", "\0", "--", "a.yaml"]
)
def test_no_such_entry(base: Path, id_: str) -> None:
    commit(base, {A: group("A")})
    before = contents(base)
    result = log("--", id_)
    assert (result.code, result.out) == (2, b"")
    assert contents(base) == before


def test_a_near_id_is_suggested(base: Path) -> None:
    commit(base, {"knowledge/structures/radet.yaml": group("Rådet")})
    assert "radet" in log("raded").err


def test_wrong_use() -> None:
    for arguments in ((), ("a", "b"), ("a", "--format", "xml"), ("a", "--audience", "nobody")):
        assert ssr("log", *arguments).code == 2


def test_the_words_that_differ_are_explained_once(base: Path) -> None:
    for text in ("Varje vecka här.", "Varje dag här.", "Varje timme här."):
        commit(base, {A: group("A", description=f"{{text: {text}}}")})
    assert log("a").text.count("I omformulerade texter") == 1
    assert "In reworded texts" in log("a", "--lang", "en").text


# What is laid over the base.


def over(base: Path, **manifest: str) -> Path:
    """A base with a history of its own, to be laid over another."""
    folder = repository(base.parent / "över")
    more = "".join(f"{name}: {value}\n" for name, value in manifest.items())
    commit(folder, {"ssr.yaml": MANIFEST + more})
    return folder


def laid(*arguments: str, overlay: Path) -> list[tuple[str, str | None, list[str]]]:
    return told(*arguments, "--overlay", str(overlay), "--audience", "office")


def test_what_is_laid_over_the_base_has_a_life_of_its_own(base: Path) -> None:
    overlay = over(base)
    first = commit(overlay, {A: group("A")})
    second = commit(overlay, {A: group("B")})
    write(overlay, {A: group("C")})
    assert laid("a", overlay=overlay) == [
        ("unsaved", None, ["reworded"]), ("saved", second, ["reworded"]), ("saved", first, ["added"]),
    ]  # fmt: skip


def test_what_an_entry_gets_from_there_is_told_beside_what_it_says_itself(base: Path) -> None:
    first = commit(base, {A: group("A")})
    overlay = over(base)
    second = commit(overlay, {A: 'rhythm: "Varje vecka."\n'})
    assert laid("a", overlay=overlay) == [("saved", second, ["set"]), ("saved", first, ["added"])]
    assert told("a") == [("saved", first, ["added"])]


def test_an_overlay_without_a_history_is_told_as_it_is(base: Path) -> None:
    first = commit(base, {A: group("A")})
    folder = base.parent / "utan"
    write(folder, {"ssr.yaml": MANIFEST})
    result = ssr("log", "a", "--overlay", str(folder), kb=base)
    assert result.code == 0
    assert first[:10] in result.text
