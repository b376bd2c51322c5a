"""Values that a base lists itself (`x-own-list`): which there are, in what order, called what; and what is wrong with one."""

from pathlib import Path

import pytest
from running import DAY, MANIFEST, ssr, write

from ssr.base.own_lists import declared

PERIOD = "name: Mål\nfrom: 2019-01-01\nuntil: 2022-12-31\nillustrative: true\n"
DIRECTIVE = "name: Storm\nreach: regional\nstatus: agreed\nillustrative: true\nagreement: {date: 2020-01-01, illustrative: true}\nmeasures:\n"
MEASURE = "  - {{id: {id}, rank: {rank}, phase: {phase}, text: Åtgärd {id}., illustrative: true}}\n"
CODE = "  - {{code: {code}, rank: {rank}, label: {label}}}\n"
LIST = [
    ("recovery", 3, "återställande skede"),
    ("handling", 2, "under händelsen"),
    ("preparatory", 1, "förberedande skede"),
]


def base(root: Path, phases: list[str], listed: str | None, manifest: str = MANIFEST) -> Path:
    """A base with a measure in each of some phases, and a list of phases."""
    measures = "".join(MEASURE.format(id=f"m{n}", rank=n + 1, phase=phase) for n, phase in enumerate(phases))
    files = {
        "directives/2019-2022/storm": DIRECTIVE + measures,
        "goal-images/2019-2022": PERIOD,
        **({} if listed is None else {"vocabularies/skeden": listed}),
    }
    return write(root, {"ssr.yaml": manifest, **{f"knowledge/{name}.yaml": text for name, text in files.items()}})


def fictitious(root: Path, phases: list[str], listed: str | None) -> Path:
    """The same as a base of which all is invented, so that nothing is left out as an example."""
    kb = base(root, phases, listed, f"{MANIFEST}fictitious: true\n")
    directive = kb / "knowledge/directives/2019-2022/storm.yaml"
    directive.write_text(directive.read_text(encoding="utf-8").replace(", illustrative: true", ""), encoding="utf-8")
    return kb


def listing(codes: list[tuple[str, int, str]] = LIST) -> str:
    items = "".join(CODE.format(code=code, rank=rank, label=label) for code, rank, label in codes)
    return f"name: Skeden\nillustrative: true\ncodes:\n{items}"


def errors(kb: Path) -> list[str]:
    lines = ssr("validate", "--at", DAY, kb=kb).text.splitlines()
    return [line for line in lines if " fel " in line and ".yaml:" in line]


def test_what_the_list_has_may_be_and_nothing_else(tmp_path: Path) -> None:
    assert errors(base(tmp_path / "a", ["recovery", "handling"], listing())) == []
    kb = base(tmp_path / "b", ["recovry", "handling"], listing())
    assert errors(kb) == [
        'knowledge/directives/2019-2022/storm.yaml:7:30  fel SSR104  fältet "skede" kan inte vara recovry'
    ]
    assert "menade du recovery?" in ssr("validate", "--at", DAY, kb=kb).text


def test_a_word_of_the_list_is_mended_to_its_key(tmp_path: Path) -> None:
    kb = base(tmp_path, ["Återställande skede"], listing())
    assert ssr("validate", "--fix", "--at", DAY, kb=kb).code == 0
    assert "phase: recovery" in (kb / "knowledge/directives/2019-2022/storm.yaml").read_text(encoding="utf-8")


def test_without_the_list_the_values_of_the_kind_hold(tmp_path: Path) -> None:
    assert errors(base(tmp_path / "a", ["preparatory", "handling"], None)) == []
    assert len(errors(base(tmp_path / "b", ["recovery", "handling"], None))) == 1


@pytest.mark.parametrize("broken", ["codes: [", "name: Skeden\nillustrative: true\ncodes: inga\n"])
def test_of_a_list_that_cannot_be_read_only_the_list_is_told(tmp_path: Path, broken: str) -> None:
    found = errors(base(tmp_path, ["recovery", "handling"], broken))
    assert found
    assert all("vocabularies/skeden.yaml" in line for line in found)


