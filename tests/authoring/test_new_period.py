"""A new period: what is carried is the same byte for byte but for what the help lists; all is written, or nothing."""

import json
import os
import re
import shutil
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path

import pytest
from running import EXEMPELLAN, MANIFEST, ROOT, Result, ssr, write

from ssr import files as in_files
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml import read

NEW = ("period", "new", "2023-2026", "--from", "2023-01-01", "--until", "2026-12-31")
GOALS = "goals:\n  - id: ledning\n    title: Ledning\n    text: Den fungerar.\n    illustrative: true\n"
SNOW = """\
# Snö, som den överenskoms 2019.
name: 'Snö'   # kort och gott
reach: regional
status: "agreed"  # läget
version: '1.0'
agreement:
  date: 2019-05-01   # dagen
  # forumet är inte känt
measures:
  # Åtgärden står kvar som den är.
  - {id: ploga, phase: handling, text: "Ploga.", illustrative: true, serves: [2019-2022#ledning]}

unknown: >-
  Resten är
  inte känt.
"""
CARRIED = """\
# Snö, som den överenskoms 2019.
name: 'Snö'   # kort och gott
reach: regional
status: draft  # läget
carried_from: 2019-2022
measures:
  # Åtgärden står kvar som den är.
  - {id: ploga, phase: handling, text: "Ploga.", illustrative: true, serves: [2019-2022#ledning]}

unknown: >-
  Resten är
  inte känt.
"""
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": f"name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\n{GOALS}",
    "knowledge/directives/2019-2022/snow.yaml": SNOW,
    "knowledge/directives/2019-2022/ice.yaml": "name: Halka\nreach: regional\nunknown: Allt.\n",
    "knowledge/directives/2019-2022/fog.yaml": "name: Dimma\nreach: regional\nstatus: draft\nunknown: Allt.\n",
    "knowledge/directives/2019-2022/heat.yaml": "name: Hetta\nreach: regional\nunknown: Allt.\nuntil: 2021-01-01\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def refused(result: Result, said: str, code: int = 2) -> None:
    assert (result.code, result.out) == (code, b"")
    assert said in result.err
    assert "Traceback" not in result.err


# What is written.


def test_what_is_in_force_is_carried_and_every_other_byte_stays(base: Path) -> None:
    before = files(base)
    result = ssr(*NEW, kb=base)
    assert result.code == 0
    after = files(base)
    assert {name: after[name] for name in before} == before
    made = ["goal-images/2023-2026", "directives/2023-2026/ice", "directives/2023-2026/snow"]
    assert result.text.splitlines() == [f"knowledge/{name}.yaml" for name in made]
    assert set(after) - set(before) == {*result.text.splitlines()}
    assert after["knowledge/directives/2023-2026/snow.yaml"].decode() == CARRIED
    assert after["knowledge/directives/2023-2026/ice.yaml"].decode() == (
        "name: Halka\nstatus: draft\ncarried_from: 2019-2022\nreach: regional\nunknown: Allt.\n"
    )


def test_one_word_does_not_make_a_copy_agreed(base: Path) -> None:
    """And the day that the older edition held from, or was to end, is not the copy's."""
    path = "knowledge/directives/2019-2022/snow.yaml"
    write(base, {path: SNOW + "from: 2019-05-01\nuntil: 2024-06-30\n"})
    ssr(*NEW, kb=base)
    copy = base / "knowledge/directives/2023-2026/snow.yaml"
    assert copy.read_text(encoding="utf-8") == CARRIED
    assert "SSR601  överenskommelse" not in ssr("validate", kb=base).text
    copy.write_text(CARRIED.replace("status: draft", "status: agreed"), encoding="utf-8")
    result = ssr("validate", kb=base)
    assert result.code == 1
    assert "snow.yaml:4:9  fel SSR321" in result.text


def test_many_references_to_the_old_period_are_one_note(base: Path) -> None:
    path, serves = "knowledge/directives/2019-2022/snow.yaml", "serves: [2019-2022#ledning]}\n"
    more = "".join(f'  - {{id: p{n}, phase: handling, text: "Ploga.", illustrative: true, {serves}' for n in range(4))
    write(base, {path: SNOW.replace(serves, serves + more)})
    told = ssr(*NEW, kb=base).err
    assert told.count("SSR306") == 1
    assert "5 hänvisningar leder till perioden 2019-2022, men posten hör till 2023-2026" in told


