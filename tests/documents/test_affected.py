"""Which documents look different, against all of them made of both versions."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from running import EXEMPELLAN, write

from ssr.base.snapshot import WorkingTree
from ssr.documents import affected as affected_module
from ssr.documents.affected import affected, changed_between
from ssr.documents.renderer import Renderer
from ssr.documents.request import Readers, RenderRequest
from ssr.errors import SsrError
from ssr.view.reads import Reads

READERS = Readers("2026-11-22", "public", "sv")
Looks = Mapping[tuple[str, str], object]


def looks(renderer: Renderer) -> Looks:
    """What every document says, in each of its templates, and all that its page could write by itself."""
    requests = affected_module._requests(renderer, READERS)
    made = {key: _whole(renderer, asked) for key, asked in requests.items()}
    return {key: look for key, look in made.items() if look is not None}


def _whole(renderer: Renderer, requests: list[RenderRequest]) -> object:
    try:
        drafts = [(request, renderer.draft(request)) for request in requests]
        return [(draft.text, renderer.page(request, draft)) for request, draft in drafts] or None
    except SsrError:
        return None


@pytest.fixture(scope="module")
def before() -> tuple[Renderer, Looks]:
    renderer = Renderer(WorkingTree(EXEMPELLAN))
    return renderer, looks(renderer)


def _replaced(path: str, old: str, new: str) -> Callable[[Path], object]:
    def change(base: Path) -> None:
        file = base / "knowledge" / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _removed(path: str) -> Callable[[Path], object]:
    return lambda base: (base / "knowledge" / path).unlink()


def _broken(path: str) -> Callable[[Path], object]:
    return lambda base: (base / "knowledge" / path).write_text("name: [\n", encoding="utf-8")


def _ended(path: str, line: str) -> Callable[[Path], object]:
    def change(base: Path) -> None:
        with (base / "knowledge" / path).open("a", encoding="utf-8") as file:
            file.write(line)

    return change


CHANGES = {
    "a name": _replaced("actors/granvik.yaml", "Granviks kommun", "Granviks stad"),
    "an entry that went": _removed("actors/exempelfarjan.yaml"),
    "an entry that is broken": _broken("actors/exempelfarjan.yaml"),
    "an entry with an error that refers to others": _replaced(
        "actors/polisen-exempel.yaml", "    mode: ordinary\n", ""
    ),
    "what a page only writes": _replaced("structures/aktiverad-konferens.yaml", "sib@", "svar@"),
    "another that took over": _ended("actors/exempelfarjan.yaml", "replaced_by: granvik\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_those_that_say_something_else_and_no_others(
    change: str, before: tuple[Renderer, Looks], tmp_path: Path
) -> None:
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))
    CHANGES[change](base)
    old, said = before
    new = Renderer(WorkingTree(base))
    says = looks(new)
    expected = {
        key: "new" if key not in said else "gone" if key not in says else "changed"
        for key in {*said, *says}
        if said.get(key) != says.get(key)
    }
    found = {(one.document.name, one.id or ""): one.how for one in affected(old, new, READERS)}
    assert found == expected
    assert found


def test_few_are_made_twice(before: tuple[Renderer, Looks], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what read something that changed is made of the older version, and nothing is where nothing changed."""
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))
    old, _ = before
    made: list[bool] = []
    draft = Renderer.draft

    def noted(self: Renderer, request: RenderRequest) -> object:
        made.append(self is old)
        return draft(self, request)

    monkeypatch.setattr(Renderer, "draft", noted)
    assert affected(old, Renderer(WorkingTree(base)), READERS) == []
    assert made == []
    _replaced("concepts/besked-som-stammer.yaml", "name: ", "name: Vårt ")(base)
    assert affected(old, Renderer(WorkingTree(base)), READERS)
    assert 0 < sum(made) < len(made) / 5


def changed(base: Path, renderer: Renderer) -> Reads:
    return changed_between(renderer.view(READERS), Renderer(WorkingTree(base)).view(READERS))


def test_what_changed(before: tuple[Renderer, Looks], tmp_path: Path) -> None:
    """A comment changes nothing, and what its readers may not see nothing for them."""
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))
    _ended("actors/granvik.yaml", "# En anmärkning.\n")(base)
    write(base, {"knowledge/structures/dold.yaml": "name: Dold\nsort: group\naudience: office\nillustrative: true\n"})
    assert not changed(base, before[0])
    _replaced("actors/granvik.yaml", "9901", "9902")(base)
    _ended("actors/exempelfarjan.yaml", "replaced_by: granvik\n")(base)
    found = changed(base, before[0])
    assert (found.entries, found.kinds, found.everything) == ({"granvik", "exempelfarjan"}, {"actor"}, False)


@pytest.mark.parametrize(
    "change",
    [
        _replaced("../ssr.yaml", "name: Samverkan", "name: Vår samverkan"),
        _replaced("goal-images/2023-2026.yaml", "name: ", "name: Vår "),
        lambda base: write(base, {"templates/ny/document.yaml": "title: {sv: Ny}\nformats: {md: ny.md.j2}\n"}),
    ],
    ids=["the manifest", "a period", "a template"],
)
def test_what_all_may_rest_on(change: Callable[[Path], object], before: tuple[Renderer, Looks], tmp_path: Path) -> None:
    base = Path(shutil.copytree(EXEMPELLAN, tmp_path / "base"))
    change(base)
    assert changed(base, before[0]).everything
