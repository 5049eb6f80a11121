"""Every stack is valid for the real Terraform and the real AWS provider."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from organization.load import load
from orgctl.toolchain.environment import prepare
from tests.terraform_json import ROOT, synthesize_organization

MANY = ROOT / "tests" / "end_to_end" / "large.yaml"


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return prepare(os.environ, ROOT, offline=True)


def validate(folder: Path, environment: dict[str, str]) -> None:
    for arguments in (["init", "-backend=false", "-input=false", "-no-color"], ["validate", "-no-color"]):
        command = [environment["TERRAFORM_BINARY_NAME"], *arguments]
        process = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stdout


@pytest.mark.parametrize("file", ["organization.yaml", "tests/end_to_end/large.yaml"])
def test_every_kind_of_stack_is_valid(file: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """
    All stacks in one go: those of one kind differ in names only, so of the larger organization the richest are taken.
    """
    organization, _ = load(ROOT / file)
    folder = ROOT / Path(file).parent
    stacks = synthesize_organization(organization, tmp_path, folder)

    for name in set(stacks) & {"org-root", "id", "infra", "prod-data", "prod-card"}:
        validate(tmp_path / "stacks" / name, environment)


def test_what_is_not_valid_is_refused(tmp_path: Path, environment: dict[str, str]) -> None:
    """D1: the guide's attachment with `group`. Shows that this check can fail."""
    organization, _ = load(ROOT / "organization.yaml")
    synthesize_organization(organization, tmp_path, ROOT)
    file = tmp_path / "stacks" / "infra" / "cdk.tf.json"
    file.write_text(file.read_text().replace('"role": "${aws_iam_role', '"group": "${aws_iam_role'))

    with pytest.raises(AssertionError, match="Missing required argument"):
        validate(file.parent, environment)
    shutil.rmtree(file.parent)
