"""Forms that came back: what a folder of them holds. Each file is somebody else's, and is read as what it may be: hostile.

Nothing is guessed. What cannot be read says why, and stays where it is. Not for what the answers mean.
"""

from collections.abc import Iterator
from pathlib import Path

from ssr.formats.form import read_mark
from ssr.forms.file_sorts import wrong_sort
from ssr.forms.inbox import CannotReadError, files, visible
from ssr.forms.read_yaml import is_page, read_form
from ssr.forms.response import Control, FormResponse

# No report that people write is as long as this; one that is would fill the picture.
_LONGEST = 40_000
_LONGEST_MARK = 100
_ZIP = b"PK\x03\x04"
# What programs leave beside the files that people work on; it holds no answers.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def read_all(folder: Path) -> Iterator[FormResponse]:
    """Every file below a folder, in order of their names."""
    for path, content in files(folder):
        name = path.rpartition("/")[2]
        if name.lower() in _LITTER:
            continue
        try:
            read = content()
        except CannotReadError as error:
            yield FormResponse(visible(path), problem=(error.key, error.parameters))
        else:
            yield read_file(path, read)


def read_file(path: str, content: bytes) -> FormResponse:
    """One file, as those below a folder are read."""
    try:
        return _bounded(_read(path, content))
    except CannotReadError as error:
        return FormResponse(visible(path), problem=(error.key, error.parameters))


def _read(path: str, content: bytes) -> FormResponse:
    if key := wrong_sort(path.rpartition("/")[2], content):
        raise CannotReadError(key)
    if content.startswith(_ZIP):
        from ssr.forms.read_docx import read_word  # noqa: PLC0415  (where a Word document came back)

        word = read_word(content)
        controls = tuple(Control(*control) for control in word.controls)
        return FormResponse(path, read_mark(word.text), controls=controls, is_word=True, saved=word.saved)
    if is_page(content):
        raise CannotReadError("saved-page")
    try:
        mark, answers = read_form(path, content)
    except CannotReadError as error:
        if path.lower().endswith(".txt") and error.key in {"broken", "no-form"}:
            raise CannotReadError("plain-text") from error
        raise
    return FormResponse(path, mark, answers)


def _bounded(one: FormResponse) -> FormResponse:
    """The same, with nothing hidden in its texts; refused where they are longer than any report."""
    if sum(map(len, (*one.answers, *one.answers.values(), *(control.text for control in one.controls)))) > _LONGEST:
        raise CannotReadError("too-long", limit=_LONGEST)
    return FormResponse(
        visible(one.path),
        {name[:_LONGEST_MARK]: visible(value)[:_LONGEST_MARK] for name, value in one.mark.items()},
        {visible(key): visible(value) for key, value in one.answers.items()},
        tuple(control._replace(text=visible(control.text)) for control in one.controls),
        is_word=one.is_word,
        saved=one.saved[:_LONGEST_MARK],
    )
