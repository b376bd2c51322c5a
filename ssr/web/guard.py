"""Requests and answers, and which requests are ours: of this address, with the secret of this run, from a page of ours.

Whoever else runs in the browser may send anything to this machine; what is not ours gets no more than that it is refused.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

# No script but ours, nothing from outside, no frame around us.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# A document in its frame: no script, nothing from outside, its own styles.
FRAMED_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
MAX_BODY = 2_000_000
TOKEN_HEADER = "x-ssr-token"  # noqa: S105  (the name of a header)


@dataclass(frozen=True)
class Request:
    """What a browser asked: names of headers in small letters."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """What it gets."""

    status: int = 200
    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    policy: str = POLICY
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_headers(self) -> dict[str, str]:
        """Every header, those for safety too."""
        return {
            "Content-Type": self.type,
            "Content-Length": str(len(self.body)),
            "Content-Security-Policy": self.policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
            **self.headers,
        }


BROKEN = Response(500, b"500\n", "text/plain; charset=utf-8")
REFUSED = Response(403, b"403\n", "text/plain; charset=utf-8")


class Guard:
    """Knows the address and the secret of one run."""

    def __init__(self, host: str, token: str) -> None:
        self._host, self._token = host, token

    def is_ours(self, request: Request) -> bool:
        """Whether a request may be answered; one that writes has to bring the secret twice, and to come from a page of ours."""
        headers = request.headers
        if headers.get("host") != self._host or headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return False
        if not self._is_token(request.path.split("/")[1] if request.path.startswith("/") else ""):
            return False
        origin = headers.get("origin")
        if request.method == "GET":
            return origin in {None, f"http://{self._host}"}
        return (
            request.method == "POST"
            and origin == f"http://{self._host}"
            and headers.get("content-type") == "application/json"
            and self._is_token(headers.get(TOKEN_HEADER, ""))
        )

    def _is_token(self, text: str) -> bool:
        return hmac.compare_digest(text.encode("utf-8", "replace"), self._token.encode())
