"""The effects of changes of organization.yaml: every sentence, and no other."""

from __future__ import annotations

import pytest

from tests.diff.conftest import Compare, Stacks, sentences_of

GROUPS = "SecurityAudit and ViewOnlyAccess (group responders)"
ADMIN = "AdministratorAccess (group admins, through the role admin of org-root)"
OF_SPACECATS = (
    "NoVpcPeering, LimitRegions, RequireEbsEncryption, RequireImdsv2, DenyKmsKeyDeletion, ProtectBuckets, "
    "ProtectRoles, DenyHostedZoneDeletion and DenyLogDeletion (SCP)"
)
OF_SUSPENDED = (
    "DenyAssumingOtherRoles, DenyRespondingFromElsewhere, DenyRespondingWithoutMfa, DenyData and DenyDataToNamesakes "
    "(RCP)"
)

OUTSIDE_OF_QUARANTINE = ("DenyKmsKeyDeletion of spacecats/guardrails-1", "DenyLogDeletion of spacecats/guardrails-2")
"""What the responder can do in quarantine alone: nothing else denies it there."""
IN_QUARANTINE = (
    "DenyAll of deny-all-suspended",
    *(
        f"{name} of deny-outside-suspended"
        for name in (
            "DenyAssumingOtherRoles",
            "DenyRespondingWithoutMfa",
            "DenyData",
            "DenyRespondingFromElsewhere",
            "DenyDataToNamesakes",
        )
    ),
)

CHANGES: dict[tuple[str, str], list[str]] = {
    ("example", "example"): [],
    ("example", "ann"): [
        "Access gained: ann gains the role infra of id and infra, with MFA: PowerUserAccess (group infra).",
        "People and groups: ann is a new user of id, in the group infra.",
    ],
    ("ann", "example"): [
        "Access lost: ann loses the role infra of id and infra: PowerUserAccess (group infra).",
        "People and groups: ann is no longer a user of id; was in the group infra.",
    ],
    ("example", "wider"): [
        "Roles: The role infra of infra may do more: AdministratorAccess instead of PowerUserAccess; "
        "myuser reaches it.",
        "Possible now: statement 1 of AdministratorAccess (AWS's own policy) allows:",
    ],
    ("wider", "example"): [
        "Roles: The role infra of infra may do less: PowerUserAccess instead of AdministratorAccess; "
        "myuser reaches it.",
        "Impossible now: statement 1 of AdministratorAccess no longer allows:",
    ],
    ("example", "no-imdsv2"): [
        "Guardrails: RequireImdsv2 (SCP) stops at spacecats: id, infra and logs are no longer bound.",
        "Possible now: RequireImdsv2 of spacecats/guardrails-1 no longer denies:",
        "Possible now: RequireImdsv2Part2 of spacecats/guardrails-1 no longer denies:",
        "Possible now: RequireImdsv2Part3 of spacecats/guardrails-1 no longer denies:",
    ],
    ("no-imdsv2", "example"): [
        "Guardrails: RequireImdsv2 (SCP) begins at spacecats: id, infra and logs are now bound.",
        "Impossible now: RequireImdsv2 of spacecats/guardrails-1 denies:",
        "Impossible now: RequireImdsv2Part2 of spacecats/guardrails-1 denies:",
        "Impossible now: RequireImdsv2Part3 of spacecats/guardrails-1 denies:",
    ],
    ("example", "other-instances"): [
        "Guardrails: LimitInstanceTypes (SCP) at account:infra changes for infra.",
        "Possible now: LimitInstanceTypes of account:infra/guardrails-2 no longer denies:",
        "Impossible now: LimitInstanceTypes of account:infra/guardrails-2 denies:",
    ],
    ("example", "leaving-in-spacecats"): [
        "Guardrails: DenyLeavingOrganization (SCP) moves from root to spacecats, and binds the same accounts.",
    ],
    ("example", "dev"): [
        f"Access gained: myuser gains the role incident-responder of dev, with MFA: {GROUPS}.",
        "Access gained: myuser gains the role infra of dev, with MFA: PowerUserAccess (group infra).",
        f"Access gained: myuser.org-root gains the role OrganizationAccountAccessRole of dev, with MFA: {ADMIN}.",
        "Roles: The role incident-responder of dev is new: SecurityAudit and ViewOnlyAccess; myuser reaches it.",
        "Roles: The role infra of dev is new: PowerUserAccess; myuser reaches it.",
        "Accounts and units: dev (spacecats-infra+aws-org-dev@example.com) is a new account in spacecats.",
        "Resources with policies: The bucket spacecats-dev-tf-state-us-west-2 of dev (us-west-2) is new.",
        "Resources with policies: The bucket spacecats-dev-tf-state-log-us-west-2 of dev (us-west-2) is new.",
        "Stacks: The stacks bootstrap-dev and dev are new.",
    ],
    ("dev", "dev-shut"): [
        "Access lost: myuser loses the role infra of dev: PowerUserAccess (group infra).",
        f"Access lost: myuser.org-root loses the role OrganizationAccountAccessRole of dev: {ADMIN}.",
        f"Guardrails: dev leaves spacecats, no longer bound by {OF_SPACECATS}.",
        "Guardrails: dev leaves spacecats, no longer bound by tags (tag policy).",
        "Guardrails: dev comes under suspended, bound by DenyAll (SCP).",
        f"Guardrails: dev comes under suspended, bound by {OF_SUSPENDED}.",
        *(f"Possible now: {one} no longer denies:" for one in OUTSIDE_OF_QUARANTINE),
        *(f"Impossible now: {one} denies:" for one in IN_QUARANTINE),
        "Accounts and units: dev moves from spacecats to suspended and into quarantine.",
        "Stacks: The stacks bootstrap-dev and dev are no longer deployed: their resources stay unchanged in AWS.",
    ],
    ("dev-shut", "dev"): [
        "Access gained: myuser gains the role infra of dev, with MFA: PowerUserAccess (group infra).",
        f"Access gained: myuser.org-root gains the role OrganizationAccountAccessRole of dev, with MFA: {ADMIN}.",
        "Guardrails: dev leaves suspended, no longer bound by DenyAll (SCP).",
        f"Guardrails: dev leaves suspended, no longer bound by {OF_SUSPENDED}.",
        f"Guardrails: dev comes under spacecats, bound by {OF_SPACECATS}.",
        "Guardrails: dev comes under spacecats, bound by tags (tag policy).",
        *(f"Possible now: {one} no longer denies:" for one in IN_QUARANTINE),
        *(f"Impossible now: {one} denies:" for one in OUTSIDE_OF_QUARANTINE),
        "Accounts and units: dev moves from suspended to spacecats and out of quarantine, with the resources "
        "that its stacks created before.",
        "Stacks: The stacks bootstrap-dev and dev are new.",
    ],
    ("dev-shut", "dev-closed"): [
        "Accounts and units: dev is forgotten by Terraform, and stays unchanged in AWS; until now in suspended.",
    ],
    ("example", "spaceships"): [
        f"Guardrails: {OF_SPACECATS} move from spacecats to spaceships, and bind the same accounts.",
        "Guardrails: tags (tag policy) moves from spacecats to spaceships, and binds the same accounts.",
        "Accounts and units: The unit spacecats becomes spaceships: it is created again, and its accounts move there.",
        "Accounts and units: id, infra and logs move from spacecats to spaceships.",
    ],
    ("example", "tools"): [
        "Settings: The account infra: another name, spacecats-tools instead of spacecats-infra, changes nothing in "
        "AWS; it is set when the account is created.",
        "Settings: The account infra: another e-mail address, tools@example.com instead of "
        "spacecats-infra+aws-org-infra@example.com, changes nothing in AWS; it is set when the account is created.",
    ],
}


