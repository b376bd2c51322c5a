"""How fast `ssr` is, as ratios measured in one run: `make bench`, or `benchmarks/run.py ROUNDS` where others work too.

Prints figures; time alone never fails it.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from zipfile import ZipFile

import large_base

ROUNDS = 9
MOST_MEMORY = 300  # MB
CHANGED = 20  # one file of so many differs between the two commits
SSR = str(Path(sys.executable).with_name("ssr"))
PASS = (sys.executable, "-c", "pass")
COUNTY = large_base.ROOT / "examples/exempellan"
READ = """\
import sys, yaml
from pathlib import Path
for path in Path(sys.argv[1]).rglob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
REPORT = """\
form:
  document: "situation-report"
  about: "snow-ice"
  period: "2019-2022"
  actor: "{actor}"
  lang: "sv"
answers:
  event: "Snöfallet"
  effect: "betydande"
  summary: "Bussarna står och vägarna är igensnöade."
  needs: "Fler plogbilar."
  reported: "2022-11-21T07:00"
"""
POINTS = 40
PROPOSAL = """\
name: "Långt strömavbrott"
reach: regional
status: referral
version: "0.1"
illustrative: true
referral:
  last_day: 2022-12-20
  to: [alla-aktorer]
measures:
"""
MEASURE = """\
  - id: punkt-{number}
    phase: {phase}
    rank: {rank}
    text: "Gör det som står på rad {number} innan strömmen går."
    responsible: [kommuner]
"""
ANSWER = """\
form:
  document: "referral"
  about: "langt-stromavbrott"
  period: "2019-2022"
  made: "2022-11-22"
  actor: "{actor}"
  lang: "sv"
answers:
  opinion: "support-changed"
  answered: "2022-12-01T09:00"
"""
POINT = """\
  answer_on.measures.punkt-{number}: "support-changed"
  words_on.measures.punkt-{number}: "Vi vill att rad {number} gäller först när två kommuner saknar ström."
"""
NUMBERS = range(1, POINTS + 1)
BINDERS = """\
import subprocess, sys
program, out, *bases = sys.argv[1:]
for number, kb in enumerate(bases):
    subprocess.run((program, "render", "binder", "-o", f"{out}/binder-{number}", "--kb", kb), check=True)
"""
MESSAGE = """\
import subprocess, sys, tempfile, time
from pathlib import Path
with tempfile.TemporaryDirectory() as folder:
    activate = subprocess.Popen((*sys.argv[1:], "-o", f"{folder}/night"))
    while not any(Path(folder, "night").glob("*-sms.txt")) and activate.poll() is None:
        time.sleep(0.001)
    came = any(Path(folder, "night").glob("*-sms.txt"))
    activate.terminate()
    activate.wait()
sys.exit(not came)
"""
ENTRY = "name: Färjerådet\nsort: forum\nillustrative: true\n"


@dataclass(frozen=True)
class Measure:
    """A command, the one it is compared with, and how many times that one's time it may take."""

    name: str
    command: Sequence[str]
    reference_name: str
    reference: Sequence[str]
    goal: float


