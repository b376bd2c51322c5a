"""The terminal: data on stdout, talk on stderr, progress and the next step only for a person."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from typing import TextIO

from ssr.errors import MachineError, SsrError
from ssr.finding import Finding, Severity
from ssr.report.sentences import path_text, refusal, remedy, unobeyed, visible_line
from ssr.text.catalogue import Catalogue
from ssr.text.columns import the_first

NAMED = 5  # files or places in a line of talk


class Console:
    """Writes for one run of the command line, in one language."""

    def __init__(self, words: Catalogue) -> None:
        self.words = words
        self._progress_shown = False

    def data(self, content: str | bytes) -> None:
        """What was asked for, in UTF-8 whatever the terminal's locale. A reader that went away is no error."""
        raw = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
        self.clear()
        if sys.stdout is None:
            raise MachineError("cannot-print", reason=os.strerror(errno.EBADF))
        try:
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            _hush(sys.stdout)
        except OSError as error:
            _hush(sys.stdout)
            raise MachineError("cannot-print", reason=error.strerror or str(error)) from error

    def say(self, text: str) -> None:
        """A line of talk, or several; what a log of CI would obey in them comes from outside."""
        self.clear()
        _to_stderr(f"{unobeyed(text)}\n")

    def tell(self, key: str, **parameters: object) -> None:
        """A sentence of the catalogue, as talk."""
        self.say(
            self.words.text(
                key,
                **{
                    name: visible_line(value) if isinstance(value, str) else value for name, value in parameters.items()
                },
            )
        )

    def explain(self, problem: SsrError, named: Sequence[str] = ()) -> None:
        """Why something cannot be done, with what it names in lines of their own, and what to do."""
        advice = remedy(self.words, problem)
        self.say("\n".join([refusal(self.words, problem), *named, *([] if advice is None else [advice])]))

    def confess(self, about: str = "") -> None:
        """A bug of ours: a sentence for the user, and a block for whoever mends it. Only while it is being handled."""
        self.tell("errors.broken.message")
        self.tell("errors.broken.hint")
        self.say(f"---\n{about}{traceback.format_exc()}---")

    def prompt(self) -> None:
        """The sign that an answer is waited for."""
        _to_stderr("> ")

    def next_step(self, key: str, **parameters: object) -> None:
        """The natural next step, for a person at a terminal."""
        if _is_watched():
            self.tell(f"next.{key}", **parameters)

    def is_screen(self) -> bool:
        """Whether what is written goes to a person's screen."""
        return sys.stdout.isatty()

    def elsewhere(self, findings: Sequence[Finding]) -> None:
        """That there are errors in the base which did not stop the work."""
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        if errors:
            self.tell("next.elsewhere", n=len(errors))

    def left_out(self, paths: Sequence[str], key: str = "left-out") -> None:
        """Which files were not compared, since they have errors or cannot be read."""
        self.tell(f"next.{key}", n=len(paths), paths=the_first([path_text(path) for path in paths], NAMED))

    def progress(self, done: int, all_: int, key: str = "reading", step: int = 100) -> None:
        """How far long work has come, told every `step`; a short one shows nothing."""
        if all_ >= 5 * step and done % step == 0 and _is_watched():
            _to_stderr(f"\r{self.words.text(f'report.{key}', done=done, all=all_)}")
            self._progress_shown = True

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._progress_shown:
            _to_stderr("\r\x1b[K")
            self._progress_shown = False


def _to_stderr(text: str) -> None:
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except OSError:
        _hush(sys.stderr)


def _is_watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _hush(stream: TextIO) -> None:
    """Let nothing more be written to a stream that nobody reads, not even as Python ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
