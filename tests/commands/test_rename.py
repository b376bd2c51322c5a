"""`ssr rename`: another id or key, every reference with it, every other byte as it was; the history goes on."""

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import commit, repository
from running import CASES, EXEMPELLAN, MANIFEST, Result, ssr, write
from tools import GIT, require

from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.commands.rename import rename

DAY = "2022-11-21"
SNOW = """\
# Snö, som den ska vara.
name: Snö   # kort och gott
reach: 'regional'
unknown: Allt.
measures:
  - {id: ploga, phase: handling, text: "Ploga.", illustrative: true, responsible: [alfa]}   # först
  - id: salta
    phase: handling
    text: Salta.
    illustrative: true
"""
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\nunknown: Allt.\n",
    "knowledge/structures/alfa.yaml": "name: Alfa\r\nsort: forum   # först\r\nunknown: Resten.\r\n",
    "knowledge/structures/beta.yaml": "name: Beta\nsort: group\nunknown: Resten.\nreports_to: alfa  # alfa stannar i texten\n",
    "knowledge/meetings/mote.yaml": 'name: Möte\nsort: meeting\nstructures: ["alfa", beta]\nunknown: Datum.\nmarks: {structures: {sources: [kalla]}}\n',
    "knowledge/papers/kalla.yaml": "name: Källa\nsort: web-page\nunknown: Resten.\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def refused(result: Result, said: str, code: int = 2) -> None:
    assert (result.code, result.out) == (code, b"")
    assert said in result.err
    assert "Traceback" not in result.err


def test_comments_that_name_it_are_mentioned(base: Path) -> None:
    said = ssr("rename", "alfa", "gamma", "--dry-run", kb=base).err
    assert "En kommentar nämner alfa och är kvar som den var: knowledge/structures/beta.yaml:4:21." in said
    assert "kommentar" not in ssr("rename", "beta", "delta", "--dry-run", kb=base).err


def test_every_reference_follows_and_no_other_byte_changes(base: Path) -> None:
    before = files(base)
    result = ssr("rename", "alfa", "gamma", kb=base)
    assert result.code == 0, result.err
    assert "alfa heter nu gamma; 2 hänvisningar följer med." in result.err
    expected = dict(before)
    expected["knowledge/structures/gamma.yaml"] = expected.pop("knowledge/structures/alfa.yaml")
    for path, was, now in (
        ("knowledge/structures/beta.yaml", b": alfa  # alfa stannar", b": gamma  # alfa stannar"),
        ("knowledge/meetings/mote.yaml", b'["alfa", beta]', b'["gamma", beta]'),
    ):
        expected[path] = expected[path].replace(was, now)
    assert files(base) == expected
    assert ssr("validate", "--strict", "--at", DAY, kb=base).code == 0


def test_a_dry_run_shows_all_and_writes_nothing(base: Path) -> None:
    before = files(base)
    result = ssr("rename", "Alfa", "gamma", "--dry-run", kb=base)
    assert files(base) == before
    assert result.text.startswith("knowledge/structures/alfa.yaml -> knowledge/structures/gamma.yaml\n")
    assert "+reports_to: gamma" in result.text


def test_without_history_nothing_is_told(base: Path) -> None:
    ssr("rename", "alfa", "gamma", kb=base)
    assert (base / "ssr.yaml").read_text(encoding="utf-8") == MANIFEST


@pytest.fixture
def saved(base: Path) -> Path:
    require(GIT)
    commit(repository(base))
    return base


def test_what_is_saved_is_told_in_the_manifest_and_followed(saved: Path) -> None:
    assert ssr("rename", "alfa", "gamma", kb=saved).code == 0
    assert (saved / "ssr.yaml").read_text(encoding="utf-8") == f"{MANIFEST}renamed:\n  alfa: gamma\n"
    write(saved, {"knowledge/structures/gamma.yaml": "name: Helt nytt\nsort: group\nunknown: Allt annat.\n"})
    report = json.loads(ssr("validate", "--baseline", "HEAD", "--format", "json", kb=saved).text)
    assert [one["code"] for one in report["findings"] if one["severity"] == "error"] == []
    hints = [one["hint"] for one in report["findings"] if one["code"] == "SSR811"]
    assert ["det gamla namnet leder hit" in hint for hint in hints] == [True]
    compared = ssr("diff", "HEAD", kb=saved).text
    assert "Har nytt id i basen, gamma, tidigare alfa." in compared
    assert "Posten är borttagen." not in compared
    back = ssr("diff", ".", "HEAD", kb=saved).text
    assert "Har nytt id i basen, alfa, tidigare gamma." in back or "HEAD" in back
    shown = ssr("show", "alfa", kb=saved)
    assert shown.text.startswith("Helt nytt\n")
    commit(saved)
    life = ssr("log", "alfa", kb=saved)
    assert "Filen bytte namn från alfa till gamma." in life.text
    assert life.text.count("\nÄndrat ") == 3  # the name, what it says, and the beginning


