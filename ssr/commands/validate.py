"""`ssr validate`: everything that is wrong in a knowledge base."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ssr.errors import UsageError
from ssr.finding import Finding, Location, Severity
from ssr.knowledge import KnowledgeBase
from ssr.loading import FOLDER, load
from ssr.rules import judge
from ssr.snapshot import Snapshot


@dataclass(frozen=True)
class Checked:
    """The base and what is wrong with it, in order of place; `looked_at` is how many entries were asked about."""

    base: KnowledgeBase
    findings: tuple[Finding, ...]
    looked_at: int

    def fails(self, *, strict: bool) -> bool:
        """Whether the check fails: on errors, with `strict` on warnings too, never on notes."""
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return any(finding.severity in failing for finding in self.findings)

    def line_of(self, location: Location) -> str:
        """The source line of a place; empty where there is none."""
        manifests = [layer.manifest for layer in self.base.layers]
        sources = [*manifests, *(entry.source for entry in self.base.written)]
        found = next((source for source in sources if source.path == location.path), None)
        return found.line(location.position.line) if found is not None else ""


def validate(
    snapshot: Snapshot, *, day: str, paths: Sequence[str] = (), progress: Callable[[int, int], None] | None = None
) -> Checked:
    """Check a base as it is on `day`. With `paths` (relative to the base), only what is found there is told."""
    base, findings = load(snapshot, progress)
    findings += judge(base, day)
    for path in paths:
        if path not in {".", FOLDER} and not any(_is_below(known, path) for known in _known(base, findings)):
            raise UsageError("unknown-path", path=path)
    kept = [finding for finding in findings if _asked(finding.location.path, paths)]
    looked_at = sum(_asked(entry.path, paths) for entry in base.written)
    return Checked(base, tuple(sorted(kept, key=lambda finding: finding.order)), looked_at)


def _known(base: KnowledgeBase, findings: Sequence[Finding]) -> list[str]:
    return [
        *(layer.manifest.path for layer in base.layers),
        *(entry.path for entry in base.written),
        *(finding.location.path for finding in findings),
    ]


def _asked(path: str, paths: Sequence[str]) -> bool:
    return not paths or any(folder == "." or _is_below(path, folder) for folder in paths)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")
