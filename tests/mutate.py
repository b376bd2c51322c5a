"""Whether the tests notice small faults: cosmic-ray makes them, each room's own tests judge them; docs/testing.md.

    python tests/mutate.py --each 85 --seed 9

A number of places in each room are drawn at random, and one of the faults that cosmic-ray knows for each. All runs in
a copy of the working tree, in one process that has collected the tests: it forks for each fault, puts the faulty
code into the function that holds the place, and runs the tests that call it, the fastest first. What lies outside
functions (constants, defaults, decorators) is left out. Not for coverage: a line may be run and not looked at.
"""

import argparse
import ast
import builtins
import difflib
import functools
import gc
import importlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import cosmic_ray.plugins
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import MutationVisitor

ROOT = Path(__file__).parent.parent
# The modules of each room, and where the tests stand that judge them.
ROOMS = {
    "rules": ("ssr/rules/*.py", ("tests/rules/",)),
    "view": ("ssr/view/*.py", ("tests/view/",)),
    # What happened to an entry, and what a side is called, is shown by the commands that ask for it.
    "diff": ("ssr/diff/*.py", ("tests/diff/", "tests/commands/test_log.py", "tests/commands/test_diff_")),
    "yaml": ("ssr/base/yaml/*.py", ("tests/base/test_yaml.py", "tests/rules/test_validate_cases.py::test_case[ssr0")),
}
# They make every document in every format, and take more than a minute each.
SLOW = ("test_nothing_above_the_audience_is_shown", "test_the_office_sees_all")
OPTIONS = ("-q", "-p", "no:cacheprovider", "-m", "not judge", "-k", f"not ({' or '.join(SLOW)})")
SCREEN = os.dup(1)
MEMORY = 4 << 30
IS_FUNCTION = 1  # CO_OPTIMIZED: the body of a class has it not


class Mutant(NamedTuple):
    """One fault at one place."""

    room: str
    path: str
    line: int
    operator: str
    occurrence: int

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line} {self.operator.removeprefix('core/')} {self.occurrence}"

    @property
    def text(self) -> str:
        """The whole file, with the fault."""
        source = Path(self.path).read_text(encoding="utf-8")
        operator = cosmic_ray.plugins.get_operator(self.operator)()
        return str(MutationVisitor.mutate_code(source, operator, self.occurrence))


# Which faults.


