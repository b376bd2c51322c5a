"""The pages of `ssr edit`: forms of any kind, findings where they belong, files changed byte for byte, nothing for others."""

import json
import random
import re
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest
from running import CASES, EXEMPELLAN, MANIFEST, ROOT, write
from visitor import HOST, OURS, TOKEN, Visitor

from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.snapshot import WorkingTree
from ssr.finding import Finding
from ssr.report.sentences import Sentences
from ssr.rules.check import check
from ssr.text.catalogue import catalogue
from ssr.web.choices import Choices
from ssr.web.entry_fields import EntryFields, id_of

FERRY = "knowledge/ferries/sodra-linjen.yaml"
FILE = """\
# Linjen i söder.
name: 'Södra linjen'  # i folkmun
operator: rederiet
boats:
  # Den första.
  - hull: "1"
  - hull: "2"
soundings:
  - buoy: norra
    wording: Är sikten god?
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(CASES / "ferry", tmp_path / "base"))
    return write(root, {FERRY: FILE})


@pytest.fixture
def visitor(base: Path) -> Visitor:
    return Visitor(base)


def control(page: str, route: list[str | int]) -> str:
    """The control of a field, as HTML."""
    found = re.search(rf'<(input|select|textarea) id="{id_of(tuple(route))}"[^>]*>(.*?</\1>)?', page, re.DOTALL)
    assert found, route
    return found[0]


# What is shown.


def test_a_kind_that_nobody_knows_is_a_form_with_its_words_and_choices(visitor: Visitor) -> None:
    page = visitor.page("entry/sodra-linjen")
    assert "<h1>Färja: Södra linjen</h1>" in page
    assert ">Namn<span" in page
    assert "Linjens namn." in page
    assert 'value="Södra linjen"' in control(page, ["name"])
    assert 'value="Rederiet (rederiet)"' in control(page, ["operator"])
    named = re.search(r'list="([^"]+)"', control(page, ["operator"]))
    assert named is not None
    offered = re.search(rf'<datalist id="{named[1]}">.*?</datalist>', page)
    assert offered is not None
    assert '<option value="Rederiet (rederiet)">' in offered[0]
    assert '<option value="ebb">vid ebb</option>' in control(page, ["soundings", 0, "tide"])
    assert control(page, ["soundings", 0, "wording"]).startswith("<textarea")
    assert "Båtar 1: 1" in page
    assert "Flytta ned" in page
    listed = visitor.page("?query=sodra")
    assert f'href="/{TOKEN}/entry/sodra-linjen">Södra linjen (sodra-linjen)' in listed
    assert "norra-linjen" not in listed


def test_what_the_base_says_is_text_and_never_html(base: Path) -> None:
    evil = "</textarea><script>alert(1)</script>"
    write(base, {FERRY: FILE.replace("Är sikten god?", json.dumps(evil)).replace("'Södra linjen'", json.dumps(evil))})
    visitor = Visitor(base)
    for way in ("entry/sodra-linjen", "text/sodra-linjen", ""):
        page = visitor.page(way)
        assert "<script>" not in page
        assert escape(evil) in page


@pytest.mark.parametrize("root", [ROOT, EXEMPELLAN], ids=["ssr", "exempellan"])
def test_every_value_of_the_bases_stands_in_the_form(root: Path) -> None:
    """In its own control, or as it is with a word that the text view changes it: nothing is lost."""
    base, _ = load(WorkingTree(root))
    for entry in base.entries[::9]:
        choices = Choices(base, base, "2026-11-22", "sv")
        fields = EntryFields(base, entry, catalogue("sv"), 2, choices)
        page = fields.form()
        places = set(re.findall(r' id="(f[^"]*)"', page))
        for route, value, _ in base.kind(entry).root.walk(entry.data):
            if isinstance(value, (str, int)):
                assert id_of(route) in places, (entry.path, route)
                assert fields.field(route) is not None, (entry.path, route)


def test_the_document_beside_it_shows_what_is_not_saved_yet(visitor: Visitor) -> None:
    page = visitor.page("entry/sodra-linjen")
    frame = re.search(r'<iframe [^>]*sandbox src="([^"]*)"', page)
    assert frame
    visitor.put("sodra-linjen", ["name"], "Sydlinjen")
    shown = visitor.ask("GET", frame[1], host=HOST)
    assert "Sydlinjen" in shown.body.decode()
    assert "sandbox" in shown.policy
    assert "script" not in shown.policy


# What is changed.


def test_only_the_value_is_another_in_the_file_that_is_saved(visitor: Visitor, base: Path) -> None:
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Syd: linjen")
    assert (base / FERRY).read_text(encoding="utf-8") == FILE
    answer = visitor.do("save/sodra-linjen")
    assert answer["state"] == f"Sparat i {FERRY}."
    assert (base / FERRY).read_text(encoding="utf-8") == FILE.replace("Södra linjen", "Syd: linjen")


def test_letters_typed_one_after_the_other_are_one_step_and_lose_no_comment(visitor: Visitor, base: Path) -> None:
    visitor.page("entry/sodra-linjen")
    for text in ("", "S", "Sy", "Syd"):
        visitor.put("sodra-linjen", ["name"], text)
    visitor.do("save/sodra-linjen")
    assert (base / FERRY).read_text(encoding="utf-8") == FILE.replace("Södra linjen", "Syd")
    visitor.do("undo/sodra-linjen")
    visitor.do("save/sodra-linjen")
    assert (base / FERRY).read_text(encoding="utf-8") == FILE


def test_items_are_added_moved_and_removed(visitor: Visitor, base: Path) -> None:
    visitor.page("entry/sodra-linjen")
    place = "change/sodra-linjen"
    answer = visitor.do(place, op="add", route=["boats"])
    assert answer["focus"] == "f-boats-2-hull"
    assert 'id="f-boats-2-hull"' in answer["fields"]
    visitor.put("sodra-linjen", ["boats", 2, "hull"], "3")
    answer = visitor.do(place, op="up", route=["boats", 2])
    assert answer["focus"] == "f-boats-1-up"
    visitor.do(place, op="remove", route=["boats", 2])
    visitor.do("save/sodra-linjen")
    assert (base / FERRY).read_text(encoding="utf-8") == FILE.replace('hull: "2"', 'hull: "3"')


def test_a_reference_is_found_by_the_name_that_people_use(visitor: Visitor, base: Path) -> None:
    visitor.page("entry/sodra-linjen")
    for typed in ("Rederiet (rederiet)", "rederiet", "Rederiet"):
        answer = visitor.put("sodra-linjen", ["operator"], typed)
        assert answer["faults"] == {}, typed
    answer = visitor.put("sodra-linjen", ["operator"], "Rederit")
    assert "f-operator" in answer["faults"]
    assert "rederiet" in answer["faults"]["f-operator"]


def test_the_text_view_changes_what_the_form_cannot(visitor: Visitor, base: Path) -> None:
    write(base, {FERRY: FILE + "operater: fel\n"})
    page = visitor.page("entry/sodra-linjen")
    assert "ändras i textvyn" in page
    assert "fel" in page
    visitor.page("text/sodra-linjen")
    visitor.do("write/sodra-linjen", text=FILE + "# slut\n")
    assert (base / FERRY).read_text(encoding="utf-8") == FILE + "# slut\n"


def test_a_file_that_cannot_be_read_opens_as_text(visitor: Visitor, base: Path) -> None:
    write(base, {FERRY: "name: [\n"})
    page = visitor.page("entry/sodra-linjen")
    assert '<textarea id="text"' in page
    assert 'class="faults"><li' in page


# Who else writes.


def test_a_file_that_changed_underneath_is_never_overwritten(visitor: Visitor, base: Path) -> None:
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Min")
    other = FILE.replace("Södra linjen", "Den andres")
    write(base, {FERRY: other})
    for _ in range(2):
        answer = visitor.do("save/sodra-linjen")
        assert (base / FERRY).read_text(encoding="utf-8") == other
    answer = visitor.put("sodra-linjen", ["name"], "Min egen")
    assert "Den andres" in answer["conflict"]
    assert "Min" in answer["conflict"]
    answer = visitor.do("reload/sodra-linjen")
    assert answer["conflict"] == ""
    assert "Den andres" in answer["fields"]
    visitor.put("sodra-linjen", ["name"], "Vår")
    visitor.do("save/sodra-linjen")
    assert "Vår" in (base / FERRY).read_text(encoding="utf-8")


def test_a_file_that_is_gone_or_a_link_is_not_written(visitor: Visitor, base: Path, tmp_path: Path) -> None:
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Min")
    outside = tmp_path / "utanfor.yaml"
    outside.write_text(FILE, encoding="utf-8")
    (base / FERRY).unlink()
    visitor.do("save/sodra-linjen")
    assert not (base / FERRY).exists()
    (base / FERRY).symlink_to(outside)
    visitor.do("save/sodra-linjen")
    assert outside.read_text(encoding="utf-8") == FILE
    assert (base / FERRY).is_symlink()


def test_a_form_in_another_window_does_not_change_what_it_has_not_seen(visitor: Visitor) -> None:
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "En")
    visitor.version = 0
    answer = visitor.put("sodra-linjen", ["boats", 0, "hull"], "9")
    assert "annat fönster" in answer["state"]
    assert "En" in answer["fields"]
    assert "9" not in answer["fields"]


# Whose requests.


def refused(**headers: str) -> dict[str, str]:
    return {**OURS, **{name.replace("_", "-"): value for name, value in headers.items()}}


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {"host": HOST}),
        ("GET", "/fel/", {"host": HOST}),
        ("GET", f"/{TOKEN}x/", {"host": HOST}),
        ("GET", f"/{TOKEN}/", {}),
        ("GET", f"/{TOKEN}/", {"host": "ond.example"}),
        ("GET", f"/{TOKEN}/", {"host": "localhost:4711"}),
        ("GET", f"/{TOKEN}/", {"host": HOST, "origin": "http://ond.example"}),
        ("GET", f"/{TOKEN}/", {"host": HOST, "sec-fetch-site": "cross-site"}),
        ("POST", f"/{TOKEN}/save/sodra-linjen", refused(origin="http://ond.example")),
        ("POST", f"/{TOKEN}/save/sodra-linjen", refused(origin="null")),
        ("POST", f"/{TOKEN}/save/sodra-linjen", {key: OURS[key] for key in OURS if key != "origin"}),
        ("POST", f"/{TOKEN}/save/sodra-linjen", {key: OURS[key] for key in OURS if key != "x-ssr-token"}),
        ("POST", f"/{TOKEN}/save/sodra-linjen", refused(**{"x-ssr-token": "fel"})),
        ("POST", f"/{TOKEN}/save/sodra-linjen", refused(host="ond.example")),
        ("POST", f"/{TOKEN}/save/sodra-linjen", refused(content_type="text/plain")),
        ("POST", f"/{TOKEN}/save/sodra-linjen", refused(sec_fetch_site="same-site")),
        ("POST", "/fel/save/sodra-linjen", OURS),
        ("PUT", f"/{TOKEN}/save/sodra-linjen", OURS),
        ("OPTIONS", f"/{TOKEN}/save/sodra-linjen", OURS),
    ],
)
def test_what_no_page_of_ours_asked_is_refused(
    visitor: Visitor, base: Path, method: str, path: str, headers: dict[str, str]
) -> None:
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Min")
    body = json.dumps({"version": visitor.version}).encode()
    response = visitor.ask(method, path, body, **headers)
    assert response.status == 403
    assert len(response.body) < 10
    assert (base / FERRY).read_text(encoding="utf-8") == FILE
    assert not any(name.lower().startswith("access-control") for name in response.all_headers)


def test_every_answer_says_what_a_page_may_do(visitor: Visitor) -> None:
    for way in ("", "entry/sodra-linjen", "text/sodra-linjen", "propose", "edit.js", "edit.css", "nothing"):
        headers = visitor.get(way).all_headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in headers


def test_a_page_loads_and_runs_only_what_is_ours(visitor: Visitor) -> None:
    for way in ("", "entry/sodra-linjen", "text/sodra-linjen", "propose"):
        page = visitor.page(way)
        sources = re.findall(r'(?:src|href|action)="([^"]*)"', page)
        assert sources
        assert all(one.startswith((f"/{TOKEN}/", "data:,")) for one in sources)
        assert not re.search(r"<script>|<style|\son\w+=|\sstyle=", page)


@pytest.mark.parametrize("name", ["save", "undo", "change", "write", "reload", "commit", "push"])
def test_nothing_is_written_by_getting_it(visitor: Visitor, base: Path, name: str) -> None:
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Min")
    assert visitor.get(f"{name}/sodra-linjen").status == 404
    assert (base / FERRY).read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    "place",
    [
        "..",
        "../ssr",
        "knowledge/ferries/sodra-linjen.yaml",
        "/etc/passwd",
        "sodra-linjen.yaml",
        "ssr.yaml",
        "",
        "a" * 3000,
    ],
)
def test_only_ids_name_entries(visitor: Visitor, place: str) -> None:
    for name in ("entry", "text", "preview"):
        assert visitor.get(f"{name}/{place}").status == 404
    assert visitor.post(f"save/{place}").status in {200, 404}
    assert visitor.session.opened == {}


@pytest.mark.parametrize(
    "message",
    [
        {"op": "set", "route": ["okant"], "value": "x"},
        {"op": "set", "route": [], "value": "x"},
        {"op": "set", "route": "name", "value": "x"},
        {"op": "set", "route": ["boats", 99, "hull"], "value": "x"},
        {"op": "set", "route": ["boats", -1, "hull"], "value": "x"},
        {"op": "set", "route": ["boats", True, "hull"], "value": "x"},
        {"op": "set", "route": ["name", "x"] * 40, "value": "x"},
        {"op": "set", "route": ["name"], "value": "\x00"},
        {"op": "set", "route": ["name"], "value": "\ud800"},
        {"op": "set", "route": ["name"], "value": {"a": 1}, "version": None},
        {"op": "remove", "route": ["boats", 7]},
        {"op": "up", "route": ["boats", 7]},
        {"op": "format", "route": ["boats"]},
        {},
    ],
)
def test_what_no_form_sends_changes_nothing(visitor: Visitor, message: dict[str, Any]) -> None:
    visitor.page("entry/sodra-linjen")
    response = visitor.post("change/sodra-linjen", **message)
    assert response.status in {200, 403}
    assert visitor.session.unsaved == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"version": 1e999}'])
def test_what_is_no_message_is_refused(visitor: Visitor, body: bytes) -> None:
    visitor.page("entry/sodra-linjen")
    assert visitor.ask("POST", f"/{TOKEN}/change/sodra-linjen", body, **OURS).status in {200, 403}
    assert visitor.session.unsaved == []


# Who may read.

_ACTOR = "names: [{{name: {name}, from: 2019-01-01}}]\nsort: company\nparticipation: []\n"
CLOSED = {
    "ssr.yaml": MANIFEST,
    "knowledge/actors/alfa.yaml": _ACTOR.format(name="Alfa")
    + """\
