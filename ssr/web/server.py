"""The application as a server of this machine alone: Python's own, on 127.0.0.1 and a port that the system chooses.

Not for what is answered, and not for whose requests are: those are the application's.
"""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qsl, unquote, urlsplit

from ssr.web.guard import MAX_BODY, REFUSED, Request, Response

ADDRESS = "127.0.0.1"
_PATIENCE = 60  # seconds that a connection may stand open without a word
_LONGEST_PATH = 4000

Answer = Callable[[Request], Response]


class LocalServer(ThreadingHTTPServer):
    """Answers one request at a time; `answer` is set before the first."""

    daemon_threads = True
    answer: Answer

    def __init__(self) -> None:
        super().__init__((ADDRESS, 0), _Handler)
        self.lock = Lock()

    @property
    def host(self) -> str:
        """The address as browsers name it."""
        return f"{ADDRESS}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: LocalServer
    timeout = _PATIENCE
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        is_bounded = length.isascii() and length.isdigit() and int(length) <= MAX_BODY
        if not is_bounded or "Transfer-Encoding" in self.headers or len(self.path) > _LONGEST_PATH:
            self.close_connection = True
            self._send(REFUSED)
            return
        body = self.rfile.read(int(length))
        parts = urlsplit(self.path)
        names = [name.lower() for name in self.headers]
        headers = {name.lower(): value for name, value in self.headers.items()}
        if len(names) != len(set(names)):  # of two hosts, nobody knows which is meant
            self._send(REFUSED)
            return
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        with self.server.lock:
            response = self.server.answer(Request(self.command, unquote(parts.path), query, headers, body))
        self._send(response)

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status)
        for name, value in response.all_headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(response.body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (as it is declared)
        """Nothing is written of who asked what: the secret stands in the address."""
