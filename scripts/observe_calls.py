"""
Refresh `access/data/calls_observed.json`: the AWS provider's calls for each resource type of the example.

The example is deployed to the emulated AWS, deployed again with another tag, and destroyed, while the provider logs
its calls and their resources. `python -m scripts.observe_calls` takes about eight minutes. Run it when the provider's
version or the example's resource types change. The folder given as argument keeps the logs; when it has some already,
these are read and nothing is deployed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from access.deployer.calls import DATA, STEPS, Record
from emulator.run import emulated_project
from foundation.names import ID, INFRA, ORG_ROOT
from scripts.iam_actions import action_of
from scripts.refresh_calls import write

REPOSITORY = Path(__file__).resolve().parent.parent
RUNS = {"deploy": "create", "update": "update", "destroy": "delete"}
"""The change of a resource that Terraform applies in each run."""

DESTROYED = (INFRA, ID, "logs", ORG_ROOT)  # the other stacks hold the states
_ENTRY = re.compile(r"\d{4}-\d\d-\d\dT\S+ \[")
_PROVIDER = re.compile(r"provider\.terraform-provider-aws_v([0-9.]+)")
_VALUES = {
    name: re.compile(rf'(?:^|\s){re.escape(name)}=(?:"([^"]*)"|(\S+))')
    for name in ("rpc.service", "rpc.method", "tf_rpc", "tf_resource_type")
}


class Call(NamedTuple):
    """A call of the provider, the request of Terraform that caused it, and its resource type, if any."""

    service: str
    operation: str
    request: str
    resource_type: str


def calls_in(log: Iterable[str]) -> Iterator[Call]:
    """Yield the calls in a log of Terraform's providers (TF_LOG_PROVIDER=DEBUG)."""
    for entry in _entries(log):
        if "HTTP Request Sent" in entry.partition("\n")[0]:
            found = (pattern.search(entry) for pattern in _VALUES.values())
            yield Call(*(match[1] or match[2] if match else "" for match in found))


def _entries(log: Iterable[str]) -> Iterator[str]:
    """Yield entries. An entry begins with its time and continues over lines without one."""
    entry: list[str] = []
    for line in log:
        if _ENTRY.match(line) and entry:
            yield "".join(entry)
            entry = []
        entry.append(line)
    yield "".join(entry)


def records(runs: Mapping[str, Iterable[Call]]) -> tuple[dict[str, Record], list[str]]:
    """Return the actions of each resource type and step, and the operations without a known IAM action."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    unknown: set[str] = set()
    for run, calls in runs.items():
        for call in calls:
            if not call.resource_type:
                continue  # a call of the provider itself
            action = action_of(call.service, call.operation)
            step = RUNS[run] if call.request == "ApplyResourceChange" else "read"
            if action:
                found[call.resource_type][step].add(action)
            else:
                unknown.add(f"{call.service} {call.operation}")
    types = {name: {step: sorted(steps[step]) for step in STEPS if steps[step]} for name, steps in found.items()}
    return types, sorted(unknown)


def observe(logs: Path, deployed: str = "*", destroyed: Iterable[str] = DESTROYED) -> None:
    """Deploy, change and destroy the example on the emulated AWS; keep the logs, named by run and stack."""
    with emulated_project(REPOSITORY, os.environ) as (_, project, environment):
        environment |= {"TF_LOG_PROVIDER": "DEBUG", "TF_LOG_PATH": "provider.log"}
        deploy = ["cdktf", "deploy", deployed, "--auto-approve"]
        subprocess.run(deploy, cwd=project, env=environment, check=True)
        _keep(project, logs, "deploy")
        example = project / "organization.yaml"
        text = example.read_text(encoding="utf-8")
        example.write_text(text.replace("\ntags:\n", "\ntags:\n  Observed: calls\n"), encoding="utf-8")
        subprocess.run(deploy, cwd=project, env=environment, check=True)
        _keep(project, logs, "update")
        for stack in destroyed:
            folder = project / "cdktf.out/stacks" / stack
            _unprotect(folder / "cdk.tf.json")
            # A bucket with logs in it cannot be deleted: the attempt is enough.
            destroy = [environment["ORGCTL_TERRAFORM"], "destroy", "-auto-approve"]
            subprocess.run(destroy, cwd=folder, env=environment, check=False)
        _keep(project, logs, "destroy")


def _unprotect(stack: Path) -> None:
    text = stack.read_text(encoding="utf-8")
    stack.write_text(text.replace('"prevent_destroy": true', '"prevent_destroy": false'), encoding="utf-8")


def _keep(project: Path, logs: Path, run: str) -> None:
    for log in project.glob("cdktf.out/stacks/*/provider.log"):
        shutil.move(log, logs / f"{run}-{log.parent.name}.log")


def _read(logs: Path, run: str) -> Iterator[Call]:
    for path in sorted(logs.glob(f"{run}-*.log")):
        with path.open(encoding="utf-8", errors="replace") as log:
            yield from calls_in(log)


def _provider_version(logs: Path) -> str:
    texts = (log.read_text(encoding="utf-8", errors="replace") for log in sorted(logs.glob("*.log")))
    return ", ".join(sorted({version for text in texts for version in _PROVIDER.findall(text)}))


def main(arguments: list[str]) -> int:
    """Observe, unless the folder has logs, and write the file. Return 1 when an operation has no known action."""
    with tempfile.TemporaryDirectory() as temporary:
        logs = Path(arguments[0] if arguments else temporary)
        logs.mkdir(parents=True, exist_ok=True)
        if not list(logs.glob("*.log")):
            observe(logs)
        types, unknown = records({run: _read(logs, run) for run in RUNS})
        version = _provider_version(logs)
    for name in unknown:
        print(f"no IAM action is known for {name}: add it to scripts/iam_actions.py", file=sys.stderr)
    if unknown or not types:
        return 1
    source = {"provider": f"hashicorp/aws {version}", "of": "the example, on the emulated AWS"}
    write(DATA / "calls_observed.json", source, types)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
