"""A change on a page of `ssr edit`, until its findings are there, against a cold `ssr validate`: `benchmarks/edit.py [ROUNDS] [BASE]`.

The change is made in this process, as the server makes it; each round runs the command once beside it. Nothing fails on time.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from ssr.base.snapshot import WorkingTree
from ssr.text.catalogue import catalogue
from ssr.web.application import Application
from ssr.web.guard import Request
from ssr.web.session import Session

ROOT = Path(__file__).parent.parent
SSR = str(Path(sys.executable).with_name("ssr"))
HOST, TOKEN = "127.0.0.1:1", "x"
OURS = {"host": HOST, "origin": f"http://{HOST}", "content-type": "application/json", "x-ssr-token": TOKEN}
FIELD = "note"  # which every kind has


def _changing(root: Path) -> Callable[[int], None]:
    """What makes a change of the first entry; the number makes it another."""
    tree = WorkingTree(root)
    session = Session(tree, tree, day="2026-11-30", audience="office")
    application = Application(session, catalogue("sv"), host=HOST, token=TOKEN)
    entry = next(session.entries(session.checked()[0]))
    way = "/".join(filter(None, (f"/{TOKEN}/change", entry.id, entry.edition)))
    version = 0

    def change(number: int) -> None:
        nonlocal version
        message = {"op": "set", "route": [FIELD], "value": f"Anteckning {number}.", "version": version}
        response = application.answer(Request("POST", way, {}, OURS, json.dumps(message).encode()))
        version = json.loads(response.body)["version"]

    return change


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rounds: int, root: Path) -> None:
    """Print the medians and that of the rounds' ratios."""
    change = _changing(root)
    change(-1)
    command = (SSR, "validate", "--kb", str(root))
    pairs = [
        (
            _seconds(lambda: subprocess.run(command, check=False, capture_output=True)),
            _seconds(lambda number=number: change(number)),  # type: ignore[misc]
        )
        for number in range(rounds)
    ]
    cold, warm = (1000 * median(times) for times in zip(*pairs, strict=True))
    ratio = median(changed / whole for whole, changed in pairs)
    print(f"ssr validate {cold:.0f} ms, a change until its findings {warm:.0f} ms: {ratio:.2f} times (goal 0.2)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9, Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT)
