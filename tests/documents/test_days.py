"""Days in documents: as people write them in running text, in figures only in tables."""

import re
from collections.abc import Mapping

# Neither in an address nor in the name of a file.
_RAW = re.compile(r"(?<![\w/-])\d{4}-\d{2}(?:-\d{2})?(?![\w/-])")


def test_no_day_stands_in_figures_outside_of_a_table(documents: Mapping[str, str]) -> None:
    raw = {
        name: lines
        for name, text in documents.items()
        if (lines := [line for line in text.splitlines() if not line.startswith("|") and _RAW.search(line)])
    }
    assert raw == {}
