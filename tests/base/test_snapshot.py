"""The files of a base: only what is plain and lies inside it is read; all else is a finding, whatever it is called."""

import os
import socket
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from running import MANIFEST, ssr, write

from ssr.base import snapshot
from ssr.base.snapshot import UnreadableError, WorkingTree

ACTOR = "names: [{name: Haninge kommun}]\nsort: municipality\nparticipation: [{as: member}]\nillustrative: true\n"
SECRET = "root:x:0:0:hemlig"
PASSWD = "/etc/passwd"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write(tmp_path, {"outside/secret.yaml": f"name: {SECRET}\n"})
    return write(tmp_path / "base", {"ssr.yaml": MANIFEST, "knowledge/actors/haninge.yaml": ACTOR})


def findings(base: Path) -> list[str]:
    """What is said of the base, as the head lines of the text; the other files have to be read all the same."""
    result = ssr("validate", "--at", "2019-06-01", "--lang", "sv", kb=base)
    assert SECRET not in result.text
    assert "root:" not in result.text
    assert result.code == 1
    assert result.err == ""
    return [line for line in result.text.splitlines() if ": " not in line[:4] and "  fel SSR" in line]


def test_a_plain_base(base: Path) -> None:
    tree = WorkingTree(base)
    assert tree.paths("knowledge") == (["knowledge/actors/haninge.yaml"], [])
    assert tree.read("knowledge/actors/haninge.yaml") == ACTOR.encode()
    assert tree.paths("schemas") == ([], [])


LINKED = "knowledge/actors/x.yaml"


@pytest.mark.parametrize(
    "target", [PASSWD, "../../../outside/secret.yaml", "haninge.yaml", "nowhere.yaml", "x.yaml", "/dev/zero", "/proc/self/environ"]
)  # fmt: skip
def test_a_link_is_told_and_never_followed(base: Path, target: str) -> None:
    (base / LINKED).symlink_to(target)
    assert findings(base) == [f"{LINKED}:1:1  fel SSR001  filen är en länk till något annat"]


@pytest.mark.parametrize("folder", ["knowledge", "knowledge/actors", "knowledge/structures"])
def test_a_linked_folder_is_told_and_never_entered(base: Path, folder: str) -> None:
    if (base / folder).exists():
        (base / folder).rename(base / "moved")
    (base / folder).symlink_to(base.parent / "outside")
    assert findings(base) == [f"{folder}:1:1  fel SSR001  filen är en länk till något annat"]


@pytest.mark.parametrize("folder", ["schemas", "templates"])
def test_what_lies_in_a_linked_folder_is_not_read(base: Path, folder: str) -> None:
    (base / folder).symlink_to(base.parent / "outside")
    with pytest.raises(UnreadableError) as caught:
        WorkingTree(base).read(f"{folder}/secret.yaml")
    assert caught.value.finding.key == "symbolic-link"


