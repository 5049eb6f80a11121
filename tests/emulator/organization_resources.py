"""Terraform resources: policies of every type, an OU with an account, users, GuardDuty and Access Analyzer."""

from __future__ import annotations

from tests.emulator.conftest import document, trust
from tests.emulator.terraform import INFRA, Resources, merged
from tests.emulator.test_policies import TYPES

ROOT = "${aws_organizations_organization.org.roots[0].id}"
MAIN = "${aws_organizations_organizational_unit.main.id}"
PRINCIPALS = (
    "access-analyzer.amazonaws.com",
    "guardduty.amazonaws.com",
    "iam.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
)
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


def people() -> Resources:
    """Return an OU with an account, and a user with a group and a role in the account `infra`."""
    in_infra = {"provider": "aws.infra"}
    return {
        "aws_organizations_organizational_unit": {"main": {"name": "spacecats", "parent_id": ROOT}},
        "aws_organizations_policy": {
            "deny": {
                "name": "deny-leaving",
                "type": "SERVICE_CONTROL_POLICY",
                "content": document("organizations:LeaveOrganization", effect="Deny"),
                **AFTER_ACCOUNT,
            }
        },
        "aws_organizations_policy_attachment": {
            "deny": {"policy_id": "${aws_organizations_policy.deny.id}", "target_id": MAIN}
        },
        "aws_organizations_account": {
            "id": {
                "name": "spacecats-id",
                "email": "spacecats+id@example.com",
                "parent_id": MAIN,
                "tags": {"Automation": "Terraform"},
            }
        },
        "aws_iam_organizations_features": {"root": {"enabled_features": ["RootSessions"], **AFTER_ACCOUNT}},
        "aws_iam_account_alias": {"infra": {"account_alias": "spacecats-infra", **in_infra}},
        "aws_iam_user": {"ann": {"name": "ann", "force_destroy": True, "tags": {"Team": "infra"}, **in_infra}},
        "aws_iam_group": {"infra": {"name": "infra", **in_infra}},
        "aws_iam_user_group_membership": {
            "ann": {"user": "${aws_iam_user.ann.name}", "groups": ["${aws_iam_group.infra.name}"], **in_infra}
        },
        "aws_iam_role": {
            "infra": {
                "name": "infra",
                "assume_role_policy": trust(
                    f"arn:aws:iam::{INFRA}:root", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}
                ),
                **in_infra,
            }
        },
        "aws_iam_role_policy_attachment": {
            "infra": {
                "role": "${aws_iam_role.infra.name}",
                "policy_arn": "arn:aws:iam::aws:policy/PowerUserAccess",
                **in_infra,
            }
        },
    }


def first_stage() -> Resources:
    """Return all resources of this module."""
    return merged(people(), policies(), *(part(region) for region in REGIONS for part in (guardduty, analyzers)))


def change(resources: Resources) -> None:
    """Change resources of the first stage, as its second stage."""
    detector = resources["aws_guardduty_detector"]["home"]
    detector |= {"finding_publishing_frequency": "SIX_HOURS", "tags": {"Automation": "CDKTF"}}
    resources["aws_guardduty_detector_feature"]["home-S3_DATA_EVENTS"]["status"] = "DISABLED"
    resources["aws_accessanalyzer_analyzer"]["home-external"]["tags"] = {"c": "d"}
    resources["aws_organizations_resource_policy"]["delegation"]["content"] = document("organizations:List*")