def _types(tree: ast.Module) -> Iterator[ast.AST | None]:
    """What only a type checker reads."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            yield node.annotation
        elif isinstance(node, ast.FunctionDef):
            yield node.returns
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
            yield node.args[1]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript) and node.col_offset == 0:
            yield node.value


def _mutants(room: str, path: str) -> dict[Any, list[Mutant]]:
    """All faults of a module, by their places."""
    source = Path(path).read_text(encoding="utf-8")
    nodes = list(ast_nodes(get_ast(source)))
    tree = ast.parse(source)
    spans = [((n.lineno, n.col_offset), (n.end_lineno, n.end_col_offset)) for n in _types(tree) if n is not None]
    found: dict[Any, list[Mutant]] = defaultdict(list)
    for name in cosmic_ray.plugins.operator_names():
        operator = cosmic_ray.plugins.get_operator(name)
        if operator.arguments():
            continue
        places = [place for node in nodes for place in operator().mutation_positions(node)]
        for occurrence, (start, end) in enumerate(places):
            if not any(first <= start and end <= last for first, last in spans):
                found[start, end].append(Mutant(room, path, start[0], name, occurrence))
    return found


def sample(each: int, seed: int, left_out: Sequence[str]) -> list[Mutant]:
    """So many places of each room, and one fault at each; without those outside functions, which are read only once."""
    chosen: list[Mutant] = []
    for room, (modules, _) in ROOMS.items():
        draw = random.Random(f"{seed} {room}")  # noqa: S311
        paths = sorted(str(path) for path in Path().glob(modules) if not str(path).endswith(tuple(left_out) or "\0"))
        places = [mutants for path in paths for _, mutants in sorted(_mutants(room, path).items())]
        chosen += sorted(draw.choice(mutants) for mutants in draw.sample(places, min(each, len(places))))
    return [mutant for mutant in chosen if _function_around(mutant)]


# Where they go.


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and the methods of its classes, not what stands in them."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from [inner] if inner.co_flags & IS_FUNCTION else _functions(inner)


def _compiled(path: str, source: str | ast.Module) -> dict[str, CodeType]:
    """The functions of a module by where they begin."""
    return {_key(code): code for code in _functions(compile(source, str(Path(path).resolve()), "exec"))}


def _key(code: CodeType) -> str:
    """Where a function begins."""
    return f"{code.co_filename.removeprefix(f'{Path.cwd()}/')}:{code.co_firstlineno}"


def _begins(path: str, node: ast.FunctionDef) -> str:
    return f"{path}:{min([node.lineno, *(one.lineno for one in node.decorator_list)])}"


def _function_around(mutant: Mutant) -> str:
    """Where the outermost function begins whose body holds the place; nothing where it lies in none."""
    tree = ast.parse(Path(mutant.path).read_bytes())
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    around = (one for one in functions if one.body[0].lineno <= mutant.line <= (one.end_lineno or 0))
    return next((_begins(mutant.path, one) for one in around), "")


def _noting_calls(path: str) -> dict[str, CodeType]:
    """The functions of a module, each noting that it was called."""
    tree = ast.parse(Path(path).read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            call = ast.parse(f"__called__({_begins(path, node)!r})").body[0]
            node.body.insert(0 if ast.get_docstring(node) is None else 1, ast.copy_location(call, node.body[0]))
    return _compiled(path, ast.fix_missing_locations(tree))


def _living(paths: Sequence[str]) -> dict[str, FunctionType]:
    """The functions of some modules, as they are in this process."""
    places = {str(Path(path).resolve()) for path in paths}
    gc.unfreeze()  # what a run of `ssr` in this process has put out of sight
    functions = [one for one in gc.get_objects() if isinstance(one, FunctionType)]
    return {_key(one.__code__): one for one in functions if one.__code__.co_filename in places}


# How they are judged.


class Judge:
    """A plugin of pytest that runs the tests in forks of its process, instead of in it."""

    def __init__(self, mutants: Sequence[Mutant], results: Path, seconds: float, *, again: bool) -> None:
        self.mutants, self.results, self.seconds, self.again = mutants, results, seconds, again
        self.record: dict[str, Any] = {"tests": {}, "mutants": {}}
        if results.exists():
            self.record = json.loads(results.read_text(encoding="utf-8"))
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        self.failed = ""

    def pytest_configure(self) -> None:
        import hypothesis  # pytest wants to be the first to do so

        hypothesis.settings.register_profile(
            "mutants", database=None, derandomize=True, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate]
        )
        hypothesis.settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = report.nodeid if report.failed else self.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.paths = sorted(str(path) for modules, _ in ROOMS.values() for path in Path().glob(modules))
        for path in self.paths:  # also those that no test imports until it runs
            importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        self.functions = _living(self.paths)
        tests = self.record["tests"]
        if unknown := [item for name, item in self.items.items() if name not in tests]:
            tests |= json.loads(self._forked(lambda: self._noted(unknown))[1])
        red = [name for name in self.items if tests[name]["failed"]]
        _say(f"{len(self.items)} tests; left out because they fail without any fault: {red}")
        for mutant in sorted(self.mutants, key=lambda mutant: mutant.name in self.record["mutants"]):
            known = self.record["mutants"].get(mutant.name, {}).get("outcome")
            if known is None or (known == "survived" and self.again):
                self.record["mutants"][mutant.name] = self._judged(mutant)
            self.results.write_text(json.dumps(self.record, indent=1, ensure_ascii=False), encoding="utf-8")
        return True

    def _forked(self, work: Callable[[], str]) -> tuple[int, str]:
        """How a fork of this process ended, and what it had to say."""
        with tempfile.NamedTemporaryFile("r", encoding="utf-8") as out:
            if (child := os.fork()) == 0:
                silent = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(silent, stream)
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
                status = 1
                try:
                    Path(out.name).write_text(work(), encoding="utf-8")
                    status = 0
                finally:
                    os._exit(status)
            _, status = os.waitpid(child, 0)
            return status, out.read()

    def _run(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        """Whether a test passes."""
        self.failed = ""
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self.failed

    def _noted(self, items: Sequence[pytest.Item]) -> str:
        """Of each test without any fault: how long it takes, and which functions it calls."""
        called: set[str] = set()
        builtins.__called__ = called.add  # type: ignore[attr-defined]
        for path in self.paths:
            for key, code in _noting_calls(path).items():
                if key in self.functions:
                    self.functions[key].__code__ = code
        caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
        notes = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            called.clear()
            for cache in caches:
                cache.cache_clear()
            start = time.process_time()
            passed = self._run(item, following)
            seconds = round(time.process_time() - start, 3)
            notes[item.nodeid] = {"seconds": seconds, "failed": not passed, "calls": sorted(called)}
        return json.dumps(notes)

    def _chosen(self, mutant: Mutant, function: str) -> list[str]:
        """The tests of the room that call a function: those that saw other faults of the module first, then the fastest."""
        notes, killers = self.record["tests"], self.killers[mutant.path]
        _, prefixes = ROOMS[mutant.room]
        names = [
            name
            for name in self.items
            if name.startswith(prefixes) and not notes[name]["failed"]
            if any(
                one == function or (not function and one.startswith(f"{mutant.path}:")) for one in notes[name]["calls"]
            )
        ]
        left, chosen = self.seconds, []
        for name in sorted(names, key=lambda name: (-killers[name], notes[name]["seconds"])):
            left -= notes[name]["seconds"]
            chosen += [name] if left > 0 else []
        return chosen

    def _judged(self, mutant: Mutant) -> dict[str, object]:
        start, text, function = time.monotonic(), mutant.text, _function_around(mutant)
        names = self._chosen(mutant, function)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of faulty code
                code = _compiled(mutant.path, text)[function]
        except SyntaxError:
            return {"outcome": "no program"}
        status, killer = self._forked(lambda: self._tried(code, function, names))
        outcome = "killed" if killer else "survived" if status == 0 else "timeout"
        self.killers[mutant.path][killer] += 1
        _say(f"{outcome:8} {time.monotonic() - start:5.1f} s  {mutant.name}  {killer}")
        return {"outcome": outcome, "by": killer, "tests": len(names), "diff": _difference(mutant, text)}

    def _tried(self, code: CodeType, function: str, names: Sequence[str]) -> str:
        """The first test that fails with another code in a function."""
        self.functions[function].__code__ = code
        items = [self.items[name] for name in names]
        for item, following in zip(items, [*items[1:], None], strict=False):
            # What runs for ever is ended by the system; a loaded machine makes nothing slower by this clock.
            signal.setitimer(signal.ITIMER_PROF, 5 + 4 * self.record["tests"][item.nodeid]["seconds"])
            if not self._run(item, following):
                return self.failed
        return ""


def _difference(mutant: Mutant, text: str) -> list[str]:
    before = Path(mutant.path).read_text(encoding="utf-8").splitlines()
    return list(difflib.unified_diff(before, text.splitlines(), n=0, lineterm=""))[3:]


def _say(line: str) -> None:
    os.write(SCREEN, f"{line}\n".encode())


def _copy(target: Path) -> None:
    """What git knows of the working tree: faults are never written into the original."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name, follow_symlinks=False)


