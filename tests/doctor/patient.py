"""An organization to examine, created through the API as a deployment creates it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emulator import Emulator
from emulator.totp import two_codes
from foundation.names import ORG_ROOT
from foundation.policy_types import PolicyType
from organization.attached_policies import at_target
from organization.load import examine_text
from organization.model import Organization
from organization.targets import names
from organization.trusted_access import policy_types, trusted_services
from orgctl.doctor import Finding, examine
from policies import deny_all, deny_outside
from policies.variables import Ids

FOLDER = Path(__file__).parent
TEXT = (FOLDER / "small.yaml").read_text(encoding="utf-8")
PASSWORD = "Correct-horse-battery-1"
Told = tuple[str, str]
NOBODY_CAN_SIGN_IN = {
    ("user-passwords", "spacecats-org-root ann.org-root"),
    ("user-passwords", "spacecats-id ann"),
    ("user-passwords", "spacecats-id bob"),
}


def organization_of(text: str) -> Organization:
    """Return the organization of a valid file."""
    organization, problems = examine_text(text.encode(), FOLDER)
    assert organization is not None
    assert not [problem for problem in problems if not problem.warning], problems
    return organization


@dataclass
class Patient:
    """The organization of `small.yaml` in an emulated AWS, as after `cdktf deploy`."""

    emulator: Emulator
    organization: Organization = field(default_factory=lambda: organization_of(TEXT))
    numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.aws: Any = self.client("organizations")
        self.aws.create_organization(FeatureSet="ALL")
        self.root = self.aws.list_roots()["Roots"][0]["Id"]
        for kind in policy_types(self.organization):
            self.aws.enable_policy_type(RootId=self.root, PolicyType=kind)
        for service in trusted_services(self.organization):
            self.aws.enable_aws_service_access(ServicePrincipal=service)
        iam = self.client("iam")
        iam.enable_organizations_root_credentials_management()
        iam.enable_organizations_root_sessions()
        self.targets = {"root": self.root}
        for path, unit, _ in self.organization.units():
            name = "/".join(path)
            created = self.aws.create_organizational_unit(ParentId=self.root, Name=name)
            self.targets[name] = created["OrganizationalUnit"]["Id"]
            for key in unit.accounts:
                self._add_account(key, self.targets[name])
        self._attach_policies()
        for key in (ORG_ROOT, *self.numbers):
            self._settle(key)

    def client(self, service: str, key: str = ORG_ROOT, region: str = "us-east-1") -> Any:
        """Return a client of an account, by its key."""
        session: Any = self.emulator.session(self.numbers.get(key))
        return session.client(service, region_name=region)

    def attach(self, name: str, kind: str, content: str, target: str) -> str:
        """Create a policy, attach it to a target, and return its id."""
        created = self.aws.create_policy(Name=name, Description="", Type=kind, Content=content)
        id = str(created["Policy"]["PolicySummary"]["Id"])
        self.aws.attach_policy(PolicyId=id, TargetId=target)
        return id

    def enrol(self, key: str, user: str) -> None:
        """Give a user a password and MFA, as users do themselves, and sign in."""
        iam = self.client("iam", key)
        iam.create_login_profile(UserName=user, Password=PASSWORD)
        device = iam.create_virtual_mfa_device(VirtualMFADeviceName=user)["VirtualMFADevice"]
        first, second = two_codes(device["Base32StringSeed"])
        iam.enable_mfa_device(
            UserName=user, SerialNumber=device["SerialNumber"], AuthenticationCode1=first, AuthenticationCode2=second
        )
        self.emulator.sign_in(self.numbers.get(key, self.emulator.management_account), user)

    def enrol_everybody(self) -> None:
        """Do every step that remains by hand."""
        for key, user in ((ORG_ROOT, "ann.org-root"), ("id", "ann"), ("id", "bob")):
            self.enrol(key, user)

    def findings(self, organization: Organization | None = None, **options: Any) -> list[Finding]:
        """Return the doctor's findings."""
        return examine(organization or self.organization, FOLDER, self.emulator.session(), **options)

    def wrong(self, organization: Organization | None = None, **options: Any) -> list[Told]:
        """Return the checks and places of findings that are wrong."""
        return wrong(self.findings(organization, **options))

    def _add_account(self, key: str, unit: str) -> None:
        organization = self.organization
        request = self.aws.create_account(
            Email=organization.account_email(key), AccountName=organization.account_name(key)
        )
        self.numbers[key] = request["CreateAccountStatus"]["AccountId"]
        self.targets[f"account:{key}"] = self.numbers[key]
        self.aws.move_account(AccountId=self.numbers[key], SourceParentId=self.root, DestinationParentId=unit)

    def _attach_policies(self) -> None:
        for name in names(self.organization):
            for policy in at_target(self.organization, name, FOLDER, Ids(accounts=self.numbers)):
                self.attach(policy.name, policy.type, policy.content, self.targets[name])
        self.attach("deny-all-suspended", PolicyType.SERVICE_CONTROL, deny_all(), self.targets["suspended"])
        self.attach("deny-outside-suspended", PolicyType.RESOURCE_CONTROL, deny_outside(), self.targets["suspended"])

    def _settle(self, key: str) -> None:
        iam = self.client("iam", key)
        iam.create_account_alias(AccountAlias=self.organization.alias(key))
        needs = dict.fromkeys(("Symbols", "Numbers", "UppercaseCharacters", "LowercaseCharacters"), True)
        iam.update_account_password_policy(
            MinimumPasswordLength=14,
            PasswordReusePrevention=24,
            AllowUsersToChangePassword=True,
            **{f"Require{name}": value for name, value in needs.items()},
        )
        for user in {ORG_ROOT: ["ann.org-root"], "id": ["ann", "bob"]}.get(key, []):
            iam.create_user(UserName=user)


def wrong(findings: list[Finding]) -> list[Told]:
    """Return the checks and places of findings that are wrong."""
    return sorted((finding.check, finding.place) for finding in findings if finding.status == "wrong")


def unknown(findings: list[Finding]) -> list[Told]:
    """Return the checks and places of findings that are unknown."""
    return sorted((finding.check, finding.place) for finding in findings if finding.status == "unknown")
