"""Every stack is valid for the real Terraform and the real AWS provider."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from organization.load import load
from tests.stacks.variations import VARIATIONS
from tests.synthesis import ROOT, synthesize_organization
from tests.terraform_environment import terraform_environment

Validate = Callable[[Path], None]


@pytest.fixture(scope="module")
def validate() -> Iterator[Validate]:
    """Yield a function that fails for an invalid stack. One provider serves all: each takes a second to start."""
    environment, attached = terraform_environment(), dict[str, str]()
    with ExitStack() as running:

        def initialize_and_validate(folder: Path) -> None:
            terraform(folder, environment, "init", "-backend=false", "-input=false")
            if not attached:
                attached["TF_REATTACH_PROVIDERS"] = running.enter_context(provider(folder))
            terraform(folder, environment | attached, "validate")

        yield initialize_and_validate


@contextmanager
def provider(folder: Path) -> Iterator[str]:
    """Run the provider of an initialized stack; yield its address for Terraform."""
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


@pytest.fixture(scope="module")
def valid() -> set[str]:
    """Parts already found valid: a stack of only these parts need not be validated."""
    return set()


def terraform(folder: Path, environment: dict[str, str], *arguments: str) -> None:
    process = subprocess.run(
        [environment["ORGCTL_TERRAFORM"], *arguments, "-no-color"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stdout


def parts(tf: dict[str, Any]) -> set[str]:
    """Return the parts of a stack: types of resources with their arguments, and its other blocks."""
    resources = {json.dumps([kind, sorted(one)]) for kind, found in tf["resource"].items() for one in found.values()}
    backend = {json.dumps([kind, sorted(found)]) for kind, found in tf["terraform"]["backend"].items()}
    return resources | backend | {*tf, *tf.get("data", {})}


@pytest.mark.parametrize("name", VARIATIONS)
def test_every_stack_is_valid(
    name: str,
    variation: Callable[[str], dict[str, dict[str, Any]]],
    folder_of: Callable[[str], Path],
    validate: Validate,
    valid: set[str],
) -> None:
    """Of stacks with the same parts, only the one with most resources is validated."""
    for stack, tf in sorted(variation(name).items(), key=lambda item: -len(parts(item[1]))):
        if not parts(tf) <= valid:
            validate(folder_of(name) / "stacks" / stack)
            valid |= parts(tf)
    assert valid


def test_the_stacks_of_a_larger_organization_are_valid(tmp_path: Path, validate: Validate) -> None:
    """Stacks of the same kind differ only in names, so the largest are taken."""
    file = ROOT / "tests" / "end_to_end" / "large.yaml"
    stacks = synthesize_organization(load(file)[0], tmp_path, file.parent)

    for name in set(stacks) & {"org-root", "id", "infra", "prod-data", "prod-card"}:
        validate(tmp_path / "stacks" / name)


def test_an_invalid_stack_is_rejected(tmp_path: Path, validate: Validate) -> None:
    """D1: the guide's attachment with `group`. It shows that this check can fail."""
    organization, _ = load(ROOT / "organization.yaml")
    synthesize_organization(organization, tmp_path, ROOT)
    file = tmp_path / "stacks" / "infra" / "cdk.tf.json"
    file.write_text(file.read_text().replace('"role": "${aws_iam_role', '"group": "${aws_iam_role'))

    with pytest.raises(AssertionError, match="Missing required argument"):
        validate(file.parent)
    shutil.rmtree(file.parent)
