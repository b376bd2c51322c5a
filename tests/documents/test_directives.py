"""What is made of a directive: a brief of one phase, and the card for the wall, which holds no example."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from running import DAY, EXEMPELLAN, MANIFEST, ROOT, rendered, ssr, write

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.templating.definition_files import Definitions
from ssr.view.examples import without_examples

TITLES = {"preparatory": "förberedande skede", "handling": "hanterande skede", "recovery": "återställande skede"}


@pytest.fixture(scope="module", params=[ROOT, EXEMPELLAN], ids=["ssr", "exempellan"])
def base(request: pytest.FixtureRequest) -> KnowledgeBase:
    return load(WorkingTree(request.param))[0]


def directives(base: KnowledgeBase) -> Iterator[Entry]:
    return (entry for entry in base.entries if entry.kind == "directive")


def made(base: KnowledgeBase, name: str, entry: Entry, **options: str) -> str:
    """The Markdown of a document, for those who may see most."""
    readers = Readers("2026-11-22", "office", "sv")
    request = RenderRequest(Definitions(base.resources)[name], readers, entry.id, "md", entry.edition, options)
    return Renderer(base.snapshot).render(request).content.decode()


def measures(entry: Entry, phase: str) -> list[str]:
    """The measures of a phase that are in Swedish and have no dates."""
    found = (item for item in entry.data.get("measures", ()) if item.get("phase") == phase)
    return [item["text"] for item in found if isinstance(item.get("text"), str) and not {"from", "until"} & set(item)]


# The brief of one phase.


@pytest.mark.parametrize("phase", TITLES)
def test_a_brief_of_one_phase_has_all_of_its_measures_first_and_no_other(base: KnowledgeBase, phase: str) -> None:
    phases = base.kinds["directive"].root.properties["measures"].items
    if phase not in (phases.properties["phase"].schema["enum"] if phases else ()):
        pytest.skip("the base has no such phase")
    looked_at = 0
    for entry in directives(base):
        brief = made(base, "directive", entry, phase=phase)
        first = brief.partition("\n---\n")[0]
        looked_at += len(measures(entry, phase))
        assert [text for text in measures(entry, phase) if text not in first] == []
        others = [text for other in TITLES if other != phase for text in measures(entry, other)]
        assert [text for text in others if text in brief] == []
        assert f" – {TITLES[phase]}\n" in first
    assert looked_at > 1


def test_three_phases_stand_in_the_order_of_the_list(base: KnowledgeBase) -> None:
    found = set()
    for entry in directives(base):
        brief = made(base, "directive", entry)
        headings = [
            title for line in brief.splitlines() for title in TITLES.values() if line == f"### {title.capitalize()}"
        ]
        first = headings[: len(set(headings))]
        assert first == [title for title in TITLES.values() if title in first]
        found |= set(first)
    assert len(found) == (3 if base.manifest("fictitious") else 2)


@pytest.mark.parametrize("phase", ["preparatory", "handling"])
def test_a_brief_of_one_phase_has_two_pages(phase: str) -> None:
    made = rendered("directive", "snow-ice", "--phase", phase, "--format", "pdf", "--at", DAY)
    with pikepdf.open(BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2


def test_a_phase_that_does_not_exist_is_refused() -> None:
    result = ssr("render", "directive", "snow-ice", "--phase", "handlin")
    assert (result.code, result.out) == (2, b"")
    assert "menade du handling" in result.err.lower()


# The card.


def examples(value: Any) -> Iterator[dict[str, Any]]:
    """What is marked as an example, however deep."""
    if isinstance(value, dict) and value.get("illustrative"):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from examples(inner)


def test_a_card_says_nothing_that_is_an_example(base: KnowledgeBase) -> None:
    for entry in directives(base):
        card = made(base, "card", entry)
        assert [example for example in examples(entry.data) if str(example.get("text")) in card] == []
        assert "`EXEMPEL`" not in card


def test_a_card_without_examples_is_not_marked_as_one() -> None:
    """The brief of the same directive is."""
    assert b"EXEMPEL" in rendered("directive", "snow-ice", "--at", DAY)
    assert b"EXEMPEL" not in rendered("card", "snow-ice", "--at", DAY)


def test_a_directive_that_is_an_example_as_a_whole_says_so(tmp_path: Path) -> None:
    directive = "name: Storm\nreach: regional\nstatus: agreed\nillustrative: true\n"
    period = "name: Mål\nfrom: 2019-01-01\nuntil: 2022-12-31\n"
    files = {"directives/2019-2022/storm": directive, "goal-images/2019-2022": period}
    kb = write(tmp_path, {"ssr.yaml": MANIFEST, **{f"knowledge/{name}.yaml": text for name, text in files.items()}})
    assert "> **EXEMPEL" in rendered("card", "storm", "--at", DAY, kb=kb).decode()


def test_what_is_taken_out_is_gone_everywhere_and_nothing_else_is(base: KnowledgeBase) -> None:
    known = without_examples(base)
    assert [entry.path for entry in known.entries] == [entry.path for entry in base.entries]
    for before, after in zip(base.entries, known.entries, strict=True):
        assert list(examples(list(after.data.values()))) == []
        assert (after is before) is (not list(examples(list(before.data.values()))))


# What does not fit.


def test_a_brief_of_too_many_pages_is_told_and_made_all_the_same(tmp_path: Path) -> None:
    """As it is, in the same type; a format without pages says nothing."""
    text = "Ett ord till. " * 1400
    directive = f"name: Storm\nreach: regional\nstatus: agreed\ntrigger:\n  text: {text}\n"
    period = "name: Mål\nfrom: 2019-01-01\nuntil: 2022-12-31\n"
    files = {"directives/2019-2022/storm": directive, "goal-images/2019-2022": period}
    kb = write(tmp_path, {"ssr.yaml": MANIFEST, **{f"knowledge/{name}.yaml": one for name, one in files.items()}})
    told = ssr("render", "directive", "storm", "--format", "pdf", "--at", DAY, kb=kb)
    assert told.code == 0
    assert told.out.startswith(b"%PDF")
    assert "varning SSR604  dokumentet blir 3 sidor, men ska rymmas på 2" in told.err
    assert "SSR604" not in ssr("render", "directive", "storm", "--format", "html", "--at", DAY, kb=kb).err


# What was agreed, what is known besides, and what is asked.

BESIDES = """
sources: [papper]
measures:
  - {id: a, phase: handling, text: Överenskommen åtgärd., origin: agreed, sources: [papper]}
  - {id: b, phase: handling, text: Uppgift ur en tidning., sources: [papper]}
