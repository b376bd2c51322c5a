"""Talks with the real language server for YAML as an editor does: over its standard streams, with the settings of a workspace."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from tools import MODULES, YAML_LANGUAGE_SERVER, node, require

PROGRAM = MODULES / "yaml-language-server/bin/yaml-language-server"


@dataclass(frozen=True)
class Mark:
    """What the server says is wrong, and on which line, counted from 1."""

    line: int
    text: str


class LanguageServer:
    """One server for a workspace, with the settings that the workspace has for YAML."""

    def __init__(self, workspace: Path, settings: Mapping[str, Any]) -> None:
        require(YAML_LANGUAGE_SERVER)
        self._workspace, self._settings = workspace, settings
        self._number = 0
        self._marks: dict[str, list[Any]] = {}
        self._opened: set[str] = set()
        self._has_settings = False
        self._process = subprocess.Popen(
            [str(node()), str(PROGRAM), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> "LanguageServer":
        folder = {"uri": self._workspace.as_uri(), "name": "base"}
        can = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}
            },
        }
        self._ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": can},
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": self._settings})
        while not self._has_settings:
            self._receive()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def marks(self, texts: Mapping[str, str]) -> Mapping[str, list[Mark]]:
        """What is marked in files of the workspace that hold these texts; it looks at all of them at once."""
        uris = {path: self._open(path, text) for path, text in texts.items()}
        while not self._marks.keys() >= set(uris.values()):
            self._receive()
        return {
            path: [Mark(one["range"]["start"]["line"] + 1, one["message"]) for one in self._marks[uri]]
            for path, uri in uris.items()
        }

    def labels(self, path: str, text: str) -> Mapping[str, str]:
        """What is offered where `|` stands in a text, each with what it inserts."""
        at, text = _place(text)
        uri = self._judged(path, text)
        result = self._ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": at})
        return {
            one["label"]: one.get("textEdit", {}).get("newText") or one.get("insertText", "") for one in result["items"]
        }

    def hover(self, path: str, text: str) -> str:
        """What is shown over the place of `|` in a text."""
        at, text = _place(text)
        uri = self._judged(path, text)
        result = self._ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": at})
        return "" if result is None else str(result["contents"]["value"])

    def _judged(self, path: str, text: str) -> str:
        """Open a file, or change it, and wait until the server has read it with its schema."""
        uri = self._open(path, text)
        while uri not in self._marks:
            self._receive()
        return uri

    def _open(self, path: str, text: str) -> str:
        """Open a file, or change it."""
        uri = (self._workspace / path).as_uri()
        self._marks.pop(uri, None)
        self._number += 1
        document = {"uri": uri, "version": self._number}
        if uri in self._opened:
            self._tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        else:
            self._tell("textDocument/didOpen", {"textDocument": {**document, "languageId": "yaml", "text": text}})
        self._opened.add(uri)
        return uri

    def _ask(self, method: str, parameters: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message.get("result")

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; what the server asks of an editor is answered, what it marks is kept."""
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._marks[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: Mapping[str, Any]) -> Any:
        if message["method"] == "workspace/configuration":
            self._has_settings = True
            return [_at(self._settings, one.get("section", "")) for one in message["params"]["items"]]
        return None


def _place(text: str) -> tuple[Mapping[str, int], str]:
    before, _, after = text.partition("|")
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}, before + after


def _at(settings: Mapping[str, Any], section: str) -> Any:
    result: Any = settings
    for name in section.split("."):
        result = result.get(name) if isinstance(result, Mapping) else None
    return result


def nested(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a workspace as VS Code hands them on: `yaml.hover` is `hover` in `yaml`."""
    result: dict[str, Any] = {"yaml": {}}
    for key, value in settings.items():
        room, _, rest = key.partition(".")
        if room in result and rest:
            target = result[room]
            *around, last = rest.split(".")
            for name in around:
                target = target.setdefault(name, {})
            target[last] = value
    return result
