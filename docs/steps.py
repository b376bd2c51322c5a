"""Pictures of each step on the pages that take somebody through something, from what the tool really gives.

`docs/pictures/make` takes them: `steps.py FOLDER` makes what is shown, and prints for each picture its name and the file that
it is of. A page of text (a screen, a message) is laid out as a page of HTML first.
"""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parent.parent
sys.path.insert(0, str(TOP / "tests"))

from repository import commit, git, repository  # noqa: E402  (the tests run the tool as people do, too)
from running import at_terminal, typed  # noqa: E402

_SHOWN = """<!doctype html><html lang="sv"><meta charset="utf-8"><title>{title}</title><style>
body {{ margin: 0; padding: 1rem; background: #1d2b36; color: #f2f2f2; }}
pre {{ font: 14px/1.35 "DejaVu Sans Mono", monospace; white-space: pre-wrap; margin: 0; }}
</style><pre>{text}</pre></html>
"""

# What a line had before it was written over, and the sign that clears it.
_OVERWRITTEN = re.compile("\r[^\r\n]*(?=\r)|\r\x1b\\[K")


class Step(NamedTuple):
    """A picture: what is typed after `ssr`, in the folder of all steps, and the file that it shows; without one, the screen, from the line that
    begins with `since`.

    Before it, `git` does some things, and somebody writes in files (`edits`: in which, what stood there, and what instead).
    `answers` are given at a terminal. `code` is the exit code. `size` is that of the window, where what is shown is a page of HTML or text.
    """

    picture: str
    command: str
    shows: str = ""
    answers: str | None = None
    size: str = "760,700"
    since: str = ""
    code: int = 0
    git: tuple[str, ...] = ()
    edits: tuple[tuple[str, str, str], ...] = ()