@pytest.mark.parametrize("name", ["../outside/secret.yaml", "knowledge/../../outside/secret.yaml", PASSWD])
def test_no_name_leads_out_of_the_base(base: Path, name: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        WorkingTree(base).read(name)
    assert caught.value.finding.key == "outside"


def test_a_name_that_no_file_can_have(base: Path) -> None:
    with pytest.raises(UnreadableError):
        WorkingTree(base).read("templates/a\0b")


def test_a_linked_manifest(base: Path) -> None:
    (base / "ssr.yaml").unlink()
    (base / "ssr.yaml").symlink_to(PASSWD)
    assert findings(base) == ["ssr.yaml:1:1  fel SSR001  filen är en länk till något annat"]


def test_a_manifest_that_is_a_folder(base: Path) -> None:
    (base / "ssr.yaml").unlink()
    (base / "ssr.yaml").mkdir()
    assert findings(base) == ["ssr.yaml:1:1  fel SSR001  det här är ingen vanlig fil"]


def test_a_pipe_is_not_waited_for(base: Path) -> None:
    os.mkfifo(base / LINKED)
    (base / "ssr.yaml").unlink()
    os.mkfifo(base / "ssr.yaml")
    assert findings(base) == [f"{path}:1:1  fel SSR001  det här är ingen vanlig fil" for path in ("ssr.yaml", LINKED)]


def test_a_socket(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(base / "knowledge/actors")  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("x.yaml")
        assert findings(base) == [f"{LINKED}:1:1  fel SSR001  det här är ingen vanlig fil"]


@pytest.mark.parametrize("inside", [[], ["tyreso.yaml"]])
def test_a_folder_that_is_called_as_a_file(base: Path, inside: list[str]) -> None:
    (base / LINKED).mkdir()
    for name in inside:
        (base / LINKED / name).write_text(ACTOR, encoding="utf-8")
    assert findings(base) == [f"{LINKED}:1:1  fel SSR001  det här är ingen vanlig fil"]


def test_what_may_not_be_read(base: Path) -> None:
    (base / LINKED).write_text(ACTOR, encoding="utf-8")
    (base / LINKED).chmod(0)
    if os.access(base / LINKED, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    assert findings(base) == [f"{LINKED}:1:1  fel SSR001  filen går inte att läsa: behörighet saknas"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\nb.yaml", r"a\u000ab.yaml"),
        (b"a\rb.yaml", r"a\u000db.yaml"),
        (b"\x1b[2J.yaml", r"\u001b[2J.yaml"),
        (b"::error::x.yaml", "::error::x.yaml"),
        (b"##[error]x.yaml", "## [error]x.yaml"),
        (b"\xff\xfe.yaml", r"\udcff\udcfe.yaml"),
        ("a\u202eb.yaml".encode(), r"a\u202eb.yaml"),
        ("rådet.yaml".encode(), "rådet.yaml"),
        ("ra\u030adet.yaml".encode(), "ra\u030adet.yaml"),
        (b"--help.yaml", "--help.yaml"),
        (b"{0}.yaml", "{0}.yaml"),
        (b"con.yaml", "con.yaml"),
        (b".yaml", ".yaml"),
        (b".git.yaml", ".git.yaml"),
        (b"a" * 81 + b".yaml", "a" * 81 + ".yaml"),
    ],
    ids=lambda name: repr(name)[:24] if isinstance(name, bytes) else "",
)
@pytest.mark.parametrize("format_", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_an_odd_name_is_told_as_it_can_be_shown(base: Path, name: bytes, shown: str, format_: str) -> None:
    path = os.fsencode(base / "knowledge/actors") + b"/" + name
    Path(os.fsdecode(path)).write_text(ACTOR, encoding="utf-8")

    result = ssr("validate", "--format", format_, "--lang", "sv", kb=base)

    assert result.code == 1
    assert "SSR002" in result.text
    assert result.text.isprintable() or set(result.text) - {"\n"} == {c for c in result.text if c.isprintable()}
    told = unquote(result.text) if format_ == "sarif" else result.text.replace("%3A", ":").replace("%2C", ",")
    assert shown.replace("\\", "\\\\") in told if format_ in {"json", "gitlab"} else shown in told
    assert not any(line.lstrip().startswith("::error::") for line in result.text.splitlines())


@pytest.mark.parametrize("name", [b"\xff", b"a\nb", b"Stora", b"a b", b"a.yaml.d"])
def test_an_odd_folder_is_told(base: Path, name: bytes) -> None:
    folder = Path(os.fsdecode(os.fsencode(base / "knowledge/actors") + b"/" + name))
    folder.mkdir()
    (folder / "tyreso.yaml").write_text(ACTOR, encoding="utf-8")
    [line] = findings(base)
    assert line.endswith("fel SSR002  mappens namn går inte att använda")


def test_too_many_files(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_FILES", 3)
    for number in range(2):
        (base / f"knowledge/actors/a{number}.yaml").write_text(ACTOR, encoding="utf-8")
    assert ssr("validate", kb=base).code == 0

    (base / "knowledge/actors/a3.yaml").write_text(ACTOR, encoding="utf-8")
    assert findings(base) == ["knowledge:1:1  fel SSR010  mappen innehåller fler än 3 filer"]


def test_a_file_that_is_too_large_is_not_read(base: Path) -> None:
    with (base / LINKED).open("wb") as file:
        file.truncate(10**12)  # takes no room on the disk, but all memory if it were read
    assert findings(base) == [f"{LINKED}:1:1  fel SSR010  filen är större än 512 kB"]


def test_folders_deeper_than_python_can_go(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with monkeypatch.context() as patch:
            patch.chdir(base / "knowledge")
            for _ in range(1200):
                Path("d").mkdir()
                os.chdir("d")
            Path("x.yaml").write_text(ACTOR, encoding="utf-8")
        [line] = findings(base)
    finally:
        subprocess.run(["rm", "-r", base], check=True)  # Python's own removal, which pytest uses, goes no deeper either
    assert "fel SSR003  mappen d hör inte till något slag" in line
    assert len(line) < 500


def test_broken_files_hide_no_others(base: Path) -> None:
    broken = {"a": "a: [", "b": "", "c": "- x\n", "d": "a: \x00\n", "e": "zzz: 1\n", "g": f"{ACTOR}short: 5\n"}
    write(base, {f"knowledge/actors/{name}.yaml": text for name, text in broken.items()})
    (base / "knowledge/actors/f.yaml").write_bytes(b"\xff")
    assert sorted({line.split(":")[0] for line in findings(base)}) == [
        f"knowledge/actors/{name}.yaml" for name in "abcdefg"
    ]
