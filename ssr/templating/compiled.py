"""The tool's own templates, compiled once: kept where Python keeps its modules, by Python's own rules.

Not for the templates of a base: who brings a template could bring what it is said to compile to as well.
"""

from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2.bccache
import jinja2.compiler

from ssr.templating import sandbox

# What a template is compiled with; when one of these is another than it was, the template is compiled anew.
_COMPILERS = tuple(module.__file__ for module in (jinja2.compiler, sandbox) if module.__file__)


class Compiled(jinja2.bccache.BytecodeCache):
    """`file_of` gives the tool's own file of a template; None where the base has another in its place."""

    def __init__(self, file_of: Callable[[str], Path | None]) -> None:
        self._file_of = file_of

    def get_bucket(self, environment: Any, name: str, filename: str | None, source: str) -> jinja2.bccache.Bucket:
        """The code of a template, where it is kept or can be."""
        bucket = jinja2.bccache.Bucket(environment, name, "")
        label = filename or name
        file = self._file_of(label)
        if file is not None:
            kept = _Loader(name, str(file), lambda: environment.compile(source, name, label)).get_code(name)
            # Errors name the template by its name in every base, whichever way it was loaded.
            bucket.code = None if kept is None else kept.replace(co_filename=label)
        return bucket

    def set_bucket(self, bucket: jinja2.bccache.Bucket) -> None:
        """Nothing more: what can be kept has been."""


class _Loader(SourceFileLoader):
    """Keeps what `compiled` gives beside the template's file, as Python keeps modules: only where it may write."""

    def __init__(self, name: str, path: str, compiled: Callable[[], CodeType]) -> None:
        super().__init__(name, path)
        self._compiled = compiled

    def source_to_code(self, *_arguments: Any, **_options: Any) -> CodeType:  # type: ignore[override]
        return self._compiled()

    def path_stats(self, path: str) -> dict[str, Any]:
        result = dict(super().path_stats(path))
        times = (super(_Loader, self).path_stats(file)["mtime"] for file in _COMPILERS)
        return result | {"mtime": sum(times, result["mtime"])}
