from __future__ import annotations

from typing import Any

import pytest
import yaml

from organization.load import examine_text
from organization.model import Organization
from organization.trusted_access import policy_types, trusted_services
from tests.organization.files import ROOT

OFF: dict[str, Any] = {
    "name": "spacecats",
    "email": "aws+{account}@example.com",
    "region": "eu-central-1",
    "org_root": {"admins": ["ann"]},
    "organizational_units": {"main": {"accounts": {"id": None, "infra": None}}},
    "cloudtrail": False,
    "access_analyzer": False,
    "centralized_root_access": False,
}


def organization(**changes: Any) -> Organization:
    found, problems = examine_text(yaml.safe_dump(OFF | changes).encode(), ROOT)
    assert found is not None
    assert not [str(problem) for problem in problems if not problem.warning]
    return found


def services(**changes: Any) -> set[str]:
    return {service.removesuffix(".amazonaws.com") for service in trusted_services(organization(**changes))}


@pytest.mark.parametrize(
    ("changes", "added"),
    [
        ({"cloudtrail": True}, {"cloudtrail"}),
        ({"config": True}, {"config"}),
        ({"guardduty": True}, {"guardduty", "malware-protection.guardduty"}),
        ({"guardduty": {"features": ["S3_DATA_EVENTS"]}}, {"guardduty"}),
        ({"access_analyzer": True}, {"access-analyzer"}),
        ({"centralized_root_access": True}, {"iam"}),
        ({"policy_types": ["BACKUP_POLICY"]}, {"backup"}),
        ({"policy_types": ["TAG_POLICY"]}, {"tagpolicies.tag"}),
        ({"policy_types": ["CHATBOT_POLICY"]}, {"management.chatbot"}),
        ({"policy_types": ["DECLARATIVE_POLICY_EC2"]}, {"ec2"}),
        ({"policy_types": ["AISERVICES_OPT_OUT_POLICY"]}, set()),
        ({"trusted_access": ["ram.amazonaws.com"]}, {"ram"}),
        ({"trusted_access": ["account.amazonaws.com"]}, set()),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),  # the same in every process
)
def test_each_service_has_trusted_access_only_when_it_is_on(changes: dict[str, Any], added: set[str]) -> None:
    """D18: the list is authoritative: AWS disables services that are not in it."""
    assert services(**changes) == {"account", *added}


def test_members_contacts_can_be_managed_always() -> None:
    assert services() == {"account"}


def test_the_quarantine_finds_its_kinds_of_policies_on_always() -> None:
    """D17: disabling a policy type detaches all its policies, and enabling it again does not attach them."""
    assert policy_types(organization()) == ["RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY"]


def test_a_kind_of_policies_is_on_as_soon_as_one_is_attached() -> None:
    tags = {"targets": "root", "file": "guardrails/tags.json", "type": "TAG_POLICY"}
    found = organization(guardrails={"tags": tags})

    assert "TAG_POLICY" in policy_types(found)
    assert "tagpolicies.tag.amazonaws.com" in trusted_services(found)


def test_both_lists_are_sorted_and_name_nothing_twice() -> None:
    """Terraform compares sets, reviewers read lists."""
    found = organization(
        guardduty=True,
        config=True,
        trusted_access=["ram.amazonaws.com", "config.amazonaws.com"],
        policy_types=["TAG_POLICY", "BACKUP_POLICY", "SERVICE_CONTROL_POLICY"],
    )
    for names in (trusted_services(found), policy_types(found)):
        assert names == sorted(set(names))