def test_a_draft_is_not_in_force_until_it_is_agreed(base: Path) -> None:
    ssr(*NEW, kb=base)
    loaded, _ = load(WorkingTree(base))
    held = loaded.in_force("snow", "2024-01-01")
    assert held is not None
    assert held.edition == "2019-2022"


def test_references_to_the_goals_of_the_old_period_are_told_as_notes(base: Path) -> None:
    told = ssr(*NEW, kb=base).err
    assert "directives/2023-2026/snow.yaml:8:79  att kontrollera SSR306  2019-2022#ledning" in told
    assert "fog från 2019-2022 är ett utkast" in told


def test_the_result_has_no_errors(base: Path) -> None:
    ssr(*NEW, kb=base)
    found = json.loads(ssr("validate", "--format", "json", kb=base).text)["findings"]
    assert {one["severity"] for one in found} == {"note"}
    assert ssr("validate", "--strict", kb=base).code == 0


def test_the_goal_image_is_a_commented_draft(base: Path) -> None:
    ssr(*NEW, kb=base)
    path = base / "knowledge/goal-images/2023-2026.yaml"
    text = path.read_text(encoding="utf-8")
    assert read("", text.encode()).data == {
        "name": "Gemensam målbild 2023–2026",
        "from": "2023-01-01",
        "until": "2026-12-31",
        "unknown": "Målbilden är inte skriven än.",
    }
    commented = [line[1:] for line in text.splitlines() if re.match("#(?! [^ ])", line)]
    filled = read("", "\n".join(commented).encode())
    assert filled.findings == ()
    loaded, _ = load(WorkingTree(base))
    kind = next(kind for kind in loaded.kinds.values() if kind.defines_periods)
    own = set(kind.root.properties) - loaded.kinds.envelope - {kind.display}
    assert set(filled.data) == own | {"sources"}


@pytest.mark.parametrize(("root", "first", "last"), [(ROOT, 2023, 2026), (EXEMPELLAN, 2027, 2030)])
def test_both_bases_can_go_on(root: Path, first: int, last: int, tmp_path: Path) -> None:
    """All lines of a copy but two are those of the original; what is gone is what the help lists."""
    shutil.copytree(root / "knowledge", tmp_path / "knowledge")
    shutil.copy(root / "ssr.yaml", tmp_path)
    period = f"{first}-{last}"
    result = ssr("period", "new", period, "--from", f"{first}-01-01", "--until", f"{last}-12-31", kb=tmp_path)
    assert result.code == 0, result.err
    assert ssr("validate", "--strict", kb=tmp_path).code == 0
    before, _ = load(WorkingTree(root))
    after, _ = load(WorkingTree(tmp_path))
    carried = [entry for entry in after.entries if entry.edition == period]
    assert len(carried) >= 3
    for entry in carried:
        origin = before.in_force(entry.id, f"{first - 1}-12-31")
        assert origin is not None
        lines = unified_diff(origin.source.text.splitlines(), entry.source.text.splitlines(), n=0, lineterm="")
        new = [line for line in list(lines)[2:] if line.startswith("+")]
        assert new == ["+status: draft", f"+carried_from: {origin.edition}"]
        same = {name: value for name, value in entry.data.items() if name not in {"status", "carried_from"}}
        gone = {"status", "carried_from", "version", "referral", "agreement", "from", "until"}
        assert same == {name: value for name, value in origin.data.items() if name not in gone}


def test_the_help_lists_what_is_rewritten() -> None:
    swedish, english = (ssr("period", "new", "--help", "--lang", language).text for language in ("sv", "en"))
    for line in (
        "status: blir utkast",
        "from, until, version, referral, agreement: tas bort",
        "carried_from: blir perioden",
    ):
        assert f"    {line}" in swedish
    assert re.search(r"Directive \(directive\):\n    status: becomes a draft\n", english)


