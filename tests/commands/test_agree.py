"""`ssr agree` and `ssr adopt`: what was agreed is recorded, byte for byte else; what the base contradicts is not."""

import json
import shutil
from pathlib import Path

import pytest
from running import CASES, MANIFEST, Result, at_terminal, ssr, write

FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/goal-images/2019-2099.yaml": (
        "name: Målbild\nfrom: 2019-01-01\nuntil: 2099-12-31\nunknown: Allt.\n"
        "adoptions:\n  # De som har svarat.\n  - actor: vik\n    state: proposed\n    date: 2019-02-01\n"
        "    body: Nämnden  # enligt dagordningen\n    sources: [protokoll]\n"
    ),
    "knowledge/directives/2019-2099/sno.yaml": (
        "# Snö, som den ska vara.\nname: Snö   # kort\nreach: regional\nstatus: referral  # till maj\n"
        'version: "0.9"\nagreement:\n  forum: radet   # föreslaget\n  unknown: Inte än.\nunknown: Resten.\n'
    ),
    "knowledge/directives/2019-2099/is.yaml": "name: Is\r\nreach: regional\r\nstatus: draft\r\nunknown: Resten.\r\n",
    "knowledge/structures/radet.yaml": "name: Rådet\nsort: forum\nfrom: 2019-03-01\nunknown: Resten.\n",
    "knowledge/structures/gamla-radet.yaml": "name: Gamla rådet\nsort: forum\nuntil: 2019-02-28\nunknown: Resten.\n",
    "knowledge/actors/vik.yaml": "names:\n  - name: Viks kommun\nsort: municipality\nunknown: Resten.\n",
    "knowledge/actors/bolaget.yaml": "names:\n  - name: Bolaget\nsort: company\nunknown: Resten.\n",
    "knowledge/papers/protokoll.yaml": "name: Protokollet\nsort: minutes\nunknown: Resten.\n",
    "knowledge/decisions/sno-antogs.yaml": (
        "name: Snö antogs\nforum: radet\ndate: 2019-05-09\nreference: R 1\noutcome: {text: Antogs.}\nsources: [protokoll]\n"
    ),
}
SNOW, ICE = "knowledge/directives/2019-2099/sno.yaml", "knowledge/directives/2019-2099/is.yaml"
GOAL = "knowledge/goal-images/2019-2099.yaml"
HOW = ("--how", "fastställd i forum")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    result = write(tmp_path / "base", FILES)
    assert ssr("validate", kb=result).code == 0
    return result


def text(base: Path, path: str) -> str:
    return (base / path).read_bytes().decode()


def agree(base: Path, *arguments: str) -> Result:
    return ssr("agree", *arguments, kb=base)


def test_what_was_agreed_is_recorded_and_the_rest_is_as_it_was(base: Path) -> None:
    done = agree(
        base, "sno", *HOW, "--date", "9 maj 2019", "--forum", "Rådet", "--reference", "R 2019/4", "--version", "1.0",
        "--from", "2019-06-01", "--not-joined", "bolaget", "--minutes", "Protokollet",
    )  # fmt: skip
    assert (done.code, done.text) == (0, f"{SNOW}\n")
    assert text(base, SNOW) == (
        "# Snö, som den ska vara.\nname: Snö   # kort\nreach: regional\nstatus: agreed  # till maj\n"
        'version: "1.0"\nfrom: 2019-06-01\nagreement:\n  forum: radet   # föreslaget\n  date: 2019-05-09\n'
        "  reference: R 2019/4\n  manner: in-forum\n  not_joined: [bolaget]\n  sources: [protokoll]\nunknown: Resten.\n"
    )
    assert ssr("validate", kb=base).code == 0
    paper = ssr("render", "directive", "sno", "--at", "2019-06-01", kb=base).text
    assert (
        "Version 1.0, överenskommen 9 maj 2019 i Rådet (R 2019/4), fastställd i forum. Anslöt sig inte: Bolaget."
        in paper
    )
    assert "UTKAST" not in paper


def test_a_file_that_has_no_agreement_gets_one_and_keeps_its_ends_of_lines(base: Path) -> None:
    assert agree(base, "is", "--how", "signed", "--date", "2019-05-09").code == 0
    assert text(base, ICE) == (
        "name: Is\r\nreach: regional\r\nstatus: agreed\r\nagreement:\r\n  date: 2019-05-09\r\n  manner: signed\r\n"
        "unknown: Resten.\r\n"
    )


