"""`ssr render --all`: every document in every format, and what cannot be made stops no other."""

from pathlib import Path

import docx
import pytest
from running import EXEMPELLAN, MANIFEST, ROOT, ssr, write

from ssr.files import LIST
from ssr.formats.adapters import FORMATS

FORUM = "name: Gruppen\nsort: forum\n"
FOLDERS = {
    "knowledge/goal-images/2019-2022.yaml": "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
    "knowledge/directives/2019-2022/snow.yaml": (
        "name: Snö\nreach: regional\nstatus: agreed\nagreement: {forum: konferensen, date: 2019-03-01}\n"
    ),
    "knowledge/structures/konferensen.yaml": "name: Konferensen\nsort: forum\nmodes: [activated]\n",
}
MEETING = "name: Mötet\nsort: conference\ndate: 2022-11-21\nstructures: [{}]\n"


TOO_LONG = "får vara högst 160"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_all_of_a_base(tmp_path: Path) -> None:
    result = ssr("render", "--all", "-o", tmp_path / "ut", "--at", "2026-11-22", kb=EXEMPELLAN)
    made = files(tmp_path / "ut")
    *talk, last = result.err.splitlines()
    assert last == f"Skrev {sum(not name.endswith(LIST) for name in made)} dokument i {tmp_path}/ut"
    assert {name.rpartition(".")[2] for name in made if "/" not in name} <= {
        name.rpartition(".")[2] for name in FORMATS
    }
    assert "directive/storm.pdf" in made
    alone = ssr("render", "directive", "storm", "--at", "2026-11-22", "--format", "html", kb=EXEMPELLAN).out
    assert (tmp_path / "ut/directive/storm.html").read_bytes() == alone
    # What has nothing to hold, or needs to be told more, is named and no failure; a message that does not fit is one.
    assert result.code == 1
    assert any(TOO_LONG in line for line in talk)
    assert {line.split(":")[0] for line in talk if "togs inte fram" in line and ".sms" not in line} == {
        "diff behöver --old och togs inte fram.",
        *(f"activation/{id_}/1-kallelse.ics togs inte fram" for id_ in ("flood", "granvik-storm", "storm")),
    }


def test_a_document_may_be_of_some_entries_only(tmp_path: Path) -> None:
    """Of all entries of its kind those that `having` names; of another one it is made when asked for."""
    role = {"knowledge/structures/vakten.yaml": "name: Vakten\nsort: role\n"}
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **FOLDERS, **role})
    ssr("render", "--all", "-o", tmp_path / "ut", "--at", "2022-11-21", kb=base)
    assert {name for name in files(tmp_path / "ut/role-card") if name.endswith("md")} == {"vakten.md"}
    assert {"konferensen.md", "vakten.md"} <= files(tmp_path / "ut/structure")
    assert ssr("render", "role-card", "konferensen", kb=base).code == 0


def test_a_folder_is_the_one_that_its_own_command_makes(tmp_path: Path) -> None:
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **FOLDERS})
    at = ("--at", "2022-11-21")
    result = ssr("render", "--all", "-o", tmp_path / "ut", *at, kb=base)
    assert result.code == 0, result.err
    assert "activation/snow/1-kallelse.ics togs inte fram: " in result.err
    assert ssr("render", "binder", "-o", tmp_path / "parm", *at, kb=base).code == 0
    assert {name: (tmp_path / "ut/binder" / name).read_bytes() for name in files(tmp_path / "parm")} == {
        name: (tmp_path / "parm" / name).read_bytes() for name in files(tmp_path / "parm")
    }
    index = (tmp_path / "ut/activation/snow/index.html").read_text(encoding="utf-8")
    assert "Konferensen" in index
    assert {"1-kallelse.txt", "5-dagordning.html", LIST} <= files(tmp_path / "ut/activation/snow")
    assert ssr("render", "--all", "-o", tmp_path / "ut", *at, kb=base).code == 0  # once more, over what lies there


def test_a_folder_that_needs_to_be_told_more_is_named(tmp_path: Path) -> None:
    without = {name: text for name, text in FOLDERS.items() if "structures" not in name}
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **without})
    result = ssr("render", "--all", "-o", tmp_path / "ut", "--at", "2022-11-21", kb=base)
    assert result.code == 0, result.err
    assert "activation/snow behöver --structure och togs inte fram." in result.err
    assert not (tmp_path / "ut/activation").exists()


def test_what_somebody_else_wrote_in_a_folder_stops_it_before_anything_is_made(tmp_path: Path) -> None:
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **FOLDERS})
    write(tmp_path / "ut/binder", {"mitt.txt": "mitt"})
    result = ssr("render", "--all", "-o", tmp_path / "ut", kb=base)
    assert (result.code, files(tmp_path / "ut")) == (2, {"binder/mitt.txt"})


@pytest.mark.parametrize(
    ("place", "text", "named"),
    [
        ("directory/document.yaml", "title: {sv: Vem}\n", "directory: "),
        ("directory/directory.md.j2", "{{ nothing.at_all }}", "directory.md: "),
        ("binder/index.md.j2", "{{ nothing.at_all }}", "binder: "),
    ],
)
def test_a_document_that_cannot_be_made_stops_no_other_and_fails_the_run(
    place: str, text: str, named: str, tmp_path: Path
) -> None:
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **FOLDERS, f"templates/{place}": text})
    result = ssr("render", "--all", "-o", tmp_path / "ut", "--at", "2022-11-21", kb=base)
    assert result.code == 1
    assert f"\n{named}" in f"\n{result.err}"
    assert "overview.html" in files(tmp_path / "ut")