_KB = "--kb examples/exempellan"
_AT = "2026-11-22T11:00"
_FORM = "--structure aktiverad-konferens --start 2026-11-22T14:30/15:00"
# The night, as natten.md has it: all of it in the fictitious county.
NIGHT = (
    Step("night-binder", f"render binder {_KB} --at 2026-11-22 -o build/parm", "build/parm/index.html"),
    Step("night-call-page", "", "build/parm/kalla.html", size="390,1000"),
    Step("night-asked", f"activate {_KB} -o build/fragad", answers="0\nGas, hamnen\nimorgon 9-9.30\naktiverad-konferens\nse mejl, Rakel\nTiB\n", size="760,620"),
    Step("night-message", f"activate storm {_KB} {_FORM} --at 2026-11-22 --place \"se mejl\" --contact TiB -o build/natten",
         "build/natten/1-kallelse-sms.txt", size="760,90"),
    Step("night-summons", "", "build/natten/1-kallelse.pdf"),
    Step("night-changed", f"activate {_KB} --update build/natten --start 16:00-16:30 --place \"Sal 2\"",
         "build/natten/andring-2/1-kallelse-sms.txt", size="760,300"),
    Step("night-report", f"render situation-report storm --actor granvik {_KB} --format html --at 2026-11-22 -o build/rapport.html",
         "build/rapport.html"),
    Step("night-told", f"collect examples/exempellan-inkomna {_KB} --id storm --event \"Stormen Dis\" --at {_AT} -o build/bild.pdf",
         size="760,130", code=1),
    Step("night-picture", "", "build/bild.pdf"),
    Step("night-agreed", f"render agreed-direction {_KB} {_FORM} --directive storm --at 2026-11-22 -o build/inriktning.pdf",
         "build/inriktning.pdf"),
    Step("week-list", f"collect minutes {_KB} --id samordningsgruppen-2027-01-07 -o build/overenskommet.yaml",
         "build/overenskommet.yaml", size="760,480"),
    Step("week-agenda", f"render agenda --structure samordningsgrupp --start 2027-02-04T09:00 {_KB} --agreed build/overenskommet.yaml"
         " -o build/dagordning.pdf", "build/dagordning.pdf"),
    Step("week-status", f"status --agreed build/overenskommet.yaml --at 2027-01-21 {_KB}", size="760,330", since="Överenskommet"),
    Step("week-observations", f"collect observations {_KB} --at 2024-10-20T12:00 -o build/iakttagelser.pdf --drafts build/utkast",
         "build/iakttagelser.pdf"),
    Step("week-drafts", "", "build/utkast/knowledge/events/ovning-lykta-2024.yaml", size="760,260"),
)  # fmt: skip
# The referral, as remiss.md has it: what an actor gets, what the office sees, and what the actor gets back.
REFERRAL = (
    Step("referral-form", f"render referral power-cut --actor granvik {_KB} --format html --at 2026-11-22 -o build/remiss.html",
         "build/remiss.html"),
    Step("referral-collected", f"collect remissvar {_KB} --at 2027-02-10T12:00 -o build/remissvar.html", "build/remissvar.html",
         size="760,1500"),
    Step("referral-returned", f"collect remissvar {_KB} --at 2027-02-10T12:00 --replies svarat.yaml --each actor --format pdf -o build/till-aktorerna",
         "build/till-aktorerna/referral-table-power-cut-granvik.pdf"),
)  # fmt: skip
# What comes back in these steps.
_REFERRED = "form: {document: referral, about: power-cut, made: 2026-11-22, lang: sv,"
_CAME = {
    "minutes/motet.yaml": 'form: {document: minutes, about: samordningsgruppen-2027-01-07, made: 2027-01-07, lang: sv}\nanswers: {what.1: "Se över kontaktlistan", who.1: "Granvik och Norrhamns kommun", when.1: "29 jan", what.2: "Skicka underlaget", who.2: "granvik", when.2: "fredag"}\n',
    "observations/granvik.yaml": 'form: {document: observations, about: ovning-lykta-2024, actor: granvik, lang: sv}\nanswers: {reached.reservvag: "partly", observation.reservvag: "Radion hördes inte i källaren.", lesson.1: "Pröva radion varje månad.", area.1: "Samband", reported: "2024-10-10T09:00"}\n',
    "observations/norrhamn.yaml": 'form: {document: observations, about: ovning-lykta-2024, actor: norrhamn, lang: sv}\nanswers: {reached.reservvag: "yes", reached.avlosning: "no", observation.avlosning: "Överlämningen tog en timme.", lesson.1: "Lämna över efter en checklista.", reported: "2024-10-11T09:00"}\n',
    "remissvar/granvik.yaml": f'{_REFERRED} actor: granvik}}\nanswers: {{opinion: support-changed, words: "Bra i stort. Tiden är knapp.", answered: "2027-01-20T09:00", decided_by: board, decider: "Kommunstyrelsen", decided: 2027-01-18, answer_on.measures.bransle: support-changed, words_on.measures.bransle: "Sju dygn räcker inte för vattenverket."}}\n',
    "remissvar/norrhamn.yaml": f'{_REFERRED} actor: norrhamn}}\nanswers: {{opinion: no-objection, answered: "2027-01-15T13:00"}}\n',
    "remissvar/kustbussen.yaml": f'{_REFERRED} actor: kustbussen}}\nanswers: {{opinion: oppose, words: "Vi har ingen reservkraft att dela.", answered: "2027-02-01T08:00"}}\n',
    "svarat.yaml": 'form: {document: referral-table, about: power-cut, made: 2027-02-10, lang: sv}\nanswers: {reply.whole.granvik: "Tack. Se punkten.", reply.measures.bransle.granvik: "Vattenverken får en egen åtgärd.", change.measures.bransle.granvik: "Ny åtgärd: bränsle till vattenverken."}\n',
}  # fmt: skip