def test_a_decision_says_the_day_and_the_forum(base: Path) -> None:
    assert agree(base, "is", *HOW, "--decision", "sno-antogs").code == 0
    assert "agreement:\r\n  decision: sno-antogs\r\n  manner: in-forum\r\n" in text(base, ICE)
    assert "9 maj 2019 i Rådet (R 1)" in ssr("render", "directive", "is", "--at", "2019-06-01", kb=base).text


def test_another_agreement_takes_the_place_of_the_former_whole(base: Path) -> None:
    assert agree(base, "is", *HOW, "--decision", "sno-antogs", "--not-joined", "vik", "--version", "1.0").code == 0
    again = ("is", "--how", "undertecknad", "--date", "2020-01-09", "--version")
    low = agree(base, *again, "1.0")
    assert (low.code, low.err.splitlines()[0]) == (2, "Versionen 1.0 är inte högre än 1.0, som is har.")
    assert agree(base, *again, "1.10").code == 0
    assert 'version: "1.10"\r\nagreement:\r\n  date: 2020-01-09\r\n  manner: signed\r\nunknown' in text(base, ICE)
    assert agree(base, *again, "1.9").code == 2
    older = agree(base, "is", *HOW, "--date", "2019-12-31", "--version", "1.11")
    assert older.err.startswith("is är redan överenskommen eller antagen den 2020-01-09, efter 2019-12-31.")


def test_the_same_once_more_changes_nothing(base: Path) -> None:
    assert agree(base, "is", "--how", "signed", "--date", "2019-05-09").code == 0
    before = text(base, ICE)
    again = agree(base, "is", "--how", "signed", "--date", "2019-05-09")
    assert (again.code, again.text, again.err) == (0, "", "Det står redan så i is.\n")
    assert text(base, ICE) == before


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("sno", *HOW), 2, "--date saknas."),
        (("sno", "--date", "2019-05-09"), 2, "--how saknas."),
        (("sno", *HOW, "--date", "2999-01-01"), 2, "2999-01-01 har inte varit än."),
        (("sno", *HOW, "--date", "förr"), 2, "förr är inget datum."),
        (("sno", *HOW, "--forum", "gamla-radet", "--date", "2019-05-09"), 2, "gamla-radet fanns inte den 2019-05-09."),
        (("sno", *HOW, "--forum", "radet", "--date", "2019-02-09"), 2, "radet fanns inte den 2019-02-09."),
        (("sno", *HOW, "--date", "2019-05-09", "--not-joined", "nya"), 2, "nya finns inte i basen."),
        (("sno", *HOW, "--date", "2019-05-09", "--minutes", "nytt"), 2, "nytt finns inte i basen."),
        (("sno", "--how", "handslag", "--date", "2019-05-09"), 2, "handslag går inte att skriva i"),
        (("sno", *HOW, "--date", "2019-05-09", "--version", "0.8"), 2, "Versionen 0.8 är inte högre än 0.9"),
        (("radet", *HOW, "--date", "2019-05-09"), 2, "radet är struktur, och för det slaget finns ingen plats"),
        (("ingen", *HOW, "--date", "2019-05-09"), 2, "ingen finns inte i basen."),
        (("sno", *HOW, "--date", "2019-05-09", "--from", "2019-05-01"), 1, "fel SSR322"),
        (("sno", *HOW, "--date", "2019-05-09", "--not-joined", "radet"), 1, "fel SSR202"),
        (("sno", *HOW, "--date", "2019-05-10", "--decision", "sno-antogs"), 1, "fel SSR330"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    arguments: tuple[str, ...], code: int, sentence: str, base: Path
) -> None:
    done = agree(base, *arguments)
    assert (done.code, done.text) == (code, "")
    assert sentence in done.err
    assert text(base, SNOW) == FILES[SNOW]


@pytest.mark.parametrize(("day", "code"), [("2019-05-08", 1), ("2019-05-09", 0), ("2019-05-10", 0)])
def test_nothing_is_agreed_before_the_last_day_of_the_referral(day: str, code: int, base: Path) -> None:
    referred = FILES[SNOW].replace("agreement:", "referral:\n  last_day: 2019-05-09\n  to: [vik]\nagreement:")
    (base / SNOW).write_text(referred, encoding="utf-8")
    done = agree(base, "sno", *HOW, "--date", day)
    assert done.code == code, done.err
    assert ("fel SSR331" in done.err and f"se även {SNOW}:7:13" in done.err) == bool(code)
    assert (text(base, SNOW) == referred) == bool(code)


