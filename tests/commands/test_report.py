"""`ssr report`: what came by telephone or radio becomes a file that `ssr collect` reads as any other."""

from pathlib import Path

import pytest
from running import EXEMPELLAN, at_terminal, ssr

CALL = ("--id", "storm", "--kb", EXEMPELLAN)


def collected(folder: Path) -> str:
    result = ssr("collect", folder, "--id", "storm", kb=EXEMPELLAN)
    assert result.code == 0, result.err
    return result.text


def test_what_is_answered_at_a_terminal_is_collected(tmp_path: Path) -> None:
    """Every field but the name is asked: the second choice by its number, a wrong one again, and the time is now."""
    answers = ["Stormen Dis", "1", "", "Träd på väg.", "jätte", "2", *[""] * 12]
    code, out, talk = at_terminal("report", "Granviks kommun", *CALL, answers="\n".join(answers) + "\n", cwd=tmp_path)
    assert (code, out) == (0, ""), talk
    assert "jätte går inte att välja för Påverkan." in talk
    assert "Skrev situation-report-storm-granvik.yaml" in talk
    text = collected(tmp_path)
    assert "| Granviks kommun | Liten påverkan |" in text
    assert "Rapporterat 1 av 12" in text


def test_what_is_given_is_not_asked_and_needs_no_terminal(tmp_path: Path) -> None:
    path = tmp_path / "in/granvik.yaml"
    told = ssr("report", "granvik", *CALL[:2], "--answer", "summary=Snö = kaos: #1", "-o", path, kb=EXEMPELLAN)
    assert told.code == 0, told.err
    assert "Snö = kaos: \\#1" in collected(tmp_path / "in")


def test_an_earlier_file_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for said in ("ett", "två"):
        assert ssr("report", "granvik", *CALL[:2], "--answer", f"summary={said}", kb=EXEMPELLAN).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "situation-report-storm-granvik-2.yaml", "situation-report-storm-granvik.yaml",
    ]  # fmt: skip
    named = tmp_path / "in/granvik.yaml"
    call = ("report", "granvik", *CALL[:2], "-o", named)
    assert ssr(*call, "--answer", "summary=ett", kb=EXEMPELLAN).code == 0
    before = named.read_bytes()
    refused = ssr(*call, "--answer", "summary=två", kb=EXEMPELLAN)
    assert (refused.code, "granvik.yaml finns redan." in refused.err, named.read_bytes()) == (2, True, before)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("granvik",), "--id saknas."),
        (("granvik", "--id", "storm"), "Inget är ifyllt"),
        (("granvik", "--id", "stormm", "--answer", "summary=x"), "stormm finns inte i basen."),
        (("granvikk", "--id", "storm", "--answer", "summary=x"), "granvikk finns inte i basen."),
        (("granvik", "--id", "storm", "--answer", "effect=jätte"), "jätte går inte att välja för Påverkan."),
        (("granvik", "--id", "storm", "--answer", "reported=snart"), "snart är ingen tidpunkt"),
        (("granvik", "--id", "storm", "--answer", "verkan=liten"), "verkan"),
        (("granvik", "--id", "storm", "--document", "agenda", "--answer", "summary=x"), "vilken blankett"),
    ],
)
def test_wrong_use_writes_nothing(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = ssr("report", *arguments, kb=EXEMPELLAN)
    assert (result.code, said in result.err) == (2, True), result.err
    assert list(tmp_path.iterdir()) == []