def test_what_is_told_grows_no_chains(saved: Path) -> None:
    for old, new, told in (
        ("alfa", "gamma", "alfa: gamma"),
        ("gamma", "delta", "alfa: delta"),
        ("beta", "epsilon", "alfa: delta\n  beta: epsilon"),
        ("delta", "alfa", "beta: epsilon"),
        ("epsilon", "beta", ""),
    ):
        assert ssr("rename", old, new, kb=saved).code == 0
        expected = MANIFEST + (f"renamed:\n  {told}\n" if told else "")
        assert (saved / "ssr.yaml").read_text(encoding="utf-8") == expected
    assert files(saved).keys() == FILES.keys()


def test_an_entry_is_renamed_in_every_period_and_in_what_lies_over_it(base: Path, tmp_path: Path) -> None:
    early = FILES["knowledge/goal-images/2019-2022.yaml"].replace("2019", "2015").replace("2022", "2018")
    write(base, {f"knowledge/directives/{period}/snow.yaml": SNOW for period in ("2015-2018", "2019-2022")})
    write(base, {"knowledge/goal-images/2015-2018.yaml": early})
    over = write(
        tmp_path / "over",
        {
            "ssr.yaml": MANIFEST,
            "knowledge/directives/2019-2022/snow.yaml": "note: Här.\n",
            "knowledge/structures/alfa.yaml": "note: Dold.\n",
        },
    )
    assert ssr("rename", "snow", "snow-ice", "--overlay", over, kb=base).code == 0
    assert ssr("rename", "alfa", "gamma", "--overlay", over, kb=base).code == 0
    for path in ("directives/2015-2018/snow-ice", "directives/2019-2022/snow-ice", "structures/gamma"):
        assert (base / f"knowledge/{path}.yaml").is_file()
    assert sorted(files(over)) == [
        "knowledge/directives/2019-2022/snow-ice.yaml",
        "knowledge/structures/gamma.yaml",
        "ssr.yaml",
    ]


def test_a_key_is_renamed_with_its_references(tmp_path: Path) -> None:
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))
    loaded, _ = load(WorkingTree(base))
    target, key = next(
        (link.target, link.key)
        for entry in loaded.entries
        for link in loaded.outgoing(entry)
        if link.key and loaded.periods and link.target in loaded.periods
    )
    before = files(base)
    result = ssr("rename", f"{target}#{key}", "helt-ny-nyckel", kb=base)
    assert result.code == 0, result.err
    after = files(base)
    assert after.keys() == before.keys()
    changed = {path for path in after if after[path] != before[path] and path != "ssr.yaml"}
    assert len(changed) > 1
    for path in changed:
        lines = list(zip(before[path].splitlines(), after[path].splitlines(), strict=True))
        assert all(now == was or b"helt-ny-nyckel" in now or b"@2." in now for was, now in lines)
    assert ssr("validate", "--strict", kb=base).code == 0


def test_what_was_looked_at_stays_looked_at(tmp_path: Path) -> None:
    """A record names what it is of, and its sign must not change because of a name."""
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))
    loaded, _ = load(WorkingTree(base))
    records = [
        record.partition("@")[0].partition("#")[0]
        for entry in loaded.entries
        for record in entry.data.get("reviewed_against", ())
    ]
    before = json.loads(ssr("status", "--format", "json", kb=base).text)
    for number, id_ in enumerate(dict.fromkeys(records)):
        if id_ not in loaded.periods:
            assert ssr("rename", id_, f"nytt-namn-{number}", kb=base).code == 0
    after = json.loads(ssr("status", "--format", "json", kb=base).text)
    assert len(json.dumps(after)) - len(json.dumps(before)) < 2000
    assert json.dumps(after).count('"changed"') == json.dumps(before).count('"changed"')


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("finns-inte", "x", "finns-inte finns inte i basen."),
        ("alfa", "beta", "beta finns redan, i knowledge/structures/beta.yaml."),
        ("alfa", "beta", "Välj ett annat id."),
        ("alfa", "Två Ord", "menade du tva-ord?"),
        ("alfa", "../../x", "../../x"),
        ("2019-2022", "2019-2023", "Perioder behåller sina namn."),
        ("alfa#x", "y", "alfa har ingen punkt med nyckeln x."),
    ],
)
def test_what_cannot_be_is_refused(base: Path, old: str, new: str, said: str) -> None:
    before = files(base)
    refused(ssr("rename", old, new, kb=base), said)
    assert files(base) == before


