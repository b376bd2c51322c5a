"""What a shell may offer where the cursor stands in a call of `ssr`: answered without loading the tool.

The shell names the words up to the cursor in the environment, and gets one candidate on a line, with what it means behind
a tab. What commands, documents and options there are is kept in an index, made by `ssr.cli.command_index` and anew when
what it was made of has changed; ids are the names of files, read as they are now. Nothing that goes wrong is told: the
shell then offers what it always does.
"""

import contextlib
import os
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence

from ssr import __version__

_WORDS, _BETWEEN = "_SSR_WORDS", "\x1f"
_MANIFEST, _KNOWLEDGE = "ssr.yaml", "knowledge"
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_MOST_BYTES = 16_384  # of an entry, in which its name is looked for
_MOST_NAMED = 300  # entries that are read for their names; the shell asks before it shows so many
_LONGEST = 60
_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  (pathlib takes as long to import as all of this)

Index = Mapping[str, list[list[str]]]


def answer() -> None:
    """Print what may stand where the cursor stands."""
    with contextlib.suppress(Exception):
        words = os.environ.get(_WORDS, "").split(_BETWEEN)[1:] or [""]
        lines = [f"{value}\t{_shown(meaning)}" for value, meaning in _Completion(words).candidates()]
        sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
        sys.stdout.flush()


class _Completion:
    """One call of `ssr` as far as it is typed; the last word is the one that is being typed."""

    def __init__(self, words: Sequence[str]) -> None:
        # Some shells take the sign in `--format=html` for a word of its own.
        self._words = [word for word in words[:-1] if word != "="]
        self._current = "" if words[-1] == "=" else words[-1]
        self._root = _base(self._value("--kb") or os.environ.get("SSR_KB"))
        self._overlay = self._value("--overlay") or os.environ.get("SSR_OVERLAY")
        self._index = _index(self._root, self._value("--lang"))

    def _value(self, option: str) -> str | None:
        for place, word in enumerate(self._words):
            if word == option:
                return self._words[place + 1] if place + 1 < len(self._words) else None
            if word.startswith(f"{option}="):
                return word[len(option) + 1 :]
        return None

    def candidates(self) -> Iterator[tuple[str, str]]:
        """What may stand there and begins as the word does, each once."""
        path, wanted, number = self._place()
        option, sign, value = self._current.partition("=")
        if wanted is not None:
            yield from self._values(wanted, self._current)
        elif sign and option.startswith("--"):
            found = self._values(self._wanted(path, option) or "", value)
            yield from ((f"{option}={one}", meaning) for one, meaning in found)
        elif option.startswith("-"):
            rows = [row for row in self._rows("option", path) if not {*row[1].split(" ")} & {*self._words}]
            yield from self._fitting(((row[1].split(" ")[-1], row[3]) for row in rows), self._current)
        else:
            commands = self._index.get("command", ()) if not number else ()
            below = ((row[0].rpartition(" ")[2], row[1]) for row in commands if _above(row[0]) == path)
            yield from self._fitting(below, self._current)
            arguments = self._rows("argument", path)
            if arguments:
                row = arguments[min(number, len(arguments) - 1)]
                if number < len(arguments) or row[2] == "many":
                    yield from self._values(row[1], self._current)

    def _place(self) -> tuple[str, str | None, int]:
        """The command that is meant, what the option before the cursor wants, and the number of the argument."""
        commands = {row[0] for row in self._index.get("command", ())}
        path, wanted, number = "", None, 0
        for word in self._words:
            if wanted is not None:
                wanted = None
            elif word.startswith("-") and word != "-":
                wanted = None if "=" in word else self._wanted(path, word)
            elif f"{path} {word}".strip() in commands and not number:
                path = f"{path} {word}".strip()
            else:
                number += 1
        return path, wanted, number

    def _rows(self, sort: str, path: str) -> list[list[str]]:
        return [row for row in self._index.get(sort, ()) if row[0] == path]

    def _wanted(self, path: str, option: str) -> str | None:
        """What an option wants; None where it wants nothing, or there is none."""
        rows = (row for row in self._rows("option", path) if option in row[1].split(" "))
        return next((row[2] for row in rows if row[2] != "flag"), None)

    def _values(self, wanted: str, begun: str) -> Iterator[tuple[str, str]]:
        sort, _, which = wanted.partition(":")
        if sort == "one":
            pairs = (choice.partition("=") for choice in which.split("|"))
            yield from self._fitting(((value, meaning) for value, _, meaning in pairs), begun)
        elif sort == "id":
            yield from self._ids(which.split(",") if which else [], begun)
        elif sort in {"kind", "rule"}:
            yield from self._fitting(((row[0], row[-1]) for row in self._index.get(sort, ())), begun)

    def _fitting(self, pairs: Iterator[tuple[str, str]], begun: str) -> Iterator[tuple[str, str]]:
        return (pair for pair in pairs if pair[0].startswith(begun))

    def _ids(self, kinds: Sequence[str], begun: str) -> Iterator[tuple[str, str]]:
        """The ids of the entries of some kinds, or of all, with their names."""
        found: dict[str, tuple[str, list[str]]] = {}
        for root in filter(None, (self._root, self._overlay)):
            for row in self._index.get("kind", ()):
                if not kinds or row[0] in kinds:
                    for id_, path in _entries(f"{root}/{_KNOWLEDGE}/{row[1]}"):
                        if id_.startswith(begun) and not {*id_} - _SAFE:
                            found[id_] = path, row
        for number, (id_, (path, row)) in enumerate(sorted(found.items())):
            yield id_, _name(path, row[2], row[3]) if number < _MOST_NAMED else ""


