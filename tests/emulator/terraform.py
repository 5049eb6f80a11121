"""Terraform on the emulator: its configuration, its commands, and the check that a plan is empty."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from toolchain.providers import AWS_PROVIDER_VERSIONS

HOME, OTHER = "us-west-2", "us-east-1"
INFRA = "${aws_organizations_account.infra.id}"
ROLE = f"arn:aws:iam::{INFRA}:role/OrganizationAccountAccessRole"
Resources = dict[str, dict[str, dict[str, Any]]]


def organization(*principals: str, policy_types: tuple[str, ...] = ("SERVICE_CONTROL_POLICY",)) -> Resources:
    """Return an organization with these trusted services and the member account `infra`."""
    return {
        "aws_organizations_organization": {
            "org": {
                "feature_set": "ALL",
                "enabled_policy_types": [*policy_types],
                "aws_service_access_principals": [*principals],
            }
        },
        "aws_organizations_account": {
            "infra": {
                "name": "spacecats-infra",
                "email": "spacecats+infra@example.com",
                "depends_on": ["aws_organizations_organization.org"],
            }
        },
    }


def merged(*parts: Resources) -> Resources:
    """Return all resources of the parts; a later one replaces an earlier one of the same address."""
    whole: Resources = {}
    for part in parts:
        for type, resources in part.items():
            whole.setdefault(type, {}).update(resources)
    return whole


def configuration(resources: Resources) -> str:
    """Return Terraform JSON; `aws.infra` is in the member account, `aws.other` and `aws.infra_other` elsewhere."""
    assume = {"assume_role": [{"role_arn": ROLE}]}
    providers = [
        {"region": HOME},
        {"alias": "other", "region": OTHER},
        {"alias": "infra", "region": HOME, **assume},
        {"alias": "infra_other", "region": OTHER, **assume},
    ]
    required = {"aws": {"source": "hashicorp/aws", "version": AWS_PROVIDER_VERSIONS}}
    terraform = {"required_providers": required}
    return json.dumps({"terraform": terraform, "provider": {"aws": providers}, "resource": resources}, indent=1)


def terraform(folder: Path, environment: dict[str, str], *arguments: str) -> int:
    """Run Terraform; return 0, or 2 for a plan with changes. Other statuses fail the test."""
    program = environment.get("TERRAFORM_BINARY_NAME") or "terraform"
    command = [program, *arguments, "-no-color", "-input=false"]
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert result.returncode in (0, 2), result.stdout[-6_000:] + result.stderr
    return result.returncode


def demand_no_change(folder: Path, environment: dict[str, str]) -> None:
    """Check that a plan after the apply is empty."""
    program = environment.get("TERRAFORM_BINARY_NAME") or "terraform"
    command = [program, "plan", "-detailed-exitcode", "-no-color", "-input=false"]
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert result.returncode == 0, result.stdout[-6_000:] + result.stderr
