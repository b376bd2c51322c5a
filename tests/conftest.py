"""What all tests share: `pytest --bless`, and a word at the end about what was not checked."""

import gc
import os
import sys
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pytest
import tools
import typer.main
from running import every_document
from shared import Store

from ssr.formats import pdf
from ssr.formats.adapters import convert
from ssr.formats.page import Page

# Here and in what the tests start, Python and the tool keep what they compile.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Typer reads the signatures of all commands at each start; in one process they are read once.
typer.main.get_params_from_function = lru_cache(maxsize=256)(typer.main.get_params_from_function)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the expected files anew from what the code gives now")


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether tests should write their expected files instead of comparing with them."""
    return bool(request.config.getoption("--bless"))


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Store:
    """Beside the temporary folders of all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if hasattr(request.config, "workerinput") else own) / "shared"
    folder.mkdir(exist_ok=True)
    return Store(folder)


@pytest.fixture(scope="session")
def drafts(store: Store) -> Mapping[str, tuple[str, Page]]:
    """Each document of each entry and edition in both bases, by a name that can be a file's: its words, and its page."""
    return store.once("drafts", every_document)


@pytest.fixture(scope="session")
def documents(drafts: Mapping[str, tuple[str, Page]]) -> Mapping[str, str]:
    """The same as Markdown."""
    return {name: convert("md", *draft).decode() for name, draft in drafts.items()}


@pytest.fixture(scope="session")
def pdfs(store: Store, drafts: Mapping[str, tuple[str, Page]]) -> Mapping[str, bytes]:
    """The same as PDFs."""
    return store.once("pdfs", lambda: {name: pdf.convert(*draft) for name, draft in drafts.items()})


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tell the tools whether this test may ask for a judge."""
    tools.judging = item.get_closest_marker("judge") is not None


def pytest_collection_finish() -> None:
    """What was collected is never garbage: do not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


_LEFT: Counter[str] = Counter()


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Remember which tests are left to the judges."""
    _LEFT.update(item.path.name for item in items if item.get_closest_marker("judge") is not None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands over what it knows."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left"] = dict(_LEFT)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Each worker leaves out the same, so one of them is enough."""
    _LEFT.update(Counter(getattr(node, "workeroutput", {}).get("left", {})) - _LEFT)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each missing tool once. Goes by the reports, which pytest-xdist brings back from its workers."""
    reports = [report for key in ("skipped", "failed", "error") for report in terminalreporter.stats.get(key, [])]
    reasons = "\n".join(str(report.longrepr) for report in reports)
    missing = [tool for tool in tools.TOOLS if tool.missing in reasons]
    if missing:
        terminalreporter.section("tools missing: what they check was not checked")
        for tool in missing:
            terminalreporter.line(tool.missing)
    if _LEFT:
        terminalreporter.section("left to the judges: run `make judges`")
        for name, count in sorted(_LEFT.items()):
            terminalreporter.line(f"{name}: {count}")
