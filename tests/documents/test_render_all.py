"""`ssr render --all`: every document in every format, and what cannot be made stops no other."""

from pathlib import Path

from running import EXEMPELLAN, MANIFEST, ssr, write

from ssr.formats.adapters import FORMATS

FORUM = "name: Gruppen\nsort: forum\n"
MEETING = "name: Mötet\nsort: conference\ndate: 2022-11-21\nstructures: [{}]\n"


def test_all_of_a_base(tmp_path: Path) -> None:
    result = ssr("render", "--all", "-o", tmp_path / "ut", "--at", "2026-11-22", kb=EXEMPELLAN)
    assert result.code == 0, result.err
    made = [path.relative_to(tmp_path / "ut").as_posix() for path in (tmp_path / "ut").rglob("*") if path.is_file()]
    assert result.err.splitlines()[-1] == f"Skrev {len(made)} dokument i {tmp_path}/ut"
    assert {name.rpartition(".")[2] for name in made} == {name.rpartition(".")[2] for name in FORMATS}
    assert "directive/storm.pdf" in made
    alone = ssr("render", "directive", "storm", "--at", "2026-11-22", "--format", "html", kb=EXEMPELLAN).out
    assert (tmp_path / "ut/directive/storm.html").read_bytes() == alone


def test_an_unsound_entry_stops_no_other(tmp_path: Path) -> None:
    files = {
        "structures/gruppen": FORUM,
        "meetings/ratt": MEETING.format("gruppen"),
        "meetings/fel": MEETING.format("["),
    }
    files |= {"meetings/halvt": MEETING.format("gruppen") + "start: 25:00\n"}
    base = write(tmp_path / "base", {"ssr.yaml": MANIFEST, **{f"knowledge/{k}.yaml": v for k, v in files.items()}})
    result = ssr("render", "--all", "-o", tmp_path / "ut", kb=base)
    assert (tmp_path / "ut/invite/ratt.html").exists()
    assert not (tmp_path / "ut/invite/halvt.html").exists()
    assert "fel på annat håll" in result.err


def test_it_needs_a_folder(tmp_path: Path) -> None:
    result = ssr("render", "--all", kb=EXEMPELLAN)
    assert (result.code, result.err.splitlines()[0]) == (2, "-o saknas.")
    (tmp_path / "fil").write_text("här")
    assert ssr("render", "--all", "-o", tmp_path / "fil", kb=EXEMPELLAN).code == 3
    assert (tmp_path / "fil").read_text() == "här"
