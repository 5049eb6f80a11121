"""Every stack is valid for the real Terraform and the real AWS provider."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from organization.load import load
from tests.stacks.variations import VARIATIONS
from tests.synthesis import ROOT, synthesize_organization
from tests.terraform_environment import terraform_environment

LARGEST = {"org-root", "id", "infra", "prod-data", "prod-card"}
"""The largest stacks of each kind in the larger organization."""

Errors = dict[Path, str]
Validate = Callable[[Iterable[Path]], Errors]


@pytest.fixture(scope="module")
def validate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Validate]:
    """
    Yield a function that returns the errors in stacks, by the stack's folder.

    The stacks are modules of one configuration, because Terraform takes a second to read the provider's schema. One
    provider serves all, because each takes a second to start.
    """
    environment, attached = terraform_environment(), dict[str, str]()
    with ExitStack() as running:

        def errors(stacks: Iterable[Path]) -> Errors:
            folder = tmp_path_factory.mktemp("validated").resolve()
            sources = [os.path.relpath(stack.resolve(), folder) for stack in stacks]
            modules = {f"stack{number}": {"source": source} for number, source in enumerate(sources)}
            (folder / "main.tf.json").write_text(json.dumps({"module": modules}))
            initialized = terraform(folder, environment, "init", "-backend=false", "-input=false")
            assert initialized.returncode == 0, initialized.stdout
            if not attached:
                attached["TF_REATTACH_PROVIDERS"] = running.enter_context(provider(folder))
            validated = terraform(folder, environment | attached, "validate", "-json")
            return by_folder(folder, json.loads(validated.stdout))

        yield errors


def by_folder(folder: Path, result: dict[str, Any]) -> Errors:
    """Return the errors of a JSON result of `terraform validate` in a folder."""
    found: Errors = {}
    for one in result["diagnostics"]:
        if one["severity"] == "error":
            place = (folder / one["range"]["filename"]).resolve().parent
            found[place] = f"{found.get(place, '')}{one['summary']}: {one['detail']}\n"
    assert result["valid"] == (not found)
    return found


@contextmanager
def provider(folder: Path) -> Iterator[str]:
    """Run the provider of an initialized configuration; yield its address for Terraform."""
    packages = folder / ".terraform" / "providers"
    (program,) = packages.glob("*/hashicorp/aws/*/*/terraform-provider-aws*")
    registry = program.relative_to(packages).parts[0]
    with subprocess.Popen([program, "-debug"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        try:
            found = (re.search(r"TF_REATTACH_PROVIDERS='(.*)'", line) for line in process.stdout)
            (address,) = json.loads(next(match[1] for match in found if match)).values()
            yield json.dumps({f"{registry}/hashicorp/aws": address})
        finally:
            process.send_signal(signal.SIGINT)


def terraform(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [environment["ORGCTL_TERRAFORM"], *arguments, "-no-color"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def parts(tf: dict[str, Any]) -> set[str]:
    """Return the parts of a stack: types of resources with their arguments, and its other blocks."""
    resources = {json.dumps([kind, sorted(one)]) for kind, found in tf["resource"].items() for one in found.values()}
    backend = {json.dumps([kind, sorted(found)]) for kind, found in tf["terraform"]["backend"].items()}
    return resources | backend | {*tf, *tf.get("data", {})}


@pytest.fixture(scope="module")
def errors(
    variation: Callable[[str], dict[str, dict[str, Any]]],
    folder_of: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    validate: Validate,
) -> Errors:
    """Return the errors in the stacks of all variations and of a larger organization."""
    chosen, found = [], set[str]()
    for name in VARIATIONS:
        for stack, tf in sorted(variation(name).items(), key=lambda item: -len(parts(item[1]))):
            if not parts(tf) <= found:
                chosen.append(folder_of(name) / "stacks" / stack)
                found |= parts(tf)
    file, folder = ROOT / "tests" / "end_to_end" / "large.yaml", tmp_path_factory.mktemp("large")
    stacks = synthesize_organization(load(file)[0], folder, file.parent)
    assert chosen
    return validate([*chosen, *(folder / "stacks" / name for name in set(stacks) & LARGEST)])


def test_every_stack_is_valid(errors: Errors) -> None:
    """
    Of stacks with the same parts in the variations, only the one with most resources is validated.

    Stacks of a kind in the larger organization differ only in names, so the largest are taken.
    """
    assert errors == {}


def test_every_invalid_stack_is_rejected(tmp_path: Path, validate: Validate) -> None:
    """D1: the guide's attachment with `group`. It shows that this check can fail, and for each of several stacks."""
    organization, _ = load(ROOT / "organization.yaml")
    synthesize_organization(organization, tmp_path, ROOT)
    folders = {name: (tmp_path / "stacks" / name).resolve() for name in ("id", "infra", "logs", "bootstrap-id")}
    for name in ("infra", "logs"):
        file = folders[name] / "cdk.tf.json"
        spoilt = file.read_text().replace('"role": "${aws_iam_role', '"group": "${aws_iam_role')
        assert spoilt != file.read_text()
        file.write_text(spoilt)

    found = validate(folders.values())

    assert found.keys() == {folders["infra"], folders["logs"]}
    for errors in found.values():
        assert 'The argument "role" is required, but no definition was found.' in errors
