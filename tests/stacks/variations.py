"""The example and other organizations, each synthesized once for all tests."""

from __future__ import annotations

from typing import Any

import yaml

from organization.load import examine_text
from organization.model import Organization
from tests.synthesis import ROOT

EXAMPLE: dict[str, Any] = yaml.safe_load((ROOT / "organization.yaml").read_text(encoding="utf-8"))

OFF: dict[str, Any] = {
    "cloudtrail": False,
    "guardduty": False,
    "config": False,
    "access_analyzer": False,
    "centralized_root_access": False,
    "root_sign_in_alarm": None,
    "alternate_contacts": None,
    "account_defaults": {
        "block_public_s3": False,
        "encrypt_ebs": False,
        "block_public_snapshots": False,
        "require_imdsv2": False,
    },
    "billing_group": None,
    "responder": None,
    "security_account": None,
    "log_account": None,
    "guardrails": None,
}
"""Keys of the example, to remove all but accounts and people."""

WITHOUT_INFRA: dict[str, Any] = {
    "organizational_units": {"spacecats": {"accounts": {"id": None, "logs": None}}, "suspended": {"quarantine": True}},
    "groups": {"infra": {"users": ["myuser"], "roles": {"id": "PowerUserAccess"}}, "billing": None, "responders": None},
    "security_account": None,
    "guardduty": False,
    "guardrails": None,
}

MANY_GUARDRAILS: dict[str, Any] = {
    **EXAMPLE["guardrails"],
    **{
        f"regions-{number}": {
            "targets": ["spacecats", "account:id"],
            "catalogue": "limit-regions",
            "parameters": {"regions": ["us-west-2", "us-east-1"]},
        }
        for number in range(9)
    },
}

VARIATIONS: dict[str, dict[str, Any]] = {
    "example": {},
    "everything-off": OFF,
    "logs-in-org-root": {"log_account": None},
    "no-security-account": WITHOUT_INFRA,
    "central-state-with-table": {"deployment": {"state": {"mode": "central", "dynamodb_table": True}}},
    "local-state": {"deployment": {"state": "local"}},
    "state-in-another-region": {"deployment": {"state": {"mode": "account", "region": "us-east-2"}}},
    "one-region": {"regions": None},
    "a-region-less": {"regions": None, "former_regions": ["us-east-1"]},
    "three-regions": {"regions": ["us-east-1", "us-west-2", "eu-west-1"], "guardrails": None},
    "many-guardrails": {"guardrails": MANY_GUARDRAILS},
}


def varied(changes: dict[str, Any]) -> Organization:
    """Return the example with other values for some of its keys; None removes a key. The result is a valid file."""
    content = {key: value for key, value in (EXAMPLE | changes).items() if value is not None}
    organization, problems = examine_text(yaml.safe_dump(content, sort_keys=False).encode(), ROOT)
    assert not [str(problem) for problem in problems if not problem.warning]
    assert organization is not None
    return organization
