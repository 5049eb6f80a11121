"""Policies of every type, GuardDuty and Access Analyzer, with the real Terraform and AWS provider."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from emulator import Emulator
from tests.emulator.conftest import document
from tests.emulator.terraform import INFRA, Resources, live, merged, organization
from tests.emulator.test_policies import TYPES

ROOT = "${aws_organizations_organization.org.roots[0].id}"
AFTER_ACCOUNT = {"depends_on": ["aws_organizations_account.infra"]}
REGIONS = {"home": {"provider": "aws"}, "other": {"provider": "aws.other"}}
INFRA_REGIONS = {"home": {"provider": "aws.infra"}, "other": {"provider": "aws.infra_other"}}


def guardduty(region: str) -> Resources:
    detector = f"${{aws_guardduty_detector.{region}.id}}"
    infra = INFRA_REGIONS[region]
    return {
        "aws_guardduty_detector": {
            region: {
                "enable": True,
                "finding_publishing_frequency": "FIFTEEN_MINUTES",
                "tags": {"Automation": "Terraform"},
                **infra,
            }
        },
        "aws_guardduty_detector_feature": {
            f"{region}-{name}": {"detector_id": detector, "name": name, "status": status, **infra}
            for name, status in {"S3_DATA_EVENTS": "ENABLED", "RDS_LOGIN_EVENTS": "DISABLED"}.items()
        },
        "aws_guardduty_organization_admin_account": {
            region: {
                "admin_account_id": INFRA,
                "depends_on": [f"aws_guardduty_detector.{region}"],
                **REGIONS[region],
            }
        },
        "aws_guardduty_organization_configuration": {
            region: {
                "auto_enable_organization_members": "ALL",
                "detector_id": detector,
                "depends_on": [f"aws_guardduty_organization_admin_account.{region}"],
                **infra,
            }
        },
        "aws_guardduty_organization_configuration_feature": {
            f"{region}-{name}": {
                "detector_id": detector,
                "name": name,
                "auto_enable": value,
                "depends_on": [f"aws_guardduty_organization_configuration.{region}"],
                **infra,
            }
            for name, value in {"S3_DATA_EVENTS": "ALL", "EKS_AUDIT_LOGS": "NONE"}.items()
        },
    }


def analyzers(region: str) -> Resources:
    infra = {"depends_on": ["aws_organizations_delegated_administrator.analyzer"], **INFRA_REGIONS[region]}
    unused = {"unused_access": {"unused_access_age": 120}}
    return {
        "aws_accessanalyzer_analyzer": {
            f"{region}-external": {
                "analyzer_name": "organization",
                "type": "ORGANIZATION",
                "tags": {"a": "b"},
                **infra,
            },
            f"{region}-account": {"analyzer_name": "account", **infra},
            f"{region}-unused": {
                "analyzer_name": "unused",
                "type": "ORGANIZATION_UNUSED_ACCESS",
                "configuration": unused,
                **infra,
            },
        }
    }


def policies() -> Resources:
    return {
        "aws_organizations_policy": {
            type.lower(): {"name": type.lower(), "type": type, "content": content, **AFTER_ACCOUNT}
            for type, content in TYPES.items()
        },
        "aws_organizations_policy_attachment": {
            type.lower(): {"policy_id": f"${{aws_organizations_policy.{type.lower()}.id}}", "target_id": ROOT}
            for type in TYPES
        },
        "aws_organizations_resource_policy": {
            "delegation": {"content": document("organizations:Describe*"), "tags": {"a": "b"}, **AFTER_ACCOUNT}
        },
        "aws_organizations_delegated_administrator": {
            "analyzer": {"account_id": INFRA, "service_principal": "access-analyzer.amazonaws.com"}
        },
    }


def test_policies_guardduty_and_analyzers_deploy_change_converge_and_go_again(tmp_path: Path) -> None:
    principals = ("access-analyzer.amazonaws.com", "guardduty.amazonaws.com")
    base = organization(*principals, policy_types=tuple(TYPES))
    parts = [part(region) for region in REGIONS for part in (guardduty, analyzers)]
    first = merged(base, policies(), *parts)
    second = copy.deepcopy(first)
    detector = second["aws_guardduty_detector"]["home"]
    detector |= {"finding_publishing_frequency": "SIX_HOURS", "tags": {"Automation": "CDKTF"}}
    second["aws_guardduty_detector_feature"]["home-S3_DATA_EVENTS"]["status"] = "DISABLED"
    second["aws_accessanalyzer_analyzer"]["home-external"]["tags"] = {"c": "d"}
    second["aws_organizations_resource_policy"]["delegation"]["content"] = document("organizations:List*")

    def look(emulator: Emulator) -> None:
        organizations: Any = emulator.session().client("organizations")
        (infra,) = [a["Id"] for a in organizations.list_accounts()["Accounts"] if a["Name"] == "spacecats-infra"]
        client: Any = emulator.session(infra).client("guardduty", region_name="us-east-1")
        (id,) = client.list_detectors()["DetectorIds"]
        members = client.list_members(DetectorId=id)["Members"]
        assert [each["AccountId"] for each in members] == [emulator.management_account]

    live(tmp_path, first, second, look=look)
