"""What all tests share: `pytest --bless`, and a word at the end about checkers that were missing."""

import pytest
from tools import TOOLS

import ssr.cli  # noqa: F401  (before a test imports typer, which looks at its environment then)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the expected files anew from what the code gives now")


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether tests should write their expected files instead of comparing with them."""
    return bool(request.config.getoption("--bless"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each missing tool once. Goes by the reports, which pytest-xdist brings back from its workers."""
    reports = [report for key in ("skipped", "failed", "error") for report in terminalreporter.stats.get(key, [])]
    reasons = "\n".join(str(report.longrepr) for report in reports)
    missing = [tool for tool in TOOLS if tool.missing in reasons]
    if missing:
        terminalreporter.section("tools missing: what they check was not checked")
        for tool in missing:
            terminalreporter.line(tool.missing)
