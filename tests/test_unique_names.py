"""Each idea has one name: no two modules share one, and no two public classes."""

import ast
from collections import Counter
from pathlib import Path

import ssr

PACKAGE = Path(ssr.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def _twice(names: list[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}


def test_no_two_modules_share_a_name() -> None:
    """A module is found by its name alone."""
    assert _twice([path.stem for path in MODULES]) == set()


def test_no_two_public_classes_share_a_name() -> None:
    """So is a type."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    classes = [node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    assert len(classes) > 100
    assert _twice([name for name in classes if not name.startswith("_")]) == set()
