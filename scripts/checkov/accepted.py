"""The accepted findings with their reasons: `accepted.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from scripts.checkov.scan import Finding

FILE = Path(__file__).with_name("accepted.yaml")


@dataclass(frozen=True)
class Accepted:
    """A check that some resources may fail, and the reason."""

    check: str
    kind: str
    path: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Return whether this reason covers a finding. `path` is a pattern."""
        same = (self.check, self.kind) == (finding.check, finding.resource.kind)
        return same and fnmatchcase(finding.resource.path, self.path)


@dataclass(frozen=True)
class Verdict:
    """The failed checks of a scan: unexplained and accepted ones."""

    unexplained: tuple[Finding, ...]
    accepted: dict[Accepted, tuple[Finding, ...]]

    @property
    def unused(self) -> list[Accepted]:
        """Reasons without a finding."""
        return [reason for reason, findings in self.accepted.items() if not findings]


def load(file: Path = FILE) -> list[Accepted]:
    """Return the accepted findings."""
    checks = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        Accepted(check, kind, path, reason)
        for check, resources in checks.items()
        for resource, reason in resources.items()
        for kind, path in [resource.split(" ")]
    ]


def judge(failed: Sequence[Finding], accepted: Sequence[Accepted]) -> Verdict:
    """Sort findings. One that several reasons cover counts for the first."""
    found: dict[Accepted, list[Finding]] = {reason: [] for reason in accepted}
    unexplained: list[Finding] = []
    for finding in failed:
        reason = next((reason for reason in accepted if reason.covers(finding)), None)
        (found[reason] if reason else unexplained).append(finding)
    return Verdict(tuple(unexplained), {reason: tuple(findings) for reason, findings in found.items()})
