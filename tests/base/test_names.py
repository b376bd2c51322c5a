"""What is meant by a word that somebody types: an entry, a kind or a value, none, or several that are named."""

from pathlib import Path

import pytest
from running import MANIFEST, write

from ssr.base.kinds import Kinds
from ssr.base.knowledge import KnowledgeBase
from ssr.base.load import load
from ssr.base.names import (
    Standing,
    ids_by_name,
    name_key,
    nearest,
    resolve,
    resolve_kind,
    resolve_word,
)
from ssr.base.snapshot import WorkingTree
from ssr.base.suggestions import EntrySuggestion, Suggestion
from ssr.errors import UsageError
from ssr.text.folding import is_same_noun
from ssr.view.redaction import redacted

TODAY = "2022-11-21"


def _actor(name: str, more: str = "") -> str:
    return f"names:\n  - name: {name}\nsort: municipality\nparticipation:\n  - as: member\n{more}"


def _structure(name: str, more: str = "") -> str:
    return f"name: {name}\nsort: forum\n{more}"


FILES = {
    "ssr.yaml": MANIFEST,
    "knowledge/actors/upplands-bro.yaml": _actor("Upplands-Bro kommun"),
    "knowledge/actors/upplands-vasby.yaml": _actor("Upplands Väsby kommun"),
    "knowledge/actors/haninge.yaml": _actor("Haninge kommun"),
    "knowledge/actors/sodertalje.yaml": _actor("Södertälje kommun"),
    "knowledge/actors/solna.yaml": _actor("Solna stad", "aliases: [Solna kommun]\n"),
    "knowledge/actors/are.yaml": _actor("Åre kommun"),
    "knowledge/actors/region.yaml": (
        "names:\n"
        "  - name: Stockholms läns landsting\n    short: Landstinget\n    until: 2018-12-31\n"
        "  - name: Region Stockholm\n    from: 2019-01-01\n    until: 2029-12-31\n"
        "  - name: Storregionen\n    from: 2030-01-01\n"
        "sort: region\nparticipation:\n  - as: member\n"
    ),
    "knowledge/structures/rsib.yaml": _structure("Regional samverkanskoordinator", "short: RSIB\n"),
    "knowledge/structures/chefsgrupp.yaml": _structure("Regional chefsgrupp"),
    "knowledge/structures/regionalt.yaml": _structure("Regionalt råd", "until: 2020-12-31\n"),
    "knowledge/structures/hemligt-rad.yaml": _structure("Hemligt råd", "audience: office\n"),
    "knowledge/structures/kansli.yaml": _structure("Kansli", "aliases: [Samordningen, Haningegruppen]\n"),
    "knowledge/structures/haninge-forum.yaml": _structure("Haninge forum"),
    "knowledge/directives/2019-2022/snow.yaml": "name: Snö och halka\nreach: regional\nstatus: agreed\n",
    "knowledge/directives/2019-2022/slush.yaml": "name: Blötsnö\nreach: regional\nstatus: draft\n",
    "knowledge/goal-images/2019-2022.yaml": "name: Gemensam målbild 2019–2022\nfrom: 2019-01-01\nuntil: 2022-12-31\n",
    "knowledge/structures/trasig.yaml": "name: [Trasig, 5]\naliases: {a: 1}\nshort: 7\n",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return load(WorkingTree(write(tmp_path_factory.mktemp("names"), FILES)))[0]


def _candidates(word: str, base: KnowledgeBase, day: str = TODAY, kinds: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(UsageError) as refused:
        resolve(word, base, day, kinds)
    assert refused.value.key == "ambiguous-name"
    return [candidate.id for candidate in refused.value.parameters["candidates"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        ("upplands-bro", "upplands-bro"),
        ("UPPLANDS-BRO", "upplands-bro"),
        ("Upplands Bro", "upplands-bro"),
        ("upplandsbro kommun", "upplands-bro"),
        ("Väsby", "upplands-vasby"),
        ("väsby", "upplands-vasby"),
        ("vasby", "upplands-vasby"),
        ("Va\u0308sby", "upplands-vasby"),
        ("haninge kommun", "haninge"),
        ("  Haninge   Kommun ", "haninge"),
        ("HANINGE", "haninge"),
        ("sodertalje", "sodertalje"),
        ("Södertälje", "sodertalje"),
        ("Sodertalje kommun", "sodertalje"),
        ("Södertalje", "sodertalje"),
        ("solna kommun", "solna"),
        ("Åre", "are"),
        ("rsib", "rsib"),
        ("samverkanskoordinator", "rsib"),
        ("chefs", "chefsgrupp"),
        ("Region Stockholm", "region"),
        ("storstad", "storstad"),  # nothing
        ("", ""),
        ("-", "-"),
        ("?/\x00", "?/\x00"),
    ],
)
def test_one_is_meant_or_none(word: str, id_: str, base: KnowledgeBase) -> None:
    assert resolve(word, base, TODAY) == id_


def test_of_several_none_is_guessed_and_those_in_force_stand_first(base: KnowledgeBase) -> None:
    assert _candidates("kommun", base) == ["haninge", "solna", "sodertalje", "upplands-bro", "upplands-vasby", "are"]
    assert _candidates("upplands", base) == ["upplands-bro", "upplands-vasby"]
    assert _candidates("snö", base) == ["snow", "slush"]
    assert _candidates("råd", base) == ["hemligt-rad", "regionalt"]
    # A part of a word in the middle counts as much as a whole one: neither is guessed.
    assert _candidates("Haninge", base, kinds=("structure",)) == ["haninge-forum", "kansli"]


def test_how_candidates_stand_is_known(base: KnowledgeBase) -> None:
    with pytest.raises(UsageError) as refused:
        resolve("snö", base, TODAY)
    candidates = refused.value.parameters["candidates"]
    assert [one.standing for one in candidates] == [Standing.IN_FORCE, Standing.DRAFT]  # type: ignore[attr-defined]


def test_an_exact_id_goes_before_every_name(tmp_path: Path) -> None:
    files = {
        "ssr.yaml": MANIFEST,
        "knowledge/structures/stab.yaml": _structure("Kansli"),
        "knowledge/structures/kansli.yaml": _structure("Stab"),
    }
    base, _ = load(WorkingTree(write(tmp_path, files)))
    assert resolve("stab", base, TODAY) == "stab"
    assert _candidates("Stab", base) == ["stab", "kansli"]


def test_a_name_holds_between_its_dates(base: KnowledgeBase) -> None:
    then = "2017-01-01"
    assert resolve("Stockholms läns landsting", base, then) == "region"
    assert resolve("landstinget", base, then) == "region"
    # Outside them it is offered, never taken.
    for word, day in (("landstinget", TODAY), ("Stockholms läns landsting", TODAY), ("Region Stockholm", then)):
        assert _candidates(word, base, day) == ["region"]
    with pytest.raises(UsageError) as refused:
        resolve("storregionen", base, TODAY)
    (candidate,) = refused.value.parameters["candidates"]  # type: ignore[misc]
    assert candidate.other_name == ("Storregionen", Standing.COMING)


def test_only_some_kinds(base: KnowledgeBase) -> None:
    assert resolve("haninge forum", base, TODAY, ("structure",)) == "haninge-forum"
    assert resolve("halka", base, TODAY, ("directive",)) == "snow"
    # Of another kind, and alone: its kind can be told then.
    assert resolve("Södertälje kommun", base, TODAY, ("structure",)) == "sodertalje"
    assert resolve("kommun", base, TODAY, ("directive",)) == "kommun"


def test_what_is_hidden_is_never_meant_nor_named(base: KnowledgeBase) -> None:
    seen = redacted(base, "public")
    assert resolve("Hemligt råd", base, TODAY) == "hemligt-rad"
    assert resolve("Hemligt råd", seen, TODAY) == "Hemligt råd"
    assert resolve("råd", seen, TODAY) == "regionalt"
    assert nearest("hemligt-raad", base) == "hemligt-rad"
    assert nearest("hemligt-raad", seen) is None


def test_what_was_probably_meant(base: KnowledgeBase) -> None:
    assert nearest("hanninge", base) == "haninge"
    assert nearest("Sodertelje komun", base) == "sodertalje"
    assert nearest("Regionalt rådd", base) == "regionalt"
    assert nearest("x" * 5000, base) is None


def test_a_choice_is_made_by_whoever_can(base: KnowledgeBase) -> None:
    def last(word: str, candidates: object) -> str:
        assert word == "upplands"
        return list(candidates)[-1].id  # type: ignore[call-overload,no-any-return]

    assert resolve("upplands", base, TODAY, choose=last) == "upplands-vasby"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("actor", "actor"),
        ("Aktör", "actor"),
        ("aktor", "actor"),
        ("aktörer", "actor"),
        ("aktörerna", "actor"),
        ("actors", "actor"),
        ("inriktning", "directive"),
        ("INRIKTNINGAR", "directive"),
        ("Directives", "directive"),
        ("målbild", "goal-image"),
        ("malbilder", "goal-image"),
        ("goal image", "goal-image"),
        ("möten", "meeting"),
        ("förmågor", "capability"),
        ("capabilities", "capability"),
        ("källor", "paper"),
        ("kodlistor", "vocabulary"),
    ],
)
def test_kinds_are_meant_in_both_languages(word: str, kind: str, base: KnowledgeBase) -> None:
    assert resolve_kind(word, base.kinds) == kind


