"""
Faults of the example's organization, each with its findings of `orgctl doctor` and its repair.

No resource of Terraform is replaced: after the repair a plan is empty.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from emulator import Emulator

HOME, OTHER = "us-west-2", "us-east-1"
PREFIX = "spacecats-"


@dataclass
class Ground:
    """The accounts of a deployed organization by key; org-root is the management account."""

    emulator: Emulator
    _sessions: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        organizations: Any = self.emulator.session().client("organizations")
        found = organizations.list_accounts()["Accounts"]
        self.numbers = {account["Name"].removeprefix(PREFIX): account["Id"] for account in found}
        self.root = organizations.list_roots()["Roots"][0]["Id"]
        units = organizations.list_organizational_units_for_parent(ParentId=self.root)["OrganizationalUnits"]
        self.units = {unit["Name"]: unit["Id"] for unit in units}
        self.organizations = organizations

    def client(self, service: str, key: str = "org-root", region: str = OTHER) -> Any:
        """Return a client of an account."""
        if key not in self._sessions:
            self._sessions[key] = self.emulator.session(self.numbers.get(key))
        return self._sessions[key].client(service, region_name=region)

    def policy(self, name: str, kind: str = "SERVICE_CONTROL_POLICY") -> str:
        """Return the id of a policy of the organization."""
        for page in self.organizations.get_paginator("list_policies").paginate(Filter=kind):
            for policy in page["Policies"]:
                if policy["Name"] == name:
                    return str(policy["Id"])
        raise KeyError(name)


Seed = Callable[[Ground], AbstractContextManager[None]]
Place = tuple[str, str]


@dataclass(frozen=True)
class Fault:
    """
    A fault that exists while a `with` block of `seed` lasts.

    `findings` has the checks and places of the findings that it causes, `removed` those that it removes.
    """

    name: str
    seed: Seed
    findings: frozenset[Place]
    removed: frozenset[Place] = frozenset()


FAULTS: list[Fault] = []


def fault(*findings: Place, removed: tuple[Place, ...] = ()) -> Callable[[Callable[[Ground], Iterator[None]]], Seed]:
    """Add a fault to the list: a function causes it before its `yield` and repairs it afterwards."""

    def add(seed: Callable[[Ground], Iterator[None]]) -> Seed:
        @contextmanager
        def managed(ground: Ground) -> Iterator[None]:
            steps = seed(ground)
            next(steps)
            try:
                yield
            finally:
                next(steps, None)

        FAULTS.append(Fault(seed.__name__, managed, frozenset(findings), frozenset(removed)))
        return managed

    return add


@fault(("users", "spacecats-org-root myuser-setup"))
def temporary_user_in_the_management_account(ground: Ground) -> Iterator[None]:
    iam = ground.client("iam")
    iam.create_user(UserName="myuser-setup")
    yield
    iam.delete_user(UserName="myuser-setup")


@fault(("users", "spacecats-infra ci"))
def user_outside_of_id(ground: Ground) -> Iterator[None]:
    iam = ground.client("iam", "infra")
    iam.create_user(UserName="ci")
    yield
    iam.delete_user(UserName="ci")


@fault(("user-mfa", "spacecats-id myuser"), removed=(("user-passwords", "spacecats-id myuser"),))
def password_without_mfa(ground: Ground) -> Iterator[None]:
    iam = ground.client("iam", "id")
    iam.create_login_profile(UserName="myuser", Password="Correct-horse-battery-1")
    yield
    iam.delete_login_profile(UserName="myuser")


@fault(
    ("user-two-keys", "spacecats-id myuser"),
    ("user-mfa", "spacecats-id myuser"),
    removed=(("user-passwords", "spacecats-id myuser"),),
)
def two_active_keys(ground: Ground) -> Iterator[None]:
    iam, user = ground.client("iam", "id"), "myuser"
    keys = [iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"] for _ in range(2)]
    yield
    for key in keys:
        iam.delete_access_key(UserName=user, AccessKeyId=key)


@fault(("alternate-contacts", "spacecats-infra"))
def another_contact(ground: Ground) -> Iterator[None]:
    account = ground.client("account", "infra")
    before = account.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]
    account.put_alternate_contact(**{**before, "EmailAddress": "stranger@example.com"})
    yield
    account.put_alternate_contact(**before)


@fault(
    ("trusted-access", "organization"),
    ("delegated-administrators", "spacecats-logs"),
)
def another_service_administered_elsewhere(ground: Ground) -> Iterator[None]:
    service = "ssm.amazonaws.com"
    ground.organizations.enable_aws_service_access(ServicePrincipal=service)
    who = {"AccountId": ground.numbers["logs"], "ServicePrincipal": service}
    ground.organizations.register_delegated_administrator(**who)
    yield
    ground.organizations.deregister_delegated_administrator(**who)
    ground.organizations.disable_aws_service_access(ServicePrincipal=service)


@fault(("policy-types", "organization"))
def another_policy_type(ground: Ground) -> Iterator[None]:
    kind = {"RootId": ground.root, "PolicyType": "BACKUP_POLICY"}
    ground.organizations.enable_policy_type(**kind)
    yield
    ground.organizations.disable_policy_type(**kind)


@fault(("account-units", "spacecats-infra"))
def account_moved(ground: Ground) -> Iterator[None]:
    number, home = ground.numbers["infra"], ground.units["spacecats"]
    ground.organizations.move_account(AccountId=number, SourceParentId=home, DestinationParentId=ground.root)
    yield
    ground.organizations.move_account(AccountId=number, SourceParentId=ground.root, DestinationParentId=home)


@fault(("units", "unit stray"))
def another_unit(ground: Ground) -> Iterator[None]:
    created = ground.organizations.create_organizational_unit(ParentId=ground.root, Name="stray")
    yield
    ground.organizations.delete_organizational_unit(OrganizationalUnitId=created["OrganizationalUnit"]["Id"])


@fault(("alias", "spacecats-logs"))
def alias_gone(ground: Ground) -> Iterator[None]:
    iam = ground.client("iam", "logs")
    iam.delete_account_alias(AccountAlias="spacecats-logs")
    yield
    iam.create_account_alias(AccountAlias="spacecats-logs")


@fault(("policies", "unit spacecats"))
def guardrails_detached(ground: Ground) -> Iterator[None]:
    attachment = {"PolicyId": ground.policy("spacecats/guardrails-1"), "TargetId": ground.units["spacecats"]}
    ground.organizations.detach_policy(**attachment)
    yield
    ground.organizations.attach_policy(**attachment)


@fault(("policies", "unit suspended"))
def quarantine_open(ground: Ground) -> Iterator[None]:
    attachment = {"PolicyId": ground.policy("deny-all-suspended"), "TargetId": ground.units["suspended"]}
    ground.organizations.detach_policy(**attachment)
    yield
    ground.organizations.attach_policy(**attachment)


@fault(("policies", "root"))
def guardrails_weakened(ground: Ground) -> Iterator[None]:
    id = ground.policy("root/guardrails-1")
    before = ground.organizations.describe_policy(PolicyId=id)["Policy"]["Content"]
    document = json.loads(before)
    ground.organizations.update_policy(
        PolicyId=id, Content=json.dumps({**document, "Statement": document["Statement"][1:]})
    )
    yield
    ground.organizations.update_policy(PolicyId=id, Content=before)


@fault(("policies", "spacecats-infra"))
def another_policy(ground: Ground) -> Iterator[None]:
    deny = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    created = ground.organizations.create_policy(
        Name="no-s3",
        Description="",
        Type="SERVICE_CONTROL_POLICY",
        Content=json.dumps({"Version": "2012-10-17", "Statement": deny}),
    )
    id = created["Policy"]["PolicySummary"]["Id"]
    ground.organizations.attach_policy(PolicyId=id, TargetId=ground.numbers["infra"])
    yield
    ground.organizations.detach_policy(PolicyId=id, TargetId=ground.numbers["infra"])
    ground.organizations.delete_policy(PolicyId=id)


@fault(("full-access", "unit spacecats"))
def nothing_allowed(ground: Ground) -> Iterator[None]:
    attachment = {"PolicyId": "p-FullAWSAccess", "TargetId": ground.units["spacecats"]}
    ground.organizations.detach_policy(**attachment)
    yield
    ground.organizations.attach_policy(**attachment)


def _state(key: str) -> tuple[str, str]:
    return f"{PREFIX}{key}-tf-state-{HOME}", f"{PREFIX}{key} {PREFIX}{key}-tf-state-{HOME}"


@fault(("state-buckets", _state("id")[1]))
def state_without_versions(ground: Ground) -> Iterator[None]:
    s3, bucket = ground.client("s3", "id", HOME), _state("id")[0]
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    yield
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


@fault(("state-buckets", _state("infra")[1]))
def state_that_may_be_public(ground: Ground) -> Iterator[None]:
    s3, bucket = ground.client("s3", "infra", HOME), _state("infra")[0]
    before = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={**before, "RestrictPublicBuckets": False})
    yield
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=before)


@fault(("state-buckets", _state("logs")[1]))
def state_without_tls(ground: Ground) -> Iterator[None]:
    s3, bucket = ground.client("s3", "logs", HOME), _state("logs")[0]
    before = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    statements = [one for one in json.loads(before)["Statement"] if one.get("Sid") != "TlsOnly"]
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    yield
    s3.put_bucket_policy(Bucket=bucket, Policy=before)


@fault(("log-buckets", f"spacecats-logs spacecats-logs-cloudtrail-{HOME}"))
def logs_without_versions(ground: Ground) -> Iterator[None]:
    s3, bucket = ground.client("s3", "logs", HOME), f"spacecats-logs-cloudtrail-{HOME}"
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    yield
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


@fault(("trail", "organization trail"))
def trail_stopped(ground: Ground) -> Iterator[None]:
    cloudtrail = ground.client("cloudtrail", region=HOME)
    cloudtrail.stop_logging(Name="organization")
    yield
    cloudtrail.start_logging(Name="organization")


@fault(("guardduty", f"spacecats-logs {OTHER}"))
def detector_suspended(ground: Ground) -> Iterator[None]:
    guardduty = ground.client("guardduty", "logs", OTHER)
    (id,) = guardduty.list_detectors()["DetectorIds"]
    guardduty.update_detector(DetectorId=id, Enable=False)
    yield
    guardduty.update_detector(DetectorId=id, Enable=True)


@fault(("config-recorder", f"spacecats-infra {OTHER}"))
def recorder_stopped(ground: Ground) -> Iterator[None]:
    config = ground.client("config", "infra", OTHER)
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    yield
    config.start_configuration_recorder(ConfigurationRecorderName="default")


@fault(("access-analyzer", f"spacecats-infra {OTHER}"))
def analyzer_gone(ground: Ground) -> Iterator[None]:
    client = ground.client("accessanalyzer", "infra", OTHER)
    (analyzer,) = client.list_analyzers()["analyzers"]
    client.delete_analyzer(analyzerName=analyzer["name"])
    yield
    client.create_analyzer(analyzerName=analyzer["name"], type=analyzer["type"], tags=analyzer.get("tags", {}))


@fault(("root-access", "organization"))
def root_sessions_off(ground: Ground) -> Iterator[None]:
    iam = ground.client("iam")
    iam.disable_organizations_root_sessions()
    yield
    iam.enable_organizations_root_sessions()


@fault(("password-policy", "spacecats-id"))
def short_passwords(ground: Ground) -> Iterator[None]:
    iam = ground.client("iam", "id")
    found = iam.get_account_password_policy()["PasswordPolicy"]
    before = {name: value for name, value in found.items() if name != "ExpirePasswords" and value != 0}
    iam.update_account_password_policy(**{**before, "MinimumPasswordLength": 8})
    yield
    iam.update_account_password_policy(**before)


@fault(("region-defaults", f"spacecats-id {HOME}"))
def plain_volumes(ground: Ground) -> Iterator[None]:
    ec2 = ground.client("ec2", "id", HOME)
    ec2.disable_ebs_encryption_by_default()
    yield
    ec2.enable_ebs_encryption_by_default()


@fault(("public-s3", "spacecats-logs"))
def public_buckets(ground: Ground) -> Iterator[None]:
    s3control, number = ground.client("s3control", "logs"), ground.numbers["logs"]
    before = s3control.get_public_access_block(AccountId=number)["PublicAccessBlockConfiguration"]
    s3control.delete_public_access_block(AccountId=number)
    yield
    s3control.put_public_access_block(AccountId=number, PublicAccessBlockConfiguration=before)
