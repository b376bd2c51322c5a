"""The next free code in each range of rules: `make codes`. A code that anything has or ever had is not used again."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ssr.text.catalogue import catalogue

TOP = Path(__file__).parent.parent
NAMED = re.compile(r"\bSSR[0-9]{3}\b")


def free_codes(used: set[str]) -> Iterator[str]:
    """The code after the last one that is used, in each range that has any."""
    for first in sorted({code[:4] for code in used}):
        yield f"SSR{int(max(code for code in used if code.startswith(first))[3:]) + 1:03}"


def used_codes() -> set[str]:
    """Those that the tool has words for, and those that it had and the list of changes tells of."""
    return {*catalogue("sv").lookup("codes"), *NAMED.findall((TOP / "CHANGELOG.md").read_text(encoding="utf-8"))}


if __name__ == "__main__":
    sys.stdout.write("".join(f"{code}\n" for code in free_codes(used_codes())))
