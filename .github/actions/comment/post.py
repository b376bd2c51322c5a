"""Posts the review of a pull request as one comment that is renewed, and its certain mends as suggestions.

Runs with the right to write, on what a run without rights left: anybody may have written that. So nothing of it is run or
opened as more than bounded text, nothing in it stays a mention, a link, an image or HTML, suggestions are only for entries,
and nothing is posted on a request whose head is not the commit that was reviewed. Needs Python's own library only.
"""

import json
import os
import re
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

MARK = "<!-- ssr review -->"
_AUTHOR = "github-actions[bot]"
_LONGEST = 65_536  # characters of a comment
_LARGEST = 5_000_000  # bytes of a file
_ENDING = "\n\n*Texten är avkortad här. Hela finns i körningens sammanfattning.*\n"
# What Markdown or the forge makes something of. A word joiner, which nobody sees, keeps the parts apart.
_ACTED_ON = re.compile(
    r"@(?=\\*\w)|#(?=\\*[0-9])|\bGH(?=\\*-\\*[0-9])|:(?=\\*/)|(?<=www)(?=\\*\.)|<|&(?=[#\w])|\](?=\\*[(:\[])",
    re.IGNORECASE,
)
_JOINER = "\u2060"
_HEADING = re.compile(r"^(?=#{1,3} )", re.MULTILINE)
_ENTRY = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*knowledge/(?:[a-z0-9-]+/)+[a-z0-9-]+\.yaml")
_SUGGESTIONS, _LINES, _WIDEST = 10, 40, 1000


class Request(NamedTuple):
    """What is posted on: the repository's address in the interface, and what the reviewed commit was."""

    api: str
    token: str
    sha: str
    repository: str
    branch: str


def quiet(text: str) -> str:
    """Markdown of which nothing is a mention, a reference, a link, an image or HTML, on lines without control characters."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", text.replace("\r\n", "\n"))
    return _ACTED_ON.sub(lambda found: found.group() + _JOINER, text)


def cut(text: str, room: int) -> str:
    """As many parts, each from its heading on, as there is room for, and a note if that is not all."""
    if len(text) <= room:
        return text
    kept = ""
    for part in _HEADING.split(text):
        if len(kept) + len(part) + len(_ENDING) > room:
            break
        kept += part
    return kept.rstrip() + _ENDING


def comment(text: str, run: str) -> str:
    """The comment's text, with the mark that it is found by and the way to the pages."""
    ending = f"\n\n[Körningen, med dokumenten före och efter sida vid sida]({run})\n"
    return f"{MARK}\n{cut(quiet(text), _LONGEST - len(MARK) - 1 - len(ending))}{ending}"


def suggestions(mends: Any, below: str) -> Iterator[dict[str, Any]]:
    """What the interface takes for a suggestion, of each mend that is of lines of an entry; `below` is where the base lies."""
    given = [mend for mend in mends if isinstance(mend, dict)] if isinstance(mends, list) else []
    for mend in given[:_SUGGESTIONS]:
        path, first = f"{below}{mend.get('path')}", mend.get("line")
        before, after = _lines(mend.get("before")), _lines(mend.get("after"))
        if not (_ENTRY.fullmatch(path) and type(first) is int and first > 0 and before and after is not None):
            continue
        fence = "`" * max([3, *(len(ticks) + 1 for line in after for ticks in re.findall("`+", line))])
        body = "\n".join([MARK, "Det här går bara att rätta på ett sätt:", f"{fence}suggestion", *after, fence])
        last = first + len(before) - 1
        yield {"path": path, "line": last, "side": "RIGHT", "body": body} | (
            {"start_line": first, "start_side": "RIGHT"} if last > first else {}
        )


def _lines(value: Any) -> list[str] | None:
    """A few short lines; None for anything else."""
    is_short = isinstance(value, list) and len(value) <= _LINES
    if is_short and all(isinstance(line, str) and len(line) <= _WIDEST and line.isprintable() for line in value):
        return list(value)
    return None


def pull_of(request: Request) -> int | None:
    """The number of the open pull request whose head is the commit that was reviewed; None where it is another by now."""
    head = f"{request.repository.partition('/')[0]}:{request.branch}"
    query = urllib.parse.urlencode({"state": "open", "head": head, "per_page": 100})
    for pull in _pages(request, f"/pulls?{query}"):
        origin = pull["head"].get("repo") or {}
        if pull["head"]["sha"] == request.sha and origin.get("full_name") == request.repository:
            return int(pull["number"])
    return None


def post(request: Request, folder: Path, run: str, below: str = "") -> str:
    """Post what the folder holds; what was done, in a sentence."""
    text = _read(folder / "comment.md")
    number = None if text is None else pull_of(request)
    if text is None or number is None:
        return "Inget att lägga upp: granskningen saknas, eller ändringsförslaget har fått en ny version."
    ours = (one for one in _pages(request, f"/issues/{number}/comments?per_page=100") if _is_ours(one))
    known = next(ours, None)
    body = {"body": comment(text, run)}
    if known is None:
        _ask(request, "POST", f"/issues/{number}/comments", body)
    elif known["body"] != body["body"]:
        _ask(request, "PATCH", f"/issues/comments/{int(known['id'])}", body)
    _suggest(request, number, _mends(folder), below)
    return f"Granskningen är upplagd på ändringsförslag {number}."


def _suggest(request: Request, number: int, mends: Any, below: str) -> None:
    """Suggest what is not suggested already; what is no part of the request's own lines cannot be."""
    there = _pages(request, f"/pulls/{number}/comments?per_page=100")
    known = {(one["path"], one["body"]) for one in there if _is_ours(one) and one.get("line") is not None}
    for one in suggestions(mends, below):
        if (one["path"], one["body"]) not in known:
            try:
                _ask(request, "POST", f"/pulls/{number}/comments", {**one, "commit_id": request.sha})
            except urllib.error.HTTPError as error:
                if error.code != 422:
                    raise


def _is_ours(found: Mapping[str, Any]) -> bool:
    return (found.get("user") or {}).get("login") == _AUTHOR and str(found.get("body")).startswith(MARK)


def _mends(folder: Path) -> Any:
    try:
        report = json.loads(_read(folder / "review.json") or "{}")
    except (ValueError, RecursionError):
        return []
    return report.get("mends", []) if isinstance(report, dict) else []


def _read(path: Path) -> str | None:
    """A plain file's text, if there is one and it is not too large."""
    try:
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST:
            return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        pass
    return None


def _pages(request: Request, way: str) -> Iterator[Any]:
    for page in range(1, 11):
        found = _ask(request, "GET", f"{way}&page={page}")
        yield from found
        if len(found) < 100:
            return


def _ask(request: Request, method: str, way: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {request.token}", "Accept": "application/vnd.github+json"}
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(request.api + way, data, headers, method=method)  # noqa: S310  (the forge's own)
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def main() -> None:
    """Post the folder that is named, as the surroundings of a run say."""
    env = os.environ
    api = f"{env.get('GITHUB_API_URL', 'https://api.github.com')}/repos/{env['GITHUB_REPOSITORY']}"
    request = Request(api, env["GITHUB_TOKEN"], env["HEAD_SHA"], env["HEAD_REPOSITORY"], env["HEAD_BRANCH"])
    kb = env.get("KB", ".").strip("./")
    print(post(request, Path(sys.argv[1]), env["RUN_URL"], f"{kb}/" if kb else ""))  # noqa: T201


if __name__ == "__main__":
    main()
