"""A new entry from the pages of `ssr edit`: nothing is written until it is saved, and nothing over what is there."""

import shutil
from pathlib import Path

import pytest
from running import CASES, EXEMPELLAN, MANIFEST, write
from visitor import TOKEN, Visitor

FERRY = "knowledge/ferries/norra-leden.yaml"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*.yaml")}


def test_any_kind_can_be_begun(tmp_path: Path) -> None:
    """Also one that nobody here has heard of."""
    base = Path(shutil.copytree(CASES / "ferry", tmp_path / "base"))
    visitor = Visitor(base)
    assert f"/{TOKEN}/new?kind=ferry" in visitor.page("new")
    assert 'data-answer="name"' in visitor.page("new?kind=ferry")
    answer = visitor.do("begin", kind="ferry", answers={"name": "Norra leden"})
    assert answer == {"goes_to": f"/{TOKEN}/entry/norra-leden"}
    assert FERRY not in files(base)
    visitor.page("entry/norra-leden")
    visitor.put("norra-leden", ["operator"], "rederiet")
    assert FERRY not in files(base)
    assert visitor.session.unsaved == [FERRY]
    visitor.do("save/norra-leden")
    text = (base / FERRY).read_text(encoding="utf-8")
    assert "name: Norra leden" in text
    assert "operator: rederiet" in text
    assert visitor.session.unsaved == []
    assert list(visitor.session.saved) == [FERRY]


def test_an_entry_is_put_where_its_kind_has_it(county: Path) -> None:
    """One of a day is called by it, and one with an edition for each period is of the period that is chosen."""
    visitor = Visitor(county)
    assert '<option value="2019-2022">' in visitor.page("new?kind=directive")
    made = visitor.do("begin", kind="directive", answers={"name": "Skyfall", "#edition": "2019-2022"})
    assert made["goes_to"].endswith("/entry/skyfall/2019-2022")
    assert 'data-answer="date"' in visitor.page("new?kind=meeting")
    made = visitor.do("begin", kind="meeting", answers={"name": "Rådet", "date": "22/11"})
    assert made["goes_to"].endswith("/entry/2026-11-22-radet")
    page = visitor.page("")
    assert "Skyfall (skyfall)" in page
    assert files(county) == files(EXEMPELLAN)


def test_what_cannot_be_begun_is_told(county: Path) -> None:
    visitor = Visitor(county)
    assert "granvik" in visitor.do("begin", kind="actor", answers={"names.name": "Granvik"})["state"]
    made = visitor.do("begin", kind="actor", answers={"names.name": "Granvik", "#id": "granvik-2"})
    assert made["goes_to"].endswith("/entry/granvik-2")
    assert "namn" in visitor.do("begin", kind="actor", answers={"names.name": ""})["state"]
    assert "32/13" in visitor.do("begin", kind="meeting", answers={"name": "Rådet", "date": "32/13"})["state"]
    assert visitor.post("begin", kind="goal-image", answers={"name": "Målbild"}).status == 404
    assert visitor.post("begin", kind="../actors", answers={"name": "X"}).status == 404
    assert visitor.post("begin", kind="actor", answers=["X"]).status == 404
    assert files(county) == files(EXEMPELLAN)


def test_what_somebody_else_has_made_meanwhile_is_not_written_over(county: Path) -> None:
    visitor = Visitor(county)
    visitor.do("begin", kind="concept", answers={"name": "Lägesbild två"})
    theirs = county / "knowledge/concepts/lagesbild-tva.yaml"
    theirs.write_text("name: Deras\n", encoding="utf-8")
    assert "ändrad av någon annan" in visitor.page("entry/lagesbild-tva")
    assert "lagesbild-tva" in visitor.do("save/lagesbild-tva")["state"]
    assert theirs.read_text(encoding="utf-8") == "name: Deras\n"
    visitor.do("reload/lagesbild-tva")
    assert visitor.session.unsaved == []


def test_nothing_is_begun_that_its_writer_could_not_read(tmp_path: Path) -> None:
    hidden = MANIFEST.replace("audience: public", "audience: office").replace(
        "highest_audience: public", "highest_audience: office"
    )
    assert "audience: office" in hidden
    base = write(tmp_path / "base", {"ssr.yaml": hidden})
    visitor = Visitor(base, audience="public")
    assert "?kind=" not in visitor.page("new")
    assert visitor.post("begin", kind="concept", answers={"name": "X"}).status == 404