# A county that founds a base of its own, as egen-bas.md has it, in an empty folder.
_OWN = "--kb vart-lan"
COUNTY = (
    Step("county-founded", "init vart-lan --name \"Samverkan i länet\" --language sv --time-zone Europe/Stockholm --period 2027-2030 --source ssr",
         size="760,380"),
    Step("county-checked", f"validate --strict {_OWN}", size="760,90"),
    Step("county-entry", f"new actor \"Sjöviks kommun\" {_OWN} --set sort=municipality", "vart-lan/knowledge/actors/sjoviks-kommun.yaml",
         size="760,700"),
    Step("county-filled", f"validate {_OWN}", size="760,120", edits=(
        ("vart-lan/knowledge/directives/2027-2030/var-forsta-inriktning.yaml", "name: Vår första inriktning\n",
         "name: Snöoväder i länet\ntrigger:\n  text: Vid orange varning för snöfall.\n  unknown: Utkast, inte överenskommet.\n"),)),
    Step("county-brief", f"render directive var-forsta-inriktning --edition 2027-2030 {_OWN} -o build/inriktning.pdf",
         "build/inriktning.pdf"),
)  # fmt: skip
# A first change from the file to what is merged, as forsta-andringen.md has it, in the fictitious county with git.
_MEETING = "knowledge/meetings/samordningsgruppen-2027-01-07.yaml"
CHANGE = (
    Step("change-fault", "validate", code=1, size="760,200", git=("switch --quiet --create nytt-rum",),
         edits=((_MEETING, "place: Länshuset, sal Udden", "plats: Rådhuset, sal Hamnen"),)),
    Step("change-mended", "validate", size="760,90", edits=((_MEETING, "plats: ", "sequence: 1\nupdated: 2026-11-30\nplace: "),)),
    Step("change-told", "diff main...", size="760,200"),
    Step("change-review", "review main... -o build/granskning.html", "build/granskning.html", size="760,900"),
    Step("change-merged", "log samordningsgruppen-2027-01-07", size="760,420",
         git=("commit --quiet --all --message Byter-rum", "switch --quiet main", "merge --quiet --no-edit nytt-rum")),
)  # fmt: skip


def prepare(folder: Path) -> None:
    """What the steps of the night and of the referral begin with."""
    shutil.copytree(TOP / "examples", folder / "examples")
    for name, text in _CAME.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def prepare_change(folder: Path) -> None:
    """What a first change begins with: the base as somebody has fetched it."""
    shutil.copytree(TOP / "examples/exempellan", folder, dirs_exist_ok=True)
    commit(repository(folder))


def take(steps: tuple[Step, ...], folder: Path) -> Iterator[tuple[Step, Path]]:
    """Do the steps one after the other, and give for each the file that its picture is of."""
    here = Path.cwd()
    try:
        os.chdir(folder)
        for step in steps:
            for line in step.git:
                git(folder, *shlex.split(line))
            for name, before, after in step.edits:
                text = (folder / name).read_text(encoding="utf-8")
                (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
            screen = _screen(step) if step.command else ""
            path = folder / step.shows if step.shows else _page(folder, step, screen)
            if path.suffix in {".txt", ".yaml"}:
                path = _page(folder, step, path.read_text(encoding="utf-8"))
            yield step, path
    finally:
        os.chdir(here)


def _screen(step: Step) -> str:
    """What stands on the screen: what was typed, and what the tool says."""
    words = shlex.split(step.command)
    if step.answers is not None:
        code, out, shown = at_terminal(*words, answers=step.answers, cwd=Path.cwd())
        shown = _talk(shown, step.answers)
    else:
        result = typed(*words)
        code, out, shown = result.code, result.text, result.err
    if code != step.code:
        raise RuntimeError(f"{step.command}: {code}\n{out}{shown}")
    said = f"{out}{shown}".replace("\r\n", "\n")
    return f"$ ssr {step.command}\n{said[said.index(step.since) :]}"


def _talk(shown: str, answers: str) -> str:
    """What stood on a terminal, each answer where it was asked for, and of a line that was written over the last of it."""
    text = shown.replace("\r\n", "\n").removeprefix(answers)
    text = _OVERWRITTEN.sub("", text)
    first, *asked = text.split("> ")
    given = [*answers.splitlines(), *[""] * len(asked)]
    return first + "".join(f"> {answer}\n{after}" for answer, after in zip(given, asked, strict=False))


def _page(folder: Path, step: Step, text: str) -> Path:
    path = folder / f"{step.picture}.html"
    path.write_text(_SHOWN.format(title=step.picture, text=escape(text)), encoding="utf-8")
    return path


WALKS = ((NIGHT, prepare), (REFERRAL, prepare), (COUNTY, Path.mkdir), (CHANGE, prepare_change))

if __name__ == "__main__":
    for number, (walk, begin) in enumerate(WALKS):
        place = Path(sys.argv[1]) / str(number)
        begin(place)
        for one, shown in take(walk, place):
            print(one.picture, shown, *one.size.split(","))  # noqa: T201