def measures(many: Path, one: Path, returned: Path) -> tuple[Measure, ...]:
    """What is measured, on a base of many entries, one of one entry, that of this repository, and reports that came back.

    That of many entries is a repository with two commits.
    """
    read = (sys.executable, "-c", READ, str(many))
    render = (SSR, "render", "--kb", str(large_base.ROOT))
    brief = (*render, "directive", "snow-ice")
    collect = (SSR, "collect", str(returned), "--kb", str(large_base.ROOT), "--at", "2022-11-21T08:00")
    invite = (*render, "invite", "2018-11-14-wis-utbildning", "--format", "ics")
    out = many.parent
    referral = (SSR, "collect", str(out / "answers"), "--kb", str(out / "referred"), "--at", "2022-12-21T12:00")
    alarm = ("snow-ice", "--start", "14:30", "--structure", "aktiverad-konferens")
    summon = (SSR, "activate", *alarm, "--kb", str(large_base.ROOT))
    activate = (*summon, "-o", str(out / "activated"))
    message = (sys.executable, "-c", MESSAGE, *summon)
    binders = (
        sys.executable,
        "-c",
        BINDERS,
        SSR,
        str(out),
        str(large_base.ROOT),
        str(COUNTY),
    )
    review = (SSR, "review", str(out / "before"), "--kb", str(COUNTY))
    return (
        Measure(
            f"ssr validate, {large_base.SIZE} entries",
            (SSR, "validate", "--kb", str(many)),
            "PyYAML C loader",
            read,
            2.5,
        ),
        Measure(
            "ssr diff of two revisions of it",
            (SSR, "diff", "HEAD~1", "HEAD", "--kb", str(many)),
            "ssr validate",
            (SSR, "validate", "--kb", str(many)),
            3,
        ),
        Measure(
            "ssr validate --baseline HEAD~1",
            (SSR, "validate", "--baseline", "HEAD~1", "--kb", str(many)),
            "ssr validate",
            (SSR, "validate", "--kb", str(many)),
            2,
        ),
        Measure("ssr --version", (SSR, "--version"), "python -c pass", PASS, 2),
        Measure("ssr show <Tab>, every id with its name", _asked("show", ""), "python -c pass", PASS, 3),
        Measure("ssr render directive <Tab>", _asked("render", "directive", ""), "python -c pass", PASS, 3),
        Measure("ssr validate, 1 entry", (SSR, "validate", "--kb", str(one)), "python -c pass", PASS, 12),
        Measure("ssr render directive snow-ice", brief, "python -c pass", PASS, 20),
        Measure("the same, --format html", (*brief, "--format", "html"), "python -c pass", PASS, 22),
        Measure("the same, --format docx", (*brief, "--format", "docx"), "python -c pass", PASS, 35),
        Measure("the same, --format pdf", (*brief, "--format", "pdf"), "python -c pass", PASS, 35),
        Measure("ssr render invite, --format ics", invite, "python -c pass", PASS, 30),
        Measure("ssr activate snow-ice, its text message on disk", message, "python -c pass", PASS, 40),
        Measure("ssr activate snow-ice, all its files", activate, "python -c pass", PASS, 150),
        Measure("ssr render binder, both bases", binders, "python -c pass", PASS, 300),
        Measure("ssr collect, 37 reports", collect, "python -c pass", PASS, 100),
        Measure(f"ssr collect, a referral of 37 actors and {POINTS} points", referral, "python -c pass", PASS, 100),
        Measure("ssr review of one changed entry", review, "ssr validate", (SSR, "validate", "--kb", str(COUNTY)), 4),
        Measure("the same, --pages", (*review, "--pages", str(out / "pages")), "ssr review", review, 2),
    )


def _asked(*words: str) -> Sequence[str]:
    """What a shell runs when Tab is pressed behind these words, in this repository's base."""
    asked = ("_SSR_COMPLETE=bash", "_SSR_WORDS=" + "\x1f".join(("ssr", *words)), f"SSR_KB={large_base.ROOT}")
    return ("env", *asked, SSR)


def make_bases(folder: Path, size: int = large_base.SIZE) -> tuple[Path, Path]:
    """The base of many entries and that of one; beside them the fictitious county as it was before a change of one entry."""
    many, one = folder / "many", folder / "one"
    # In a process of its own: a child of this one would count the memory that this one has used.
    subprocess.run((sys.executable, large_base.__file__, str(many), str(size)), check=True)
    _record(many)
    before = Path(shutil.copytree(COUNTY, folder / "before"))
    changed = before / "knowledge/routines/aktivering.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("name: ", "name: Vår ", 1), encoding="utf-8")
    (one / "knowledge" / "structures").mkdir(parents=True)
    (one / "knowledge" / "structures" / "farjeradet.yaml").write_text(ENTRY, encoding="utf-8")
    (one / "ssr.yaml").write_text(large_base.MANIFEST.format(municipalities=0), encoding="utf-8")
    return many, one


_AGREED = {"directives", "goal-images"}


def _record(folder: Path) -> None:
    """Make a base a repository with two commits, of which the newer one changes some texts of the older."""
    # What was agreed for a period may not be changed afterwards.
    files = sorted(file for file in folder.rglob("*.yaml") if not _AGREED & {*file.relative_to(folder).parts})
    texts = {file: file.read_text(encoding="utf-8") for file in files[::CHANGED]}
    for file, text in texts.items():
        lines = (line if "name: " in line else line.replace(" och ", " samt ") for line in text.split("\n"))
        file.write_text("\n".join(lines), encoding="utf-8")
    _git(folder, "init", "--quiet")
    _commit(folder)
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    _commit(folder)
    _git(folder, "gc", "--quiet")  # as a clone has it


