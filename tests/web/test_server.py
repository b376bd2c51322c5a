"""The server of `ssr edit`: on this machine alone, with bounds, and gone with the one who started it."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from running import CASES, ROOT, ssr

from ssr.cli.console import Console
from ssr.cli.edit_command import _answering
from ssr.cli.setting import Run, Setting
from ssr.text.catalogue import catalogue
from ssr.web.guard import MAX_BODY, Request, Response
from ssr.web.server import LocalServer


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with LocalServer() as made:
        made.answer = lambda request: Response(body=f"{request.method} {request.path}".encode())
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def test_it_listens_on_this_machine_alone(server: LocalServer) -> None:
    assert server.socket.getsockname() == ("127.0.0.1", server.server_port)
    assert server.host == f"127.0.0.1:{server.server_port}"


def test_it_hands_on_what_was_asked_and_answers_with_every_header(server: LocalServer) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port)
    for _ in range(2):  # on one connection
        connection.request("POST", "/a%20b?c=d", b"{}", {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert response.read() == b"POST /a b"
        assert "default-src 'none'" in str(response.headers["Content-Security-Policy"])
        assert "Server" not in response.headers
    connection.close()


def sent(server: LocalServer, raw: bytes) -> bytes:
    """What comes back for bytes on the wire."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    "raw",
    [
        b"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY + 1),
        b"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: \xb2\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /a HTTP/1.1\r\nHost: h\r\nHost: g\r\n\r\n",
        b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: h\r\n\r\n",
    ],
)
def test_what_is_out_of_bounds_is_refused(server: LocalServer, raw: bytes) -> None:
    assert sent(server, raw).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"HEJ\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"\xff" * 100_000])
def test_noise_ends_nothing(server: LocalServer, raw: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with contextlib.suppress(OSError):
        sent(server, raw)
    assert b"GET /a" in sent(server, b"GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    assert capfd.readouterr() == ("", "")


def test_the_command_shows_an_address_that_no_other_run_has_and_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    base = shutil.copytree(CASES / "ferry", tmp_path / "base")
    command = [sys.executable, "-m", "ssr", "edit", "Södra linjen", "--no-browser", "--kb", str(base)]
    run = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert run.stderr is not None
    address = re.search(r"http://(127\.0\.0\.1:\d+)(/([\w-]{40,})/entry/sodra-linjen)$", run.stderr.readline().strip())
    assert address is not None
    host, path, _ = address.groups()
    connection = HTTPConnection(host)
    for way, status in ((path, 200), ("/", 403)):
        connection.request("GET", way)
        response = connection.getresponse()
        assert (response.status, bool(response.read())) == (status, True)
    connection.close()
    run.send_signal(signal.SIGINT)
    assert run.wait(timeout=60) == 0
    assert "Traceback" not in run.stderr.read()
    run.stderr.close()


def test_a_bug_of_ours_is_told_and_ends_no_session(capfd: pytest.CaptureFixture[str]) -> None:
    class Broken:
        def answer(self, _request: Request) -> Response:
            raise RuntimeError("trasigt")

    run = Run(Setting(None, None, None), Console(catalogue("sv")))
    answer = _answering(run, Broken())  # type: ignore[arg-type]
    assert answer(Request("GET", "/", {}, {})).status == 500
    assert "trasigt" in capfd.readouterr().err


def test_an_id_that_there_is_not_is_refused_before_anything_listens() -> None:
    done = ssr("edit", "finns-inte", "--no-browser", kb=CASES / "ferry")
    assert done.code == 2
    assert "finns-inte" in done.err