@pytest.mark.parametrize(("word", "near"), [("directiv", "directive"), ("aktr", None), ("akt", None), ("", None)])
def test_no_kind_is_guessed(word: str, near: str | None, base: KnowledgeBase) -> None:
    with pytest.raises(UsageError) as refused:
        resolve_kind(word, base.kinds)
    assert (refused.value.key, refused.value.parameters["suggestion"]) == ("unknown-kind", near)


def test_values_by_what_they_are_called() -> None:
    phases = {
        "preparatory": ["förberedande skede", "preparatory phase"],
        "handling": ["hanterande skede", "handling phase"],
    }
    assert resolve_word("handling", phases) == "handling"
    assert resolve_word("Hanterande", phases) == "handling"
    assert resolve_word("forberedande skedet", phases) == "preparatory"
    assert resolve_word("hantera", phases) == "hantera"
    with pytest.raises(UsageError, match="ambiguous-name"):
        resolve_word("skede", phases)


def test_words_differ_in_endings_only() -> None:
    assert is_same_noun("kansliet", "kansli")
    assert is_same_noun("aktorer", "aktör")
    assert not is_same_noun("akt", "aktör")
    assert not is_same_noun("ran", "rå")


def test_names_of_those_who_report(base: KnowledgeBase) -> None:
    actors = [entry for entry in base.entries if entry.kind == "actor"]
    names = ids_by_name(base, actors, TODAY)
    for text in ("Solna stad", "SOLNA  KOMMUN", "Sodertalje kommun", "Upplands Bro kommun"):
        assert names[name_key(text)] in {"solna", "sodertalje", "upplands-bro"}
    assert name_key("Landstinget") not in names
    assert name_key("Upplands") not in names
    assert ids_by_name(base, [*actors, *base.entries], "2017-01-01")[name_key("landstinget")] == "region"


