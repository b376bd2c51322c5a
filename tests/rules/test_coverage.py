"""A number in the manifest that the entries do not give: what it may come from is named with it."""

import shutil
from pathlib import Path

from running import EXEMPELLAN, ssr


def test_a_number_that_a_copy_makes_wrong_leads_to_the_copy(tmp_path: Path) -> None:
    base = tmp_path / "base"
    shutil.copytree(EXEMPELLAN, base)
    actors = base / "knowledge/actors"
    shutil.copy(actors / "granvik.yaml", actors / "granvik-nya.yaml")
    told = ssr("validate", kb=base).text.split("\n\n")
    wrong = [block for block in told if " SSR602 " in block]
    assert wrong
    assert all("= se även knowledge/actors/granvik-nya.yaml:1:1" in block for block in wrong)
    assert all("ssr list aktör --at " in block for block in wrong)
