"""The checkers of HTML must themselves be checked: a good page passes each of them and a bad one none."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tools import CHROMIUM_AXE, axe, html_validate, vnu

GOOD = """\
<!DOCTYPE html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Snöoväder</title>
<style>
:root { color-scheme: light dark; --ink: #111; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #111; } }
@page { size: A4; margin: 20mm; }
@media print { .screen { display: none; } }
body { color: var(--ink); background: var(--paper); max-width: 70ch; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>Snöoväder och isbildning</h1>
<h2>Åtgärder</h2>
<table>
<caption>Vem gör vad</caption>
<thead><tr><th scope="col">Åtgärd</th><th scope="col">Ansvarig</th></tr></thead>
<tbody><tr><td>Sanda gångbanor</td><td>Kommunen</td></tr></tbody>
</table>
</main>
</body>
</html>
"""

# Each fault is one that some checker below has to name.
BAD = """\
<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>Dålig sida</title>
<link rel="stylesheet" href="style.css">
<style>
@media (prefers-color-scheme: dark) { .faint { color: #333; background: #222; } }
@media print { .page { break-before: page; } }
</style>
</head>
<body>
<main>
<h1 id="twice">Dålig</h1>
<h4 id="twice">Hoppar över två nivåer</h4>
<p class="faint">1</p>
<p class="page">/Type /Page</p>
<p class="page"><img src="https://example.invalid/map.png"></p>
<div aria-label="Bred" role="group" style="width: 600px"><table style="width: 600px"><tr><td>Bred</td></tr></table></div>
<p style="font-size: 9px">liten</p>
<p><button style="width: 9px; height: 9px">A</button><button style="width: 9px; height: 9px">B</button></p>
<p><b>Fel <i>ordning</b></i></p>
</main>
</body>
</html>
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return _write(tmp_path / "good.html", GOOD)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return _write(tmp_path / "bad.html", BAD)


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.judge
def test_axe(good: Path, bad: Path) -> None:
    fine, faulty = axe([good, bad], pages=True)

    assert (fine.file, fine.problems, fine.pages) == (good.resolve(), [], 1)
    rules = {violation.id: violation for violation in faulty.violations}
    assert {"html-has-lang", "image-alt", "heading-order", "color-contrast"} <= rules.keys()
    assert rules["image-alt"].schemes == ("light", "dark")
    assert (rules["color-contrast"].schemes, rules["color-contrast"].targets) == (("dark",), (".faint",))
    assert faulty.requests == (bad.resolve().with_name("style.css").as_uri(), "https://example.invalid/map.png")
    assert faulty.scroll_width >= 600
    assert faulty.pages == 3
    assert faulty.small == ("liten (9.0 px, 1280)", "liten (9.0 px, 390)")
    assert faulty.wide == ("Bred",)
    assert {violation.id for violation in faulty.on_phone} >= {"image-alt", "target-size"}
    everywhere = {*faulty.violations, *faulty.on_phone}
    assert len(faulty.problems) == len(everywhere) + 2 + 1 + 2 + 1


@pytest.mark.judge
def test_html_validate(good: Path, bad: Path) -> None:
    assert html_validate([good]) == []
    rules = {problem.split(": ")[1] for problem in html_validate([good, bad])}
    assert {"element-required-attributes", "no-dup-id", "wcag/h37", "heading-level", "close-order"} <= rules


@pytest.mark.judge
def test_vnu(good: Path, bad: Path, caplog: pytest.LogCaptureFixture) -> None:
    errors = "\n".join(vnu([good, bad]))
    notes = caplog.text
    assert "good.html" not in errors + notes
    for fault in ("Duplicate ID", "must have an “alt” attribute", "violates nesting rules"):
        assert fault in errors
    warning = "Consider adding a “lang” attribute"
    assert (warning in notes, warning in errors) == (True, False)


@pytest.mark.judge
@pytest.mark.parametrize("check", [axe, html_validate, vnu])
def test_a_missing_file_is_no_good_file(check: Callable[[list[Path]], object], tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check([tmp_path / "no.html"])


@pytest.mark.judge
def test_a_name_that_html_validate_would_skip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="patterns"):
        html_validate([_write(tmp_path / "bad[1].html", BAD)])


@pytest.mark.parametrize(
    ("required", "code", "outcome"),
    [("0", pytest.ExitCode.OK, "1 skipped"), ("1", pytest.ExitCode.TESTS_FAILED, "1 failed")],
)
def test_a_missing_tool_is_named_once_at_the_end(required: str, code: int, outcome: str) -> None:
    """In a run of its own, with workers, because that is where reports could get lost."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider", f"{__file__}::test_axe"],
        env={**os.environ, "CHROMIUM": "/nowhere/chromium", "SSR_REQUIRE_TOOLS": required},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == code, run.stdout + run.stderr
    assert outcome in run.stdout
    # What follows is pytest's own summary, which repeats the reason whole where it knows that CI runs it.
    summary = run.stdout.partition("tools missing")[2].partition("short test summary info")[0]
    assert summary.count(CHROMIUM_AXE.missing) == 1
    assert "tests/install-tools" in summary