@pytest.mark.parametrize(("day", "code"), [("2019-05-08", 1), ("2019-05-09", 0)])
def test_nobody_adopts_what_is_not_approved_yet(day: str, code: int, base: Path) -> None:
    approved = FILES[GOAL].replace("adoptions:", "approved: {decision: sno-antogs, sources: [protokoll]}\nadoptions:")
    (base / GOAL).write_text(approved, encoding="utf-8")
    done = ssr("adopt", "2019-2099", "vik", "--date", day, kb=base)
    assert done.code == code, done.err
    assert ("fel SSR331" in done.err) == bool(code)


def test_a_finding_shows_the_line_as_it_would_be(base: Path) -> None:
    told = agree(base, "sno", *HOW, "--date", "2019-05-09", "--not-joined", "radet").err
    assert "not_joined: [radet]" in told
    assert told.endswith("Rätta det som nämns ovan, i kommandot eller i filen.\n")


def test_what_was_wrong_elsewhere_before_is_no_hindrance(base: Path) -> None:
    (base / ICE).write_text("name: Is\nreach: regionl\n", encoding="utf-8")
    assert agree(base, "sno", *HOW, "--date", "2019-05-09").code == 0
    assert agree(base, "is", *HOW, "--date", "2019-05-09").code == 1


def test_it_is_shown_and_not_written(base: Path) -> None:
    shown = agree(base, "sno", *HOW, "--date", "2019-05-09", "--dry-run")
    assert (shown.code, text(base, SNOW)) == (0, FILES[SNOW])
    assert "-status: referral  # till maj\n+status: agreed  # till maj\n" in shown.text


@pytest.mark.parametrize(("answers", "is_written"), [("kanske\nja\n", True), ("nej\n", False)])
def test_at_a_terminal_it_is_shown_and_asked_about_first(answers: str, is_written: bool, base: Path) -> None:
    call = ("agree", "sno", *HOW, "--date", "2019-05-09", "--kb", base)
    code, out, talk = at_terminal(*call, answers=answers)
    assert (code, out) == (0, f"{SNOW}\n" if is_written else "")
    assert "+status: agreed" in talk
    assert ("status: agreed" in text(base, SNOW)) is is_written
    assert "Ska det skrivas?" not in at_terminal(*call, "--dry-run")[2]
    assert "Ska det skrivas?" not in at_terminal(*call, "--version", "1.0", "--yes")[2]


def test_of_several_editions_the_draft_is_agreed(tmp_path: Path) -> None:
    base = write(tmp_path / "base", {**FILES, "knowledge/goal-images/2015-2018.yaml": (
        "name: Förra målbilden\nfrom: 2015-01-01\nuntil: 2018-12-31\nunknown: Allt.\n"
    ), "knowledge/directives/2015-2018/sno.yaml": (
        "name: Snö\nreach: regional\nstatus: agreed\nagreement: {date: 2015-02-02}\nunknown: Resten.\n"
    )})  # fmt: skip
    assert agree(base, "snö", *HOW, "--date", "2019-05-09").text == f"{SNOW}\n"
    refused = agree(base, "snö", *HOW, "--date", "2019-05-09", "--edition", "2015-2018")
    assert (refused.code, "fel SSR806" in refused.err) == (1, True)


def test_an_actor_that_adopts_gets_a_line_of_its_own(base: Path) -> None:
    done = ssr(
        "adopt",
        "2019-2099",
        "Bolaget",
        "--date",
        "2019-05-09",
        "--body",
        "Styrelsen",
        "--minutes",
        "protokoll",
        kb=base,
    )
    assert (done.code, done.text) == (0, f"{GOAL}\n")
    assert text(base, GOAL) == FILES[GOAL] + (
        "  - actor: bolaget\n    state: adopted\n    date: 2019-05-09\n    body: Styrelsen\n    sources: [protokoll]\n"
    )


def test_a_proposal_becomes_an_adoption_where_it_stands(base: Path) -> None:
    assert ssr("adopt", "2019-2099", "vik", "--date", "2019-05-09", "--reference", "V 4", kb=base).code == 0
    before = FILES[GOAL].replace("proposed", "adopted").replace("2019-02-01", "2019-05-09")
    assert text(base, GOAL) == before.replace("dagordningen\n", "dagordningen\n    reference: V 4\n")
    earlier = ssr("adopt", "2019-2099", "vik", "--date", "2019-05-08", kb=base)
    assert earlier.err.startswith("2019-2099 är redan överenskommen eller antagen den 2019-05-09, efter 2019-05-08.")


