"""The whole of `organization.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from foundation.names import ACCESS_ROLE, BOOTSTRAP, ID, INFRA, ORG_ROOT
from organization.model.base import Model, PolicyTypeName, Region, Tags
from organization.model.deployment import Deployment
from organization.model.guardrails import Guardrail
from organization.model.people import Group, OrgRootAdmins, PasswordPolicy, Responder
from organization.model.services import (
    AccessAnalyzer,
    AccountDefaults,
    AlternateContacts,
    CloudTrail,
    Config,
    GuardDuty,
    RootSignInAlarm,
)
from organization.model.tree import Account, Found, OrganizationalUnit, walk


class Organization(Model):
    """An AWS organization: its accounts, organizational units, people, groups, roles, guardrails and services."""

    name: str
    """Prefix of every account alias and account name: spacecats gives spacecats-id."""
    organization_id: str | None = None
    """
    The organization's id (o-a1b2c3d4e5), for the proof and the check of policies that name an id. Not deployed.
    """
    email: str
    """E-mail address of each new account's root user; {account} is replaced by the account's key."""
    region: Region
    """Home region."""
    regions: list[Region] = []
    """Regions in use, including the home region. Default: the home region only."""
    former_regions: list[Region] = []
    """
    Regions no longer in use. The next deploy destroys what this project created there. Remove the regions afterwards.
    """
    tags: Tags = {}
    """Tags of every created resource."""
    org_root: OrgRootAdmins
    """The management account."""
    organizational_units: dict[str, OrganizationalUnit]
    """OUs directly below the root, by name."""
    closed_accounts: list[str] = []
    """Keys of accounts closed in AWS. Keep them: AWS never releases the e-mail address of a closed account."""
    users: list[str] = []
    """Names of the users. Each is an IAM user in the id account."""
    former_users: list[str] = []
    """
    Users who left. The next deploy removes them from every group and allows deleting the user with its access keys and
    MFA devices. Remove the name after it.
    """
    groups: dict[str, Group] = {}
    """Groups of users, by name."""
    billing_group: str | None = None
    """The group whose members may see the organization's bills, in org-root. Default: no group."""
    responder: Responder | None = None
    """The role that investigates incidents, also in quarantined accounts. Default: no role."""
    password_policy: PasswordPolicy = PasswordPolicy()
    """Password policy of every account."""
    guardrails: dict[str, Guardrail] = {}
    """Actions denied to every principal, regardless of its own policies. docs/guardrails.md lists the catalogue."""
    exempt_roles: list[str] = [ACCESS_ROLE]
    """
    Roles in every account that the protecting guardrails do not bind. The deployment role must be among them. The
    responder is exempt too.
    """
    security_account: str | None = None
    """The account that administers GuardDuty, Config and Access Analyzer for all accounts. Default: infra."""
    log_account: str = ORG_ROOT
    """The account that keeps the records of CloudTrail and Config. Do not change it once they record."""
    cloudtrail: CloudTrail = CloudTrail()
    """A trail of the whole organization. On by default."""
    guardduty: GuardDuty = GuardDuty(enabled=False)
    """Detection of threats. It costs money. Off by default."""
    config: Config = Config(enabled=False)
    """A record of every resource. It costs money. Off by default."""
    access_analyzer: AccessAnalyzer = AccessAnalyzer()
    """Findings of access from outside the organization. On by default."""
    centralized_root_access: bool = True
    """
    True to centralize root access: root users of member accounts have no credentials, and org-root performs the tasks
    that only a root user may perform. Free.
    """
    alternate_contacts: AlternateContacts = AlternateContacts()
    """Contacts that AWS notifies besides the root user."""
    account_defaults: AccountDefaults = AccountDefaults()
    """Default settings of every account. On by default."""
    root_sign_in_alarm: RootSignInAlarm | None = None
    """An e-mail whenever a root user acts. It costs money. Off by default."""
    trusted_access: list[str] = []
    """Further AWS services with trusted access, besides those of the services that are on here."""
    policy_types: list[PolicyTypeName] = []
    """Further types of organization policies to enable, besides those of the guardrails."""
    deployment: Deployment = Deployment()
    """Settings of the deployment."""

    def units(self) -> Iterator[Found]:
        """
        Yield every OU from the top down: its path from the root, the OU, and True if it or an OU above it is
        quarantined.
        """
        yield from walk(self.organizational_units)

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Every member account by its key, in the order of the file."""
        return {key: account for _, unit, _ in self.units() for key, account in unit.accounts.items()}

    @cached_property
    def quarantined(self) -> set[str]:
        """The keys of the quarantined accounts."""
        return {key for _, unit, quarantined in self.units() if quarantined for key in unit.accounts}

    def accounts_with_stack(self) -> list[str]:
        """Return the keys of the member accounts with a stack: those that are not quarantined."""
        return [key for key in self.accounts if key not in self.quarantined]

    def stack_names(self) -> list[str]:
        """Return the names of all stacks: one per account (id) and, with state in S3, one per state bucket."""
        accounts = [ORG_ROOT, *self.accounts_with_stack()]
        if self.deployment.state.mode == "local":
            return accounts
        return [stack for key in accounts for stack in (BOOTSTRAP + key, key)]

    @property
    def all_regions(self) -> list[str]:
        """The regions in use, the home region first."""
        return [self.region, *(region for region in self.regions if region != self.region)]

    @property
    def account_numbers(self) -> dict[str, str]:
        """The numbers of accounts that the file gives, by key; the management account's by its own."""
        given = {ORG_ROOT: self.org_root.account_id}
        given |= {key: account.account_id for key, account in self.accounts.items()}
        return {key: number for key, number in given.items() if number is not None}

    @property
    def reachable_regions(self) -> list[str]:
        """The regions in use and the former ones, where Terraform needs a provider to destroy resources."""
        return [*self.all_regions, *(region for region in self.former_regions if region not in self.all_regions)]

    @cached_property
    def security_key(self) -> str | None:
        """The key of the account that administers the security services, or None."""
        return self.security_account or (INFRA if INFRA in self.accounts_with_stack() else None)

    @property
    def recorded(self) -> list[str]:
        """The enabled services whose records the log account keeps."""
        services = {"cloudtrail": self.cloudtrail.enabled, "config": self.config.enabled}
        return [name for name, enabled in services.items() if enabled]

    @property
    def records(self) -> bool:
        """True if the log account keeps any records."""
        return bool(self.recorded)

    @property
    def trail_bucket(self) -> str:
        """The bucket of the organization trail, in the log account."""
        return f"{self.alias(self.log_account)}-cloudtrail-{self.region}"

    @property
    def config_bucket(self) -> str:
        """The bucket of Config's records of all accounts, in the log account."""
        return f"{self.alias(self.log_account)}-config-{self.region}"

    @property
    def access_log_bucket(self) -> str:
        """The bucket of the access logs of `trail_bucket` and `config_bucket`."""
        return f"{self.alias(self.log_account)}-access-logs-{self.region}"

    @property
    def unbound_roles(self) -> list[str]:
        """The names of the roles that the protecting guardrails do not bind."""
        responder = [self.responder.role_name] if self.responder else []
        return [*self.exempt_roles, *(name for name in responder if name not in self.exempt_roles)]

    @property
    def state_region(self) -> str:
        """The region of the buckets that hold Terraform's state."""
        return self.deployment.state.region or self.region

    def state_bucket(self, key: str) -> str:
        """Return the bucket that holds the state of an account's stacks."""
        state = self.deployment.state
        if state.mode == "central":
            return state.bucket or f"{self.alias(ORG_ROOT)}-tf-state-{self.state_region}"
        return f"{self.alias(key)}-tf-state-{self.state_region}"

    def state_log_bucket(self, key: str) -> str:
        """Return the bucket that holds the access logs of an account's state bucket."""
        return f"{self.alias(key)}-tf-state-log-{self.state_region}"

    def account_name(self, key: str) -> str:
        """Return the account's name in AWS."""
        return self.accounts[key].name or self.alias(key)

    def account_email(self, key: str) -> str:
        """Return the e-mail address of the account's root user."""
        return self.accounts[key].email or self.email.replace("{account}", key)

    def has_billing_access(self, key: str) -> bool:
        """Return True if IAM users of the account may see its billing. By default only those of id may."""
        access = self.accounts[key].billing_access
        return key == ID if access is None else access

    def users_without_group(self) -> list[str]:
        """Return the users who are in no group."""
        grouped = {user for group in self.groups.values() for user in group.users}
        return [user for user in self.users if user not in grouped]

    def alias(self, key: str) -> str:
        """Return the account's alias: part of its sign-in address and the name of its AWS profile."""
        return f"{self.name}-{key}"