contacts:
  - {id: jour, function: hemlig-jour, channel: phone, value: "08-465 004 10"}
note: Om alfa.
""",
    "knowledge/actors/hemlig-beta.yaml": _ACTOR.format(name="hemlig-beta") + "audience: office\n",
    "knowledge/structures/rad.yaml": "name: Rådet\nsort: forum\nmembers:\n  - {party: hemlig-beta}\n  - {party: alfa}\n",
}


def test_what_is_above_the_audience_is_nowhere(tmp_path: Path) -> None:
    """Neither on a page nor in an answer nor in a message; and nothing there can be changed."""
    visitor = Visitor(write(tmp_path, CLOSED), audience="public")
    before = {path: (tmp_path / path).read_bytes() for path in CLOSED}
    seen = [visitor.page(""), visitor.page("propose")]
    for place in ("alfa", "rad"):
        seen += [visitor.page(f"entry/{place}"), visitor.get(f"text/{place}").body.decode()]
        seen.append(json.dumps(visitor.put(place, ["note"], "Annat."), ensure_ascii=False))
        seen.append(visitor.get(f"preview/{place}?document=actor").body.decode())
        for route in (["contacts"], ["contacts", 0, "role"], ["members", 0, "party"], ["members", 1, "party"]):
            for op in ("set", "remove", "add", "up", "down"):
                seen.append(json.dumps(visitor.do(f"change/{place}", op=op, route=route, value="x")))
    write(tmp_path, {"knowledge/actors/alfa.yaml": before["knowledge/actors/alfa.yaml"].decode() + "# ny\n"})
    seen.append(json.dumps(visitor.do("save/alfa"), ensure_ascii=False))
    assert "ändrad av någon annan" in seen[-1]
    assert [text for text in seen if "hemlig" in text] == []
    hidden, unknown = visitor.get("entry/hemlig-beta"), visitor.get("entry/finns-inte")
    assert (hidden.status, hidden.body) == (unknown.status, unknown.body) == (404, b"404\n")
    office = Visitor(tmp_path)
    assert "hemlig-jour" in office.page("entry/alfa")
    assert "hemlig-beta" in office.page("entry/rad")


# The same as a check from the beginning.


def test_the_findings_are_always_those_of_a_cold_check(tmp_path: Path) -> None:
    """After any changes, saved or not, of any entry, in a form or from outside."""
    root = Path(shutil.copytree(CASES / "ferry", tmp_path / "base"))
    visitor, dice = Visitor(root), random.Random(11)  # noqa: S311
    places = [entry.id for entry in visitor.session.checked()[0].entries]
    words = ["rederiet", "", "2026-02-30", "x: y", "Södra linjen", "ebb", "0114", "finns-inte", "true"]
    for _ in range(60):
        place = dice.choice(places)
        visitor.page(f"entry/{place}")
        base, _ = visitor.session.checked()
        entry = next(one for one in base.entries if one.id == place)
        routes = [route for route, _, _ in base.kind(entry).root.walk(entry.data) if route]
        routes += [(name,) for name in base.kind(entry).root.properties]
        op = dice.choice(["set", "set", "set", "remove", "up", "down", "add"])
        visitor.do(f"change/{place}", op=op, route=list(dice.choice(routes)), value=dice.choice(words))
        if dice.random() < 0.3:
            visitor.do(f"{dice.choice(['save', 'undo'])}/{place}")
        assert written_and_checked(visitor, tmp_path / "cold") == sentences(*visitor.session.checked())


def sentences(base: KnowledgeBase, findings: Sequence[Finding]) -> list[tuple[Any, ...]]:
    """All that is said of findings."""
    words = Sentences(catalogue("sv"), base.kinds)
    return [(*finding[:4], words.message(finding), words.hint(finding), words.related(finding)) for finding in findings]


def written_and_checked(visitor: Visitor, cold: Path) -> list[tuple[Any, ...]]:
    """What a check finds in the same files, written out."""
    shutil.rmtree(cold, ignore_errors=True)
    shutil.copytree(visitor.root, cold)
    for path, opened in visitor.session.opened.items():
        (cold / path).write_bytes(opened.now)
    return sentences(*check(WorkingTree(cold), visitor.day))


def test_rights_of_a_file_stay_as_they_are(visitor: Visitor, base: Path) -> None:
    (base / FERRY).chmod(0o640)
    visitor.page("entry/sodra-linjen")
    visitor.put("sodra-linjen", ["name"], "Min")
    visitor.do("save/sodra-linjen")
    assert (base / FERRY).stat().st_mode & 0o777 == 0o640