def test_documents_have_its_order_and_its_words(tmp_path: Path) -> None:
    kb = base(tmp_path, ["recovery", "preparatory", "handling"], listing())
    brief = ssr("render", "directive", "storm", "--at", DAY, kb=kb).text
    headings = [line for line in brief.splitlines() if line.startswith("### ")]
    assert headings == ["### Förberedande skede", "### Under händelsen", "### Återställande skede"]
    one = ssr("render", "directive", "storm", "--phase", "under händelsen", "--at", DAY, kb=kb).text
    assert one.startswith("# Inriktning: Storm – under händelsen\n")
    assert "Åtgärd m2." in one
    assert "Åtgärd m0." not in one
    assert "--phase <preparatory|handling|recovery>" in ssr("render", "directive", "--help", kb=kb).text
    refused = ssr("render", "directive", "storm", "--phase", "recover", kb=kb)
    assert (refused.code, refused.out) == (2, b"")
    assert "menade du recovery" in refused.err.lower()


def test_what_is_acted_on_has_the_phase_that_the_list_marks(tmp_path: Path) -> None:
    codes = [("warned", 1, "varnat skede"), ("acute", 2, "akut skede")]
    marked = listing(codes).replace("label: akut skede", "label: akut skede, ongoing: true")
    kb = fictitious(tmp_path / "a", ["warned", "acute"], marked)
    write(kb, {"knowledge/structures/isf.yaml": "name: Konferens\nsort: forum\nmodes: [activated]\n"})
    assert errors(kb) == []
    card = ssr("render", "card", "storm", "--at", DAY, kb=kb).text
    assert "| Klart | Åtgärd, akut skede |" in card
    assert ("Åtgärd m1." in card, "Åtgärd m0." in card) == (True, False)
    warned = ssr("render", "card", "storm", "--phase", "varnat skede", "--at", DAY, kb=kb).text
    assert ("Åtgärd m1." in warned, "Åtgärd m0." in warned) == (False, True)
    made = ssr(
        "activate",
        "storm",
        "--structure",
        "isf",
        "--event",
        "Storm",
        "--start",
        f"{DAY}T14:00",
        "--at",
        DAY,
        "-o",
        tmp_path / "o",
        kb=kb,
    )
    assert "Inriktning, akut skede" in (tmp_path / "o/index.html").read_text(encoding="utf-8"), made.err
    assert "Åtgärd m0." not in (tmp_path / "o/5-inriktning.html").read_text(encoding="utf-8")


def test_a_list_that_marks_no_phase_shows_all_measures_but_for_the_one_of_the_kind(tmp_path: Path) -> None:
    kb = fictitious(tmp_path / "a", ["warned", "acute"], listing([("warned", 1, "a"), ("acute", 2, "b")]))
    card = ssr("render", "card", "storm", "--at", DAY, kb=kb).text
    assert "| Klart | Åtgärd |" in card
    assert "Åtgärd m0." in card
    for listed in (listing(), None):
        kb = fictitious(tmp_path / f"b{listed is None}", ["preparatory", "handling"], listed)
        card = ssr("render", "card", "storm", "--at", DAY, kb=kb).text
        assert ("Åtgärd m1." in card, "Åtgärd m0." in card) == (True, False)


def test_in_another_language_what_the_kind_calls_it_stands(tmp_path: Path) -> None:
    kb = base(tmp_path, ["recovery", "handling"], listing())
    brief = ssr("render", "directive", "storm", "--lang", "en", "--at", DAY, kb=kb).text
    assert [line for line in brief.splitlines() if line.startswith("### ")] == [
        "### Handling phase",
        "### Återställande skede",
    ]
    english = base(tmp_path / "en", ["handling"], listing(), MANIFEST.replace("language: sv", "language: en"))
    assert "### Under händelsen" in ssr("render", "directive", "storm", "--lang", "en", "--at", DAY, kb=english).text