def main() -> None:
    parser = argparse.ArgumentParser(description="Plant small faults, and see whether the tests notice.")
    parser.add_argument("--each", type=int, default=85, help="how many places of each room")
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=60, help="how long the tests may take for one of them")
    parser.add_argument("--room", choices=ROOMS, action="append", help="these rooms alone")
    parser.add_argument("--but", action="append", default=[], metavar="PATH", help="no faults in this module")
    parser.add_argument("--results", type=Path, default=ROOT / "build/mutants.json",
                        help="where results go; what is known there is not judged anew")  # fmt: skip
    parser.add_argument("--again", action="store_true", help="but for what has survived")
    asked = parser.parse_args()
    results = asked.results.resolve()
    results.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        _copy(Path(folder))
        os.chdir(folder)
        os.environ |= {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        sys.path.insert(0, folder)
        rooms = asked.room or list(ROOMS)
        mutants = [one for one in sample(asked.each, asked.seed, asked.but) if one.room in rooms]
        _say(f"{len(mutants)} faults")
        tests = {
            str(path) for room in rooms for name in ROOMS[room][1] for path in Path().glob(f"{name.partition(':')[0]}*")
        }
        pytest.main(
            ["-s", *OPTIONS, *sorted(tests)], plugins=[Judge(mutants, results, asked.seconds, again=asked.again)]
        )
        record = json.loads(results.read_text(encoding="utf-8"))["mutants"]
    for room in rooms:
        outcomes = Counter(record[one.name]["outcome"] for one in mutants if one.room == room)
        _say(f"{room}: {dict(outcomes)}")
    for one in mutants:
        if record[one.name]["outcome"] == "survived":
            _say("\n".join([one.name, *record[one.name]["diff"]]))


if __name__ == "__main__":
    main()
