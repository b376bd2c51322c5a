"""What has ended is named by nobody on a day after its end: not on paper, not in what is offered; and it is told."""

from pathlib import Path

import pytest
from running import MANIFEST, rendered, ssr, write

ACTOR = "names:\n  - name: {}\nsort: company\nparticipation:\n  - as: member\n"
BASE = {
    "ssr.yaml": MANIFEST,
    "knowledge/actors/aa.yaml": ACTOR.format("Aktör Aa"),
    "knowledge/actors/bb.yaml": ACTOR.format("Aktör Bb") + "until: 2020-06-30\n",
    "knowledge/structures/forumet.yaml": "name: Forumet\nsort: forum\nmembers:\n  - party: aa\n  - party: bb\n",
    "knowledge/structures/slutat.yaml": "name: Det som slutat\nsort: forum\nuntil: 2020-06-30\n",
    "knowledge/routines/larm.yaml": "name: Larm\nsteps:\n  - id: ring\n    text: Ring.\n    who: [bb, aa]\n",
}
MEETING = "name: Möte\nsort: meeting\nform: summons\ndate: {}\nstructures: [slutat, forumet]\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base", BASE)


def test_a_step_names_only_who_is_left(base: Path) -> None:
    before, after = (rendered("routine", "larm", "--at", day, kb=base).decode() for day in ("2020-06-30", "2020-07-01"))
    assert "Aktör Bb" in before
    assert "Aktör Aa" in after
    assert "Aktör Bb" not in after


def test_a_meeting_is_seen_on_its_own_day(base: Path) -> None:
    """Whoever reads it later still sees who was called; one that comes after the end calls nobody that is no more."""
    write(base, {f"knowledge/meetings/{day}-m.yaml": MEETING.format(day) for day in ("2020-03-02", "2021-03-02")})
    old, new = (rendered("invite", f"{day}-m", kb=base).decode() for day in ("2020-03-02", "2021-03-02"))
    assert "Det som slutat" in old
    assert "Aktör Bb" in old
    assert "Det som slutat" not in new
    assert "Aktör Bb" not in new
    found = ssr("validate", "--at", "2020-07-01", kb=base).text
    assert [line for line in found.splitlines() if "2020-03-02-m" in line and "SSR327" in line] == []
    assert "2021-03-02-m.yaml:5:14  att kontrollera SSR327" in found


def test_it_is_not_summoned_on_the_spot(base: Path) -> None:
    arguments = ("render", "invite", "--structure", "slutat", "--start", "2021-03-02T10:00")
    assert ssr(*arguments, "--at", "2020-06-01", kb=base).code == 0
    result = ssr(*arguments, "--at", "2021-03-01", kb=base)
    assert (result.code, result.out) == (2, b"")
    assert "Det som slutat (slutat) har upphört och går inte att använda 2021-03-01." in result.err


def test_status_lists_it(base: Path) -> None:
    assert "som har upphört" not in ssr("status", "--at", "2020-06-30", kb=base).text
    told = ssr("status", "--at", "2020-07-01", kb=base).text
    assert "2 hänvisningar till något som har upphört" in told
    assert "Larm (larm) leder till Aktör Bb (bb), som har upphört" in told


def test_many_of_one_cause_are_one(base: Path) -> None:
    steps = "".join(f"  - id: s{number}\n    text: Ring.\n    who: [bb]\n" for number in range(11))
    write(base, {"knowledge/routines/larm.yaml": f"name: Larm\nsteps:\n{steps}"})
    found = ssr("validate", "--at", "2020-07-01", kb=base).text
    assert found.count("SSR327") == 1
    assert "bb har upphört; 12 hänvisningar leder dit, den här är den första" in found
