"""What is made of a directive: a brief of one phase."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from running import DAY, EXEMPELLAN, ROOT, rendered, ssr

from ssr.commands.render import render
from ssr.entry import Entry
from ssr.knowledge import KnowledgeBase, load
from ssr.snapshot import WorkingTree
from ssr.templating import Documents

TITLES = {"preparatory": "förberedande skede", "handling": "hanterande skede"}


@pytest.fixture(scope="module", params=[ROOT, EXEMPELLAN], ids=["ssr", "exempellan"])
def base(request: pytest.FixtureRequest) -> KnowledgeBase:
    return load(WorkingTree(request.param))[0]


def directives(base: KnowledgeBase) -> Iterator[Entry]:
    return (entry for entry in base.entries if entry.kind == "directive")


def made(base: KnowledgeBase, name: str, entry: Entry, **options: str) -> str:
    """The Markdown of a document, for those who may see most."""
    found = render(
        base.snapshot,
        document=Documents(base.resources)[name],
        id_=entry.id,
        edition=entry.edition,
        format_="md",
        day="2026-11-22",
        audience="office",
        language="sv",
        options=options,
    )
    return found.content.decode()


def measures(entry: Entry, phase: str) -> list[str]:
    """The measures of a phase that are in Swedish and have no dates."""
    found = (item for item in entry.data.get("measures", ()) if item.get("phase") == phase)
    return [item["text"] for item in found if isinstance(item.get("text"), str) and not {"from", "until"} & set(item)]


# The brief of one phase.


@pytest.mark.parametrize("phase", TITLES)
def test_a_brief_of_one_phase_has_all_of_its_measures_first_and_no_other(base: KnowledgeBase, phase: str) -> None:
    (other,) = set(TITLES) - {phase}
    looked_at = 0
    for entry in directives(base):
        brief = made(base, "directive", entry, phase=phase)
        first = brief.partition("\n---\n")[0]
        looked_at += len(measures(entry, phase))
        assert [text for text in measures(entry, phase) if text not in first] == []
        assert [text for text in measures(entry, other) if text in brief] == []
        assert f" – {TITLES[phase]}\n" in first
    assert looked_at > 5


@pytest.mark.parametrize("phase", TITLES)
def test_a_brief_of_one_phase_has_two_pages(phase: str) -> None:
    made = rendered("directive", "snow-ice", "--phase", phase, "--format", "pdf", "--at", DAY)
    with pikepdf.open(BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2


def test_a_phase_that_does_not_exist_is_refused() -> None:
    result = ssr("render", "directive", "snow-ice", "--phase", "handlin")
    assert (result.code, result.out) == (2, b"")
    assert "menade du handling" in result.err.lower()