def test_another_decision_of_an_actor_takes_the_place_of_the_former_whole(base: Path) -> None:
    adopt = ("adopt", "2019-2099", "vik", "--minutes", "protokoll")
    ssr(*adopt, "--date", "2019-05-09", "--reference", "V 4", kb=base)
    assert ssr(*adopt, "--date", "2020-03-01", kb=base).code == 0
    written = text(base, GOAL)
    assert "    date: 2020-03-01\n" in written
    assert "V 4" not in written
    assert "Nämnden" not in written
    resting = FILES[GOAL].replace("    date: 2019-02-01\n", "    decision: sno-antogs\n")
    (base / GOAL).write_text(resting.replace("state: proposed", "state: not-adopted"), encoding="utf-8")
    assert ssr(*adopt, "--date", "2020-03-01", kb=base).code == 0
    assert "sno-antogs" not in text(base, GOAL)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("2019-2099", "bolaget"), 2, "--date saknas."),
        (("2019-2099", "bolaget", "--date", "2019-05-09"), 1, "fel SSR701"),
        (("2019-2099", "nya", "--date", "2019-05-09"), 2, "nya finns inte i basen."),
        (("2019-2099", "vik", "--date", "2999-01-01"), 2, "2999-01-01 har inte varit än."),
        (("sno", "vik", "--date", "2019-05-09"), 2, "sno är inriktning, och för det slaget finns ingen lista"),
    ],
)
def test_an_adoption_that_cannot_be_is_refused(
    arguments: tuple[str, ...], code: int, sentence: str, base: Path
) -> None:
    done = ssr("adopt", *arguments, kb=base)
    assert (done.code, done.text) == (code, "")
    assert sentence in done.err
    assert text(base, GOAL) == FILES[GOAL]


def test_what_lies_in_an_overlay_is_written_there(tmp_path: Path) -> None:
    below = write(tmp_path / "below", {path: FILES[path] for path in FILES if path != ICE})
    over = write(tmp_path / "over", {"ssr.yaml": MANIFEST, ICE: FILES[ICE]})
    done = ssr("agree", "is", *HOW, "--date", "2019-05-09", "--overlay", over, kb=below)
    assert (done.code, "status: agreed" in text(over, ICE)) == (0, True)
    assert not (below / ICE).exists()


def test_a_kind_of_a_base_of_its_own_is_agreed_and_adopted(tmp_path: Path) -> None:
    """With names of its own for all that is said; Python knows none of them."""
    base = Path(shutil.copytree(CASES / "ferry", tmp_path / "ferry"))
    schema = json.loads((base / "schemas/ferry.schema.json").read_text(encoding="utf-8"))

    def field(**shape: object) -> dict[str, object]:
        words = {"title": "Words", "description": "Words."}
        return {**shape, **words, "x-sv": words}

    day = {"type": "string", "format": "date"}
    owner = {"type": "string", "x-ref": ["actor"]}
    schema["properties"] |= {
        "berth": field(
            type="string", enum=["planned", "sailing"], **{
                "x-status": {"draft": ["planned"], "agreed": "sailing", "agreed-on": ["charter", "signed_on"]},
                "x-labels": {"planned": {"sv": "tänkt", "en": "planned"}, "sailing": {"sv": "i trafik", "en": "sailing"}},
            },
        ),
        "charter": field(
            type="object", additionalProperties=False,
            properties={"signed_on": field(**day), "manner_of": field(type="string", enum=["bell"], **{
                "x-labels": {"bell": {"sv": "med klocka", "en": "by bell"}},
            })},
            **{"x-agreement": {"on": "signed_on", "how": "manner_of"}},
        ),
        "pilots": field(
            type="array", items={
                "type": "object", "additionalProperties": False,
                "properties": {"pilot": field(**owner), "sworn": field(**day)},
            },
            **{"x-key": "pilot", "x-agreement": {"on": "sworn", "who": "pilot"}},
        ),
    }  # fmt: skip
    (base / "schemas/ferry.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    line = base / "knowledge/ferries/nya-linjen.yaml"
    before = line.read_text(encoding="utf-8")
    line.write_text(before + "berth: planned  # ännu\n", encoding="utf-8")
    assert ssr("agree", "nya linjen", "--how", "med klocka", "--date", "2021-01-01", kb=base).code == 0
    assert ssr("adopt", "nya linjen", "Rederiet", "--date", "2021-01-02", kb=base).code == 0
    recorded = (
        "charter:\n  signed_on: 2021-01-01\n  manner_of: bell\npilots:\n  - pilot: rederiet\n    sworn: 2021-01-02\n"
    )
    first = "from: 2021-01-01\n"
    assert line.read_text(encoding="utf-8") == before.replace(first, first + recorded) + "berth: sailing  # ännu\n"
    nowhere = ssr("agree", "nya linjen", "--how", "bell", "--date", "2021-01-01", "--version", "2", kb=base)
    assert nowhere.err.startswith("För nya-linjen finns ingen plats för 2.")
