"""A browser without a browser: asks an application of `ssr edit` as its pages do, in this process."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ssr.base.snapshot import WorkingTree
from ssr.text.catalogue import catalogue
from ssr.web.application import Application
from ssr.web.guard import Request, Response
from ssr.web.session import Session

HOST, TOKEN = "127.0.0.1:4711", "nyckeln"
OURS = {"host": HOST, "origin": f"http://{HOST}", "content-type": "application/json", "x-ssr-token": TOKEN}


@dataclass
class Visitor:
    """Looks at one base, and keeps what the pages told last: the number of the latest change."""

    root: Path
    audience: str = "office"
    day: str = "2026-11-22"
    version: int = 0
    session: Session = field(init=False)
    application: Application = field(init=False)

    def __post_init__(self) -> None:
        tree = WorkingTree(self.root)
        self.session = Session(tree, tree, day=self.day, audience=self.audience)
        self.application = Application(self.session, catalogue("sv"), host=HOST, token=TOKEN)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Response:
        """Any request, as it is."""
        path, _, query = path.partition("?")
        asked = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        return self.application.answer(Request(method, path, asked, headers, body))

    def get(self, way: str) -> Response:
        """A page."""
        return self.ask("GET", f"/{TOKEN}/{way}", host=HOST)

    def page(self, way: str) -> str:
        """A page that there is."""
        response = self.get(way)
        assert response.status == 200, (way, response.status)
        text = response.body.decode()
        if found := re.search(r'data-version="(\d+)"', text):
            self.version = int(found[1])
        return text

    def post(self, way: str, **message: Any) -> Response:
        """What a page asks to be done."""
        body = json.dumps({"version": self.version, **message}).encode()
        return self.application.answer(Request("POST", f"/{TOKEN}/{way}", {}, OURS, body))

    def do(self, way: str, **message: Any) -> dict[str, Any]:
        """The same, which is done."""
        response = self.post(way, **message)
        assert response.status == 200, (way, response.status)
        answer: dict[str, Any] = json.loads(response.body)
        self.version = answer.get("version", self.version)
        return answer

    def put(self, place: str, route: list[str | int], value: str) -> dict[str, Any]:
        """Write in a field."""
        return self.do(f"change/{place}", op="set", route=route, value=value)