@pytest.mark.parametrize(("base", "new"), CHANGES, ids=[f"{base} to {new}" for base, new in CHANGES])
def test_every_difference_is_reported_and_nothing_else(compare: Compare, base: str, new: str) -> None:
    difference = compare(base, new)
    assert sentences_of(difference) == CHANGES[base, new]
    assert difference.is_empty == (not CHANGES[base, new])
    assert not difference.refusals


def test_a_changed_statement_is_reported_element_by_element(compare: Compare) -> None:
    (_, *details) = sentences_of(compare("example", "other-instances"), details=True)
    assert details[:3] == [
        "~ LimitInstanceTypes:",
        "    StringNotLike ec2:InstanceType: also p5.*",
        "    StringNotLike ec2:InstanceType: no longer t4g.*",
    ]


def test_a_new_bucket_is_reported_with_the_access_that_it_allows(compare: Compare) -> None:
    lines = sentences_of(compare("example", "dev"), details=True)
    bucket = "spacecats-dev-tf-state-log-us-west-2"
    index = lines.index(f"Resources with policies: The bucket {bucket} of dev (us-west-2) is new.")
    assert lines[index + 1 :] == [
        f"+ AccessLogs: Allow Service logging.s3.amazonaws.com s3:PutObject on arn:aws:s3:::{bucket}/*, "
        "if aws:SourceAccount StringEquals {account}",
        "Stacks: The stacks bootstrap-dev and dev are new.",
    ]


