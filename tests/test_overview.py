from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from orgctl.emulator import Emulator
from orgctl.overview import Account, Group, Organization, Role, Unit, User, read_organization, render
from orgctl.overview.model import Identities

ID = "222222222222"
ORGANIZATION = Organization(
    id="o-spacecats",
    management_account="111111111111",
    root=Unit(
        name="Root",
        id="r-1",
        guardrails=("FullAWSAccess",),
        accounts=(Account("org-root", "111111111111", "root@example.com", "ACTIVE"),),
        units=(
            Unit(
                name="spacecats",
                id="ou-1",
                guardrails=("FullAWSAccess", "deny-root-user"),
                accounts=(
                    Account(
                        "spacecats-id",
                        ID,
                        "spacecats-infra+aws-org-id@example.com",
                        "ACTIVE",
                        identities=Identities(
                            alias="spacecats-id",
                            users=(User("ann", ("infra",), ("mfa",)), User("bob", (), ())),
                            groups=(Group("infra", ("ann",), ("assume",), ("arn:aws:iam::333333333333:role/infra",)),),
                            roles=(Role("admin", (f"arn:aws:iam::{ID}:root",), True, ("AdministratorAccess",)),),
                        ),
                    ),
                    Account(
                        "spacecats-infra",
                        "333333333333",
                        "spacecats-infra+aws-org-infra@example.com",
                        "ACTIVE",
                        problem="AccessDenied",
                    ),
                    Account("spacecats-old", "444444444444", "old@example.com", "SUSPENDED"),
                ),
            ),
            Unit(name="suspended", id="ou-2", guardrails=("deny-all-access",)),
        ),
    ),
)
TEXT = """\
Organization o-spacecats
├── org-root  111111111111  root@example.com  management account
├── spacecats/  [SCP deny-root-user]
│   ├── spacecats-id     222222222222  spacecats-infra+aws-org-id@example.com
│   ├── spacecats-infra  333333333333  spacecats-infra+aws-org-infra@example.com
│   └── spacecats-old    444444444444  old@example.com  SUSPENDED
└── suspended/  [SCP deny-all-access]

org-root  111111111111
  no users, groups or roles

spacecats-id  222222222222  alias spacecats-id
  user   ann    in infra; mfa
  user   bob    in no group
  group  infra  ann; may assume infra in spacecats-infra; assume
  role   admin  trusts spacecats-id with MFA; AdministratorAccess

spacecats-infra  333333333333
  cannot be read: AccessDenied

spacecats-old  444444444444
  not read: SUSPENDED
"""


def rendered(organization: Organization, width: int) -> str:
    output = io.StringIO()
    render(organization, Console(file=output, width=width, highlight=False))
    return output.getvalue()


def test_an_overview_reads_well_in_a_file_80_columns_wide() -> None:
    assert rendered(ORGANIZATION, 80) == TEXT


def test_in_a_narrow_terminal_the_email_address_goes_below() -> None:
    lines = rendered(ORGANIZATION, 60).splitlines()

    assert max(map(len, lines)) <= 60
    assert "│   │   spacecats-infra+aws-org-infra@example.com" in lines


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as running:
        yield running


def policy(action: str, **statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, **statement}]})


def build(emulator: Emulator) -> str:
    """An organization with one member; returns its number."""
    emulator.reset()
    organizations: Any = emulator.session().client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    main = organizations.create_organizational_unit(ParentId=root, Name="main")["OrganizationalUnit"]["Id"]
    deny = organizations.create_policy(
        Name="deny", Description="", Type="SERVICE_CONTROL_POLICY", Content=policy("s3:*", Resource="*")
    )
    organizations.attach_policy(PolicyId=deny["Policy"]["PolicySummary"]["Id"], TargetId=main)
    status = organizations.create_account(Email="id@example.com", AccountName="id")["CreateAccountStatus"]
    organizations.move_account(AccountId=status["AccountId"], SourceParentId=root, DestinationParentId=main)
    return str(status["AccountId"])


def populate(iam: Any, account: str) -> None:
    iam.create_account_alias(AccountAlias="spacecats-id")
    iam.create_user(UserName="ann")
    iam.create_group(GroupName="infra")
    iam.add_user_to_group(UserName="ann", GroupName="infra")
    resource = "arn:aws:iam::999999999999:role/infra"
    iam.put_group_policy(
        GroupName="infra", PolicyName="assume", PolicyDocument=policy("sts:AssumeRole", Resource=resource)
    )
    own = iam.create_policy(PolicyName="own", PolicyDocument=policy("sts:AssumeRole", Resource=[f"{resource}2"]))
    iam.attach_group_policy(GroupName="infra", PolicyArn=own["Policy"]["Arn"])
    trusted = {"AWS": f"arn:aws:iam::{account}:root"}
    mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    iam.create_role(
        RoleName="admin", AssumeRolePolicyDocument=policy("sts:AssumeRole", Principal=trusted, Condition=mfa)
    )
    iam.attach_role_policy(RoleName="admin", PolicyArn="arn:aws:iam::aws:policy/PowerUserAccess")
    iam.create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")


def test_an_organization_is_read_back_as_it_stands(emulator: Emulator) -> None:
    account = build(emulator)
    populate(emulator.session(account).client("iam"), account)

    organization = read_organization(emulator.session())

    (main,) = organization.root.units
    (member,) = main.accounts
    assert [member.number for member in organization.root.accounts] == [organization.management_account]
    assert (main.name, main.guardrails) == ("main", ("FullAWSAccess", "deny"))
    assert (member.name, member.number, member.email, member.status) == ("id", account, "id@example.com", "ACTIVE")
    assert member.problem is None
    root, access = f"arn:aws:iam::{account}:root", f"arn:aws:iam::{organization.management_account}:root"
    arn = "arn:aws:iam::999999999999:role/infra"
    assert member.identities == Identities(
        alias="spacecats-id",
        users=(User("ann", ("infra",), ()),),
        groups=(Group("infra", ("ann",), ("assume", "own"), (arn, f"{arn}2")),),
        roles=(
            Role("admin", (root,), True, ("PowerUserAccess",)),
            Role("OrganizationAccountAccessRole", (access,), False, ("AdministratorAccess",)),
        ),
    )


def test_an_account_that_cannot_be_read_does_not_hide_the_others(emulator: Emulator) -> None:
    build(emulator)

    accounts = list(read_organization(emulator.session(), role_name="no-such-role").root.all_accounts())

    assert [bool(account.problem) for account in accounts] == [False, True]
    assert "AccessDenied" in (accounts[1].problem or "")


def test_a_closed_account_is_shown_and_not_entered(emulator: Emulator) -> None:
    number = build(emulator)
    emulator.session().client("organizations").close_account(AccountId=number)

    accounts = list(read_organization(emulator.session()).root.all_accounts())

    assert [(account.status, account.problem) for account in accounts] == [("ACTIVE", None), ("SUSPENDED", None)]
