"""What posts a review: on the request that was reviewed, once, and with nothing left in it that a forge acts on."""

import importlib.util
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from running import ROOT

SOURCE = ROOT / ".github/actions/comment/post.py"
SHA = "a" * 40
HOSTILE = (
    "# Rubrik\n\n@alla \\@alla @\\alla &#64;alla org/@lag #12 \\#12 a@ont.example GH#3 GH-4 gh\\-5\n\n"
    "![bild](https://ont.example/b.png) [hit](https://ont.example) [hit]\\(x) [x][y]\n\n[y]: https://ont.example\n\n"
    "<img src=https://ont.example/c.png> <https://ont.example> https://ont.example http:\\//ont www.ont.example WWW\\.ont\n\n"
    "<script>alert(1)</script>\n\n<!-- ssr review -->\n\n<!-- dold\n\n| a | b |\n| --- | --- |\n| 1 | \u202e2\x1b |\n"
)
MEND = {"path": "knowledge/routines/larm.yaml", "line": 7, "before": ["who: [Färjan]"], "after": ["who: [farjan]"]}


@pytest.fixture(scope="module")
def posting() -> Any:
    spec = importlib.util.spec_from_file_location("post", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def parts(markdown: str) -> list[Any]:
    forge = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    return [inner for token in forge.parse(markdown) for inner in (token, *(token.children or ()))]


def test_nothing_is_left_that_a_forge_acts_on(posting: Any) -> None:
    tokens = parts(posting.quiet(HOSTILE))
    assert {"heading_open", "table_open"} <= {token.type for token in tokens}
    assert not {token.type for token in tokens} & {"link_open", "image", "html_block", "html_inline"}
    shown = "\n".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert not re.search(r"@\w|#\d|gh-|://|www\.\w|[\x1b\u202e]", shown, re.IGNORECASE)
    assert shown.count("alla") == 4


@given(st.text("@a#1:/w.<>![]()&;\\`\n ", max_size=40))
def test_whatever_stands_there(posting: Any, text: str) -> None:
    tokens = parts(posting.quiet(text))
    assert not {token.type for token in tokens} & {"link_open", "image", "html_block", "html_inline"}


@given(st.integers(0, 300))
def test_a_comment_is_no_longer_than_may_be_and_cut_at_a_heading(posting: Any, n: int) -> None:
    text = "# Granskning\n\n" + "".join(f"## Del {i}\n\n{'ord ' * 100}@\n" for i in range(n))
    made = posting.comment(text, "https://forge.example/run/1")
    assert len(made) <= 65_536
    assert made.startswith(posting.MARK)
    assert made.endswith("(https://forge.example/run/1)\n")
    assert ("avkortad" in made) == (len(text) > 65_400)


def test_a_mend_is_a_suggestion_for_its_lines(posting: Any) -> None:
    [one] = posting.suggestions([MEND], "")
    assert one == {
        "path": MEND["path"], "line": 7, "side": "RIGHT",
        "body": f"{posting.MARK}\nDet här går bara att rätta på ett sätt:\n```suggestion\nwho: [farjan]\n```",
    }  # fmt: skip
    [two] = posting.suggestions([MEND | {"before": ["a", "b"], "after": ["x: ````"]}], "basen/")
    assert (two["path"], two["start_line"], two["line"]) == (f"basen/{MEND['path']}", 7, 8)
    assert two["body"].endswith("`````suggestion\nx: ````\n`````")


@pytest.mark.parametrize(
    "hostile",
    [
        {"path": ".github/workflows/validate.yml"}, {"path": "../knowledge/a/b.yaml"}, {"path": "knowledge/../x.yaml"},
        {"path": "ssr/knowledge/../a.yaml"}, {"path": 1}, {"line": 0}, {"line": "7"}, {"line": True}, {"before": []},
        {"after": "x"}, {"after": ["a\nb"]}, {"after": ["x" * 2000]}, {"after": ["x"] * 100}, {"before": [1]},
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_mend_of_an_entry_is_no_suggestion(posting: Any, hostile: dict[str, Any]) -> None:
    assert list(posting.suggestions([MEND | hostile], "")) == []
    for shape in (None, {}, "x", [None], [[]]):
        assert list(posting.suggestions(shape, "")) == []


class Forge:
    """What a forge would hold, and what was asked of it."""

    def __init__(self) -> None:
        self.pulls = [
            {"number": 3, "head": {"sha": SHA, "repo": {"full_name": "annan/bas"}}},
            {"number": 4, "head": {"sha": SHA, "repo": {"full_name": "gren/bas"}}},
        ]
        self.comments: list[dict[str, Any]] = [
            {"id": 1, "user": {"login": "ond"}, "body": "<!-- ssr review -->\nfalsk"}
        ]
        self.suggested: list[dict[str, Any]] = []
        self.changed: list[tuple[str, str]] = []

    def answer(self, method: str, way: str, body: Any) -> tuple[int, Any]:
        if method == "GET":
            return 200, self.pulls if "/pulls?" in way else self.comments if "/issues/" in way else self.suggested
        if way.endswith("/pulls/4/comments") and body["line"] > 9:
            return 422, {}
        self.changed.append((method, way))
        user = {"login": "github-actions[bot]"}
        if method == "PATCH":
            self.comments[-1]["body"] = body["body"]
        elif "/issues/" in way:
            self.comments.append({"id": 9, "user": user, "body": body["body"]})
        else:
            self.suggested.append({"user": user, **body})
        return 200, {}


@pytest.fixture
def forge() -> Iterator[tuple[Forge, str]]:
    held = Forge()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            code, answer = held.answer(self.command, self.path, json.loads(self.rfile.read(size)) if size else None)
            self.send_response(code)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = _do  # noqa: N815

        def log_message(self, *_: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield held, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def posted(folder: Path, api: str, **env: str) -> str:
    known = {
        "GITHUB_API_URL": api, "GITHUB_REPOSITORY": "kansliet/bas", "GITHUB_TOKEN": "x", "HEAD_SHA": SHA,
        "HEAD_REPOSITORY": "gren/bas", "HEAD_BRANCH": "en gren&head=x", "RUN_URL": "https://forge.example/run/1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-I", SOURCE, folder], env=known | env, check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "comment.md").write_text(HOSTILE, encoding="utf-8")
    mends = [MEND, MEND | {"line": 12}, MEND | {"path": "ssr.yaml"}]
    (tmp_path / "review.json").write_text(json.dumps({"mends": mends}), encoding="utf-8")
    return tmp_path


def test_one_comment_on_the_right_request_renewed_when_it_differs(forge: tuple[Forge, str], folder: Path) -> None:
    held, api = forge
    assert "ändringsförslag 4" in posted(folder, api)
    assert [way for _, way in held.changed] == [
        "/repos/kansliet/bas/issues/4/comments", "/repos/kansliet/bas/pulls/4/comments",
    ]  # fmt: skip
    assert held.comments[0]["body"].endswith("falsk")
    assert (held.suggested[0]["path"], held.suggested[0]["commit_id"]) == (MEND["path"], SHA)
    posted(folder, api)
    assert len(held.changed) == 2
    (folder / "comment.md").write_text("# Nytt\n", encoding="utf-8")
    posted(folder, api)
    assert held.changed[2:] == [("PATCH", "/repos/kansliet/bas/issues/comments/9")]
    assert "# Nytt" in held.comments[-1]["body"]


def test_nothing_on_a_request_that_has_a_newer_head(forge: tuple[Forge, str], folder: Path) -> None:
    held, api = forge
    assert "ny version" in posted(folder, api, HEAD_SHA="b" * 40)
    assert "ny version" in posted(folder, api, HEAD_REPOSITORY="tredje/bas")
    assert held.changed == []


def test_what_is_no_plain_file_is_not_read(forge: tuple[Forge, str], folder: Path) -> None:
    held, api = forge
    (folder / "review.json").write_text("[" * 100_000, encoding="utf-8")
    posted(folder, api)
    assert held.suggested == []
    (folder / "comment.md").unlink()
    (folder / "comment.md").symlink_to("/etc/passwd")
    assert "saknas" in posted(folder, api)
