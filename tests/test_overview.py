from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from emulator import Emulator
from live.attempt import Problem
from live.model import Account, Group, Identities, Organization, Policy, Role, Settings, Unit, User
from live.organization import read_organization
from live.policies import parse_policy
from live.services.model import GuardDuty, Services, Trail
from live.settings import CHECKS, PUBLIC_S3
from orgctl.overview import render

ID = "222222222222"
INFRA = "arn:aws:iam::{}:role/infra"
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
REGIONS = ("us-west-2", "us-east-1")


def settings(bucket: str = "", **regional: bool | Problem) -> Settings:
    """Return settings with everything on, but for those named."""
    on: dict[str, dict[str, bool | Problem]] = {
        check.name: {region: regional.get(check.name.replace(" ", "_"), True) for region in REGIONS} for check in CHECKS
    }
    return Settings({PUBLIC_S3: {"*": True}, **on}, (bucket, "anything") if bucket else ())


ORGANIZATION = Organization(
    id="o-spacecats",
    management_account="111111111111",
    root=Unit(
        name="Root",
        id="r-1",
        policies=(
            Policy("root/guardrails-1", SCP, ("deny-leaving-organization", "deny-root-user", "deny-region-changes")),
            Policy("root/guardrails-2", SCP, ("deny-iam-users",)),
            Policy("root/ai-opt-out", "AISERVICES_OPT_OUT_POLICY", ("ai-opt-out",)),
            Policy("root/resource-guardrails-1", RCP, ("require-tls",)),
        ),
        accounts=(Account("org-root", "111111111111", "root@example.com", "ACTIVE", settings=settings("logs")),),
        units=(
            Unit(
                name="spacecats",
                id="ou-1",
                policies=(Policy("new", "UPGRADE_ROLLOUT_POLICY", ("new",)),),
                accounts=(
                    Account(
                        "spacecats-id",
                        ID,
                        "spacecats-infra+aws-org-id@example.com",
                        "ACTIVE",
                        settings=settings("spacecats-id-tf-state-us-west-2", IMDSv2=False),
                        identities=Identities(
                            alias="spacecats-id",
                            users=(User("ann", ("infra",), ("mfa",)), User("bob", (), ())),
                            groups=(
                                Group("infra", ("ann",), ("assume",), (INFRA.format("333333333333"), INFRA.format(ID))),
                            ),
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
            Unit(name="suspended", id="ou-2", policies=(Policy("deny-all-suspended", SCP, ("deny-all-suspended",)),)),
        ),
    ),
    regions=REGIONS,
    services=Services(
        trail=Trail("organization", "logs", "us-west-2", every_region=True, is_logging=True),
        guardduty={
            "us-west-2": GuardDuty("333333333333", ("111111111111", ID, "333333333333")),
            "us-east-1": Problem("AccessDeniedException"),
        },
        aggregators={"us-west-2": ("333333333333",), "us-east-1": ()},
        root_access=("RootCredentialsManagement", "RootSessions"),
        alarm=Problem("AccessDenied"),
        delegated={"333333333333": ("config.amazonaws.com", "guardduty.amazonaws.com")},
    ),
)
TEXT = """\
Organization o-spacecats
├── org-root  111111111111  root@example.com  management account
├── spacecats/
│   ├── spacecats-id     222222222222  spacecats-infra+aws-org-id@example.com
│   ├── spacecats-infra  333333333333  spacecats-infra+aws-org-infra@example.com
│   └── spacecats-old    444444444444  old@example.com  SUSPENDED
└── suspended/

Policies
  root       SCP              deny-leaving-organization, deny-root-user,
                              deny-region-changes, deny-iam-users
             RCP              require-tls
             AI opt-out       ai-opt-out
  spacecats  upgrade rollout  new
  suspended  SCP              deny-all-suspended

Services  in us-west-2, us-east-1
  trail             organization, of every region
                    into logs of org-root
  root alarm        cannot be read: AccessDenied
  GuardDuty         watches all 3 accounts, administered by spacecats-infra
                    (us-west-2)
                    cannot be read: AccessDeniedException (us-east-1)
  Config            records 2 of 3 accounts, not spacecats-infra
                    aggregator in spacecats-infra (us-west-2)
  root of members   credentials managed centrally, short sessions
  account defaults  S3 never public, EBS encrypted, snapshots never public,
                    images never public
                    IMDSv2: 1 of 2 accounts
  administrators    spacecats-infra: config, guardduty
  off               Access Analyzer

org-root  111111111111
  no users, groups or roles

spacecats-id  222222222222  alias spacecats-id
  state in spacecats-id-tf-state-us-west-2
  user   ann    in infra; mfa
  user   bob    in no group
  group  infra  ann; may assume infra in spacecats-infra and spacecats-id;
                assume
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


def test_in_a_narrow_terminal_the_email_address_is_on_the_next_line() -> None:
    lines = rendered(ORGANIZATION, 60).splitlines()

    assert max(map(len, lines)) <= 60
    assert "│   │   spacecats-infra+aws-org-infra@example.com" in lines


def test_services_that_are_off_are_one_line() -> None:
    bare = Organization("o-1", "111111111111", Unit("Root", "r-1", accounts=(account("org-root"),)), ("us-east-1",))

    lines = rendered(bare, 80).splitlines()

    start = lines.index("Services  in us-east-1")
    assert lines[start + 1 : start + 4] == [
        "  off  trail, root alarm, GuardDuty, Config, Access Analyzer, root of members,",
        "       account defaults, administrators",
        "",
    ]
    assert lines[lines.index("Policies") + 1] == "  none"


def test_a_service_that_is_not_on_everywhere_says_where() -> None:
    one = account("org-root", settings=settings())
    services = Services(guardduty={"us-west-2": GuardDuty(one.number, (one.number,)), "us-east-1": None})
    organization = Organization("o-1", one.number, Unit("Root", "r-1", accounts=(one,)), REGIONS, services)

    text = rendered(organization, 80)

    assert "  GuardDuty         watches the only account, administered by org-root\n" in text
    assert "                    (us-west-2)\n" in text


def test_names_are_no_markup() -> None:
    odd = account("[/red] team", settings=settings("[bold]"), identities=Identities(users=(User("[b]", (), ()),)))
    unit = Unit("Root", "r-1", accounts=(odd,), policies=(Policy("[i]", SCP, ("[i]",)),))
    services = Services(trail=Trail("[u]", "[bold]", "us-west-2", every_region=True, is_logging=False))

    text = rendered(Organization("o-1", odd.number, unit, REGIONS, services), 80)

    for part in ("[/red] team", "user  [b]", "SCP  [i]", "[u], of every region, STOPPED", "into [bold] of [/red] team"):
        assert part in text


def test_policies_that_cannot_be_read_say_so() -> None:
    denied = Organization(
        "o-1", "111111111111", Unit("Root", "r-1", accounts=(account("org-root"),)), policies_problem="AccessDenied"
    )

    assert "\nPolicies\n  cannot be read: AccessDenied\n" in rendered(denied, 80)


def test_many_accounts_take_no_more_lines() -> None:
    accounts = tuple(account(f"a{number}", number, settings=settings()) for number in range(20))
    services = Services(guardduty={"us-west-2": GuardDuty(accounts[0].number, (accounts[0].number,))})
    large = Organization("o-1", accounts[0].number, Unit("Root", "r-1", accounts=accounts), REGIONS, services)

    text = rendered(large, 80)

    assert "GuardDuty         watches 1 of 20 accounts, administered by a0\n" in text
    assert "Config            records all 20 accounts\n" in text


@pytest.mark.parametrize(
    ("name", "description", "contents"),
    [
        ("root/guardrails-1", "deny-a, deny-b", ("deny-a", "deny-b")),
        ("spacecats/prod/resource-guardrails-2", "require-tls", ("require-tls",)),
        ("spacecats/guardrails-1", "deny-a, deny…", ("deny-a", "deny…")),
        ("root/guardrails-1", "", ("root/guardrails-1",)),
        ("root/tags", "From guardrails/tags.json", ("tags",)),
        ("deny-all-suspended", "Accounts in suspended can do nothing.", ("deny-all-suspended",)),
        ("somebody's own", "a, b", ("somebody's own",)),
    ],
)
def test_a_packed_policy_is_known_by_its_guardrails(name: str, description: str, contents: tuple[str, ...]) -> None:
    summary = {"Name": name, "Description": description, "Type": SCP, "AwsManaged": False}

    assert parse_policy(summary) == Policy(name, SCP, contents)


def account(name: str, number: int = 1, **more: Any) -> Account:
    return Account(name, f"{number + 100000000000}", f"{name}@example.com", "ACTIVE", **more)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator.start() as running:
        yield running


def policy(action: str, **statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, **statement}]})


def build(emulator: Emulator) -> str:
    """Create an organization with one member account; return its number."""
    emulator.reset()
    organizations: Any = emulator.session().client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    for kind in (SCP, RCP):
        organizations.enable_policy_type(RootId=root, PolicyType=kind)
    main = organizations.create_organizational_unit(ParentId=root, Name="main")["OrganizationalUnit"]["Id"]
    deny = organizations.create_policy(
        Name="main/guardrails-1", Description="deny-a, deny-b", Type=SCP, Content=policy("s3:*", Resource="*")
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


def test_an_organization_is_read_as_deployed(emulator: Emulator) -> None:
    account = build(emulator)
    populate(emulator.session(account).client("iam"), account)

    organization = read_organization(emulator.session())

    (main,) = organization.root.units
    (member,) = main.accounts
    assert [member.number for member in organization.root.accounts] == [organization.management_account]
    assert (main.name, main.policies) == ("main", (Policy("main/guardrails-1", SCP, ("deny-a", "deny-b")),))
    assert organization.root.policies == ()  # what AWS attaches everywhere is no news
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