def test_an_unsound_entry_stops_no_other(tmp_path: Path) -> None:
    files = {
        "structures/gruppen": FORUM,
        "meetings/ratt": MEETING.format("gruppen"),
        "meetings/fel": MEETING.format("["),
    }
    files |= {"meetings/halvt": MEETING.format("gruppen") + "start: 25:00\n"}
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **{f"knowledge/{k}.yaml": v for k, v in files.items()}})
    result = ssr("render", "--all", "-o", tmp_path / "ut", kb=base)
    assert result.code == 1
    assert (tmp_path / "ut/invite/ratt.html").exists()
    assert not (tmp_path / "ut/invite/halvt.html").exists()
    lines = result.err.splitlines()
    for name in ("fel", "halvt"):  # the cause once, with its place, before the first that it stops
        path = f"knowledge/meetings/{name}.yaml"
        reason = f"{name}: {path} har fel som måste rättas innan dokumentet kan tas fram."
        assert [line.startswith(f"{path}:") for line in lines[: lines.index(reason)]].count(True) == 1
        assert result.err.count(f"{path}:") == 1
    assert "diff behöver --old och togs inte fram." in lines
    assert "av basen; ssr validate" in result.err


def test_what_many_documents_rest_on_is_told_once(tmp_path: Path) -> None:
    folders = {
        **FOLDERS,
        "knowledge/structures/konferensen.yaml": "name: Konferensen\nsort: forum\nmodus: [activated]\n",
    }
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **folders})
    result = ssr("render", "--all", "-o", tmp_path / "ut", "--at", "2022-11-21", kb=base)
    assert result.code == 1
    assert result.err.count("fel SSR103") == 1
    assert result.err.count(": knowledge/structures/konferensen.yaml har fel") > 1


def test_without_a_kind_that_can_be_understood_it_is_that_which_is_told(tmp_path: Path) -> None:
    """Not that a template names a kind, or somebody an entry, which there is not."""
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **FOLDERS, "schemas/routine.schema.json": "{"})
    for arguments in (("render", "directive", "snow"), ("show", "aktivering"), ("list", "rutin")):
        result = ssr(*arguments, kb=base)
        assert (result.code, result.text) == (1, "")
        assert result.err.startswith("schemas/routine.schema.json:1:")
        assert "går inte att använda" in result.err or "måste rättas" in result.err
    assert ssr("show", "konferensen", kb=base).code == 0


def test_of_a_fictitious_base_it_is_told_once_that_nothing_is_for_real_use(tmp_path: Path) -> None:
    for arguments in (("--all",), ("binder",), ("situation-report", "storm", "--each", "actor")):
        result = ssr("render", *arguments, "--marking", "real", "-o", tmp_path / "ut", kb=EXEMPELLAN)
        assert (result.code, result.err.count("SKARPT LÄGE")) == (2, 1)
    assert not (tmp_path / "ut").exists()


def test_it_needs_a_folder(tmp_path: Path) -> None:
    result = ssr("render", "--all", kb=EXEMPELLAN)
    assert (result.code, result.err.splitlines()[0]) == (2, "-o saknas.")
    (tmp_path / "fil").write_text("här")
    assert ssr("render", "--all", "-o", tmp_path / "fil", kb=EXEMPELLAN).code == 3
    assert (tmp_path / "fil").read_text() == "här"


def test_one_of_each_stops_no_other(tmp_path: Path) -> None:
    definition = (
        "title: Brev\nformats: {md: brev.md.j2}\nselections: {everyone: {all: [structure]}}\n"
        "parameters: [{name: to, title: Till, ref: [structure], each: everyone}]\n"
    )
    letter = "Brev{% if to and to.id == 'gruppen' %}{{ nothing.at_all }}{% endif %}\n"
    files_ = {f"knowledge/structures/{name}.yaml": FORUM for name in ("gruppen", "radet", "staben")}
    files_ |= {"templates/brev/document.yaml": definition, "templates/brev/brev.md.j2": letter}
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **files_})
    result = ssr("render", "brev", "--each", "to", "-o", tmp_path / "ut", kb=base)
    assert (result.code, files(tmp_path / "ut")) == (1, {"brev-radet.md", "brev-staben.md"})
    assert result.err.startswith("brev-gruppen.md: Mallen templates/brev/brev.md.j2 har ett fel")
    write(base, {"templates/brev/brev.md.j2": "{{ nothing.at_all }}"})
    assert ssr("render", "brev", "--each", "to", "-o", tmp_path / "igen", kb=base).code == 2  # as of a single one
    assert not (tmp_path / "igen").exists()


def test_an_office_has_its_letterhead_on_whatever_is_made_in_word(tmp_path: Path) -> None:
    reference = tmp_path / "brev.docx"
    letter = docx.Document()
    letter.sections[0].header.paragraphs[0].text = "KANSLIET"
    letter.save(str(reference))
    inbox = ROOT / "examples/exempellan-inkomna"
    made: list[tuple[str | Path, ...]] = [
        ("collect", inbox, "--id", "storm", "--at", "2026-11-22T11:00", "-o", tmp_path / "bild.docx"),
        ("diff", "2019-2022", "2023-2026", "-o", tmp_path / "jamforelse.docx"),
        ("render", "binder", "-o", tmp_path / "parm"),
    ]
    for arguments in made:
        result = ssr(*arguments, "--reference", reference, kb=EXEMPELLAN)
        assert result.code == 0, result.err
    for name in ("bild.docx", "jamforelse.docx", "parm/lagesbild/storm.docx"):
        header = docx.Document(str(tmp_path / name)).sections[0].header
        assert "KANSLIET" in [paragraph.text for paragraph in header.paragraphs], name
    refused = ssr("diff", "2019-2022", "2023-2026", "--reference", reference, kb=EXEMPELLAN)
    assert (refused.code, "--reference" in refused.err) == (2, True)
