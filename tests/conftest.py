"""What all tests share: `pytest --bless`, and a word at the end about what was not checked."""

from collections import Counter
from typing import Any

import pytest
import tools


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the expected files anew from what the code gives now")


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether tests should write their expected files instead of comparing with them."""
    return bool(request.config.getoption("--bless"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tell the tools whether this test may ask for a judge."""
    tools.judging = item.get_closest_marker("judge") is not None


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
