"""What `--dry-run` and `--fix --diff` show: the lines of files as they are, whatever stands in them."""

from ssr.cli.difference import difference

NAME = "knowledge/actors/ekasen.yaml"


def shown(before: bytes, after: bytes) -> list[str]:
    return difference(before, after, NAME, NAME).split("\n")[2:]


def test_only_what_ends_a_line_of_yaml_ends_one() -> None:
    before, after = "a: ett\x0ctvå\u2028tre\x85fyra", "a: ett\x0ctvå\u2028tre\x85fem"
    lines = shown(f"{before}\nb: 1\n".encode(), f"{after}\nb: 1\n".encode())
    assert lines == ["@@ -1,2 +1,2 @@", f"-{before}", f"+{after}", " b: 1", ""]


def test_no_empty_line_is_made_of_the_end() -> None:
    assert shown(b"a: 1\nb: 2\n", b"a: 1\nb: 3\n") == ["@@ -1,2 +1,2 @@", " a: 1", "-b: 2", "+b: 3", ""]
    assert shown(b"a: 1\r\nb: 2", b"a: 1\r\nb: 3") == ["@@ -1,2 +1,2 @@", " a: 1", "-b: 2", "+b: 3", ""]
    assert shown(b"", b"a: 1\n") == ["@@ -0,0 +1 @@", "+a: 1", ""]


def test_no_line_is_taken_for_a_command_by_a_log() -> None:
    text = difference(b"a: |\n  ::error::stop\nb: 1\n", b"a: |\n  ::error::stop\nb: 2\n", NAME, NAME)
    assert "\n   ::error" not in text