def test_what_several_are_called_is_nobodys_name(tmp_path: Path) -> None:
    files = {
        "ssr.yaml": MANIFEST,
        "knowledge/actors/a.yaml": _actor("Åre"),
        "knowledge/actors/b.yaml": _actor("Are"),
        "knowledge/actors/c.yaml": _actor("Berg", "aliases: [Lilla Berg]\n"),
        "knowledge/actors/d.yaml": _actor("Lilla berg"),
    }
    base, _ = load(WorkingTree(write(tmp_path, files)))
    names = ids_by_name(base, base.entries, TODAY)
    assert (names["åre"], names["are"], names["berg"]) == ("a", "b", "c")
    assert "lilla berg" not in names
    assert resolve("Åre", base, TODAY) == "a"
    assert _candidates("Are", base) == ["b", "a"]


def test_every_kind_of_the_tool_is_known_by_its_title(base: KnowledgeBase) -> None:
    kinds: Kinds = base.kinds
    for name, kind in kinds.items():
        for language in ("sv", "en"):
            assert resolve_kind(kind.root.title(language).upper(), kinds) == name


# What was meant by a word in data.

WORDS = {
    "sources": ("Källor", "Sources"),
    "from": ("Från och med", "From"),
    "carried_from": ("Förd vidare från",),
    "sort": ("Typ",),
}


@pytest.mark.parametrize(
    ("word", "expected", "is_certain"),
    [
        ("källor", "sources", True), ("Kallor", "sources", True), ("SOURCES", "sources", True), ("typ", "sort", True),
        ("källa", "sources", False), ("från", "from", False), ("sorces", "sources", False), ("kälor", "sources", False),
        ("till", "", False), ("", "", False), ("–", "", False), (5, "", False), (None, "", False), ("x" * 10_000, "", False),
    ],
)  # fmt: skip
def test_a_word_of_the_schema_by_what_people_call_it(word: object, expected: str, is_certain: bool) -> None:
    suggestion = Suggestion(word, WORDS)
    assert str(suggestion) == expected
    assert suggestion.certain == (expected if is_certain else "")


@pytest.mark.parametrize(
    ("word", "expected", "is_certain"),
    [
        ("RSIB", "rsib", True), ("structures/rsib.yaml", "rsib", True), ("regional chefsgrupp", "chefsgrupp", True),
        ("Samordningen", "kansli", True), ("rsibb", "rsib", False), ("Chefsgrupp", "chefsgrupp", True),
        ("Regional", "regionalt", False), ("Haninge kommun", "haninge-forum", False), ("Okänd", "", False),
    ],
)  # fmt: skip
def test_an_entry_by_what_people_call_it(word: str, expected: str, is_certain: bool, base: KnowledgeBase) -> None:
    suggestion = EntrySuggestion(word, base, ("structure",))
    assert str(suggestion) == expected
    assert suggestion.certain == (expected if is_certain else "")


def test_a_name_counts_on_whichever_day_it_holds(base: KnowledgeBase) -> None:
    for name in ("Landstinget", "Region Stockholm", "Storregionen"):
        assert EntrySuggestion(name, base, ("actor",)).certain == "region"


def test_who_may_not_read_an_entry_is_not_told_its_id(base: KnowledgeBase) -> None:
    assert EntrySuggestion("RSIB", base, ("structure",)).is_public
    assert not EntrySuggestion("Hemligt råd", base, ("structure",)).is_public
