"""`ssr validate --fix` makes the mends that are certain, and every other byte stays; a second run changes nothing."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rules.test_mistakes import ALL, MISTAKES, SHARED, Mistake, laid_out
from running import MANIFEST, ssr, write

from ssr.authoring.mending import mend
from ssr.base.snapshot import WorkingTree

DAY = "2019-06-01"
ACTOR = "knowledge/actors/kustbolaget.yaml"
# What people write for what stands in the file, and that is mended whatever else stands there.
SLIPS = [
    ("  - as: associated", "  - as: Associerad medlem"),
    ("sort: company", "sort: bolag"),
    ("website:", "webbplats:"),
    ("area:", "AREA:"),
    ("    from: 2016-01-01", "    from: 1 januari 2016"),
    ("sources: [underlag, kartan]", "källor: [underlag, Kartan över länet]"),
]


def fix(base: Path, *more: str) -> str:
    """What is said, as the command is run; what it writes is in the files."""
    return ssr("validate", "--fix", *more, "--at", DAY, "--lang", "sv", kb=base).err


def shared(folder: Path) -> Path:
    return Path(shutil.copytree(SHARED, folder))


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_of_a_mistake_only_its_own_line_changes_and_only_once(one: Mistake, tmp_path: Path) -> None:
    base = laid_out(one.name, tmp_path / "base")
    case = next((MISTAKES / one.name).rglob("*.yaml"))
    path = base / case.relative_to(MISTAKES / one.name)
    before = path.read_bytes()

    fix(base)
    after = path.read_bytes()
    _, _, number = one.line.rpartition(":")
    if after != before:
        old, new = before.split(b"\n"), after.split(b"\n")
        at = int(number) - 1
        assert old[:at] == new[:at]
        assert old[at + 1 :] == new[at + len(new) - len(old) + 1 :]
        assert ssr("validate", "--at", DAY, "--format", "json", kb=base).text.count('"SSR0') == 0
    others = {file: file.read_bytes() for file in base.rglob("*.yaml")}

    fix(base)
    assert {file: file.read_bytes() for file in base.rglob("*.yaml")} == others


def test_most_of_them_are_mended(tmp_path: Path) -> None:
    """Those that are certain are many, and give the file that was meant."""
    mended = 0
    for one in ALL:
        if one.name.startswith(("own-no-space", "field-", "pasted", "own-label", "own-reference-k")):
            base = laid_out(one.name, tmp_path / one.name)
            fix(base)
            path = next((MISTAKES / one.name).rglob("*.yaml")).relative_to(MISTAKES / one.name)
            mended += (base / path).read_bytes() == (SHARED / path).read_bytes()
    assert mended > 25


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slips=st.sets(st.sampled_from(SLIPS), min_size=1),
    newline=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
    comments=st.lists(st.sampled_from(["# en", "  # två", "#", ""]), max_size=3),
)
def test_every_other_byte_stays(
    slips: set[tuple[str, str]],
    newline: str,
    bom: bool,
    comments: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    base = shared(tmp_path_factory.mktemp("mend") / "base")
    path = base / ACTOR
    right = "\n".join([*comments, path.read_text(encoding="utf-8")]).replace("area:", "area: ", 1)
    wrong = right
    for meant, written in slips:
        wrong = wrong.replace(meant, written, 1)
    mark = b"\xef\xbb\xbf" if bom else b""
    path.write_bytes(mark + wrong.replace("\n", newline).encode())

    (file,) = mend(WorkingTree(base), day=DAY, is_asked=lambda _: True)
    assert file.path == ACTOR
    assert file.after == mark + right.replace("\n", newline).encode()
    path.write_bytes(file.after)
    assert mend(WorkingTree(base), day=DAY, is_asked=lambda _: True) == ()


def test_several_lines_are_mended_together_or_not_at_all(tmp_path: Path) -> None:
    """A line is certain only if the whole file fits in the end."""
    base = shared(tmp_path / "base")
    path = base / ACTOR
    right = path.read_text(encoding="utf-8")
    wrong = right.replace("sort: company", "sort:bolag").replace("  - as: associated", "  – as: associated")
    wrong = wrong.replace("area: Kusten", "area:Kusten").replace("[underlag, kartan]", "[underlag, kartan")
    path.write_text(wrong, encoding="utf-8")
    fix(base)
    assert path.read_text(encoding="utf-8") == right

    path.write_text(wrong.replace("website", "hemsida"), encoding="utf-8")
    fix(base)
    assert path.read_text(encoding="utf-8") == wrong.replace("website", "hemsida")


def test_what_is_shown_is_what_is_written_and_nothing_is_written(tmp_path: Path) -> None:
    base = laid_out("field-kallor", tmp_path / "base")
    before = (base / ACTOR).read_bytes()
    for flags in (("--fix", "--diff"), ("--diff",)):
        shown = ssr("validate", *flags, "--at", DAY, "--lang", "sv", kb=base)
        assert "-källor: [underlag, kartan]\n+sources: [underlag, kartan]\n" in shown.text
        assert f"--- {ACTOR}\n" in shown.text
        assert shown.code == 0
        assert "Inget är skrivet" in shown.err
    assert (base / ACTOR).read_bytes() == before

    assert f"Rättade {ACTOR}" in fix(base)
    assert (base / ACTOR).read_bytes() == (SHARED / ACTOR).read_bytes()
    assert "Inget kan rättas med säkerhet." in fix(base)


def test_only_what_is_asked_for(tmp_path: Path) -> None:
    base = laid_out("field-kallor", tmp_path / "base")
    before = (base / ACTOR).read_bytes()
    fix(base, "knowledge/actors/haninge.yaml")
    assert (base / ACTOR).read_bytes() == before


def test_the_manifest_is_mended_and_a_base_laid_over_is_not(tmp_path: Path) -> None:
    base = shared(tmp_path / "base")
    manifest = (base / "ssr.yaml").read_bytes()
    (base / "ssr.yaml").write_bytes(manifest.replace(b"audience: public", b"audience: \xc3\xb6ppen"))
    own = "names:\n  - name: Vår\nsort: bolag\nparticipation:\n  - as: member\nsources: [underlag]\n"
    over = write(tmp_path / "over", {"ssr.yaml": MANIFEST, "knowledge/actors/egen.yaml": own})

    fix(base, "--overlay", str(over))
    assert (over / "knowledge/actors/egen.yaml").read_text(encoding="utf-8") == own


def test_what_two_entries_are_called_is_left(tmp_path: Path) -> None:
    base = shared(tmp_path / "base")
    copy = (base / ACTOR).read_text(encoding="utf-8")
    (base / "knowledge/actors/andra.yaml").write_text(copy, encoding="utf-8")
    group = base / "knowledge/structures/kommuner.yaml"
    group.write_text(group.read_text(encoding="utf-8").replace("haninge", "Kustbolaget AB"), encoding="utf-8")
    before = group.read_bytes()
    fix(base)
    assert group.read_bytes() == before


def test_a_name_that_would_make_the_same_entry_stand_twice_is_left(tmp_path: Path) -> None:
    base = shared(tmp_path / "base")
    path = base / ACTOR
    path.write_text(
        path.read_text(encoding="utf-8").replace("[underlag, kartan]", "[underlag, Underlaget]"), encoding="utf-8"
    )
    before = path.read_bytes()
    fix(base)
    assert path.read_bytes() == before