def test_the_help_lists_it_for_the_kinds_of_the_base(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "schemas/directive.schema.json").read_text(encoding="utf-8"))
    del schema["properties"]["version"]["x-carried"]
    schema["properties"]["trigger"]["x-carried"] = "drop"
    base = write(tmp_path, FILES | {"schemas/directive.schema.json": json.dumps(schema)})
    assert "    from, until, referral, agreement, trigger: tas bort" in ssr("period", "new", "--help", kb=base).text


def test_what_another_base_lays_over_is_left_there(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = "name: Hemligt\nreach: regional\nunknown: Allt.\n"
    overlay = write(
        tmp_path / "over",
        {
            "ssr.yaml": MANIFEST.replace("audience: public", "audience: office"),
            "knowledge/directives/2019-2022/secret.yaml": hidden,
            "knowledge/directives/2019-2022/snow.yaml": "communication:\n  lead: {text: Hemlig}\n",
        },
    )
    monkeypatch.setenv("SSR_OVERLAY", str(overlay))
    assert ssr(*NEW, kb=base).code == 0
    assert not (base / "knowledge/directives/2023-2026/secret.yaml").exists()
    assert (base / "knowledge/directives/2023-2026/snow.yaml").read_text(encoding="utf-8") == CARRIED


# A dry run, and what is refused.


def test_a_dry_run_shows_all_and_writes_nothing(base: Path) -> None:
    before = files(base)
    result = ssr(*NEW, "--dry-run", kb=base)
    assert result.code == 0
    assert files(base) == before
    assert "+++ knowledge/goal-images/2023-2026.yaml\n" in result.text
    shown = result.text.partition("+++ knowledge/directives/2023-2026/snow.yaml\n")[2].splitlines()
    changed = [line for line in shown if line[0] in "+-"]
    assert changed[:3] == ['-status: "agreed"  # läget', "-version: '1.0'", "-agreement:"]
    assert [line for line in changed if line[0] == "+"] == ["+status: draft  # läget", "+carried_from: 2019-2022"]


def test_a_second_run_is_refused_and_changes_nothing(base: Path) -> None:
    ssr(*NEW, kb=base)
    before = files(base)
    refused(ssr(*NEW, kb=base), "Perioden 2023-2026 finns redan, i knowledge/goal-images/2023-2026.yaml.")
    assert files(base) == before


@pytest.mark.parametrize(
    ("period", "first", "last", "said"),
    [
        ("2023-2026", "2022-12-31", "2026-12-31", "överlappar 2019-2022, som gäller 2019-01-01 till 2022-12-31"),
        ("2015-2030", "2015-01-01", "2030-12-31", "överlappar 2019-2022"),
        ("2023-2026", "2026-12-31", "2023-01-01", "innan den börjar 2026-12-31"),
        ("2023-2026", "2023-02-30", "2026-12-31", "2023-02-30 är inget datum"),
        ("2023-2026", "2023-01-01", "nyår", "nyår är inget datum"),
        ("2023–2026", "2023-01-01", "2026-12-31", "2023–2026 kan inte vara namn"),
        ("../2023", "2023-01-01", "2026-12-31", "../2023 kan inte vara namn"),
        ("Period", "2023-01-01", "2026-12-31", "Period kan inte vara namn"),
    ],
)
def test_a_period_that_cannot_be(period: str, first: str, last: str, said: str, base: Path) -> None:
    before = files(base)
    refused(ssr("period", "new", period, "--from", first, "--until", last, kb=base), said)
    assert files(base) == before


@pytest.mark.parametrize(("period", "said"), [("con", "SSR002"), ("snow", "SSR203")])
def test_a_name_that_the_rules_refuse(period: str, said: str, base: Path) -> None:
    before = files(base)
    refused(ssr("period", "new", period, *NEW[3:], kb=base), said, code=1)
    assert files(base) == before


def test_a_period_before_all_others_carries_nothing(base: Path) -> None:
    result = ssr("period", "new", "forst", "--from", "0001-01-01", "--until", "2018-12-31", kb=base)
    assert (result.code, result.text) == (0, "knowledge/goal-images/forst.yaml\n")


def test_a_file_that_is_there_is_not_overwritten(base: Path) -> None:
    write(base, {"knowledge/directives/2023-2026/ice.yaml": "name: Ny halka\nreach: regional\n"})
    before = files(base)
    refused(ssr(*NEW, kb=base), "knowledge/directives/2023-2026/ice.yaml finns redan.")
    assert files(base) == before


def test_an_edition_with_errors_is_not_carried(base: Path) -> None:
    write(base, {"knowledge/directives/2019-2022/ice.yaml": "name: Halka\nreech: regional\n"})
    before = files(base)
    refused(ssr(*NEW, kb=base), "SSR103", code=1)
    assert files(base) == before


def test_errors_elsewhere_are_no_hindrance(base: Path) -> None:
    write(base, {"knowledge/actors/fel.yaml": "names: 5\n", "knowledge/routines/fel.yaml": "name: Fel\nowner: radt\n"})
    assert ssr(*NEW, kb=base).code == 0


def test_what_would_be_an_error_in_the_new_period_is_told_and_nothing_written(base: Path) -> None:
    """The regional directive has ended; the local one that fills it in cannot go on alone."""
    local = "name: Hetta hos oss\nreach: local\nrefines: heat\nunknown: Allt.\n"
    write(base, {"knowledge/directives/2019-2022/local-heat.yaml": local})
    before = files(base)
    refused(ssr(*NEW, kb=base), "SSR206", code=1)
    assert files(base) == before


def test_a_way_of_writing_that_cannot_be_edited_is_refused(base: Path) -> None:
    write(base, {"knowledge/directives/2019-2022/ice.yaml": "reach: regional\n? name\n: Halka\nunknown: Allt.\n"})
    before = files(base)
    refused(ssr(*NEW, kb=base), "directives/2019-2022/ice.yaml är skriven på ett sätt")
    assert files(base) == before


def test_a_folder_that_cannot_be_made(base: Path) -> None:
    write(base, {"knowledge/directives/2023-2026": "en fil i vägen"})
    before = files(base)
    refused(ssr(*NEW, kb=base), "Det gick inte att skapa", code=3)
    assert files(base) == before


def test_all_is_written_or_nothing(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(base)
    folders = {path for path in base.rglob("*") if path.is_dir()}
    real, calls = os.fsync, []

    def full(number: int) -> None:
        calls.append(number)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(number)

    monkeypatch.setattr("os.fsync", full)
    refused(ssr(*NEW, kb=base), "Det gick inte att skapa", code=3)
    assert files(base) == before
    assert {path for path in base.rglob("*") if path.is_dir()} == folders


# Ends its process, with nothing cleaned up, at the call whose number it is given.
_KILLED = """\
import os, sys, pathlib
from ssr import cli
calls = 0
def dying(real):
    def call(*a, **k):
        global calls
        calls += 1
        if calls == int(sys.argv[1]):
            os._exit(9)
        return real(*a, **k)
    return call
os.fsync, os.link, pathlib.Path.unlink = dying(os.fsync), dying(os.link), dying(pathlib.Path.unlink)
sys.exit(cli.run(sys.argv[2:]))
"""


def killed(at: int, base: Path) -> int:
    command = [sys.executable, "-c", _KILLED, str(at), *NEW, "--kb", str(base)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True)
    return done.returncode


def test_killed_anywhere_the_same_command_makes_it_whole(base: Path, tmp_path: Path) -> None:
    """Wherever it is killed: what stands there is nothing, a part that goes, or all of it; never half a file."""
    whole = Path(shutil.copytree(base, tmp_path / "whole"))
    assert ssr(*NEW, kb=whole).code == 0
    wanted, states_seen = files(whole), set()
    for at in range(1, 30):
        place = Path(shutil.copytree(base, tmp_path / f"{at}"))
        if killed(at, place) == 0:
            break
        left = {name: content for name, content in files(place).items() if not name.startswith(".ssr-new")}
        assert left.items() <= wanted.items()
        states_seen.add(len(wanted) - len(left))
        again = ssr(*NEW, kb=place)
        if len(left) == len(wanted):
            assert (again.code, "finns redan" in again.err) == (2, True)
        else:
            assert again.code == 0, again.err
        assert files(place) == wanted
    assert states_seen == set(range(len(wanted) - len(files(base)) + 1))


def test_what_was_changed_since_a_killed_run_stays(base: Path) -> None:
    before = files(base)
    assert killed(8, base) == 9  # the list and three files are whole, two of those in their places
    came = sorted(name for name in files(base).keys() - before.keys() if not name.startswith(".ssr-new"))
    assert len(came) == 2
    mine = base / came[0]
    mine.write_text(mine.read_text(encoding="utf-8") + "# mitt\n", encoding="utf-8")
    result = ssr(*NEW, kb=base)
    assert mine.read_text(encoding="utf-8").endswith("# mitt\n")
    assert "en avbruten körning" in result.err
    assert came[1] in result.err
    assert not (base / ".ssr-new").exists()


def test_a_try_takes_nothing_away(base: Path) -> None:
    killed(8, base)
    before = files(base)
    ssr(*NEW, "--dry-run", kb=base)
    assert files(base) == before


def test_two_cannot_make_a_period_at_once(base: Path) -> None:
    (base / ".ssr-new").mkdir()
    with in_files._locked(base / ".ssr-new"):
        refused(ssr(*NEW, kb=base), "Någon annan skriver redan", code=3)
    assert ssr(*NEW, kb=base).code == 0


def test_on_a_disk_without_links(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("os.link", no)
    assert ssr(*NEW, kb=base).code == 0
    assert not (base / ".ssr-new").exists()
    assert (base / "knowledge/directives/2023-2026/snow.yaml").read_text(encoding="utf-8") == CARRIED


# The list of periods.


def states(*arguments: str, kb: Path) -> dict[str, dict[str, str]]:
    listed = json.loads(ssr("period", "--format", "json", *arguments, kb=kb).text)
    return {period["id"]: {one["id"]: one["state"] for one in period["editions"]} for period in listed}


def test_what_became_of_each(base: Path) -> None:
    ssr(*NEW, kb=base)
    folder = base / "knowledge/directives/2023-2026"
    assert states(kb=base)["2023-2026"] == {"ice": "draft", "snow": "draft"}

    agreed = (
        (folder / "snow.yaml")
        .read_text(encoding="utf-8")
        .replace("draft", "agreed")
        .replace("name:", "from: 2023-02-01\nname:")
    )
    goals = FILES["knowledge/goal-images/2019-2022.yaml"].replace("2019-01", "2023-01").replace("2022-12", "2026-12")
    write(base, {"knowledge/goal-images/2023-2026.yaml": goals})
    write(
        folder,
        {
            "snow.yaml": agreed.replace("2019-2022#", "2023-2026#"),
            "new.yaml": FILES["knowledge/directives/2019-2022/ice.yaml"],
        },
    )
    assert states(kb=base)["2023-2026"] == {"new": "new", "snow": "carried", "ice": "draft"}

    write(
        folder,
        {"snow.yaml": agreed.replace("Ploga.", "Ploga och salta."), "fog.yaml": "name: Dimma\nreach: regional\n"},
    )
    (folder / "ice.yaml").unlink()
    assert states(kb=base)["2023-2026"] == {"fog": "new", "new": "new", "snow": "revised", "ice": "remaining"}

    retired = FILES["knowledge/directives/2019-2022/ice.yaml"] + "until: 2024-06-30\n"
    write(base, {"knowledge/directives/2019-2022/ice.yaml": retired})
    assert states("--at", "2024-06-30", kb=base)["2023-2026"]["ice"] == "remaining"
    assert states("--at", "2024-07-01", kb=base)["2023-2026"]["ice"] == "dropped"
    assert states(kb=base)["2019-2022"] == {"ice": "new", "snow": "new", "heat": "new", "fog": "draft"}


def test_the_list_in_words(base: Path) -> None:
    assert ssr("period", kb=base).text == (
        "2019-2022  Målbild  (2019-01-01 – 2022-12-31)\n"
        "  ny                         ice   Halka\n"
        "  ny                         heat  Hetta\n"
        "  ny                         snow  Snö\n"
        "  utkast                     fog   Dimma\n"
    )


def test_a_base_without_periods(tmp_path: Path) -> None:
    base = write(tmp_path, {"ssr.yaml": MANIFEST})
    assert (ssr("period", kb=base).code, ssr("period", kb=base).out) == (0, b"")
    assert ssr("period", "--format", "json", kb=base).text == "[]\n"
    assert ssr(*NEW, kb=base).code == 0
