"""Words that people use on the command line: what is meant by them, or the few that it may be."""

import subprocess
from pathlib import Path

import pytest
from running import DAY, MANIFEST, Result, at_terminal, ssr, write

ACTOR = "sort: municipality\nparticipation:\n  - as: member\n"
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2022.yaml": "name: Gemensam målbild 2019–2022\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
    "knowledge/actors/upplands-bro.yaml": f"names:\n  - name: Upplands-Bro kommun\n{ACTOR}",
    "knowledge/actors/upplands-vasby.yaml": f"names:\n  - name: Upplands Väsby kommun\n{ACTOR}",
    "knowledge/actors/haninge.yaml": f"names:\n  - name: Haninge kommun\n{ACTOR}",
    "knowledge/structures/konferens.yaml": "name: Aktiverad konferens\nsort: forum\nmodes: [activated]\n",
    "knowledge/structures/hemlig.yaml": "name: Hemlig konferens\nsort: forum\naudience: office\n",
    "knowledge/directives/2019-2022/snow.yaml": (
        "name: Snö och halka\nreach: regional\nstatus: agreed\nagreement: {date: 2019-03-01}\nstructures: [konferens]\nroutines: [ploga, ring]\n"
        "measures:\n  - {id: roj, phase: handling, text: Röj vägarna, responsible: [haninge]}\n"
        "  - {id: varna, phase: preparatory, text: Varna i tid, responsible: [upplands-bro]}\n"
    ),
    "knowledge/directives/2019-2022/slush.yaml": "name: Slask\nreach: regional\nstatus: draft\n",
    "knowledge/routines/ploga.yaml": "name: Plogning av vägar\nsteps: []\n",
    "knowledge/routines/ring.yaml": "name: Ringkedja\nsteps: []\n",
    "knowledge/events/snostorm.yaml": "name: Snöstormen\nsort: disturbance\ndates: [{date: 2022-01-01}]\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


@pytest.mark.parametrize(
    ("command", "first"),
    [
        (("show", "Haninge kommun"), "Haninge kommun"),
        (("show", "HANINGE"), "Haninge kommun"),
        (("show", "väsby"), "Upplands Väsby kommun"),
        (("show", "Vasby"), "Upplands Väsby kommun"),
        (("show", "upplands bro"), "Upplands-Bro kommun"),
        (("show", "halka", "--edition", "2019–2022"), "Snö och halka"),
        (("list", "inriktningar"), "Inriktning (directive)"),
        (("list", "AKTÖR"), "Aktör (actor)"),
        (("render", "inriktning", "snö"), "# Inriktning: Snö och halka"),
        (("render", "väggkort", "Halka", "--marking", "övning"), "# ÖVNING – Väggkort: Snö och halka"),
        (("render", "aktörens åtaganden", "Haninge kommun"), "# Aktör: Haninge kommun"),
        (("log", "Snö och halka"), "Inriktning: Snö och halka (snow)"),
    ],
)
def test_what_is_meant(command: tuple[str, ...], first: str, base: Path) -> None:
    result = ssr(*command, kb=base)
    assert (result.code, result.text.splitlines()[:1]) == (0, [first]), result.err


def test_options_take_words_too(base: Path) -> None:
    def same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
        one, other = ssr(*ours, kb=base), ssr(*theirs, kb=base)
        assert (one.code, other.code) == (0, 0), one.err + other.err
        assert one.out == other.out != b""

    render = ("render", "directive", "snow", "--at", DAY)
    same((*render, "--phase", "hanterande"), (*render, "--phase", "handling"))
    same((*render, "--phase", "Preparatory phase"), (*render, "--phase", "preparatory"))
    same((*render, "--audience", "kansliet"), (*render, "--audience", "office"))
    same((*render, "--marking", "skarpt läge"), (*render, "--marking", "real"))
    assessment = ("render", "assessment", "--at", DAY, "--actor")
    same((*assessment, "HANINGE KOMMUN"), (*assessment, "haninge"))
    diff = ("diff", "2018-12-31", "2022-01-01")
    same((*diff, "--for", "Haninge kommun"), (*diff, "--for", "haninge"))
    same((*diff, "--id", "halka"), (*diff, "--id", "snow"))
    same((*diff, "--kind", "inriktningar"), (*diff, "--kind", "directive"))
    dashed, plain = (ssr("diff", side, "@2022-11-21", kb=base) for side in ("2019–2022", "2019-2022"))
    assert (dashed.code, dashed.text.replace("–", "-")) == (0, plain.text.replace("–", "-"))
    same(("schema", "Händelse"), ("schema", "event"))