def _commit(folder: Path) -> None:
    _git(folder, "add", "--all")
    _git(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--message", "x")


def _git(folder: Path, *arguments: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    alone = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(("git", "-C", str(folder), *arguments), check=True, env={**kept, **alone})


def make_reports(folder: Path) -> Path:
    """A report from each member: every other in Word, the others as the page of the form saves them."""
    forms, returned = folder / "forms", folder / "returned"
    returned.mkdir()
    render = (SSR, "render", "situation-report", "snow-ice", "--each", "actor", "--kb", str(large_base.ROOT))
    subprocess.run((*render, "--format", "docx", "-o", str(forms)), check=True, stderr=subprocess.DEVNULL)
    actors = {form.stem.removeprefix("situation-report-snow-ice-"): form for form in forms.iterdir()}
    for number, actor in enumerate(sorted(actors.keys() & _members())):
        if number % 2:
            _fill_in(actors[actor], returned / actors[actor].name)
        else:
            (returned / f"{actor}.yaml").write_text(REPORT.format(actor=actor), encoding="utf-8")
    return returned


def _members() -> set[str]:
    """Whoever the list of this repository's base counts as members: each has a file of its own."""
    files = (large_base.ROOT / "knowledge/actors").glob("*.yaml")
    return {file.stem for file in files if "as: member" in file.read_text(encoding="utf-8")}


def make_answers(folder: Path) -> None:
    """A base with a proposal of many points, and an answer to each of them from each member."""
    base = folder / "referred"
    shutil.copytree(large_base.ROOT / "knowledge", base / "knowledge")
    shutil.copy(large_base.ROOT / "ssr.yaml", base)
    half = POINTS // 2
    places = [(number, ("preparatory", "handling")[number > half], (number - 1) % half + 1) for number in NUMBERS]
    measures = "".join(MEASURE.format(number=number, phase=phase, rank=rank) for number, phase, rank in places)
    proposal = base / "knowledge/directives/2019-2022/langt-stromavbrott.yaml"
    proposal.write_text(PROPOSAL + measures, encoding="utf-8")
    answers = folder / "answers"
    answers.mkdir()
    points = "".join(POINT.format(number=number) for number in NUMBERS)
    for actor in _members():
        (answers / f"{actor}.yaml").write_text(ANSWER.format(actor=actor) + points, encoding="utf-8")


def _fill_in(form: Path, to: Path) -> None:
    """The form with the same words in every field that is a text."""
    with ZipFile(form) as source, ZipFile(to, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:showingPlcHdr/>", b"").replace(
                    "Skriv här".encode(), b"Allt ligger nere."
                )
            target.writestr(name, content)


def spent(command: Sequence[str]) -> tuple[float, float]:
    """The seconds that a whole process took and the most memory it held, in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def all_documents(folder: Path) -> tuple[int, float]:
    """How many documents the base of this repository has in all formats, and the seconds that each takes in one run."""
    seconds, _ = spent((SSR, "render", "--all", "-o", str(folder), "--kb", str(large_base.ROOT)))
    number = sum(path.is_file() for path in folder.rglob("*"))
    return number, seconds / number


def main(count: int = ROUNDS) -> None:
    """Measure and print. Every round runs every command once, so that a busy moment hits what is compared alike."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = measures(*make_bases(Path(folder)), make_reports(Path(folder)))
        make_answers(Path(folder))
        commands = {command for measure in wanted for command in (measure.command, measure.reference)}
        rounds = [{command: spent(command) for command in sorted(commands)} for _ in range(count)]
        number, each = all_documents(Path(folder) / "all")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; median of {count}\n")
    print("| what | ms | against | ms | times | goal | |\n| --- | --: | --- | --: | --: | --: | --- |")
    for measure in wanted:
        own, other = ([one[command][0] * 1000 for one in rounds] for command in (measure.command, measure.reference))
        ratio = median(mine / theirs for mine, theirs in zip(own, other, strict=True))
        print(
            f"| {measure.name} | {median(own):.0f} | {measure.reference_name} | {median(other):.0f} "
            f"| {ratio:.2f} | {measure.goal:g} | {_verdict(ratio, measure.goal)} |"
        )
    print(f"| ssr render --all, each of {number} documents | {each * 1000:.0f} | | | | | |")
    memory = median(one[wanted[0].command][1] for one in rounds)
    print(f"| memory of the first, MB | | | | {memory:.0f} | {MOST_MEMORY} | {_verdict(memory, MOST_MEMORY)} |")


def _verdict(figure: float, goal: float) -> str:
    return "met" if figure <= goal else f"missed by {figure / goal - 1:.0%}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
