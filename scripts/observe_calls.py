"""
Refresh `access/data/calls_observed.json`: what the AWS provider really calls, for each resource type of the example.

The example is deployed to the emulated AWS, deployed again with another tag, and destroyed, while the provider writes
into Terraform's log what it calls and for which resource. `python -m scripts.observe_calls` takes about eight minutes;
it is due when the provider's version or the example's resource types change. The folder given as argument keeps the
logs; when it has some already, these are read and nothing is deployed.
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
"""What Terraform does to a resource when it applies a change in each run."""

DESTROYED = (INFRA, ID, "logs", ORG_ROOT)  # the states are in what the other stacks made
_ENTRY = re.compile(r"\d{4}-\d\d-\d\dT\S+ \[")
_PROVIDER = re.compile(r"provider\.terraform-provider-aws_v([0-9.]+)")
_VALUES = {
    name: re.compile(rf'(?:^|\s){re.escape(name)}=(?:"([^"]*)"|(\S+))')
    for name in ("rpc.service", "rpc.method", "tf_rpc", "tf_resource_type")
}


class Call(NamedTuple):
    """A call of the provider, what Terraform had asked it for, and for which resource type, if any."""

    service: str
    operation: str
    request: str
    resource_type: str


def calls_in(log: Iterable[str]) -> Iterator[Call]:
    """The calls in a log of Terraform's providers (TF_LOG_PROVIDER=DEBUG)."""
    for entry in _entries(log):
        if "HTTP Request Sent" in entry.partition("\n")[0]:
            found = (pattern.search(entry) for pattern in _VALUES.values())
            yield Call(*(match[1] or match[2] if match else "" for match in found))


def _entries(log: Iterable[str]) -> Iterator[str]:
    """An entry begins with its time and goes on over lines that do not."""
    entry: list[str] = []
    for line in log:
        if _ENTRY.match(line) and entry:
            yield "".join(entry)
            entry = []
        entry.append(line)
    yield "".join(entry)


def records(runs: Mapping[str, Iterable[Call]]) -> tuple[dict[str, Record], list[str]]:
    """The actions of each resource type and step, and what is no action of IAM as far as it is known here."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    unknown: set[str] = set()
    for run, calls in runs.items():
        for call in calls:
            if not call.resource_type:
                continue  # of the provider itself
            action = action_of(call.service, call.operation)
            step = RUNS[run] if call.request == "ApplyResourceChange" else "read"
            if action:
                found[call.resource_type][step].add(action)
            else:
                unknown.add(f"{call.service} {call.operation}")
    types = {name: {step: sorted(steps[step]) for step in STEPS if steps[step]} for name, steps in found.items()}
    return types, sorted(unknown)


def observe(logs: Path, deployed: str = "*", destroyed: Iterable[str] = DESTROYED) -> None:
    """Deploy, change and destroy the example on the emulated AWS; the logs are kept, named by run and stack."""
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
            # A bucket that has logs in it stays: all that matters is that its deletion was tried.
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
    """Observe, unless the folder has logs, and write the file; an operation without a known action is an error."""
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
