from __future__ import annotations

import pytest

from tests.emulator.conftest import Aws, document, refused, trust

TRUST_ALL = trust("*")


def test_the_access_role_of_a_new_account_administers_it(aws: Aws) -> None:
    iam = aws.emulator.session(aws.account("team")).client("iam")

    assert iam.list_role_policies(RoleName="OrganizationAccountAccessRole")["PolicyNames"] == ["AdministratorAccess"]


def test_managed_policies_of_aws_exist_and_each_account_counts_its_own_attachments(aws: Aws) -> None:
    arn = "arn:aws:iam::aws:policy/PowerUserAccess"
    team = aws.emulator.session(aws.account("team")).client("iam")
    team.create_role(RoleName="admin", AssumeRolePolicyDocument=TRUST_ALL)
    team.attach_role_policy(RoleName="admin", PolicyArn=arn)

    assert team.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 1
    assert aws.iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 0


def test_an_account_alias_is_unique_over_all_accounts(aws: Aws) -> None:
    aws.iam.create_account_alias(AccountAlias="spacecats")
    aws.iam.create_account_alias(AccountAlias="spacecats")  # the account's own alias again
    team = aws.emulator.session(aws.account("team")).client("iam")

    with refused("EntityAlreadyExists"):
        team.create_account_alias(AccountAlias="spacecats")
    aws.iam.delete_account_alias(AccountAlias="spacecats")
    team.create_account_alias(AccountAlias="spacecats")


@pytest.mark.parametrize("alias", ["Space", "a--b", "-ab", "ab-", "123456789012"])
def test_an_account_alias_follows_the_rules(aws: Aws, alias: str) -> None:
    with refused("ValidationError"):
        aws.iam.create_account_alias(AccountAlias=alias)


def test_names_differ_in_more_than_case(aws: Aws) -> None:
    aws.iam.create_user(UserName="ann")
    aws.iam.create_group(GroupName="infra")
    aws.iam.create_role(RoleName="admin", AssumeRolePolicyDocument=TRUST_ALL)

    with refused("EntityAlreadyExists"):
        aws.iam.create_user(UserName="Ann")
    with refused("EntityAlreadyExists"):
        aws.iam.create_group(GroupName="Infra")
    with refused("EntityAlreadyExists"):
        aws.iam.create_role(RoleName="Admin", AssumeRolePolicyDocument=TRUST_ALL)


def test_a_user_is_in_ten_groups_at_most(aws: Aws) -> None:
    aws.iam.create_user(UserName="ann")
    for number in range(11):
        aws.iam.create_group(GroupName=f"group{number}")
    for number in range(10):
        aws.iam.add_user_to_group(UserName="ann", GroupName=f"group{number}")

    aws.iam.add_user_to_group(UserName="ann", GroupName="group0")
    with refused("LimitExceeded", "GroupsPerUser"):
        aws.iam.add_user_to_group(UserName="ann", GroupName="group10")


def test_a_group_has_ten_managed_policies_at_most(aws: Aws) -> None:
    aws.iam.create_group(GroupName="infra")
    policies = aws.iam.list_policies(Scope="AWS", MaxItems=11)["Policies"]
    for policy in policies[:10]:
        aws.iam.attach_group_policy(GroupName="infra", PolicyArn=policy["Arn"])

    with refused("LimitExceeded", "PoliciesPerGroup"):
        aws.iam.attach_group_policy(GroupName="infra", PolicyArn=policies[10]["Arn"])


def test_policies_have_largest_sizes_without_white_space(aws: Aws) -> None:
    def padded(size: int) -> str:
        base = len("".join(document("s3:*", padding=1).split())) - 1
        return document("s3:*", padding=size - base)

    aws.iam.create_user(UserName="ann")
    aws.iam.create_group(GroupName="infra")
    aws.iam.create_policy(PolicyName="fits", PolicyDocument=padded(6_144))
    with refused("LimitExceeded", "PolicySize"):
        aws.iam.create_policy(PolicyName="too-long", PolicyDocument=padded(6_145))
    aws.iam.put_user_policy(UserName="ann", PolicyName="fits", PolicyDocument=padded(2_048))
    with refused("LimitExceeded", "2048"):
        aws.iam.put_user_policy(UserName="ann", PolicyName="more", PolicyDocument=padded(200))
    aws.iam.put_group_policy(GroupName="infra", PolicyName="fits", PolicyDocument=padded(5_120))
    with refused("LimitExceeded", "5120"):
        aws.iam.put_group_policy(GroupName="infra", PolicyName="fits", PolicyDocument=padded(5_121))