def _above(path: str) -> str:
    return path.rpartition(" ")[0]


def _shown(text: str) -> str:
    """A text from outside on one line of a screen, without anything that a terminal would obey."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


# Where things are.


def _base(asked: str | None) -> str | None:
    """The folder of the base: the one that is asked for, else the nearest at or above the one where one stands."""
    if asked:
        folder = os.path.abspath(os.path.expanduser(asked))  # noqa: PTH100, PTH111
        return folder if os.path.lexists(f"{folder}/{_MANIFEST}") else None
    folder = os.getcwd()  # noqa: PTH109
    while not os.path.lexists(f"{folder}/{_MANIFEST}"):
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return None
        folder = above
    return folder


def _entries(folder: str) -> Iterator[tuple[str, str]]:
    """The ids of the files in a kind's folder, and in those of its editions, with their paths."""
    folders = [folder]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as files:
            for file in files:
                if file.name.endswith(".yaml") and file.is_file(follow_symlinks=False):
                    yield file.name[: -len(".yaml")], file.path
                elif file.is_dir(follow_symlinks=False) and _above_folder(file.path) == folder:
                    folders.append(file.path)


def _above_folder(path: str) -> str:
    return os.path.dirname(path)  # noqa: PTH120


def _name(path: str, display: str, key: str) -> str:
    """What an entry is called, by the lines of its file: near enough to choose by. Of names with dates one without an end."""
    handle = os.open(path, os.O_RDONLY)
    try:
        lines = os.read(handle, _MOST_BYTES).decode("utf-8", "replace").split("\n")
    finally:
        os.close(handle)
    begin = next((number for number, line in enumerate(lines) if line.startswith(f"{display}:")), None)
    if begin is None:
        return ""
    if value := lines[begin][len(display) + 1 :].strip():
        return _unquoted(value)
    names: list[list[str]] = []
    for line in lines[begin + 1 :]:
        if line and not line.startswith((" ", "-", "#")):
            break
        text = line.strip()
        if text.startswith("- "):
            names.append([])
        if names:
            names[-1].append(text.removeprefix("- ").strip())
    current = [one for one in names if not any(line.startswith("until:") for line in one)] or names[-1:]
    values = [line[len(key) + 1 :] for one in current for line in one if line.startswith(f"{key}:")]
    return _unquoted(values[0].strip()) if values else ""


def _unquoted(value: str) -> str:
    if value[:1] in {"'", '"'}:
        return value[1:].partition(value[0])[0]
    return value.partition(" #")[0].strip()


# The index.


def _index(root: str | None, asked: str | None) -> Index:
    """What commands there are, read from where it is kept; made anew where that is of something else."""
    language = asked or _language(root)
    sign = f"{__version__} {root} {language} {_sign(root)}"
    place = f"{_cache()}/{zlib.crc32(f'{root} {language}'.encode()):08x}.txt"
    with contextlib.suppress(OSError, ValueError), open(place, encoding="utf-8") as file:  # noqa: PTH123
        if file.readline().rstrip("\n") == sign:
            return _rows(file.read())
    from ssr.cli.command_index import command_index  # noqa: PLC0415  (slow to import: this is the whole tool)

    text = command_index(root, language)
    with contextlib.suppress(OSError):
        _keep(place, f"{sign}\n{text}")
    return _rows(text)


def _rows(text: str) -> Index:
    result: dict[str, list[list[str]]] = {}
    for line in text.split("\n"):
        sort, *row = line.split("\t")
        result.setdefault(sort, []).append(row)
    return result


def _keep(place: str, text: str) -> None:
    os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
    unfinished = f"{place}.{os.getpid()}"
    with open(unfinished, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
        file.write(text)
    os.replace(unfinished, place)  # noqa: PTH105


def _cache() -> str:
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return f"{own}/ssr"


def _language(root: str | None) -> str:
    if root is not None:
        with contextlib.suppress(OSError), open(f"{root}/{_MANIFEST}", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            for line in file.read(_MOST_BYTES).split("\n"):
                if line.startswith("language:"):
                    return _unquoted(line[len("language:") :].strip())
    return ""


def _sign(root: str | None) -> str:
    """A sign of all that the index is made of: the tool, and the schemas and the documents of the base."""
    folders = [_HERE, f"{_HERE}/cli", f"{_HERE}/text/words/sv", f"{_HERE}/text/words/en", f"{_HERE}/cli/shells"]
    for top in (f"{_HERE}/_bundled", _above_folder(_HERE), root):
        folders += [f"{top}/schemas", f"{top}/templates"] if top else []
    sign = 0
    for folder in folders:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = f"{entry.path}/document.yaml" if entry.is_dir() else entry.path
                with contextlib.suppress(OSError):
                    status = os.stat(path)  # noqa: PTH116
                    sign = zlib.crc32(f"{path} {status.st_mtime_ns} {status.st_size}".encode(), sign)
    return f"{sign:08x}"