def test_a_key_that_is_taken_or_no_key_is_refused(base: Path) -> None:
    write(base, {"knowledge/directives/2019-2022/snow.yaml": SNOW.replace("    after: []\n", "")})
    refused(ssr("rename", "snow#ploga", "salta", kb=base), "Nyckeln salta finns redan")
    refused(ssr("rename", "snow#ploga", "Plöja", kb=base), "menade du ploja?")
    write(base, {"knowledge/actors/orten.yaml": "names:\n  - name: Orten\nsort: company\nunknown: Allt.\n"})
    refused(ssr("rename", "orten#Orten", "byn", kb=base), "är inte en nyckel")


def test_a_file_that_cannot_be_read_stops_it_only_where_it_may_name_the_entry(base: Path) -> None:
    write(base, {"knowledge/structures/trasig.yaml": "name: [alfa\n"})
    refused(ssr("rename", "alfa", "gamma", kb=base), "trasig.yaml", 1)
    write(base, {"knowledge/structures/trasig.yaml": "name: [alfabet\n"})
    assert ssr("rename", "alfa", "gamma", kb=base).code == 0


def test_what_a_manifest_tells_in_circles_ends(base: Path) -> None:
    write(base, {"ssr.yaml": f"{MANIFEST}renamed:\n  a: b\n  b: a\n  c: c\n  x#y: a#z\n"})
    assert ssr("show", "a", kb=base).code == 2
    assert ssr("show", "Alfa", kb=base).code == 0
    told = json.loads(ssr("validate", "--at", DAY, "--format", "json", kb=base).text)["findings"]
    assert [one["code"] for one in told] == ["SSR214"] * 4
    write(base, {"ssr.yaml": f"{MANIFEST}renamed: [a]\n"})
    assert ssr("validate", kb=base).code == 1


def test_a_calendar_knows_the_meeting_by_its_first_id(saved: Path) -> None:
    dated = FILES["knowledge/meetings/mote.yaml"].replace("unknown: Datum.", "date: 2022-12-01\nsources: [kalla]")
    write(saved, {"knowledge/meetings/mote.yaml": dated})
    commit(saved)
    first = ssr("render", "invite", "mote", "--format", "ics", "--at", DAY, kb=saved).text
    ssr("rename", "mote", "moten", kb=saved)
    second = ssr("render", "invite", "moten", "--format", "ics", "--at", DAY, kb=saved).text
    assert "UID:mote@" in first
    assert "UID:mote@" in second


FERRY, _ = load(WorkingTree(CASES / "ferry"))


@given(id_=st.sampled_from(FERRY.ids), new=st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_there_and_back_again_is_where_it_was(id_: str, new: str) -> None:
    if FERRY.editions(new):
        return
    tree = WorkingTree(CASES / "ferry")
    there = rename(tree, old=id_, new=new, day=DAY).layers[0]
    assert {*there.new} == {path.replace(f"/{id_}.yaml", f"/{new}.yaml") for path in there.moved}
    back = rename(there.planned(), old=new, new=id_, day=DAY).layers[0]
    files = {**back.changed, **back.new}
    assert files == {path: tree.read(path) for path in files}
    assert {*files} >= {*there.contents}


def test_the_ferry_and_its_soundings(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CASES / "ferry", tmp_path / "base"))
    assert ssr("rename", "rederiet", "bolaget", kb=base).code == 0
    assert ssr("rename", "södra#skrov", "botten", kb=base).code == 0
    text = (base / "knowledge/ferries/sodra-linjen.yaml").read_text(encoding="utf-8")
    assert text.startswith("name: Södra linjen\noperator: bolaget\nsoundings:\n  - buoy: botten\n")
    assert ssr("validate", "--strict", "--at", DAY, kb=base).code == 0


def test_a_disk_that_says_no_leaves_the_old_file(base: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    (base / "knowledge/structures").chmod(0o500)
    assert ssr("rename", "alfa", "gamma", kb=base).code == 3
    assert (base / "knowledge/structures/alfa.yaml").is_file()