def test_a_label_is_data_and_no_markup(tmp_path: Path) -> None:
    kb = base(tmp_path, ["recovery"], listing([("recovery", 1, "'<script>alert(1)</script> **fet**'")]))
    page = ssr("render", "directive", "storm", "--format", "html", "--at", DAY, kb=kb).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **fet**" in page
    assert "<script>alert(1)" not in page


def test_a_comparison_calls_them_by_their_words(tmp_path: Path) -> None:
    old = base(tmp_path / "old", ["handling"], listing())
    new = base(tmp_path / "new", ["recovery"], listing())
    report = ssr("diff", old, f"{new}@{DAY}", kb=new).text
    assert "från under händelsen till återställande skede" in report.lower()


def test_a_key_is_renamed_where_it_stands_alone_and_the_list_is_not(tmp_path: Path) -> None:
    kb = base(tmp_path, ["recovery", "handling", "recovery"], listing())
    assert "2 hänvisningar följer med" in ssr("rename", "skeden#recovery", "efter", kb=kb).err
    assert (kb / "knowledge/directives/2019-2022/storm.yaml").read_text(encoding="utf-8").count("phase: efter,") == 2
    assert errors(kb) == []
    refused = ssr("rename", "skeden", "faser", kb=kb)
    assert refused.code == 2
    assert "skeden är den lista" in refused.err


def test_a_file_that_may_hold_the_key_must_be_readable(tmp_path: Path) -> None:
    kb = base(tmp_path, ["handling"], listing())
    broken = kb / "knowledge/directives/2019-2022/snow.yaml"
    broken.write_text("name: Snö\nstatus: [\nphase: handling\n", encoding="utf-8")
    refused = ssr("rename", "skeden#handling", "under", kb=kb)
    assert refused.code == 1
    assert "snow.yaml" in refused.text + refused.err


def test_the_entries_say_which_list_they_lean_on(tmp_path: Path) -> None:
    kb = base(tmp_path, ["handling"], listing())
    assert "storm  Storm" in ssr("show", "skeden", kb=kb).text.partition("Hänvisningar hit:")[2]


def test_an_overlay_adds_to_the_list(tmp_path: Path) -> None:
    kb = base(tmp_path / "base", ["handling"], listing(LIST[1:]))
    over = write(
        tmp_path / "over",
        {
            "ssr.yaml": MANIFEST,
            "knowledge/vocabularies/skeden.yaml": "codes:\n" + CODE.format(code="recovery", rank=3, label="efter"),
        },
    )
    assert "recovery" not in ssr("explain", "directive.measures.phase", kb=kb).text
    assert "recovery     efter" in ssr("explain", "directive.measures.phase", "--overlay", over, kb=kb).text


def test_the_folder_of_an_alarm_is_whole_where_the_list_has_no_such_phase(tmp_path: Path) -> None:
    kb = base(tmp_path / "base", ["under"], listing([("under", 1, "under händelsen")]))
    write(kb, {"knowledge/structures/mote.yaml": "name: Mötet\nsort: forum\nmodes: [activated]\nillustrative: true\n"})
    made = ssr(
        "activate",
        "storm",
        "--start",
        "14:30",
        "--date",
        DAY,
        "--at",
        DAY,
        "--event",
        "Storm",
        "--structure",
        "mote",
        "-o",
        tmp_path / "out",
        kb=kb,
    )
    assert made.code in {0, 1}, made.err
    assert any((tmp_path / "out").rglob("5-inriktning.html")), made.err


def test_what_no_schema_says_is_no_list() -> None:
    assert declared(b"{}") == ()
    assert declared(b'{"x-own-list": ') == ()
    assert declared(b'{"x-own-list": {"kind": "a"}}') == ()
