"""`ssr edit`: pages on this machine alone, for those who write in the base and not in its files."""

import contextlib
import secrets
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.cli.choice import chooser
from ssr.cli.options import (
    Audience,
    BeneathOption,
    EditionOption,
    KbOption,
    LangOption,
    OptionalIdArgument,
    OverlayOption,
    choice,
)
from ssr.cli.setting import Run
from ssr.cli.watching import until_stopped

if TYPE_CHECKING:  # imported only when something is edited
    from ssr.web.application import Application
    from ssr.web.guard import Request, Response
    from ssr.web.session import Place, Session

_LEADS_ON = (
    '<!doctype html><meta charset="utf-8"><title>ssr</title><meta http-equiv="refresh" content="0; url={address}">\n'
)


def edit(
    ctx: typer.Context,
    id_: OptionalIdArgument = None,
    edition: EditionOption = None,
    audience: Annotated[Audience | None, choice("--audience", Audience, "audience-edit")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="no-browser")] = False,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> int:
    """Serve the pages until somebody stops it."""
    from ssr.base.knowledge import AUDIENCES, level_of
    from ssr.base.snapshot import manifest_value
    from ssr.web.application import Application
    from ssr.web.server import LocalServer
    from ssr.web.session import Session

    run: Run = ctx.obj
    setting = run.setting
    chosen = audience or AUDIENCES[level_of(manifest_value(setting.own, "audience"))]
    session = Session(setting.tree, setting.own, day=setting.today, audience=str(chosen))
    place = None if id_ is None else _place(run, session, id_, edition)
    with LocalServer() as server:
        application = Application(session, run.console.words, host=server.host, token=secrets.token_urlsafe(32))
        server.answer = _answering(run, application)
        address = application.address(place)
        run.console.tell("next.editing", address=address)
        with _shown(address, is_wanted=not no_browser):
            until_stopped(server.serve_forever)
    run.console.say("")
    if session.unsaved:
        run.console.left_out(session.unsaved, "unsaved")
    return 0


def _answering(run: Run, application: "Application") -> "Callable[[Request], Response]":
    """The answers of the pages. A bug of ours is told here, and ends no session in which something is not saved."""
    from ssr.web.guard import BROKEN

    def answer(request: "Request") -> "Response":
        try:
            return application.answer(request)
        except Exception:  # noqa: BLE001  (whatever it is, it is ours, and the user gets words to pass on)
            run.console.confess()
            return BROKEN

    return answer


def _place(run: Run, session: "Session", word: str, edition: str | None) -> "Place":
    """The entry that is meant by a word, if it may be opened."""
    from ssr.base.names import unknown
    from ssr.view.lookup import named
    from ssr.web.session import Place

    base = session.base
    entry = named(base, word, session.day, edition, chooser(run.console))
    place = Place(entry.id, entry.edition)
    if session.entry(base, place) is None:
        raise unknown(word, base)
    return place


@contextlib.contextmanager
def _shown(address: str, *, is_wanted: bool) -> Iterator[None]:
    """Open the browser. The secret in the address goes by a file that nobody else may read: all may see what programs are called with."""
    if not is_wanted:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="ssr-") as folder:
        page = Path(folder, "ssr.html")
        page.write_text(_LEADS_ON.format(address=escape(address)), encoding="utf-8")
        webbrowser.open(page.as_uri())
        yield
