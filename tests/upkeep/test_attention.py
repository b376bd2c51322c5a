"""What needs another look: signs that follow the content and nothing else, and lists that say who should act."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from running import EXEMPELLAN, MANIFEST, rendered, ssr, write

from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.base.yaml import read
from ssr.diff.fingerprint import content, fingerprint, is_fingerprint_of
from ssr.upkeep.reviews import Reviews

DAY = "2024-06-01"
GOALS = """\
name: Målbild 2023–2026
from: 2023-01-01
until: 2026-12-31
approved:
  forum: chefsgrupp
goals:
  - {id: ledning, title: Ledning, text: Vi leder., illustrative: true}
  - {id: bild, title: Bild, text: Vi ser., illustrative: true}
"""
STORM = """\
name: Storm
reach: regional
status: agreed
version: "1.0"
agreement:
  forum: chefsgrupp
  date: 2023-01-01
review_by: 2024-05-31
trigger:
  unknown: Inte känt.
measures:
  - id: roj
    phase: handling
    text: Röj vägarna.
    responsible: [haninge, nynashamn]
    serves: [2023-2026#ledning]
    illustrative: true
  - id: ring
    phase: handling
    text: Ring runt.
    illustrative: true
assumptions:
  - {id: natt, text: Det är natt., review_by: 2024-01-31, illustrative: true}
  - {id: dag, text: Det är dag., review_by: 2024-12-31, illustrative: true}
  - {id: da, text: Det var då., review_by: 2023-12-31, until: 2024-03-01, illustrative: true}
"""
LOCAL = """\
name: 'Storm hos oss'  # lokalt
reach: local
status: agreed
agreement: {forum: haningegruppen, date: 2023-01-01}
refines: storm  # den regionala
routines: [larma]
# Åtgärderna
measures:
  - {id: a, phase: handling, text: Gör så., serves: [2023-2026#ledning, 2023-2026#bild], illustrative: true}
  - {id: b, phase: handling, text: Och så., serves: [2023-2026#ledning], illustrative: true}
"""
ACTOR = "names:\n  - name: {}\nsort: municipality\nparticipation:\n  - as: member\n"
CONTACTS = """\
contacts:
  - {id: ny, function: Ny, channel: phone, value: "101", verified: 2023-06-02}
  - {id: gammal, function: Gammal, channel: phone, value: "102", verified: 2023-06-01}
  - {id: aldrig, function: Aldrig, channel: phone, value: "103"}
  - {id: okand, unknown: Numret är inte känt.}
"""
LOCAL_PATH = "knowledge/directives/2023-2026/local.yaml"
STORM_PATH = "knowledge/directives/2023-2026/storm.yaml"
FILES = {
    "ssr.yaml": f"{MANIFEST}fictitious: true\n",
    "knowledge/goal-images/2019-2022.yaml": "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\nunknown: Allt.\n",
    "knowledge/goal-images/2023-2026.yaml": GOALS,
    "knowledge/directives/2019-2022/storm.yaml": "name: Storm\nreach: regional\nreview_by: 2021-01-01\nunknown: Allt.\n",
    "knowledge/directives/2019-2022/snow.yaml": "name: Snö\nreach: regional\nstatus: draft\nunknown: Allt.\n",
    STORM_PATH: STORM,
    LOCAL_PATH: LOCAL,
    "knowledge/directives/2023-2026/power.yaml": (
        "name: Elavbrott\nreach: regional\nstatus: referral\nreview_by: 2023-01-01\nagreement:\n  forum: chefsgrupp\n"
        "referral: {last_day: 2023-02-01, to: [haninge]}\n"
    ),
    "knowledge/routines/larma.yaml": "name: Larma\nowner: chefsgrupp\n",
    "knowledge/structures/chefsgrupp.yaml": "name: Chefsgruppen\nsort: forum\n",
    "knowledge/structures/haningegruppen.yaml": "name: Haningegruppen\nsort: forum\nunknown: Allt.\n",
    "knowledge/actors/haninge.yaml": ACTOR.format("Haninge") + CONTACTS,
    "knowledge/actors/nynashamn.yaml": ACTOR.format("Nynäshamn"),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", FILES)


def sign(base: Path, id_: str = "local", reference: str = "storm") -> str:
    """The sign of what an entry refers to."""
    loaded, _ = load(WorkingTree(base))
    entry = loaded.in_force(id_, DAY)
    assert entry is not None
    return Reviews(loaded, DAY).of(entry)[reference].sign


# Signs.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Storm\nreach: regional\n", "reach: 'regional'\n\n# Namnet\nname: \"Storm\"\n"),
        ("text: Röj vägarna.", "text: >-\n      Röj\n      vägarna."),
        ("\n", "\r\n"),
        ("[haninge, nynashamn]", "[nynashamn, haninge]"),
        ("[haninge, nynashamn]", "\n      - haninge\n      - nynashamn"),
        ("status: agreed", "status: replaced"),
        ('version: "1.0"', 'version: "2.0"'),
        ("  date: 2023-01-01\n", "  date: 2023-02-01\n"),
        ("review_by: 2024-05-31", "review_by: 2030-05-31\ncarried_from: 2019-2022\nnote: Se över."),
        ("  - {id: natt, text: Det är natt., ", "  - {note: En anmärkning., text: Det är natt., id: natt, "),
        ("reach: regional\n", "reach: regional\nreviewed_against:\n  - 2023-2026#ledning@00000000\n"),
    ],
)
def test_how_it_is_written_leaves_the_sign_as_it_is(base: Path, old: str, new: str) -> None:
    before = sign(base)
    assert old in STORM
    write(base, {STORM_PATH: STORM.replace(old, new)})
    assert sign(base) == before


def test_the_order_of_items_with_keys_leaves_it_as_it_is(base: Path) -> None:
    before = sign(base)
    start, roj, ring, end = (STORM.index(part) for part in ("  - id: roj", "  - id: ring", "assumptions:", ""))
    head, first, second, rest = STORM[:start], STORM[start:roj], STORM[roj:ring], STORM[ring:]
    assert end == 0
    write(base, {STORM_PATH: head + second + first + rest})
    assert sign(base) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Röj vägarna.", "Röj vägarna!"),
        ("name: Storm", "name: Stormar"),
        ("phase: handling\n    text: Ring", "phase: preparatory\n    text: Ring"),
        ("[haninge, nynashamn]", "[haninge]"),
        ("    text: Ring runt.\n", "    text: Ring runt.\n    until: 2025-01-01\n"),
        ("    illustrative: true\nassumptions", "    unknown: Källa saknas.\nassumptions"),
        ("2023-2026#ledning", "2023-2026#bild"),
        ("trigger:\n  unknown: Inte känt.\n", ""),
    ],
)
def test_what_it_says_changes_the_sign(base: Path, old: str, new: str) -> None:
    before = sign(base)
    assert old in STORM
    write(base, {STORM_PATH: STORM.replace(old, new)})
    assert sign(base) != before


def test_the_sign_of_an_item_is_of_that_item_alone(base: Path) -> None:
    before = sign(base, reference="2023-2026#ledning"), sign(base, reference="2023-2026#bild")
    write(base, {"knowledge/goal-images/2023-2026.yaml": GOALS.replace("Vi ser.", "Vi ser nu.")})
    after = sign(base, reference="2023-2026#ledning"), sign(base, reference="2023-2026#bild")
    assert (after[0] == before[0], after[1] == before[1]) == (True, False)


def test_the_sign_is_of_what_those_see_who_may_read_the_reference(base: Path, tmp_path: Path) -> None:
    """So it is the same with and without what is hidden from them, in the base or laid over it."""
    before = sign(base)
    secret = "  - {id: hemlig, phase: handling, text: Hemligt., audience: office, illustrative: true}\n"
    write(base, {STORM_PATH: STORM.replace("assumptions:", f"{secret}assumptions:")})
    assert sign(base) == before
    overlay = write(
        tmp_path / "over",
        {
            "ssr.yaml": MANIFEST,
            "knowledge/directives/2023-2026/storm.yaml": "facts:\n  - {id: a, text: Mer., illustrative: true}\n",
        },
    )
    loaded, _ = load(WorkingTree(base, overlay=WorkingTree(overlay, prefix="../over/")))
    entry = loaded.in_force("local", DAY)
    assert entry is not None
    assert Reviews(loaded, DAY).of(entry)["storm"].sign == before
    write(base, {STORM_PATH: STORM.replace("Röj", "Plöj")})
    assert sign(base) != before


def test_references_across_periods_say_the_same() -> None:
    loaded, _ = load(WorkingTree(EXEMPELLAN))
    root = loaded.kinds["directive"].root
    one, other = ({"measures": [{"id": "a", "serves": [f"{period}#bild"]}]} for period in ("2019-2022", "2023-2026"))
    assert content(one, root, loaded.periods) == content(other, root, loaded.periods)
    assert content(one, root) != content(other, root)
    assert len(fingerprint(one, root).removeprefix("2.")) == 8


# Recording.


def test_what_was_looked_at_is_recorded_below_the_reference_and_all_else_stays(base: Path) -> None:
    result = ssr("reviewed", "local", kb=base)
    assert result.code == 0
    references = ["storm", "larma", "2023-2026#ledning", "2023-2026#bild"]
    assert result.text.splitlines() == [f"{one}@{sign(base, reference=one)}" for one in references]
    records = "".join(f"  - {line}\n" for line in result.text.splitlines())
    expected = LOCAL.replace("# den regionala\n", f"# den regionala\nreviewed_against:\n{records}")
    assert (base / LOCAL_PATH).read_text(encoding="utf-8") == expected
    assert ssr("validate", "--strict", kb=base).code == 0

    again = ssr("reviewed", "local", kb=base)
    assert (again.code, again.out) == (0, b"")
    assert (base / LOCAL_PATH).read_text(encoding="utf-8") == expected


def test_only_the_line_of_what_has_changed_is_touched(base: Path) -> None:
    ssr("reviewed", "local", kb=base)
    before = (base / LOCAL_PATH).read_text(encoding="utf-8").splitlines()
    write(base, {STORM_PATH: STORM.replace("Röj", "Plöj")})
    assert ssr("reviewed", "local", kb=base).text == f"storm@{sign(base)}\n"
    after = (base / LOCAL_PATH).read_text(encoding="utf-8").splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        (next(line for line in before if "- storm@" in line), f"  - storm@{sign(base)}")
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("text: Röj", "text: >\n      Röj"), ("Röj", "Ro\u0308j")], ids=["folded", "decomposed"]
)
def test_a_text_written_otherwise_is_no_change_for_status_as_for_diff(base: Path, old: str, new: str) -> None:
    ssr("reviewed", "local", kb=base)
    write(base, {STORM_PATH: STORM.replace(old, new)})
    assert not [one for one in status(base)["needs"] if one.get("recorded")]


def test_a_sign_of_the_first_version_is_judged_as_it_was_then(base: Path) -> None:
    """An upgrade of the tool reports no change, and what did change then still has."""
    loaded, _ = load(WorkingTree(base))
    storm = next(entry for entry in loaded.entries if entry.id == "storm")
    value, field = storm.value(()), loaded.kind(storm).root
    first = hashlib.sha256(
        json.dumps(content(value, field, write=str), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()[:8]
    assert is_fingerprint_of(first, value, field)
    assert is_fingerprint_of(fingerprint(value, field), value, field)
    assert not is_fingerprint_of(first, value | {"name": "Orkan"}, field)
    folded = value | {"name": "Storm "}
    assert not is_fingerprint_of(first, folded, field)
    assert is_fingerprint_of(fingerprint(value, field), folded, field)


def test_what_the_example_recorded_before_there_were_versions_still_holds() -> None:
    loaded, _ = load(WorkingTree(EXEMPELLAN))
    links = [
        link
        for entry in loaded.entries
        for link in Reviews(loaded, DAY).of(entry).values()
        if link.recorded is not None
    ]
    assert {(link.recorded, link.has_changed) for link in links} == {("4431afc2", False), ("0c1d2e3f", True)}


def test_only_what_is_named_is_recorded(base: Path) -> None:
    assert ssr("reviewed", "local", "larma", kb=base).text.startswith("larma@")
    assert ssr("reviewed", "local", "storm", "2023-2026#bild", kb=base).text.count("\n") == 2
    text = (base / LOCAL_PATH).read_text(encoding="utf-8")
    assert [line.partition("@")[0].strip() for line in text.splitlines() if "@" in line] == [
        "- larma",
        "- storm",
        "- 2023-2026#bild",
    ]


def test_a_list_within_brackets_stays_so(base: Path) -> None:
    text = LOCAL.replace("# Åtgärderna", "reviewed_against: [storm@00000000]  # senast\n# Åtgärderna")
    write(base, {LOCAL_PATH: text})
    ssr("reviewed", "local", "storm", "larma", kb=base)
    records = f"[storm@{sign(base)}, larma@{sign(base, reference='larma')}]"
    assert (base / LOCAL_PATH).read_text(encoding="utf-8") == text.replace("[storm@00000000]", records)


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("nowhere",), "nowhere finns inte", 2),
        (("locl",), "menade du local?", 2),
        (("haninge",), "haninge hänvisar inte till något som ska granskas", 2),
        (("local", "stor"), "stor kan betyda flera.", 2),
        (("storm", "--edition", "2015-2018"), "ingen version från perioden 2015-2018", 2),
        (("broken",), "SSR103", 1),
    ],
)
def test_what_cannot_be_recorded(base: Path, arguments: tuple[str, ...], said: str, code: int) -> None:
    write(base, {"knowledge/routines/broken.yaml": "name: X\nwoner: chefsgrupp\n"})
    before = {path: path.read_bytes() for path in base.rglob("*.yaml")}
    result = ssr("reviewed", *arguments, kb=base)
    assert (result.code, result.out) == (code, b"")
    assert said in result.err
    assert {path: path.read_bytes() for path in base.rglob("*.yaml")} == before


# What needs another look.


def status(base: Path, *arguments: str, day: str = DAY) -> dict[str, Any]:
    result = ssr("status", "--format", "json", "--at", day, *arguments, kb=base)
    assert (result.code, result.err) == (0, "")
    found: dict[str, Any] = json.loads(result.text)
    return found


def needs(base: Path, day: str = DAY) -> list[tuple[str, str, str | None, str | None]]:
    return [(one["why"], one["id"], one["keeper"], one["day"]) for one in status(base, day=day)["needs"]]


def test_all_that_needs_another_look(base: Path) -> None:
    ssr("reviewed", "local", kb=base)
    assert needs(base) == [
        ("overdue", "storm", "chefsgrupp", "2024-05-31"),
        ("assumed", "storm", "chefsgrupp", "2024-01-31"),
        ("draft", "power", "chefsgrupp", None),
        ("stale", "haninge", "haninge", "2023-06-01"),
        ("stale", "haninge", "haninge", None),
    ]
    write(
        base,
        {
            STORM_PATH: STORM.replace("Röj", "Plöj"),
            "knowledge/goal-images/2023-2026.yaml": GOALS.replace("leder", "styr"),
        },
    )
    found = status(base)["needs"]
    assert [(one["why"], one["id"], one["keeper"], one["reference"], one["line"]) for one in found[:3]] == [
        ("changed", "local", "haningegruppen", "storm", 5),
        ("changed", "local", "haningegruppen", "2023-2026#ledning", 14),
        ("changed", "local", "haningegruppen", "2023-2026#ledning", 15),
    ]
    assert found[0]["sign"] == sign(base) != found[0]["recorded"]
    ssr("reviewed", "local", kb=base)
    assert [one["why"] for one in status(base)["needs"]].count("changed") == 0


def test_it_is_as_of_a_day(base: Path) -> None:
    assert ("overdue", "storm", "chefsgrupp", "2024-05-31") not in needs(base, "2024-05-31")
    assert [why for why, *_ in needs(base, "2020-06-01")] == ["draft", "stale"]
    assert [id_ for why, id_, *_ in needs(base, "2021-06-01") if why in {"draft", "overdue"}] == ["storm", "snow"]
    assert [id_ for why, id_, *_ in needs(base, "2027-06-01") if why == "draft"] == []


def test_examples_and_blanks_are_counted_by_who_should_act(base: Path) -> None:
    remains = [
        (one["id"], one["edition"], one["keeper"], one["examples"], one["blanks"]) for one in status(base)["remains"]
    ]
    assert remains == [
        ("2023-2026", None, "chefsgrupp", 2, 0),
        ("haninge", None, "haninge", 0, 1),
        ("haningegruppen", None, None, 0, 1),
        ("local", "2023-2026", "haningegruppen", 2, 0),
        ("storm", "2023-2026", "chefsgrupp", 4, 1),
    ]


def test_it_is_told_in_words_by_who_should_act(base: Path) -> None:
    ssr("reviewed", "local", "storm", kb=base)
    write(base, {STORM_PATH: STORM.replace("Röj", "Plöj")})
    text = ssr("status", "--at", DAY, kb=base).text
    assert text.startswith(
        "Att se över den 2024-06-01: 1 hänvisning till något som har ändrats, 1 översyn som skulle ha skett, "
        "1 antagande att se över, 1 utkast, 2 kontakter att kontrollera, 8 exempel att ersätta, 3 luckor att fylla i.\n"
    )
    headings = [line for line in text.splitlines()[1:] if line and line[0] != " "]
    assert headings == ["Chefsgruppen (chefsgrupp)", "Haninge (haninge)", "Haningegruppen (haningegruppen)", "Kansliet"]
    assert (
        f"  - Storm hos oss (local, 2023-2026) behöver ses över: Storm (storm, 2023-2026) har ändrats (storm@{sign(base)})\n"
        f"    {LOCAL_PATH}:5:10\n"
    ) in text
    assert "Haninge (haninge): aldrig kontrollerad: Aldrig\n" in text
    assert "Storm (storm, 2023-2026): skulle ha setts över 2024-01-31: Det är natt.\n" in text
    assert ssr("status", "--at", DAY, kb=base).out == text.encode()
    assert "Nothing needs another look" not in ssr("status", "--at", DAY, "--lang", "en", kb=base).text


def test_nothing_needs_another_look(tmp_path: Path) -> None:
    base = write(tmp_path, {"ssr.yaml": MANIFEST})
    assert ssr("status", "--at", DAY, kb=base).text == "Inget behöver ses över den 2024-06-01.\n"
    assert status(base) == {"day": DAY, "needs": [], "remains": [], "fetches": []}
    assert "Inget behöver ses över." in rendered("status", "--at", DAY, kb=base).decode()


def test_what_is_laid_over_is_looked_at_where_it_stands(base: Path, tmp_path: Path) -> None:
    contact = 'contacts:\n  - {id: larm, function: Larm, channel: phone, value: "104", verified: 2020-01-01}\n'
    overlay = write(tmp_path / "over", {"ssr.yaml": MANIFEST, "knowledge/actors/nynashamn.yaml": contact})
    found = [one for one in status(base, "--overlay", str(overlay))["needs"] if one["id"] == "nynashamn"]
    assert [(one["why"], one["path"], one["line"], one["keeper"]) for one in found] == [
        ("stale", "../over/knowledge/actors/nynashamn.yaml", 2, "nynashamn")
    ]


# The document.


def test_the_document_says_the_same_as_the_command(base: Path) -> None:
    ssr("reviewed", "local", kb=base)
    write(base, {"knowledge/goal-images/2023-2026.yaml": GOALS.replace("leder", "styr")})
    text = rendered("status", "--at", DAY, "--audience", "office", kb=base).decode()
    assert "7 att se över, 8 exempel att ersätta, 3 luckor att fylla i." in text
    changed = "- **Storm hos oss (2023–2026).** Målbild 2023–2026, *Ledning*, har ändrats. `EXEMPEL` ”Gör så.”\n"
    assert changed in text
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Chefsgruppen",
        "## Haninge",
        "## Haningegruppen",
        "## Kansliet",
    ]
    assert "Kontakten har aldrig kontrollerats. ”Aldrig”" in text


def test_the_document_for_anybody_says_nothing_of_what_only_others_may_read(base: Path) -> None:
    hidden = {
        "knowledge/routines/hemlig.yaml": "name: Hemlig\naudience: office\nowner: chefsgrupp\nunknown: Allt.\n",
        "knowledge/directives/2023-2026/hemlig-snow.yaml": "name: Hemligt\nreach: regional\nstatus: draft\naudience: office\n",
    }
    before = rendered("status", "--at", DAY, kb=base)
    assert b"Kontakten" not in before  # contacts are for members
    assert before == rendered("status", "--at", DAY, kb=write(base, hidden))
    assert b"Hemlig" in rendered("status", "--at", DAY, "--audience", "office", kb=base)


@pytest.mark.parametrize("format_", ["html", "pdf", "docx", "txt"])
def test_the_document_comes_in_every_format(base: Path, format_: str) -> None:
    assert rendered("status", "--at", DAY, "--format", format_, kb=base)


def test_a_record_is_text_whatever_the_sign() -> None:
    """A sign may be all digits; the record is never taken for a number."""
    assert read("", b"a:\n  - 2023-2026#b@12345678\n  - c@1234e567\n").findings == ()


# What could be filled in from a source that is still to be fetched.

REPORT = "name: Rapporten\nsort: report\nfills_in: [storm, 2023-2026#bild, haninge, nynashamn]\n"


def fetches(base: Path, day: str = DAY) -> list[tuple[str, list[tuple[str, str | None, int, int]]]]:
    return [
        (one["id"], [(fill["id"], fill["edition"], fill["examples"], fill["blanks"]) for fill in one["fills"]])
        for one in status(base, day=day)["fetches"]
    ]


def test_a_paper_to_fetch_is_told_with_what_is_open_in_what_it_can_fill(base: Path) -> None:
    assert fetches(base) == []
    write(base, {"knowledge/papers/rapporten.yaml": REPORT})
    open_ = [("storm", "2023-2026", 4, 1), ("2023-2026", None, 1, 0), ("haninge", None, 0, 1)]
    assert fetches(base) == [("rapporten", open_)]


def test_what_it_has_filled_is_told_no_more(base: Path) -> None:
    write(base, {"knowledge/papers/rapporten.yaml": REPORT.replace("storm, 2023-2026#bild, haninge, ", "")})
    assert fetches(base) == []


def test_papers_to_fetch_are_told_in_words_and_in_the_document(base: Path) -> None:
    write(base, {"knowledge/papers/rapporten.yaml": REPORT})
    text = ssr("status", "--at", DAY, kb=base).text
    assert text.endswith(
        "Källor att hämta och läsa, och vad som kan fyllas i ur dem\n"
        "  - Rapporten (rapporten)\n"
        "    Storm (storm, 2023-2026): 4 exempel att ersätta, 1 lucka att fylla i\n"
        "    Målbild 2023–2026 (2023-2026): 1 exempel att ersätta\n"
        "    Haninge (haninge): 1 lucka att fylla i\n"
    )
    document = rendered("status", "--audience", "office", "--at", DAY, kb=base).decode()
    _, _, rows = document.partition("## Källor att hämta och läsa\n")
    assert "| Rapporten | Storm (2023–2026) | 4 | 1 |\n|  | Målbild 2023–2026 | 1 | 0 |" in rows
    assert "|  | Haninge | 0 | 1 |" in rows
    anybody = rendered("status", "--at", DAY, kb=base).decode()
    assert "| Rapporten | Storm" in anybody
    assert "Haninge" not in anybody.partition("## Källor att hämta och läsa\n")[2]  # the blank is among contacts