def test_a_trust_policy_has_a_largest_size(aws: Aws) -> None:
    with refused("LimitExceeded", "ACLSizePerRole"):
        aws.iam.create_role(RoleName="admin", AssumeRolePolicyDocument=trust("*", Sid="x" * 2_048))


def test_a_trust_policy_names_users_that_exist(aws: Aws) -> None:
    arn = "arn:aws:iam::123456789012:user/ann"

    with refused("MalformedPolicyDocument", "Invalid principal"):
        aws.iam.create_role(RoleName="admin", AssumeRolePolicyDocument=trust(arn))
    aws.iam.create_user(UserName="ann")
    aws.iam.create_role(RoleName="admin", AssumeRolePolicyDocument=trust(arn))
    aws.iam.create_role(RoleName="vendor", AssumeRolePolicyDocument=trust("arn:aws:iam::464622532012:role/x"))


def test_users_and_groups_are_deleted_last(aws: Aws) -> None:
    aws.iam.create_user(UserName="ann")
    aws.iam.create_group(GroupName="infra")
    aws.iam.add_user_to_group(UserName="ann", GroupName="infra")
    key = aws.iam.create_access_key(UserName="ann")["AccessKey"]["AccessKeyId"]

    with refused("DeleteConflict"):
        aws.iam.delete_group(GroupName="infra")
    with refused("DeleteConflict"):
        aws.iam.delete_user(UserName="ann")
    aws.iam.remove_user_from_group(UserName="ann", GroupName="infra")
    with refused("DeleteConflict"):
        aws.iam.delete_user(UserName="ann")
    aws.iam.delete_access_key(UserName="ann", AccessKeyId=key)
    aws.iam.delete_user(UserName="ann")
    aws.iam.delete_group(GroupName="infra")


def test_an_attached_policy_cannot_be_deleted(aws: Aws) -> None:
    aws.iam.create_group(GroupName="infra")
    arn = aws.iam.create_policy(PolicyName="p", PolicyDocument=document("s3:*"))["Policy"]["Arn"]
    aws.iam.attach_group_policy(GroupName="infra", PolicyArn=arn)

    with refused("DeleteConflict"):
        aws.iam.delete_policy(PolicyArn=arn)


def test_service_specific_credentials_can_be_listed(aws: Aws) -> None:
    aws.iam.create_user(UserName="ann")

    assert aws.iam.list_service_specific_credentials(UserName="ann")["ServiceSpecificCredentials"] == []
    with refused("NoSuchEntity"):
        aws.iam.list_service_specific_credentials(UserName="bob")


def test_users_have_permissions_boundaries(aws: Aws) -> None:
    arn = "arn:aws:iam::aws:policy/PowerUserAccess"
    aws.iam.create_user(UserName="ann", PermissionsBoundary=arn)
    aws.iam.create_user(UserName="bob")

    assert aws.iam.get_user(UserName="ann")["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn
    assert "PermissionsBoundary" not in aws.iam.get_user(UserName="bob")["User"]
    aws.iam.delete_user_permissions_boundary(UserName="ann")
    assert "PermissionsBoundary" not in aws.iam.get_user(UserName="ann")["User"]
    aws.iam.put_user_permissions_boundary(UserName="bob", PermissionsBoundary=arn)
    assert aws.iam.get_user(UserName="bob")["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn
    with refused("NoSuchEntity"):
        aws.iam.put_user_permissions_boundary(UserName="bob", PermissionsBoundary=f"{arn}x")


def test_roles_have_permissions_boundaries(aws: Aws) -> None:
    arn = "arn:aws:iam::aws:policy/PowerUserAccess"
    aws.iam.create_role(RoleName="admin", AssumeRolePolicyDocument=TRUST_ALL)
    aws.iam.put_role_permissions_boundary(RoleName="admin", PermissionsBoundary=arn)

    assert aws.iam.get_role(RoleName="admin")["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn


def test_central_root_access_needs_trusted_access(aws: Aws) -> None:
    with refused("ServiceAccessNotEnabledException"):
        aws.iam.enable_organizations_root_sessions()
    aws.organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    aws.iam.enable_organizations_root_sessions()
    aws.iam.enable_organizations_root_credentials_management()

    features = aws.iam.list_organizations_features()["EnabledFeatures"]
    assert features == ["RootCredentialsManagement", "RootSessions"]
    aws.iam.disable_organizations_root_sessions()
    assert aws.iam.list_organizations_features()["EnabledFeatures"] == ["RootCredentialsManagement"]