def test_a_broken_document_stops_no_other(base: Path) -> None:
    write(
        base, {"templates/trasig/document.yaml": "title: [Väggkort, 1\nabout: x\n", "templates/tom/document.yaml": ""}
    )
    assert ssr("render", "väggkort", "halka", kb=base).text.startswith("# Väggkort: Snö och halka")
    assert "activate  " in ssr("--help", kb=base).text


def test_of_a_broken_document_that_is_a_command_it_is_said(base: Path) -> None:
    write(base, {"templates/activation/document.yaml": "title: [x\n"})
    assert "templates/activation/document.yaml:1" in ssr("activate", "halka", kb=base).err
    assert ssr("show", "haninge", kb=base).code == 0


def test_documents_for_several(base: Path, tmp_path: Path) -> None:
    result = ssr("render", "lägesrapport", "halka", "--each", "aktör", "--format", "md", "-o", tmp_path / "ut", kb=base)
    assert result.code == 0, result.err
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == [
        "situation-report-snow-haninge.md",
        "situation-report-snow-upplands-bro.md",
    ]


def test_activate_takes_words(base: Path, tmp_path: Path) -> None:
    words = ("--structure", "Aktiverad konferens", "--actors", "Haninge kommun, väsby", "--start", "2022-11-22T14:30")
    result = ssr("activate", "snö", *words, "-o", tmp_path / "natt", kb=base)
    assert result.code == 0, result.err
    names = {path.stem for path in (tmp_path / "natt").rglob("3-*/*")}
    assert names == {"haninge", "upplands-vasby"}


def _refused(result: Result) -> str:
    assert (result.code, result.out) == (2, b"")
    return result.err


def test_several_are_named_with_id_and_name(base: Path) -> None:
    assert _refused(ssr("show", "upplands", kb=base)) == (
        "upplands kan betyda flera. Menade du någon av dessa?\n"
        "  upplands-bro    Upplands-Bro kommun (aktör)\n"
        "  upplands-vasby  Upplands Väsby kommun (aktör)\n"
        "Skriv id:t, först på raden, eller mer av namnet.\n"
    )
    both = _refused(ssr("show", "snö", kb=base)).splitlines()
    assert both[1:3] == ["  snow      Snö och halka (inriktning)", "  snostorm  Snöstormen (händelse)"]
    assert "Did you mean one of these?" in _refused(ssr("render", "actor", "upplands", "--lang", "en", kb=base))
    assert "upplands-bro" in _refused(ssr("diff", "2018-12-31", "2022-01-01", "--for", "Upplands", kb=base))


def test_of_very_many_the_first_are_named(base: Path) -> None:
    write(base, {f"knowledge/structures/grupp-{n}.yaml": f"name: Arbetslaget {n}\nsort: group\n" for n in range(40)})
    lines = _refused(ssr("show", "arbetslaget", kb=base)).splitlines()
    assert len(lines) == 15
    assert lines[-2] == "  och 28 till"