def test_a_trust_without_mfa_is_reported_as_access_and_as_trust(compare: Compare) -> None:
    def forget_mfa(stacks: Stacks) -> None:
        role = stacks["infra"]["resource"]["aws_iam_role"]["roles_infra_role_F0BB98A3"]
        role["assume_role_policy"] = role["assume_role_policy"].replace(
            '"Bool":{"aws:MultiFactorAuthPresent":"true"},', ""
        )

    assert sentences_of(compare("example", "example", forget_mfa), details=True) == [
        "Access gained: myuser may assume the role infra of infra without MFA, too: PowerUserAccess (group infra).",
        "Access gained: myuser.org-root gains the role infra of infra, with MFA: PowerUserAccess (group admins, "
        "through the roles admin of org-root and OrganizationAccountAccessRole of id).",
        "Roles: The role infra of infra has a changed trust policy; myuser and myuser.org-root reach it.",
        "trust policy:",
        "    ~ statement 1:",
        "        no longer only if aws:MultiFactorAuthPresent Bool true",
        "Possible now: statement 1 of trust policy of infra allows:",
        "sts:AssumeRole on arn:aws:iam::{infra}:role/infra: roles of groups (infra of id); deployment roles "
        "(OrganizationAccountAccessRole of id)",
    ]


def test_a_boundary_makes_a_role_narrower(compare: Compare) -> None:
    def bound(stacks: Stacks) -> None:
        role = stacks["infra"]["resource"]["aws_iam_role"]["roles_infra_role_F0BB98A3"]
        role["permissions_boundary"] = "arn:aws:iam::aws:policy/ReadOnlyAccess"

    assert sentences_of(compare("example", "example", bound)) == [
        "Roles: The role infra of infra may do less: now also ReadOnlyAccess; myuser reaches it.",
        "Impossible now: The permissions boundary does not allow:",
    ]


def test_access_to_a_bucket_is_reported_by_statement(compare: Compare) -> None:
    def open_up(stacks: Stacks) -> None:
        policy = stacks["logs"]["resource"]["aws_s3_bucket_policy"]["logs_trail_bucket_policy_006A9DC8"]
        statement = '{"Sid":"Auditors","Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"s3:GetObject",'
        statement += '"Resource":"arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2/*"}'
        policy["policy"] = policy["policy"].replace('"Statement":[', f'"Statement":[{statement},')

    assert sentences_of(compare("example", "example", open_up), details=True) == [
        "Possible now: Auditors of policy of spacecats-logs-cloudtrail-us-west-2 allows:",
        "s3:GetObject on arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2/example: outside (a principal of any other "
        "account)",
        "Resources with policies: The bucket spacecats-logs-cloudtrail-us-west-2 of logs has a changed policy.",
        "+ Auditors: Allow AWS 999999999999 s3:GetObject on arn:aws:s3:::spacecats-logs-cloudtrail-us-west-2/*",
    ]


def test_a_role_outside_the_organization_is_reported(compare: Compare) -> None:
    """Roles of the organization that a group may assume are reported as access, other roles as statements."""

    def lead_out(stacks: Stacks) -> None:
        policies = stacks["id"]["resource"]["aws_iam_policy"]
        policy = policies["people_groups_infra_assume-roles_2F7C4002"]
        policy["policy"] = policy["policy"].replace('"Resource":[', '"Resource":["arn:aws:iam::999999999999:role/x",')

    assert sentences_of(compare("example", "example", lead_out), details=True) == [
        "People and groups: The group infra of id has other policies; myuser is in it.",
        "+ policy assume-roles-infra",
        "    + statement 1: Allow sts:AssumeRole on arn:aws:iam::999999999999:role/x",
    ]


def test_a_trail_that_stops_is_reported(compare: Compare) -> None:
    def stop(stacks: Stacks) -> None:
        stacks["logs"]["resource"]["aws_cloudtrail"]["logs_organization-trail_C29D52CF"]["enable_logging"] = False

    assert sentences_of(compare("example", "example", stop)) == [
        "Settings: The trail organization: enable_logging is false instead of true."
    ]


def test_disabled_policy_types_are_reported(compare: Compare) -> None:
    def switch_off(stacks: Stacks) -> None:
        (organization,) = stacks["org-root"]["resource"]["aws_organizations_organization"].values()
        organization["enabled_policy_types"].remove("SERVICE_CONTROL_POLICY")

    assert sentences_of(compare("example", "example", switch_off))[0] == (
        "Guardrails: Service control policies are switched off, and none has an effect any more."
    )


def test_a_policy_near_its_limit_is_reported_with_its_former_size(compare: Compare) -> None:
    def grow(stacks: Stacks) -> None:
        policies = stacks["org-root"]["resource"]["aws_organizations_policy"]
        policy = next(one for one in policies.values() if one["name"] == "account:infra/guardrails-2")
        types = ",".join(f'"x{number}.*"' for number in range(1_000))
        policy["content"] = policy["content"].replace('"t3.*"', f'{types},"t3.*"')

    assert [line for line in sentences_of(compare("example", "example", grow)) if line.startswith("Limits")] == [
        "Limits of AWS: account:infra, service control policy account:infra/guardrails-2: 9,140 of 10,240 characters "
        "(89%), 250 before."
    ]
