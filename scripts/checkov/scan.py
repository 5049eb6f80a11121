"""
checkov's findings about synthesized stacks.

Measured with checkov 3.3.30: only the framework `terraform_json` reads CDKTF's files, `terraform` finds nothing and
reports success. It cannot parse a stack with a list of blocks, such as `removed`, and only counts that in its summary.
Half of the checks name a resource without its type. So checkov gets copies without such blocks, and a scan fails when
a stack was not read.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from foundation.errors import UserError
from scripts.checkov.documents import Json, documents

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = ROOT / ".tools" / "checkov" / "bin" / "python"
OPTIONS = ("--framework", "terraform_json", "--skip-download", "--output", "json", "--compact")

UNREADABLE = {"import", "moved", "removed"}
"""Blocks that move state. They configure no resource."""


class ScanFailed(UserError):
    """checkov did not scan everything."""


@dataclass(frozen=True, order=True)
class Resource:
    """A resource of a stack, by the path of its construct, which begins with the stack."""

    kind: str
    path: str

    @property
    def stack(self) -> str:
        """The name of the resource's stack."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, order=True)
class Finding:
    """The result of one check of one resource."""

    check: str
    resource: Resource
    title: str
    passed: bool


@dataclass(frozen=True)
class Scan:
    """The scanned resources, and the result of every check."""

    version: str
    resources: frozenset[Resource]
    findings: tuple[Finding, ...]

    @property
    def stacks(self) -> set[str]:
        """The names of the stacks."""
        return {resource.stack for resource in self.resources}

    @property
    def failed(self) -> list[Finding]:
        """The failed checks."""
        return sorted(finding for finding in self.findings if not finding.passed)


def scan(stacks: Mapping[str, Json]) -> Scan:
    """Scan the Terraform JSON of stacks, by name. Raise ScanFailed."""
    with TemporaryDirectory(prefix="checkov-") as copies:
        for stack, tf in stacks.items():
            file = Path(copies, stack, "cdk.tf.json")
            file.parent.mkdir()
            file.write_text(json.dumps(_readable(tf), indent=2))
        report = _run(Path(copies))
    if "results" not in report or report["summary"]["parsing_errors"]:
        raise ScanFailed("checkov could not read every stack")
    resources = {stack: _resources(stack, tf) for stack, tf in stacks.items()}
    findings = tuple(_findings(report["results"], resources))
    unseen = set(stacks) - {finding.resource.stack for finding in findings}
    if unseen:
        raise ScanFailed(f"checkov checked nothing in {', '.join(sorted(unseen))}")
    everything = frozenset(resource for named in resources.values() for resource in named.values())
    return Scan(report["summary"]["checkov_version"], everything, findings)


def _readable(tf: Json) -> Json:
    copy = {name: block for name, block in tf.items() if name not in UNREADABLE}
    return copy | {"data": {**tf.get("data", {}), "aws_iam_policy_document": documents(tf)}}


def _run(folder: Path) -> Json:
    """Run checkov without configuration, keys and settings of the user, so that nothing leaves the machine."""
    if not PYTHON.exists():
        raise ScanFailed("checkov is not installed: run 'make checkov'")
    process = subprocess.run(
        [str(PYTHON), "-I", "-m", "checkov.main", "--directory", str(folder), *OPTIONS],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode not in (0, 1):  # 1: there are findings
        raise ScanFailed(f"checkov failed:\n{process.stderr}")
    report: Json = json.loads(process.stdout)
    return report


def _resources(stack: str, tf: Json) -> dict[str, Resource]:
    """Return the resources of a stack by logical id, which CDKTF makes unique over all types."""
    return {
        name: Resource(kind, f"{stack}/{block['//']['metadata']['path'].partition('/')[2]}")
        for kind, blocks in tf.get("resource", {}).items()
        for name, block in blocks.items()
    }


def _findings(results: Json, stacks: Mapping[str, Mapping[str, Resource]]) -> Iterator[Finding]:
    for passed, records in ((True, results["passed_checks"]), (False, results["failed_checks"])):
        for record in records:
            stack = Path(record["file_path"]).parent.name
            kind, _, name = record["resource"].rpartition(".")
            resource = stacks[stack].get(name) or Resource(kind, f"{stack}/{name}")  # a provider or a data source
            yield Finding(record["check_id"], resource, record["check_name"], passed)
