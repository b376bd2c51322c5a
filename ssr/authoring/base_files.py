"""The files of a new base that are no entries: the manifest, the editor's settings, what checks it where it is shared.

What checks it is the same script at GitHub and GitLab: it installs the tool from where it is said to come from, which is
never guessed. Not for what stands in entries.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ssr.authoring.yaml_lines import scalar
from ssr.base.kinds import Kind
from ssr.base.snapshot import FOLDER, MANIFEST
from ssr.base.yaml.quoted import quoted_line
from ssr.text.catalogue import Catalogue

# Where `ssr schema --write` puts schemas for editors; nothing there is kept with the base.
EDITOR_SCHEMAS = ".ssr/schemas"  # below the base, where editors look
_CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"
_PYTHON = "actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0"
_UPLOAD = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1"
_REVIEW_FOLDER = "build/review"
_SCRIPT = """\
set -e
test -n "${SSR_SOURCE:-}" || { echo {missing} >&2; exit 2; }
python3 -m pip install --quiet "$SSR_SOURCE"
"""
_BENEATH = """\
test -n "${SSR_REGION:-}" || { echo {missing} >&2; exit 2; }
git clone --quiet --depth 1 "$SSR_REGION" .ssr/beneath
export SSR_BENEATH=.ssr/beneath
"""
# What a change means, for those who do not read its files, comes first: it is wanted whether the check passes or not. That
# it cannot be told (1) is on the page; whether the base is wrong is for the check to say.
_REVIEW = f"""\
if test -n "${{SSR_BASE:-}}"; then
  ssr review "$SSR_BASE" --pages {_REVIEW_FOLDER}/pages -o {_REVIEW_FOLDER}/review.html || test $? -eq 1
  if test -n "${{GITHUB_STEP_SUMMARY:-}}"; then
    ssr review "$SSR_BASE" --format md --limit 1000000 >> "$GITHUB_STEP_SUMMARY" || test $? -eq 1
  fi
fi
"""
_CHECK = 'ssr validate --strict ${SSR_BASE:+--baseline "$SSR_BASE"}\n'


@dataclass(frozen=True, slots=True)
class BaseCard:
    """What is known of a new base: `lies_over` is the id of the base beneath it, `source` where the tool comes from."""

    name: str
    id: str
    language: str
    time_zone: str
    day: str
    lies_over: str = ""
    source: str = ""


def base_files(card: BaseCard, kinds: Iterable[Kind], words: Catalogue, brief: str) -> Mapping[str, bytes]:
    """The files by their names; `brief` is the call that makes the first document."""
    texts = {
        MANIFEST: _manifest(card, words),
        ".gitignore": "/build/\n/.ssr/\n",
        ".vscode/settings.json": _json(_settings(kinds)),
        ".vscode/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        ".github/workflows/ssr.yml": _github(card, words),
        ".gitlab-ci.yml": _gitlab(card, words),
        "README.md": _readme(card, words, brief),
    }
    return {name: text.encode() for name, text in texts.items()}


def _manifest(card: BaseCard, words: Catalogue) -> str:
    values = {
        "name": card.name,
        "id": card.id,
        **({"lies_over": card.lies_over} if card.lies_over else {}),
        "language": card.language,
        "time_zone": card.time_zone,
        "known_until": card.day,
        "audience": "public",
        "highest_audience": "public",
    }
    comments = words.lookup("init.manifest")
    lines = [f"# {comments['all']}"]
    for name, value in values.items():
        lines += [f"# {comments[name]}"] if name in comments else []
        lines.append(f"{name}: {scalar(value)}")
    return "".join(f"{line}\n" for line in lines)


def _settings(kinds: Iterable[Kind]) -> Mapping[str, object]:
    schemas = {f"./{EDITOR_SCHEMAS}/{kind.name}.schema.json": [f"/{FOLDER}/{kind.folder}/**/*.yaml"] for kind in kinds}
    return {
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "yaml.schemas": schemas,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _script(card: BaseCard, words: Catalogue) -> str:
    """What a machine that shares the base does to check it; the words in it hold nothing that a shell reads."""
    parts = [_SCRIPT.replace("{missing}", f'"{words.text("init.ci.no-source")}"')]
    if card.lies_over:
        parts.append(_BENEATH.replace("{missing}", f'"{words.text("init.ci.no-region", id=card.lies_over)}"'))
    return "".join([*parts, _REVIEW, _CHECK])


def _variables(card: BaseCard) -> list[str]:
    names = {"SSR_SOURCE": card.source, **({"SSR_REGION": ""} if card.lies_over else {})}
    return [quoted_line(name, value) for name, value in names.items()]


def _indented(lines: Iterable[str], depth: int) -> str:
    return "".join(f"{' ' * depth}{line}\n" for line in lines)


def _github(card: BaseCard, words: Catalogue) -> str:
    comments = [f"# {line}" for line in words.lookup("init.ci.comments")]
    return (
        _indented(comments, 0)
        + "name: ssr\non:\n  pull_request:\n  push:\n    branches: [main]\npermissions:\n  contents: read\njobs:\n  validate:\n"
        + "    runs-on: ubuntu-24.04\n    timeout-minutes: 10\n    env:\n"
        + _indented([*_variables(card), "SSR_BASE: ${{ github.event_name == 'pull_request' && 'HEAD^1' || '' }}"], 6)
        + f"    steps:\n      - uses: {_CHECKOUT}\n        with:\n          fetch-depth: 2\n          persist-credentials: false\n"
        + f'      - uses: {_PYTHON}\n        with:\n          python-version: "3.13"\n      - run: |\n'
        + _indented(_script(card, words).splitlines(), 10)
        + f"      - if: always() && github.event_name == 'pull_request'\n        uses: {_UPLOAD}\n"
        + f"        with:\n          name: review\n          path: {_REVIEW_FOLDER}\n          if-no-files-found: ignore\n"
    )


def _gitlab(card: BaseCard, words: Catalogue) -> str:
    comments = [f"# {line}" for line in words.lookup("init.ci.comments")]
    return (
        _indented(comments, 0)
        + "validate:\n  image: python:3.13\n  rules:\n"
        + '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"\n    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n'
        + "  variables:\n"
        + _indented([*_variables(card), 'GIT_DEPTH: "0"', "SSR_BASE: $CI_MERGE_REQUEST_DIFF_BASE_SHA"], 4)
        + "  script:\n    - |\n"
        + _indented(_script(card, words).splitlines(), 6)
        + f"  artifacts:\n    when: always\n    expose_as: review\n    paths: [{_REVIEW_FOLDER}/]\n"
    )


def _readme(card: BaseCard, words: Catalogue, brief: str) -> str:
    beneath = words.text("init.readme-beneath", id=card.lies_over) if card.lies_over else ""
    source = card.source or words.text("init.no-source")
    return words.text("init.readme", name=card.name, brief=brief, source=source, beneath=beneath)