def test_what_an_audience_may_not_see_is_never_named(base: Path) -> None:
    """The document's readers are the public; the one who shows an entry holds the files."""
    shown = ssr("show", "konferens", "--lang", "en", kb=base)
    assert shown.text.startswith("Aktiverad konferens")  # an exact id
    assert "  hemlig " in _refused(ssr("show", "konf", kb=base))
    assert ssr("show", "Hemlig konferens", kb=base).code == 0
    for command in (("render", "structure"), ("log",)):
        hidden = _refused(ssr(*command, "Hemlig konferens", kb=base))
        nothing = _refused(ssr(*command, "Hemlik konferens", kb=base))
        assert hidden.replace("Hemlig", "Hemlik") == nothing
        assert "hemlig" not in hidden.replace("Hemlig konferens", "")
    assert ssr("render", "structure", "Hemlig konferens", "--audience", "office", kb=base).code == 0
    # With the hidden one out of sight, only one is left that can be meant.
    assert ssr("render", "structure", "KONFERENS", kb=base).code == 0


def test_drafts_and_what_has_ended_are_marked(base: Path) -> None:
    write(base, {
        "knowledge/structures/slaskgrupp.yaml": "name: Slaskgruppen\nsort: group\nuntil: 2020-12-31\n",
        "knowledge/structures/slasklag.yaml": "name: Slasklaget\nsort: group\n",
        "knowledge/structures/slaskrad.yaml": "name: Slaskrådet\nsort: group\nfrom: 2030-01-01\n",
    })  # fmt: skip
    lines = _refused(ssr("show", "slas", "--at", DAY, kb=base)).splitlines()[1:-1]
    assert [line.split(maxsplit=1)[1] for line in lines] == [
        "Slasklaget (struktur)",
        "Slaskrådet (struktur, gäller inte än)",
        "Slask (inriktning, utkast)",
        "Slaskgruppen (struktur, har upphört)",
    ]


def test_an_entry_of_another_kind_is_told(base: Path) -> None:
    assert "card görs av inriktning, men haninge är aktör." in _refused(
        ssr("render", "card", "Haninge kommun", kb=base)
    )
    wrong = _refused(ssr("render", "term", "--structure", "haninge", kb=base))
    assert "haninge är aktör, men här behövs struktur." in wrong


def test_a_near_name_is_suggested(base: Path) -> None:
    assert "menade du upplands-vasby?" in _refused(ssr("show", "Uplands Vesby komun", kb=base))
    assert "menade du snow?" in _refused(ssr("render", "directive", "Snö och hallka", kb=base))


def test_a_deleted_id_goes_before_a_name_in_the_log(base: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=base, check=True, capture_output=True)

    write(base, {"knowledge/structures/halka.yaml": "name: Gruppen\nsort: group\n"})
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    (base / "knowledge/structures/halka.yaml").unlink()
    git("commit", "-qam", "two")
    assert ssr("log", "halka", kb=base).text.startswith("Struktur: Gruppen (halka)")
    assert ssr("log", "Halka", kb=base).text.startswith("Inriktning: Snö och halka (snow)")


def test_reviewed_takes_words(base: Path) -> None:
    result = ssr("reviewed", "Snö och halka", "plogning", kb=base)
    assert (result.code, result.text.startswith("ploga@")) == (0, True), result.err
    text = (base / "knowledge/directives/2019-2022/snow.yaml").read_text(encoding="utf-8")
    assert "ploga@" in text
    assert "ring@" not in text


def test_a_terminal_is_asked(base: Path) -> None:
    code, out, talk = at_terminal("show", "upplands", answers="9\nväsby\n1\n", cwd=base)
    assert (code, out.splitlines()[0]) == (0, "Upplands-Bro kommun")
    assert "Vad menas med upplands? Skriv ett nummer eller ett id." in talk
    assert "   1. upplands-bro    Upplands-Bro kommun (aktör)" in talk
    assert talk.count("Skriv ett nummer från 1 till 2, eller id:t.") == 2

    code, out, _ = at_terminal("render", "aktörens åtaganden", "upplands", answers="upplands-vasby\n", cwd=base)
    assert (code, out.splitlines()[0]) == (0, "# Aktör: Upplands Väsby kommun")

    code, out, talk = at_terminal("show", "upplands", answers="\x04", cwd=base)
    assert (code, out) == (2, "")
    assert "Ingen svarade." in talk
