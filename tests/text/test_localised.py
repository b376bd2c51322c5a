"""A text in one language or in several, wherever a base may write one: read in a language that it lacks, it is still read."""

import re
from pathlib import Path
from shutil import copytree

import pytest
from running import EXEMPELLAN, ROOT, ssr, write

from ssr.text.localised import Localised


def test_what_is_picked() -> None:
    both = {"en": "Storm", "sv": "Oväder"}
    assert Localised.pick(both, "en") == ("Storm", "en")
    assert Localised.pick(both, "sv") == ("Oväder", "sv")
    assert Localised.pick({"sv": "Oväder"}, "en") == ("Oväder", "sv")
    assert Localised.pick("Oväder", "en") == ("Oväder", None)


def test_a_folder_of_documents_in_one_language_only(tmp_path: Path) -> None:
    """A base's own binder whose texts are in Swedish alone, asked for in English."""
    text = (ROOT / "templates/binder/document.yaml").read_text(encoding="utf-8")
    titles = re.sub(r"(title: \{sv: [^,}]+), en: [^}]+\}", r"\1}", text)
    assert titles != text
    titles = re.sub(r"(first:\n  sv: [^\n]+\n)  en: [^\n]+\n", r"\1", titles)
    assert "Open {html}" not in titles
    base = Path(copytree(ROOT / "knowledge", tmp_path / "base/knowledge")).parent
    write(base, {"ssr.yaml": (ROOT / "ssr.yaml").read_text(encoding="utf-8"), "templates/binder/document.yaml": titles})
    result = ssr("render", "binder", "--lang", "en", "--marking", "test", "-o", tmp_path / "out", kb=base)
    assert result.code == 0, result.err
    assert "Vem är vem" in (tmp_path / "out" / "TEST-index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", ["public", "members", "office"])
@pytest.mark.parametrize("format_", ["md", "html", "txt"])
def test_why_something_is_unknown_in_other_words_in_two_languages(audience: str, format_: str, tmp_path: Path) -> None:
    """What the reviewer met as a bug of ours: a translated reason for a blank, reworded."""
    before, after = (Path(copytree(EXEMPELLAN, tmp_path / name)) for name in ("before", "after"))
    changed = 0
    for path in sorted((after / "knowledge").rglob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for number, line in enumerate(lines):
            if line.strip() == "unknown:" and lines[number + 1].strip().startswith("sv: "):
                lines[number + 1] = lines[number + 1].replace("sv: ", "sv: Ny ordalydelse, ", 1)
                changed += 1
        path.write_text("".join(lines), encoding="utf-8")
    assert changed
    result = ssr("diff", before, after, "--audience", audience, "--format", format_, kb=after)
    assert (result.code, result.err) == (0, "")