facts:
  - {id: c, text: Bakgrundsfakta., origin: background, sources: [papper]}
"""
ASKED = """
measures:
  - {id: a, phase: handling, text: Påhittad åtgärd., question: Är vägen stängd?, illustrative: true}
  - {id: b, phase: handling, text: En till., illustrative: true}
"""


def directive(folder: Path, text: str) -> Path:
    files = {
        "directives/2019-2022/storm": f"name: Storm\nreach: regional\n{text}",
        "goal-images/2019-2022": "name: Mål\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
        "papers/papper": "name: Papper\nsort: report\npublisher: Utgivaren\n",
    }
    texts = {f"knowledge/{name}.yaml": one for name, one in files.items()}
    return write(folder, {"ssr.yaml": MANIFEST, **texts})


def test_what_is_known_besides_stands_apart(tmp_path: Path) -> None:
    brief = rendered("directive", "storm", "--at", DAY, kb=directive(tmp_path, BESIDES)).decode()
    part, _, besides = brief.partition("## Bakgrund, inte en del av inriktningen")
    assert "Överenskommen åtgärd." in part
    assert [text for text in ("Uppgift ur en tidning.", "Bakgrundsfakta.") if text not in besides or text in part] == []


def test_a_real_brief_asks_what_the_examples_answer(tmp_path: Path) -> None:
    kb = directive(tmp_path, ASKED)
    real = rendered("directive", "storm", "--marking", "real", "--at", DAY, kb=kb).decode()
    assert "## Stödfrågor, inte överenskomna" in real
    assert "- Är vägen stängd?" in real
    assert re.search(r"\*\*Inte överenskommet i basen:\*\* [^.]*åtgärder", real)
    assert [text for text in ("Påhittad", "En till", "EXEMPEL") if text in real] == []
    assert "Stödfrågor" not in rendered("directive", "storm", "--at", DAY, kb=kb).decode()
    assert "Är vägen stängd" not in rendered("card", "storm", "--at", DAY, kb=kb).decode()


# A directive of which little is known.


@pytest.mark.parametrize("arguments", [("attack",), ("pandemic",), ("power-cut", "--edition", "2019-2022")])
def test_of_an_unknown_directive_one_page_says_what_is_known_and_where_the_rest_is(arguments: tuple[str, ...]) -> None:
    brief = rendered("directive", *arguments).decode()
    assert "**Inte överenskommet i basen:** när den används, målbild, åtgärder, budskap." in brief
    assert brief.count("\n**Finns i:** ") == 1
    pages = pikepdf.open(BytesIO(rendered("directive", *arguments, "--format", "pdf"))).pages
    assert len(pages) == 1


# The draft of a next period, which a referral may begin with.


@pytest.mark.parametrize("at", [("--at", DAY), ("--at", "2028-06-01"), ("--edition", "2019-2022")])
def test_the_edition_in_force_is_given_and_not_the_draft_of_a_next_period(at: tuple[str, str]) -> None:
    brief = rendered("directive", "snow-ice", *at).decode()
    assert "*Version okänd, överenskommen, dag okänd. " in brief
    assert "Togs fram under målbild 2019–2022." in brief
    assert [word for word in ("UTKAST", "Arbetsförslag", "2027") if word in brief] == []


def test_the_draft_of_a_next_period_says_that_nobody_has_taken_a_stand_on_it() -> None:
    brief = rendered("directive", "snow-ice", "--edition", "2027-2030").decode()
    head = brief.partition("\n## ")[0]
    assert "> **UTKAST – inte överenskommet**" in head
    assert "*Förbehåll: Arbetsförslag, som ingen aktör har tagit ställning till" in head
    assert "*Version okänd, utkast. För målbild 2027–2030.*" in head
    assert "Togs fram" not in brief
    assert "(utkast)" in rendered("plan", "2027-2030").decode().partition("\n")[0]


def test_the_draft_of_a_next_period_has_the_examples_and_the_background_of_the_edition_in_force() -> None:
    base = load(WorkingTree(ROOT))[0]
    held, draft = (entry.data for entry in base.editions("snow-ice") if entry.edition in {"2019-2022", "2027-2030"})
    own = {"status", "carried_from", "agreement", "caveat", "note"}
    assert {name: draft[name] for name in draft.keys() - own} == {name: held[name] for name in held.keys() - own}


def test_who_acts_on_snow_is_named_by_groups_that_exist() -> None:
    """Those who own the roads, run the buses and tow, and not a sector with members that the base invents."""
    base = load(WorkingTree(ROOT))[0]
    [held] = [entry.data for entry in base.editions("snow-ice") if entry.edition == "2019-2022"]
    acting = {name for measure in held["measures"] for name in measure["responsible"]}
    assert {"vaghallare", "bussforetag", "bargningsforetag", "plogentreprenor"} <= acting
    assert "trafik" not in acting


def test_what_is_told_as_agreed_rests_on_a_paper_on_the_directive() -> None:
    """What is known besides, however true, is background, and not what the actors have agreed on."""
    base = load(WorkingTree(ROOT))[0]
    besides = []
    for entry in directives(base):
        communication = entry.data.get("communication", {})
        single = [entry.data.get(name) for name in ("trigger", "goal_image", "ends", "scope")]
        told = [one for one in (*single, communication.get("lead")) if one]
        lists = [value for value in (*entry.data.values(), communication.get("messages")) if isinstance(value, list)]
        told += [item for items in lists for item in items if isinstance(item, dict) and item.get("origin") == "agreed"]
        besides += [(entry.id, one) for one in told if set(one.get("sources", ())) - set(entry.data["sources"])]
    assert besides == []
