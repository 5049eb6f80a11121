"""
Checks of trusted access, policy types, and the policies that bind accounts.

Source: Organizations API Reference, ListRoots, ListPolicies, ListTargetsForPolicy, DescribePolicy,
ListAWSServiceAccessForOrganization (2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator

from foundation.names import ID
from foundation.policy_types import PolicyType
from organization.trusted_access import policy_types, trusted_services
from orgctl.doctor.account import AccountFacts
from orgctl.doctor.finding import Finding, unknown, wrong
from orgctl.doctor.registry import check
from orgctl.doctor.target_policies import FULL_ACCESS, Bound, expected_policies, same, targets

ORGANIZATION = "organization"


@check(
    "trusted-access",
    "the services of organization.yaml have trusted access, and no others",
    reads="organizations:ListAWSServiceAccessForOrganization",
    where="organization",
)
def trusted_access(account: AccountFacts) -> Iterator[Finding]:
    expected, found = set(trusted_services(account.organization)), account.facts.trusted
    for service in sorted(expected - found):
        yield wrong(ORGANIZATION, f"{service} has no trusted access", account.deploy)
    for service in sorted(found - expected):
        remedy = "Name it in trusted_access of organization.yaml, or the next deployment of org-root removes it."
        yield wrong(ORGANIZATION, f"{service} has trusted access, but not in organization.yaml", remedy)


@check(
    "policy-types",
    "the kinds of policies of organization.yaml are on, and no others",
    reads="organizations:ListRoots",
    where="organization",
)
def kinds(account: AccountFacts) -> Iterator[Finding]:
    expected, found = set(policy_types(account.organization)), set(account.facts.policy_types)
    for kind in sorted(expected - found):
        yield wrong(ORGANIZATION, f"{kind} is off: policies of this kind have no effect", account.deploy)
    for kind in sorted(found - expected):
        remedy = "Name it in policy_types of organization.yaml, or the next deployment of org-root switches it off."
        yield wrong(ORGANIZATION, f"{kind} is on, but not in organization.yaml", remedy)


@check(
    "policies",
    "the policies attached to root, OUs and accounts are those of organization.yaml",
    reads="organizations:ListPolicies organizations:ListTargetsForPolicy organizations:DescribePolicy",
    where="organization",
)
def policies(account: AccountFacts) -> Iterator[Finding]:
    if ID not in account.facts.numbers:
        yield unknown(ORGANIZATION, "guardrails name the account id, which does not exist")
        return
    for target in targets(account.facts):
        yield from _compare(account, target)


def _compare(account: AccountFacts, target: Bound) -> Iterator[Finding]:
    facts = account.facts
    expected = {(policy.type.value, policy.name): policy.content for policy in expected_policies(facts, target)}
    attached = {
        (str(policy["Type"]), str(policy["Name"])): str(policy["Id"])
        for policy, ids in facts.attachments
        if target.id in ids and not policy["AwsManaged"]
    }
    for kind, name in sorted(expected.keys() - attached.keys()):
        if kind in facts.policy_types:  # otherwise policy-types reports it
            yield wrong(target.place, f"the policy {name} is not attached", account.deploy)
    for kind, name in sorted(attached.keys() - expected.keys()):
        options = f"--policy-id {attached[kind, name]} --target-id {target.id} {account.profile}"
        yield wrong(
            target.place,
            f"the policy {name} is attached, but not in organization.yaml",
            f"aws organizations detach-policy {options}",
        )
    for kind, name in sorted(attached.keys() & expected.keys()):
        if not same(facts.policy_content(attached[kind, name]), expected[kind, name]):
            yield wrong(target.place, f"the policy {name} differs from organization.yaml", account.deploy)


@check(
    "full-access",
    "AWS's own policy FullAWSAccess is attached everywhere: without it nothing is allowed",
    reads="organizations:ListTargetsForPolicy",
    where="organization",
)
def full_access(account: AccountFacts) -> Iterator[Finding]:
    facts = account.facts
    having = {target for policy, ids in facts.attachments if policy["Id"] == FULL_ACCESS for target in ids}
    for target in targets(facts):
        if target.id not in having and PolicyType.SERVICE_CONTROL in facts.policy_types:
            options = f"--policy-id {FULL_ACCESS} --target-id {target.id} {account.profile}"
            yield wrong(target.place, "FullAWSAccess is not attached", f"aws organizations attach-policy {options}")
