"""What a reader has to know before relying on something is printed beside it, whatever it stands by; a note is not."""

from pathlib import Path

import pytest
from running import MANIFEST, rendered, write

SAID = "caveat: Stämmer bara delvis., note: Fråga arkivet."
ACTOR = "names: [{{name: Vik}}]\nsort: municipality\nparticipation: [{{as: member{}}}]\nsources: [boken]\n{}"
FORUM = "name: Forumet\nsort: forum\nsources: [boken]\n{}"
EVENT = "name: Stormen\nsort: disturbance\nsources: [boken]\n{}"
DIRECTIVE = "name: Snö\nreach: regional\nstatus: agreed\nsources: [boken]\nagreement: {{date: 2019-02-01, sources: [boken]{}}}\n{}"
PERIOD = "name: Målbild\nfrom: 2019-01-01\nuntil: 2022-12-31\nsources: [boken]\n{}"
PLACES = [
    ("actor vik", "actors/vik", ACTOR.format(f", {SAID}", "")),
    ("actor vik", "actors/vik", ACTOR.format("", f"rescue_service: {{form: own, {SAID}}}\n")),
    ("actor vik", "actors/vik", ACTOR.format(f", signed: {{share: Hälften., {SAID}}}", "")),
    ("structure forumet", "structures/forumet", FORUM.format(f"chair: {{function: Vakten, {SAID}}}\n")),
    ("structure forumet", "structures/forumet", FORUM.format(f"members: [{{party: vik, {SAID}}}]\n")),
    (
        "structure forumet",
        "structures/forumet",
        FORUM.format(f"mandate: [{{id: a, text: Beslutar., sources: [boken], {SAID}}}]\n"),
    ),
    (
        "role-card forumet",
        "structures/forumet",
        FORUM.format(f"tasks: [{{id: a, at: alarm, text: Ring., sources: [boken], {SAID}}}]\n"),
    ),
    (
        "event stormen",
        "events/stormen",
        EVENT.format(f"dates: [{{id: a, date: 2019-01-02, sources: [boken], {SAID}}}]\n"),
    ),
    (
        "concept ordet",
        "concepts/ordet",
        f"name: Ordet\nsort: term\nsources: [boken]\nquestions: [{{id: a, question: Vad?, text: Det., sources: [boken], {SAID}}}]\n",
    ),
    ("directive snow", "directives/2019-2022/snow", DIRECTIVE.format(f", {SAID}", "")),
    (
        "directive snow",
        "directives/2019-2022/snow",
        DIRECTIVE.format("", f"scope: {{area: Norr, sources: [boken], {SAID}}}\n"),
    ),
    (
        "adoptions 2019-2022",
        "goal-images/2019-2022",
        PERIOD.format(f"adoptions: [{{actor: vik, state: adopted, sources: [boken], {SAID}}}]\n"),
    ),
    (
        "plan 2019-2022",
        "goal-images/2019-2022",
        PERIOD.format(f"ambition: {{text: Allt., sources: [boken], {SAID}}}\n"),
    ),
    (
        "self-rating 2019-2022",
        "capabilities/larm",
        "name: Larm\nsources: [boken]\ncaveat: Stämmer bara delvis.\nnote: Fråga arkivet.\n",
    ),
]
FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/papers/boken.yaml": "name: Boken\nsort: report\n",
    "knowledge/goal-images/2019-2022.yaml": PERIOD.format(""),
    "knowledge/actors/vik.yaml": ACTOR.format("", ""),
}


@pytest.mark.parametrize(("document", "path", "text"), PLACES)
def test_it_stands_beside_what_it_is_about(tmp_path: Path, document: str, path: str, text: str) -> None:
    base = write(tmp_path / "base", {**FILES, f"knowledge/{path}.yaml": text})
    page = rendered(*document.split(), kb=base).decode()
    assert page.count("Förbehåll: Stämmer bara delvis.") == 1
    assert "arkivet" not in page
