"""Which findings a change brings, for all commands that refuse one or tell what it leaves."""

from ssr.finding import Finding, Location, Position, Severity
from ssr.rules.check import brought

PATH = "knowledge/actors/ekasen.yaml"


def finding(line: int, value: str, path: str = PATH) -> Finding:
    return Finding("SSR104", Severity.ERROR, "not-one-of", Location(path, Position(line)), {"value": value})


def test_lines_that_have_come_to_stand_elsewhere_bring_nothing() -> None:
    assert brought([finding(3, "a"), finding(5, "b")], [finding(4, "a"), finding(9, "b")]) == ()


def test_what_is_new_is_told_and_not_what_stands_after_it() -> None:
    assert brought([finding(3, "b")], [finding(2, "a"), finding(4, "b")]) == (finding(2, "a"),)


def test_another_of_one_sort_in_a_file_is_new() -> None:
    assert brought([finding(3, "a")], [finding(3, "a"), finding(4, "a")]) == (finding(4, "a"),)


def test_what_is_said_in_other_words_is_the_same() -> None:
    assert brought([finding(3, "old-name")], [finding(3, "new-name")]) == ()


def test_a_file_with_another_name_is_the_same_file() -> None:
    other = "knowledge/actors/ekasens.yaml"
    assert brought([finding(3, "a")], [finding(3, "a", other)]) == (finding(3, "a", other),)
    assert brought([finding(3, "a")], [finding(3, "a", other)], {PATH: other}) == ()
