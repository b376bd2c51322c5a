"""Mistakes as people make them: each folder below cases/mistakes is one, laid over the base in `_shared`.

Its README was written before the tool could tell: whether the file alone shows the mistake, on which line it is, and
words that what is said about it holds, which mend it. Half of them are those of a review, half were thought out after.
"""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from running import CASES, ssr

MISTAKES = CASES / "mistakes"
SHARED = MISTAKES / "_shared"
FORMATS = ("text", "github", "json")
FACTS = re.compile(r"^(Named by|The file alone shows it|Line|Mend): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Mistake:
    """One case, as its README has it."""

    name: str
    is_shown: bool
    line: str
    mend: str


def mistake(folder: Path) -> Mistake:
    facts = dict(FACTS.findall((folder / "README.md").read_text(encoding="utf-8")))
    shown = facts["The file alone shows it"] == "yes"
    return Mistake(folder.name, shown, facts.get("Line", ""), facts.get("Mend", ""))


ALL = [mistake(path) for path in sorted(MISTAKES.iterdir()) if path != SHARED]
SHOWN = [one for one in ALL if one.is_shown]


def laid_out(name: str, folder: Path) -> Path:
    shutil.copytree(SHARED, folder)
    shutil.copytree(MISTAKES / name, folder, dirs_exist_ok=True)
    return folder


def told(folder: Path, form: str) -> str:
    return ssr("validate", "--at", "2019-06-01", "--lang", "sv", "--format", form, kb=folder).text


def faults(one: Mistake, folder: Path) -> list[str]:
    """What is wrong with what is said about a mistake; empty where nothing is."""
    found = [each for each in json.loads(told(folder, "json"))["findings"] if each["severity"] != "note"]
    if not found:
        return ["nothing is said"]
    said = f"{found[0]['path']}:{found[0]['line']}"
    wrong = [] if said == one.line else [f"at {said}"]
    wrong += [] if len(found) == 1 else [f"{len(found)} findings"]
    return wrong + [f"no mend in {form}" for form in FORMATS if not holds_mend(told(folder, form), one.mend, form)]


def holds_mend(text: str, mend: str, form: str) -> bool:
    written = json.dumps(mend, ensure_ascii=False)[1:-1] if form == "json" else mend
    return (written.replace("%", "%25") if form == "github" else written) in text


def test_there_are_enough_and_half_of_them_are_our_own() -> None:
    named = [(MISTAKES / one.name / "README.md").read_text(encoding="utf-8") for one in ALL]
    assert len(ALL) >= 200
    assert sum("Named by: own" in text for text in named) >= 100


def test_the_base_below_is_without_a_fault(tmp_path: Path) -> None:
    laid = tmp_path / "base"
    shutil.copytree(SHARED, laid)
    assert [one for one in json.loads(told(laid, "json"))["findings"] if one["severity"] != "note"] == []


@pytest.mark.parametrize("one", SHOWN, ids=lambda one: one.name)
def test_a_mistake(one: Mistake, tmp_path: Path) -> None:
    assert faults(one, laid_out(one.name, tmp_path / "base")) == []


# In a base that not everybody may read, the words of a schema are shown and those of the data are not.

WITHHELD = [
    ("field-kallor", "menade du sources?", "källor"),
    ("label-associerad-medlem", "menade du associated?", "associerad"),
    ("no-space-colon", "skriv ett blanksteg efter kolonet", "state-authority"),
    ("reference-haninge-kommun", "skriv id:t så som filen heter", "haninge"),
    ("text-for-object", "text: …", "vädertjänsten"),
    ("own-text-list-for-object", "text: …", "lagger"),
    ("own-key-sentence", "små bokstäver", "resurser"),
]


@pytest.mark.parametrize(("name", "shown", "withheld"), WITHHELD, ids=[name for name, _, _ in WITHHELD])
def test_a_word_of_the_schema_is_shown_where_a_value_may_not(
    name: str, shown: str, withheld: str, tmp_path: Path
) -> None:
    folder = laid_out(name, tmp_path / "base")
    manifest = folder / "ssr.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("audience: public", "audience: office"), "utf-8")

    said = [line.partition("::")[2].partition("::")[2] for line in told(folder, "github").splitlines()[1:]]
    assert shown in said[0]
    assert not any(withheld in line for line in said)
